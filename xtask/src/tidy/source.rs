//! Splits Rust source into code and comments, line by line.

/// One line of a file. String and character literals are emptied in `code`.
#[derive(Debug, Default, PartialEq)]
pub struct Line {
    pub code: String,
    pub comment: String,
}

enum State {
    Code,
    LineComment,
    /// Block comments nest.
    BlockComment(u32),
    Str,
    /// A raw string and how many `#` end it.
    Raw(usize),
}

/// Splits a whole file. Good enough for rustfmt-formatted sources.
pub fn split(text: &str) -> Vec<Line> {
    let chars: Vec<char> = text.chars().collect();
    let mut lines = vec![Line::default()];
    let mut state = State::Code;
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        let rest = &chars[i..];
        let mut step = 1;
        if c == '\n' {
            if matches!(state, State::LineComment) {
                state = State::Code;
            }
            lines.push(Line::default());
            i += 1;
            continue;
        }
        let line = lines.last_mut().expect("one line at least");
        match state {
            State::Code => {
                if rest.starts_with(&['/', '/']) {
                    (state, step) = (State::LineComment, 2);
                } else if rest.starts_with(&['/', '*']) {
                    (state, step) = (State::BlockComment(1), 2);
                } else if c == '"' {
                    line.code.push('"');
                    state = State::Str;
                } else if let Some((length, hashes)) =
                    raw_string(rest).filter(|_| !in_word(&chars, i))
                {
                    line.code.push('"');
                    (state, step) = (State::Raw(hashes), length);
                } else if let Some(length) = character(rest) {
                    line.code.push_str("' '");
                    step = length;
                } else {
                    line.code.push(c);
                }
            }
            State::LineComment => line.comment.push(c),
            State::BlockComment(depth) => {
                if rest.starts_with(&['*', '/']) {
                    step = 2;
                    state = if depth == 1 { State::Code } else { State::BlockComment(depth - 1) };
                } else if rest.starts_with(&['/', '*']) {
                    (state, step) = (State::BlockComment(depth + 1), 2);
                } else {
                    line.comment.push(c);
                }
            }
            State::Str => {
                if c == '\\' && rest.get(1) != Some(&'\n') {
                    step = 2;
                } else if c == '"' {
                    line.code.push('"');
                    state = State::Code;
                }
            }
            State::Raw(hashes) => {
                let closes =
                    c == '"' && rest[1..].iter().take_while(|c| **c == '#').count() >= hashes;
                if closes {
                    line.code.push('"');
                    (state, step) = (State::Code, 1 + hashes);
                }
            }
        }
        i += step;
    }
    lines
}

/// Length of the opening of a raw string (`r"`, `br#"`, `cr"`), and its number of `#`.
fn raw_string(rest: &[char]) -> Option<(usize, usize)> {
    let prefix = match rest {
        ['b' | 'c', 'r', ..] => 2,
        ['r', ..] => 1,
        _ => return None,
    };
    let hashes = rest[prefix..].iter().take_while(|c| **c == '#').count();
    (rest.get(prefix + hashes) == Some(&'"')).then_some((prefix + hashes + 1, hashes))
}

fn in_word(chars: &[char], i: usize) -> bool {
    i > 0 && (chars[i - 1].is_alphanumeric() || chars[i - 1] == '_')
}

/// Length of a character literal, if this is one and not a lifetime.
fn character(rest: &[char]) -> Option<usize> {
    match rest {
        ['\'', '\\', _, tail @ ..] => Some(4 + tail.iter().position(|c| *c == '\'')?),
        ['\'', _, '\'', ..] => Some(3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, code: &[&str], comments: &[&str]) {
        let lines = split(text);
        assert_eq!(lines.iter().map(|l| l.code.as_str()).collect::<Vec<_>>(), code);
        assert_eq!(lines.iter().map(|l| l.comment.as_str()).collect::<Vec<_>>(), comments);
    }

    #[test]
    fn comments_and_strings_are_not_code() {
        check("let a = \"unsafe {\"; // b", &["let a = \"\"; "], &[" b"]);
    }

    #[test]
    fn raw_strings_span_lines() {
        check("x(r#\"a \" {\nb\"#) y", &["x(\"", "\") y"], &["", ""]);
    }

    #[test]
    fn lifetimes_are_no_characters() {
        check("fn f<'a>(x: &'a str) { '\"' }", &["fn f<'a>(x: &'a str) { ' ' }"], &[""]);
        check(r"let q = '\''; let u = '\u{41}';", &["let q = ' '; let u = ' ';"], &[""]);
    }

    #[test]
    fn block_comments_nest() {
        check("a /* b /* c */ d */ e", &["a  e"], &[" b  c  d "]);
    }
}
