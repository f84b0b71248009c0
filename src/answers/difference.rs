//! What differs between two matchings.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::matching::{Matching, Pair, Seat, Status};
use crate::model::PersonId;
use crate::programme::Role;
use crate::scoring::Score;

/// What differs between two matchings: pairs kept, gained and lost, and what changes for each person.
///
/// The two may be of different organisations or programmes, so people may have joined and left in between.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::answers::Difference;
/// use reverse_mentoring::matching::Engine;
/// use reverse_mentoring::model::{Organisation, PersonRow};
/// use reverse_mentoring::programme::{EnrolmentRow, PinKind, Programme};
///
/// let organisation = Organisation::builder()
///     .unit("sales", None)
///     .unit("lab", None)
///     .person(PersonRow::new("grace").in_unit("sales").at_level(5))
///     .person(PersonRow::new("ada").in_unit("lab").at_level(2).with_skill("rust", 4))
///     .person(PersonRow::new("tim").in_unit("lab").at_level(2).with_skill("rust", 4))
///     .build()?;
/// let run = |kept: &str| {
///     let programme = Programme::builder()
///         .enrol(EnrolmentRow::senior("grace").wants("rust"))
///         .enrol(EnrolmentRow::junior("ada"))
///         .enrol(EnrolmentRow::junior("tim"))
///         .pin(PinKind::Forced, kept, "grace")
///         .build(&organisation)?;
///     Engine::builder().build()?.run(&organisation, &programme)
/// };
/// let difference = Difference::between(&run("ada")?, &run("tim")?);
/// assert_eq!((difference.kept().len(), difference.gained().len(), difference.lost().len()), (0, 1, 1));
/// assert!(difference.to_string().ends_with(
///     "ada as a junior: lost grace, now waitlisted\n\
///      grace as a senior: lost ada, gained tim\n\
///      tim as a junior: gained grace, waitlisted before"
/// ));
/// # Ok::<(), reverse_mentoring::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[must_use]
pub struct Difference {
    kept: Vec<KeptPair>,
    gained: Vec<Pair>,
    lost: Vec<Pair>,
    people: Vec<PersonChange>,
    total_before: i64,
    total_after: i64,
}

/// A pair that is in both matchings.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct KeptPair {
    /// Who teaches.
    pub junior: PersonId,
    /// Who learns.
    pub senior: PersonId,
    /// The score in the first matching.
    pub before: Score,
    /// The score in the second.
    pub after: Score,
}

/// What changes for one person on one side.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PersonChange {
    /// The person.
    pub person: PersonId,
    /// The side.
    pub role: Role,
    /// Partners in the first matching alone, in order of id.
    pub lost: Vec<PersonId>,
    /// Partners in the second matching alone, in order of id.
    pub gained: Vec<PersonId>,
    /// The name of the status in the first matching; none for one who was not enrolled.
    pub before: Option<String>,
    /// The name of the status in the second matching; none for one who is not enrolled any more.
    pub after: Option<String>,
}

impl Difference {
    /// Compares two matchings, the earlier one first.
    ///
    /// # Complexity
    ///
    /// `O(n log n)` for `n` pairs and people in both.
    pub fn between(before: &Matching, after: &Matching) -> Self {
        let (old, new) = (by_people(before), by_people(after));
        let kept = new.iter().filter_map(|(people, pair)| {
            let before = old.get(people)?.score();
            Some(KeptPair {
                junior: pair.junior().clone(),
                senior: pair.senior().clone(),
                before,
                after: pair.score(),
            })
        });
        let only = |these: &BTreeMap<_, &Pair>, others: &BTreeMap<_, &Pair>| -> Vec<Pair> {
            let these = these.iter();
            these
                .filter(|(people, _)| !others.contains_key(*people))
                .map(|(_, &pair)| pair.clone())
                .collect()
        };
        Self {
            kept: kept.collect(),
            gained: only(&new, &old),
            lost: only(&old, &new),
            people: people(before, after),
            total_before: before.total(),
            total_after: after.total(),
        }
    }

    /// Returns the pairs that are in both, in order of senior, then of junior.
    #[must_use]
    pub fn kept(&self) -> &[KeptPair] {
        &self.kept
    }

    /// Returns the pairs that are in the second matching alone, in order of senior, then of junior.
    #[must_use]
    pub fn gained(&self) -> &[Pair] {
        &self.gained
    }

    /// Returns the pairs that are in the first matching alone, in order of senior, then of junior.
    #[must_use]
    pub fn lost(&self) -> &[Pair] {
        &self.lost
    }

    /// Returns whoever has other partners, another status, or joined or left, in order of person, the junior side first.
    #[must_use]
    pub fn people(&self) -> &[PersonChange] {
        &self.people
    }

