//! Late changes: as good as a run in full, with a status for everyone, from what is known of the matching before.

#[path = "support/generate.rs"]
mod generate;
#[path = "support/random.rs"]
mod random;

use generate::Shape;
use random::Random;
use reverse_mentoring::answers::Difference;
use reverse_mentoring::matching::{Anew, Config, Engine, Objective, Rung, Way};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::programme::{
    BlockRow, EnrolmentRow, PastPairRow, PinKind, PinRow, Programme, ProgrammeDocument, Role,
    RolesRow,
};
use reverse_mentoring::rules::{RuleSet, RulesDocument};
use reverse_mentoring::scoring::{Criterion, OwnScores, Points, Scoring, SparseProduct};

/// An organisation, and who of it might take part.
struct Story {
    organisation: Organisation,
    everybody: Vec<EnrolmentRow>,
    programme: ProgrammeDocument,
}

impl Story {
    fn draw(seed: u64, seniors: usize, juniors: usize) -> Self {
        let (organisation, programme) = generate::organisation(&Shape {
            seniors,
            juniors,
            // A few skills are what everybody speaks of, or hardly anybody could meet.
            zipf: "2.2".parse().expect("a number"),
            seed,
        });
        let mut programme = programme;
        let everybody = programme.enrolments.clone();
        programme
            .enrolments
            .retain(|row| row.person.ends_with(['1', '2', '3', '5', '6', '8']));
        Self {
            organisation: organisation.try_into().expect("sound"),
            everybody,
            programme,
        }
    }

    fn check(&self) -> Programme {
        let document = self.programme.clone();
        document.check(&self.organisation).expect("sound")
    }

    fn enrolled(&self, roles: RolesRow, random: &mut Random) -> Option<String> {
        let rows = self.programme.enrolments.iter();
        let on_side: Vec<_> = rows.filter(|row| row.roles == roles).collect();
        let row = on_side.get(random.index(on_side.len().max(1)))?;
        Some(row.person.clone())
    }

    /// Changes one thing that may happen after everybody has been told.
    fn change(&mut self, random: &mut Random) {
        let (junior, senior) = (
            self.enrolled(RolesRow::Junior, random),
            self.enrolled(RolesRow::Senior, random),
        );
        let programme = &mut self.programme;
        let row = random.index(programme.enrolments.len().max(1));
        match random.below(10) {
            0..3 => {
                let row = &self.everybody[random.index(self.everybody.len())];
                let is_new = |other: &EnrolmentRow| other.person != row.person;
                if programme.enrolments.iter().all(is_new) {
                    programme.enrolments.push(row.clone());
                }
            }
            3..5 if programme.enrolments.len() > 1 => {
                let gone = programme.enrolments.remove(row).person;
                // Pins of people who are gone would be faults.
                programme
                    .pins
                    .retain(|pin| pin.junior != gone && pin.senior != gone);
            }
            5 if programme.enrolments.len() > 1 => {
                let other = self.everybody[random.index(self.everybody.len())].clone();
                let row = &mut programme.enrolments[row];
                row.targets = other.targets;
                if random.once_in(2) {
                    // A skill that no taxonomy lists gives all that come after it other numbers.
                    let word = ["abacus", "knots", "zither"][random.index(3)];
                    *row = row.clone().wants(word).offers(word, 3);
                }
            }
            6 => {
                if let (Some(one), Some(other)) = (junior, senior) {
                    programme.blocks.push(BlockRow {
                        one,
                        other,
                        ..BlockRow::default()
                    });
                }
            }
            7 => {
                if let (Some(junior), Some(senior)) = (junior, senior) {
                    programme.history.push(PastPairRow {
                        junior,
                        senior,
                        ..PastPairRow::default()
                    });
                }
            }
            _ => {
                let both = |pin: &PinRow| {
                    Some(&pin.junior) == junior.as_ref() && Some(&pin.senior) == senior.as_ref()
                };
                if programme.pins.iter().any(both) {
                    return;
                }
                if let (Some(junior), Some(senior)) = (junior, senior) {
                    let taken = |pin: &PinRow| pin.junior == junior || pin.senior == senior;
                    let is_free = !programme.pins.iter().any(taken);
                    let kind = if random.once_in(4) && is_free {
                        PinKind::Forced
                    } else {
                        PinKind::Forbidden
                    };
                    programme.pins.push(PinRow {
                        junior,
                        senior,
                        kind,
                        ..PinRow::default()
                    });
                }
            }
        }
    }
}

