//! Lists and mappings in lines.

use super::mapping::{Mapping, end_of, end_of_entry, refused};
use super::{Format, Refused, Replacement};
use crate::parse::yaml::{Entry, Node, NodeValue};

/// Keys in the order in which authors are shown them: a new one comes after all that stand before it here.
const ORDER: &[&str] = &[
    "id",
    "slug",
    "name",
    "title",
    "native_name",
    "sort_name",
    "kind",
    "aliases",
    "date",
    "updated",
    "information_cutoff",
    "summary",
    "key_points",
    "authors",
    "actors",
    "countries",
    "topics",
    "events",
    "sources",
    "figures",
    "roles",
    "relations",
    "born",
    "died",
    "founded",
    "dissolved",
    "corrections",
    "image",
    "identifiers",
    "website",
    "marking",
    "status",
    "publish_at",
    "expires",
    "redirects",
];

/// Keys that come first where none stands before them.
const FIRST: &[&str] = &["id", "slug", "name", "title"];

/// Adds values at the end of a list of lines that begin with `-`.
pub fn add_items(
    mapping: &Mapping<'_>,
    entry: &Entry,
    items: &[Node],
    values: &[&str],
) -> Result<Vec<Replacement>, Refused> {
    // An alias has the place of its anchor, which may be before the list.
    let last = items.last().filter(|last| last.span.start > entry.key_span.end);
    let last = last.ok_or_else(|| refused(&entry.key))?;
    let dash = items.iter().find_map(|item| dash_before(mapping.text, item.span.start as usize));
    let dash = dash.or_else(|| dash_at(mapping.text, entry.value.span.start as usize));
    let dash = dash.ok_or_else(|| refused(&entry.key))?;
    let lines: Vec<String> = values.iter().map(|value| format!("{dash}{}", mapping.scalar(value))).collect();
    Ok(vec![after_line(mapping, end_of(last), &lines)])
}

/// `  - `: what stands before an item on its line.
fn dash_before(text: &str, item: usize) -> Option<String> {
    let start = text[..item].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[start..item];
    let gap = before.trim_start_matches(' ').strip_prefix('-')?;
    (!gap.is_empty() && gap.trim_matches(' ').is_empty()).then(|| before.to_owned())
}

/// The same where the items themselves begin below their dashes; the list begins with its first.
fn dash_at(text: &str, list: usize) -> Option<String> {
    let start = text[..list].rfind('\n').map_or(0, |newline| newline + 1);
    let indent = &text[start..list];
    (text[list..].starts_with('-') && indent.trim_matches(' ').is_empty()).then(|| format!("{indent}- "))
}

/// Lines after the one in which something ends.
fn after_line(mapping: &Mapping<'_>, end: usize, lines: &[String]) -> Replacement {
    let eol = mapping.line_end();
    match mapping.text[end..].find('\n') {
        Some(newline) => {
            let lines: String = lines.iter().map(|line| format!("{line}{eol}")).collect();
            Replacement::insert(end + newline + 1, lines)
        }
        None => {
            let lines: String = lines.iter().map(|line| format!("{eol}{line}")).collect();
            Replacement::insert(mapping.text.len(), lines)
        }
    }
}

/// Adds a key on a line of its own.
pub fn add_key(mapping: &Mapping<'_>, key: &str, value: &str) -> Result<Vec<Replacement>, Refused> {
    let sign = if mapping.is_toml() { " = " } else { ": " };
    let line = format!("{key}{sign}{value}");
    if mapping.own().is_none() || mapping.entries().is_empty() {
        return first_key(mapping, &line);
    }
    if mapping.is_toml() {
        return toml_key(mapping, key, &line);
    }
    let before = neighbour(mapping.entries(), key).ok_or_else(|| refused(key))?;
    let indent = indent(mapping).ok_or_else(|| refused(key))?;
    Ok(vec![after_line(mapping, end_of_entry(before), &[format!("{indent}{line}")])])
}

/// The entry behind which a key belongs.
fn neighbour<'e>(entries: &'e [Entry], key: &str) -> Option<&'e Entry> {
    let rank = |key: &str| ORDER.iter().position(|known| *known == key);
    let own = rank(key);
    let earlier = entries.iter().filter(|entry| rank(&entry.key).is_some_and(|rank| Some(rank) < own));
    let by_place = |entry: &&Entry| entry.key_span.start;
    let near = earlier.max_by_key(by_place);
    let fallback = if FIRST.contains(&key) {
        entries.iter().min_by_key(by_place)
    } else {
        entries.iter().max_by_key(by_place)
    };
    near.or(fallback)
}

/// The blanks before each key: as many as stand before one that begins its line, or as are needed below one behind a dash.
fn indent(mapping: &Mapping<'_>) -> Option<String> {
    let before = |entry: &Entry| {
        let start = entry.key_span.start as usize;
        let line = mapping.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        mapping.text[line..start].trim_start_matches('\u{feff}')
    };
    let mut all = mapping.entries().iter().map(before);
    let first = all.clone().next()?;
    let own = all.find(|before| before.trim_matches(' ').is_empty());
    let is_dashes = first.chars().all(|character| matches!(character, ' ' | '-'));
    own.map(str::to_owned).or_else(|| is_dashes.then(|| " ".repeat(first.len())))
}

/// Into metadata that says nothing yet.
fn first_key(mapping: &Mapping<'_>, line: &str) -> Result<Vec<Replacement>, Refused> {
    let eol = mapping.line_end();
    let (at, text) = match (&mapping.written.range, mapping.place.format) {
        (None, _) => (mapping.written.body, format!("---{eol}{line}{eol}---{eol}")),
        (Some(range), Format::Text) => (range.end, format!("{line}{eol}")),
        (Some(range), Format::Metadata) => {
            let begins = range.is_empty() || mapping.text.ends_with('\n');
            (range.end, if begins { format!("{line}{eol}") } else { format!("{eol}{line}{eol}") })
        }
    };
    Ok(vec![Replacement::insert(at, text)])
}

/// Keys of TOML's root stand before its first table.
fn toml_key(mapping: &Mapping<'_>, key: &str, line: &str) -> Result<Vec<Replacement>, Refused> {
    let range = mapping.written.range.clone().ok_or_else(|| refused(key))?;
    let begins_line = |entry: &&Entry| {
        let start = entry.key_span.start as usize;
        let line = mapping.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        mapping.text[line..start].trim().is_empty()
    };
    let is_value = |entry: &&Entry| begins_line(entry) && !matches!(entry.value.value, NodeValue::Map(_));
    let plain: Vec<Entry> = mapping.entries().iter().filter(is_value).cloned().collect();
    match neighbour(&plain, key) {
        Some(before) => Ok(vec![after_line(mapping, end_of_entry(before), &[line.to_owned()])]),
        None => Ok(vec![Replacement::insert(range.start, format!("{line}{}", mapping.line_end()))]),
    }
}
