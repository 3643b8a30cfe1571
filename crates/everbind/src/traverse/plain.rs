//! Types that hold no Python objects.

use std::collections::hash_map::RandomState;
use std::ffi::{CString, OsString};
use std::marker::{PhantomData, PhantomPinned};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic;
use std::thread::ThreadId;
use std::time::{Duration, Instant, SystemTime};

use super::Traverse;
use crate::class::{PyTraverseError, PyVisit};

macro_rules! plain {
    ($($ty:ty),* $(,)?) => {$(
        impl Traverse for $ty {
            const HOLDS: bool = false;

            #[inline]
            fn traverse(&self, _visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
                Ok(())
            }
        }
    )*};
}

macro_rules! integers {
    ($($ty:ty),*) => { plain!($($ty, NonZero<$ty>),*); };
}

integers!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);
plain!(bool, char, f32, f64, (), PhantomPinned);
plain!(String, &'static str, Box<str>, CString, OsString, PathBuf);
plain!(Duration, Instant, SystemTime, ThreadId, RandomState);
plain!(IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr);
plain!(
    atomic::AtomicBool,
    atomic::AtomicI8,
    atomic::AtomicI16,
    atomic::AtomicI32,
    atomic::AtomicI64,
    atomic::AtomicIsize,
    atomic::AtomicU8,
    atomic::AtomicU16,
    atomic::AtomicU32,
    atomic::AtomicU64,
    atomic::AtomicUsize,
);

impl<T: ?Sized + 'static> Traverse for PhantomData<T> {
    const HOLDS: bool = false;

    #[inline]
    fn traverse(&self, _visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        Ok(())
    }
}
