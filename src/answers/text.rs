//! Renders facts as sentences, for an administrator to read.

use super::Objection;
use crate::matching::{HallSet, OpenReason, OpenSeats, Status};
use crate::model::PersonId;
use crate::programme::Role;
use crate::scoring::{Evidence, Finding, TargetEvidence, Unknown, Whose};

/// Shows words that people chose: what is no visible character is spelt out, so that it can do nothing to a screen or a line.
pub(super) fn visible(words: &str) -> String {
    let mut shown = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '"' | '\'' | '\\' => shown.push(character),
            other => shown.extend(other.escape_debug()),
        }
    }
    shown
}

/// Says what a contribution rests on.
pub(super) fn evidence(evidence: &Evidence) -> String {
    match evidence {
        Evidence::UnitDistance {
            junior,
            senior,
            distance: Some(0),
            ..
        } if junior == senior => {
            format!("both are in {junior}")
        }
        Evidence::UnitDistance {
            junior,
            senior,
            distance: Some(distance),
            scale,
        } => {
            format!(
                "{junior} and {senior} are {}, of {scale} that count as far",
                steps(*distance)
            )
        }
        Evidence::UnitDistance {
            junior,
            senior,
            distance: None,
            ..
        } => {
            format!("no path leads from {junior} to {senior}, which counts as far")
        }
        Evidence::LevelGap {
            junior,
            senior,
            gap,
        } => {
            format!(
                "level {} above level {}, a gap of {gap}",
                senior.rank(),
                junior.rank()
            )
        }
        Evidence::Facts {
            junior,
            senior,
            finding,
        } => format!(
            "{} with {}: {}",
            visible(junior),
            visible(senior),
            found(*finding)
        ),
        Evidence::Targets(wanted) => targets(wanted),
        Evidence::Returns(wanted) => format!("in return: {}", targets(wanted)),
        Evidence::Exchange {
            teaching_points,
            teaching,
            return_points,
            returns,
        } => {
            format!(
                "the senior learns {teaching_points} ({}), the junior {return_points} ({})",
                wanted_or(teaching, Unknown::Targets),
                wanted_or(returns, Unknown::Returns)
            )
        }
        Evidence::FadedPair { days, fade } => {
            format!("the pair is on the list as of {days} of {fade} days ago")
        }
        Evidence::NamedPair { listed: true } => "the pair is on the list".to_owned(),
        Evidence::NamedPair { listed: false } => "the pair is not on the list".to_owned(),
        Evidence::Unknown(unknown) => format!("unknown: {}", missing(*unknown)),
        Evidence::UnknownFacts { junior, senior } => {
            format!(
                "unknown: {}",
                missing_facts(junior.as_deref(), senior.as_deref())
            )
        }
        Evidence::OwnScore => "scored by the platform".to_owned(),
    }
}

fn targets(wanted: &[TargetEvidence]) -> String {
    wanted.iter().map(target).collect::<Vec<_>>().join("; ")
}

fn wanted_or(wanted: &[TargetEvidence], unknown: Unknown) -> String {
    if wanted.is_empty() {
        format!("unknown: {}", missing(unknown))
    } else {
        targets(wanted)
    }
}

fn found(finding: Finding) -> String {
    match finding {
        Finding::Same(true) => "the same".to_owned(),
        Finding::Same(false) => "not the same".to_owned(),
        Finding::InCommon(count) => format!("{count} in common"),
        Finding::Difference(difference) => format!("a difference of {difference}"),
        Finding::Listed(true) => "in the table".to_owned(),
        Finding::Listed(false) => "not in the table".to_owned(),
    }
}

fn steps(distance: u32) -> String {
    if distance == 1 {
        "1 step apart".to_owned()
    } else {
        format!("{distance} steps apart")
    }
}

fn target(target: &TargetEvidence) -> String {
    let wanted = target
        .wanted()
        .map_or_else(String::new, |level| format!(" at {}", level.get()));
    let skill = target.skill();
    match target.offer() {
        None => format!("{skill} wanted{wanted}, not offered"),
        Some(offer) if offer.steps() == 0 => {
            format!(
                "{skill} wanted{wanted}, offered at {}",
                offer.proficiency().get()
            )
        }
        Some(offer) => format!(
            "{skill} wanted{wanted}, {} offered at {} ({} in the taxonomy)",
            offer.skill(),
            offer.proficiency().get(),
            steps(offer.steps()).trim_end_matches(" apart")
        ),
    }
}

fn missing(unknown: Unknown) -> String {
    let of = |whose| match whose {
        Whose::One(role) => format!("of the {role}"),
        Whose::Both => "of both".to_owned(),
    };
    match unknown {
        Unknown::Unit(whose) => format!("the unit {}", of(whose)),
        Unknown::Level(whose) => format!("the level {}", of(whose)),
        Unknown::Targets => "what the senior wants to learn".to_owned(),
        Unknown::Returns => "what the junior wants to learn in return".to_owned(),
    }
}

fn missing_facts(junior: Option<&str>, senior: Option<&str>) -> String {
    match (junior, senior) {
        (Some(one), Some(other)) if one == other => format!("{one} of both"),
        (Some(one), Some(other)) => format!("{one} of the junior and {other} of the senior"),
        (Some(one), None) => format!("{one} of the junior"),
        (None, other) => format!("{} of the senior", other.unwrap_or("a fact")),
    }
}

