//! Canonical bytes: one way to write a value, so that its SHA-256 digest tells whether another is the same.

use sha2::{Digest, Sha256};

/// Takes a value down, piece by piece, each text and list behind its length, so that no two values of one type read alike.
///
/// Numbers are as short as they can be (LEB128, with a sign as in zigzag): what is digested is mostly small numbers, and a digest takes
/// as long as there are bytes.
pub(crate) struct Canon {
    hash: Sha256,
    /// What is written and not digested yet.
    pending: Vec<u8>,
}

/// Bytes that are digested together.
const AT_ONCE: usize = 4096;

/// What can be taken down.
pub(crate) trait Canonical {
    /// Writes everything that makes the value what it is.
    fn write(&self, canon: &mut Canon);
}

impl Canon {
    /// Starts with what the value is and the version of its form.
    pub(crate) fn new(title: &str) -> Self {
        let mut canon = Self {
            hash: Sha256::new(),
            pending: Vec::with_capacity(AT_ONCE),
        };
        canon.text(title);
        canon
    }

    /// Returns the digest of all that was written.
    pub(crate) fn finish(mut self) -> [u8; 32] {
        self.hash.update(&self.pending);
        self.hash.finalize().into()
    }

    /// Returns the digest of one value.
    pub(crate) fn digest(title: &str, value: &impl Canonical) -> [u8; 32] {
        let mut canon = Self::new(title);
        value.write(&mut canon);
        canon.finish()
    }

    pub(crate) fn length(&mut self, length: usize) {
        self.unsigned(length as u64);
    }

    pub(crate) fn number(&mut self, number: impl Into<i64>) {
        let number = number.into();
        self.unsigned((number << 1 ^ number >> 63).cast_unsigned());
    }

    fn unsigned(&mut self, mut number: u64) {
        const MORE: u8 = 0x80;
        loop {
            let low = number.to_le_bytes()[0];
            number >>= 7;
            if number == 0 {
                self.bytes(&[low]);
                return;
            }
            self.bytes(&[low | MORE]);
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.length(text.len());
        self.bytes(text.as_bytes());
    }

    /// Writes what needs no length before it, since all values of its type have the same.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        if self.pending.len() + bytes.len() > AT_ONCE {
            self.hash.update(&self.pending);
            self.pending.clear();
        }
        if bytes.len() > AT_ONCE {
            self.hash.update(bytes);
        } else {
            self.pending.extend_from_slice(bytes);
        }
    }

    pub(crate) fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.length(items.len());
        for item in items {
            write(self, item);
        }
    }

    pub(crate) fn option<T>(&mut self, item: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.bytes(&[u8::from(item.is_some())]);
        if let Some(item) = item {
            write(self, item);
        }
    }
}

/// Writes the fields of a struct, in this order. A list that leaves one out does not compile.
macro_rules! canonical {
    ($($name:ident { $($field:ident),+ $(,)? })+) => {$(
        impl $crate::canonical::Canonical for $name {
            fn write(&self, canon: &mut $crate::canonical::Canon) {
                let Self { $($field),+ } = self;
                $($crate::canonical::Canonical::write($field, canon);)+
            }
        }
    )+};
}
pub(crate) use canonical;

macro_rules! numbers {
    ($($name:ty),+) => {$(
        impl Canonical for $name {
            fn write(&self, canon: &mut Canon) {
                canon.number(*self);
            }
        }
    )+};
}
numbers!(bool, u16, u32, i32, i64);

impl Canonical for u64 {
    fn write(&self, canon: &mut Canon) {
        canon.unsigned(*self);
    }
}

impl Canonical for usize {
    fn write(&self, canon: &mut Canon) {
        canon.length(*self);
    }
}

impl Canonical for str {
    fn write(&self, canon: &mut Canon) {
        canon.text(self);
    }
}

impl Canonical for String {
    fn write(&self, canon: &mut Canon) {
        canon.text(self);
    }
}

impl<T: Canonical> Canonical for Option<T> {
    fn write(&self, canon: &mut Canon) {
        canon.option(self.as_ref(), |canon, item| item.write(canon));
    }
}

impl<T: Canonical> Canonical for [T] {
    fn write(&self, canon: &mut Canon) {
        canon.list(self, |canon, item| item.write(canon));
    }
}

impl<T: Canonical, const N: usize> Canonical for [T; N] {
    fn write(&self, canon: &mut Canon) {
        self.as_slice().write(canon);
    }
}

impl<T: Canonical> Canonical for Vec<T> {
    fn write(&self, canon: &mut Canon) {
        self.as_slice().write(canon);
    }
}

impl<T: Canonical + ?Sized> Canonical for &T {
    fn write(&self, canon: &mut Canon) {
        (*self).write(canon);
    }
}

impl<A: Canonical, B: Canonical> Canonical for (A, B) {
    fn write(&self, canon: &mut Canon) {
        self.0.write(canon);
        self.1.write(canon);
    }
}

impl<A: Canonical, B: Canonical, C: Canonical> Canonical for (A, B, C) {
    fn write(&self, canon: &mut Canon) {
        self.0.write(canon);
        self.1.write(canon);
        self.2.write(canon);
    }
}

#[cfg(test)]
mod tests {
    use super::Canon;

    #[test]
    fn numbers_are_short_and_no_two_are_written_alike() {
        let bytes = |write: &dyn Fn(&mut Canon)| {
            let mut canon = Canon::new("");
            canon.pending.clear();
            write(&mut canon);
            canon.pending
        };
        let number = |number: i64| bytes(&|canon| canon.number(number));
        // Zigzag: 0, -1, 1, -2, ... are 0, 1, 2, 3, ...
        assert_eq!(number(0), [0]);
        assert_eq!(number(-1), [1]);
        assert_eq!(number(63), [126]);
        // 64 is 128, of which the lower seven bits come first.
        assert_eq!(number(64), [0x80, 1]);
        assert_eq!(number(i64::MIN).len(), 10);
        assert_eq!(bytes(&|canon| canon.length(300)), [0xac, 2]);
        let numbers = [0, 1, -1, 63, 64, -64, -65, 8191, 8192, i64::MAX, i64::MIN];
        let written: std::collections::BTreeSet<_> = numbers.map(number).into_iter().collect();
        assert_eq!(written.len(), numbers.len());
    }

    #[test]
    fn a_digest_does_not_depend_on_how_much_is_digested_at_once() {
        let long = "x".repeat(10_000);
        let mut canon = Canon::new("title");
        let mut all = b"\x05title".to_vec();
        for len in [0, 1, 127, 128, 4096, 4097, 10_000] {
            canon.text(&long[..len]);
            all.extend(if len < 128 {
                vec![u8::try_from(len).expect("small")]
            } else {
                vec![
                    u8::try_from(len & 0x7f).expect("seven bits") | 0x80,
                    u8::try_from(len >> 7).expect("small"),
                ]
            });
            all.extend(&long.as_bytes()[..len]);
        }
        let digest: [u8; 32] = <sha2::Sha256 as sha2::Digest>::digest(&all).into();
        assert_eq!(canon.finish(), digest);
    }
}
