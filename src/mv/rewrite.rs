//! The edits that a use needs: which bytes of its file name the item, and what shall stand there instead.
//!
//! In: a use, and how it is to name its item. Out: an [`Edit`]. Where a place cannot be told surely it says so.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::paths::{self, Part, Style};
use super::survey::{Known, Renamed, Survey};
use crate::edit::{Format, Replacement, rescalar};
use crate::link::{Use, Way};
use crate::model::document::Kind;
use crate::model::slug::name_key;
use crate::parse::body::definitions;
use crate::parse::{Written, body_options};
use crate::source::{FileId, Span};

/// What changes in a file, as it is now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    pub start: usize,
    pub end: usize,
    pub new: String,
}

impl Edit {
    pub fn new(range: Range<usize>, new: impl Into<String>) -> Self {
        Edit { start: range.start, end: range.end, new: new.into() }
    }

    pub fn replacement(&self) -> Replacement {
        Replacement::new(self.start..self.end, self.new.clone())
    }
}

/// Edits by path.
pub type Edits = BTreeMap<String, Vec<Edit>>;

/// Where nobody can tell which bytes to change.
#[derive(Clone, Debug)]
pub struct Unsure(pub Span);

/// How far a name is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whether {
    /// Where it is the id: a name stays a name.
    ById,
    /// Whatever it is, for it leads there no more.
    Always,
    /// The same, and with the kind before it, for the id alone means others too.
    WithKind,
}

/// What names an item in that way.
pub fn name_for(item: &Known, way: Way) -> &str {
    match (&item.local, way) {
        (Some(local), Way::Metadata | Way::Citation) => local,
        _ => &item.id,
    }
}

/// The edit by which a use names an item as `new`; none where it calls it by another name than its id.
pub fn name(
    survey: &Survey,
    used: &Use,
    item: &Known,
    new: &str,
    whether: Whether,
) -> Result<Option<Edit>, Unsure> {
    let span = used.at.span;
    let source = source(survey, span);
    let (prefix, written) = without_kind(&used.at.value, item.kind);
    if whether == Whether::ById && !is_id(written, item, used.way) {
        return Ok(None);
    }
    let kind = match whether {
        Whether::WithKind => format!("{}:", item.kind.word()),
        _ => prefix.to_owned(),
    };
    let new = format!("{kind}{new}");
    let unsure = || Unsure(span);
    let edit = match used.way {
        Way::Metadata => scalar(source, span, &used.at.value, &new),
        Way::Citation => (source == used.at.value).then(|| Edit::new(range(span), new)),
        Way::Wiki => wiki(source, &used.at.value).map(|at| Edit::new(shifted(span, at), new)),
        Way::Path | Way::Picture => None,
    };
    edit.map(Some).ok_or_else(unsure)
}

/// Whether a name is the id, and not a name that only has the same letters: that one leads there whatever the id.
fn is_id(written: &str, item: &Known, way: Way) -> bool {
    let ids = [name_for(item, way), &item.slug, &item.id];
    if ids.contains(&written) {
        return true;
    }
    ids.iter().any(|id| id.to_lowercase() == written.to_lowercase())
        && !item.names.iter().any(|name| name_key(name) == name_key(written))
}

/// `actor:` with the blanks behind it, and the rest.
fn without_kind(value: &str, kind: Kind) -> (&str, &str) {
    let word = kind.word();
    let rest = value.split_once(':').filter(|(prefix, _)| prefix.trim().eq_ignore_ascii_case(word));
    match rest {
        Some((_, rest)) => value.split_at(value.len() - rest.trim_start().len()),
        None => ("", value),
    }
}

/// A scalar of metadata with another text, in the quotes that it has.
pub fn scalar(source: &str, span: Span, old: &str, new: &str) -> Option<Edit> {
    let is_quoted = source.len() > 1 && source.starts_with(['"', '\'']) && source.ends_with(['"', '\'']);
    (is_quoted || source == old).then(|| Edit::new(range(span), rescalar(source, new)))
}

