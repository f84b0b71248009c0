//! Counts what is wrong or unusual in the files.

use std::error::Error;

use reverse_mentoring::intake::Quality;

use crate::arguments::Arguments;
use crate::inputs;
use crate::largest_matching::largest_matching;

/// Prints the counts as one JSON object.
pub(crate) fn print(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let tables = inputs::tables(arguments)?;
    for note in inputs::notes(&tables) {
        eprintln!("{note}");
    }
    let quality = Quality::count(&tables, largest_matching)?;
    println!("{}", serde_json::to_string_pretty(&quality)?);
    Ok(())
}
