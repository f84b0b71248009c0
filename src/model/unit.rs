//! Units and how they belong together.

use super::UnitId;
use super::forest::{Forest, NONE, narrow};

/// The position of a unit in the graph, which is in order of id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitIndex(pub(crate) u32);

impl UnitIndex {
    /// Returns the position as an index into a slice of units.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

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
    pub(super) units: Vec<Unit>,
    /// Each pair of units once, the smaller first, sorted.
    pub(super) links: Vec<(UnitIndex, UnitIndex, u32)>,
    pub(super) forest: Forest,
    depth: u32,
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
    /// Takes units in order of id, without circles, and links between them.
    pub(super) fn new(mut units: Vec<Unit>, mut links: Vec<(UnitIndex, UnitIndex, u32)>) -> Self {
        let parents: Vec<u32> = units
            .iter()
            .map(|unit| unit.parent.map_or(NONE, |parent| parent.0))
            .collect();
        let forest = Forest::new(&parents);
        for (node, unit) in units.iter_mut().enumerate() {
            unit.depth = forest.depth(narrow(node));
        }
        links.sort_unstable();
        // The shortest of parallel links comes first and is the one that counts.
        links.dedup_by_key(|&mut (one, other, _)| (one, other));
        let depth = units.iter().map(Unit::depth).max().unwrap_or(0);
        Self {
            units,
            links,
            forest,
            depth,
        }
    }

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

    /// Returns the units, in order of id.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Finds a unit by id.
    #[must_use]
    pub fn unit(&self, id: &str) -> Option<UnitIndex> {
        let place = self
            .units
            .binary_search_by(|unit| unit.id.as_str().cmp(id))
            .ok()?;
        Some(UnitIndex(narrow(place)))
    }

    /// Returns the greatest depth of a unit; 0 where all are roots.
    #[must_use]
    pub fn depth(&self) -> u32 {
        self.depth
    }

    /// Returns the lateral links with their lengths, each once.
    pub fn links(&self) -> impl Iterator<Item = (UnitIndex, UnitIndex, u32)> + '_ {
        self.links.iter().copied()
    }
}

impl std::ops::Index<UnitIndex> for UnitGraph {
    type Output = Unit;

    fn index(&self, index: UnitIndex) -> &Unit {
        &self.units[index.index()]
    }
}
