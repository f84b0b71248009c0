//! An organisation as JSON text.

use super::{LenientOrganisation, ModelError, Organisation, OrganisationDocument};
use crate::json;

impl Organisation {
    /// Reads an organisation from JSON and refuses at any fault.
    ///
    /// # Errors
    ///
    /// [`ModelError::Json`] if the text is not JSON or not that of an [`OrganisationDocument`], with the path, line and
    /// column of what is wrong; otherwise as `Organisation::try_from`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::model::Organisation;
    ///
    /// let organisation = Organisation::from_json(
    ///     r#"{ "people": [ { "id": "grace" }, { "id": "ada", "manager": "grace" } ] }"#,
    /// )?;
    /// assert_eq!(organisation.people().len(), 2);
    ///
    /// let error = Organisation::from_json(r#"{ "people": [ { "id": 7 } ] }"#).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     r#"line 1, column 23, at people[0].id: ids are text: write "7" instead of 7"#,
    /// );
    /// # Ok::<(), reverse_mentoring::model::ModelError>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, ModelError> {
        Self::try_from(&OrganisationDocument::from_json(text)?)
    }

    /// Reads an organisation from JSON, mends or sets aside what is faulty, and says what.
    ///
    /// # Errors
    ///
    /// [`ModelError::Json`] as for [`Organisation::from_json`]; otherwise as [`OrganisationDocument::load_lenient`].
    pub fn from_json_lenient(text: &str) -> Result<LenientOrganisation, ModelError> {
        OrganisationDocument::from_json(text)?.load_lenient()
    }

    /// Writes the organisation as JSON, everything in order of id.
    #[must_use]
    #[expect(
        clippy::missing_panics_doc,
        reason = "a document has text keys and no floats, so it can always be written"
    )]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(&OrganisationDocument::from(self))
            .expect("a document has text keys and no floats")
    }
}

impl OrganisationDocument {
    /// Reads a document from JSON; nothing but its form is checked.
    ///
    /// # Errors
    ///
    /// [`ModelError::Json`] with the path, line and column of what is wrong.
    pub fn from_json(text: &str) -> Result<Self, ModelError> {
        Ok(json::read(text)?)
    }
}
