//! Compile errors as tests; see `tests/ui.rs`.
