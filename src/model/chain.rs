//! The chain of command.

/// Who reports to whom, directly or through others; answers in constant time per pair of posts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChainOfCommand {
    pub(crate) _private: (),
}

use super::{Manager, Person, Post};

impl ChainOfCommand {
    /// Returns how many lines `superior` stands above `report`, the fewest over all their posts; `None` where not above.
    ///
    /// The members of a circle stand one line above each other, and above everybody below the circle.
    #[must_use]
    pub fn lines_above(&self, _superior: &Person, _report: &Person) -> Option<u32> {
        todo!()
    }

    /// Returns the line manager of a post.
    #[must_use]
    pub fn manager(&self, _post: &Post) -> Option<Manager> {
        todo!()
    }

    /// Returns a line manager the two have in common, inside the organisation or out of it.
    #[must_use]
    pub fn shared_manager(&self, _one: &Person, _other: &Person) -> Option<Manager> {
        todo!()
    }
}
