//! Rules in force: prepared for one organisation and one programme.

use super::check::{Check, EligibilityCheck, Today, ValueCheck, faults, named_pairs, widest};
use super::class::values;
use super::dossier::Dossier;
use super::pairs::PairTable;
use super::relation::{ChainCheck, Lines, Standings};
use super::{Evidence, Ineligible, Rule, RuleError, RuleSet, Violation};
use crate::model::{Coded, Organisation, Person, Relations};
use crate::parallel;
use crate::programme::{Participant, Programme, Role};
use crate::work::{COMPILING, Cancelled, Work};

/// What everybody is asked.
enum Asked<'c> {
    Person(&'c EligibilityCheck),
    /// The values that pass, by code.
    Value(&'c ValueCheck, Coded<'c>, Vec<bool>),
}

/// The position of a rule among those in force, in the order of [`RuleSet::rules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleIndex(u32);

impl RuleIndex {
    /// Returns the position as an index into a slice of rules.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Rules in force: a [`RuleSet`] prepared for one organisation and one programme.
///
/// Participants are those of this programme; one of another programme is permitted nobody, or answered for as the
/// participant who has the position here.
///
/// # Algorithm
///
/// Whatever a participant brings alone (whether they qualify, codes of their unit and attributes, sets of managers and
/// skills with a 128-bit signature) is worked out once, and every named pair of every list and relation stands in one table.
/// What is left for a pair is a handful of comparisons; the chain of command answers by interval numbers.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::model::{LevelRow, Organisation, PersonRow};
/// use reverse_mentoring::programme::{EnrolmentRow, Programme, RolesRow, TargetRow};
/// use reverse_mentoring::rules::{RuleSet, Rules, RulesDocument};
///
/// let person = |id: &str, rank, manager: Option<&str>| PersonRow {
///     id: id.into(),
///     level: Some(LevelRow::Rank(rank)),
///     manager: manager.map(str::to_owned),
///     ..PersonRow::default()
/// };
/// let organisation = Organisation::builder()
///     .person(person("ada", 1, Some("grace")))
///     .person(person("alan", 1, None))
///     .person(person("grace", 5, None))
///     .build()?;
/// let programme = Programme::builder()
///     .enrol(EnrolmentRow::new("ada", RolesRow::Junior))
///     .enrol(EnrolmentRow::new("alan", RolesRow::Junior))
///     .enrol(EnrolmentRow::new("grace", RolesRow::Senior))
///     .build(&organisation)?;
/// let bare = RulesDocument { same_unit: false, target_met: None, ..RulesDocument::default() };
/// let rules = RuleSet::try_from(bare)?;
/// let rules = Rules::new(&rules, &organisation, &programme)?;
///
/// let [ada, alan, grace] = programme.participants() else { unreachable!("three people enrolled") };
/// assert!(rules.permits(alan, grace));
/// assert!(!rules.permits(ada, grace));
/// assert_eq!(rules.violations(ada, grace)[0].to_string(), "\"grace\" reviews \"ada\" (line manager)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Rules<'a> {
    pub(super) organisation: &'a Organisation,
    pub(super) run_day: Option<i32>,
    /// Those of the day of the run.
    pub(super) relations: Relations,
    pub(super) in_force: Vec<Rule>,
    /// One a rule.
    pub(super) checks: Vec<Check>,
    pub(super) standings: Standings<'a>,
    /// By participant.
    dossiers: Vec<Dossier>,
    /// The rules that are asked pair by pair, the cheap ones first, but for chains.
    asked: Vec<usize>,
    /// The chains to ask, none covered by another.
    chains: Vec<ChainCheck>,
    pairs: PairTable,
}

impl<'a> Rules<'a> {
    /// Prepares rules for a programme of an organisation, where it does not matter which day it is: relations bar whenever
    /// they hold.
    ///
    /// # Errors
    ///
    /// As [`Self::on_day`].
    pub fn new(
        rules: &RuleSet,
        organisation: &'a Organisation,
        programme: &'a Programme,
    ) -> Result<Self, RuleError> {
        Self::on_day(rules, organisation, programme, None)
    }

