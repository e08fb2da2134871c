//! The mapping of metadata in which a key stands, and how its language writes things.
//!
//! In: a text and which of its mappings is meant. Out: the replacements for a change, by the way in which the key's value
//! is written now. It does not look whether they do what they should: `proof` does.

use super::change::Change;
use super::yaml::scalar;
use super::{Format, Place, Refused, Replacement, blocks, brackets, rescalar};
use crate::parse::yaml::{Entry, Node, NodeValue};
use crate::parse::{Language, Written};
use crate::source::{FileId, Span};

pub struct Mapping<'t> {
    pub text: &'t str,
    pub place: Place,
    pub written: Written,
}

impl<'t> Mapping<'t> {
    /// # Errors
    ///
    /// Where the metadata cannot be read without a word, or there is no such mapping.
    pub fn find(text: &'t str, place: Place) -> Result<Self, Refused> {
        let file = FileId::of("");
        let written = match place.format {
            Format::Text => Written::of_text(file, text),
            Format::Metadata => Written::of_metadata(file, text),
        };
        let has_faults =
            written.parsed.as_ref().is_some_and(|parsed| parsed.damaged || !parsed.diagnostics.is_empty());
        if written.unclosed || has_faults {
            return Err(Refused("its metadata has mistakes, which `chancery check` tells".to_owned()));
        }
        let mapping = Mapping { text, place, written };
        let is_sound = match (mapping.own(), place.item) {
            (Some(own), _) => matches!(own.value, NodeValue::Map(_)),
            (None, item) => item.is_none() && mapping.root().is_none_or(Node::is_null),
        };
        if is_sound { Ok(mapping) } else { Err(Refused("its metadata is no mapping".to_owned())) }
    }

    pub fn root(&self) -> Option<&Node> {
        self.written.parsed.as_ref()?.node.as_ref()
    }

    /// The mapping itself; none where the file has no metadata yet.
    pub fn own(&self) -> Option<&Node> {
        let root = self.root().filter(|root| !root.is_null())?;
        match self.place.item {
            None => Some(root),
            Some(start) => mapping_at(root, start),
        }
    }

