//! The timeline as a table (RFC 4180): a row an event, with names of columns above.
//!
//! What is told of events comes in, and bytes go out. Several values of one cell stand with `; ` between them. A cell that a
//! spreadsheet would run as a formula begins with an apostrophe, by which spreadsheets themselves mark a text.

use super::events::Record;
use crate::model::date::Day;

/// The columns, in order. `chancery import` knows them by these names.
pub(super) const COLUMNS: [&str; 18] = [
    "date",
    "earliest",
    "latest",
    "words",
    "title",
    "summary",
    "place",
    "place_country",
    "lat",
    "lon",
    "countries",
    "actors",
    "topics",
    "importance",
    "marking",
    "id",
    "url",
    "sources",
];

pub(super) fn write<'r, 'a: 'r>(out: &mut Vec<u8>, records: impl Iterator<Item = &'r Record<'a>>) {
    row(out, &COLUMNS.map(str::to_owned));
    for record in records {
        row(out, &cells(record));
    }
}

fn cells(record: &Record<'_>) -> [String; COLUMNS.len()] {
    let bound = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    let geo = record.place.map(|place| &place.geo);
    let degrees = |degrees: Option<f64>| degrees.map_or_else(String::new, |degrees| degrees.to_string());
    let words = |text: &str| guarded(text);
    let firsts = |pairs: &[(&str, &str)]| joined(pairs.iter().map(|(first, _)| (*first).to_owned()));
    let actor = |actor: &super::events::Actor<'_>| match actor.role {
        Some(role) => format!("{} ({role})", actor.id),
        None => actor.id.to_owned(),
    };
    [
        words(record.date.text()),
        words(&bound(record.date.earliest())),
        words(&bound(record.date.latest())),
        words(&record.words),
        words(record.title),
        words(record.summary),
        words(geo.and_then(|geo| geo.name.as_deref()).unwrap_or_default()),
        record.place_country.map_or_else(String::new, |(code, _)| code.to_owned()),
        degrees(geo.and_then(|geo| geo.lat)),
        degrees(geo.and_then(|geo| geo.lon)),
        firsts(&record.countries),
        words(&joined(record.actors.iter().map(actor))),
        words(&joined(record.topics.iter().map(|topic| topic.named.to_owned()))),
        record.importance.to_string(),
        record.marking.label().to_owned(),
        if record.has_id { record.slug.to_owned() } else { String::new() },
        record.address.clone(),
        words(&joined(record.sources.iter().map(source))),
    ]
}

/// The id by which any article could cite it, else its title and address.
fn source(source: &super::events::Source<'_>) -> String {
    match source.id {
        Some(id) => id.to_owned(),
        None if source.url.is_empty() => source.title.to_owned(),
        None => format!("{} <{}>", source.title, source.url),
    }
}

/// A semicolon of a value itself becomes a comma.
fn joined(values: impl Iterator<Item = String>) -> String {
    values.map(|value| value.replace(';', ",")).collect::<Vec<_>>().join("; ")
}

/// A text that no spreadsheet takes for a formula, in any width. What looks as if it were guarded already is guarded once
/// more, so that taking one apostrophe away gives back the text.
fn guarded(text: &str) -> String {
    let bare = text.trim_start_matches('\'');
    let runs = bare.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if runs { format!("'{text}") } else { text.to_owned() }
}

fn row(out: &mut Vec<u8>, cells: &[String]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        if cell.contains([',', '"', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ') {
            out.extend_from_slice(format!("\"{}\"", cell.replace('"', "\"\"")).as_bytes());
        } else {
            out.extend_from_slice(cell.as_bytes());
        }
    }
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut out = Vec::new();
        row(&mut out, &["plain", "a,b", "say \"so\"", "two\nlines", " blank", ""].map(str::to_owned));
        assert_eq!(
            String::from_utf8(out).expect("it is UTF-8"),
            "plain,\"a,b\",\"say \"\"so\"\"\",\"two\nlines\",\" blank\",\r\n"
        );
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+49", "'+49"),
            ("-0043-03-15", "'-0043-03-15"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("1=1", "1=1"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), cell);
        }
    }
}