    /// Prepares rules for a programme of an organisation on a day, in whole days since 1970-01-01.
    ///
    /// # Complexity
    ///
    /// Linear in participants, their relations and skills, up to sorting.
    ///
    /// # Errors
    ///
    /// [`RuleError::OtherOrganisation`] if the programme was checked against another organisation;
    /// [`RuleError::Faults`] lists each attribute that the organisation does not declare, or declares as something else, and
    /// rules that count days where no day is given; [`RuleError::UnitDistances`] if too many units have lateral links.
    pub fn on_day(
        rules: &RuleSet,
        organisation: &'a Organisation,
        programme: &'a Programme,
        run_day: Option<i32>,
    ) -> Result<Self, RuleError> {
        Self::on_day_with(rules, organisation, programme, run_day, &Work::default())
    }

    /// Prepares rules, telling an observer how far it is and stopping when asked to.
    ///
    /// # Errors
    ///
    /// Those of [`Self::on_day`], and [`RuleError::Cancelled`] if the work was stopped.
    pub fn on_day_with(
        rules: &RuleSet,
        organisation: &'a Organisation,
        programme: &'a Programme,
        run_day: Option<i32>,
        work: &Work<'_>,
    ) -> Result<Self, RuleError> {
        let prepared = Self::for_few_pairs(rules, organisation, programme, run_day, work)?;
        prepared.sort_skills(work)?;
        Ok(prepared)
    }

    /// Prepares rules for few pairs whose targets met are not known, or for [more](Self::sort_skills) later.
    pub(crate) fn for_few_pairs(
        rules: &RuleSet,
        organisation: &'a Organisation,
        programme: &'a Programme,
        run_day: Option<i32>,
        work: &Work<'_>,
    ) -> Result<Self, RuleError> {
        let (found, expected) = (programme.organisation(), organisation.fingerprint());
        if found != expected {
            return Err(RuleError::OtherOrganisation { found, expected });
        }
        let in_force = rules.rules().to_vec();
        RuleError::check(
            in_force
                .iter()
                .flat_map(|rule| faults(rule, organisation, run_day))
                .collect(),
        )?;
        let participants = programme.participants();
        let people: Vec<&Person> = participants
            .iter()
            .map(|participant| &organisation[participant.person()])
            .collect();
        work.check(COMPILING, 0, 1)?;
        let relations = organisation.relations().on(run_day);
        let day = Today {
            organisation,
            run_day,
            relations: &relations,
            work,
        };
        let check = |rule: usize| Check::new(&in_force[rule], &people, participants, &day);
        let (checks, (standings, pairs)) = parallel::join(
            || parallel::map(in_force.len(), check).into_iter().collect(),
            || {
                let pairs = named_pairs(&in_force, &day, programme);
                let pairs = PairTable::new(participants.len(), pairs);
                (Standings::new(organisation, participants), pairs)
            },
        );
        let checks: Result<Vec<Check>, RuleError> = checks;
        let checks = checks?;
        work.check(COMPILING, 0, 1)?;
        let asked = |check: &Check| {
            matches!(
                check,
                Check::Class(_) | Check::Evidence(_) | Check::Shared(_)
            )
        };
        let mut prepared = Self {
            organisation,
            asked: (0..checks.len())
                .filter(|&rule| asked(&checks[rule]))
                .collect(),
            chains: widest(&checks),
            pairs,
            dossiers: Vec::new(),
            run_day,
            in_force,
            checks,
            standings,
            relations,
        };
        prepared
            .asked
            .sort_by_key(|&rule| match prepared.checks[rule] {
                Check::Class(_) => 0,
                Check::Evidence(_) => 1,
                _ => 2,
            });
        prepared.dossiers = prepared.dossiers_of(participants, work)?;
        Ok(prepared)
    }

    /// Prepares for questions about many pairs of which it is not known whether a target is met.
    pub(crate) fn sort_skills(&self, work: &Work<'_>) -> Result<(), Cancelled> {
        for check in &self.checks {
            if let Check::Evidence(evidence) = check {
                let participants = self.standings.participants();
                evidence.sort_skills(participants, self.organisation.taxonomy(), work)?;
            }
        }
        Ok(())
    }

    /// Tells whether the two may be a pair.
    ///
    /// # Complexity
    ///
    /// Constant time in all but the number of posts, skills and managers of the two; the logarithm of the number of units for each rule
    /// about the distance between them.
    #[must_use]
    pub fn permits(&self, junior: &Participant, senior: &Participant) -> bool {
        let (j, s) = (junior.index().index(), senior.index().index());
        self.permits_at(j, s, false, || (junior, senior))
    }

