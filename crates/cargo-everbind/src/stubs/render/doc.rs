//! Docstrings.

/// The docstring of something whose body is indented `depth` times, as `ruff format` leaves it.
pub fn string(doc: &str, depth: usize) -> String {
    let indent = "    ".repeat(depth);
    let lines: Vec<&str> = doc.trim().lines().map(str::trim_end).collect();
    let raw = doc.contains('\\') && !doc.contains("\"\"\"") && !doc.trim_end().ends_with('\\');
    let mut text = format!("{indent}{}\"\"\"", if raw { "r" } else { "" });
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            text.push('\n');
            if !line.is_empty() {
                text += &indent;
            }
        }
        text += &if raw { (*line).to_owned() } else { escape(line) };
    }
    if lines.len() > 1 {
        text.push('\n');
        text += &indent;
    } else if text.ends_with(['"', '\\']) {
        text.push(' ');
    }
    text += "\"\"\"\n";
    text
}

fn escape(line: &str) -> String {
    let mut text = line.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
    // What a source file cannot hold, or would read as the end of a line.
    text = text
        .chars()
        .map(|c| {
            if c.is_control() && c != '\t' { format!("\\x{:02x}", c as u32) } else { c.to_string() }
        })
        .collect();
    text
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn docstrings_are_escaped_and_indented() {
        assert_eq!(string("Adds.", 1), "    \"\"\"Adds.\"\"\"\n");
        assert_eq!(string(" Adds.\n\n  more \n", 1), "    \"\"\"Adds.\n\n      more\n    \"\"\"\n");
        assert_eq!(string("says \"hi\"", 0), "\"\"\"says \"hi\" \"\"\"\n");
        assert_eq!(string("a \\d", 0), "r\"\"\"a \\d\"\"\"\n");
        assert_eq!(string("a \\", 0), "\"\"\"a \\\\ \"\"\"\n");
        assert_eq!(string("a \"\"\" b\\", 0), "\"\"\"a \\\"\\\"\\\" b\\\\ \"\"\"\n");
        assert_eq!(string("a \u{7} b", 0), "\"\"\"a \\x07 b\"\"\"\n");
    }
}
