//! Comparisons of handles with plain Rust values.

/// Implements `==` between handles to `$object` and `$plain`, both ways, for the
/// forms that occur: a handle or a reference to one, the value or a reference to it.
/// `$eq` compares a `Borrowed<$object>` (by value) with a `&$plain`.
macro_rules! compare_with {
    ($object:ty, $plain:ty, |$handle:ident, $value:ident| $eq:expr) => {
        impl PartialEq<$plain> for $crate::Borrowed<'_, '_, $object> {
            #[inline]
            fn eq(&self, other: &$plain) -> bool {
                let ($handle, $value) = (*self, other);
                $eq
            }
        }

        $crate::types::compare::compare_with! { @rest $object, $plain;
            $crate::Bound<'_, $object> => &$plain, |this, other| this.as_borrowed() == **other;
            $crate::Borrowed<'_, '_, $object> => &$plain, |this, other| *this == **other;
            $crate::Bound<'_, $object> => $plain, |this, other| this.as_borrowed() == *other;
            &$crate::Bound<'_, $object> => $plain, |this, other| this.as_borrowed() == *other;
        }
        $crate::types::compare::compare_with! { @rest $object, $plain;
            $plain => $crate::Bound<'_, $object>, |this, other| other.as_borrowed() == *this;
            $plain => &$crate::Bound<'_, $object>, |this, other| other.as_borrowed() == *this;
            $plain => $crate::Borrowed<'_, '_, $object>, |this, other| *other == *this;
            &$plain => $crate::Bound<'_, $object>, |this, other| other.as_borrowed() == **this;
            &$plain => $crate::Borrowed<'_, '_, $object>, |this, other| *other == **this;
        }
    };
    (@rest $object:ty, $plain:ty;
     $($left:ty => $right:ty, |$this:ident, $other:ident| $eq:expr;)*) => {$(
        impl PartialEq<$right> for $left {
            #[inline]
            fn eq(&self, $other: &$right) -> bool {
                let $this = self;
                $eq
            }
        }
    )*};
}

pub(crate) use compare_with;
