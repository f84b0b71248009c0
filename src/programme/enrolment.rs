//! The programme: everybody's part in it, and who must not or did already meet.

use super::{
    BlockRow, CapacityRow, CyclesRow, EnrolmentRow, Group, Participant, PastPairRow, Pin, PinRow,
    ProgrammeDocument, ProgrammeError, Role, RolesRow, TargetRow, Vocabulary,
};
use crate::UnknownKeys;
use crate::model::{Fingerprint, Organisation, PersonIndex, SkillIndex, SkillLevelRow};

/// A programme: who takes part, checked against one organisation and immutable afterwards.
///
/// It speaks of people and skills by their positions in that organisation, and remembers its fingerprint so that it is
/// never read against another.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::model::{Organisation, PersonRow};
/// use reverse_mentoring::programme::{EnrolmentRow, Programme, RolesRow};
///
/// let person = |id: &str| PersonRow { id: id.into(), ..PersonRow::default() };
/// let organisation = Organisation::builder().person(person("ada")).person(person("grace")).build()?;
/// let programme = Programme::builder()
///     .enrol(EnrolmentRow::new("ada", RolesRow::Junior))
///     .enrol(EnrolmentRow::new("grace", RolesRow::Senior))
///     .block("grace", "ada")
///     .build(&organisation)?;
///
/// let [ada, grace] = programme.participants() else { unreachable!("two people enrolled") };
/// assert!(programme.is_blocked(ada.person(), grace.person()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    pub(crate) name: Option<String>,
    pub(crate) objective: Option<String>,
    pub(crate) participants: Vec<Participant>,
    pub(crate) vocabulary: Vocabulary,
    /// Pairs of people that must not meet, the smaller index first, sorted.
    pub(crate) blocks: Vec<(PersonIndex, PersonIndex)>,
    /// Pairs of earlier cycles, junior first, sorted.
    pub(crate) history: Vec<PastPair>,
    /// Pairs that are decided, in order of junior and senior.
    pub(crate) pins: Vec<Pin>,
    /// Groups with a floor or a cap, in the order of the document.
    pub(crate) groups: Vec<Group>,
    pub(crate) organisation: Fingerprint,
}

/// A junior and a senior who were a pair, and the day they stopped meeting, where it is known.
pub(crate) type PastPair = (PersonIndex, PersonIndex, Option<i32>);

impl Programme {
    /// Returns what the programme is called.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns what the programme is for, in the organisation's own words.
    #[must_use]
    pub fn objective(&self) -> Option<&str> {
        self.objective.as_deref()
    }

    /// Returns the participants, in order of person.
    #[must_use]
    pub fn participants(&self) -> &[Participant] {
        &self.participants
    }

    /// Finds the participant a person is.
    #[must_use]
    pub fn participant(&self, person: PersonIndex) -> Option<&Participant> {
        let place = self
            .participants
            .binary_search_by_key(&person, Participant::person)
            .ok()?;
        Some(&self.participants[place])
    }

    /// Returns the skills the programme speaks of.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Tells whether two people must not meet, by a block or by a veto of one of them.
    #[must_use]
    pub fn is_blocked(&self, one: PersonIndex, other: PersonIndex) -> bool {
        self.blocks
            .binary_search(&(one.min(other), one.max(other)))
            .is_ok()
    }

    /// Tells whether the two were a pair in an earlier cycle, in these roles.
    #[must_use]
    pub fn is_past_pair(&self, junior: PersonIndex, senior: PersonIndex) -> bool {
        let pair = |past: &PastPair| (past.0, past.1);
        self.history
            .binary_search_by_key(&(junior, senior), pair)
            .is_ok()
    }

    /// Returns the pairs of earlier cycles, junior first, each with the day it ended, where that is known.
    pub fn past_pairs(&self) -> impl Iterator<Item = (PersonIndex, PersonIndex, Option<i32>)> {
        self.history.iter().copied()
    }

    /// Tells whether a skill is off-limits between two participants: itself or its topic category, for either of them.
    #[must_use]
    pub fn is_off_limits(
        &self,
        one: &Participant,
        other: &Participant,
        skill: SkillIndex,
        organisation: &Organisation,
    ) -> bool {
        let taxonomy = organisation.taxonomy();
        one.declines(skill, taxonomy) || other.declines(skill, taxonomy)
    }

