//! Many lists one after the other in one array, each known by where it ends.

use std::ops::Range;

use crate::parallel;

/// Where each of many lists ends that stand one after the other in one array.
///
/// It takes 4 bytes a list, and 8 once the array is longer than 32 bits number.
#[derive(Clone, Debug)]
pub(crate) struct Runs {
    /// Where the first run starts, and then where each one ends.
    narrow: Vec<u32>,
    /// The same once an end is beyond 32 bits, and empty before.
    wide: Vec<usize>,
}

/// Lists that one thread fills before it takes the next.
const LISTS_OF_A_BLOCK: usize = 1 << 11;

impl Runs {
    /// Fills many lists on all threads, as long as it may go on, which is asked from time to time with the number of the next; `fill` adds
    /// the items of one to those that are there. Returns where each is, and the array.
    pub(crate) fn try_fill<T: Copy + Send, E: Send>(
        lists: usize,
        may_go_on: impl Fn(usize) -> Result<(), E> + Sync + Send,
        fill: impl Fn(usize, &mut Vec<T>) + Sync + Send,
    ) -> Result<(Self, Vec<T>), E> {
        let blocks = parallel::map(lists.div_ceil(LISTS_OF_A_BLOCK), |block| {
            let start = block * LISTS_OF_A_BLOCK;
            may_go_on(start)?;
            let (mut ends, mut items) = (Vec::with_capacity(LISTS_OF_A_BLOCK), Vec::new());
            for list in start..lists.min(start + LISTS_OF_A_BLOCK) {
                fill(list, &mut items);
                ends.push(items.len());
            }
            Ok((ends, items))
        });
        let blocks: Vec<(Vec<usize>, Vec<T>)> = blocks.into_iter().collect::<Result<_, E>>()?;
        let mut runs = Self::with_capacity(lists);
        let mut all = Vec::with_capacity(blocks.iter().map(|block| block.1.len()).sum());
        for (ends, items) in blocks {
            for end in ends {
                runs.push(all.len() + end);
            }
            all.extend_from_slice(&items);
        }
        Ok((runs, all))
    }

    /// Makes room for so many runs; there is none yet.
    pub(crate) fn with_capacity(runs: usize) -> Self {
        let mut narrow = Vec::with_capacity(runs + 1);
        narrow.push(0);
        Self {
            narrow,
            wide: Vec::new(),
        }
    }

    /// Adds a run, from where the one before ends up to here.
    pub(crate) fn push(&mut self, end: usize) {
        match u32::try_from(end) {
            Ok(end) if self.wide.is_empty() => self.narrow.push(end),
            _ => self.push_wide(end),
        }
    }

    #[cold]
    fn push_wide(&mut self, end: usize) {
        let narrow = std::mem::take(&mut self.narrow).into_iter();
        self.wide.extend(narrow.map(|end| end as usize));
        self.wide.push(end);
    }

    /// Counts the runs.
    pub(crate) fn len(&self) -> usize {
        self.narrow.len().max(self.wide.len()) - 1
    }

    /// Returns where a run is; nowhere if it does not exist.
    pub(crate) fn of(&self, run: usize) -> Range<usize> {
        match self.narrow.get(run..) {
            Some([start, end, ..]) => *start as usize..*end as usize,
            _ => match self.wide.get(run..) {
                Some([start, end, ..]) => *start..*end,
                _ => 0..0,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Runs;

    #[test]
    fn runs_are_where_they_were_put_however_long_they_are() {
        let mut runs = Runs::with_capacity(2);
        runs.push(3);
        runs.push(3);
        assert_eq!((runs.len(), runs.of(0), runs.of(1)), (2, 0..3, 3..3));
        assert_eq!(runs.of(2), 0..0);
        let far = u32::MAX as usize + 1;
        runs.push(far);
        runs.push(far + 5);
        let all = [0..3, 3..3, 3..far, far..far + 5];
        assert_eq!([0, 1, 2, 3].map(|run| runs.of(run)), all);
        assert_eq!((runs.len(), runs.of(4)), (4, 0..0));
    }
}
