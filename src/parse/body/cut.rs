//! A body without the portions above a marking.
//!
//! In: a text, what was read in it, and a marking. Out: what is read in the text once the lines of those portions, the
//! empty lines right after them, and the footnotes that nothing else refers to are deleted. Whatever follows from a
//! text follows from what is left of it, for it is read again; only places are those in the whole text.

use std::collections::HashSet;
use std::ops::Range;

use super::{Options, Parsed, parse};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::body::{Body, Heading, ReferenceKind};
use crate::model::marking::Marking;
use crate::source::{FileId, Span};

/// What is left of a body.
#[derive(Debug, Default)]
pub struct Cut {
    pub body: Body,
    pub diagnostics: Diagnostics,
    /// What others may still refer to: headings that are gone, and other ids without a text.
    pub lost: Vec<Heading>,
}

/// Reads the body at `at`, which was read as `whole`, without what is marked higher than `limit`.
pub fn without(
    file: FileId,
    text: &str,
    at: Range<usize>,
    options: &Options,
    whole: &Body,
    limit: Marking,
) -> Cut {
    let source = text.get(at.clone()).unwrap_or_default();
    let read = |text: &str| parse(file, text, 0..text.len(), options);
    let mut cutter = Cutter { source, limit, removed: Vec::new() };
    let lines = lines_above(whole, limit, at.start);
    cutter.remove_lines(&Rest::of(source, &[]), lines);
    // Only notes and headings make it worth while to read the whole text once more.
    let before = source.contains("[^").then(|| read(source));
    let (rest, parsed) = loop {
        let rest = Rest::of(source, &cutter.removed);
        let parsed = read(&rest.text);
        if !cutter.cut_more(&rest, &parsed, before.as_ref()) {
            break (rest, parsed);
        }
    };
    let Parsed { mut body, mut diagnostics, .. } = parsed;
    let lost = lost(whole, &body, &cutter.removed, || before.unwrap_or_else(|| read(source)));
    let places = InFile { file, base: at.start, rest: &rest };
    places.correct_body(&mut body);
    diagnostics.iter_mut().for_each(|diagnostic| places.correct_diagnostic(diagnostic));
    diagnostics.extend(marks_lost(whole, &body, &cutter.removed, at.start));
    Cut { body, diagnostics, lost }
}

/// Marks that are left and open nothing any more, because what was cut kept their block apart from the one before. What they
/// mark would be shown as if it were not marked.
fn marks_lost(
    whole: &Body,
    left: &Body,
    removed: &[Range<usize>],
    base: usize,
) -> impl Iterator<Item = Diagnostic> {
    let is_gone = move |mark: Span| {
        let mark = relative(mark, base).start;
        removed.iter().any(|range| range.contains(&mark))
    };
    let is_left = |mark: Span| left.portions.iter().any(|portion| portion.mark.start == mark.start);
    let is_marked = |marking: Marking| marking > Marking::Clear;
    let lost = whole.portions.iter().filter(move |portion| {
        is_marked(portion.marking) && !is_gone(portion.mark) && !is_left(portion.mark)
    });
    lost.map(|portion| {
        let message = "without the marked portion before it, this mark would open nothing";
        Diagnostic::new(Code::MarkingConflict, portion.mark, message)
            .help("put an empty line before that portion, so that one stays where it was")
    })
}

/// The lines of portions above a marking, each with the number of quotations that they stand in.
fn lines_above(body: &Body, limit: Marking, base: usize) -> impl Iterator<Item = (Range<usize>, usize)> {
    let above = body.portions.iter().filter(move |portion| portion.marking > limit);
    above.map(move |portion| (relative(portion.lines, base), portion.quotes))
}

fn relative(span: Span, base: usize) -> Range<usize> {
    (span.start as usize).saturating_sub(base)..(span.end as usize).saturating_sub(base)
}

/// What is being taken out of a text.
struct Cutter<'t> {
    source: &'t str,
    limit: Marking,
    /// Ranges of the text, in order and apart from each other.
    removed: Vec<Range<usize>>,
}

impl Cutter<'_> {
    /// Takes out what now has to go, too. Whether there was anything.
    fn cut_more(&mut self, rest: &Rest, parsed: &Parsed, before: Option<&Parsed>) -> bool {
        // What is left can begin with marks that were none before, because they opened nothing.
        let more = self.remove_lines(rest, lines_above(&parsed.body, self.limit, 0));
        more || before.is_some_and(|before| self.cut_notes(rest, parsed, before))
    }

    /// Takes out notes to which nothing refers any more, and references to notes that are not there any more.
    fn cut_notes(&mut self, rest: &Rest, parsed: &Parsed, before: &Parsed) -> bool {
        let (then, now) = (&before.places.notes, &parsed.places.notes);
        let is_defined = |key: &String| now.definitions.iter().any(|(known, _)| known == key);
        let is_orphaned = |key: &String| then.shown.contains(key) && !now.shown.contains(key);
        let notes = now.definitions.iter().filter(|(key, _)| is_orphaned(key));
        let mut more = self.remove_lines(rest, notes.map(|(_, lines)| lines.clone()));
        let was_defined = |key: &String| then.definitions.iter().any(|(known, _)| known == key);
        for (key, place) in &then.references {
            if was_defined(key) && !is_defined(key) {
                more |= self.remove(place.clone());
            }
        }
        more
    }

    fn remove_lines(&mut self, rest: &Rest, lines: impl Iterator<Item = (Range<usize>, usize)>) -> bool {
        let mut more = false;
        for (lines, quotes) in lines {
            more |= self.remove(rest.in_whole(&rest.with_empty_lines(lines, quotes)));
        }
        more
    }

    /// Whether that was not all gone already.
    fn remove(&mut self, mut range: Range<usize>) -> bool {
        range.end = range.end.min(self.source.len());
        let is_gone = |known: &Range<usize>| known.start <= range.start && range.end <= known.end;
        if range.is_empty() || self.removed.iter().any(is_gone) {
            return false;
        }
        // Those that touch the range become one with it.
        let touching =
            self.removed.extract_if(.., |known| known.start <= range.end && range.start <= known.end);
        let range =
            touching.fold(range.clone(), |all, known| all.start.min(known.start)..all.end.max(known.end));
        let place = self.removed.partition_point(|known| known.start < range.start);
        self.removed.insert(place, range);
        true
    }
}

