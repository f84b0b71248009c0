//! Units and how far apart they stand.

use super::UnitId;

/// The position of a unit in the graph, which is in order of id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitIndex(pub(crate) u32);

/// A unit: a division, a department, a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub(crate) id: UnitId,
    pub(crate) name: Option<String>,
    pub(crate) parent: Option<UnitIndex>,
    pub(crate) depth: u32,
}

/// The forest of units, with the lateral links an organisation declares between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitGraph {
    pub(crate) units: Vec<Unit>,
    pub(crate) links: Vec<(UnitIndex, UnitIndex, u32)>,
    pub(crate) depth: u32,
}

/// Shortest path lengths between units.
#[derive(Clone, Debug)]
pub struct UnitDistances {
    pub(crate) _private: (),
}

impl Unit {
    /// Returns the id.
    #[must_use]
    pub fn id(&self) -> &UnitId {
        &self.id
    }

    /// Returns the name for people to read, where one is stated.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the unit it belongs to; `None` at a root.
    #[must_use]
    pub fn parent(&self) -> Option<UnitIndex> {
        self.parent
    }

    /// Returns how many steps the unit is below its root.
    #[must_use]
    pub fn depth(&self) -> u32 {
        self.depth
    }
}

impl UnitGraph {
    /// Returns how many units there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Tells whether there are no units.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Finds a unit by id.
    #[must_use]
    pub fn unit(&self, _id: &str) -> Option<UnitIndex> {
        todo!()
    }

    /// Returns the greatest depth of a unit; 0 where all are roots.
    #[must_use]
    pub fn depth(&self) -> u32 {
        self.depth
    }

    /// Prepares the distances between the given units.
    #[must_use]
    pub fn distances(&self, _hosts: &[UnitIndex]) -> UnitDistances {
        todo!()
    }
}

impl std::ops::Index<UnitIndex> for UnitGraph {
    type Output = Unit;

    fn index(&self, index: UnitIndex) -> &Unit {
        &self.units[index.0 as usize]
    }
}

impl UnitDistances {
    /// Returns the length of the shortest path, or `None` where there is none.
    ///
    /// Both units must be among the hosts the distances were prepared for; others have no path.
    #[must_use]
    pub fn between(&self, _one: UnitIndex, _other: UnitIndex) -> Option<u32> {
        todo!()
    }
}
