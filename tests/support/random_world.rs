//! A random organisation, a programme and rules, from one number.
#![allow(
    dead_code,
    reason = "each test is a crate of its own and uses a part of this"
)]

use std::collections::BTreeSet;

use reverse_mentoring::matching::{Config, ConfigDocument, Engine};
use reverse_mentoring::model::{Organisation, OrganisationDocument};
use reverse_mentoring::programme::{Programme, ProgrammeDocument};
use reverse_mentoring::rules::RulesDocument;

use super::naive_rules::{NaiveRules, TODAY};
use super::random_programme::{self, Draw};

/// Everything random there is, from one number.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) organisation: OrganisationDocument,
    pub(crate) programme: ProgrammeDocument,
    pub(crate) rules: RulesDocument,
}

impl World {
    /// Draws everything that rules look at.
    pub(crate) fn new(seed: u64, posts: usize) -> Self {
        let mut draw = Draw::new(seed);
        let organisation = random_programme::organisation(&mut draw, posts);
        let rules = random_programme::rules(&mut draw);
        let nobody = ProgrammeDocument::default();
        let naive = NaiveRules::new(&organisation, &nobody, &rules);
        let rows = organisation.people.iter();
        let ids = rows.map(|row| row.id.as_str());
        let posts: Vec<&str> = ids.filter(|id| naive.is_known(id)).collect();
        let people: BTreeSet<&str> = posts.iter().map(|id| naive.person(id)).collect();
        let aliases: BTreeSet<&str> = people.iter().chain(&posts).copied().collect();
        let owned = |ids: BTreeSet<&str>| ids.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let (people, aliases) = (owned(people), owned(aliases));
        let mut programme = random_programme::programme(&mut draw, &people, &aliases);
        programme
            .blocks
            .retain(|pair| naive.person(&pair.one) != naive.person(&pair.other));
        programme
            .history
            .retain(|pair| naive.person(&pair.junior) != naive.person(&pair.senior));
        let declared = organisation.skills.iter();
        let declared = declared.flat_map(|row| [Some(row.id.clone()), row.category.clone()]);
        random_programme::add_off_limits(&mut draw, &mut programme, declared.flatten());
        Self {
            organisation,
            programme,
            rules,
        }
    }

    /// Loads leniently, and builds an engine with the default criteria.
    pub(crate) fn build(&self) -> (Organisation, Programme, Engine) {
        let loaded = self.organisation.load_lenient();
        let organisation = loaded.expect("only rows are at fault").organisation;
        let programme = self.programme.clone().check(&organisation);
        let config = ConfigDocument {
            rules: self.rules.clone(),
            run_day: Some(TODAY),
            ..ConfigDocument::default()
        };
        let config = Config::try_from(config).expect("valid rules");
        let engine = Engine::builder().config(config).build();
        (
            organisation,
            programme.expect("a valid programme"),
            engine.expect("a valid configuration"),
        )
    }
}
