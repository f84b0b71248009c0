//! The evidence rule, prepared: what each senior may be taught, and what each junior may teach, as sets of skills.

use std::collections::HashMap;

use super::sets::SetTable;
use crate::model::{SkillIndex, Taxonomy};
use crate::programme::{Offer, Participant, Target};

/// The rule that a target is met, with the skills of each participant.
#[derive(Clone, Debug)]
pub(super) struct EvidenceCheck {
    /// Skills near a target, both of which the senior will speak about, by rank.
    wanted: SetTable,
    /// Skills the junior offers and will speak about, by rank.
    offered: SetTable,
    /// For each target somebody has, the skills near it.
    near: HashMap<SkillIndex, Vec<SkillIndex>>,
    /// Whether a skill is near more than itself.
    related: bool,
}

impl EvidenceCheck {
    /// Prepares the rule for participants, in order.
    pub(super) fn new(steps: u32, participants: &[Participant], taxonomy: &Taxonomy) -> Self {
        let mut near: HashMap<SkillIndex, Vec<SkillIndex>> = HashMap::new();
        for target in participants.iter().flat_map(Participant::targets) {
            near.entry(target.skill())
                .or_insert_with(|| nearby(target.skill(), steps, taxonomy));
        }
        let wanted = participants.iter().map(|senior| {
            let open = |skill: &SkillIndex| !senior.declines(*skill, taxonomy);
            let targets = senior.targets().iter().map(Target::skill).filter(open);
            let skills = targets.flat_map(|target| near[&target].iter().copied().filter(open));
            skills.collect()
        });
        let offered = participants.iter().map(|junior| {
            let offers = junior.offers().iter().map(Offer::skill);
            let open = offers.filter(|&skill| !junior.declines(skill, taxonomy));
            open.collect()
        });
        let (wanted, offered): (Vec<_>, Vec<_>) = (wanted.collect(), offered.collect());
        let ranks = ranks(&wanted, &offered);
        let ranked = |skills: Vec<Vec<SkillIndex>>| {
            SetTable::new(skills.into_iter().map(|skills| {
                let ranks = skills.iter().filter_map(|skill| ranks.get(skill));
                ranks.copied().collect()
            }))
        };
        let (wanted, offered) = (ranked(wanted), ranked(offered));
        Self {
            wanted,
            offered,
            near,
            related: steps > 0,
        }
    }

    /// Tells whether the junior meets no target of the senior.
    pub(super) fn broken(
        &self,
        junior: &Participant,
        senior: &Participant,
        taxonomy: &Taxonomy,
    ) -> bool {
        let place = |participant: &Participant| participant.index().index();
        if !self
            .offered
            .meets(place(junior), &self.wanted, place(senior))
        {
            return true;
        }
        // The sets leave out what either declines of their own skills. Where the offered skill is not the target itself, the
        // junior may decline the target still.
        let picky =
            !junior.off_limit_skills().is_empty() || !junior.off_limit_categories().is_empty();
        self.related && picky && self.met(junior, senior, taxonomy, true) == 0
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
            let mut near = self.near.get(&target).into_iter().flatten();
            open(target) && near.any(|&skill| open(skill) && junior.offer(skill).is_some())
        };
        senior
            .targets()
            .iter()
            .filter(|target| met(target.skill()))
            .count()
    }
}

/// Numbers the skills that are both wanted and offered, the most frequent first; the others meet nobody.
fn ranks(wanted: &[Vec<SkillIndex>], offered: &[Vec<SkillIndex>]) -> HashMap<SkillIndex, u32> {
    let mut counts: HashMap<SkillIndex, [u64; 2]> = HashMap::new();
    for (side, sets) in [wanted, offered].into_iter().enumerate() {
        for skill in sets.iter().flatten() {
            counts.entry(*skill).or_default()[side] += 1;
        }
    }
    let mut both: Vec<(u64, SkillIndex)> = counts
        .into_iter()
        .filter(|(_, [wanted, offered])| *wanted > 0 && *offered > 0)
        .map(|(skill, [wanted, offered])| (wanted + offered, skill))
        .collect();
    both.sort_unstable_by_key(|&(count, skill)| (std::cmp::Reverse(count), skill));
    both.into_iter().map(|(_, skill)| skill).zip(0..).collect()
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
