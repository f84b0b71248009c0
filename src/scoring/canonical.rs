//! The canonical bytes of criteria, weights and floors.

use super::class_term::PointsTable;
use super::floor::Floors;
use super::named_pairs::NamedPair;
use super::policy::Method;
use super::{
    ClassTerm, Criterion, Exchange, Fact, Fusion, Measure, NamedPairs, Points, Resolution, Score,
    Scoring, SparseProduct, Topics, Trapezoid, Weights, Wishes,
};
use crate::canonical::{Canon, Canonical, canonical};

canonical! {
    Scoring { method, minimum, floors, overrides }
    ClassTerm { name, junior, senior, measure, unknown }
    Trapezoid { zero_at, ideal_from, ideal_to, fade_to, tail }
    PointsTable { entries, otherwise, both_ways }
    SparseProduct { name, wants, offers, exchange, topics, related, rarity, unknown }
    NamedPairs { name, pairs, wishes, past, related, otherwise, fade }
    NamedPair { junior, senior, points, day }
    Wishes { ranks, of }
    Floors { senior_gain, junior_gain, teaching_share }
}

impl Canonical for Score {
    fn write(&self, canon: &mut Canon) {
        self.get().write(canon);
    }
}

impl Canonical for Points {
    fn write(&self, canon: &mut Canon) {
        self.get().write(canon);
    }
}

impl Canonical for Resolution {
    fn write(&self, canon: &mut Canon) {
        // The step, and whether anything is lost by it.
        self.restore(1).to_bits().write(canon);
        self.get().to_bits().write(canon);
    }
}

impl Canonical for Method {
    fn write(&self, canon: &mut Canon) {
        match self {
            Self::Criteria(criteria, weights) => {
                canon.text("criteria");
                criteria.write(canon);
                weights.write(canon);
            }
            Self::Own(scores) => {
                canon.text("own");
                scores.write(canon);
            }
        }
    }
}

impl Canonical for Weights {
    fn write(&self, canon: &mut Canon) {
        self.iter().collect::<Vec<_>>().write(canon);
    }
}

impl Canonical for Criterion {
    fn write(&self, canon: &mut Canon) {
        match self {
            Self::Class(term) => {
                canon.text("class_term");
                term.write(canon);
            }
            Self::Product(product) => {
                canon.text("sparse_product");
                product.write(canon);
            }
            Self::Exception(pairs) => {
                canon.text("named_pairs");
                pairs.write(canon);
            }
        }
    }
}

impl Canonical for Fact {
    fn write(&self, canon: &mut Canon) {
        match self {
            Self::Unit => canon.text("unit"),
            Self::Level => canon.text("level"),
            Self::Attribute(name) => {
                canon.text("attribute");
                name.write(canon);
            }
            Self::RunDay => canon.text("run_day"),
            Self::Number(number) => {
                canon.text("number");
                number.write(canon);
            }
        }
    }
}

impl Canonical for Measure {
    fn write(&self, canon: &mut Canon) {
        match self {
            Self::Distance { scale } => {
                canon.text("distance");
                scale.write(canon);
            }
            Self::Equal { equal, different } => {
                canon.text("equal");
                equal.write(canon);
                different.write(canon);
            }
            Self::Overlap { full_at } => {
                canon.text("overlap");
                full_at.write(canon);
            }
            Self::Difference { shape, signed } => {
                canon.text("difference");
                shape.write(canon);
                signed.write(canon);
            }
            Self::Table(table) => {
                canon.text("table");
                table.write(canon);
            }
        }
    }
}

impl Canonical for Exchange {
    fn write(&self, canon: &mut Canon) {
        match self {
            Self::Teaching => canon.text("teaching"),
            Self::Return => canon.text("return"),
            Self::Both(Fusion::Minimum) => canon.text("minimum"),
            Self::Both(Fusion::Harmonic) => canon.text("harmonic"),
            Self::Both(Fusion::Weighted { teaching }) => {
                canon.text("weighted");
                teaching.write(canon);
            }
        }
    }
}

impl Canonical for Topics {
    fn write(&self, canon: &mut Canon) {
        match self {
            Self::All => canon.text("all"),
            Self::Only(categories) => {
                canon.text("only");
                categories.write(canon);
            }
            Self::Except(categories) => {
                canon.text("except");
                categories.write(canon);
            }
        }
    }
}
