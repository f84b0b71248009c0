//! Components: the parts into which a programme falls, each of which can be matched by itself.

use super::Engine;
use super::pairing::Ground;
use super::reach::{numbers, parts, people, permits};
use crate::Error;
use crate::candidates::Question;
use crate::model::{Organisation, PersonId};
use crate::parallel;
use crate::programme::{Programme, Role};
use crate::work::Work;

/// People who are connected by permitted pairs, and may meet nobody else.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[must_use]
pub struct Component {
    juniors: Vec<PersonId>,
    seniors: Vec<PersonId>,
}

impl Component {
    /// Returns who teaches, in order of id; one at least.
    #[must_use]
    pub fn juniors(&self) -> &[PersonId] {
        &self.juniors
    }

    /// Returns who learns, in order of id; one at least.
    #[must_use]
    pub fn seniors(&self) -> &[PersonId] {
        &self.seniors
    }
}

impl Engine {
    /// Finds the parts of a programme that permitted pairs connect, in order of their first senior.
    ///
    /// No pair leads from one part to another, so each can be matched by itself: enrol its people alone, on the side on which it names
    /// them. Together the matchings have as many pairs as one run, and score as much. Somebody who takes part on both sides may
    /// be in two components, once as a junior and once as a senior; whoever has no permitted partner is in none.
    ///
    /// # Algorithm
    ///
    /// The [index](crate::candidates::CandidateIndex) tells which seniors have a permitted partner at all. From one of them a walk along permitted
    /// pairs reaches the rest of the component; whoever has been reached is not asked about again.
    ///
    /// # Complexity
    ///
    /// `O(n + m)` space for `n` seniors and `m` juniors, and no table of pairs. Where one pair in `k` is permitted, some `k·(n + m)` pairs are looked
    /// at; and `n` for each junior and `m` for each senior whom the first component does not reach. Where hardly any pair is
    /// permitted that comes to `O(n·m)`.
    ///
    /// # Errors
    ///
    /// [`Error::NotSeparable`] if scores depend on how rare a skill is, as it would be another in each part; otherwise those of
    /// [`pairing`](Self::pairing).
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::matching::Engine;
    /// use reverse_mentoring::model::{Organisation, PersonRow};
    /// use reverse_mentoring::programme::{EnrolmentRow, Programme};
    ///
    /// let person = |id, unit, level| PersonRow::new(id).in_unit(unit).at_level(level);
    /// let organisation = Organisation::builder()
    ///     .unit("sales", None)
    ///     .unit("lab", None)
    ///     .person(person("grace", "sales", 5))
    ///     .person(person("edsger", "sales", 6))
    ///     .person(person("ada", "lab", 2).with_skill("rust", 4))
    ///     .person(person("tim", "lab", 2).with_skill("html", 4))
    ///     .build()?;
    /// let programme = Programme::builder()
    ///     .enrol(EnrolmentRow::senior("grace").wants("rust"))
    ///     .enrol(EnrolmentRow::senior("edsger").wants("html"))
    ///     .enrol(EnrolmentRow::junior("ada"))
    ///     .enrol(EnrolmentRow::junior("tim"))
    ///     .build(&organisation)?;
    ///
    /// // Nobody who wants Rust can learn it from Tim, so there are two programmes in one.
    /// let components = Engine::builder().build()?.components(&organisation, &programme)?;
    /// let [html, rust] = components.as_slice() else { unreachable!("two of them") };
    /// assert_eq!((html.seniors(), html.juniors()), (&["edsger".into()][..], &["tim".into()][..]));
    /// assert_eq!((rust.seniors(), rust.juniors()), (&["grace".into()][..], &["ada".into()][..]));
    /// # Ok::<(), reverse_mentoring::Error>(())
    /// ```
    pub fn components(
        &self,
        organisation: &Organisation,
        programme: &Programme,
    ) -> Result<Vec<Component>, Error> {
        self.components_with(organisation, programme, &Work::default())
    }

    /// Finds the parts of a programme, telling an observer how far it is and stopping when asked to.
    ///
    /// # Errors
    ///
    /// Those of [`components`](Self::components), and `Cancelled` if the work was stopped.
    pub fn components_with(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        work: &Work<'_>,
    ) -> Result<Vec<Component>, Error> {
        let ground = Ground::new(self, organisation, programme, work)?;
        if !self.config().scoring().is_told_by_the_pair() {
            let reason = "scores depend on how rare a skill is among all who take part";
            return Err(Error::NotSeparable { reason });
        }
        let index = ground.index(work)?;
        let prepared = &ground.prepared;
        let places = prepared.places(Role::Senior);
        let may_go_on = |done| work.check("looking for partners", done as u64, places as u64);
        let has_partner = parallel::try_rows(places, may_go_on, |senior, has_partner| {
            let mut found = Vec::new();
            let question = Question {
                count: 1,
                ..Question::all()
            };
            index.best(senior, question, &mut found);
            has_partner.push(!found.is_empty());
        })?;
        let mut seniors = numbers(has_partner.len());
        seniors.retain(|&senior| has_partner[senior as usize]);
        let juniors = numbers(prepared.places(Role::Junior));
        let total = seniors.len() as u64;
        let may_go_on = |left| work.check("walking along pairs", total - left as u64, total);
        let parts = parallel::on_the_pool(|| {
            parts(seniors, juniors, may_go_on, |senior, junior| {
                permits(prepared, Role::Senior, senior as usize, junior)
            })
        })?;
        let mut components: Vec<Component> = parts
            .iter()
            .map(|part| Component {
                juniors: people(prepared, Role::Junior, &part.partners),
                seniors: people(prepared, Role::Senior, &part.members),
            })
            .collect();
        components.sort_unstable_by(|one, other| one.seniors.cmp(&other.seniors));
        Ok(components)
    }
}