/// Where in the source of a wikilink its target stands, without fragment and label.
fn wiki(source: &str, value: &str) -> Option<Range<usize>> {
    let mut start = source.find("[[").map_or(0, |at| at + 2);
    let inside = &source[start..];
    let end = inside.find(['|', '#', ']', '\n']).unwrap_or(inside.len());
    let target = inside[..end].trim_end_matches('\\');
    start += target.len() - target.trim_start().len();
    let target = target.trim();
    let is_it = target.split_whitespace().eq(value.split_whitespace());
    is_it.then(|| start..start + target.len())
}

fn source(survey: &Survey, span: Span) -> &str {
    survey.sources().text(span.file).get(range(span)).unwrap_or_default()
}

pub fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

fn shifted(span: Span, part: Range<usize>) -> Range<usize> {
    span.start as usize + part.start..span.start as usize + part.end
}

// ---- paths ----

/// Pages that move, by their addresses before and after, and events by their names on the timeline.
#[derive(Clone, Debug, Default)]
pub struct Moved {
    pub urls: Vec<(String, String)>,
    pub events: Vec<(String, String)>,
}

/// The edits that a path needs. A definition may stand in several places of one text.
pub fn path(survey: &Survey, used: &Use, renamed: &Renamed, moved: &Moved) -> Result<Vec<Edit>, Unsure> {
    let span = used.at.span;
    let file = survey.sources().path(span.file).to_owned();
    if used.way == Way::Picture {
        return Ok(picture(survey, used, &file, renamed)?.into_iter().collect());
    }
    let is_wiki = is_in_wiki(survey, span);
    let style = if is_wiki { Style::Plain } else { Style::Url };
    let path = &used.at.value[..paths::path_end(&used.at.value, Style::Url)];
    let part = |raw: &str| part(raw, path, &file, style, renamed, moved);
    if part(&used.at.value).is_none() {
        return Ok(Vec::new());
    }
    let mut edits = Vec::new();
    for place in places(survey, used, is_wiki).ok_or(Unsure(span))? {
        let raw = survey.sources().text(span.file).get(place.clone()).unwrap_or_default();
        if let Some(Part { range, text }) = part(raw) {
            edits.push(Edit::new(place.start + range.start..place.start + range.end, text));
        }
    }
    Ok(edits)
}

fn part(raw: &str, path: &str, file: &str, style: Style, renamed: &Renamed, moved: &Moved) -> Option<Part> {
    if !path.starts_with('/') {
        return paths::relative_part(raw, path, file, style, renamed).filter(|_| !path.is_empty());
    }
    let page = moved.urls.iter().find_map(|(old, new)| paths::rooted_part(raw, old, new));
    page.or_else(|| moved.events.iter().find_map(|(old, new)| paths::anchor_part(raw, old, new)))
}

fn picture(survey: &Survey, used: &Use, file: &str, renamed: &Renamed) -> Result<Option<Edit>, Unsure> {
    let (span, path) = (used.at.span, used.at.value.as_str());
    if path.starts_with('/') {
        return Ok(None);
    }
    let Some(Part { text, .. }) = paths::relative_part(path, path, file, Style::Plain, renamed) else {
        return Ok(None);
    };
    scalar(source(survey, span), span, path, &text).map(Some).ok_or(Unsure(span))
}

fn is_in_wiki(survey: &Survey, span: Span) -> bool {
    let text = survey.sources().text(span.file);
    text.get(..span.start as usize).is_some_and(|before| before.ends_with("[["))
}

