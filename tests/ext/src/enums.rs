//! Enums of Python's own: all kinds, their values and methods, both conversions.

use std::collections::HashMap;
use std::fmt;

use everbind::prelude::*;
use everbind::types::PyType;

/// How a light shines.
#[pyclass(enum = "Enum", module = "everbind_tests.enums", rename_all = "SCREAMING_SNAKE_CASE", str)]
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Light {
    /// Do not go.
    DeepRed,
    Amber = 7,
    #[pyo3(name = "GO")]
    Green,
    #[cfg(any())]
    Missing,
    Off = -1,
}

impl fmt::Display for Light {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "light {self:?}")
    }
}

#[pymethods]
impl Light {
    /// The next one.
    fn next(&self) -> Self {
        match self {
            Self::DeepRed => Self::Green,
            Self::Green => Self::Amber,
            Self::Amber | Self::Off => Self::DeepRed,
        }
    }

    #[pyo3(signature = (times, *, dark = Light::Off))]
    fn blink(&self, times: usize, dark: Light) -> Vec<Light> {
        (0..times).flat_map(|_| [*self, dark]).collect()
    }

    #[getter]
    fn is_warm(&self) -> bool {
        matches!(self, Self::DeepRed | Self::Amber)
    }

    #[staticmethod]
    fn first() -> Self {
        Self::DeepRed
    }

    #[classmethod]
    fn class_name(cls: &Bound<'_, PyType>) -> PyResult<String> {
        Ok(cls.name()?.to_string())
    }

    fn itself(slf: &Bound<'_, Self>) -> Py<Self> {
        slf.clone().unbind()
    }

    fn fail(&self) -> PyResult<()> {
        Err(pyo3_error(&format!("{self:?}")))
    }

    fn panics(&self) {
        panic!("{self:?} is broken")
    }

    #[classattr]
    const COUNT: usize = 4;

    #[classattr]
    const FAVOURITE: Self = Self::Green;

    #[classattr]
    fn darkest() -> Light {
        Light::Off
    }

    fn __add__(&self, other: i64) -> i64 {
        *self as i64 + other
    }

    fn __len__(&self) -> usize {
        3
    }
}

fn pyo3_error(text: &str) -> PyErr {
    everbind::exceptions::PyValueError::new_err(text.to_owned())
}

#[pyclass(enum = "IntEnum", module = "everbind_tests.enums")]
#[derive(Clone, Copy, PartialEq, Debug)]
#[repr(u8)]
pub enum Priority {
    Low = 1,
    High = 200,
}

#[pymethods]
impl Priority {
    fn __repr__(&self) -> String {
        format!("<{self:?}>")
    }

    fn __str__(&self) -> &'static str {
        "a priority"
    }

    fn __bool__(&self) -> bool {
        *self == Self::High
    }

    fn __lt__(&self, other: &Self) -> bool {
        (*self as u8) > *other as u8
    }
}

#[pyclass(enum = "StrEnum", module = "everbind_tests.enums", name = "Format")]
#[derive(Debug)]
pub enum OutputFormat {
    Json,
    #[pyo3(value = "application/x-yaml")]
    Yaml,
}

#[pyclass(enum = "Enum", module = "everbind_tests.enums")]
#[derive(PartialEq)]
pub enum Planet {
    #[pyo3(value = (3.303e23, 2.4397e6))]
    Mercury,
    #[pyo3(value = (4.869e24, 6.0518e6))]
    Venus,
    #[pyo3(value = "third")]
    Earth,
}

/// May one read, write, or execute?
#[pyclass(enum = "Flag", module = "everbind_tests.enums")]
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Permissions(u8);

#[pymethods]
impl Permissions {
    /// Reading.
    #[classattr]
    pub const READ: Self = Permissions(1);
    #[classattr]
    pub const WRITE: Permissions = Permissions(2);
    #[classattr]
    pub const EXECUTE: Self = Permissions(4);
    #[classattr]
    #[pyo3(name = "ALL")]
    pub const EVERYTHING: Self = Permissions(7);
    #[classattr]
    const MASK: u8 = 7;

    fn without(&self, other: Permissions) -> Self {
        Permissions(self.0 & !other.0)
    }

    #[getter]
    fn octal(&self) -> String {
        format!("{:o}", self.0)
    }

    fn __sub__(&self, other: &Self) -> Self {
        self.without(*other)
    }
}

#[pyclass(enum = "IntFlag", module = "everbind_tests.enums")]
#[derive(Clone, Copy)]
pub struct Wide(u64);

#[pymethods]
impl Wide {
    #[classattr]
    const FIRST: Self = Wide(1);
    #[classattr]
    const LAST: Self = Wide(1 << 63);
}

#[pyclass(enum = "Flag")]
#[derive(Debug)]
pub enum Style {
    Bold = 1,
    Italic = 2,
}

#[pymethods]
impl Style {
    fn tag(&self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// Fails when it is made.
#[pyclass(enum = "Enum")]
pub enum Same {
    #[pyo3(value = "x")]
    A,
    #[pyo3(value = "x")]
    B,
}

/// Fails when it is made.
#[pyclass(enum = "Flag")]
pub enum Negative {
    A = -1,
}

#[pymodule(submodule, name = "enums")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{Light, OutputFormat, Permissions, Planet, Priority, Style, Wide};

    #[pyfunction]
    fn describe(light: Light) -> String {
        format!("{light:?}")
    }

    #[pyfunction]
    fn by_reference(light: &Light, other: Option<&Light>) -> (i64, Option<i64>) {
        (*light as i64, other.map(|light| *light as i64))
    }

    #[pyfunction]
    fn handle<'py>(light: Bound<'py, Light>) -> Bound<'py, Light> {
        light
    }

    #[pyfunction]
    fn all_of(lights: Vec<Light>) -> HashMap<Light, usize> {
        let mut counts = HashMap::new();
        for light in lights {
            *counts.entry(light).or_default() += 1;
        }
        counts
    }

    #[pyfunction]
    fn lights() -> Vec<Light> {
        vec![Light::DeepRed, Light::Amber, Light::Green, Light::Off]
    }

    #[pyfunction]
    fn pair(light: (Light, Priority)) -> (Priority, Light) {
        (light.1, light.0)
    }

    #[pyfunction]
    fn format_of(format: OutputFormat) -> String {
        format!("{format:?}")
    }

    #[pyfunction]
    fn yaml() -> OutputFormat {
        OutputFormat::Yaml
    }

    #[pyfunction]
    fn is_earth(planet: &Planet) -> bool {
        *planet == Planet::Earth
    }

    #[pyfunction]
    fn bits(permissions: Permissions) -> u8 {
        permissions.0
    }

    #[pyfunction]
    fn of_bits(bits: u8) -> Permissions {
        Permissions(bits)
    }

    #[pyfunction]
    fn wide(wide: Wide) -> u64 {
        wide.0
    }

    #[pyfunction]
    fn of_wide(bits: u64) -> Wide {
        Wide(bits)
    }

    #[pyfunction]
    fn style(style: &Style) -> String {
        style.tag()
    }

    #[pyfunction]
    fn class_of(py: Python<'_>, which: &str) -> PyResult<()> {
        match which {
            "same" => Same::B.into_pyobject(py).map(drop),
            _ => Negative::A.into_pyobject(py).map(drop),
        }
    }

    #[pyfunction]
    fn takes_none(light: Option<Light>) -> bool {
        light.is_none()
    }
}
