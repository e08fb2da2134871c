//! Content lines (RFC 5545, section 3.1): in, a text with folds; out, names, parameters and values, each line with its place.

use crate::import::Reading;
use crate::source::Span;

pub struct Line {
    /// In capitals.
    pub name: String,
    /// Names in capitals.
    parameters: Vec<(String, String)>,
    /// As it stands, escapes and all.
    pub value: String,
    /// From the line's beginning to the end of its last fold.
    pub span: Span,
}

impl Line {
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.name == name && self.value.eq_ignore_ascii_case(value)
    }

    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// As one TEXT.
    pub fn text(&self) -> String {
        unescaped(&self.value)
    }

    /// As a list of TEXTs.
    pub fn texts(&self) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut is_escaped = false;
        for character in self.value.chars() {
            if character == ',' && !is_escaped {
                all.push(String::new());
            } else if let Some(last) = all.last_mut() {
                last.push(character);
            }
            is_escaped = character == '\\' && !is_escaped;
        }
        all.iter().map(|text| unescaped(text)).collect()
    }
}

fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match characters.next() {
            Some('n' | 'N') => out.push('\n'),
            Some(other @ ('\\' | ';' | ',')) => out.push(other),
            // Not an escape, though some programs write `\"` and `\:`.
            Some(other @ ('"' | ':')) => out.push(other),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}

pub fn lines(reading: &mut Reading<'_>) -> Vec<Line> {
    let mut out = Vec::new();
    for (whole, span) in unfolded(reading) {
        match line(&whole, span) {
            Some(line) => out.push(line),
            None => {
                let message = format!("`{}` is no line of a calendar: it has no `:`", shown(&whole));
                reading.error(
                    span,
                    message,
                    "begin it with a blank if it continues the line before, or take it out",
                );
            }
        }
    }
    out
}

fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(40).filter(|character| !character.is_control()).collect();
    if text.chars().nth(40).is_some() {
        shown.push('…');
    }
    shown
}

/// Lines without their folds; empty ones are left out.
fn unfolded(reading: &Reading<'_>) -> Vec<(String, Span)> {
    let mut out: Vec<(String, usize, usize)> = Vec::new();
    let mut at = 0;
    for physical in reading.text.split_inclusive('\n') {
        let bare = physical.trim_end_matches(['\n', '\r']);
        let end = at + bare.len();
        match (bare.strip_prefix([' ', '\t']), out.last_mut()) {
            (Some(rest), Some((whole, _, last))) => {
                whole.push_str(rest);
                *last = end;
            }
            _ if bare.trim().is_empty() => {}
            _ => out.push((
                bare.trim_start_matches('\u{feff}').to_owned(),
                end - bare.trim_start_matches('\u{feff}').len(),
                end,
            )),
        }
        at += physical.len();
    }
    out.into_iter().map(|(whole, start, end)| (whole, reading.span(start, end))).collect()
}

fn line(whole: &str, span: Span) -> Option<Line> {
    let colon = outside_quotes(whole, ':')?;
    let (head, value) = (&whole[..colon], &whole[colon + 1..]);
    let mut parts = Vec::new();
    let mut rest = head;
    while let Some(end) = outside_quotes(rest, ';') {
        parts.push(&rest[..end]);
        rest = &rest[end + 1..];
    }
    parts.push(rest);
    let name = parts.remove(0).trim().to_ascii_uppercase();
    let parameters = parts.into_iter().filter_map(|part| {
        let (name, value) = part.split_once('=')?;
        Some((
            name.trim().to_ascii_uppercase(),
            value.trim().trim_matches('"').replace("^'", "\"").replace("^n", "\n").replace("^^", "^"),
        ))
    });
    Some(Line { name, parameters: parameters.collect(), value: value.to_owned(), span })
}

fn outside_quotes(text: &str, wanted: char) -> Option<usize> {
    let mut is_quoted = false;
    text.char_indices().find_map(|(at, character)| {
        is_quoted ^= character == '"';
        (character == wanted && !is_quoted).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::source::FileId;

    fn read(text: &str) -> (Vec<Line>, Vec<String>) {
        let mut reading =
            Reading { file: FileId::of("a.ics"), text, zone: &TimeZone::UTC, diagnostics: Vec::new() };
        let lines = lines(&mut reading);
        (lines, reading.diagnostics.into_iter().map(|said| said.message).collect())
    }

    #[test]
    fn folds_parameters_and_escapes() {
        let (lines, told) = read(
            "\u{feff}begin:vcalendar\r\nSUMMARY;LANGUAGE=en;X-A=\"b;c:d\":On\r\n e\\, two\\; \\\\n\\nthree\r\n\tfour\r\n\r\nCATEGORIES:a\\,b,c\n",
        );
        assert_eq!(told, <[String; 0]>::default());
        assert!(lines[0].is("BEGIN", "VCALENDAR"));
        assert_eq!(lines[1].text(), "One, two; \\n\nthreefour");
        assert_eq!((lines[1].parameter("X-A"), lines[1].parameter("LANGUAGE")), (Some("b;c:d"), Some("en")));
        assert_eq!(lines[2].texts(), ["a,b", "c"]);
    }

    #[test]
    fn other_lines_are_told() {
        assert_eq!(
            read("BEGIN:VCALENDAR\nnonsense\n").1,
            ["`nonsense` is no line of a calendar: it has no `:`"]
        );
    }
}
