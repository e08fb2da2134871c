//! Edits of a file's text that touch nothing but what they are asked for.
//!
//! In: a text, and what to put where: into given places, or into its metadata under a key. Out: the new text, with every
//! other byte as it was: comments, order, quotes, indentation, line ends. It is read once more before it is handed out: what
//! the metadata said, it still says, with the one difference that was asked for. What cannot be done surely is refused. It
//! knows no key's meaning, no other file and no disk.

use std::fmt;
use std::ops::Range;

mod blocks;
mod brackets;
mod change;
mod mapping;
mod proof;
#[cfg(test)]
mod tests;
mod yaml;

use self::change::Change;
use self::mapping::Mapping;
pub use self::yaml::scalar;
use crate::source::is_metadata;

/// A range of bytes and what shall stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    pub range: Range<usize>,
    pub text: String,
}

impl Replacement {
    pub fn new(range: Range<usize>, text: impl Into<String>) -> Self {
        Replacement { range, text: text.into() }
    }

    fn insert(at: usize, text: impl Into<String>) -> Self {
        Replacement::new(at..at, text)
    }
}

/// Why an edit is not made. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What sort of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A text, with its metadata between `---` or `+++` lines at its top.
    Text,
    /// Metadata alone: a sidecar, an item or a list of items, defaults.
    Metadata,
}

impl Format {
    pub fn of(path: &str) -> Self {
        if is_metadata(path) { Format::Metadata } else { Format::Text }
    }
}

/// In which mapping of a file's metadata the key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub format: Format,
    /// The byte at which the mapping of one item begins, where the file holds several; none: the file's own mapping.
    pub item: Option<usize>,
}

impl From<Format> for Place {
    fn from(format: Format) -> Self {
        Place { format, item: None }
    }
}

/// Puts texts in the place of others. Equal replacements of one place count once.
///
/// # Errors
///
/// Where two places overlap, or one is none of this text.
pub fn replace(text: &str, replacements: &[Replacement]) -> Result<String, Refused> {
    let mut sorted: Vec<&Replacement> = replacements.iter().collect();
    sorted.sort_by_key(|replacement| (replacement.range.start, replacement.range.end));
    sorted.dedup_by(|later, earlier| later == earlier && !later.range.is_empty());
    let mut out = String::with_capacity(text.len() + 64);
    let mut done = 0;
    for Replacement { range, text: new } in sorted {
        let before = text.get(done..range.start).filter(|_| text.get(range.clone()).is_some());
        out.push_str(before.ok_or_else(|| Refused("two edits want the same place".to_owned()))?);
        out.push_str(new);
        done = range.end;
    }
    out.push_str(&text[done..]);
    Ok(out)
}

/// Adds values to the list of a key: at its end, or with the key where it is missing.
///
/// # Errors
///
/// Where the metadata has mistakes, or the list is written in a way that cannot be added to surely.
pub fn add_to_list(
    text: &str,
    place: impl Into<Place>,
    key: &str,
    values: &[&str],
) -> Result<String, Refused> {
    replace(text, &adding_to_list(text, place, key, values)?)
}

/// The replacements by which [`add_to_list`] does it, for somebody who has more to do in that text.
///
/// # Errors
///
/// As [`add_to_list`].
pub fn adding_to_list(
    text: &str,
    place: impl Into<Place>,
    key: &str,
    values: &[&str],
) -> Result<Vec<Replacement>, Refused> {
    proven(text, place.into(), &Change::Add { key, values })
}

/// The replacements that give a key a text as its value, whether it is there already or not.
///
/// # Errors
///
/// As [`add_to_list`], and where it has a list or a mapping.
pub fn setting(
    text: &str,
    place: impl Into<Place>,
    key: &str,
    value: &str,
) -> Result<Vec<Replacement>, Refused> {
    proven(text, place.into(), &Change::Set { key, value })
}

fn proven(text: &str, place: Place, change: &Change<'_>) -> Result<Vec<Replacement>, Refused> {
    let before = Mapping::find(text, place)?;
    let replacements = before.replacements(change)?;
    let edited = replace(text, &replacements)?;
    let after = Mapping::find(&edited, place).map_err(|_| unsure(change.key()))?;
    if proof::holds(&before, &after, change) { Ok(replacements) } else { Err(unsure(change.key())) }
}

fn unsure(key: &str) -> Refused {
    Refused(format!("`{key}` cannot be edited surely without touching what stands around it"))
}

/// The source of a scalar with another text in it, in the quotes that it has.
pub fn rescalar(source: &str, text: &str) -> String {
    let is_simple = !text.contains(['\'', '"', '\\']) && !text.contains(char::is_control);
    match source.chars().next() {
        Some(quote @ ('\'' | '"')) if is_simple => format!("{quote}{text}{quote}"),
        _ => scalar(text),
    }
}
