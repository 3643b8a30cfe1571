//! Rust's declarations in C.

use anyhow::{Context, Result, bail};

use super::declarations::{Function, closing, commas};

/// A type of Rust, as a type of C that can stand before a name.
pub fn of(rust: &str) -> Result<String> {
    let simple = match rust {
        "" | "!" | "c_void" => "void",
        "c_char" => "char",
        "c_int" => "int",
        "c_uint" => "unsigned int",
        "c_long" => "long",
        "c_ulong" => "unsigned long",
        "c_longlong" => "long long",
        "c_ulonglong" => "unsigned long long",
        "c_double" => "double",
        "usize" => "size_t",
        "i32" => "int32_t",
        "i64" => "int64_t",
        "u32" => "uint32_t",
        "u64" => "uint64_t",
        _ => "",
    };
    if !simple.is_empty() {
        return Ok(simple.into());
    }
    if let Some(pointee) = rust.strip_prefix("*mut ") {
        return Ok(format!("{} *", of(pointee)?));
    }
    if let Some(pointee) = rust.strip_prefix("*const ") {
        return Ok(format!("{} const *", of(pointee)?));
    }
    // A nullable pointer to a function.
    if let Some(inner) = rust.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>')) {
        return of(inner);
    }
    if let Some(rest) = rust.strip_prefix("unsafe extern \"C\" fn(") {
        let (parameters, rest) =
            rest.split_at(closing(rest).with_context(|| format!("{rust:?} does not end"))?);
        let result = rest[1..].trim().strip_prefix("-> ").unwrap_or_default();
        return Ok(format!(
            "__typeof__({} (*)({}))",
            of(result)?,
            list(commas(parameters), false)?
        ));
    }
    if rust.contains(|c: char| !c.is_alphanumeric() && c != '_') {
        bail!("no type of C for {rust:?}");
    }
    Ok(rust.into())
}

/// The function, declared once more. In brackets its name is no macro.
pub fn declaration(function: &Function) -> Result<String> {
    let parameters = function.parameters.iter().map(String::as_str).collect();
    Ok(format!(
        "extern {} ({})({});",
        of(&function.result)?,
        function.name,
        list(parameters, function.variadic)?
    ))
}

fn list(parameters: Vec<&str>, variadic: bool) -> Result<String> {
    let mut parameters = parameters.into_iter().map(of).collect::<Result<Vec<_>>>()?;
    if variadic {
        parameters.push("...".into());
    }
    Ok(if parameters.is_empty() { "void".into() } else { parameters.join(", ") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types() {
        for (rust, c) in [
            ("*const *mut PyObject", "PyObject * const *"),
            ("*const c_char", "char const *"),
            ("Option<PyCapsule_Destructor>", "PyCapsule_Destructor"),
            ("Option<unsafe extern \"C\" fn(*mut c_void) -> c_int>", "__typeof__(int (*)(void *))"),
            ("Option<unsafe extern \"C\" fn()>", "__typeof__(void (*)(void))"),
        ] {
            assert_eq!(of(rust).unwrap(), c);
        }
        assert!(of("&str").is_err());
    }
}
