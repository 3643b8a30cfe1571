//! What tags promise: on which CPythons installers will put the file.
//!
//! `abi3` is the stable ABI with the GIL, from the interpreter tag's version on; `abi3t` the one without. A library can
//! keep the second in two ways. CPython has a stable ABI for free-threaded builds from 3.15 on, and a library compiled
//! for it may import its symbols. Before 3.15 objects are laid out differently on the two builds, so a library compiled
//! against headers serves one of them; what serves both knows no layout and looks its symbols up, as everbind does.

use anyhow::{Result, bail};
use serde::Serialize;

use super::stable::Minor;

/// The first version with a stable ABI without the GIL, and with the second module hook.
pub const FREE_THREADED: Minor = Minor(3, 15);
/// The oldest CPython that everbind's libraries import on.
pub const EVERBIND: Minor = Minor(3, 12);
/// The first version with a stable ABI at all.
const FIRST: Minor = Minor(3, 2);

/// What a file is held to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// The tags, as in `cp312-abi3.abi3t`.
    pub tags: String,
    /// The oldest version with the GIL, by the stable ABI.
    pub gil: Option<Minor>,
    /// The oldest version without the GIL, by the stable ABI.
    pub free_threaded: Option<Minor>,
}

impl Promise {
    /// That of everbind's own libraries.
    pub fn universal() -> Self {
        let tags = "cp312-abi3.abi3t".to_owned();
        Promise { tags, gil: Some(EVERBIND), free_threaded: Some(EVERBIND) }
    }

    /// That of a file `x.abi3.so` by itself, which names no version.
    pub fn oldest() -> Self {
        Promise { tags: "cp32-abi3".to_owned(), gil: Some(FIRST), free_threaded: None }
    }

    /// What interpreter and ABI tags promise. Where there are several versions, the oldest is promised.
    ///
    /// # Errors
    /// An interpreter tag beside a stable ABI is not one of CPython's.
    pub fn of(pythons: &[String], abis: &[String]) -> Result<Self> {
        let tags = format!("{}-{}", pythons.join("."), abis.join("."));
        let stable = |name: &str| abis.iter().any(|abi| abi == name);
        let mut promise = Promise { tags, gil: None, free_threaded: None };
        if stable("abi3") || stable("abi3t") {
            let versions: Option<Vec<Minor>> = pythons.iter().map(|tag| version(tag)).collect();
            let Some(oldest) = versions.and_then(|versions| versions.into_iter().min()) else {
                bail!("the tags {} promise the stable ABI of no CPython (cp3N)", promise.tags);
            };
            promise.gil = stable("abi3").then_some(oldest);
            promise.free_threaded = stable("abi3t").then_some(oldest);
        }
        Ok(promise)
    }

    /// The version by which each imported symbol must be in the stable ABI, if it is promised.
    pub fn floor(&self) -> Option<Minor> {
        self.gil.into_iter().chain(self.free_threaded).min()
    }

    /// Whether one file is promised to import where objects are laid out differently.
    pub fn is_universal(&self) -> bool {
        self.free_threaded.is_some_and(|oldest| oldest < FREE_THREADED)
    }
}

/// `cp312` is 3.12, `cp3` the first version with a stable ABI.
fn version(tag: &str) -> Option<Minor> {
    match tag.strip_prefix("cp")?.strip_prefix('3')? {
        "" => Some(FIRST),
        minor => Some(Minor(3, minor.parse().ok()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Minor, Promise};

    fn promise(pythons: &str, abis: &str) -> Result<Promise, String> {
        let set = |part: &str| part.split('.').map(str::to_owned).collect::<Vec<_>>();
        Promise::of(&set(pythons), &set(abis)).map_err(|error| error.to_string())
    }

    #[test]
    fn the_oldest_version_is_promised() {
        let floor = |pythons, abis| promise(pythons, abis).unwrap().floor();
        assert_eq!(floor("cp38", "abi3"), Some(Minor(3, 8)));
        assert_eq!(floor("cp39.cp36", "abi3"), Some(Minor(3, 6)));
        assert_eq!(floor("cp3", "abi3"), Some(Minor(3, 2)));
        assert_eq!(floor("cp313", "cp313"), None);
        assert_eq!(floor("py3", "none"), None);
        assert!(promise("py3", "abi3").unwrap_err().contains("py3-abi3"));
    }

    #[test]
    fn one_file_for_both_builds_is_universal_before_they_share_an_abi() {
        let universal = |pythons, abis| promise(pythons, abis).unwrap().is_universal();
        assert!(universal("cp312", "abi3.abi3t") && universal("cp314", "abi3t"));
        assert!(!universal("cp312", "abi3") && !universal("cp315", "abi3.abi3t"));
        assert_eq!(promise("cp312", "abi3.abi3t").unwrap(), Promise::universal());
    }
}
