//! What long work is given: an observer to tell, a token and a deadline to obey.
//!
//! Any room may take a [`Work`]. It calls [`Work::check`] at a bounded interval; the call tells the
//! observer how far the work is, and answers [`Cancelled`] once the caller wants no more of it.
//!
//! # Examples
//!
//! ```
//! use reverse_mentoring::work::{CancelToken, Work};
//!
//! let token = CancelToken::new();
//! let work = Work::new().with_cancel_token(&token);
//! assert!(work.check("reading rows", 1, 10).is_ok());
//!
//! token.cancel(); // from any thread
//! let stopped = work.check("reading rows", 2, 10).unwrap_err();
//! assert_eq!(stopped.to_string(), "cancelled while reading rows, after 2 of 10");
//! ```

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Hears how far long work is.
///
/// It is called from a thread that works, which may be one of the pool and not the caller's, and often: keep it short.
pub trait Observer: Sync {
    /// Hears that `done` of `total` steps of `phase` are behind.
    fn progress(&self, phase: &'static str, done: u64, total: u64);
}

impl<F: Fn(&'static str, u64, u64) + Sync> Observer for F {
    fn progress(&self, phase: &'static str, done: u64, total: u64) {
        self(phase, done, total);
    }
}

/// Stops work that holds a clone of it.
///
/// Cancelling twice is the same as once; a cancelled token stays cancelled.
#[derive(Debug, Clone, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// Makes a token that is not cancelled.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks all work that holds a clone of this token to stop.
    pub fn cancel(&self) {
        // Relaxed: the flag carries no other data.
        self.0.store(true, Ordering::Relaxed);
    }

    /// Says whether the token was cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The observer, the cancel token and the deadline of one piece of work; by default none of them.
#[derive(Clone, Default)]
#[must_use]
pub struct Work<'a> {
    observer: Option<&'a dyn Observer>,
    cancel_token: Option<CancelToken>,
    deadline: Option<Instant>,
}

impl<'a> Work<'a> {
    /// Makes work that tells nobody and is never cancelled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells `observer` how far the work is.
    pub fn with_observer(mut self, observer: &'a dyn Observer) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Stops once `token` is cancelled.
    pub fn with_cancel_token(mut self, token: &CancelToken) -> Self {
        self.cancel_token = Some(token.clone());
        self
    }

    /// Stops once `deadline` has passed.
    pub fn with_deadline(mut self, deadline: Instant) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Tells the observer that `done` of `total` steps of `phase` are behind, and says whether to
    /// go on.
    ///
    /// A phase is named by what is going on in it, as in "reading rows".
    ///
    /// # Errors
    ///
    /// [`Cancelled`] if the token was cancelled or the deadline has passed.
    pub fn check(&self, phase: &'static str, done: u64, total: u64) -> Result<(), Cancelled> {
        if let Some(observer) = self.observer {
            observer.progress(phase, done, total);
        }
        let cancelled = self
            .cancel_token
            .as_ref()
            .is_some_and(CancelToken::is_cancelled);
        let late = self
            .deadline
            .is_some_and(|deadline| Instant::now() >= deadline);
        if cancelled || late {
            return Err(Cancelled { phase, done, total });
        }
        Ok(())
    }

    /// Goes through items, and asks every few thousand whether to go on; ends early if not.
    ///
    /// Who wants no more of it never wants more again. So whoever goes through items checks in the end, and gives nothing of it away.
    pub(crate) fn through<'t, T>(
        &self,
        phase: &'static str,
        items: &'t [T],
    ) -> impl Iterator<Item = &'t T> {
        let blocks = items.chunks(ITEMS_OF_A_BLOCK).enumerate();
        let blocks = blocks.map_while(move |(number, block)| {
            let done = (number * ITEMS_OF_A_BLOCK) as u64;
            let goes_on = self.check(phase, done, items.len() as u64);
            goes_on.is_ok().then_some(block)
        });
        blocks.flatten()
    }
}

/// Items between two questions to the caller: some milliseconds, where one takes a microsecond.
const ITEMS_OF_A_BLOCK: usize = 1 << 12;

/// What goes on while rules and criteria are made ready, side by side.
pub(crate) const COMPILING: &str = "compiling rules and criteria";

impl fmt::Debug for Work<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Work")
            .field("observer", &self.observer.is_some())
            .field("cancel_token", &self.cancel_token)
            .field("deadline", &self.deadline)
            .finish()
    }
}

/// Work was stopped by its token or its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled while {phase}, after {done} of {total}")]
pub struct Cancelled {
    /// What was going on.
    pub phase: &'static str,
    /// How many steps of it were behind.
    pub done: u64,
    /// How many steps it has.
    pub total: u64,
}
