//! Footnotes: gathered where they are defined, written at the end of the text in the order in which it refers to them.
//!
//! A definition's events are kept and replayed, so that what it refers to is numbered after what the text refers to,
//! and a definition that nothing refers to leaves no trace but its marks.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::draft::Insert;
use super::escape;
use super::write::{BlockKind, Writer};
use crate::model::slug::slug;

type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// Where notes and what refers to them stand in the text, for whoever takes lines out of it.
#[derive(Clone, Debug, Default)]
pub(super) struct NotePlaces {
    /// Each definition's key and whole lines, and in how many quotations these stand.
    pub(super) definitions: Vec<(String, (Range<usize>, usize))>,
    /// Each reference's key and place.
    pub(super) references: Vec<(String, Range<usize>)>,
    /// Keys of the notes that are shown.
    pub(super) shown: Vec<String>,
}

#[derive(Default)]
pub(super) struct Notes<'a> {
    /// Definitions that are being read: one can stand within another.
    reading: Vec<(String, Range<usize>, Events<'a>)>,
    /// In the order of the text; taken out when they are written.
    definitions: Vec<Option<Definition<'a>>>,
    /// Indices into `definitions`; of several with one key the first counts.
    by_key: HashMap<String, usize>,
    /// In the order of first references.
    used: Vec<Note>,
    /// Indices into `used`.
    numbers: HashMap<String, usize>,
    /// Each definition's key and place.
    defined: Vec<(String, Range<usize>)>,
    /// The same of all references, also of those that are not shown.
    referred: Vec<(String, Range<usize>)>,
}

struct Definition<'a> {
    source: Range<usize>,
    events: Events<'a>,
}

struct Note {
    key: String,
    id: String,
    /// Ids of the places that refer to it.
    references: Vec<String>,
}

impl<'a> Notes<'a> {
    pub(super) fn begin(&mut self, label: &str, source: Range<usize>) {
        self.reading.push((label.to_lowercase(), source, Vec::new()));
    }

    pub(super) fn is_reading(&self) -> bool {
        !self.reading.is_empty()
    }

    pub(super) fn push(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Some((_, _, events)) = self.reading.last_mut() {
            events.push((event, range));
        }
    }

    pub(super) fn end(&mut self) {
        let Some((key, source, events)) = self.reading.pop() else { return };
        self.defined.push((key.clone(), source.clone()));
        self.by_key.entry(key).or_insert(self.definitions.len());
        self.definitions.push(Some(Definition { source, events }));
    }

    fn take_definition(&mut self, note: usize) -> Option<Definition<'a>> {
        let index = *self.by_key.get(&self.used[note].key)?;
        self.definitions[index].take()
    }

    /// The back-links of a note.
    pub(super) fn write_back_links(&self, note: usize, out: &mut String) {
        for (index, reference) in self.used[note].references.iter().enumerate() {
            out.push_str(if index == 0 { " <a class=\"footnote-back\" href=\"#" } else { " <a href=\"#" });
            escape::attribute(out, reference);
            out.push_str("\" role=\"doc-backlink\" aria-label=\"Back to reference ");
            out.push_str(&(note + 1).to_string());
            if index > 0 {
                out.push('-');
                out.push_str(&(index + 1).to_string());
            }
            out.push_str("\">↩</a>");
        }
    }
}

impl<'a> Writer<'a> {
    pub(super) fn note_reference(&mut self, label: &CowStr<'a>, place: Range<usize>) {
        self.notes.referred.push((label.to_lowercase(), place));
        if self.muted > 0 || self.discarding {
            return;
        }
        let number = self.note_number(label);
        let id = self.ids.generate(&format!("fnref-{}", note_name(&self.notes.used[number].id)));
        self.anchors.push(id.clone());
        self.html.push_str("<sup id=\"");
        escape::attribute(&mut self.html, &id);
        self.html.push_str("\">");
        // A link within a link is no HTML.
        let linked = self.open_links == 0;
        if linked {
            self.html.push_str("<a href=\"#");
            escape::attribute(&mut self.html, &self.notes.used[number].id);
            self.html.push_str("\" role=\"doc-noteref\">");
        }
        self.html.push_str(&(number + 1).to_string());
        self.html.push_str(if linked { "</a></sup>" } else { "</sup>" });
        self.notes.used[number].references.push(id);
    }

    /// Only after all events.
    pub(super) fn take_note_places(&mut self) -> NotePlaces {
        let defined = std::mem::take(&mut self.notes.defined);
        let lines = |(key, source): (String, Range<usize>)| (key, self.block_lines(&source));
        NotePlaces {
            definitions: defined.into_iter().map(lines).collect(),
            references: std::mem::take(&mut self.notes.referred),
            shown: std::mem::take(&mut self.notes.used).into_iter().map(|note| note.key).collect(),
        }
    }

    fn note_number(&mut self, label: &str) -> usize {
        let key = label.to_lowercase();
        if let Some(&number) = self.notes.numbers.get(&key) {
            return number;
        }
        let number = self.notes.used.len();
        let name = slug(label, self.options.slugs);
        let name = if name.is_empty() { (number + 1).to_string() } else { name };
        let id = self.ids.generate(&format!("fn-{name}"));
        self.anchors.push(id.clone());
        self.notes.used.push(Note { key: key.clone(), id, references: Vec::new() });
        self.notes.numbers.insert(key, number);
        number
    }

    /// Writes the notes that the text refers to, and reads the marks of the others.
    pub(super) fn write_notes(&mut self) {
        if !self.notes.used.is_empty() {
            self.fresh_line();
            self.html.push_str("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n");
            let mut number = 0;
            // Notes can refer to notes: the list may grow while it is written.
            while number < self.notes.used.len() {
                self.write_note(number);
                number += 1;
            }
            self.html.push_str("</ol>\n</section>\n");
        }
        for definition in std::mem::take(&mut self.notes.definitions).into_iter().flatten() {
            self.read_unused_note(definition);
        }
    }

    fn write_note(&mut self, number: usize) {
        self.html.push_str("<li id=\"");
        escape::attribute(&mut self.html, &self.notes.used[number].id);
        self.html.push_str("\">\n");
        if let Some(definition) = self.notes.take_definition(number) {
            self.replay(definition);
        }
        let insert = Insert::BackLinks(number);
        match self.html.strip_suffix("</p>\n").map(str::len) {
            Some(end) => self.insert(end, insert),
            None => {
                self.fresh_line();
                self.html.push_str("<p>");
                self.insert(self.html.len(), insert);
                self.html.push_str("</p>\n");
            }
        }
        self.html.push_str("</li>\n");
    }

    fn replay(&mut self, definition: Definition<'a>) {
        let end = definition.source.end;
        self.depth += 1;
        self.push_block(BlockKind::Note, definition.source);
        for (event, range) in definition.events {
            self.event(event, range);
        }
        self.close_portions();
        self.close_raw(self.depth);
        self.end_all_sections(end);
        self.pop_block();
        self.depth -= 1;
    }

    /// Marks count also where they are not shown: without the lines of another portion they might be.
    fn read_unused_note(&mut self, definition: Definition<'a>) {
        let before = self.checkpoint();
        self.discarding = true;
        self.replay(definition);
        self.discarding = false;
        self.back_to(before);
    }
}

fn note_name(id: &str) -> &str {
    id.strip_prefix("fn-").unwrap_or(id)
}