    /// Does the same by position, and looks at the two participants only if it must; `meets` says that the junior is known to meet a target
    /// of the senior.
    pub(crate) fn permits_at<'p>(
        &self,
        j: usize,
        s: usize,
        meets: bool,
        pair: impl Fn() -> (&'p Participant, &'p Participant),
    ) -> bool {
        let (Some(junior), Some(senior)) = (self.dossiers.get(j), self.dossiers.get(s)) else {
            return false;
        };
        j != s
            && junior.eligible[0]
            && senior.eligible[1]
            && !self.asked.iter().any(|&rule| match &self.checks[rule] {
                Check::Class(class) => class.broken(j, s, &self.dossiers),
                Check::Shared(shared) => {
                    junior.third_persons & senior.third_persons != 0 && shared.broken(j, s)
                }
                Check::Evidence(evidence) => {
                    !meets && evidence.broken(j, s, &pair, self.organisation.taxonomy())
                }
                Check::Eligibility(_) | Check::Standing(_) | Check::Oneself => false,
            })
            && !(junior.is_named && self.pairs.any(j, s))
            && !self.breaks_chain(j, s)
    }

    /// Reads a part of what [`permits_at`](Self::permits_at) is going to look at of a junior.
    pub(crate) fn glimpse(&self, junior: usize) -> u32 {
        let dossier = self.dossiers.get(junior);
        dossier.map_or(0, |dossier| u32::from(dossier.eligible[0]))
    }

    /// Returns the first rule, in order, that the two break as a pair; `None` where they are permitted.
    #[must_use]
    pub fn first_broken(&self, junior: &Participant, senior: &Participant) -> Option<RuleIndex> {
        if !self.knows(junior) || !self.knows(senior) {
            // The first rule of every set: who is not in this programme is not enrolled in it.
            return Some(RuleIndex(0));
        }
        // Most pairs are on no list, and most people qualify: one look says so for many rules at once.
        let (j, s) = (junior.index().index(), senior.index().index());
        let eligible = self.dossiers[j].eligible[0] && self.dossiers[s].eligible[1];
        let listed = self.pairs.any(j, s);
        let linked = self.breaks_chain(j, s);
        let mut rules = (0..).zip(&self.checks);
        let broken = rules.find(|&(rule, check)| match check {
            Check::Eligibility(_) if eligible => false,
            Check::Standing(_) if !listed && !linked => false,
            _ => self.is_broken(rule as usize, junior, senior),
        });
        broken.map(|(rule, _)| RuleIndex(rule))
    }

    /// Returns everything the two break as a pair, in order of rule, each with the facts that break it.
    #[must_use]
    pub fn violations(&self, junior: &Participant, senior: &Participant) -> Vec<Violation> {
        let strangers = [(junior, Role::Junior), (senior, Role::Senior)]
            .into_iter()
            .filter(|(participant, _)| !self.knows(participant));
        let mut found: Vec<Violation> = strangers
            .map(|(_, role)| Ineligible::NotEnrolled { role }.into())
            .collect();
        if found.is_empty() {
            for rule in 0..self.in_force.len() {
                if self.is_broken(rule, junior, senior) {
                    self.explain(rule, junior, senior, &mut found);
                }
            }
        }
        found
    }

    /// Confirms that a participant qualifies for pairs on a side.
    ///
    /// # Errors
    ///
    /// The first reason, in order of rule, why not.
    pub fn eligibility(&self, participant: &Participant, role: Role) -> Result<(), Ineligible> {
        if !self.knows(participant) {
            return Err(Ineligible::NotEnrolled { role });
        }
        let mut reasons = self.in_force.iter().filter_map(|rule| match rule {
            Rule::Eligibility(asked) => self.ineligible(asked, participant, role),
            _ => None,
        });
        reasons.next().map_or(Ok(()), Err)
    }

    /// Tells whether a participant qualifies for pairs on a side.
    pub(crate) fn qualifies(&self, participant: &Participant, role: Role) -> bool {
        let dossier = self.dossiers.get(participant.index().index());
        dossier.is_some_and(|dossier| dossier.eligible[role as usize])
    }

    /// Finds out what nearly every pair is asked for.
    fn dossiers_of(
        &self,
        participants: &[Participant],
        work: &Work<'_>,
    ) -> Result<Vec<Dossier>, Cancelled> {
        let asked = self.checks.iter().filter_map(|check| match check {
            Check::Eligibility(asked) => Some(asked),
            _ => None,
        });
        // A value is asked about once, however many people have it.
        let asked = asked.map(|asked| match asked {
            EligibilityCheck::Value(of_value) => {
                let coded = self.organisation.coded(of_value.attribute);
                let passing = values(coded, work).map(|value| of_value.passes(value));
                Asked::Value(of_value, coded, passing.collect())
            }
            _ => Asked::Person(asked),
        });
        let asked: Vec<Asked<'_>> = asked.collect();
        let shared = self.checks.iter().filter_map(|check| match check {
            Check::Shared(shared) => Some(shared),
            _ => None,
        });
        let shared: Vec<_> = shared.collect();
        let count = participants.len();
        let may_go_on = |done| work.check(COMPILING, done as u64, count as u64);
        parallel::try_rows(count, may_go_on, |place, dossiers| {
            let participant = &participants[place];
            let person = self.person(participant);
            let fails = |role| {
                asked.iter().any(|asked| match asked {
                    Asked::Person(asked) => asked.fails(participant, person, role),
                    Asked::Value(asked, coded, passing) => {
                        asked.asks(role) && passing.get(coded.code(person.index())) != Some(&true)
                    }
                })
            };
            let eligible = [Role::Junior, Role::Senior].map(|role| !fails(role));
            let third_persons = shared.iter().map(|shared| shared.sieve(place));
            let third_persons = third_persons.fold(0, |all, persons| all | persons);
            let is_named = self.pairs.has_junior(place);
            dossiers.push(Dossier::new(
                person,
                eligible,
                is_named,
                third_persons,
                self.organisation,
            ));
        })
    }

    /// Returns within how many steps of the taxonomy every pair that is permitted has a target met, if a rule asks for it.
    pub(crate) fn evidence_within(&self) -> Option<u32> {
        let steps = self.in_force.iter().filter_map(|rule| match rule {
            Rule::Evidence(Evidence::TargetMet { steps }) => Some(*steps),
            _ => None,
        });
        steps.min()
    }

    /// Returns the rules in force, each with its position, in order.
    pub fn iter(&self) -> impl Iterator<Item = (RuleIndex, &Rule)> {
        (0..).map(RuleIndex).zip(&self.in_force)
    }

    /// Returns the name of a rule, or `None` for a position of other rules.
    #[must_use]
    pub fn name(&self, rule: RuleIndex) -> Option<&'static str> {
        self.in_force.get(rule.index()).map(Rule::name)
    }

    /// Tells whether two participants break some rule about the chain of command.
    fn breaks_chain(&self, junior: usize, senior: usize) -> bool {
        !self.chains.is_empty() && {
            let lines = self.lines(junior, senior);
            self.chains.iter().any(|chain| chain.broken(lines))
        }
    }

    /// Returns how two participants stand to each other in the chain of command.
    pub(super) fn lines(&self, junior: usize, senior: usize) -> Lines {
        let places = [junior, senior].map(|at| self.dossiers[at].place());
        self.standings.lines(junior, senior, places)
    }

    /// Tells whether a participant has a position in this programme.
    fn knows(&self, participant: &Participant) -> bool {
        participant.index().index() < self.standings.len()
    }

    /// Tells whether two participants of this programme break a rule.
    fn is_broken(&self, rule: usize, junior: &Participant, senior: &Participant) -> bool {
        let (j, s) = (junior.index().index(), senior.index().index());
        match &self.checks[rule] {
            Check::Eligibility(asked) => {
                asked.fails(junior, self.person(junior), Role::Junior)
                    || asked.fails(senior, self.person(senior), Role::Senior)
            }
            Check::Class(class) => class.broken(j, s, &self.dossiers),
            Check::Standing(chain) => {
                self.pairs.has(j, s, rule)
                    || chain.is_some_and(|chain| chain.broken(self.lines(j, s)))
            }
            Check::Shared(shared) => shared.broken(j, s),
            Check::Oneself => j == s,
            Check::Evidence(evidence) => {
                let pair = || (junior, senior);
                evidence.broken(j, s, pair, self.organisation.taxonomy())
            }
        }
    }
}
