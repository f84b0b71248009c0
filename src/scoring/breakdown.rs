//! Why a pair has the score it has: one contribution per criterion, adding up exactly.

use super::{Points, Score};
use crate::model::{Level, Proficiency, SkillId, UnitId};
use crate::programme::Role;

/// The score of a pair, taken apart: its contributions add up to it, bit for bit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Breakdown {
    pub(super) contributions: Vec<Contribution>,
}

/// What one criterion adds to the score of a pair, and the facts it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    pub(super) criterion: String,
    pub(super) weight: u32,
    pub(super) points: i64,
    /// The part of its value that is about what the senior learns, and about what the junior learns in return.
    pub(super) directions: [i64; 2],
    pub(super) evidence: Evidence,
}

/// The facts that a contribution rests on.
///
/// A topic that one of the two keeps off limits is not told apart from one that nobody offers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Evidence {
    /// How far apart two units stand.
    UnitDistance {
        /// The junior's unit.
        junior: UnitId,
        /// The senior's unit.
        senior: UnitId,
        /// The length of the shortest path; `None` if there is none.
        distance: Option<u32>,
        /// The distance from which on a pair earns full points.
        scale: u32,
    },
    /// How far apart two people stand in level.
    LevelGap {
        /// The junior's level.
        junior: Level,
        /// The senior's level.
        senior: Level,
        /// How many levels the senior stands above the junior; negative where below.
        gap: i64,
    },
    /// Facts of both sides, as the organisation states them.
    Facts {
        /// The junior's.
        junior: String,
        /// The senior's.
        senior: String,
        /// How they stand to each other.
        finding: Finding,
    },
    /// What the senior wants to learn, in the order stated, and what the junior offers for each.
    Targets(Vec<TargetEvidence>),
    /// What the junior wants to learn in return, and what the senior offers for each.
    Returns(Vec<TargetEvidence>),
    /// Both directions of an exchange.
    Exchange {
        /// The points of what the senior learns.
        teaching_points: Points,
        /// What the senior wants to learn; empty where that is unknown.
        teaching: Vec<TargetEvidence>,
        /// The points of what the junior learns.
        return_points: Points,
        /// What the junior wants to learn; empty where that is unknown.
        returns: Vec<TargetEvidence>,
    },
    /// Whether a list names the pair.
    NamedPair {
        /// Whether it does.
        listed: bool,
    },
    /// A list names the pair as of a day, and what it gives for that fades.
    FadedPair {
        /// How many days ago that was.
        days: u32,
        /// After how many days nothing of it is left.
        fade: u32,
    },
    /// A fact is missing, so the criterion gave what it gives for that.
    Unknown(Unknown),
    /// Declared facts are missing, by their names; of one side or of both.
    UnknownFacts {
        /// What is missing of the junior.
        junior: Option<String>,
        /// What is missing of the senior.
        senior: Option<String>,
    },
    /// The platform scored the pair itself.
    OwnScore,
}

/// How two facts stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Finding {
    /// Whether they are the same.
    Same(bool),
    /// How many words or whole numbers they have in common.
    InCommon(u64),
    /// By how much they differ.
    Difference(i128),
    /// Whether a table lists the two.
    Listed(bool),
}

/// A fact that a criterion needs and nobody stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unknown {
    /// The home unit.
    Unit(Whose),
    /// The level.
    Level(Whose),
    /// What the senior wants to learn.
    Targets,
    /// What the junior wants to learn in return.
    Returns,
}

/// Of whom a fact is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// Of one side.
    One(Role),
    /// Of both sides.
    Both,
}

/// One target of a senior, and the best that the junior offers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetEvidence {
    pub(super) skill: SkillId,
    pub(super) weight: u32,
    pub(super) wanted: Option<Proficiency>,
    pub(super) offer: Option<OfferEvidence>,
    pub(super) credit: Points,
}

/// The offer through which a target is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferEvidence {
    pub(super) skill: SkillId,
    pub(super) steps: u32,
    pub(super) proficiency: Proficiency,
}

impl Breakdown {
    /// Returns the score: the sum of all contributions.
    #[must_use]
    pub fn score(&self) -> Score {
        // No overflow: criteria sum to at most 1 000 000, and an own score stands alone.
        Score::new(self.contributions.iter().map(Contribution::value).sum())
    }

    /// Returns how much of the score is about what the senior learns from the junior.
    #[must_use]
    pub fn teaching(&self) -> Score {
        Score::new(self.contributions.iter().map(Contribution::teaching).sum())
    }

    /// Returns the contributions, one per criterion, in the order of the weights.
    #[must_use]
    pub fn contributions(&self) -> &[Contribution] {
        &self.contributions
    }
}

impl Contribution {
    /// Returns the name of the criterion.
    #[must_use]
    pub fn criterion(&self) -> &str {
        &self.criterion
    }

    /// Returns the weight of the criterion.
    #[must_use]
    pub fn weight(&self) -> u32 {
        self.weight
    }

    /// Returns the points the criterion gives: 0 to 10 000, or a platform's own score.
    #[must_use]
    pub fn points(&self) -> i64 {
        self.points
    }

    /// Returns what is added to the score: weight times points.
    #[must_use]
    pub fn value(&self) -> i64 {
        i64::from(self.weight) * self.points
    }

    /// Returns the part of the value that is about what the senior learns from the junior.
    ///
    /// Where the points of two directions became one, their value is divided in proportion to what each brought.
    #[must_use]
    pub fn teaching(&self) -> i64 {
        self.directions[0]
    }

    /// Returns the part of the value that is about what the junior learns in return.
    #[must_use]
    pub fn returns(&self) -> i64 {
        self.directions[1]
    }

    /// Returns the facts the points rest on.
    #[must_use]
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }
}

impl TargetEvidence {
    /// Returns the skill the senior wants to learn.
    #[must_use]
    pub fn skill(&self) -> &SkillId {
        &self.skill
    }

    /// Returns how much the target matters beside the others.
    #[must_use]
    pub fn weight(&self) -> u32 {
        self.weight
    }

    /// Returns the proficiency wanted; `None` means any.
    #[must_use]
    pub fn wanted(&self) -> Option<Proficiency> {
        self.wanted
    }

    /// Returns the offer that earns the most credit, or `None` if none earns any.
    #[must_use]
    pub fn offer(&self) -> Option<&OfferEvidence> {
        self.offer.as_ref()
    }

    /// Returns the credit: 10 000 where the target is met in full.
    #[must_use]
    pub fn credit(&self) -> Points {
        self.credit
    }
}

impl OfferEvidence {
    /// Returns the skill offered.
    #[must_use]
    pub fn skill(&self) -> &SkillId {
        &self.skill
    }

    /// Returns how many steps of the taxonomy it is away from the target; 0 for the target itself.
    #[must_use]
    pub fn steps(&self) -> u32 {
        self.steps
    }

    /// Returns how well the junior masters it.
    #[must_use]
    pub fn proficiency(&self) -> Proficiency {
        self.proficiency
    }
}

impl Whose {
    /// Tells of whom a fact is missing that one of the two lacks, or both.
    pub(super) fn missing<T>(junior: Option<T>, senior: Option<T>) -> Self {
        match (junior, senior) {
            (None, None) => Self::Both,
            (None, Some(_)) => Self::One(Role::Junior),
            (Some(_), _) => Self::One(Role::Senior),
        }
    }
}
