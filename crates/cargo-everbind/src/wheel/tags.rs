//! Wheel file names and the compatibility tags in them.
//!
//! A name carries *compressed* tag sets, `cp312-abi3.abi3t-PLATFORM`; the wheel's `WHEEL` file carries every tag they
//! stand for, one to a line. Everything here keeps the order of the name, so that equal inputs give equal wheels.

use std::{fmt, str::FromStr};

use anyhow::{Context, Result, bail};

/// The interpreter tag of every everbind wheel: the oldest CPython it imports on.
const PYTHON: &str = "cp312";
/// Stable ABI with the GIL, and without.
const ABIS: [&str; 2] = ["abi3", "abi3t"];

/// The parts of `NAME-VERSION[-BUILD]-PYTHON-ABI-PLATFORM.whl`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WheelName {
    pub distribution: String,
    pub version: String,
    pub build: Option<String>,
    pub pythons: Vec<String>,
    pub abis: Vec<String>,
    pub platforms: Vec<String>,
}

impl WheelName {
    /// All tags the compressed sets of this name stand for.
    pub fn expand(&self) -> Vec<String> {
        let mut tags = Vec::new();
        for python in &self.pythons {
            for abi in &self.abis {
                tags.extend(
                    self.platforms.iter().map(|platform| format!("{python}-{abi}-{platform}")),
                );
            }
        }
        tags
    }

    /// Name of the folder that holds the wheel's metadata.
    pub fn dist_info(&self) -> String {
        format!("{}-{}.dist-info", self.distribution, self.version)
    }

    /// Whether installers will put this wheel on a CPython with the GIL and on one without.
    pub fn is_universal(&self) -> bool {
        ABIS.iter().all(|abi| self.abis.iter().any(|own| own == abi))
    }

    /// The same wheel under the tags `cp312-abi3.abi3t`.
    ///
    /// # Errors
    /// The wheel is not tagged `cp312-abi3`: another crate of the build chose another ABI.
    pub fn into_universal(mut self) -> Result<Self> {
        let stable = |abi: &String| ABIS.contains(&abi.as_str());
        if self.pythons != [PYTHON]
            || !self.abis.iter().all(stable)
            || !self.abis.contains(&ABIS[0].to_owned())
        {
            bail!(
                "maturin tagged the wheel {}-{} where {PYTHON}-abi3 was expected.\n\
                 everbind asks for that tag through its dependency on `pyo3-ffi`. Features of one package add up, so \
                 see which crate asks for another ABI with `cargo tree -i pyo3-ffi -e features`, and whether \
                 pyproject.toml sets `features` or `bindings` under [tool.maturin].",
                self.pythons.join("."),
                self.abis.join("."),
            );
        }
        self.abis = ABIS.map(str::to_owned).to_vec();
        Ok(self)
    }
}

impl FromStr for WheelName {
    type Err = anyhow::Error;

    fn from_str(file_name: &str) -> Result<Self> {
        let stem = file_name
            .strip_suffix(".whl")
            .with_context(|| format!("{file_name}: not named *.whl"))?;
        let parts: Vec<&str> = stem.split('-').collect();
        let (distribution, version, build, [python, abi, platform]) = match parts[..] {
            [name, version, p, a, l] => (name, version, None, [p, a, l]),
            [name, version, build, p, a, l] => (name, version, Some(build), [p, a, l]),
            _ => {
                bail!("{file_name}: a wheel is named NAME-VERSION[-BUILD]-PYTHON-ABI-PLATFORM.whl")
            }
        };
        if parts.iter().any(|part| part.is_empty()) {
            bail!("{file_name}: a part of the wheel's name is empty");
        }
        let set = |part: &str| part.split('.').map(str::to_owned).collect();
        Ok(WheelName {
            distribution: distribution.to_owned(),
            version: version.to_owned(),
            build: build.map(str::to_owned),
            pythons: set(python),
            abis: set(abi),
            platforms: set(platform),
        })
    }
}

impl fmt::Display for WheelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-", self.distribution, self.version)?;
        if let Some(build) = &self.build {
            write!(f, "{build}-")?;
        }
        write!(
            f,
            "{}-{}-{}.whl",
            self.pythons.join("."),
            self.abis.join("."),
            self.platforms.join(".")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::WheelName;

    fn parse(name: &str) -> WheelName {
        name.parse().expect(name)
    }

    #[test]
    fn names_survive_a_round_trip() {
        for name in [
            "hello-0.1.0-cp312-abi3-linux_x86_64.whl",
            "hello-0.1.0-1b-cp312-abi3-win_amd64.whl",
            "a_b-1.0.dev1+x.y-cp312-abi3.abi3t-manylinux_2_17_aarch64.manylinux2014_aarch64.whl",
        ] {
            assert_eq!(parse(name).to_string(), name);
        }
    }

    #[test]
    fn malformed_names_are_refused() {
        for name in [
            "hello.whl",
            "hello-0.1.0-cp312-abi3-linux_x86_64.zip",
            "a-1--cp312-abi3-any.whl",
            "a-b-c-d-e-f-g.whl",
        ] {
            assert!(name.parse::<WheelName>().is_err(), "{name}");
        }
    }

    #[test]
    fn universal_tags_expand_over_abis_and_platforms() {
        let name = parse("x-1-cp312-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl")
            .into_universal()
            .unwrap();
        assert_eq!(
            name.to_string(),
            "x-1-cp312-abi3.abi3t-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
        );
        assert_eq!(
            name.expand(),
            [
                "cp312-abi3-manylinux_2_17_x86_64",
                "cp312-abi3-manylinux2014_x86_64",
                "cp312-abi3t-manylinux_2_17_x86_64",
                "cp312-abi3t-manylinux2014_x86_64",
            ]
        );
        assert_eq!(
            name.clone().into_universal().unwrap(),
            name,
            "making it universal twice changes nothing"
        );
    }

    #[test]
    fn other_abis_do_not_become_universal() {
        for tags in ["cp39-abi3", "cp312-cp312", "py3-none", "cp312.cp313-abi3", "cp312-abi3t"] {
            let error = parse(&format!("x-1-{tags}-win_amd64.whl"))
                .into_universal()
                .unwrap_err()
                .to_string();
            assert!(error.contains(tags) && error.contains("cargo tree -i pyo3-ffi"), "{error}");
        }
    }
}
