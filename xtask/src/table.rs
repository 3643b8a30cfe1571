//! An aligned table on a terminal.

/// Lays out `rows` in columns under `head`. A column of figures (head ending in `>`) is aligned right.
pub fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let right = head.map(|h| h.ends_with('>'));
    let head = head.map(|h| h.trim_end_matches('>').to_owned());
    let mut width = [0; N];
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

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_aligned() {
        let rows = [["a".into(), "1".into()], ["long".into(), "100".into()]];
        assert_eq!(super::table(["name", "ns>"], &rows), "name   ns\na       1\nlong  100\n");
    }
}
