//! Whatever a file holds, reading it answers.

use jiff::tz::TimeZone;

use super::{Format, Reading, told};
use crate::source::FileId;

const FILES: [(Format, &str); 3] = [
    (Format::Ics, include_str!("../../tests/sites/event-files/expected/output/timeline.ics")),
    (Format::Json, include_str!("../../tests/sites/event-files/expected/output/timeline.json")),
    (Format::Csv, include_str!("../../tests/sites/event-files/expected/output/timeline.csv")),
];

#[test]
fn damaged_files_are_answered_without_a_panic() {
    let mut seed = 7u64;
    let mut below = |end: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as usize % end.max(1)
    };
    for (format, whole) in FILES {
        for _ in 0..150 {
            let at = whole.floor_char_boundary(below(whole.len()));
            let to = whole.floor_char_boundary(at + below(40)).max(at);
            let odd = ["", "\"", ",", "\\", "{", "]", "\r\n", "ü", "99", ":", ";", "\u{0}"][below(12)];
            let text = format!("{}{odd}{}", &whole[..at], &whole[to..]);
            let mut reading =
                Reading { file: FileId::of("a"), text: &text, zone: &TimeZone::UTC, diagnostics: Vec::new() };
            told(&mut reading, format);
            for said in &reading.diagnostics {
                let crate::diagnostic::Place::Span(span) = said.place else { panic!("it has a place") };
                let (start, end) = (span.start as usize, span.end as usize);
                assert!(
                    text.is_char_boundary(start) && text.is_char_boundary(end.min(text.len())),
                    "{}",
                    said.message
                );
            }
        }
    }
}
