//! A file of metadata while it is written, line by line. In: keys, values and the option that each came from. Out: a
//! text, and for any place in it the option that is to be blamed. It knows no kind of item.

use std::ops::Range;

use super::NewFile;
use crate::edit::scalar;

/// A new file of content, and where in it each option went.
#[derive(Clone, Debug)]
pub struct Draft {
    pub file: NewFile,
    options: Vec<(Range<usize>, &'static str)>,
}

impl Draft {
    /// The option whose value stands at an offset of the text.
    pub fn option_at(&self, offset: usize) -> Option<&'static str> {
        self.options.iter().find(|(range, _)| range.contains(&offset)).map(|(_, option)| *option)
    }
}

/// The lines of a draft.
#[derive(Default)]
pub struct Lines {
    text: String,
    options: Vec<(Range<usize>, &'static str)>,
}

/// How far to the right a hint's explanation begins.
const EXPLAINED_AT: usize = 44;

impl Lines {
    /// A line as it is.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// `key: value`, quoted where it must be.
    pub fn text(&mut self, key: &str, option: &'static str, value: &str) {
        self.pair(key, option, &scalar(value));
    }

    /// A date or a marking, which needs no quotes if it is right.
    pub fn word(&mut self, key: &str, option: &'static str, value: &str) {
        self.pair(key, option, &if is_bare(value) { value.to_owned() } else { scalar(value) });
    }

    /// `key: [a, b]`; nothing where there are no values.
    pub fn list(&mut self, key: &str, option: &'static str, values: &[String]) {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| scalar(value.trim())).collect();
            self.pair(key, option, &format!("[{}]", values.join(", ")));
        }
    }

    fn pair(&mut self, key: &str, option: &'static str, value: &str) {
        let start = self.text.len();
        self.line(&format!("{key}: {value}"));
        self.options.push((start..self.text.len(), option));
    }

    /// A key that could be there, as a comment that says what it is for; nothing where the key is there.
    pub fn hint(&mut self, pair: &str, why: &str) {
        let key = pair.split(':').next().unwrap_or(pair);
        let given =
            self.text.lines().any(|line| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')));
        if !given {
            self.line(&format!("# {pair:EXPLAINED_AT$}  # {why}"));
        }
    }

    pub fn into_draft(self, path: String) -> Draft {
        Draft { file: NewFile { path, text: self.text }, options: self.options }
    }
}

/// Dates, times and markings as they should be, all of which hold a digit or begin with `TLP:`. What is made of the same
/// characters otherwise could mean something to YAML.
fn is_bare(value: &str) -> bool {
    let known = value.starts_with("TLP:") || value.contains(|letter: char| letter.is_ascii_digit());
    let part = |byte: u8| byte.is_ascii_alphanumeric() || b"-+:./~".contains(&byte);
    known && value.bytes().all(part) && !value.ends_with(':') && !value.starts_with([':', '~'])
}
