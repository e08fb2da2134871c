//! Lists and mappings between brackets, over one or several lines.

use super::mapping::{Mapping, end_of, end_of_entry, refused};
use super::{Refused, Replacement};
use crate::parse::yaml::Node;
use crate::source::Span;

/// Adds values at the end of a list in brackets.
pub fn add_items(
    mapping: &Mapping<'_>,
    list: Span,
    items: &[Node],
    values: &[&str],
) -> Result<Vec<Replacement>, Refused> {
    let values: Vec<String> = values.iter().map(|value| mapping.scalar(value)).collect();
    let inside = list.start as usize + 1;
    let Some(last) = items.last() else {
        let blank = mapping.text[inside..].find(|c| c != ' ').unwrap_or(0);
        let is_bare = mapping.text[inside + blank..].starts_with(']');
        let end = if is_bare { inside + blank } else { inside };
        return Ok(vec![Replacement::new(inside..end, values.join(", "))]);
    };
    if last.span.start < list.start || end_of(last) >= list.end as usize {
        return Err(refused("this list"));
    }
    let tail = Tail::read(mapping.text, end_of(last), list.end as usize - 1)?;
    Ok(tail.insert(mapping, last.span.start as usize, &values))
}

/// Adds a key at the end of a mapping in brackets.
pub fn add_key(
    mapping: &Mapping<'_>,
    own: Span,
    key: &str,
    value: &str,
) -> Result<Vec<Replacement>, Refused> {
    let sign = if mapping.is_toml() { " = " } else { ": " };
    let pair = format!("{key}{sign}{value}");
    let Some(last) = mapping.entries().iter().max_by_key(|entry| entry.key_span.start) else {
        return Ok(vec![Replacement::insert(own.start as usize + 1, pair)]);
    };
    let close = own.end as usize - 1;
    if end_of_entry(last) > close || !mapping.text[close..].starts_with('}') {
        return Err(refused(key));
    }
    // A key without a value ends behind its colon.
    let end = end_of_entry(last);
    let colon =
        if last.value.is_null() { mapping.text[end..close].find(':').map_or(0, |at| at + 1) } else { 0 };
    let tail = Tail::read(mapping.text, end + colon, close)?;
    Ok(tail.insert(mapping, last.key_span.start as usize, &[pair]))
}

/// What stands between the last item and the closing bracket.
struct Tail {
    /// The end of the last item.
    start: usize,
    comma: Option<usize>,
    /// Where the line of the last item ends, if the bracket is on a later one.
    line: Option<usize>,
}

impl Tail {
    /// Blanks, one comma and comments; all else is not understood.
    fn read(text: &str, start: usize, close: usize) -> Result<Self, Refused> {
        let mut tail = Tail { start, comma: None, line: None };
        let mut in_comment = false;
        for (at, character) in text[start..close].char_indices() {
            let at = start + at;
            match character {
                '\n' => {
                    in_comment = false;
                    let line = if text[..at].ends_with('\r') { at - 1 } else { at };
                    tail.line = tail.line.or(Some(line));
                }
                _ if in_comment => {}
                '#' => in_comment = true,
                ',' if tail.comma.is_none() => tail.comma = Some(at),
                blank if blank.is_whitespace() => {}
                _ => return Err(refused("this list")),
            }
        }
        Ok(tail)
    }

    /// `item` is where the last item begins: one that begins its line wants the next one on a line of its own.
    fn insert(&self, mapping: &Mapping<'_>, item: usize, values: &[String]) -> Vec<Replacement> {
        let text = mapping.text;
        let line_start = text[..item].rfind('\n').map_or(0, |newline| newline + 1);
        let indent = &text[line_start..item];
        let is_first = line_start > 0 && indent.trim().is_empty();
        let comma_here = self.comma.is_none_or(|comma| self.line.is_none_or(|line| comma < line));
        match (self.line.filter(|_| is_first && comma_here), self.comma) {
            (Some(line), comma) => {
                let glue = format!(",{}{indent}", mapping.line_end());
                let end = if comma.is_some() { "," } else { "" };
                let new = format!("{}{}{end}", &glue[1..], values.join(&glue));
                let mut out = vec![Replacement::insert(line, new)];
                if comma.is_none() {
                    out.insert(0, Replacement::insert(self.start, ","));
                }
                out
            }
            (None, Some(comma)) => vec![Replacement::insert(comma + 1, format!(" {}", values.join(", ")))],
            (None, None) => vec![Replacement::insert(self.start, format!(", {}", values.join(", ")))],
        }
    }
}
