//! Late changes: who differs between two programmes, and whether the rest can stay as it is.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::Config;
use crate::assignment::{Change, Column, Row};
use crate::model::{PersonIndex, SkillIndex};
use crate::programme::{Offer, Participant, Programme, Role, Target};

/// How a late change was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Way {
    /// From the prices of before; pairs of people who are the same were not scored again, but for a few.
    WentOn,
    /// By a run in full.
    Anew(Anew),
}

/// Why a late change was answered by a run in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Anew {
    /// The programme is of another organisation, in which anything may be different.
    Organisation,
    /// The objective is not coverage, the total, and the fewest changes or nothing.
    Objective,
    /// There are groups with a floor or a cap, or were before.
    Groups,
    /// Scores depend on more than two people: on how rare a skill is, or on what a platform knows.
    Scores,
    /// More people differ than going on is worth.
    ManyPeople,
    /// Somebody has several seats or a minimum, or had before.
    SeveralSeats,
    /// The change tips a whole block of people, of whom the other side is served now; or going on would take as long as a run for
    /// another reason.
    Block,
    /// The change before ended in an error.
    Interrupted,
}

impl Anew {
    /// Returns the reason in words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Organisation => "another organisation",
            Self::Objective => "the objective has other rungs",
            Self::Groups => "there are groups with a floor or a cap",
            Self::Scores => "scores depend on more than two people",
            Self::ManyPeople => "many people differ",
            Self::SeveralSeats => "somebody has several seats or a minimum",
            Self::Block => "the other side of a block of people is served",
            Self::Interrupted => "the change before ended in an error",
        }
    }
}

/// What a late change took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Late {
    way: Way,
    people: usize,
    pairs_checked: u64,
}

impl Late {
    pub(super) fn went_on(people: usize, pairs_checked: u64) -> Self {
        Self {
            way: Way::WentOn,
            people,
            pairs_checked,
        }
    }

    pub(super) fn anew(reason: Anew) -> Self {
        Self {
            way: Way::Anew(reason),
            people: 0,
            pairs_checked: 0,
        }
    }

    /// Returns how the change was answered.
    #[must_use]
    pub fn way(&self) -> Way {
        self.way
    }

    /// Returns how many people had their pairs scored anew because they differ; none after a run, which scores all.
    #[must_use]
    pub fn people(&self) -> usize {
        self.people
    }

    /// Returns how many pairs the proof looked at; none after a run, whose proof is for [`Engine::verify`](super::Engine::verify).
    #[must_use]
    pub fn pairs_checked(&self) -> u64 {
        self.pairs_checked
    }
}

/// People who may differ for a change to be a late one: of each, the scores with everybody are read.
const MOST_PEOPLE: usize = 32;

/// Tells whether the engine can go on under a configuration.
pub(super) fn goes_on(config: &Config, programme: &Programme) -> Result<(), Anew> {
    let objective = config.objective();
    if !objective.is_coverage_and_total() || objective.changes_within().is_some() {
        Err(Anew::Objective)
    } else if !programme.groups().is_empty() {
        Err(Anew::Groups)
    } else if config.scoring().is_told_by_the_pair() {
        Ok(())
    } else {
        Err(Anew::Scores)
    }
}

/// The people whose pairs may score otherwise than before: all other pairs are what they were.
///
/// Rules and criteria look at the two people of a pair, at the organisation, and at what the programme says of the two: their enrolments, blocks, past
/// pairs and pins.
#[derive(Clone, Debug)]
pub(super) struct Touched(BTreeSet<PersonIndex>);

