//! The JSON that TimelineJS 3 draws (timeline.knightlab.com/docs/json-format.html), with what else is known of each event
//! beside it, under `chancery`.
//!
//! What is told of events comes in, and bytes go out, an event a line. TimelineJS shows texts as HTML: what is no markup of
//! ours is escaped. It shows our words for a date, whatever the numbers are by which it draws.

use super::events::{Head, Picture, Record, marked};
use super::json::{self, field, key, list, number, object, optional_field};
use crate::model::date::{Day, Edtf, Precision};
use crate::model::marking::Marking;
use crate::plan::prose::escape;

pub(super) fn write<'r, 'a: 'r>(
    out: &mut Vec<u8>,
    head: &Head<'_>,
    records: impl Iterator<Item = &'r Record<'a>>,
) {
    out.push(b'{');
    field(out, "scale", "human");
    object(out, "title", |out| {
        object(out, "text", |out| {
            field(out, "headline", &escape(&head.title));
            optional_field(out, "text", &paragraphs(head.description));
        });
    });
    out.push(b'\n');
    list(out, "events", records, |out, record| {
        out.extend_from_slice(b"\n{");
        event(out, record);
        out.push(b'}');
    });
    out.extend_from_slice(b"}\n");
}

/// Whether a browser's calendar has all days that are known of it: it ends 275,760 years from now and began as long ago.
pub(super) fn has_place(date: &Edtf) -> bool {
    date.known_days().is_some_and(|(first, last)| first.year() > -271_820 && last.year() < 275_759)
}

fn event(out: &mut Vec<u8>, record: &Record<'_>) {
    field(out, "unique_id", record.slug);
    dates(out, record.date);
    field(out, "display_date", &record.words);
    object(out, "text", |out| {
        field(out, "headline", &escape(&marked(record.marking, record.title.to_owned())));
        optional_field(out, "text", &text(record));
    });
    // The first country: a row of the drawing for each.
    optional_field(out, "group", record.countries.first().map_or("", |(_, name)| name));
    if let Some(image) = record.image.as_ref().filter(|image| is_known(&image.address)) {
        media(out, image);
    }
    object(out, "chancery", |out| own(out, record));
}

/// Pictures are known to TimelineJS by the ends of their names.
fn is_known(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp"].iter().any(|ending| address.ends_with(ending))
}

fn media(out: &mut Vec<u8>, image: &Picture<'_>) {
    object(out, "media", |out| {
        field(out, "url", &image.address);
        optional_field(out, "alt", image.alt);
        optional_field(out, "caption", &escape(image.caption));
        optional_field(out, "credit", &escape(image.credit));
    });
}

// ---- time ----

fn dates(out: &mut Vec<u8>, date: &Edtf) {
    let Some((first, last)) = date.known_days() else { return };
    object(out, "start_date", |out| {
        // Of an interval the day counts by which it is drawn; else what is known of the date, and no more.
        let parts = match date.precision() {
            Precision::Year | Precision::Decade | Precision::Century => 1,
            Precision::Month | Precision::Season | Precision::Quarter => 2,
            Precision::Time | Precision::Day | Precision::Interval => 3,
        };
        day(out, first, parts);
        if let Some(time) = date.time() {
            clock(out, &time.rfc3339());
        }
    });
    if last > first {
        object(out, "end_date", |out| day(out, last, 3));
    }
}

fn day(out: &mut Vec<u8>, day: Day, parts: usize) {
    let fields = [("year", year(day.year())), ("month", day.month().into()), ("day", day.day().into())];
    for (name, value) in fields.into_iter().take(parts) {
        number(out, name, value);
    }
}

/// There is no year 0 between 1 BC, which is -1 there, and AD 1.
fn year(astronomical: i32) -> i64 {
    let year = i64::from(astronomical);
    if year <= 0 { year - 1 } else { year }
}

/// The time of day as it is written in its own zone: TimelineJS knows none, and the words say which it is.
fn clock(out: &mut Vec<u8>, rfc3339: &str) {
    let Some((_, clock)) = rfc3339.split_once('T') else { return };
    for (name, at) in [("hour", 0), ("minute", 3), ("second", 6)] {
        if let Some(value) = clock.get(at..at + 2).and_then(|digits| digits.parse().ok()) {
            number(out, name, value);
        }
    }
}

// ---- words ----

fn text(record: &Record<'_>) -> String {
    let mut html = paragraphs(record.summary);
    if record.is_absolute {
        html.push_str(&format!("<p><a href=\"{}\">Read more</a></p>", escape(&record.address)));
    }
    html
}

