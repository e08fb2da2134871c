//! iCalendar (RFC 5545, with the names of RFC 7986): what happened, as a calendar can show it.
//!
//! What is told of events comes in, and bytes go out. A calendar knows days and instants alone: what is known less exactly
//! takes all days that it may have been, and the description says in words what is known. Nothing comes from the clock.

use std::io::Write as _;

use super::events::{Head, Record, marked};
use crate::model::date::{Day, Edtf, Moment};
use crate::model::marking::Marking;

/// The longest line in bytes, its end not counted (section 3.1).
const LONGEST: usize = 75;

/// The one component of a calendar without events, which may not be empty (section 3.6).
const NO_EVENTS: &[u8] = b"BEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
    TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

pub(super) fn write<'e>(out: &mut Vec<u8>, head: &Head<'_>, events: impl ExactSizeIterator<Item = &'e [u8]>) {
    out.extend_from_slice(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Chancery//Chancery//EN\r\nCALSCALE:GREGORIAN\r\n",
    );
    for name in ["NAME", "X-WR-CALNAME"] {
        text(out, name, &head.title);
    }
    if !head.description.is_empty() {
        for name in ["DESCRIPTION", "X-WR-CALDESC"] {
            text(out, name, head.description);
        }
    }
    if let Some(page) = &head.page {
        line(out, &format!("URL:{page}"));
    }
    if let Some(own) = &head.own {
        line(out, &format!("SOURCE;VALUE=URI:{own}"));
    }
    if events.len() == 0 {
        out.extend_from_slice(NO_EVENTS);
    }
    events.for_each(|event| out.extend_from_slice(event));
    out.extend_from_slice(b"END:VCALENDAR\r\n");
}

/// One event. `realm` sets the site apart from others.
pub(super) fn event(realm: &str, record: &Record<'_>) -> Vec<u8> {
    let mut event = Vec::with_capacity(1024);
    let out = &mut event;
    out.extend_from_slice(b"BEGIN:VEVENT\r\n");
    text(out, "UID", &format!("{}@{}", record.slug, realm));
    line(out, &format!("DTSTAMP:{}", record.stamp));
    when(out, record.date);
    text(out, "SUMMARY", &marked(record.marking, record.title.to_owned()));
    text(out, "DESCRIPTION", &description(record));
    place(out, record);
    if record.is_absolute {
        line(out, &format!("URL:{}", record.address));
    }
    if !record.topics.is_empty() {
        let names: Vec<String> = record.topics.iter().map(|topic| escaped(topic.name)).collect();
        line(out, &format!("CATEGORIES:{}", names.join(",")));
    }
    line(out, &format!("CLASS:{}", class(record.marking)));
    // 1 is the highest of nine (section 3.8.1.9); an importance of 3 is the middle.
    line(out, &format!("PRIORITY:{}", 11 - 2 * record.importance.clamp(1, 5)));
    line(out, "TRANSP:TRANSPARENT");
    own(out, record);
    out.extend_from_slice(b"END:VEVENT\r\n");
    event
}

// ---- time ----

/// DTSTART, and DTEND where it lasts longer than a day; the end is exclusive.
fn when(out: &mut Vec<u8>, date: &Edtf) {
    if let Some(instant) = date.time().and_then(utc) {
        return line(out, &format!("DTSTART:{instant}"));
    }
    let Some((first, last)) = date.known_days() else { return };
    line(out, &format!("DTSTART;VALUE=DATE:{}", basic(first)));
    if last > first {
        // There is no day after the last one that four digits can write.
        let after = last.add_days(1).filter(|day| day.year() <= 9999).unwrap_or(last);
        line(out, &format!("DTEND;VALUE=DATE:{}", basic(after)));
    }
}

/// DTSTAMP: of the newest text that tells it, else the beginning of the event itself.
pub(super) fn stamp(newest: Option<&Moment>, date: &Edtf) -> String {
    let own = || date.known_days().map(|(first, _)| first).filter(|day| (1..=9999).contains(&day.year()));
    let day = |day: Day| format!("{}T000000Z", basic(day));
    newest.and_then(utc).or_else(|| own().map(day)).unwrap_or_else(|| "19700101T000000Z".to_owned())
}