/// Goes through changes; returns how many there were, and how many the engine went on from.
fn follow(engine: &Engine, story: &mut Story, changes: usize, random: &mut Random) -> [usize; 2] {
    let ladder = engine.config().objective().clone();
    let mut open = engine
        .open(&story.organisation, &story.check())
        .expect("nobody has a pin");
    let run = engine.run(&story.organisation, &story.check());
    assert_eq!(*open.matching(), run.expect("as it was opened"));
    let mut went_on = 0;
    for step in 0..changes {
        let before = story.programme.clone();
        story.change(random);
        let programme = story.check();
        let earlier = open.matching().clone();
        let anew = if ladder.has(Rung::FewestChanges) {
            engine.run_after(&story.organisation, &programme, &earlier)
        } else {
            engine.run(&story.organisation, &programme)
        };
        let late = open.change(&story.organisation, &programme);
        let Ok(anew) = anew else {
            late.expect_err("a pair that is pinned may not be");
            assert_eq!(*open.matching(), earlier, "what was there stays");
            story.programme = before;
            continue;
        };
        let told = format!("step {step}: {:?}", story.programme);
        let late = late.unwrap_or_else(|error| panic!("{error}\n{told}"));
        let matching = open.matching();
        assert_eq!(matching.pairs().len(), anew.pairs().len(), "{told}");
        assert_eq!(matching.total(), anew.total(), "{told}");
        let changes = |matching: &reverse_mentoring::matching::Matching| {
            matching
                .changes()
                .map(reverse_mentoring::matching::Changes::count)
        };
        assert_eq!(changes(matching), changes(&anew), "{told}");
        // From scratch: rules, scores, the proofs, and everybody's status with its numbers.
        let verified = engine.verify(&story.organisation, &programme, matching);
        let verified = verified.unwrap_or_else(|error| panic!("{error}\n{told}\n{late:?}"));
        if let Some(count) = verified.changes() {
            let difference = Difference::between(&earlier, matching);
            let differ = difference.gained().len() + difference.lost().len();
            assert_eq!(differ as u64, count, "{told}");
        }
        went_on += usize::from(late.way() == Way::WentOn);
    }
    [changes, went_on]
}

fn engine(rungs: &[Rung], rules: RulesDocument) -> Engine {
    let objective = Objective::new(rungs.iter().copied()).expect("served");
    let config = Config::default()
        .with_objective(objective)
        .with_rules(RuleSet::try_from(rules).expect("sound"));
    Engine::builder().config(config).build().expect("sound")
}

#[test]
fn a_late_change_gives_what_a_run_gives_with_the_status_of_everybody() {
    let mut random = Random::new(1);
    let bare = RulesDocument {
        target_met: None,
        same_unit: false,
        ..RulesDocument::default()
    };
    let ladder = [Rung::EveryoneCovered, Rung::Total];
    let (mut changes, mut went_on) = (0, 0);
    for seed in 0..70 {
        let (seniors, juniors) = (1 + random.index(12), 1 + random.index(12));
        let mut story = Story::draw(seed, seniors, juniors);
        let rules = if seed % 2 == 0 {
            bare.clone()
        } else {
            RulesDocument::default()
        };
        let [made, gone_on] = follow(&engine(&ladder, rules), &mut story, 10, &mut random);
        (changes, went_on) = (changes + made, went_on + gone_on);
    }
    assert!(went_on > changes * 8 / 10, "{went_on} of {changes}");
}

