//! The index as a whole.

use super::cards::{self, Card};
use super::classes::Classes;
use super::look::Segment;
use super::method::Method;
use super::postings::{PHASE, Postings};
use super::scan::Scan;
use super::topics::Topics;
use crate::candidates::CandidatesError;
use crate::parallel;
use crate::programme::Participant;
use crate::rules::Rules;
use crate::scoring::{Facet, Lead, Outline, Score, Scorer, Standing};
use crate::work::Work;

/// Finds the best partners of a senior, where there are many without looking at all juniors.
///
/// It answers the same questions as a [`CandidateTable`](crate::candidates::CandidateTable) with the same numbers, and takes memory for people and not for pairs.
///
/// # Algorithm
///
/// The threshold algorithm of R. Fagin, A. Lotem and M. Naor, "Optimal aggregation algorithms for middleware", Journal of
/// Computer and System Sciences 66 (2003), pp. 614-656, in spirit: look at juniors in an order in which what is left to see has a
/// known upper bound, and stop when what is seen reaches it. Differs in that lists are of sets of topics, where both the most
/// and the exact value of the class terms are at hand.
///
/// For a few seniors no lists are built: each question is a look at every junior, a few nanoseconds each. [`method`](Self::method) says which it is,
/// and [`by`](Self::by) lets a caller choose.
///
/// # Complexity
///
/// For `n` juniors with `a` topics each it takes `O(n·a³)` time and space at most, in parallel over topics; from 24 topics on it is `O(n·a)`.
/// What a question takes depends on how contested the best juniors are: a few microseconds to, at worst, a look at each junior. For a scan it is `O(n·a)` to
/// build and `O(n)` to answer.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::candidates::{CandidateIndex, Question};
/// use reverse_mentoring::model::{Organisation, PersonRow};
/// use reverse_mentoring::programme::{EnrolmentRow, Programme};
/// use reverse_mentoring::rules::{RuleSet, Rules};
/// use reverse_mentoring::scoring::{Scorer, Scoring};
/// use reverse_mentoring::work::Work;
///
/// let organisation = Organisation::builder()
///     .unit("sales", None)
///     .unit("lab", None)
///     .person(PersonRow::new("grace").in_unit("sales").at_level(5))
///     .person(PersonRow::new("ada").in_unit("lab").at_level(2).with_skill("rust", 4))
///     .person(PersonRow::new("tim").in_unit("sales").at_level(2).with_skill("rust", 4))
///     .build()?;
/// let programme = Programme::builder()
///     .enrol(EnrolmentRow::senior("grace").wants("rust"))
///     .enrol(EnrolmentRow::junior("ada"))
///     .enrol(EnrolmentRow::junior("tim"))
///     .build(&organisation)?;
/// let (rules, scoring) = (RuleSet::default(), Scoring::default());
/// let rules = Rules::new(&rules, &organisation, &programme)?;
/// let scorer = Scorer::new(&scoring, &organisation, &programme)?;
/// let [ada, grace, tim] = programme.participants() else { unreachable!("three people enrolled") };
///
/// let (juniors, seniors) = ([ada, tim], [grace]);
/// let index = CandidateIndex::new(&rules, &scorer, &juniors, &seniors, &Work::new())?;
/// let index = index.expect("criteria can be indexed");
/// let mut found = Vec::new();
/// let question = Question { count: 1, prices: &[], highest_price: 0, first: 0 };
/// // Tim is of Grace's own unit, so Ada is the best, and there is nobody else.
/// assert_eq!(index.best(0, question, &mut found), None);
/// assert_eq!(found.iter().map(|found| found.0).collect::<Vec<_>>(), [0]);
/// # Ok::<(), reverse_mentoring::Error>(())
/// ```
#[derive(Debug)]
pub struct CandidateIndex<'a> {
    pub(super) rules: &'a Rules<'a>,
    pub(super) scorer: &'a Scorer<'a>,
    pub(super) juniors: &'a [&'a Participant],
    pub(super) seniors: &'a [&'a Participant],
    pub(super) outline: Outline<'a>,
    pub(super) facets: Vec<Facet<'a>>,
    pub(super) lead: Option<Lead<'a>>,
    pub(super) classes: Classes,
    /// By class of seniors for the steering facet: the segments of juniors in order; none if these classes are too many.
    pub(super) segments: Vec<Vec<Segment>>,
    /// By senior: the most that the facets together give any junior.
    pub(super) most_of_facets: Vec<u32>,
    pub(super) topics: Topics,
    /// Empty where there is a scan.
    pub(super) postings: Postings,
    pub(super) scan: Option<Scan>,
    /// By rank.
    pub(super) cards: Vec<Card>,
    /// By participant: the rank of the junior; empty if no pairs are listed.
    ranks: Vec<Option<u32>>,
    /// Whether bounds are scores, as far as what targets contribute is known.
    pub(super) is_exact: bool,
    /// Whether two who share no topic may be a pair.
    pub(super) permits_strangers: bool,
    /// Whether two who share a topic, and keep nothing off limits, are known by that to have the target met that a rule asks for. If not, the
    /// rule has skills sorted, and is as quickly asked.
    meets_by_sharing: bool,
    /// Places of seniors; those together who ask about the same juniors.
    seniors_in_order: Vec<u32>,
}