/// What is left of a text.
struct Rest {
    text: String,
    /// Where each piece of it begins, here and in the whole text.
    pieces: Vec<(usize, usize)>,
}

impl Rest {
    fn of(whole: &str, removed: &[Range<usize>]) -> Self {
        let mut rest = Rest { text: String::with_capacity(whole.len()), pieces: Vec::new() };
        let mut from = 0;
        for gap in removed.iter().chain(std::iter::once(&(whole.len()..whole.len()))) {
            rest.pieces.push((rest.text.len(), from));
            rest.text.push_str(&whole[from..gap.start]);
            from = gap.end;
        }
        rest
    }

    /// The piece in which a byte lies.
    fn piece(&self, at: usize) -> usize {
        self.pieces.partition_point(|(start, _)| *start <= at).saturating_sub(1)
    }

    fn place_in_whole(&self, at: usize) -> usize {
        let (start, in_whole) = self.pieces[self.piece(at)];
        in_whole + (at - start)
    }

    /// From the first byte to the last, with all that was taken out between them.
    fn in_whole(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place_in_whole(range.start);
        let end = range.end.checked_sub(1).map_or(0, |last| self.place_in_whole(last) + 1);
        start..if range.is_empty() { start } else { end }
    }

    /// The part of a range before anything that was taken out of it.
    fn begin_in_whole(&self, range: &Range<usize>) -> Range<usize> {
        let next = self.pieces.get(self.piece(range.start) + 1);
        let end = next.map_or(range.end, |(start, _)| range.end.min(*start).max(range.start));
        self.in_whole(&(range.start..end))
    }

    /// Lines together with the empty ones right after them. Within a quotation these have its `>`.
    fn with_empty_lines(&self, mut lines: Range<usize>, quotes: usize) -> Range<usize> {
        for line in self.text[lines.end..].split_inclusive('\n') {
            let is_empty = line.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'>'));
            if !is_empty || line.matches('>').count() > quotes {
                break;
            }
            lines.end += line.len();
        }
        lines
    }
}

/// Headings whose place is gone, and the other ids of `whole` that `left` does not have.
fn lost(
    whole: &Body,
    left: &Body,
    removed: &[Range<usize>],
    before: impl FnOnce() -> Parsed,
) -> Vec<Heading> {
    let is_gone = |place: &usize| removed.iter().any(|range| range.contains(place));
    let has_lost = whole.headings.len() != left.headings.len();
    let places = if has_lost { before().places.headings } else { Vec::new() };
    let headings = whole.headings.iter().zip(&places).filter(|(_, place)| is_gone(place));
    let is_left =
        |id: &String| left.anchors.contains(id) || left.headings.iter().any(|known| known.id == *id);
    let others = whole.anchors.iter().filter(|id| !is_left(id)).map(String::as_str);
    let left_paragraphs: HashSet<&str> = left.paragraphs().collect();
    let paragraphs = whole.paragraphs().filter(|id| !left_paragraphs.contains(id));
    let others = others.chain(paragraphs);
    let bare = |id: &str| Heading { level: 6, id: id.to_owned(), text: String::new(), names: Vec::new() };
    headings.map(|(heading, _)| heading.clone()).chain(others.map(bare)).collect()
}

/// Places in what is left, as places in the file.
struct InFile<'r> {
    file: FileId,
    base: usize,
    rest: &'r Rest,
}

impl InFile<'_> {
    fn correct_body(&self, body: &mut Body) {
        for reference in &mut body.references {
            reference.span = self.begin(reference.span);
            if let ReferenceKind::Citation { ids } = &mut reference.kind {
                ids.iter_mut().for_each(|id| id.span = self.begin(id.span));
            }
        }
        body.outward.iter_mut().for_each(|url| url.span = self.begin(url.span));
        for portion in &mut body.portions {
            portion.lines = self.span(self.rest.in_whole(&relative(portion.lines, 0)));
            portion.mark = self.begin(portion.mark);
        }
    }

    fn correct_diagnostic(&self, diagnostic: &mut Diagnostic) {
        if let Place::Span(span) = &mut diagnostic.place {
            *span = self.begin(*span);
        }
        for label in &mut diagnostic.labels {
            label.span = self.begin(label.span);
        }
    }

    /// A message shows the lines of its place: none that were taken out.
    fn begin(&self, span: Span) -> Span {
        self.span(self.rest.begin_in_whole(&relative(span, 0)))
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }
}
