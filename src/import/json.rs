//! JSON to events: TimelineJS 3 and the list in it, what Chancery adds to each, or a list of objects with our own keys.
//!
//! In: a text. Out: rows. `serde_json` reads it; where something is to be said, the text is walked once more for its place.

mod place;

use serde_json::{Map, Value};

use self::place::{Step, find};
use super::parts::{Parts, interval};
use super::{Key, Reading, Row, plain};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

type Object = Map<String, Value>;

pub fn read(reading: &mut Reading<'_>) -> Vec<Row> {
    let offset = if reading.text.starts_with('\u{feff}') { 3 } else { 0 };
    let value: Value = match serde_json::from_str(&reading.text[offset..]) {
        Ok(value) => value,
        Err(error) => {
            unreadable(&error, offset, reading);
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    let (steps, list) = match &value {
        Value::Array(list) => (Vec::new(), Some(list)),
        Value::Object(object) => (vec![Step::Key("events")], object.get("events").and_then(Value::as_array)),
        _ => (Vec::new(), None),
    };
    let Some(list) = list else {
        let span = reading.span(offset, offset + 1);
        reading.error(
            span,
            "there is no list `events` in this file",
            "export it from TimelineJS, or write `{\"events\": [...]}`",
        );
        return Vec::new();
    };
    for (index, item) in list.iter().enumerate() {
        let mut path = steps.clone();
        path.push(Step::Item(index));
        let mut event = Event { path, offset, reading };
        match item {
            Value::Object(object) => found.extend(event.row(object)),
            _ => {
                let span = event.span(&[]);
                event.reading.error(
                    span,
                    "this is no event: it is no object",
                    "write `{...}` with a date and a title",
                );
            }
        }
    }
    found
}

fn unreadable(error: &serde_json::Error, offset: usize, reading: &mut Reading<'_>) {
    let line =
        reading.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    // Its columns count bytes.
    let skipped = if error.line() <= 1 { offset } else { 0 };
    let at = reading
        .text
        .floor_char_boundary((line + skipped + error.column().saturating_sub(1)).min(reading.text.len()));
    let end = reading.text[at..].chars().next().map_or(at, |letter| at + letter.len_utf8());
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
    let span = reading.span(at, end);
    reading.error(span, format!("this is no JSON: {message}"), "mend it there, or export the file anew");
}

struct Event<'r, 't> {
    path: Vec<Step<'static>>,
    offset: usize,
    reading: &'r mut Reading<'t>,
}

impl Event<'_, '_> {
    /// The place of a value in the event.
    fn span(&self, below: &[Step<'_>]) -> Span {
        let path: Vec<Step<'_>> = self.path.iter().copied().chain(below.iter().copied()).collect();
        let range = find(&self.reading.text[self.offset..], &path).unwrap_or(0..0);
        self.reading.span(self.offset + range.start, self.offset + range.end)
    }

    fn row(&mut self, object: &Object) -> Option<Row> {
        let mut row = Row::new(self.span(&[]));
        match object.get("chancery").and_then(Value::as_object) {
            Some(own) => self.own(own, &[Step::Key("chancery")], &mut row),
            None if object.contains_key("start_date") || object.contains_key("text") => {
                self.timeline_js(object, &mut row);
            }
            None => self.own(object, &[], &mut row),
        }
        Some(row)
    }

    fn add(&self, row: &mut Row, key: Key, value: Option<&Value>, below: &[Step<'_>]) {
        if let Some(text) = value.and_then(text_of) {
            row.add(key, &text, self.span(below));
        }
    }

    /// What Chancery writes under `chancery`; the same keys as metadata have.
    fn own(&mut self, own: &Object, at: &[Step<'static>], row: &mut Row) {
        let below = |name: &'static str| at.iter().copied().chain([Step::Key(name)]).collect::<Vec<_>>();
        for (name, key) in [
            ("id", Key::Id),
            ("date", Key::Date),
            ("title", Key::Title),
            ("summary", Key::Summary),
            ("importance", Key::Importance),
            ("marking", Key::Marking),
        ] {
            self.add(row, key, own.get(name), &below(name));
        }
        match own.get("place") {
            Some(Value::Object(place)) => {
                for (name, key) in [
                    ("name", Key::Place),
                    ("country", Key::PlaceCountry),
                    ("lat", Key::Lat),
                    ("lon", Key::Lon),
                ] {
                    let mut path = below("place");
                    path.push(Step::Key(name));
                    self.add(row, key, place.get(name), &path);
                }
            }
            other => self.add(row, Key::Place, other, &below("place")),
        }
        for (name, inner, key) in [
            ("countries", "code", Key::Country),
            ("topics", "id", Key::Topic),
            ("sources", "id", Key::Source),
        ] {
            for (index, item) in items(own.get(name)).enumerate() {
                let mut path = below(name);
                path.push(Step::Item(index));
                let value = item.get("named").or(item.get(inner)).unwrap_or(item);
                self.add(row, key.clone(), Some(value), &path);
            }
        }
        for (index, item) in items(own.get("actors")).enumerate() {
            let mut path = below("actors");
            path.push(Step::Item(index));
            let role = item.get("role").and_then(text_of);
            self.add(row, Key::Actor(role), item.get("id").or(Some(item)), &path);
        }
    }

    fn timeline_js(&mut self, object: &Object, row: &mut Row) {
        let text = |name: &str| {
            object
                .get("text")
                .and_then(|text| text.get(name))
                .and_then(text_of)
                .map(|html| plain::of_html(&html))
        };
        for (name, key) in [("headline", Key::Title), ("text", Key::Summary)] {
            if let Some(text) = text(name) {
                row.add(key, &text, self.span(&[Step::Key("text"), Step::Key(name)]));
            }
        }
        self.dates(object, row);
        self.add(row, Key::Topic, object.get("group"), &[Step::Key("group")]);
        let media = object.get("media");
        for (name, kept) in [("url", "media"), ("caption", "media_caption"), ("credit", "media_credit")] {
            if let Some(html) = media.and_then(|media| media.get(name)).and_then(text_of) {
                let span = self.span(&[Step::Key("media"), Step::Key(name)]);
                row.add(Key::Extra(kept.to_owned()), &plain::of_text(&html), span);
            }
        }
        if let Some(place) = object.get("location").and_then(Value::as_object) {
            for (name, key) in [("name", Key::Place), ("lat", Key::Lat), ("lon", Key::Lon)] {
                self.add(row, key, place.get(name), &[Step::Key("location"), Step::Key(name)]);
            }
        }
    }

    fn dates(&mut self, object: &Object, row: &mut Row) {
        let Some(start) = object.get("start_date") else { return };
        let span = self.span(&[Step::Key("start_date")]);
        let end = object.get("end_date").map(parts).unwrap_or_default();
        match interval(parts(start), end, self.reading.zone) {
            Ok((text, loses_time)) => {
                row.add(Key::Date, &text, span);
                if loses_time {
                    let message = format!("an interval has no times of day: `{text}` is what is kept");
                    self.reading.warn(span, message, "say them in the text, if they matter");
                }
            }
            Err(message) => {
                let help = "write `year` as a number, negative before Christ, and `month` and `day` as far as they are known";
                self.reading.diagnostics.push(Diagnostic::new(Code::InvalidDate, span, message).help(help));
                // One mistake is told once.
                row.add(Key::Date, "0001", span);
            }
        }
    }
}

fn items(list: Option<&Value>) -> impl Iterator<Item = &Value> {
    list.and_then(Value::as_array).into_iter().flatten()
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn parts(date: &Value) -> Parts {
    let part = |name: &str| date.get(name).and_then(text_of).unwrap_or_default().trim().to_owned();
    let two = |name: &str| format!("{:0>2}", part(name));
    let time = match (part("hour").as_str(), part("second").as_str()) {
        ("", _) => String::new(),
        (_, "") => format!("{}:{}", two("hour"), two("minute")),
        _ => format!("{}:{}:{}", two("hour"), two("minute"), two("second")),
    };
    Parts { year: part("year"), month: part("month"), day: part("day"), time }
}