impl Touched {
    /// Compares a programme with the one of before.
    pub(super) fn find(
        config: &Config,
        before: &Programme,
        after: &Programme,
    ) -> Result<Self, Anew> {
        goes_on(config, before)?;
        goes_on(config, after)?;
        if before.organisation() != after.organisation() {
            return Err(Anew::Organisation);
        }
        let comparison = Comparison::new(before, after);
        let mut touched = BTreeSet::new();
        let (old, new) = (before.participants(), after.participants());
        merge(old, new, Participant::person, |one, other| {
            match (one, other) {
                (Some(one), Some(other)) if comparison.is_same(one, other) => {}
                (one, other) => touched.extend(one.or(other).map(Participant::person)),
            }
        });
        let blocks = [before, after].map(|programme| programme.blocks.as_slice());
        difference(blocks, |&(one, _)| touched.insert(one));
        let past = [before, after].map(|programme| programme.history.as_slice());
        difference(past, |&(junior, ..)| touched.insert(junior));
        // Where a pin is written does not matter.
        let pins = [before, after].map(|programme| {
            let pins = programme.pins().iter();
            pins.map(|pin| (pin.junior(), pin.senior(), pin.kind()))
                .collect::<Vec<_>>()
        });
        difference(
            pins.each_ref().map(Vec::as_slice),
            |&(junior, senior, kind)| {
                touched.insert(junior);
                // A pin that makes a pair takes the seats of both.
                if kind.is_made() {
                    touched.insert(senior);
                }
            },
        );
        if touched.len() > MOST_PEOPLE {
            return Err(Anew::ManyPeople);
        }
        Ok(Self(touched))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Says which row and column each place was, given who has which place: of juniors, then of seniors.
    pub(super) fn change(
        &self,
        before: &[Vec<PersonIndex>; 2],
        after: &[Vec<PersonIndex>; 2],
    ) -> Change {
        let origins = |role: Role| -> Vec<Option<u32>> {
            let highest = before[role as usize].iter().map(|person| person.index());
            let mut places = vec![None; highest.max().map_or(0, |highest| highest + 1)];
            for (place, person) in (0..).zip(&before[role as usize]) {
                places[person.index()] = Some(place);
            }
            let people = after[role as usize].iter();
            people
                .map(|person| {
                    let place = places.get(person.index()).copied().flatten();
                    place.filter(|_| !self.0.contains(person))
                })
                .collect()
        };
        let rows = origins(Role::Senior).into_iter();
        let columns = origins(Role::Junior).into_iter();
        Change::from_parts(
            rows.map(|row| row.map(Row::from)).collect(),
            columns.map(|column| column.map(Column::from)).collect(),
        )
    }
}

/// Compares what people bring to two programmes of the same organisation.
struct Comparison<'a> {
    before: &'a Programme,
    after: &'a Programme,
    /// Whether skills that no taxonomy lists may have other numbers.
    is_renumbered: bool,
}

impl<'a> Comparison<'a> {
    fn new(before: &'a Programme, after: &'a Programme) -> Self {
        Self {
            is_renumbered: before.vocabulary() != after.vocabulary(),
            before,
            after,
        }
    }

    fn is_same_skill(&self, one: SkillIndex, other: SkillIndex) -> bool {
        if self.is_renumbered {
            self.before.vocabulary().id(one) == self.after.vocabulary().id(other)
        } else {
            one == other
        }
    }

    fn is_same(&self, one: &Participant, other: &Participant) -> bool {
        let same_target = |(one, other): (&Target, &Target)| {
            (one.weight, one.proficiency) == (other.weight, other.proficiency)
                && self.is_same_skill(one.skill, other.skill)
        };
        let same_offer = |(one, other): (&Offer, &Offer)| {
            one.proficiency == other.proficiency && self.is_same_skill(one.skill, other.skill)
        };
        let same_skill = |(&one, &other)| self.is_same_skill(one, other);
        (one.junior, one.senior) == (other.junior, other.senior)
            && (one.opt_in, one.consent) == (other.opt_in, other.consent)
            && (one.capacity, one.cycles_waited) == (other.capacity, other.cycles_waited)
            && one.wishes == other.wishes
            && one.off_limit_categories == other.off_limit_categories
            && one.targets.len() == other.targets.len()
            && one.targets.iter().zip(&other.targets).all(same_target)
            && one.offers.len() == other.offers.len()
            && one.offers.iter().zip(&other.offers).all(same_offer)
            && one.off_limit_skills.len() == other.off_limit_skills.len()
            && one
                .off_limit_skills
                .iter()
                .zip(&other.off_limit_skills)
                .all(same_skill)
    }
}

/// Goes through two lists in order of a key, and shows those who have it in either.
fn merge<'a, T, K: Ord>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&T) -> K,
    mut show: impl FnMut(Option<&'a T>, Option<&'a T>),
) {
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(one), Some(other)) => key(one).cmp(&key(other)),
        };
        let one = (order != Ordering::Greater).then(|| old.next()).flatten();
        let other = (order != Ordering::Less).then(|| new.next()).flatten();
        show(one, other);
    }
}

/// Shows what is in one alone of two sorted lists.
fn difference<T: Ord, R>([old, new]: [&[T]; 2], mut show: impl FnMut(&T) -> R) {
    for (one, other) in [(old, new), (new, old)] {
        for entry in one
            .iter()
            .filter(|entry| other.binary_search(entry).is_err())
        {
            show(entry);
        }
    }
}
