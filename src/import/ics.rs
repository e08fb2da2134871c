//! A calendar (RFC 5545) to events: in, content lines as any program writes them; out, rows, and what could not be kept.
//!
//! Zones are those of the IANA database by their names; what a calendar itself says of them is not read. Repetitions are
//! told, and not made: a timeline wants to know what happened.

mod lines;
mod when;

use self::lines::{Line, lines};
use super::{Key, Reading, Row, plain};
use crate::source::Span;

pub fn read(reading: &mut Reading<'_>) -> Vec<Row> {
    let lines = lines(reading);
    if !lines.iter().any(|line| line.is("BEGIN", "VCALENDAR")) {
        let span = lines.first().map_or(reading.span(0, 0), |line| line.span);
        reading.error(
            span,
            "this is no calendar: it does not begin with `BEGIN:VCALENDAR`",
            "export it as iCalendar (.ics)",
        );
        return Vec::new();
    }
    let zone = lines.iter().find(|line| line.name == "X-WR-TIMEZONE").map(|line| line.value.clone());
    let mut rows = Vec::new();
    for component in components(lines, reading) {
        rows.extend(event(component, zone.as_deref(), reading));
    }
    rows
}

/// The lines of a VEVENT, without those of what lies in it.
struct Component {
    begin: Span,
    lines: Vec<Line>,
}

impl Component {
    fn get(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == name)
    }

    fn all<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Line> {
        self.lines.iter().filter(move |line| line.name == name)
    }

    /// Whether Chancery wrote it.
    fn is_own(&self) -> bool {
        self.get("X-CHANCERY-DATE").is_some()
    }
}

fn components(lines: Vec<Line>, reading: &mut Reading<'_>) -> Vec<Component> {
    let mut found = Vec::new();
    let mut open: Vec<(String, Span)> = Vec::new();
    let mut current: Option<Component> = None;
    for line in lines {
        match line.name.as_str() {
            "BEGIN" => {
                let name = line.value.to_ascii_uppercase();
                if name == "VEVENT" && current.is_none() {
                    current = Some(Component { begin: line.span, lines: Vec::new() });
                }
                open.push((name, line.span));
            }
            "END" => {
                let name = line.value.to_ascii_uppercase();
                match open.pop() {
                    Some((begun, _)) if begun == name => {}
                    Some((begun, _)) => {
                        let message = format!("`END:{name}` ends what began as `{begun}`");
                        reading.error(
                            line.span,
                            message,
                            format!("write `END:{begun}` before it, or take it out"),
                        );
                        return found;
                    }
                    None => reading.error(line.span, format!("`END:{name}` ends nothing"), "take it out"),
                }
                if name == "VEVENT" && open.last().is_none_or(|(above, _)| above == "VCALENDAR") {
                    found.extend(current.take());
                }
            }
            _ if open.last().is_some_and(|(name, _)| name == "VEVENT") => {
                if let Some(current) = &mut current {
                    current.lines.push(line);
                }
            }
            _ => {}
        }
    }
    if let Some((name, span)) = open.pop() {
        reading.error(
            span,
            format!("this `{name}` is never ended"),
            format!("write `END:{name}`; perhaps the file was cut off"),
        );
    }
    found
}

fn event(component: Component, zone: Option<&str>, reading: &mut Reading<'_>) -> Option<Row> {
    if let Some(status) =
        component.get("STATUS").filter(|status| status.value.eq_ignore_ascii_case("CANCELLED"))
    {
        reading.warn(
            status.span,
            "this event was cancelled: it is skipped",
            "take `STATUS` away if it is worth telling",
        );
        return None;
    }
    for name in ["RRULE", "RDATE"] {
        if let Some(line) = component.get(name) {
            let message = format!("this event repeats (`{name}`): its first time alone is imported");
            reading.warn(line.span, message, "add the other times as events of their own");
        }
    }
    let mut row = Row::new(component.begin);
    if let Some((date, span)) = when::date(&component, zone, reading) {
        row.add(Key::Date, &date, span);
    }
    words(&component, &mut row);
    place(&component, &mut row, reading);
    if component.is_own() {
        own(&component, &mut row)
    } else {
        foreign(&component, &mut row)
    }
    Some(row)
}

fn words(component: &Component, row: &mut Row) {
    if let Some(line) = component.get("SUMMARY") {
        let title = plain::of_text(&line.text());
        let marking = component.get("X-CHANCERY-MARKING").map(|line| format!("[{}] ", line.text()));
        let title =
            marking.and_then(|marking| title.strip_prefix(&marking).map(str::to_owned)).unwrap_or(title);
        row.add(Key::Title, &title, line.span);
    }
    if let Some(line) = component.get("DESCRIPTION") {
        let text = line.text();
        let text = if component.is_own() { without_footer(&text).to_owned() } else { plain::of_text(&text) };
        row.add(Key::Summary, &text, line.span);
    }
    if let Some(line) = component.get("PRIORITY")
        && let Ok(priority @ 1..=9) = line.value.trim().parse::<u8>()
    {
        // 1 is the highest of nine.
        row.add(Key::Importance, &((11 - priority) / 2).to_string(), line.span);
    }
}

/// What a calendar of ours says below the last empty line is said elsewhere, too.
fn without_footer(text: &str) -> &str {
    text.rsplit_once("\n\n").map_or("", |(summary, _)| summary)
}

fn place(component: &Component, row: &mut Row, reading: &mut Reading<'_>) {
    let location = component.get("LOCATION");
    let own = component.get("X-CHANCERY-PLACE").filter(|own| {
        // Whoever changed the place changed what other programs show.
        location.is_some_and(|location| location.text().starts_with(&own.text()))
    });
    let is_country_alone =
        component.is_own() && own.is_none() && component.get("X-CHANCERY-PLACE-COUNTRY").is_some();
    if let Some(line) = own.or(location.filter(|_| !is_country_alone)) {
        row.add(Key::Place, &plain::of_text(&line.text()), line.span);
    }
    if let Some(line) = component.get("GEO") {
        match line.value.split_once(';') {
            Some((lat, lon)) => {
                row.add(Key::Lat, lat, line.span);
                row.add(Key::Lon, lon, line.span);
            }
            None => reading.error(
                line.span,
                format!("`{}` is no place on earth", line.value),
                "write latitude and longitude in degrees, such as `GEO:39.9055;116.3976`",
            ),
        }
    }
}

fn own(component: &Component, row: &mut Row) {
    for (name, key) in [
        ("X-CHANCERY-ID", Key::Id),
        ("X-CHANCERY-PLACE-COUNTRY", Key::PlaceCountry),
        ("X-CHANCERY-COUNTRY", Key::Country),
        ("X-CHANCERY-TOPIC", Key::Topic),
        ("X-CHANCERY-SOURCE", Key::Source),
        ("X-CHANCERY-MARKING", Key::Marking),
    ] {
        component.all(name).for_each(|line| row.add(key.clone(), &line.text(), line.span));
    }
    for line in component.all("X-CHANCERY-ACTOR") {
        row.add(Key::Actor(line.parameter("X-ROLE").map(str::to_owned)), &line.text(), line.span);
    }
}

fn foreign(component: &Component, row: &mut Row) {
    for line in component.all("CATEGORIES") {
        line.texts().iter().for_each(|name| row.add(Key::Topic, name, line.span));
    }
    if let Some(line) = component.get("URL") {
        row.add(Key::Extra("url".to_owned()), &line.value, line.span);
    }
}