/// Where a destination is written: where it is used, or where it is defined.
fn places(survey: &Survey, used: &Use, is_wiki: bool) -> Option<Vec<Range<usize>>> {
    let (span, text) = (used.at.span, survey.sources().text(used.at.span.file));
    let raw = text.get(range(span))?;
    let inner = if raw.starts_with('<') && raw.ends_with('>') { 1..raw.len() - 1 } else { 0..raw.len() };
    if is_wiki || says(&raw[inner.clone()], &used.at.value) {
        return Some(vec![shifted(span, inner)]);
    }
    let written = Written::of_text(span.file, text);
    let all = definitions(text, written.body..text.len(), &body_options(&survey.project.config));
    let same = all.into_iter().filter(|(_, dest)| says(dest, &used.at.value));
    let found: Option<Vec<Range<usize>>> =
        same.map(|(place, dest)| destination(text, place, &dest)).collect();
    found.filter(|found| !found.is_empty())
}

/// Whether a destination as it is written says that.
fn says(raw: &str, value: &str) -> bool {
    let value = paths::decoded(value);
    paths::decoded(raw) == value || paths::decoded(&unescaped(raw)) == value
}

/// Without the backslashes by which Markdown takes a mark for itself (CommonMark 0.31, section 2.4).
fn unescaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut characters = raw.chars().peekable();
    while let Some(character) = characters.next() {
        let escapes = character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        out.extend(if escapes { characters.next() } else { Some(character) });
    }
    out
}

/// The destination in a definition: behind its label's colon.
fn destination(text: &str, definition: Range<usize>, dest: &str) -> Option<Range<usize>> {
    let source = text.get(definition.clone())?;
    let behind = source.find("]:")? + 2;
    let at = behind + source[behind..].find(dest)?;
    Some(definition.start + at..definition.start + at + dest.len())
}

/// Edits of what sources say of their origin: the id of another source stands there as a text.
pub fn origins(survey: &Survey, old: &Known, new: &str, edits: &mut Edits) {
    for (file, text) in survey.sources().texts() {
        let source = survey.sources().text(file);
        if text.path.starts_with("content/") && source.contains("origin") {
            let found = origins_of(file, &text.path, source, old, new);
            if !found.is_empty() {
                edits.entry(text.path.to_string()).or_default().extend(found);
            }
        }
    }
}

fn origins_of(file: FileId, path: &str, text: &str, old: &Known, new: &str) -> Vec<Edit> {
    use crate::parse::yaml::{Node, NodeValue};
    fn walk(node: &Node, key: &str, out: &mut Vec<(Span, String)>) {
        match &node.value {
            NodeValue::Scalar { text, .. } if key == "origin" => out.push((node.span, text.clone())),
            NodeValue::List(items) => items.iter().for_each(|item| walk(item, "", out)),
            NodeValue::Map(entries) => entries
                .iter()
                .filter(|entry| entry.key != "extra")
                .for_each(|entry| walk(&entry.value, &entry.key, out)),
            _ => {}
        }
    }
    let written = match Format::of(path) {
        Format::Text => Written::of_text(file, text),
        Format::Metadata => Written::of_metadata(file, text),
    };
    let mut found = Vec::new();
    if let Some(node) = written.parsed.and_then(|parsed| parsed.node) {
        walk(&node, "", &mut found);
    }
    // Several accounts stand in one text, with semicolons between; ids are compared as names are.
    let key = name_key(&old.id);
    let named =
        |value: &str| value.split(';').map(str::trim).find(|part| name_key(part) == key).map(str::to_owned);
    let edit = |(span, value): (Span, String)| scalar(text.get(range(span))?, span, &named(&value)?, new);
    found.into_iter().filter_map(edit).collect()
}

/// A file's text with its edits.
pub fn apply(survey: &Survey, path: &str, edits: &[Edit]) -> Result<Arc<str>, crate::edit::Refused> {
    let file = survey.sources().find(path).expect("only files that are there are edited");
    let replacements: Vec<Replacement> = edits.iter().map(Edit::replacement).collect();
    Ok(crate::edit::replace(survey.sources().text(file), &replacements)?.into())
}
