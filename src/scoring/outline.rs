//! A scoring by criteria, taken apart by shape: all that an index of candidates needs to know to bound scores.

use super::Points;
use super::class::CompiledClass;
use super::class_facts::NOBODY;
use super::class_table::{ClassTable, Tabled, Values};
use super::compiled::at;
use super::direction::CompiledDirection;
use super::product::CompiledProduct;
use super::scorer::{Compiled, CompiledCriterion, Criteria, Scorer, Term};
use crate::model::{Proficiency, SkillIndex};
use crate::programme::{Participant, Role};

/// A scoring by criteria, taken apart by shape.
///
/// The score of a pair is what its [`Facet`]s give, exactly; at most what the [`Lead`] gives, which is the product that weighs
/// most of those in which the senior learns; and at most [`rest`](Self::rest), unless the pair is [`listed`](Self::listed).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outline<'s> {
    criteria: &'s Criteria<'s>,
}

/// Terms that are one look: everybody has a class, and two classes have a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facet<'s>(Look<'s>);

#[derive(Clone, Copy, Debug)]
enum Look<'s> {
    Table(&'s ClassTable),
    /// A term with so many classes that it is asked two by two.
    Term(u32, &'s CompiledClass<'s>),
}

/// The product that decides most about scores.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lead<'s> {
    weight: u32,
    product: &'s CompiledProduct<'s>,
    teaching: &'s CompiledDirection<'s>,
}

impl Scorer<'_> {
    /// Takes the scoring apart; a platform's own scores cannot be.
    pub(crate) fn outline(&self) -> Option<Outline<'_>> {
        let Compiled::Criteria(criteria) = &self.method else {
            return None;
        };
        Some(Outline { criteria })
    }
}

impl<'s> Outline<'s> {
    /// Tells whether the score of a pair that is not listed is what the facets give, what the lead gives and the rest.
    pub(crate) fn is_exact(self) -> bool {
        let mut products = self
            .asked()
            .filter_map(|(place, term)| match &term.criterion {
                CompiledCriterion::Product(product) => Some((place, product)),
                CompiledCriterion::Pairs(_) | CompiledCriterion::Class(_) => None,
            });
        products.all(|(place, product)| Some(place) == self.criteria.lead && !product.returns())
    }

    /// Goes through the terms that are asked pair by pair.
    fn asked(self) -> impl Iterator<Item = (usize, &'s Term<'s>)> {
        let asked = self.criteria.asked.iter();
        asked.map(move |&place| (place, &self.criteria.terms[place]))
    }

    /// Returns all class terms, and the products that are as good as that.
    pub(crate) fn facets(self) -> Vec<Facet<'s>> {
        let tables = self.criteria.tables.iter().map(Look::Table);
        let asked = self.asked().filter_map(|(_, term)| match &term.criterion {
            CompiledCriterion::Class(class) => Some(Look::Term(term.weight, class)),
            CompiledCriterion::Product(_) | CompiledCriterion::Pairs(_) => None,
        });
        tables.chain(asked).map(Facet).collect()
    }

    /// Returns the leading product, if the senior learns in any.
    pub(crate) fn lead(self) -> Option<Lead<'s>> {
        let term = &self.criteria.terms[self.criteria.lead?];
        let CompiledCriterion::Product(product) = &term.criterion else {
            return None;
        };
        Some(Lead {
            weight: term.weight,
            product,
            teaching: product.teaching()?,
        })
    }

    /// Returns the most that everything but the facets and the lead gives a pair of a senior that is not listed.
    pub(crate) fn rest(self, senior: &Participant) -> i64 {
        let most = self.asked().map(|(place, term)| {
            let points = match &term.criterion {
                CompiledCriterion::Product(product) if Some(place) != self.criteria.lead => {
                    let teaching = product.teaching();
                    let taught = teaching.map_or(Points::FULL, |teaching| {
                        if teaching.targets(senior).is_empty() {
                            teaching.unknown()
                        } else {
                            Points::FULL
                        }
                    });
                    product.most(taught)
                }
                CompiledCriterion::Pairs(pairs) => pairs.otherwise(),
                CompiledCriterion::Product(_) | CompiledCriterion::Class(_) => Points::NONE,
            };
            i64::from(term.weight) * i64::from(points.get())
        });
        most.sum()
    }

    /// Tells whether pairs of anybody are [listed](Self::listed).
    pub(crate) fn has_lists(self) -> bool {
        let mut terms = self.criteria.terms.iter();
        terms.any(|term| matches!(term.criterion, CompiledCriterion::Pairs(_)))
    }

    /// Lists the juniors who are named in a pair with a senior, as positions among the participants, in any order and however
    /// often.
    pub(crate) fn listed(self, senior: &Participant) -> impl Iterator<Item = usize> {
        let terms = self.criteria.terms.iter();
        let pairs = terms.filter_map(|term| match &term.criterion {
            CompiledCriterion::Pairs(pairs) => Some(pairs),
            _ => None,
        });
        pairs.flat_map(|pairs| pairs.juniors_of(senior))
    }
}