/// One person in how many is asked for a target met before it pays to sort everybody's skills for that.
const SHARE_ASKED: usize = 16;

impl<'a> CandidateIndex<'a> {
    /// Builds an index over juniors, for these seniors; `None` where a platform scores pairs itself, of which nothing is known before
    /// it is asked.
    ///
    /// Who may take part on which side has been decided before.
    ///
    /// # Errors
    ///
    /// [`CandidatesError::Cancelled`].
    pub fn new(
        rules: &'a Rules<'a>,
        scorer: &'a Scorer<'a>,
        juniors: &'a [&'a Participant],
        seniors: &'a [&'a Participant],
        work: &Work<'_>,
    ) -> Result<Option<Self>, CandidatesError> {
        let method = Method::for_so_many(seniors.len());
        Self::by(method, rules, scorer, juniors, seniors, work)
    }

    /// Does the same by a method of the caller's choice.
    ///
    /// By [`Method::Scan`] each answer is one of a look at every junior, so that postings can be checked against it.
    ///
    /// # Errors
    ///
    /// Those of [`new`](Self::new).
    pub fn by(
        method: Method,
        rules: &'a Rules<'a>,
        scorer: &'a Scorer<'a>,
        juniors: &'a [&'a Participant],
        seniors: &'a [&'a Participant],
        work: &Work<'_>,
    ) -> Result<Option<Self>, CandidatesError> {
        let Some(outline) = scorer.outline() else {
            return Ok(None);
        };
        let (facets, lead) = (outline.facets(), outline.lead());
        let (classes, mut topics) = parallel::join(
            || Classes::new(&facets, juniors, seniors, work),
            || Topics::new(lead, seniors, work),
        );
        let (classes, places) = classes?;
        work.check(PHASE, 0, 1)?;
        let ranked: Vec<&Participant> = places.iter().map(|&at| juniors[at as usize]).collect();
        let ((segments, most_of_facets), (spoken, mut cards)) = parallel::join(
            || {
                let segments = Segment::in_order(&classes, &facets, seniors);
                (segments, classes.most(&facets, seniors))
            },
            || topics.read_juniors(lead, &ranked, work),
        );
        work.check(PHASE, 0, 1)?;
        drop(ranked);
        cards::complete(&mut cards, &classes, &places);
        drop(places);
        let (postings, scan) = match method {
            Method::Postings => (Postings::new(&topics, &spoken, work)?, None),
            Method::Scan => {
                let scan = Scan::new(topics.len(), &spoken, work)?;
                (Postings::default(), Some(scan))
            }
        };
        let mut ranks = Vec::new();
        if outline.has_lists() {
            let most = cards.iter().map(|card| card.participant as usize + 1);
            ranks.resize(most.max().unwrap_or(0), None);
            for (rank, card) in (0..).zip(&cards) {
                ranks[card.participant as usize] = Some(rank);
            }
        }
        let evidence = rules.evidence_within();
        let is_exact = outline.is_exact();
        let vague = cards.iter().filter(|card| card.topics.is_vague()).count();
        let guarded = seniors
            .iter()
            .filter(|senior| lead.is_some_and(|lead| lead.is_guarded(senior)));
        let are_few = |some: usize, all: usize| some <= all / SHARE_ASKED;
        let meets_by_sharing = is_exact
            && are_few(vague, cards.len())
            && are_few(guarded.count(), seniors.len())
            && evidence
                .zip(lead)
                .is_some_and(|(steps, lead)| lead.is_within(steps));
        if !meets_by_sharing {
            rules.sort_skills(work)?;
        }
        let seniors_in_order = topics.seniors_in_order();
        Ok(Some(Self {
            rules,
            scorer,
            juniors,
            seniors,
            outline,
            facets,
            lead,
            classes,
            segments,
            most_of_facets,
            topics,
            postings,
            scan,
            cards,
            ranks,
            is_exact,
            permits_strangers: !evidence
                .zip(lead)
                .is_some_and(|(steps, lead)| lead.reaches(steps)),
            meets_by_sharing,
            seniors_in_order,
        }))
    }

    /// Tells how the best juniors are found.
    #[must_use]
    pub fn method(&self) -> Method {
        match self.scan {
            None => Method::Postings,
            Some(_) => Method::Scan,
        }
    }

    /// Counts the juniors.
    #[must_use]
    pub fn juniors(&self) -> usize {
        self.juniors.len()
    }

    /// Counts the seniors.
    #[must_use]
    pub fn seniors(&self) -> usize {
        self.seniors.len()
    }

    /// Lists the places of seniors in an order in which it is quickest to ask for the best juniors of all of them.
    pub(crate) fn seniors_in_order(&self) -> &[u32] {
        &self.seniors_in_order
    }

    /// Returns the junior of a rank.
    fn junior(&self, rank: u32) -> &'a Participant {
        self.juniors[self.cards[rank as usize].place as usize]
    }

    /// Tells whether the junior of a rank and the senior at a place may be a pair, who share a topic and keep nothing off limits.
    pub(super) fn permits(&self, rank: u32, senior: usize) -> bool {
        let senior = self.seniors[senior];
        let junior = self.cards[rank as usize].participant as usize;
        let pair = || (self.junior(rank), senior);
        let meets = self.meets_by_sharing;
        self.rules
            .permits_at(junior, senior.index().index(), meets, pair)
    }

    /// Tells whether the pair of the junior of a rank and the senior at a place, which has this score and gets so much of it from the lead,
    /// reaches all floors.
    pub(super) fn keeps(&self, score: Score, lead: u32, rank: u32, senior: usize) -> bool {
        let scorer = self.scorer;
        // Most do by the lead alone, and what else the two bring is not looked at.
        !scorer.has_floors()
            || scorer.keeps_by_lead(score, lead)
            || scorer.keeps(score, self.junior(rank), self.seniors[senior])
    }

    /// Tells whether the junior of a rank speaks about one of some topics.
    pub(super) fn speaks(&self, rank: u32, topics: &[u32]) -> bool {
        let speaks = |lead| self.topics.speaks(lead, self.junior(rank), topics);
        self.lead.is_some_and(speaks)
    }

    /// Returns the score of the junior and the senior at two places, or `None` if the pair is absent.
    #[must_use]
    pub fn score(&self, junior: usize, senior: usize) -> Option<Score> {
        let (junior, senior) = (self.juniors.get(junior)?, self.seniors.get(senior)?);
        // What a score is made of is looked at anyhow.
        let meets =
            self.meets_by_sharing && self.lead.is_some_and(|lead| lead.shares(junior, senior));
        let (j, s) = (junior.index().index(), senior.index().index());
        if !self.rules.permits_at(j, s, meets, || (junior, senior)) {
            return None;
        }
        match self.scorer.standing(junior, senior) {
            Standing::Kept(score) => Some(score),
            Standing::BelowMinimum(_) | Standing::BelowFloor(_) | Standing::Unscored => None,
        }
    }

    /// Lists every junior with whom the senior at a place can be a pair, ascending, with the score, by a look at all of them.
    pub fn all(&self, senior: usize) -> impl Iterator<Item = (usize, Score)> {
        (0..self.juniors.len())
            .filter_map(move |junior| Some((junior, self.score(junior, senior)?)))
    }

    /// Fills `out` with the ranks of the juniors of listed pairs of a senior, ascending, each once.
    pub(super) fn listed(&self, senior: &Participant, out: &mut Vec<u32>) {
        out.clear();
        if self.ranks.is_empty() {
            return;
        }
        let listed = self.outline.listed(senior);
        out.extend(listed.filter_map(|participant| *self.ranks.get(participant)?));
        out.sort_unstable();
        out.dedup();
    }
}
