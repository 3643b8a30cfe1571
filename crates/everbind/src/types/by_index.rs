//! Iterators that count an index up, and another down.

/// Implements the iterator traits for a type with the fields `next` and `end`, the range of the indices still to come,
/// and two methods: `get` gives the item at an index that was in range once, or ends the iteration, and `shorten` lowers
/// `end` where the collection has become shorter.
macro_rules! iterate_by_index {
    ([$($lifetime:lifetime),*] $iterator:ty, $item:ty) => {
        impl<$($lifetime),*> Iterator for $iterator {
            type Item = $item;

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                if self.next >= self.end {
                    return None;
                }
                let item = self.get(self.next)?;
                self.next += 1;
                Some(item)
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                (self.len(), Some(self.len()))
            }

            #[inline]
            fn count(self) -> usize {
                self.len()
            }

            #[inline]
            fn last(mut self) -> Option<Self::Item> {
                self.next_back()
            }

            #[inline]
            fn nth(&mut self, n: usize) -> Option<Self::Item> {
                self.next = self.next.saturating_add(n).min(self.end);
                self.next()
            }
        }

        impl<$($lifetime),*> DoubleEndedIterator for $iterator {
            #[inline]
            fn next_back(&mut self) -> Option<Self::Item> {
                self.shorten();
                if self.next >= self.end {
                    return None;
                }
                self.end -= 1;
                self.get(self.end)
            }

            #[inline]
            fn nth_back(&mut self, n: usize) -> Option<Self::Item> {
                self.end = self.end.saturating_sub(n).max(self.next);
                self.next_back()
            }
        }

        impl<$($lifetime),*> ExactSizeIterator for $iterator {
            #[inline]
            fn len(&self) -> usize {
                self.end.saturating_sub(self.next)
            }
        }

        impl<$($lifetime),*> FusedIterator for $iterator {}
    };
}
