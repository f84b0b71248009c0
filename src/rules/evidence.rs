//! The evidence rule, prepared: what each senior may be taught, and what each junior may teach, as sets of skills.

use std::cmp::Reverse;
use std::sync::OnceLock;

use super::sets::{SetTable, Sets};
use crate::model::{SkillIndex, Taxonomy};
use crate::programme::{Offer, Participant, Target};
use crate::runs::Runs;
use crate::work::{COMPILING, Cancelled, Work};

/// The rule that a target is met.
#[derive(Clone, Debug)]
pub(super) struct EvidenceCheck {
    /// Once many pairs are going to be asked about.
    skills: OnceLock<Skills>,
    /// By skill: those near it, itself included; nothing of a skill that is nobody's target.
    near: Vec<Vec<SkillIndex>>,
    /// Whether a skill is near more than itself.
    related: bool,
}

/// The skills of each participant.
#[derive(Clone, Debug)]
struct Skills {
    /// Skills near a target, both of which the senior will speak about, by rank.
    wanted: SetTable,
    /// Skills the junior offers and will speak about, by rank.
    offered: SetTable,
}

impl EvidenceCheck {
    /// Prepares the rule for participants, in order.
    pub(super) fn new(
        steps: u32,
        participants: &[Participant],
        taxonomy: &Taxonomy,
        work: &Work<'_>,
    ) -> Result<Self, Cancelled> {
        let mut near: Vec<Vec<SkillIndex>> = Vec::new();
        for target in work
            .through(COMPILING, participants)
            .flat_map(Participant::targets)
        {
            let skill = target.skill();
            if near.len() <= skill.index() {
                near.resize(skill.index() + 1, Vec::new());
            }
            let near = &mut near[skill.index()];
            if near.is_empty() {
                *near = nearby(skill, steps, taxonomy);
            }
        }
        // Nobody's target is missing from here on.
        work.check(COMPILING, 0, participants.len() as u64)?;
        Ok(Self {
            skills: OnceLock::new(),
            near,
            related: steps > 0,
        })
    }

    /// Prepares for questions about many pairs: each takes a few nanoseconds then, and not a few hundred.
    pub(super) fn sort_skills(
        &self,
        participants: &[Participant],
        taxonomy: &Taxonomy,
        work: &Work<'_>,
    ) -> Result<(), Cancelled> {
        if self.skills.get().is_some() {
            return Ok(());
        }
        let near = &self.near;
        let count = participants.len();
        let may_go_on = |done| work.check(COMPILING, done as u64, count as u64);
        let wanted = Runs::try_fill(count, may_go_on, |place, skills| {
            let senior = &participants[place];
            let open = |skill: &SkillIndex| !senior.declines(*skill, taxonomy);
            let targets = senior.targets().iter().map(Target::skill).filter(open);
            skills.extend(
                targets.flat_map(|target| near[target.index()].iter().copied().filter(open)),
            );
        })?;
        let offered = Runs::try_fill(count, may_go_on, |place, skills| {
            let junior = &participants[place];
            let offers = junior.offers().iter().map(Offer::skill);
            skills.extend(offers.filter(|&skill| !junior.declines(skill, taxonomy)));
        })?;
        let ranks = ranks(
            &SkillIndex::count_each(&wanted.1),
            &SkillIndex::count_each(&offered.1),
        );
        let ranked = |(runs, skills): (Runs, Vec<SkillIndex>)| {
            let sets = Sets::build(runs.len(), may_go_on, |place, set| {
                let skills = skills[runs.of(place)].iter();
                set.extend(skills.filter_map(|skill| ranks[skill.index()]));
            });
            sets.map(SetTable::new)
        };
        let (wanted, offered) = (ranked(wanted)?, ranked(offered)?);
        // Whoever else prepares at the same time finds the same.
        self.skills.get_or_init(|| Skills { wanted, offered });
        Ok(())
    }

    /// Tells whether the junior meets no target of the senior, both known by position; looks at the two only if it must.
    pub(super) fn broken<'p>(
        &self,
        junior: usize,
        senior: usize,
        pair: impl Fn() -> (&'p Participant, &'p Participant),
        taxonomy: &Taxonomy,
    ) -> bool {
        let Some(skills) = self.skills.get() else {
            let (junior, senior) = pair();
            return self.met(junior, senior, taxonomy, true) == 0;
        };
        if !skills.offered.meets(junior, &skills.wanted, senior) {
            return true;
        }
        // The sets leave out what either declines of their own skills. Where the offered skill is not the target itself, the
        // junior may decline the target still.
        self.related && {
            let (junior, senior) = pair();
            junior.declines_any() && self.met(junior, senior, taxonomy, true) == 0
        }
    }

    /// Returns how many targets the junior meets, with regard to what is off-limits or without.
    pub(super) fn met(
        &self,
        junior: &Participant,
        senior: &Participant,
        taxonomy: &Taxonomy,
        heed_off_limits: bool,
    ) -> usize {
        let open = |skill: SkillIndex| {
            !heed_off_limits
                || !junior.declines(skill, taxonomy) && !senior.declines(skill, taxonomy)
        };
        let met = |target: SkillIndex| {
            let mut near = self.near.get(target.index()).into_iter().flatten();
            open(target) && near.any(|&skill| open(skill) && junior.offer(skill).is_some())
        };
        senior
            .targets()
            .iter()
            .filter(|target| met(target.skill()))
            .count()
    }
}

