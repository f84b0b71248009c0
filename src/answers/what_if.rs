//! What if two people were a pair.

use super::Explainer;
use crate::Error;
use crate::matching::Matching;
use crate::model::PersonId;
use crate::programme::{PinKind, PinRow};

impl Explainer<'_> {
    /// Matches again with two people as a pair, as a pin would have it; the rest is the best that is left.
    ///
    /// Compared with the matching that there is, it says exactly what the pair would cost and who would change partners; see
    /// [`Difference`](super::Difference). For less than a second run, [`why_not`](Self::why_not) gives a bound.
    ///
    /// # Complexity
    ///
    /// That of [`Engine::run`](crate::matching::Engine::run).
    ///
    /// # Errors
    ///
    /// [`Error`] if the pair may not be: one of the two does not take part, a rule or another pin bars it, or it has no score.
    /// Otherwise as [`Engine::run`](crate::matching::Engine::run).
    pub fn with_pair(&self, junior: &PersonId, senior: &PersonId) -> Result<Matching, Error> {
        let mut document = self.programme.to_document(self.organisation)?;
        document.pins.push(PinRow {
            junior: junior.as_str().to_owned(),
            senior: senior.as_str().to_owned(),
            kind: PinKind::Forced,
            ..PinRow::default()
        });
        let programme = document.check(self.organisation)?;
        self.engine.run(self.organisation, &programme)
    }
}
