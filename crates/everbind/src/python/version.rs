//! [`PythonVersionInfo`]: the running interpreter's version.

use std::ffi::CStr;

use crate::ffi;
use crate::python::Python;

/// The version of the running Python, as `sys.version_info` has it.
///
/// Compares with `(major, minor)` and `(major, minor, patch)` tuples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PythonVersionInfo<'a> {
    /// 3.
    pub major: u8,
    /// 12, 13, …
    pub minor: u8,
    /// The bug-fix release.
    pub patch: u8,
    /// What follows the number, such as `rc1` or `+`; `None` for a release.
    pub suffix: Option<&'a str>,
}

impl<'a> PythonVersionInfo<'a> {
    /// Reads `3.14.0rc2`.
    #[inline]
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        let major = parts.next()?.parse().ok()?;
        let (minor, suffix) = leading_number(parts.next()?)?;
        let (patch, suffix) = match parts.next() {
            Some(rest) => leading_number(rest)?,
            None => (0, suffix),
        };
        let suffix = (!suffix.is_empty()).then_some(suffix);
        Some(PythonVersionInfo { major, minor, patch, suffix })
    }
}

#[inline]
fn leading_number(text: &str) -> Option<(u8, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

impl PartialEq<(u8, u8)> for PythonVersionInfo<'_> {
    #[inline]
    fn eq(&self, other: &(u8, u8)) -> bool {
        (self.major, self.minor) == *other
    }
}

impl PartialEq<(u8, u8, u8)> for PythonVersionInfo<'_> {
    #[inline]
    fn eq(&self, other: &(u8, u8, u8)) -> bool {
        (self.major, self.minor, self.patch) == *other
    }
}

impl PartialOrd<(u8, u8)> for PythonVersionInfo<'_> {
    #[inline]
    fn partial_cmp(&self, other: &(u8, u8)) -> Option<std::cmp::Ordering> {
        (self.major, self.minor).partial_cmp(other)
    }
}

impl PartialOrd<(u8, u8, u8)> for PythonVersionInfo<'_> {
    #[inline]
    fn partial_cmp(&self, other: &(u8, u8, u8)) -> Option<std::cmp::Ordering> {
        (self.major, self.minor, self.patch).partial_cmp(other)
    }
}

#[inline]
fn version_text() -> &'static str {
    // SAFETY: the table is loaded; a text in static memory, constant once Python runs.
    let text = unsafe { CStr::from_ptr(ffi::Py_GetVersion()) };
    text.to_str().expect("sys.version is ASCII")
}

impl Python<'_> {
    /// The text of `sys.version`.
    #[inline]
    pub fn version(self) -> &'static str {
        version_text()
    }

    /// As [`version`](Self::version), without a token. Python need not run.
    ///
    /// # Panics
    /// If no Python is loaded in this process, and libpython cannot be opened.
    #[inline]
    pub fn version_str() -> &'static str {
        if let Err(err) = crate::abi::open() {
            panic!("no version to tell: {err}");
        }
        version_text()
    }

    /// The number at the beginning of `sys.version`.
    #[inline]
    pub fn version_info(self) -> PythonVersionInfo<'static> {
        let number = self.version().split(' ').next().unwrap_or_default();
        PythonVersionInfo::parse(number).expect("sys.version begins with a version number")
    }
}

#[cfg(test)]
mod tests {
    use super::PythonVersionInfo;

    #[test]
    fn parses_what_cpython_prints() {
        for (text, major, minor, patch, suffix) in [
            ("3.12.1", 3, 12, 1, None),
            ("3.15.0rc1", 3, 15, 0, Some("rc1")),
            ("3.13.15+", 3, 13, 15, Some("+")),
            ("3.16a0", 3, 16, 0, Some("a0")),
        ] {
            let expected = PythonVersionInfo { major, minor, patch, suffix };
            assert_eq!(PythonVersionInfo::parse(text), Some(expected), "{text}");
        }
        assert_eq!(PythonVersionInfo::parse("three"), None);
    }

    #[test]
    fn compares_with_tuples() {
        let version = PythonVersionInfo::parse("3.13.2").unwrap();
        assert!(version >= (3, 12));
        assert!(version == (3, 13));
        assert!(version > (3, 13, 1));
        assert!(version < (3, 14));
    }
}