/// By skill: the number of one that is both wanted and offered, the most frequent first; the others meet nobody.
fn ranks(wanted: &[u64], offered: &[u64]) -> Vec<Option<u32>> {
    let counts = wanted.iter().zip(offered).enumerate();
    let both = counts.filter(|(_, (wanted, offered))| **wanted > 0 && **offered > 0);
    let mut both: Vec<(Reverse<u64>, usize)> = both
        .map(|(skill, (wanted, offered))| (Reverse(wanted + offered), skill))
        .collect();
    both.sort_unstable();
    let mut ranks = vec![None; wanted.len().max(offered.len())];
    for ((_, skill), rank) in both.into_iter().zip(0..) {
        ranks[skill] = Some(rank);
    }
    ranks
}

/// Returns the skills within some steps of one, itself included.
fn nearby(skill: SkillIndex, steps: u32, taxonomy: &Taxonomy) -> Vec<SkillIndex> {
    // A skill beyond the taxonomy is near nothing but itself.
    if steps == 0 || taxonomy.get(skill).is_none() {
        return vec![skill];
    }
    let related = taxonomy.related(skill, steps).into_iter();
    related.map(|(skill, _)| skill).collect()
}

#[cfg(test)]
mod tests {
    use crate::model::{Organisation, PersonRow, SkillRow};
    use crate::programme::{EnrolmentRow, Programme, Role};
    use crate::rules::{Rule, RuleSet, Rules};
    use crate::work::Work;

    /// Whatever can be made of four related skills: a junior for each who offers it, and one more who keeps another off limits; the
    /// same with seniors, who want it.
    fn world() -> (Organisation, Programme) {
        let skills = ["root", "left", "right", "leaf"];
        let parents: [&[&str]; 4] = [&[], &["root"], &["root"], &["left"]];
        let mut organisation = Organisation::builder();
        for (skill, parents) in skills.iter().zip(parents) {
            let row = SkillRow {
                id: (*skill).to_owned(),
                parents: parents.iter().map(|&parent| parent.to_owned()).collect(),
                ..SkillRow::default()
            };
            organisation = organisation.skill(row);
        }
        let mut programme = Programme::builder();
        for skill in skills {
            for off_limits in [None].into_iter().chain(skills.map(Some)) {
                let name = |role| format!("{role} {skill} {off_limits:?}");
                let off_limits: Vec<_> = off_limits.into_iter().map(str::to_owned).collect();
                let junior = PersonRow::new(name("junior")).at_level(1);
                let senior = PersonRow::new(name("senior")).at_level(5);
                organisation = organisation
                    .person(junior.with_skill(skill, 3))
                    .person(senior);
                programme = programme
                    .enrol(EnrolmentRow {
                        off_limits: off_limits.clone(),
                        ..EnrolmentRow::junior(name("junior"))
                    })
                    .enrol(EnrolmentRow {
                        off_limits,
                        ..EnrolmentRow::senior(name("senior")).wants(skill)
                    });
            }
        }
        let organisation = organisation.build().expect("in order");
        let programme = programme.build(&organisation).expect("in order");
        (organisation, programme)
    }

    #[test]
    fn one_pair_is_answered_for_as_all_are_once_skills_are_sorted() {
        let (organisation, programme) = world();
        for steps in 0..3 {
            let rules = RuleSet::new([Rule::target_met_within(steps)]).expect("in order");
            let work = Work::new();
            let rules = Rules::for_few_pairs(&rules, &organisation, &programme, None, &work);
            let rules = rules.expect("declared");
            let answers = || -> Vec<bool> {
                let side = |role| {
                    let all = programme.participants().iter();
                    all.filter(move |one| one.takes_part_as(role))
                };
                let pairs = side(Role::Junior)
                    .flat_map(|junior| side(Role::Senior).map(move |senior| (junior, senior)));
                pairs
                    .map(|(junior, senior)| rules.permits(junior, senior))
                    .collect()
            };
            let few = answers();
            rules.sort_skills(&work).expect("nobody stops it");
            assert_eq!(few, answers(), "{steps} steps");
            assert!(few.contains(&true) && few.contains(&false));
        }
    }
}
