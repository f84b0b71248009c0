//! The difference of two matchings: nothing is left out, nothing is said twice.

#[path = "support/random.rs"]
mod random;
#[path = "support/small_matching.rs"]
mod small_matching;
#[path = "support/small_programme.rs"]
mod small_programme;

use std::collections::BTreeSet;

use random::Random;
use reverse_mentoring::answers::Difference;
use reverse_mentoring::matching::{Matching, Pair};
use reverse_mentoring::programme::{PinKind, Role};
use small_matching::checked;
use small_programme::Case;

fn names<'a>(pairs: impl IntoIterator<Item = &'a Pair>) -> BTreeSet<(String, String)> {
    let pairs = pairs.into_iter();
    pairs
        .map(|pair| (pair.senior().to_string(), pair.junior().to_string()))
        .collect()
}

fn kept(difference: &Difference) -> BTreeSet<(String, String)> {
    let pairs = difference.kept().iter();
    pairs
        .map(|pair| (pair.senior.to_string(), pair.junior.to_string()))
        .collect()
}

fn two_matchings(seed: u64) -> (Matching, Matching) {
    let mut random = Random::new(seed);
    let case = Case::draw(&mut random, false);
    let before = checked(&case, "before").expect("no minima");
    let after = checked(&case.with_random_pins(&mut random), "after").expect("no minima");
    (before, after)
}

#[test]
fn kept_and_lost_are_the_first_matching_and_kept_and_gained_the_second() {
    let mut changed = 0;
    for seed in 0..200 {
        let (before, after) = two_matchings(seed);
        let difference = Difference::between(&before, &after);
        let (old, new) = (names(before.pairs()), names(after.pairs()));
        let intersection: BTreeSet<_> = old.intersection(&new).cloned().collect();
        assert_eq!(kept(&difference), intersection);
        assert_eq!(names(difference.lost()), &old - &new);
        assert_eq!(names(difference.gained()), &new - &old);
        assert_eq!(difference.totals(), (before.total(), after.total()));
        // Each pair that differs is said of both its people, and of nobody else.
        let lost: usize = difference
            .people()
            .iter()
            .map(|person| person.lost.len())
            .sum();
        let gained: usize = difference
            .people()
            .iter()
            .map(|person| person.gained.len())
            .sum();
        assert_eq!(
            (lost, gained),
            (2 * difference.lost().len(), 2 * difference.gained().len())
        );
        for change in difference.people() {
            let status = |matching: &Matching| {
                matching
                    .status(change.person.as_str(), change.role)
                    .map(|status| status.name().to_owned())
            };
            assert_eq!(
                (status(&before), status(&after)),
                (change.before.clone(), change.after.clone())
            );
        }
        changed += usize::from(!difference.is_empty());
        let back = Difference::between(&after, &before);
        assert_eq!(
            (back.lost(), back.gained()),
            (difference.gained(), difference.lost())
        );
        assert!(Difference::between(&before, &before).is_empty());
    }
    assert!(changed > 60, "{changed} of 200 pairs of matchings differ");
}

#[test]
fn joiners_leavers_and_new_scores_are_told() {
    let before = Case {
        seniors: vec!["s0".into(), "s1".into()],
        juniors: vec!["j0".into(), "j1".into()],
        scores: vec![vec![Some(5), Some(4)], vec![None, Some(9)]],
        capacities: [vec![1, 1], vec![2, 1]],
        minima: [vec![0, 0], vec![0, 0]],
        ..Case::default()
    };
    let after = Case {
        juniors: vec!["j0".into(), "j2".into()],
        scores: vec![vec![Some(6), Some(4)], vec![None, None]],
        ..before.clone()
    };
    let run = |case: &Case| checked(case, "change").expect("no minima");
    let difference = Difference::between(&run(&before), &run(&after));
    assert_eq!(
        difference.to_string(),
        "1 pair kept, 1 gained, 1 lost; total score 14, now 10\n\
         - j1 teaches s1, score 9\n\
         + j2 teaches s0, score 4\n\
         = j0 teaches s0, score 5, now 6\n\
         j1 as a junior: lost s1, left\n\
         j2 as a junior: gained s0, joined\n\
         s0 as a senior: gained j2\n\
         s1 as a senior: lost j1, now no permitted partner"
    );
    let text = serde_json::to_string(&difference).expect("plain data");
    assert_eq!(
        serde_json::from_str::<Difference>(&text).expect("as written"),
        difference
    );
    let pinned = Case {
        pins: vec![(1, 0, PinKind::Forced), (0, 0, PinKind::Forbidden)],
        ..before.clone()
    };
    let difference = Difference::between(&run(&before), &run(&pinned));
    let j0 = difference
        .people()
        .iter()
        .find(|change| change.person.as_str() == "j0");
    assert_eq!(
        j0.expect("j0 is affected").to_string(),
        "j0 as a junior: lost s0, now no permitted partner"
    );
    assert!(
        difference
            .people()
            .iter()
            .any(|change| change.role == Role::Senior)
    );
}
