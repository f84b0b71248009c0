//! The two ways to find the best juniors, and which of them is quicker.

/// How a [`CandidateIndex`](super::CandidateIndex) finds the best juniors of a senior.
///
/// Both find as good ones; which of several equal ones come first is for each to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// By lists of who speaks about which topics, the best first, until nobody better can follow.
    Postings,
    /// By a look at every junior, many at a time.
    Scan,
}

/// Postings take 150 nanoseconds a junior to build beyond what a scan needs. A scan looks at each junior in three, two or three times a senior:
/// so this many seniors have answers by then.
const SENIORS_OF_A_SCAN: usize = 16;

impl Method {
    /// Chooses by counts alone what should be quicker.
    pub(super) fn for_so_many(seniors: usize) -> Self {
        if seniors <= SENIORS_OF_A_SCAN {
            Self::Scan
        } else {
            Self::Postings
        }
    }
}