#[test]
fn a_late_change_makes_the_fewest_changes_where_the_objective_asks_for_that() {
    let mut random = Random::new(2);
    let ladder = [Rung::SeniorsCovered, Rung::Total, Rung::FewestChanges];
    let (mut changes, mut went_on) = (0, 0);
    for seed in 100..140 {
        let mut story = Story::draw(seed, 3 + random.index(9), 3 + random.index(9));
        let bare = RulesDocument {
            target_met: None,
            ..RulesDocument::default()
        };
        let [made, gone_on] = follow(&engine(&ladder, bare), &mut story, 8, &mut random);
        (changes, went_on) = (changes + made, went_on + gone_on);
    }
    assert!(went_on > changes * 8 / 10, "{went_on} of {changes}");
}

#[test]
fn a_larger_programme_goes_on_from_change_to_change() {
    let mut random = Random::new(3);
    let ladder = [Rung::EveryoneCovered, Rung::Total];
    for (seed, seniors, juniors) in [(7, 80, 80), (8, 60, 90), (9, 90, 60)] {
        let mut story = Story::draw(seed, seniors, juniors);
        let engine = engine(&ladder, RulesDocument::default());
        let [changes, went_on] = follow(&engine, &mut story, 30, &mut random);
        assert!(went_on > changes / 2, "{went_on} of {changes}");
    }
}

#[test]
fn what_is_no_late_change_is_a_run_and_says_why() {
    let mut story = Story::draw(1, 8, 8);
    let way = |engine: &Engine, story: &Story, later: &Story| {
        let mut open = engine
            .open(&story.organisation, &story.check())
            .expect("it can be matched");
        let late = open
            .change(&later.organisation, &later.check())
            .expect("it can be matched");
        let anew = engine.run(&later.organisation, &later.check());
        assert_eq!(*open.matching(), anew.expect("it can be matched"));
        late.way()
    };
    let with = |config: Config| Engine::builder().config(config).build().expect("sound");
    let plain = with(Config::default());

    let other = Story::draw(2, 8, 8);
    assert_eq!(way(&plain, &story, &other), Way::Anew(Anew::Organisation));

    let worst_off = Objective::new([Rung::EveryoneCovered, Rung::WorstOff, Rung::Total]);
    let worst_off = with(Config::default().with_objective(worst_off.expect("served")));
    assert_eq!(way(&worst_off, &story, &story), Way::Anew(Anew::Objective));

    let rare = Criterion::Product(
        SparseProduct::named("rare_skills").with_rarity(Points::new(100).expect("points")),
    );
    let rare = Scoring::builder()
        .criterion(rare, 1)
        .build()
        .expect("sound");
    let rare = with(Config::default().with_scoring(rare));
    assert_eq!(way(&rare, &story, &story), Way::Anew(Anew::Scores));

    let own = OwnScores::integers(|_, _| Some(1));
    let own = with(Config::default().with_scoring(Scoring::own(own)));
    assert_eq!(way(&own, &story, &story), Way::Anew(Anew::Scores));

    let mut several = Story::draw(1, 8, 8);
    let senior = several
        .enrolled(RolesRow::Senior, &mut Random::new(1))
        .expect("somebody learns");
    for row in &mut several.programme.enrolments {
        if row.person == senior {
            *row = row.clone().with_capacity(Role::Senior, 2);
        }
    }
    let reason = Way::Anew(Anew::SeveralSeats);
    assert_eq!(way(&plain, &story, &several), reason);
    assert_eq!(way(&plain, &several, &several), reason);

    let few = Story::draw(3, 60, 60);
    let mut many = Story::draw(3, 60, 60);
    many.programme.enrolments = many.everybody.clone();
    assert_eq!(way(&plain, &few, &many), Way::Anew(Anew::ManyPeople));

    story.programme.name = Some("autumn".to_owned());
    assert_eq!(way(&plain, &Story::draw(1, 8, 8), &story), Way::WentOn);
}
