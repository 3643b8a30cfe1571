//! Tables: aligned on a terminal, and in Markdown.

/// Lays out `rows` in columns under `head`. A column whose head ends in `>` is aligned right.
pub fn table(head: &[impl AsRef<str>], rows: &[Vec<String>]) -> String {
    let right: Vec<_> = head.iter().map(|h| h.as_ref().ends_with('>')).collect();
    let head: Vec<_> = head.iter().map(|h| h.as_ref().trim_end_matches('>').to_owned()).collect();
    let mut width = vec![0; head.len()];
    for row in std::iter::once(&head).chain(rows) {
        for (w, cell) in width.iter_mut().zip(row) {
            *w = (*w).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in std::iter::once(&head).chain(rows) {
        let mut line = String::new();
        for (i, cell) in row.iter().enumerate() {
            let w = width[i];
            line += &if right[i] { format!("{cell:>w$}  ") } else { format!("{cell:<w$}  ") };
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// The same for a page of the guide.
pub fn markdown(head: &[impl AsRef<str>], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rules: String =
        head.iter().map(|h| if h.as_ref().ends_with('>') { "|--:" } else { "|---" }).collect();
    let head: Vec<_> = head.iter().map(|h| h.as_ref().trim_end_matches('>').to_owned()).collect();
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("{}{rules}|\n{rows}", line(&head))
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_of_markdown_are_aligned() {
        let rows = [vec!["a".into(), "1".into()]];
        let text = "| name | ns |\n|---|--:|\n| a | 1 |\n";
        assert_eq!(super::markdown(&["name", "ns>"], &rows), text);
    }

    #[test]
    fn columns_are_aligned() {
        let rows = [vec!["a".into(), "1".into()], vec!["long".into(), "100".into()]];
        assert_eq!(super::table(&["name", "ns>"], &rows), "name   ns\na       1\nlong  100\n");
    }
}
