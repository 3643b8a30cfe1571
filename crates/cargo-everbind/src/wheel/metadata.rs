//! `WHEEL`, the file that repeats the tags of the wheel's name, expanded.

use anyhow::{Result, bail};

/// The lines of a `WHEEL` file, in order.
#[derive(Clone, Debug)]
pub struct WheelFile {
    fields: Vec<(String, String)>,
}

impl WheelFile {
    /// Reads `Key: value` lines.
    ///
    /// # Errors
    /// A line is of another form.
    pub fn parse(text: &str) -> Result<Self> {
        let mut fields = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match line.split_once(':') {
                Some((key, value)) => fields.push((key.trim().to_owned(), value.trim().to_owned())),
                None => bail!("WHEEL: not of the form `Key: value`: `{line}`"),
            }
        }
        Ok(WheelFile { fields })
    }

    /// The first value under this key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(key))
            .map(|(_, value)| value.as_str())
    }

    /// The tags, in order.
    pub fn tags(&self) -> Vec<&str> {
        self.fields.iter().filter(|(key, _)| is_tag(key)).map(|(_, value)| value.as_str()).collect()
    }

    /// Puts these tags in place of the present ones.
    pub fn set_tags(&mut self, tags: Vec<String>) {
        let place =
            self.fields.iter().position(|(key, _)| is_tag(key)).unwrap_or(self.fields.len());
        self.fields.retain(|(key, _)| !is_tag(key));
        self.fields.splice(place..place, tags.into_iter().map(|tag| ("Tag".to_owned(), tag)));
    }

    /// The text of the file.
    pub fn render(&self) -> String {
        self.fields.iter().map(|(key, value)| format!("{key}: {value}\n")).collect()
    }
}

fn is_tag(key: &str) -> bool {
    key.eq_ignore_ascii_case("Tag")
}

#[cfg(test)]
mod tests {
    use super::WheelFile;

    #[test]
    fn tags_are_replaced_in_place() {
        let text =
            "Wheel-Version: 1.0\nGenerator: maturin (1.16.0)\nTag: a-b-c\nTag: d-e-f\nBuild: 1\n";
        let mut file = WheelFile::parse(text).unwrap();
        assert_eq!(file.render(), text);
        assert_eq!((file.tags(), file.get("build")), (vec!["a-b-c", "d-e-f"], Some("1")));
        file.set_tags(vec!["x-y-z".into()]);
        assert_eq!(
            file.render(),
            "Wheel-Version: 1.0\nGenerator: maturin (1.16.0)\nTag: x-y-z\nBuild: 1\n"
        );
        assert!(WheelFile::parse("Tag").is_err());
    }
}