impl Facet<'_> {
    /// Returns the class of a junior, a position in what [`values`](Self::values) returns.
    pub(crate) fn class(self, junior: &Participant) -> u32 {
        match self.0 {
            Look::Table(table) => table.junior_class(junior),
            Look::Term(_, term) => at(term.classes(Role::Junior).0, junior).unwrap_or(NOBODY),
        }
    }

    /// Returns the class of a senior: those of one class have the same [`values`](Self::values).
    pub(crate) fn senior_class(self, senior: &Participant) -> u32 {
        match self.0 {
            Look::Table(table) => table.senior_class(senior),
            Look::Term(_, term) => at(term.classes(Role::Senior).0, senior).unwrap_or(NOBODY),
        }
    }

    /// Returns what each class of juniors earns with a senior.
    pub(crate) fn values<'b>(
        &'b self,
        senior: &Participant,
        buffer: &'b mut Vec<u32>,
    ) -> Values<'b> {
        match self.0 {
            Look::Table(table) => table.row(senior),
            Look::Term(weight, term) => {
                let (seniors, _) = term.classes(Role::Senior);
                let senior = at(seniors, senior).unwrap_or(NOBODY);
                buffer.resize(term.classes(Role::Junior).1, 0);
                term.rows(weight)(senior as usize, buffer);
                Values::Plain(buffer)
            }
        }
    }
}

