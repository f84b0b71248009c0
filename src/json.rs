//! JSON text, read with the place of whatever is wrong; every document comes in here.

use serde::de::DeserializeOwned;

/// Why a text is not the JSON of a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}, at {path}: {message}")]
pub struct JsonError {
    /// What was found and what was expected.
    pub message: String,
    /// The path of keys and positions, such as `people[2].id`; `.` for the whole document.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, in bytes from 1.
    pub column: usize,
}

/// Reads a document, the whole text and nothing after it; nesting deeper than 128 is refused.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, JsonError> {
    // Keeping the path takes longer than reading, so it is kept only once something is known to be wrong.
    serde_json::from_str(text).or_else(|_| read_with_path(text))
}

fn read_with_path<T: DeserializeOwned>(text: &str) -> Result<T, JsonError> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let document = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| JsonError::new(error.path().to_string(), error.inner()))?;
    let end = reader.end();
    end.map_err(|error| JsonError::new(".".to_owned(), &error))?;
    Ok(document)
}

impl JsonError {
    fn new(path: String, error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let message = error.to_string();
        // The place is told once, by the fields.
        let place = format!(" at line {line} column {column}");
        let message = message.strip_suffix(&place).unwrap_or(&message).to_owned();
        Self {
            message,
            path,
            line,
            column,
        }
    }
}
