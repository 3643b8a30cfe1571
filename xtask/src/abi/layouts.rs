//! The rows of `layout.rs` against `offsetof` in the full headers.
//!
//! Headers of a build with the GIL, from 3.13 on, describe the build without it too when
//! `Py_GIL_DISABLED` is defined; so rows for builds that are not here are compared all the same.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use everbind_abi::layout::dict::TABLE;
use everbind_abi::layout::{Layout, ROWS};

use super::headers::{compiler, source};
use crate::pythons::Interpreter;
use crate::sh;

const PROGRAM: &str = include_str!("layouts.c");

/// Compares the rows for one interpreter's version; prints a line for each and returns what differs.
///
/// # Errors
/// When the program that prints the offsets does not compile or run.
pub fn check(python: &Interpreter, include: &Path) -> Result<Vec<String>> {
    let (_, minor, _) = python.numbers;
    let mut findings = Vec::new();
    if python.debug {
        return Ok(findings);
    }
    let both = [false, true];
    // A build without the GIL has it in its `pyconfig.h`; one with the GIL can be asked for both.
    let builds =
        if python.free_threaded { &both[1..] } else { &both[..1 + usize::from(minor >= 13)] };
    for &free_threaded in builds {
        let t = if free_threaded { "t" } else { "" };
        let name = format!("layout 3.{minor}{t}");
        let row = ROWS
            .iter()
            .find(|row| (u32::from(row.minor), row.free_threaded) == (minor, free_threaded));
        let Some(row) = row else {
            println!("{name}: no row, the stable ABI is used");
            continue;
        };
        let actual = offsets(python, include, free_threaded)?;
        let mut differing = 0;
        for (field, ours) in fields(row) {
            let theirs = actual.get(field).with_context(|| format!("no {field} printed"))?;
            if *theirs != ours {
                differing += 1;
                findings.push(format!("{name}: {field} is {theirs}, the row has {ours}"));
            }
        }
        println!("{name}: {differing} offsets differ from the headers of {}", python.label());
    }
    Ok(findings)
}

/// What the headers say.
fn offsets(
    python: &Interpreter,
    include: &Path,
    free_threaded: bool,
) -> Result<BTreeMap<String, u32>> {
    let file = source(python, if free_threaded { "offsets-t" } else { "offsets" }, PROGRAM)?;
    let program = file.with_extension("out");
    let mut cc = compiler(include);
    if free_threaded && !python.free_threaded {
        cc.arg("-DPy_GIL_DISABLED=1");
    }
    sh::capture(cc.arg(&file).arg("-o").arg(&program))?;
    let printed = sh::capture(&mut sh::command(&program))?;
    let line = |line: &str| {
        let (field, value) = line.split_once(' ').context("not a field and its offset")?;
        Ok((field.to_owned(), value.parse()?))
    };
    printed.lines().map(line).collect()
}

/// The fields of a row by name.
fn fields(row: &Layout) -> [(&'static str, u32); 38] {
    [
        ("header", row.header),
        ("ob_type", row.ob_type),
        ("ref_local", row.ref_local),
        ("ob_size", row.ob_size),
        ("float_value", row.float_value),
        ("long_tag", row.long_tag),
        ("long_digits", row.long_digits),
        ("list_items", row.list_items),
        ("tuple_items", row.tuple_items),
        ("bytes_data", row.bytes_data),
        ("str_length", row.str_length),
        ("str_state", row.str_state),
        ("str_ascii", row.str_ascii),
        ("str_data", row.str_data),
        ("type_name", row.type_name),
        ("type_basicsize", row.type_basicsize),
        ("type_dealloc", row.type_dealloc),
        ("type_call_offset", row.type_call_offset),
        ("type_methods", row.type_methods),
        ("type_flags", row.type_flags),
        ("type_version", row.type_version),
        ("type_vectorcall", row.type_vectorcall),
        ("dict_used", row.dict_used),
        ("dict_keys", row.dict_keys),
        ("dict_values", row.dict_values),
        ("table_index_log", TABLE.index_log),
        ("table_kind", TABLE.kind),
        ("table_count", TABLE.count),
        ("table_indices", TABLE.indices),
        ("table_general", TABLE.general.into()),
        ("table_texts", TABLE.texts.into()),
        ("date_has_zone", row.date_has_zone),
        ("date_data", row.date_data),
        ("datetime_fold", row.datetime_fold),
        ("datetime_zone", row.datetime_zone),
        ("time_fold", row.time_fold),
        ("time_zone", row.time_zone),
        ("delta_days", row.delta_days),
    ]
}
