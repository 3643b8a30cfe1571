//! Hints of types that contain themselves.
//!
//! *Problem.* The hint of `enum Json { List(Vec<Json>), … }` is made of that of `Vec<Json>`, and that of its own. A constant cannot need
//! itself, and a macro does not see that two types contain one another.
//!
//! *How.* The macro puts the hint into a static, and the constant points there. Statics may point to one another; yet the
//! compiler, when it has evaluated a constant, follows its references, into statics too, which evaluates these. It
//! follows no raw pointers. So a constant keeps a raw pointer, and it is followed when a record is written: by then nothing is in the making.
//! The writer knows the types it is in by their keys, and writes `typing.Any` for one that it meets again.

use super::hint::TypeHint;

/// Where a hint is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Through(*const TypeHint);

// SAFETY: it was a `&'static TypeHint` in `new`, and a hint has nothing that changes.
unsafe impl Send for Through {}
// SAFETY: as above.
unsafe impl Sync for Through {}

impl Through {
    #[inline]
    pub(super) const fn new(hint: &'static TypeHint) -> Self {
        Through(hint)
    }

    /// What is there. Not for a constant that a type's hint is made of.
    #[inline]
    pub(super) const fn hint(self) -> &'static TypeHint {
        // SAFETY: `new`, which alone makes one, had it of such a reference.
        unsafe { &*self.0 }
    }
}

/// The types in whose hints one is written.
pub(super) struct Within<'a> {
    pub(super) key: &'a [u8],
    pub(super) outer: Option<&'a Within<'a>>,
}

impl Within<'_> {
    /// Whether the type with that key is one of them.
    #[inline]
    pub(super) const fn has(mut within: Option<&Within<'_>>, key: &[u8]) -> bool {
        while let Some(one) = within {
            if let ([a, b, c, d], [e, f, g, h]) = (one.key, key)
                && *a == *e
                && *b == *f
                && *c == *g
                && *d == *h
            {
                return true;
            }
            within = one.outer;
        }
        false
    }
}
