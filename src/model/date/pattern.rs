//! What a regular expression can tell of dates, for editors.
//!
//! Out: patterns (ECMA 262, of the part that all engines read alike) that match every date which `parse` and `moment`
//! read, and few others: days that no month has are refused, intervals that end before they begin are not.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{Edtf, Moment};
use crate::model::shape::patterned;

pub const DAY_OR_TIME: &str = "write a day such as `2025-09-03`, or a time such as `2025-09-03T14:00:00Z`";
const DATE: &str =
    "write a date such as `2025`, `2025-09`, `2025-09-03`, `2025-09~` (about) or `2025-09/2025-11`";

const LEAP_YEAR: &str = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
const MONTH: &str = "(?:0[1-9]|1[0-2])";
const HOUR: &str = "(?:[01][0-9]|2[0-3])";
const SIXTY: &str = "[0-5][0-9]";

/// A moment as other site generators write it, too.
pub struct ForeignMoment;

impl ForeignMoment {
    /// Also `2015/3/7`, `11/23/2020`, and times without seconds or offset. Of a year behind its month a pattern cannot
    /// tell whether it has a leap day.
    pub fn pattern() -> String {
        let year_first = foreign_day("2[0-8]", |month, day| format!("(?:{month})[-/.](?:{day})"));
        let year_last = foreign_day("2[0-9]", |month, day| {
            format!("(?:{month})[-/.](?:{day})|(?:{day})[-/.](?:{month})")
        });
        let zone = format!("(?:[Zz]|UTC|GMT|[+-](?:[0-9]|{HOUR})(?::?{SIXTY})?)");
        let time = format!(r"(?:[0-9]|{HOUR}):{SIXTY}(?::(?:{SIXTY}|60)(?:\.[0-9]+)?)?\s*{zone}?");
        let leap_day = format!("{LEAP_YEAR}[-/.]0?2[-/.]29");
        let day = format!("(?:[0-9]{{4}}[-/.]{year_first}|{leap_day}|{year_last}[-/.][0-9]{{4}})");
        format!(r"{day}(?:(?:\s|[Tt])\s*{time})?")
    }
}

/// The days of all months, with or without zeros in front, month and day put together by `join`.
fn foreign_day(end_of_february: &str, join: impl Fn(&str, &str) -> String) -> String {
    let days = |last: &str| format!("0?[1-9]|1[0-9]|{last}");
    let long = join("0?[13578]|1[02]", &days("2[0-9]|3[01]"));
    let short = join("0?[469]|11", &days("2[0-9]|30"));
    let february = join("0?2", &days(end_of_february));
    format!("(?:{long}|{short}|{february})")
}

/// `YYYY-MM-DD` of a day that exists.
fn day() -> String {
    let long = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])";
    let short = "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)";
    let february = "02-(?:0[1-9]|1[0-9]|2[0-8])";
    format!("(?:[0-9]{{4}}-(?:{long}|{short}|{february})|{LEAP_YEAR}-02-29)")
}

/// RFC 3339, section 5.6, or a day.
fn moment() -> String {
    let time = format!(r"[Tt]{HOUR}:{SIXTY}:(?:{SIXTY}|60)(?:\.[0-9]+)?(?:[Zz]|[+-]{HOUR}:{SIXTY})");
    format!("{}(?:{time})?", day())
}

/// EDTF as `parse` has it.
fn edtf() -> String {
    let day = day();
    let of_year = format!("{MONTH}|2[1-4]|3[3-6]|XX");
    let shape =
        format!("[0-9]{{4}}|[0-9]{{3}}X|[0-9]{{2}}XX|[0-9]{{4}}-(?:{of_year}|(?:{MONTH}|XX)-XX)|{day}");
    let date = format!("(?:-?(?:{shape})|Y-?[1-9][0-9]{{4,9}})[~?%]?");
    let interval = format!(r"{date}/(?:{date}|\.\.)?|(?:\.\.)?/{date}");
    let time = format!("-?{day}T{HOUR}:{SIXTY}:(?:{SIXTY}|60)(?:Z|[+-]{HOUR}(?::{SIXTY})?)");
    format!("(?:{date}|{interval}|{time})")
}

impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        patterned("day or time", &moment(), DAY_OR_TIME)
    }
}

impl JsonSchema for Edtf {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    /// A year alone is a number to an editor, which keeps no zeros before it.
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let text = patterned("date", &edtf(), DATE);
        let mut schema = json_schema!({"title": "date", "type": ["string", "integer"]});
        for key in ["pattern", "patternErrorMessage"] {
            schema.insert(key.to_owned(), text.get(key).cloned().unwrap_or_default());
        }
        schema.insert("minimum".to_owned(), (-9999).into());
        schema.insert("maximum".to_owned(), 9999.into());
        schema
    }
}

