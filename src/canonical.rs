//! Canonical bytes: one way to write a value, so that its SHA-256 digest tells whether another is the same.

use sha2::{Digest, Sha256};

/// Takes a value down, piece by piece, each text and list behind its length, so that no two values of one type read alike.
pub(crate) struct Canon(Sha256);

/// What can be taken down.
pub(crate) trait Canonical {
    /// Writes everything that makes the value what it is.
    fn write(&self, canon: &mut Canon);
}

impl Canon {
    /// Starts with what the value is and the version of its form.
    pub(crate) fn new(title: &str) -> Self {
        let mut canon = Self(Sha256::new());
        canon.text(title);
        canon
    }

    /// Returns the digest of all that was written.
    pub(crate) fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }

    /// Returns the digest of one value.
    pub(crate) fn digest(title: &str, value: &impl Canonical) -> [u8; 32] {
        let mut canon = Self::new(title);
        value.write(&mut canon);
        canon.finish()
    }

    pub(crate) fn length(&mut self, length: usize) {
        self.bytes(&(length as u64).to_le_bytes());
    }

    pub(crate) fn number(&mut self, number: impl Into<i64>) {
        self.bytes(&number.into().to_le_bytes());
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.length(text.len());
        self.bytes(text.as_bytes());
    }

    /// Writes what needs no length before it, since all values of its type have the same.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
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
        canon.bytes(&self.to_le_bytes());
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