    pub fn entries(&self) -> &[Entry] {
        match self.own().map(|own| &own.value) {
            Some(NodeValue::Map(entries)) => entries,
            _ => &[],
        }
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    pub fn is_toml(&self) -> bool {
        self.written.language == Language::Toml
    }

    /// A text as this language writes it, wherever it stands.
    pub fn scalar(&self, text: &str) -> String {
        if self.is_toml() { toml_string(text) } else { scalar(text) }
    }

    /// A list in brackets.
    pub fn list(&self, values: &[&str]) -> String {
        let values: Vec<String> = values.iter().map(|value| self.scalar(value)).collect();
        format!("[{}]", values.join(", "))
    }

    pub fn source(&self, span: Span) -> &'t str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// How lines end here.
    pub fn line_end(&self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }

    pub fn replacements(&self, change: &Change<'_>) -> Result<Vec<Replacement>, Refused> {
        let key = change.key();
        match (change, self.entry(key)) {
            (Change::Add { values, .. }, Some(entry)) => self.add(entry, values),
            (Change::Add { values, .. }, None) => self.add_key(key, &self.list(values)),
            (Change::Set { value, .. }, Some(entry)) => self.set(entry, value),
            (Change::Set { value, .. }, None) => self.add_key(key, &self.scalar(value)),
        }
    }

    fn add(&self, entry: &Entry, values: &[&str]) -> Result<Vec<Replacement>, Refused> {
        self.is_written_here(entry)?;
        let span = entry.value.span;
        let source = self.source(span);
        match &entry.value.value {
            NodeValue::Null => self.fill(entry, &self.list(values)),
            NodeValue::Scalar { text, .. } if text.trim().is_empty() => {
                Ok(vec![Replacement::new(range(span), self.list(values))])
            }
            NodeValue::List(items) if source.starts_with('[') => {
                brackets::add_items(self, span, items, values)
            }
            NodeValue::List(items) if !self.is_toml() => blocks::add_items(self, entry, items, values),
            NodeValue::Scalar { text, .. } => self.widen(entry, text, values),
            NodeValue::Map(_) if source.starts_with('{') => Ok(self.widened(source, span, values)),
            NodeValue::List(_) | NodeValue::Map(_) => Err(refused(&entry.key)),
        }
    }

    /// A scalar that stands for a list of one becomes that list.
    fn widen(&self, entry: &Entry, text: &str, values: &[&str]) -> Result<Vec<Replacement>, Refused> {
        let (span, source) = (entry.value.span, self.source(entry.value.span));
        let before = self.text.get(entry.key_span.end as usize..span.start as usize).unwrap_or_default();
        // A tag or an anchor would be that of the list.
        if source.contains('\n') || before.contains(['|', '>', '&', '!']) {
            return Err(refused(&entry.key));
        }
        // Without quotes it may hold what means something between brackets.
        let source = if source.contains(['[', ']', '{', '}', ',']) && !source.starts_with(['"', '\'']) {
            scalar(text)
        } else {
            source.to_owned()
        };
        Ok(self.widened(&source, span, values))
    }

    fn widened(&self, source: &str, span: Span, values: &[&str]) -> Vec<Replacement> {
        let list = self.list(values);
        vec![Replacement::new(range(span), format!("[{source}, {}", &list[1..]))]
    }

    fn rewritten(&self, item: &Node, new: &str) -> Replacement {
        let source = self.source(item.span);
        let text = if self.is_toml() { toml_string(new) } else { rescalar(source, new) };
        Replacement::new(range(item.span), text)
    }

    fn set(&self, entry: &Entry, value: &str) -> Result<Vec<Replacement>, Refused> {
        self.is_written_here(entry)?;
        match entry.value.value {
            NodeValue::Null => self.fill(entry, &self.scalar(value)),
            NodeValue::Scalar { .. } => Ok(vec![self.rewritten(&entry.value, value)]),
            _ => Err(refused(&entry.key)),
        }
    }

    /// Puts a value where a key has none: behind its colon, or in the place of a `~`.
    fn fill(&self, entry: &Entry, value: &str) -> Result<Vec<Replacement>, Refused> {
        let written = self.source(entry.value.span);
        if matches!(written, "~" | "null" | "Null" | "NULL") && entry.value.span.start > entry.key_span.end {
            return Ok(vec![Replacement::new(range(entry.value.span), value)]);
        }
        let end = entry.key_span.end as usize;
        let rest = &self.text[end..];
        let behind = rest.trim_start_matches([' ', '\t']);
        match behind.strip_prefix(':') {
            Some(_) => {
                let colon = end + (rest.len() - behind.len()) + 1;
                Ok(vec![Replacement::insert(colon, format!(" {value}"))])
            }
            None => Err(refused(&entry.key)),
        }
    }

    fn add_key(&self, key: &str, value: &str) -> Result<Vec<Replacement>, Refused> {
        match self.own() {
            Some(own) if self.source(own.span).starts_with('{') => {
                brackets::add_key(self, own.span, key, value)
            }
            _ => blocks::add_key(self, key, value),
        }
    }

    /// Of an alias the place is that of its anchor, which other keys may share.
    fn is_written_here(&self, entry: &Entry) -> Result<(), Refused> {
        let start = entry.value.span.start;
        let others = self.entries().iter().map(|other| other.key_span.start);
        let next = others.filter(|other| *other > entry.key_span.start).min().unwrap_or(u32::MAX);
        let is_here = entry.value.is_null() || (entry.key_span.end..next).contains(&start);
        if is_here { Ok(()) } else { Err(refused(&entry.key)) }
    }
}

fn mapping_at(node: &Node, start: usize) -> Option<&Node> {
    match &node.value {
        NodeValue::Map(_) if node.span.start as usize == start => Some(node),
        NodeValue::Map(entries) => entries.iter().find_map(|entry| mapping_at(&entry.value, start)),
        NodeValue::List(items) => items.iter().find_map(|item| mapping_at(item, start)),
        _ => None,
    }
}

pub fn refused(key: &str) -> Refused {
    Refused(format!("`{key}` is written in a way that cannot be added to surely; do it by hand"))
}

pub fn range(span: Span) -> std::ops::Range<usize> {
    span.start as usize..span.end as usize
}

/// Where a value ends, with all that is in it. Aliases end where they are written, which nobody knows: their own places are
/// those of their anchors, before the key.
pub fn end_of(node: &Node) -> usize {
    let inner = match &node.value {
        NodeValue::List(items) => items.iter().map(end_of).max(),
        NodeValue::Map(entries) => entries.iter().map(end_of_entry).max(),
        _ => None,
    };
    inner.unwrap_or(0).max(node.span.end as usize)
}

pub fn end_of_entry(entry: &Entry) -> usize {
    let value = if entry.value.is_null() { 0 } else { end_of(&entry.value) };
    value.max(entry.key_span.end as usize)
}

/// A basic string of TOML 1.0.
fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            control if control.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