/// `20250903T010000Z`; none where UTC has a year by then that four digits cannot write.
fn utc(moment: &Moment) -> Option<String> {
    // Of every length that RFC 3339 has from the right: years before 0 have more digits on the left.
    let text = moment.rfc3339();
    let (_, clock) = text.split_once('T')?;
    let number = |from: usize| clock.get(from..from + 2)?.parse::<i64>().ok();
    let of_day = number(0)? * 3600 + number(3)? * 60 + number(6)?;
    let offset = match clock.as_bytes().get(8)? {
        b'+' => number(9)? * 3600 + number(12)? * 60,
        b'-' => -(number(9)? * 3600 + number(12)? * 60),
        _ => 0,
    };
    let second = of_day - offset;
    let day = moment.day().add_days(second.div_euclid(86_400))?;
    let second = second.rem_euclid(86_400);
    (1..=9999)
        .contains(&day.year())
        .then(|| format!("{}T{:02}{:02}{:02}Z", basic(day), second / 3600, second / 60 % 60, second % 60))
}

/// `20250903`
fn basic(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

// ---- words ----

/// The summary, a blank line, and lines that each say what they are. No other line below the summary is blank, so that
/// whoever reads the calendar can tell the two apart.
fn description(record: &Record<'_>) -> String {
    let mut lines = vec![format!("Date: {}", record.words)];
    let mut add = |what: &str, list: Vec<String>, between: &str| {
        if !list.is_empty() {
            lines.push(format!("{what}: {}", list.join(between)));
        }
    };
    add("Actors", record.actors.iter().map(|actor| with_role(actor.name, actor.role)).collect(), ", ");
    add("Countries", record.countries.iter().map(|(_, name)| (*name).to_owned()).collect(), ", ");
    add("Sources", record.sources.iter().map(source).collect(), "; ");
    let article = |(title, address): &(&str, String)| {
        if record.is_absolute { format!("{title} <{address}>") } else { (*title).to_owned() }
    };
    add("Told in", record.articles.iter().map(article).collect(), "; ");
    if record.marking > Marking::Clear {
        lines.push(format!("Marking: {}", record.marking));
    }
    // What is one line to a reader stays one.
    let footer: Vec<String> =
        lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let footer = footer.join("\n");
    if record.summary.is_empty() { footer } else { format!("{}\n\n{footer}", record.summary) }
}

fn with_role(name: &str, role: Option<&str>) -> String {
    role.map_or_else(|| name.to_owned(), |role| format!("{name} ({role})"))
}

fn source(source: &super::events::Source<'_>) -> String {
    let parts = [source.title, source.publisher].into_iter().filter(|part| !part.is_empty());
    let words = parts.collect::<Vec<_>>().join(", ");
    if source.url.is_empty() { words } else { format!("{words} <{}>", source.url) }
}

fn place(out: &mut Vec<u8>, record: &Record<'_>) {
    let name = record.place.and_then(|place| place.geo.name.as_deref());
    let country = record.place_country.map(|(_, name)| name);
    let parts: Vec<&str> = name.into_iter().chain(country).collect();
    if !parts.is_empty() {
        text(out, "LOCATION", &parts.join(", "));
    }
    if let Some(geo) = record.place.map(|place| &place.geo)
        && let (Some(lat), Some(lon)) = (geo.lat, geo.lon)
    {
        line(out, &format!("GEO:{lat};{lon}"));
    }
}

/// Who may see it (section 3.8.1.3): everybody, a community, those who need to know.
fn class(marking: Marking) -> &'static str {
    match marking {
        Marking::Clear => "PUBLIC",
        Marking::Green => "PRIVATE",
        Marking::Amber | Marking::AmberStrict | Marking::Red => "CONFIDENTIAL",
    }
}

// ---- what no property of the standard can say ----

/// Everything by which `chancery import` gets back what was said here.
fn own(out: &mut Vec<u8>, record: &Record<'_>) {
    text(out, "X-CHANCERY-DATE", record.date.text());
    if record.has_id {
        text(out, "X-CHANCERY-ID", record.slug);
    }
    if let Some(name) = record.place.and_then(|place| place.geo.name.as_deref()) {
        text(out, "X-CHANCERY-PLACE", name);
    }
    if let Some((code, _)) = record.place_country {
        text(out, "X-CHANCERY-PLACE-COUNTRY", code);
    }
    for actor in &record.actors {
        let role = actor.role.map(|role| format!(";X-ROLE=\"{}\"", parameter(role))).unwrap_or_default();
        line(out, &format!("X-CHANCERY-ACTOR{role}:{}", escaped(actor.id)));
    }
    for (code, _) in &record.countries {
        text(out, "X-CHANCERY-COUNTRY", code);
    }
    for topic in &record.topics {
        text(out, "X-CHANCERY-TOPIC", topic.named);
    }
    for id in record.sources.iter().filter_map(|source| source.id) {
        text(out, "X-CHANCERY-SOURCE", id);
    }
    if record.marking > Marking::Clear {
        text(out, "X-CHANCERY-MARKING", record.marking.label());
    }
}

/// A value between quotation marks, which cannot hold them (RFC 6868).
fn parameter(value: &str) -> String {
    let value = value.replace('^', "^^").replace('"', "^'").replace('\n', "^n");
    value.chars().filter(|character| !character.is_control()).collect()
}

