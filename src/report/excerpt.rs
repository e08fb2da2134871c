//! The lines around marked places, made fit to be shown.
//!
//! In: a text and byte ranges in it. Out: the lines that the ranges touch, without what could steer a terminal, and the
//! ranges in these lines. Columns stay those of the source: a character is replaced by one other, never dropped, but for
//! byte order marks at the beginning of a line, which [`Sources::positions`] does not count either.

use std::ops::Range;

use super::visible;
use crate::source::{FileId, Position, Sources, Span, position};

/// A span of more lines than this is shown by its first line.
const MARKED_LINES: usize = 4;
/// A place further from another than this is shown apart from it.
const NEAR_LINES: usize = 20;

/// A place to be marked, with what is said about it there.
pub(super) struct Mark<'a> {
    pub file: FileId,
    /// What of the span is marked: all of it, if it is short, else its beginning.
    pub range: Range<usize>,
    /// None for the place at fault itself.
    pub label: Option<&'a str>,
    begin: Position,
    end: Position,
}

impl<'a> Mark<'a> {
    pub fn new(span: Span, label: Option<&'a str>, sources: &Sources, width: usize) -> Self {
        let text = sources.text(span.file);
        let range = marked(text, span, width);
        let (begin, end) = (position(text, range.start), position(text, range.end));
        Mark { file: span.file, range, label, begin, end }
    }

    /// Whether all of them can be shown in one drawing of that width.
    pub fn is_near(&self, others: &[Mark<'_>], width: usize) -> bool {
        let shown = || others.iter().chain([self]);
        let lines = || shown().flat_map(|mark| [mark.begin.line, mark.end.line]);
        let columns = || shown().flat_map(|mark| [mark.begin.column, mark.end.column]);
        !others.is_empty()
            && others.iter().all(|other| other.file == self.file)
            && extent(lines()) <= NEAR_LINES
            && extent(columns()) <= width / 2
    }
}

fn extent(numbers: impl Iterator<Item = usize> + Clone) -> usize {
    let least = numbers.clone().min().unwrap_or(0);
    numbers.max().unwrap_or(0) - least
}

fn marked(text: &str, span: Span, width: usize) -> Range<usize> {
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.floor_char_boundary(span.end as usize).max(start);
    let content = text[start..end].trim_end();
    if content.contains('\n') && fits(text, start..start + content.len(), width) {
        return start..start + content.len();
    }
    let first = content.split('\n').next().unwrap_or_default().trim_end_matches('\r');
    let length = first.char_indices().nth(width / 2).map_or(first.len(), |(offset, _)| offset);
    start..start + length
}

/// Whether several lines are few and short enough to be shown whole.
fn fits(text: &str, range: Range<usize>, width: usize) -> bool {
    let mut lines = text[touched(text, &range)].lines();
    lines.clone().nth(MARKED_LINES).is_none() && lines.all(|line| line.chars().count() <= width / 2)
}

/// From the beginning of the first line to the end of the last, without its line break.
fn touched(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |length| range.end + length);
    start..end
}

/// The lines that some ranges of a text touch, and all between them.
pub(super) struct Excerpt<'a> {
    /// Ends with a line break, so that the end of the source has a place of its own.
    pub text: String,
    pub first_line: usize,
    source: &'a str,
    start: usize,
}

impl<'a> Excerpt<'a> {
    pub fn around<'r>(source: &'a str, ranges: impl Iterator<Item = &'r Range<usize>> + Clone) -> Self {
        let start = ranges.clone().map(|range| range.start).min().unwrap_or(0);
        let end = ranges.map(|range| range.end).max().unwrap_or(start);
        let touched = touched(source, &(start..end));
        let first_line = position(source, touched.start).line;
        Excerpt { text: shown(&source[touched.clone()]) + "\n", first_line, source, start: touched.start }
    }

    pub fn range(&self, range: &Range<usize>) -> Range<usize> {
        self.offset(range.start)..self.offset(range.end)
    }

    fn offset(&self, offset: usize) -> usize {
        shown(&self.source[self.start..offset]).len()
    }
}

/// Made of its characters one by one: the beginning of a text gives the beginning of what is shown of it. Carriage
/// returns stay, because the drawing knows line breaks with them, and makes all others visible.
fn shown(text: &str) -> String {
    let mut at_line_start = true;
    let kept = text.chars().filter(|&character| {
        let is_mark = at_line_start && character == '\u{feff}';
        at_line_start = character == '\n' || is_mark;
        !is_mark
    });
    kept.map(|character| if character == '\r' { character } else { visible(character) }).collect()
}
