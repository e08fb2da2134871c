//! Events from elsewhere: a table, a calendar or a TimelineJS file to files in `content/events/`.
//!
//! In: the text of such a file, and a site as it was read. Out: new files that the site takes, and everything that is to be
//! said of the file, each at its line. It writes nothing and knows no terminal. Tables, calendars and JSON are read by small
//! readers of our own: those that others keep say in which line something is wrong, if that, and not in which cell.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, any_error};
use crate::model::date::Now;
use crate::model::slug::SlugStyle;
use crate::new::NewFile;
use crate::source::{At, FileId, Sources, Span};

mod csv;
mod draft;
mod event;
mod ics;
mod json;
mod parts;
mod plain;
mod table;
#[cfg(test)]
mod tests;
mod trial;

use event::Event;

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table (RFC 4180), also with semicolons or tabs: ours, that of TimelineJS's spreadsheet, or any with a header.
    Csv,
    /// iCalendar (RFC 5545).
    Ics,
    /// TimelineJS 3, or a list of objects.
    Json,
}

impl Format {
    /// By the ending of a file's name.
    pub fn of_name(name: &str) -> Option<Format> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?;
        match ending.as_str() {
            "csv" | "tsv" => Some(Format::Csv),
            "ics" | "ical" | "ifb" => Some(Format::Ics),
            "json" => Some(Format::Json),
            _ => None,
        }
    }
}

/// A file that somebody wants to import.
pub struct Given {
    /// As it is shown in messages.
    pub path: String,
    pub text: Arc<str>,
    pub format: Format,
}

/// A site to which events are added.
pub struct Ground<'a> {
    pub sources: &'a Sources,
    pub slugs: SlugStyle,
    /// What a time without a zone is meant in.
    pub zone: &'a TimeZone,
    pub now: Now,
}

/// What would be made, and what is to be said. Where that has an error, nothing may be written.
pub struct Imported {
    pub made: Vec<Made>,
    /// How many events are there already.
    pub skipped: usize,
    pub diagnostics: Diagnostics,
    /// The site's texts and the imported one, in which the problems lie.
    pub sources: Sources,
}

pub struct Made {
    pub file: NewFile,
    pub date: String,
    pub title: String,
}

/// What the file says of events, and whether the site takes it.
pub fn events(given: &Given, ground: &Ground<'_>) -> Imported {
    let file = FileId::of(&given.path);
    let mut reading = Reading { file, text: &given.text, zone: ground.zone, diagnostics: Vec::new() };
    let events = told(&mut reading, given.format);
    if events.is_empty() && !any_error(&reading.diagnostics) {
        let message = format!("there is no event in `{}`", given.path);
        reading.diagnostics.push(
            Diagnostic::new(Code::MissingField, Span::top(file), message)
                .help("look whether it is the right file, or say with `--format` what it is"),
        );
    }
    let diagnostics = reading.diagnostics;
    let mut imported = trial::settle(events, diagnostics, ground);
    imported.sources = imported.sources.with(&given.path, Arc::clone(&given.text));
    imported
}

fn told(reading: &mut Reading<'_>, format: Format) -> Vec<Event> {
    let rows = match format {
        Format::Csv => csv::read(reading),
        Format::Ics => ics::read(reading),
        Format::Json => json::read(reading),
    };
    rows.into_iter().filter_map(|row| event::of(row, reading)).collect()
}

/// A text while it is read.
struct Reading<'t> {
    file: FileId,
    text: &'t str,
    zone: &'t TimeZone,
    diagnostics: Diagnostics,
}

impl Reading<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    fn error(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(Code::InvalidValue, span, message).help(help));
    }

    fn warn(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let told = Diagnostic::new(Code::InvalidValue, span, message).help(help);
        self.diagnostics.push(told.severity(crate::diagnostic::Severity::Warning));
    }
}

/// What a value of an event means.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Date,
    Title,
    Summary,
    Place,
    PlaceCountry,
    Lat,
    Lon,
    Country,
    /// And the role in which it took part.
    Actor(Option<String>),
    Topic,
    Source,
    Importance,
    Marking,
    Id,
    /// What a site has no key for; kept under this name.
    Extra(String),
}

/// An event as its file gives it: values by what they mean, each with its place.
struct Row {
    at: Span,
    values: Vec<(Key, At<String>)>,
}

impl Row {
    fn new(at: Span) -> Self {
        Row { at, values: Vec::new() }
    }

    /// Nothing where there is nothing to say.
    fn add(&mut self, key: Key, text: &str, span: Span) {
        let text = text.trim();
        if !text.is_empty() {
            self.values.push((key, At::new(text.to_owned(), span)));
        }
    }
}
