//! Going through items of which something lies far away in memory.

use std::hint::black_box;

/// Items of which something is read at once: a processor waits for about ten reads side by side, and keeps what they bring for long enough.
const AHEAD: usize = 32;

/// Goes through items in order, and before them, for some at a time, reads what is going to be needed of each; `read` gives any part of it.
///
/// So they wait for memory together and not one after the other.
pub(crate) fn reading_ahead<T>(items: &[T], read: impl Fn(&T) -> u32) -> impl Iterator<Item = &T> {
    items.chunks(AHEAD).flat_map(move |items| {
        black_box(items.iter().fold(0, |any, item| any | read(item)));
        items
    })
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::reading_ahead;

    #[test]
    fn items_come_in_order_and_each_is_read_before_it_comes() {
        let items: Vec<u32> = (0..100).collect();
        let read = RefCell::new(Vec::new());
        let items_read = reading_ahead(&items, |&item| {
            read.borrow_mut().push(item);
            item
        });
        for (item, &expected) in items_read.zip(&items) {
            assert_eq!(*item, expected);
            assert!(read.borrow().contains(item));
        }
        assert_eq!(read.into_inner(), items);
    }
}