impl Lead<'_> {
    /// The parts of a point in which it is told what raises a score: 2^8.
    pub(crate) const FRACTION: u32 = 8;

    /// Lists the targets of a senior: each with its skill.
    pub(crate) fn targets(self, senior: &Participant) -> impl ExactSizeIterator<Item = SkillIndex> {
        self.teaching
            .targets(senior)
            .iter()
            .map(|target| target.skill)
    }

    /// Lists the skills through which a senior's targets can be met: the skill, the place of the target, and the part of the
    /// target that the skill is worth.
    pub(crate) fn wants(
        self,
        senior: &Participant,
    ) -> impl Iterator<Item = (SkillIndex, usize, Points)> {
        self.teaching.wants(senior)
    }

    /// Lists what a junior offers and is ready to speak about.
    pub(crate) fn offers(
        self,
        junior: &Participant,
    ) -> impl Iterator<Item = (SkillIndex, Proficiency)> {
        self.teaching.offers(junior)
    }

    /// Counts by skill how often it is offered, up to the last that is.
    pub(crate) fn times_offered(self) -> Vec<u64> {
        self.teaching.times_offered()
    }

    /// Tells whether somebody keeps anything off limits.
    pub(crate) fn is_guarded(self, participant: &Participant) -> bool {
        self.teaching.is_guarded(participant)
    }

    /// Lists the proficiencies at which anybody offers anything, ascending.
    pub(crate) fn proficiencies(self) -> Vec<Proficiency> {
        let mut occurs = [false; 1 << 8];
        for offered in self.teaching.proficiencies() {
            occurs[usize::from(offered.get())] = true;
        }
        let occurring = (0..).zip(occurs).filter(|(_, occurs)| *occurs);
        occurring
            .filter_map(|(value, _)| Proficiency::new(value))
            .collect()
    }

    /// Returns the most that a target of a senior contributes before the division by [`whole`](Self::whole), if it is met by a
    /// skill of this worth at this proficiency.
    pub(crate) fn part(
        self,
        senior: &Participant,
        target: usize,
        worth: Points,
        proficiency: Proficiency,
    ) -> u64 {
        let Some(target) = self.teaching.targets(senior).get(target) else {
            return 0;
        };
        let credit = target.credit(worth, proficiency);
        u64::from(target.weight) * u64::from(credit.get())
    }

    /// Returns what the contributions of all targets of a senior are divided by.
    pub(crate) fn whole(self, senior: &Participant) -> u64 {
        self.teaching.weight_sum(senior)
    }

    /// Returns the most that the product gives a pair, from the sum of what the targets contribute.
    pub(crate) fn most(self, sum: u64, whole: u64) -> i64 {
        self.value(Points::ratio(sum, whole))
    }

    /// Returns what a part raises the score by at most, in parts of a point of which one has 2^8: no sum gives more than nothing does, what each part of
    /// it raises that by, and the [`slack`](Self::slack) together.
    pub(crate) fn raises(self, part: u64, whole: u64) -> i32 {
        // At most 100 times twice a part, which is 10 000 times a weight at most; and a part of the whole.
        let rise = u64::from(self.weight * self.product.steepness()) * part;
        let rise = (rise << Self::FRACTION).div_ceil(whole.max(1));
        i32::try_from(rise).unwrap_or(i32::MAX)
    }

    /// Returns what the rounding of points adds at most.
    pub(crate) fn slack(self) -> i64 {
        i64::from(self.weight) * i64::from(self.product.steepness())
    }

    /// Tells whether what the lead gives can be told exactly from what so many parts [raise](Self::raises), which were each rounded up.
    pub(crate) fn is_settled(self, whole: u64, parts: usize) -> bool {
        // Points are rounded at a half, so sums are as far apart as a half of the whole says; all parts together are rounded by less.
        let apart = u64::from(self.weight) << Self::FRACTION;
        !self.product.returns() && (parts as u64).saturating_mul(whole).saturating_mul(2) < apart
    }

    /// Returns what the lead gives beyond what it gives for nothing, if that [can be told](Self::is_settled).
    pub(crate) fn of_raised(self, raised: i64) -> i64 {
        let weight = i64::from(self.weight);
        let point = weight << Self::FRACTION;
        weight * ((2 * raised + point) / (2 * point))
    }

    /// Returns the most that the product gives pairs of a senior who wants nothing.
    pub(crate) fn most_unknown(self) -> i64 {
        self.value(self.teaching.unknown())
    }

    /// Tells whether a pair that shares nothing here has no target met within so many steps either.
    pub(crate) fn reaches(self, steps: u32) -> bool {
        self.teaching.reaches(steps)
    }

    /// Tells whether a pair that shares something here has a target met within so many steps too, unless one of the two keeps something off
    /// limits.
    pub(crate) fn is_within(self, steps: u32) -> bool {
        self.teaching.is_within(steps)
    }

    /// Tells whether a pair shares something here, and neither of the two keeps anything off limits.
    pub(crate) fn shares(self, junior: &Participant, senior: &Participant) -> bool {
        self.teaching.shares(junior, senior)
    }

    fn value(self, taught: Points) -> i64 {
        i64::from(self.weight) * i64::from(self.product.most(taught).get())
    }
}
