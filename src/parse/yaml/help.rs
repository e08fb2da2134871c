//! What to do about YAML that does not parse: the mistakes that people make, told by the line at which reading stopped.

use std::ops::Range;

/// The value at fault near `offset`, and how to mend it. Offsets are bytes of `yaml`.
pub fn for_mistake(yaml: &str, offset: usize) -> (Option<Range<usize>>, Option<String>) {
    let start = yaml[..yaml.floor_char_boundary(offset)].rfind('\n').map_or(0, |newline| newline + 1);
    let mut lines = lines_from(yaml, start).chain(lines_before(yaml, start));
    lines
        .find_map(|(at, line)| mistake(at, line))
        .map_or((None, None), |(range, help)| (Some(range), Some(help)))
}

/// The line at `start`.
fn lines_from(yaml: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    yaml[start..].lines().take(1).map(move |line| (start, line))
}

/// The two lines before it: a parser often notices a mistake only on the next line.
fn lines_before(yaml: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut end = start;
    std::iter::from_fn(move || {
        let before = yaml[..end].strip_suffix('\n')?;
        let begin = before.rfind('\n').map_or(0, |newline| newline + 1);
        end = begin;
        Some((begin, &before[begin..]))
    })
    .take(2)
}

fn mistake(at: usize, line: &str) -> Option<(Range<usize>, String)> {
    if let Some(tab) = line.find('\t').filter(|&tab| line[..tab].trim().is_empty()) {
        return Some((
            at + tab..at + tab + 1,
            "indent with blanks: YAML does not allow tabs here".to_owned(),
        ));
    }
    let (key, value_at, value) = split(line)?;
    let range = at + value_at..at + value_at + value.len();
    let first = value.chars().next()?;
    if !matches!(first, '"' | '\'' | '[' | '{' | '|' | '>' | '&' | '*' | '!') && has_colon(value) {
        return Some((
            range,
            format!("a value with a colon must stand in quotes: `{key}: {}`", quoted(value)),
        ));
    }
    match first {
        '"' | '\'' if !closes(value, first) => {
            Some((range, format!("close the quotation with `{first}`; inside it write {}", inner(first))))
        }
        '[' if !value.contains(']') => Some((range, "close the list with `]`".to_owned())),
        '{' if !value.contains('}') => Some((range, "close the mapping with `}`".to_owned())),
        '@' | '`' | '%' | '*' | '&' | '!' => Some((
            range,
            format!("a value that begins with `{first}` must stand in quotes: `{key}: {}`", quoted(value)),
        )),
        _ => None,
    }
}

/// `key: value` (after `- ` and blanks), with the place of the value.
fn split(line: &str) -> Option<(&str, usize, &str)> {
    let (head, tail) = line.split_once(": ")?;
    let key = head.trim_start().trim_start_matches("- ").trim_start();
    let value = tail.trim();
    let value_at = line.len() - tail.len() + (tail.len() - tail.trim_start().len());
    (!value.is_empty()).then_some((key, value_at, value))
}

fn has_colon(value: &str) -> bool {
    value.contains(": ") || value.ends_with(':')
}

fn closes(value: &str, quote: char) -> bool {
    value.len() > 1 && value.ends_with(quote)
}

fn inner(quote: char) -> &'static str {
    if quote == '"' { "`\\\"` for a quotation mark" } else { "`''` for an apostrophe" }
}

fn quoted(value: &str) -> String {
    if value.contains('"') {
        format!("'{}'", value.replace('\'', "''"))
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\"))
    }
}
