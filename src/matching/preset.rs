//! Presets: configurations for programmes that practice knows, to start from.

use super::Config;
use crate::model::AttributeKind;
use crate::programme::Role;
use crate::rules::{Rule, RuleSet};
use crate::scoring::{
    Criterion, Exchange, Fusion, LevelGap, NamedPairs, Points, Scoring, ScoringBuilder,
    SparseProduct, Wishes,
};

/// A programme that practice knows.
///
/// A preset is nothing but configuration: [`Preset::config`] returns it, and whoever knows better changes it. All start
/// from the default rules. What a preset looks at beyond units, levels, targets and offers must be declared by the
/// organisation; [`Preset::attributes`] says what.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::matching::Preset;
///
/// let config = Preset::Inclusion.config().with_seed(2026);
/// assert_eq!(config.scoring().weights().unwrap().get("perspectives"), 50);
/// assert_eq!(Preset::GePilot.attributes(), []);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Preset {
    /// Top executives learn a technology from people far below them, as at General Electric in 1999.
    GePilot,
    /// Leaders hear perspectives that they lack; both sides learn, and the senior from the junior above all.
    Inclusion,
    /// Leaders meet those who know the customers of some segments first-hand.
    CustomerVoice,
    /// Digital skills: what few can teach is spent where it is wanted.
    DigitalSkills,
}

impl Preset {
    /// All presets.
    pub const ALL: [Self; 4] = [
        Self::GePilot,
        Self::Inclusion,
        Self::CustomerVoice,
        Self::DigitalSkills,
    ];

    /// Returns the attributes that the organisation must declare for it, with their types.
    #[must_use]
    pub const fn attributes(self) -> &'static [(&'static str, AttributeKind)] {
        match self {
            Self::GePilot | Self::DigitalSkills => &[],
            Self::Inclusion => &[
                ("perspectives_wanted", AttributeKind::Vector),
                ("perspectives_offered", AttributeKind::Vector),
            ],
            Self::CustomerVoice => &[
                ("segments_wanted", AttributeKind::Vector),
                ("segments_offered", AttributeKind::Vector),
            ],
        }
    }

    /// Returns the configuration.
    #[expect(
        clippy::missing_panics_doc,
        reason = "the settings of presets are in order, see the tests"
    )]
    pub fn config(self) -> Config {
        let config = Config::default().with_rules(self.rules());
        let scoring = self.scoring().build();
        let scoring = scoring.expect("the settings of a preset are in order, see the tests");
        config.with_scoring(match self {
            Self::GePilot => scoring,
            Self::Inclusion => scoring
                .with_minimum_gain(Role::Senior, Points::QUARTER)
                .with_teaching_share(40),
            Self::CustomerVoice => scoring.with_minimum_gain(Role::Senior, Points::HALF),
            Self::DigitalSkills => scoring.with_minimum_gain(Role::Senior, Points::QUARTER),
        })
    }

    /// The default rules with a wider gap for executives, and without a target where it is not skills that are wanted.
    fn rules(self) -> RuleSet {
        let wide = |rule: &Rule| *rule == Rule::level_gap(1, None);
        let default = RuleSet::default();
        let rules = default.rules().iter().cloned();
        let rules: Vec<Rule> = match self {
            Self::GePilot => rules
                .map(|rule| {
                    if wide(&rule) {
                        Rule::level_gap(3, None)
                    } else {
                        rule
                    }
                })
                .collect(),
            Self::Inclusion | Self::CustomerVoice => rules
                .filter(|rule| *rule != Rule::target_met())
                .chain([Rule::no_reversal()])
                .collect(),
            Self::DigitalSkills => rules.collect(),
        };
        RuleSet::new(rules).expect("no range ends before it begins")
    }

    fn scoring(self) -> ScoringBuilder {
        let builder = Scoring::builder();
        match self {
            Self::GePilot => builder
                .criterion(Criterion::target_skills(), 60)
                .criterion(Criterion::unit_distance(), 25)
                .criterion(
                    LevelGap::default()
                        .with_ideal(4..=8)
                        .with_fade(16, Points::HALF),
                    15,
                ),
            Self::Inclusion => builder
                .criterion(
                    SparseProduct::named("perspectives")
                        .with_wants("perspectives_wanted")
                        .with_offers("perspectives_offered"),
                    50,
                )
                .criterion(
                    SparseProduct::named("exchange")
                        .with_exchange(Exchange::Both(Fusion::Harmonic)),
                    20,
                )
                .criterion(Criterion::unit_distance(), 20)
                .criterion(wishes(), 10),
            Self::CustomerVoice => builder
                .criterion(
                    SparseProduct::named("segments")
                        .with_wants("segments_wanted")
                        .with_offers("segments_offered"),
                    60,
                )
                .criterion(Criterion::unit_distance(), 25)
                .criterion(Criterion::seniority_gap(), 15),
            Self::DigitalSkills => builder
                .criterion(
                    SparseProduct::named("digital_skills").with_rarity(Points::HALF),
                    60,
                )
                .criterion(Criterion::unit_distance(), 20)
                .criterion(Criterion::seniority_gap(), 10)
                .criterion(wishes(), 10),
        }
    }
}

/// The wishes of both sides; the weight bounds what they can do.
fn wishes() -> NamedPairs {
    NamedPairs::new::<&str, &str>("wishes", []).with_wishes(Wishes::default())
}
