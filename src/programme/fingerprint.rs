//! The digest of a programme's content.

use super::{Capacity, Offer, OptIn, Participant, Pin, PinKind, Programme, Role, Target};
use crate::canonical::{Canon, Canonical, canonical};
use crate::model::Fingerprint;

impl Programme {
    /// Returns the digest of the content, which includes that of the organisation it was checked against.
    ///
    /// The order of rows makes no difference.
    ///
    /// # Complexity
    ///
    /// Linear in the size of the programme.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::digest("reverse-mentoring programme 1", self)
    }
}

/// People and the skills of the taxonomy go by their positions, since the organisation is part of the digest.
impl Canonical for Programme {
    fn write(&self, canon: &mut Canon) {
        let Self {
            name,
            objective,
            participants,
            vocabulary,
            blocks,
            history,
            pins,
            groups,
            organisation,
        } = self;
        organisation.write(canon);
        name.write(canon);
        objective.write(canon);
        vocabulary.beyond_taxonomy().write(canon);
        participants.write(canon);
        canon.list(blocks, |canon, (one, other)| {
            canon.number(one.0);
            canon.number(other.0);
        });
        canon.list(history, |canon, (junior, senior, ended_on)| {
            canon.number(junior.0);
            canon.number(senior.0);
            ended_on.write(canon);
        });
        pins.write(canon);
        groups.write(canon);
    }
}

canonical! {
    Capacity { junior, senior, junior_minimum, senior_minimum }
}

impl Canonical for Participant {
    fn write(&self, canon: &mut Canon) {
        let Self {
            // The place among all, which the order says.
            index: _,
            person,
            junior,
            senior,
            opt_in,
            consent,
            targets,
            offers,
            off_limit_skills,
            off_limit_categories,
            wishes,
            capacity,
            cycles_waited,
        } = self;
        canon.number(person.0);
        junior.write(canon);
        senior.write(canon);
        opt_in.write(canon);
        consent.write(canon);
        canon.list(targets, |canon, target| {
            let Target {
                skill,
                weight,
                proficiency,
            } = target;
            canon.number(skill.0);
            weight.write(canon);
            canon.option(*proficiency, |canon, level| canon.number(level.get()));
        });
        canon.list(offers, |canon, Offer { skill, proficiency }| {
            canon.number(skill.0);
            canon.number(proficiency.get());
        });
        canon.list(off_limit_skills, |canon, skill| canon.number(skill.0));
        canon.list(off_limit_categories, |canon, category| {
            canon.number(category.0);
        });
        canon.list(wishes, |canon, wish| canon.number(wish.0));
        capacity.write(canon);
        cycles_waited.write(canon);
    }
}

impl Canonical for Pin {
    fn write(&self, canon: &mut Canon) {
        let Self {
            junior,
            senior,
            kind,
            // Where it was read says nothing of what it decides.
            row: _,
        } = self;
        canon.number(junior.0);
        canon.number(senior.0);
        kind.write(canon);
    }
}

impl Canonical for PinKind {
    fn write(&self, canon: &mut Canon) {
        canon.text(match self {
            Self::Forced => "forced",
            Self::Locked => "locked",
            Self::Forbidden => "forbidden",
        });
    }
}

impl Canonical for OptIn {
    fn write(&self, canon: &mut Canon) {
        canon.text(match self {
            Self::OptedIn => "opted_in",
            Self::Invited => "invited",
            Self::Declined => "declined",
        });
    }
}

impl Canonical for Role {
    fn write(&self, canon: &mut Canon) {
        canon.text(match self {
            Self::Junior => "junior",
            Self::Senior => "senior",
        });
    }
}
