//! Presets: what they bundle, and that they run.

use std::collections::BTreeMap;

use reverse_mentoring::matching::{Config, ConfigDocument, Engine, Preset};
use reverse_mentoring::model::{
    AttributeKind, AttributeValue, Organisation, OrganisationBuilder, PersonRow, VectorEntry,
};
use reverse_mentoring::programme::{EnrolmentRow, Programme};

fn vector(word: &str) -> AttributeValue {
    AttributeValue::Vector(BTreeMap::from([(word.to_owned(), VectorEntry::level(5))]))
}

/// Two seniors who want and two juniors who offer, crosswise.
fn world(preset: Preset) -> (Organisation, Programme) {
    let declared = preset.attributes();
    let person = |id: &str, unit: &str, level, words: Option<(&str, &str)>| {
        let mut row = PersonRow::new(id).in_unit(unit).at_level(level);
        if let Some((side, word)) = words {
            let mut names = declared.iter().filter(|(name, _)| name.ends_with(side));
            if let Some((name, _)) = names.next() {
                row = row.with_attribute(*name, vector(word));
            }
        }
        row
    };
    let declare = |builder: OrganisationBuilder, (name, kind): &(&str, AttributeKind)| {
        builder.attribute(name, *kind)
    };
    let organisation = declared
        .iter()
        .fold(Organisation::builder(), declare)
        .unit("firm", None)
        .unit("sales", Some("firm"))
        .unit("lab", Some("firm"))
        .unit("shop", Some("firm"))
        .unit("board", Some("firm"))
        .person(person("grace", "board", 9, Some(("wanted", "night shift"))))
        .person(person("alan", "sales", 8, Some(("wanted", "first job"))))
        .person(person("ada", "lab", 2, Some(("offered", "first job"))).with_skill("video", 5))
        .person(person("tim", "shop", 1, Some(("offered", "night shift"))).with_skill("chat", 5))
        .build()
        .expect("it is valid");
    let programme = Programme::builder()
        .enrol(EnrolmentRow::senior("grace").wants("chat"))
        .enrol(EnrolmentRow::senior("alan").wants("video"))
        .enrol(EnrolmentRow::junior("ada"))
        .enrol(EnrolmentRow::junior("tim"))
        .build(&organisation)
        .expect("it is valid");
    (organisation, programme)
}

#[test]
fn every_preset_runs_and_pairs_those_who_want_with_those_who_offer() {
    for preset in Preset::ALL {
        let (organisation, programme) = world(preset);
        let engine = Engine::builder().config(preset.config()).build().unwrap();
        let matching = engine.run(&organisation, &programme).unwrap();
        let verified = engine.verify(&organisation, &programme, &matching).unwrap();
        assert_eq!(verified.pairs(), 2, "{preset:?}");
        let pairs = matching.pairs().iter();
        let pairs: Vec<_> = pairs
            .map(|pair| (pair.junior().as_str(), pair.senior().as_str()))
            .collect();
        assert_eq!(pairs, [("ada", "alan"), ("tim", "grace")], "{preset:?}");
    }
}

#[test]
fn every_preset_can_be_written_and_read_again() {
    for config in Preset::ALL
        .map(Preset::config)
        .into_iter()
        .chain([Config::default()])
    {
        let document = config.to_document().expect("it is no code");
        let text = serde_json::to_string(&document).expect("it can be written");
        let read: ConfigDocument = serde_json::from_str(&text).expect("it can be read");
        assert_eq!(read, document);
        let again = Config::try_from(read).expect("it is valid");
        assert_eq!(again.to_document(), Some(document));
        assert_eq!(again.rules(), config.rules());
    }
}

#[test]
fn a_preset_without_its_attributes_is_refused_with_all_of_them() {
    let (organisation, programme) = world(Preset::GePilot);
    let engine = Engine::builder()
        .config(Preset::Inclusion.config())
        .build()
        .unwrap();
    let message = engine
        .run(&organisation, &programme)
        .unwrap_err()
        .to_string();
    for (name, _) in Preset::Inclusion.attributes() {
        assert!(
            message.contains(&format!("\"{name}\" is unknown")),
            "{message}"
        );
    }
}