// ---- lines ----

fn text(out: &mut Vec<u8>, name: &str, value: &str) {
    line(out, &format!("{name}:{}", escaped(value)));
}

/// A TEXT (section 3.3.11). Control characters other than line breaks and tabs cannot stand in one.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 8);
    for character in value.replace("\r\n", "\n").chars() {
        match character {
            '\\' | ';' | ',' => out.extend(['\\', character]),
            '\n' | '\r' => out.push_str("\\n"),
            '\t' => out.push('\t'),
            other if other.is_ascii_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// A content line, folded (section 3.1) between characters.
fn line(out: &mut Vec<u8>, whole: &str) {
    let mut rest = whole;
    let mut room = LONGEST;
    while rest.len() > room {
        let end = (0..=room).rev().find(|&end| rest.is_char_boundary(end)).unwrap_or(room);
        let _ = write!(out, "{}\r\n ", &rest[..end]);
        rest = &rest[end..];
        // The blank that a line begins with is one of its bytes.
        room = LONGEST - 1;
    }
    let _ = write!(out, "{rest}\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edtf(text: &str) -> Edtf {
        Edtf::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn dates(text: &str) -> String {
        let mut out = Vec::new();
        when(&mut out, &edtf(text));
        String::from_utf8(out).expect("it is UTF-8").replace("\r\n", " ").trim().replace(";VALUE=DATE", "")
    }

    #[test]
    fn dates_take_all_days_that_they_may_be() {
        for (date, expected) in [
            ("2025-09-03", "DTSTART:20250903"),
            ("2024-02-29", "DTSTART:20240229"),
            ("2024-02", "DTSTART:20240201 DTEND:20240301"),
            ("2025?", "DTSTART:20250101 DTEND:20260101"),
            ("202X", "DTSTART:20200101 DTEND:20300101"),
            ("2025-24", "DTSTART:20251201 DTEND:20260301"),
            ("2025-09-03/2025-09-05", "DTSTART:20250903 DTEND:20250906"),
            ("2024-06/..", "DTSTART:20240601 DTEND:20240701"),
            ("2024-06-19/..", "DTSTART:20240619"),
            ("/2025-09", "DTSTART:20250901 DTEND:20251001"),
            ("0476-09-04", "DTSTART:04760904"),
            ("9999-12-31", "DTSTART:99991231"),
            ("9999", "DTSTART:99990101 DTEND:99991231"),
            ("2025-09-03T09:00:00+08:00", "DTSTART:20250903T010000Z"),
            ("2025-09-03T01:30:00+08:00", "DTSTART:20250902T173000Z"),
            ("2024-12-31T23:59:59-05:00", "DTSTART:20250101T045959Z"),
            ("9999-12-31T23:00:00Z", "DTSTART:99991231T230000Z"),
            ("9999-12-31T23:00:00-02:00", "DTSTART:99991231"),
            ("0001-01-01T00:00:00+01:00", "DTSTART:00010101"),
        ] {
            assert_eq!(dates(date), expected, "{date}");
        }
    }

    #[test]
    fn stamps_come_from_texts_else_from_the_event() {
        let moment = |text: &str| Moment::parse(text).expect("it is a moment");
        let event = edtf("1984~");
        assert_eq!(stamp(Some(&moment("2025-09-05T10:00:00+02:00")), &event), "20250905T080000Z");
        assert_eq!(stamp(Some(&moment("2025-09-05")), &event), "20250905T000000Z");
        assert_eq!(stamp(None, &event), "19840101T000000Z");
        assert_eq!(stamp(None, &edtf("../2025-09")), "20250901T000000Z");
    }

    #[test]
    fn lines_are_folded_between_characters_and_come_back() {
        for text in [
            "x".repeat(74),
            "x".repeat(75),
            "x".repeat(76),
            "三位领导人".repeat(40),
            "🙂é".repeat(50),
            "e\u{301}".repeat(80),
            String::new(),
        ] {
            let mut out = Vec::new();
            line(&mut out, &text);
            let folded = String::from_utf8(out).expect("no character is cut");
            assert!(folded.ends_with("\r\n"), "{text}");
            assert!(folded.split("\r\n").all(|line| line.len() <= LONGEST), "{folded}");
            assert_eq!(folded.replace("\r\n ", ""), format!("{text}\r\n"));
        }
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(escaped("a,b;c\\d\ne\r\nf\u{7}\tg: \"h\""), "a\\,b\\;c\\\\d\\ne\\nf\tg: \"h\"");
        assert_eq!(parameter("the \"host\"\n^"), "the ^'host^'^n^^");
    }
}