#[cfg(test)]
mod tests {
    use regex_automata::meta::Regex;

    use super::{DAY_OR_TIME, Edtf, ForeignMoment, Moment, edtf, moment};
    use crate::model::shape::patterned;

    fn regex(pattern: &str) -> Regex {
        let schema = patterned("", pattern, DAY_OR_TIME);
        let pattern = schema.get("pattern").and_then(|pattern| pattern.as_str()).expect("it has one");
        Regex::new(pattern).expect("it is a regular expression")
    }

    /// Every month and day in years of all sorts, in every form that has them.
    #[test]
    fn days_that_do_not_exist_are_refused_and_all_others_match() {
        let (edtf, moment, foreign) = (regex(&edtf()), regex(&moment()), regex(&ForeignMoment::pattern()));
        for year in ["2025", "2024", "1900", "2000", "0001", "9999"] {
            for (month, day) in (0..14).flat_map(|month| (0..33).map(move |day| (month, day))) {
                let text = format!("{year}-{month:02}-{day:02}");
                assert_eq!(edtf.is_match(&text), Edtf::parse(&text).is_ok(), "{text}");
                assert_eq!(moment.is_match(&text), Moment::parse(&text).is_ok(), "{text}");
                assert_eq!(foreign.is_match(&text), Moment::parse_lenient(&text).is_ok(), "{text}");
                let text = format!("{year}/{month}/{day}");
                assert_eq!(foreign.is_match(&text), Moment::parse_lenient(&text).is_ok(), "{text}");
                let interval = format!("2020/{year}-{month:02}-{day:02}");
                assert!(edtf.is_match(&interval) || Edtf::parse(&interval).is_err(), "{interval}");
                let american = format!("{month}/{day}/{year}");
                assert!(
                    foreign.is_match(&american) || Moment::parse_lenient(&american).is_err(),
                    "{american}"
                );
            }
        }
    }

    /// Dates as they are written, and what becomes of them where a character is lost, doubled or another: whatever is
    /// read matches.
    #[test]
    fn whatever_is_read_matches() {
        let (edtf, moment, foreign) = (regex(&edtf()), regex(&moment()), regex(&ForeignMoment::pattern()));
        let mut counts = [0, 0, 0];
        for seed in [
            "2025",
            "2025-09",
            "2025-09-03",
            "2025-09~",
            "2025?",
            "2025-09-03%",
            "202X",
            "20XX",
            "2025-XX",
            "2025-XX-XX",
            "2025-09-XX",
            "2025-21",
            "2025-36",
            "2025-09-01/2025-09-03",
            "2025-09/..",
            "../2025-09",
            "2025-09/",
            "/2025-09",
            "-0044",
            "-0043-03-15",
            "Y12025",
            "Y-12025",
            "2025-09-03T14:00:00Z",
            "2025-09-03T14:00:00+02",
            "2025-09-03T14:00:00+02:00",
            "2025-09-03T23:59:60Z",
            "2025-09-03t14:00:00.25z",
            "2015-03-17 14:00:00 -4",
            "2018-01-15 18:49 +0800",
            "2014-03-12 10:11",
            "2014-03-12T10:11:00-04:00",
            "2015/3/7",
            "11/23/2020",
            "11/23/2020 10:00 UTC",
            "2024-02-29",
            "",
        ] {
            for text in mutations(seed) {
                let read = [
                    Edtf::parse(&text).is_ok(),
                    Moment::parse(&text).is_ok(),
                    Moment::parse_lenient(&text).is_ok(),
                ];
                let matched = [edtf.is_match(&text), moment.is_match(&text), foreign.is_match(&text)];
                for index in 0..3 {
                    assert!(matched[index] || !read[index], "{text:?} {index}");
                    counts[index] += usize::from(read[index]);
                }
            }
        }
        assert!(counts.iter().all(|count| *count > 500), "{counts:?}");
    }

    fn mutations(seed: &str) -> Vec<String> {
        let letters =
            ["", "0", "1", "2", "3", "9", "-", "/", "X", "~", "?", "T", "Z", ":", "+", " ", ".", "Y"];
        let mut out = vec![seed.to_owned()];
        for at in 0..=seed.len() {
            for letter in letters {
                out.push(format!("{}{letter}{}", &seed[..at], &seed[at..]));
                out.extend(seed.get(at + 1..).map(|rest| format!("{}{letter}{rest}", &seed[..at])));
            }
        }
        out
    }
}
