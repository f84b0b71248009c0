//! Characteristics that must not decide who meets whom, and what gives them away, recognised by name.

use super::AttributeName;
use crate::canonical::canonical;

/// Words that name a protected characteristic wherever they stand in a name.
const WORDS: &[(&str, &str)] = &[
    ("age", "age"),
    ("ages", "age"),
    ("aged", "age"),
    ("birth", "age"),
    ("birthdate", "age"),
    ("birthday", "age"),
    ("birthyear", "age"),
    ("born", "age"),
    ("dob", "age"),
    ("generation", "age"),
    ("boomer", "age"),
    ("millennial", "age"),
    ("graduation", "age"),
    ("graduated", "age"),
    ("retirement", "age"),
    ("gender", "gender"),
    ("sex", "gender"),
    ("pronoun", "gender"),
    ("pronouns", "gender"),
    ("male", "gender"),
    ("female", "gender"),
    ("transgender", "gender"),
    ("race", "ethnicity"),
    ("racial", "ethnicity"),
    ("ethnic", "ethnicity"),
    ("ethnicity", "ethnicity"),
    ("nationality", "ethnicity"),
    ("citizenship", "ethnicity"),
    ("caste", "ethnicity"),
    ("religion", "religion"),
    ("religious", "religion"),
    ("faith", "religion"),
    ("disability", "disability"),
    ("disabled", "disability"),
    ("sexual", "sexual orientation"),
    ("sexuality", "sexual orientation"),
    ("lgbt", "sexual orientation"),
    ("lgbtq", "sexual orientation"),
    ("marital", "family status"),
    ("married", "family status"),
    ("pregnancy", "family status"),
    ("pregnant", "family status"),
    ("maternity", "family status"),
    ("paternity", "family status"),
    ("parental", "family status"),
    ("veteran", "veteran status"),
];

/// The decision to look at a protected characteristic all the same; it goes into the record of every run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ProtectedOverride {
    /// The name of the attribute, or of the criterion.
    pub attribute: AttributeName,
    /// Why it may be looked at.
    pub reason: String,
}

canonical! { ProtectedOverride { attribute, reason } }

/// Returns the protected characteristic that a name speaks of or gives away, or `None` where it speaks of none.
///
/// Names are taken apart into words at whatever is no letter and where a capital follows a small letter, so `dateOfBirth`
/// and `AGE_GROUP` are recognised and `language` is not. It can only go by the name: whoever calls an attribute `x7`
/// is not found out.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::model::protected_characteristic;
///
/// assert_eq!(protected_characteristic("dateOfBirth"), Some("age"));
/// assert_eq!(protected_characteristic("graduation year"), Some("age"));
/// assert_eq!(protected_characteristic("languages"), None);
/// ```
#[must_use]
pub fn protected_characteristic(name: &str) -> Option<&'static str> {
    let words = words(name);
    // Written together, as in `dateofbirth`, a name is one word; one that is unmistakable is enough.
    let within = ["birth", "gender", "ethnicity", "disability"];
    let whole = |word: &str| WORDS.iter().find(|entry| entry.0 == word);
    let part = |word: &str| within.iter().find(|part| word.contains(**part)).copied();
    words.iter().find_map(|word| {
        let found = whole(word).or_else(|| whole(part(word)?))?;
        Some(found.1)
    })
}

/// Takes a name apart, in small letters.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_small = false;
    for letter in name.chars() {
        if !letter.is_alphabetic() || letter.is_uppercase() && after_small {
            words.push(String::new());
        }
        after_small = letter.is_lowercase();
        if letter.is_alphabetic() {
            let last = words.last_mut().expect("there is a first word");
            last.extend(letter.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::protected_characteristic;

    #[test]
    fn names_are_recognised_however_they_are_written_and_look_alikes_are_not() {
        for (name, characteristic) in [
            ("age", "age"),
            ("employeeAge", "age"),
            ("AGE_GROUP", "age"),
            ("date-of-birth", "age"),
            ("dateofbirth", "age"),
            ("year of graduation", "age"),
            ("Generation", "age"),
            ("gender_identity", "gender"),
            ("sex", "gender"),
            ("nationality", "ethnicity"),
            ("maritalStatus", "family status"),
        ] {
            assert_eq!(
                protected_characteristic(name),
                Some(characteristic),
                "{name}"
            );
        }
        for name in [
            "language", "stage", "manager", "site", "", "tenure", "essex", "agenda",
        ] {
            assert_eq!(protected_characteristic(name), None, "{name}");
        }
    }
}