    /// Returns the total scores of the first and of the second matching.
    #[must_use]
    pub fn totals(&self) -> (i64, i64) {
        (self.total_before, self.total_after)
    }

    /// Tells whether both have the same pairs, and everybody the same kind of status.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.gained.is_empty() && self.lost.is_empty() && self.people.is_empty()
    }
}

fn by_people(matching: &Matching) -> BTreeMap<(&PersonId, &PersonId), &Pair> {
    let pairs = matching.pairs().iter();
    pairs
        .map(|pair| ((pair.senior(), pair.junior()), pair))
        .collect()
}

fn seats(matching: &Matching) -> BTreeMap<(&PersonId, Role), &Seat> {
    let seats = matching.seats().iter();
    seats
        .map(|seat| ((seat.person(), seat.role()), seat))
        .collect()
}

fn people(before: &Matching, after: &Matching) -> Vec<PersonChange> {
    let (old, new) = (seats(before), seats(after));
    let all: BTreeSet<_> = old.keys().chain(new.keys()).copied().collect();
    let changes = all.into_iter().map(|key| {
        let (was, is) = (old.get(&key).copied(), new.get(&key).copied());
        let name = |seat: Option<&Seat>| seat.map(|seat| seat.status().name().to_owned());
        PersonChange {
            person: key.0.clone(),
            role: key.1,
            lost: beyond(was, is),
            gained: beyond(is, was),
            before: name(was),
            after: name(is),
        }
    });
    changes
        .filter(|change| {
            !change.lost.is_empty() || !change.gained.is_empty() || change.before != change.after
        })
        .collect()
}

/// The partners of one seat that the other does not have.
fn beyond(one: Option<&Seat>, other: Option<&Seat>) -> Vec<PersonId> {
    let others: BTreeSet<_> = partners(other).iter().collect();
    let own: BTreeSet<_> = partners(one).iter().collect();
    own.difference(&others).copied().cloned().collect()
}

fn partners(seat: Option<&Seat>) -> &[PersonId] {
    match seat.map(Seat::status) {
        Some(Status::Matched { partners, .. }) => partners,
        _ => &[],
    }
}

/// Writes a line of figures, then a line for each pair that is gained or lost or scores otherwise, and for each person who is
/// affected, without a final line break.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = self.totals();
        let (kept, gained, lost) = (self.kept.len(), self.gained.len(), self.lost.len());
        let pairs = if kept == 1 { "pair" } else { "pairs" };
        write!(
            f,
            "{kept} {pairs} kept, {gained} gained, {lost} lost; total score {before}, now {after}"
        )?;
        for pair in &self.lost {
            let (junior, senior) = (pair.junior(), pair.senior());
            write!(f, "\n- {junior} teaches {senior}, score {}", pair.score())?;
        }
        for pair in &self.gained {
            let (junior, senior) = (pair.junior(), pair.senior());
            write!(f, "\n+ {junior} teaches {senior}, score {}", pair.score())?;
        }
        for pair in self.kept.iter().filter(|pair| pair.before != pair.after) {
            let KeptPair {
                junior,
                senior,
                before,
                after,
            } = pair;
            write!(
                f,
                "\n= {junior} teaches {senior}, score {before}, now {after}"
            )?;
        }
        self.people
            .iter()
            .try_for_each(|change| write!(f, "\n{change}"))
    }
}

/// Writes one sentence.
impl fmt::Display for PersonChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listed = |word: &str, people: &[PersonId]| {
            let people: Vec<_> = people.iter().map(PersonId::to_string).collect();
            (!people.is_empty()).then(|| format!("{word} {}", people.join(", ")))
        };
        let matched = Some("matched");
        let (was, is) = (self.before.as_deref(), self.after.as_deref());
        let words = |name: &str| name.replace('_', " ");
        let status = match (was, is) {
            (None, Some(is)) if Some(is) == matched => Some("joined".to_owned()),
            (None, Some(is)) => Some(format!("joined, {}", words(is))),
            (Some(_), None) => Some("left".to_owned()),
            (Some(was), _) if is == matched && was != "matched" => {
                Some(format!("{} before", words(was)))
            }
            (_, Some(is)) if was == matched && is != "matched" => {
                Some(format!("now {}", words(is)))
            }
            (Some(was), Some(is)) if was != is => {
                Some(format!("{} before, now {}", words(was), words(is)))
            }
            _ => None,
        };
        let parts = [
            listed("lost", &self.lost),
            listed("gained", &self.gained),
            status,
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        write!(
            f,
            "{} as a {}: {}",
            self.person,
            self.role,
            parts.join(", ")
        )
    }
}