fn paragraphs(text: &str) -> String {
    let parts = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| format!("<p>{}</p>", escape(part))).collect()
}

// ---- what TimelineJS has no place for ----

fn own(out: &mut Vec<u8>, record: &Record<'_>) {
    if record.has_id {
        field(out, "id", record.slug);
    }
    field(out, "date", record.date.text());
    let bound = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    optional_field(out, "earliest", &bound(record.date.earliest()));
    optional_field(out, "latest", &bound(record.date.latest()));
    field(out, "title", record.title);
    optional_field(out, "summary", record.summary);
    if record.place.is_some() {
        object(out, "place", |out| place(out, record));
    }
    list(out, "countries", &record.countries, |out, (code, name)| {
        out.push(b'{');
        field(out, "code", code);
        field(out, "name", name);
        out.push(b'}');
    });
    list(out, "actors", &record.actors, |out, actor| {
        out.push(b'{');
        field(out, "id", actor.id);
        field(out, "name", actor.name);
        optional_field(out, "role", actor.role.unwrap_or_default());
        out.push(b'}');
    });
    list(out, "topics", &record.topics, |out, topic| {
        out.push(b'{');
        field(out, "id", topic.slug);
        field(out, "name", topic.name);
        if topic.named != topic.slug {
            field(out, "named", topic.named);
        }
        out.push(b'}');
    });
    list(out, "sources", &record.sources, |out, source| {
        out.push(b'{');
        optional_field(out, "id", source.id.unwrap_or_default());
        field(out, "title", source.title);
        optional_field(out, "publisher", source.publisher);
        optional_field(out, "url", source.url);
        out.push(b'}');
    });
    number(out, "importance", record.importance.into());
    if record.marking > Marking::Clear {
        field(out, "marking", record.marking.label());
    }
    field(out, "url", &record.address);
}

fn place(out: &mut Vec<u8>, record: &Record<'_>) {
    let Some(geo) = record.place.map(|place| &place.geo) else { return };
    optional_field(out, "name", geo.name.as_deref().unwrap_or_default());
    optional_field(out, "country", record.place_country.map_or("", |(code, _)| code));
    for (name, degrees) in [("lat", geo.lat), ("lon", geo.lon)] {
        if let Some(degrees) = degrees {
            key(out, name);
            json::value(out, &degrees);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn drawn(text: &str) -> Value {
        let mut out = vec![b'{'];
        dates(&mut out, &Edtf::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")));
        out.push(b'}');
        serde_json::from_slice(&out).expect("it is JSON")
    }

    #[test]
    fn dates_say_what_is_known() {
        let day = |year: i64, month: u8, day: u8| json!({"year": year, "month": month, "day": day});
        for (date, expected) in [
            ("2025-09-03", json!({"start_date": day(2025, 9, 3)})),
            ("2025-09~", json!({"start_date": {"year": 2025, "month": 9}, "end_date": day(2025, 9, 30)})),
            ("2025", json!({"start_date": {"year": 2025}, "end_date": day(2025, 12, 31)})),
            ("202X", json!({"start_date": {"year": 2020}, "end_date": day(2029, 12, 31)})),
            ("-0043-03-15", json!({"start_date": day(-44, 3, 15)})),
            ("0000", json!({"start_date": {"year": -1}, "end_date": day(-1, 12, 31)})),
            ("2025-09-01/2025-09", json!({"start_date": day(2025, 9, 1), "end_date": day(2025, 9, 30)})),
            ("2024-06-19/..", json!({"start_date": day(2024, 6, 19)})),
            (
                "2025-09-03T09:05:00+08:00",
                json!({"start_date": {"year": 2025, "month": 9, "day": 3, "hour": 9, "minute": 5, "second": 0}}),
            ),
        ] {
            assert_eq!(drawn(date), expected, "{date}");
        }
    }

    #[test]
    fn years_that_no_browser_counts_have_no_place() {
        for (date, is_there) in
            [("Y-271819", true), ("Y-271820", false), ("Y275758", true), ("Y275759", false)]
        {
            assert_eq!(has_place(&Edtf::parse(date).expect("it is a date")), is_there, "{date}");
        }
    }

    #[test]
    fn texts_are_no_markup() {
        assert_eq!(paragraphs("a <b>\n\n\n\"c\" & d"), "<p>a &lt;b&gt;</p><p>&quot;c&quot; &amp; d</p>");
        assert_eq!(paragraphs(""), "");
    }
}
