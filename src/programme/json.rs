//! A programme as JSON text.

use super::{LenientProgramme, Programme, ProgrammeDocument, ProgrammeError};
use crate::json;
use crate::model::Organisation;

impl Programme {
    /// Reads a programme from JSON, checks it against the organisation and refuses at any fault.
    ///
    /// # Errors
    ///
    /// [`ProgrammeError::Json`] if the text is not JSON or not that of a [`ProgrammeDocument`], with the path, line and
    /// column of what is wrong; otherwise as [`ProgrammeDocument::check`].
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::model::Organisation;
    /// use reverse_mentoring::programme::Programme;
    ///
    /// let organisation = Organisation::from_json(r#"{ "people": [ { "id": "ada" } ] }"#)?;
    /// let text = r#"{ "enrolments": [ { "person": "ada", "roles": "junior" } ] }"#;
    /// assert_eq!(Programme::from_json(text, &organisation)?.participants().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_json(text: &str, organisation: &Organisation) -> Result<Self, ProgrammeError> {
        ProgrammeDocument::from_json(text)?.check(organisation)
    }

    /// Reads a programme from JSON, checks it against the organisation and sets faulty rows aside.
    ///
    /// # Errors
    ///
    /// [`ProgrammeError::Json`] as for [`Programme::from_json`]; otherwise as [`ProgrammeDocument::check_lenient`].
    pub fn from_json_lenient(
        text: &str,
        organisation: &Organisation,
    ) -> Result<LenientProgramme, ProgrammeError> {
        ProgrammeDocument::from_json(text)?.check_lenient(organisation)
    }

    /// Writes the programme as JSON, everything in order of id.
    ///
    /// # Errors
    ///
    /// As [`Programme::to_document`].
    #[expect(
        clippy::missing_panics_doc,
        reason = "a document has text keys and no floats, so it can always be written"
    )]
    pub fn to_json(&self, organisation: &Organisation) -> Result<String, ProgrammeError> {
        let document = self.to_document(organisation)?;
        let text = serde_json::to_string_pretty(&document);
        Ok(text.expect("a document has text keys and no floats"))
    }
}

impl ProgrammeDocument {
    /// Reads a document from JSON; nothing but its form is checked.
    ///
    /// # Errors
    ///
    /// [`ProgrammeError::Json`] with the path, line and column of what is wrong.
    pub fn from_json(text: &str) -> Result<Self, ProgrammeError> {
        Ok(json::read(text)?)
    }
}
