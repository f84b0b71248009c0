//! JSON text, read with the place of whatever is wrong.

use serde::de::DeserializeOwned;

/// Why a text is not the JSON of a document.
pub(crate) struct Refusal {
    /// What was found and what was expected.
    pub(crate) message: String,
    /// The path of keys and positions; `.` for the whole document.
    pub(crate) path: String,
    /// The line, from 1.
    pub(crate) line: usize,
    /// The column, in bytes from 1.
    pub(crate) column: usize,
}

/// Reads a document, the whole text and nothing after it.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let document = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| Refusal::new(error.path().to_string(), error.inner()))?;
    let end = reader.end();
    end.map_err(|error| Refusal::new(".".to_owned(), &error))?;
    Ok(document)
}

impl Refusal {
    fn new(path: String, error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let message = error.to_string();
        // The place is told once, by the fields.
        let place = format!(" at line {line} column {column}");
        Self {
            message: message.strip_suffix(&place).unwrap_or(&message).to_owned(),
            path,
            line,
            column,
        }
    }
}