    /// Returns the digest of the organisation the programme was checked against.
    #[must_use]
    pub fn organisation(&self) -> Fingerprint {
        self.organisation
    }

    fn belongs_to(&self, organisation: &Organisation) -> Result<(), ProgrammeError> {
        let expected = organisation.fingerprint();
        if self.organisation == expected {
            return Ok(());
        }
        Err(ProgrammeError::OtherOrganisation {
            found: self.organisation,
            expected,
        })
    }

    /// Writes the programme as a document, which checks against the same organisation to the same programme.
    ///
    /// Ids are those of people, offers are written out, and vetoes come out among the blocks: who asked for one stays
    /// private.
    ///
    /// # Errors
    ///
    /// [`ProgrammeError::OtherOrganisation`] if the programme was checked against another organisation.
    pub fn to_document(
        &self,
        organisation: &Organisation,
    ) -> Result<ProgrammeDocument, ProgrammeError> {
        self.belongs_to(organisation)?;
        let id = |person: PersonIndex| organisation[person].id().as_str().to_owned();
        let blocks = self.blocks.iter().map(|&(one, other)| BlockRow {
            one: id(one),
            other: id(other),
            ..BlockRow::default()
        });
        let history = self
            .history
            .iter()
            .map(|&(junior, senior, ended_on)| PastPairRow {
                junior: id(junior),
                senior: id(senior),
                ended_on,
                ..PastPairRow::default()
            });
        let mut pins: Vec<&Pin> = self.pins.iter().collect();
        pins.sort_unstable_by_key(|pin| pin.row);
        let pins = pins.into_iter().map(|pin| PinRow {
            junior: id(pin.junior),
            senior: id(pin.senior),
            kind: pin.kind,
            ..PinRow::default()
        });
        Ok(ProgrammeDocument {
            pins: pins.collect(),
            groups: self
                .groups
                .iter()
                .map(|group| group.to_row(organisation))
                .collect(),
            name: self.name.clone(),
            objective: self.objective.clone(),
            enrolments: self
                .participants
                .iter()
                .map(|participant| self.enrolment(participant, organisation))
                .collect(),
            blocks: blocks.collect(),
            history: history.collect(),
            ..ProgrammeDocument::default()
        })
    }

    fn enrolment(&self, participant: &Participant, organisation: &Organisation) -> EnrolmentRow {
        let skill = |skill| self.vocabulary.id(skill).as_str().to_owned();
        let targets = participant.targets.iter().map(|target| TargetRow {
            skill: skill(target.skill),
            weight: Some(target.weight.into()),
            proficiency: target
                .proficiency
                .map(|proficiency| proficiency.get().into()),
            unknown: UnknownKeys::default(),
        });
        let offers = participant.offers.iter();
        let offers = offers
            .map(|offer| SkillLevelRow::new(skill(offer.skill), offer.proficiency.get().into()));
        let topics = participant
            .off_limit_skills
            .iter()
            .map(|&topic| skill(topic));
        let categories = participant.off_limit_categories.iter().map(|&category| {
            let category = organisation.taxonomy().category_id(category);
            category.as_str().to_owned()
        });
        // A side without a part in the programme has no seats, which a row says by its roles alone.
        let seats = |seats: u32| i64::from(seats.max(1));
        EnrolmentRow {
            person: organisation[participant.person].id().as_str().to_owned(),
            roles: match (participant.junior, participant.senior) {
                (true, false) => RolesRow::Junior,
                (false, true) => RolesRow::Senior,
                _ => RolesRow::Both,
            },
            opt_in: participant.opt_in,
            consent: participant.consent,
            targets: targets.collect(),
            offers: offers.collect(),
            off_limits: topics.chain(categories).collect(),
            wishes: participant
                .wishes
                .iter()
                .map(|&wish| organisation[wish].id().as_str().to_owned())
                .collect(),
            capacity: CapacityRow {
                junior: seats(participant.capacity.junior),
                senior: seats(participant.capacity.senior),
                junior_minimum: participant.capacity.junior_minimum.into(),
                senior_minimum: participant.capacity.senior_minimum.into(),
                ..CapacityRow::default()
            },
            cycles_waited: CyclesRow {
                junior: participant.cycles_waited(Role::Junior).into(),
                senior: participant.cycles_waited(Role::Senior).into(),
                ..CyclesRow::default()
            },
            ..EnrolmentRow::default()
        }
    }
}
