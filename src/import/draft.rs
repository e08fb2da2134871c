//! An event to the text of its file, with the place in the imported file from which each part came.

use std::ops::Range;

use super::event::Event;
use crate::edit::scalar;
use crate::model::document::Kind;
use crate::model::slug::{SlugStyle, slug};
use crate::new::NewFile;
use crate::parse::folder_of;
use crate::source::At;

/// The longest name, in bytes: most file systems take 255, an ending among them.
const LONGEST: usize = 120;

pub struct Draft {
    pub file: NewFile,
    /// What each value of the text was given as, and where.
    places: Vec<(Range<usize>, At<String>)>,
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

/// `unknown` are names that the site does not know: they stand in the text as comments.
pub fn draft(event: &Event, id: &str, unknown: &[At<String>]) -> Draft {
    let mut lines = Lines::default();
    lines.pair("title", scalar(&event.title.value), &event.title);
    let date = event.date.clone().map(|date| date.text().to_owned());
    lines.pair("date", date.value.clone(), &date);
    if let Some(summary) = &event.summary {
        lines.pair("summary", scalar(&summary.value), summary);
    }
    let (actors, left) = known(&event.actors, unknown, |(id, _)| id);
    lines.list("actors", actors.iter().map(|(id, role)| (actor(&id.value, role.as_deref()), id)));
    lines.left("actor", left.iter().map(|(id, _)| id));
    for (key, what, values) in
        [("countries", "country", &event.countries), ("topics", "topic", &event.topics)]
    {
        let (values, left) = known(values, unknown, |value| value);
        lines.list(key, values.iter().map(|value| (scalar(&value.value), value)));
        lines.left(what, left.iter());
    }
    lines.place(event, unknown);
    let (sources, left) = known(&event.sources, unknown, |value| value);
    lines.list("sources", sources.iter().map(|value| (scalar(&value.value), value)));
    lines.left("source", left.iter());
    for (key, value) in [("importance", &event.importance), ("marking", &event.marking)] {
        if let Some(value) = value {
            lines.pair(key, value.value.clone(), value);
        }
    }
    let extra =
        event.extra.iter().map(|(key, value)| (format!("{}: {}", scalar(key), scalar(&value.value)), value));
    lines.map("extra", extra);
    let path = format!("{}/{id}.yaml", folder_of(Kind::Event));
    Draft { file: NewFile { path, text: lines.text }, places: lines.places }
}

fn known<T: Clone>(all: &[T], unknown: &[At<String>], given: impl Fn(&T) -> &At<String>) -> (Vec<T>, Vec<T>) {
    all.iter().cloned().partition(|value| !unknown.contains(given(value)))
}

fn actor(id: &str, role: Option<&str>) -> String {
    match role {
        Some(role) => format!("{{id: {}, role: {}}}", scalar(id), scalar(role)),
        None => scalar(id),
    }
}

impl Draft {
    /// What the value was given as that stands at an offset of the text.
    pub fn given_at(&self, offset: usize) -> Option<&At<String>> {
        self.places.iter().find(|(range, _)| range.contains(&offset)).map(|(_, given)| given)
    }
}

#[derive(Default)]
struct Lines {
    text: String,
    places: Vec<(Range<usize>, At<String>)>,
}

impl Lines {
    fn value(&mut self, text: &str, given: &At<String>) {
        let start = self.text.len();
        self.text.push_str(text);
        self.places.push((start..self.text.len(), given.clone()));
    }

    /// Dates, numbers and markings, of which it is known what they are, need no quotes.
    fn pair(&mut self, key: &str, value: String, given: &At<String>) {
        let start = self.text.len();
        self.text.push_str(&format!("{key}: {value}\n"));
        self.places.push((start..self.text.len(), given.clone()));
    }

    fn list<'v>(&mut self, key: &str, values: impl ExactSizeIterator<Item = (String, &'v At<String>)>) {
        self.between(key, ['[', ']'], values);
    }

    fn map<'v>(&mut self, key: &str, values: impl ExactSizeIterator<Item = (String, &'v At<String>)>) {
        self.between(key, ['{', '}'], values);
    }

    /// Nothing where there are no values.
    fn between<'v>(
        &mut self,
        key: &str,
        signs: [char; 2],
        values: impl ExactSizeIterator<Item = (String, &'v At<String>)>,
    ) {
        if values.len() == 0 {
            return;
        }
        self.text.push_str(&format!("{key}: {}", signs[0]));
        for (index, (text, given)) in values.enumerate() {
            self.text.push_str(if index > 0 { ", " } else { "" });
            self.value(&text, given);
        }
        self.text.push_str(&format!("{}\n", signs[1]));
    }

    fn place(&mut self, event: &Event, unknown: &[At<String>]) {
        let place = &event.place;
        let (country, left): (Option<_>, Option<_>) = match &place.country {
            Some(country) if unknown.contains(country) => (None, Some(country)),
            country => (country.as_ref(), None),
        };
        let words = [("name", place.name.as_ref()), ("country", country)];
        let words = words
            .into_iter()
            .filter_map(|(key, given)| given.map(|given| (key, scalar(&given.value), given)));
        let degrees = [("lat", &place.lat), ("lon", &place.lon)];
        let degrees = degrees
            .into_iter()
            .filter_map(|(key, given)| given.as_ref().map(|given| (key, given.value.clone(), given)));
        let all = words.chain(degrees).map(|(key, text, given)| (format!("{key}: {text}"), given));
        self.map("place", all.collect::<Vec<_>>().into_iter());
        self.left("country of the place", left.into_iter());
    }

    /// What the site does not know, for whoever adds it later.
    fn left<'v>(&mut self, what: &str, values: impl Iterator<Item = &'v At<String>>) {
        for value in values {
            self.text.push_str(&format!("# not known here: {what} {}\n", scalar(&value.value)));
        }
    }
}
