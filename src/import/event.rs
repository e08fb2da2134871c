//! The values of an event to an event: in, texts by what they mean; out, what a file can say, or what is wrong and where.

use super::{Key, Reading, Row};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::date::Edtf;
use crate::model::marking::{Marking, Reading as MarkingReading};
use crate::source::{At, Span};

/// What a file of ours can say of an event. Names of actors, countries and sources are as they were given.
#[derive(Clone)]
pub struct Event {
    pub at: Span,
    pub id: Option<At<String>>,
    pub date: At<Edtf>,
    pub title: At<String>,
    pub summary: Option<At<String>>,
    pub place: Place,
    pub actors: Vec<(At<String>, Option<String>)>,
    pub countries: Vec<At<String>>,
    pub topics: Vec<At<String>>,
    pub sources: Vec<At<String>>,
    pub importance: Option<At<String>>,
    pub marking: Option<At<String>>,
    pub extra: Vec<(String, At<String>)>,
}

#[derive(Clone, Default)]
pub struct Place {
    pub name: Option<At<String>>,
    pub country: Option<At<String>>,
    pub lat: Option<At<String>>,
    pub lon: Option<At<String>>,
}

/// None where it lacks what an event must have, which has been told then.
pub fn of(row: Row, reading: &mut Reading<'_>) -> Option<Event> {
    let mut values = Values { row, reading };
    let date = values.date();
    let title = values.required(&Key::Title, "title");
    let place = Place {
        name: values.one(&Key::Place),
        country: values.one(&Key::PlaceCountry),
        lat: values.number(&Key::Lat, "latitude", 90.0),
        lon: values.number(&Key::Lon, "longitude", 180.0),
    };
    let (id, summary) = (values.one(&Key::Id), values.one(&Key::Summary));
    let (importance, marking) = (values.importance(), values.marking());
    let (countries, topics) = (values.all(&Key::Country), values.all(&Key::Topic));
    let sources = values.all(&Key::Source);
    let (at, mut actors, mut extra) = (values.row.at, Vec::new(), Vec::<(String, At<String>)>::new());
    for (key, value) in values.row.values {
        match key {
            Key::Actor(role) => actors.push((value, role)),
            Key::Extra(name) if extra.iter().all(|(known, _)| *known != name) => extra.push((name, value)),
            _ => {}
        }
    }
    let (date, title) = (date?, title?);
    Some(Event {
        at,
        id,
        date,
        title,
        summary,
        place,
        actors,
        countries,
        topics,
        sources,
        importance,
        marking,
        extra,
    })
}

struct Values<'r, 't> {
    row: Row,
    reading: &'r mut Reading<'t>,
}

impl Values<'_, '_> {
    fn one(&self, key: &Key) -> Option<At<String>> {
        self.row.values.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone())
    }

    fn all(&self, key: &Key) -> Vec<At<String>> {
        let mut all: Vec<At<String>> = Vec::new();
        for (_, value) in self.row.values.iter().filter(|(known, _)| known == key) {
            if all.iter().all(|other| other.value != value.value) {
                all.push(value.clone());
            }
        }
        all
    }

    fn required(&mut self, key: &Key, what: &str) -> Option<At<String>> {
        let found = self.one(key);
        if found.is_none() {
            let message = format!("this event has no {what}");
            let help = format!("say its {what}, or take it out of the file");
            self.reading
                .diagnostics
                .push(Diagnostic::new(Code::MissingField, self.row.at, message).help(help));
        }
        found
    }

    fn date(&mut self) -> Option<At<Edtf>> {
        let text = self.required(&Key::Date, "date")?;
        match Edtf::parse(&text.value) {
            Ok(date) => Some(At::new(date, text.span)),
            Err(error) => {
                // Where the text stands as it was written, the place in it is one in the file.
                let (start, end) = (text.span.start as usize, text.span.end as usize);
                let is_plain = self.reading.text.get(start..end) == Some(&text.value);
                let span = if is_plain && error.end > error.start {
                    self.reading.span(start + error.start, start + error.end)
                } else {
                    text.span
                };
                let told = Diagnostic::new(Code::InvalidDate, span, error.message).help(error.help);
                self.reading.diagnostics.push(told);
                None
            }
        }
    }

    fn number(&mut self, key: &Key, what: &str, most: f64) -> Option<At<String>> {
        let text = self.one(key)?;
        // In half of the world a comma stands before decimals.
        let value = text.value.replace(',', ".");
        if value.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= most) {
            return Some(At::new(value, text.span));
        }
        let message = format!("`{}` is no {what}", text.value);
        self.reading.error(
            text.span,
            message,
            format!("write degrees from -{most} to {most}, such as `39.9055`"),
        );
        None
    }

    fn importance(&mut self) -> Option<At<String>> {
        let text = self.one(&Key::Importance)?;
        if matches!(text.value.as_str(), "1" | "2" | "3" | "4" | "5") {
            return Some(text);
        }
        let message = format!("`{}` is no importance", text.value);
        self.reading.error(text.span, message, "write a whole number from 1 to 5");
        None
    }

    fn marking(&mut self) -> Option<At<String>> {
        let text = self.one(&Key::Marking)?;
        match Marking::read(&text.value) {
            MarkingReading::Known(_) | MarkingReading::Old => Some(text),
            _ => {
                let message = format!("`{}` is no marking", text.value);
                let help = "write `TLP:CLEAR`, `TLP:GREEN`, `TLP:AMBER`, `TLP:AMBER+STRICT` or `TLP:RED`";
                let told = Diagnostic::new(Code::UnknownMarking, text.span, message).help(help);
                self.reading.diagnostics.push(told);
                None
            }
        }
    }
}
