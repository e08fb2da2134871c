//! An event to the text of its file, with the place in the imported file from which each part came.

use std::ops::Range;

use super::event::Event;
use crate::edit::scalar;
use crate::model::document::Kind;
use crate::model::slug::{SlugStyle, slug};
use crate::new::NewFile;
use crate::parse::folder_of;
use crate::source::{At, Span};

/// The longest name, in bytes: most file systems take 255, an ending among them.
const LONGEST: usize = 120;

pub struct Draft {
    pub file: NewFile,
    /// Where each value of the text was given.
    places: Vec<(Range<usize>, Span)>,
}

/// What an event is called: by its own id, else by its date and title, as events without an id are.
pub fn id(event: &Event, style: SlugStyle) -> String {
    let own = event.id.as_ref().map(|id| slug(&id.value, style)).filter(|id| !id.is_empty());
    let both = || slug(&format!("{} {}", event.date.value, event.title.value), style);
    shortened(own.unwrap_or_else(both))
}

fn shortened(mut id: String) -> String {
    if id.len() > LONGEST {
        id.truncate(id.floor_char_boundary(LONGEST));
        id.truncate(id.rfind('-').unwrap_or(id.len()));
    }
    id
}

/// `unknown` are places of names that the site does not know: they stand in the text as comments.
pub fn draft(event: &Event, id: &str, unknown: &[Span]) -> Draft {
    let mut lines = Lines::default();
    lines.pair("title", scalar(&event.title.value), event.title.span);
    lines.pair("date", event.date.value.text().to_owned(), event.date.span);
    if let Some(summary) = &event.summary {
        lines.pair("summary", scalar(&summary.value), summary.span);
    }
    let (actors, left) = known(&event.actors, unknown, |(id, _)| id);
    lines.list("actors", actors.iter().map(|(id, role)| (actor(&id.value, role.as_deref()), id.span)));
    lines.left("actor", left.iter().map(|(id, _)| id));
    for (key, what, values) in [("countries", "country", &event.countries), ("topics", "topic", &event.topics)] {
        let (values, left) = known(values, unknown, |value| value);
        lines.list(key, values.iter().map(|value| (scalar(&value.value), value.span)));
        lines.left(what, left.iter());
    }
    lines.place(event, unknown);
    let (sources, left) = known(&event.sources, unknown, |value| value);
    lines.list("sources", sources.iter().map(|value| (scalar(&value.value), value.span)));
    lines.left("source", left.iter());
    for (key, value) in [("importance", &event.importance), ("marking", &event.marking)] {
        if let Some(value) = value {
            lines.pair(key, value.value.clone(), value.span);
        }
    }
    let extra = event.extra.iter().map(|(key, value)| (format!("{}: {}", scalar(key), scalar(&value.value)), value.span));
    lines.map("extra", extra);
    let path = format!("{}/{id}.yaml", folder_of(Kind::Event));
    Draft { file: NewFile { path, text: lines.text }, places: lines.places }
}

fn known<T: Clone>(all: &[T], unknown: &[Span], place: impl Fn(&T) -> &At<String>) -> (Vec<T>, Vec<T>) {
    all.iter().cloned().partition(|value| !unknown.contains(&place(value).span))
}

fn actor(id: &str, role: Option<&str>) -> String {
    match role {
        Some(role) => format!("{{id: {}, role: {}}}", scalar(id), scalar(role)),
        None => scalar(id),
    }
}

impl Draft {
    /// Where the value was given that stands at an offset of the text.
    pub fn place_of(&self, offset: usize) -> Option<Span> {
        self.places.iter().find(|(range, _)| range.contains(&offset)).map(|(_, span)| *span)
    }
}

#[derive(Default)]
struct Lines {
    text: String,
    places: Vec<(Range<usize>, Span)>,
}

impl Lines {
    fn value(&mut self, text: &str, span: Span) {
        let start = self.text.len();
        self.text.push_str(text);
        self.places.push((start..self.text.len(), span));
    }

    /// Dates, numbers and markings, of which it is known what they are, need no quotes.
    fn pair(&mut self, key: &str, value: String, span: Span) {
        let start = self.text.len();
        self.text.push_str(&format!("{key}: {value}\n"));
        self.places.push((start..self.text.len(), span));
    }

    fn list(&mut self, key: &str, values: impl ExactSizeIterator<Item = (String, Span)>) {
        self.between(key, ['[', ']'], values);
    }

    fn map(&mut self, key: &str, values: impl ExactSizeIterator<Item = (String, Span)>) {
        self.between(key, ['{', '}'], values);
    }

    /// Nothing where there are no values.
    fn between(&mut self, key: &str, signs: [char; 2], values: impl ExactSizeIterator<Item = (String, Span)>) {
        if values.len() == 0 {
            return;
        }
        self.text.push_str(&format!("{key}: {}", signs[0]));
        for (index, (text, span)) in values.enumerate() {
            self.text.push_str(if index > 0 { ", " } else { "" });
            self.value(&text, span);
        }
        self.text.push_str(&format!("{}\n", signs[1]));
    }

    fn place(&mut self, event: &Event, unknown: &[Span]) {
        let place = &event.place;
        let country = place.country.as_ref().filter(|country| !unknown.contains(&country.span));
        let parts = [("name", place.name.as_ref()), ("country", country)];
        let words = parts.into_iter().filter_map(|(key, value)| value.map(|value| (key, scalar(&value.value), value.span)));
        let degrees = [("lat", &place.lat), ("lon", &place.lon)];
        let degrees = degrees
            .into_iter()
            .filter_map(|(key, value)| value.as_ref().map(|value| (key, value.value.clone(), value.span)));
        let all: Vec<(String, Span)> =
            words.chain(degrees).map(|(key, text, span)| (format!("{key}: {text}"), span)).collect();
        self.map("place", all.into_iter());
        self.left("country of the place", place.country.iter().filter(|country| unknown.contains(&country.span)));
    }

    /// What the site does not know, for whoever adds it later.
    fn left<'v>(&mut self, what: &str, values: impl Iterator<Item = &'v At<String>>) {
        for value in values {
            self.text.push_str(&format!("# not known here: {what} {}\n", scalar(&value.value)));
        }
    }
}