/// Says what speaks against a pair.
pub(super) fn objection(objection: &Objection) -> String {
    match objection {
        Objection::Forbidden(pin) => format!("it is {pin}"),
        Objection::Barred(violations) => {
            let violations: Vec<_> = violations.iter().map(ToString::to_string).collect();
            format!("it is barred: {}", violations.join("; "))
        }
        Objection::NoScore => "it has no score".to_owned(),
        Objection::BelowMinimum(minimum) => {
            format!("it would be below the minimum score of {minimum}")
        }
        Objection::BelowFloor(floor) => format!("it would be below the floor {floor}"),
        Objection::SeatsPinned { person, role } => {
            format!("pins take all seats of {person} as a {role}")
        }
        Objection::BelowWorstOff(least) => {
            format!("it would be worse than the worst-off pair, which scores {least}")
        }
        Objection::BeforeTotal => {
            "with it, an objective before the total would be missed".to_owned()
        }
        Objection::Loss { at_least: 0 } => "no matching with it is better".to_owned(),
        Objection::Loss { at_least } => {
            format!(
                "with it, fewer people could have a pair, or the total would be less by at least {at_least}"
            )
        }
    }
}

/// Says why somebody has no pair, or seats left.
pub(super) fn status(status: &Status, hall_set: Option<&HallSet>) -> String {
    match status {
        Status::Matched { partners, open } => {
            let open = open.as_ref().map_or_else(String::new, open_seats);
            format!("{}{open}", pairs(partners))
        }
        Status::Waitlisted {
            full_group,
            cycles_waited,
            best_score,
            price,
            ..
        } => {
            let cycles = cycles_waited.map_or_else(String::new, waiting);
            let full = full_group.as_deref().map_or_else(String::new, full);
            let competition = hall_set.map_or_else(String::new, competition);
            format!(
                "waits for a seat{cycles} ({full}{competition}the best pair would score {best_score}, {})",
                cost(*price)
            )
        }
        Status::LeftOut {
            best_score,
            threshold: Some(threshold),
        } => {
            format!(
                "no pair is worth it (the best would score {best_score}, expected at least {threshold})"
            )
        }
        Status::LeftOut {
            best_score,
            threshold: None,
        } => {
            format!("the objective asks for no pair (the best would score {best_score})")
        }
        Status::NoPermittedPartner { barred } if barred.is_empty() => {
            "nobody is on the other side".to_owned()
        }
        Status::NoPermittedPartner { barred } => {
            let counts: Vec<_> = barred
                .iter()
                .map(|by| format!("{} by {}", by.people, visible(&by.rule)))
                .collect();
            format!("no permitted partner (barred: {})", counts.join(", "))
        }
        Status::Ineligible { field, reason } => {
            format!("not eligible by {} ({})", visible(field), visible(reason))
        }
    }
}

fn pairs(partners: &[PersonId]) -> String {
    match partners {
        [partner] => format!("has a pair with {partner}"),
        [others @ .., last] => {
            let others: Vec<_> = others.iter().map(PersonId::to_string).collect();
            format!("has pairs with {} and {last}", others.join(", "))
        }
        [] => "has no pair".to_owned(),
    }
}

fn open_seats(open: &OpenSeats) -> String {
    let left = match open.seats {
        1 => "1 seat is left".to_owned(),
        seats => format!("{seats} seats are left"),
    };
    let because = match &open.reason {
        OpenReason::MeetsEveryone => "nobody else is permitted".to_owned(),
        OpenReason::Waitlisted {
            best_score,
            full_group,
            price,
        } => format!(
            "{}the best further pair would score {best_score}, {}",
            match full_group {
                Some(group) => full(group),
                None => "others have no seat left; ".to_owned(),
            },
            cost(*price)
        ),
        OpenReason::LeftOut {
            best_score,
            threshold: None,
        } => format!("the objective asks for no further pair: the best would score {best_score}"),
        OpenReason::LeftOut {
            best_score,
            threshold: Some(threshold),
        } => format!(
            "no further pair is worth it: the best would score {best_score}, expected at least {threshold}"
        ),
    };
    format!("; {left} ({because})")
}

/// Says what a seat would cost.
fn cost(price: Option<u64>) -> String {
    match price {
        Some(price) => format!("and a seat would cost the total at least {price}"),
        None => "and a seat would cost somebody else a pair that they need".to_owned(),
    }
}

/// Says for how long somebody has waited.
fn waiting(cycles: u32) -> String {
    match cycles {
        0 => ", for the first time".to_owned(),
        1 => ", after 1 cycle of waiting".to_owned(),
        cycles => format!(", after {cycles} cycles of waiting"),
    }
}

/// Says that a group has as many pairs as it may.
fn full(group: &str) -> String {
    format!("group {group:?} has as many pairs as it may; ")
}

/// Says who competes for what.
fn competition(set: &HallSet) -> String {
    let (people, partners) = (set.people.len() as u64, set.partners.len() as u64);
    let people_need = if set.needed == people {
        String::new()
    } else {
        format!(", who need {} pairs,", set.needed)
    };
    let seats = if set.possible == partners {
        String::new()
    } else {
        format!(" with {} seats for them", set.possible)
    };
    format!(
        "{}{people_need} compete for {}{seats}; ",
        count(set.people.len(), set.role),
        count(set.partners.len(), set.role.other())
    )
}

fn count(people: usize, role: Role) -> String {
    let plural = if people == 1 { "" } else { "s" };
    format!("{people} {role}{plural}")
}
