//! Marked portions: fences (`::: {marking=TLP:AMBER}`) and marks (`(TLP:AMBER)`) that open a block.
//!
//! Each becomes whole lines of the text, which `audience` takes out where they may not be seen, and something to see in
//! the HTML. Whatever is doubtful is an error, and counts as the highest marking until it is mended.

use std::ops::Range;

use super::prepare::FenceKind;
use super::write::{Block, BlockKind, Writer};
use crate::config::{old_marking, unknown_marking};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::body::Portion;
use crate::model::marking::{Marking, Reading};

/// Portions found, and those that have not ended yet.
#[derive(Debug, Default)]
pub(super) struct Portions {
    found: Vec<Found>,
    /// Open fences, by index into `found`.
    fences: Vec<OpenFence>,
    /// Sections that a marked heading opened.
    sections: Vec<Section>,
}

#[derive(Debug)]
struct Found {
    marking: Marking,
    lines: Range<usize>,
    /// In how many quotations it stands.
    quotes: usize,
    mark: Range<usize>,
}

#[derive(Debug)]
struct OpenFence {
    found: usize,
    colons: usize,
    /// An error has been reported about it.
    reported: bool,
}

#[derive(Debug)]
struct Section {
    found: usize,
    level: u8,
    /// How many fences were open around the heading. A heading within a further one does not end the section: the
    /// lines of a portion never hold a fence's beginning without its end.
    fences: usize,
}

impl Portions {
    fn add(&mut self, marking: Marking, lines: Range<usize>, quotes: usize, mark: Range<usize>) -> usize {
        self.found.push(Found { marking, lines, quotes, mark });
        self.found.len() - 1
    }

    /// Ends the innermost section, if it is one that ends here, and tells its portion.
    fn end_section_if(&mut self, at: usize, ends: impl FnOnce(&Section) -> bool) -> Option<usize> {
        let section = self.sections.pop_if(|section| ends(section))?;
        self.end_at_least(section.found, at);
        Some(section.found)
    }

    /// A list item that opens with a marked heading may cover more than the heading's section.
    fn end_at_least(&mut self, found: usize, at: usize) {
        let lines = &mut self.found[found].lines;
        lines.end = lines.end.max(at);
    }
}

/// What stands between the brackets of a mark.
struct Mark<'t> {
    /// As written.
    label: &'t str,
    /// The mark with its brackets.
    range: Range<usize>,
}

impl Writer<'_> {
    /// Takes the mark off a text that opens a block, if it begins with one, and writes what is to be seen of it.
    pub(super) fn opening_text<'t>(&mut self, text: &'t str, at: usize) -> &'t str {
        if text.starts_with(":::") {
            self.misplaced_fence(at);
        }
        let Some(mark) = read_mark(self.source, at) else { return text };
        let (label, range) = (mark.label.to_owned(), mark.range.clone());
        let (marking, known) = self.read_marking(&label, range.clone());
        let length = range.len();
        self.mark(marking, range);
        match text.get(length..) {
            Some(rest) if known => {
                self.write_mark(marking);
                if !rest.is_empty() {
                    self.html.push(' ');
                }
                rest.trim_start()
            }
            _ => text,
        }
    }

    /// The same for raw HTML, where the mark stays as it is written.
    pub(super) fn opening_raw_text(&mut self, at: usize) {
        if let Some(mark) = read_mark(self.source, at) {
            let (label, range) = (mark.label.to_owned(), mark.range.clone());
            let (marking, _) = self.read_marking(&label, range.clone());
            self.mark(marking, range);
        }
    }

    fn write_mark(&mut self, marking: Marking) {
        let label = marking.label();
        self.html.push_str(&format!("<span class=\"mark\" data-marking=\"{label}\">{label}</span>"));
    }

    /// Finds the block that a mark covers: the innermost of the items, rows, notes and definitions that it opens, else
    /// the section of its heading, else its paragraph.
    fn mark(&mut self, marking: Marking, mark: Range<usize>) {
        let (block, is_term, level) = {
            let opened = self.opened_blocks();
            let container = container_of_mark(opened);
            let block = container.or(opened.last()).map_or(mark.clone(), |block| block.source.clone());
            let is_term = container.is_some_and(|block| matches!(block.kind, BlockKind::Term));
            (block, is_term, opened.iter().rev().find_map(Block::heading_level))
        };
        let quotes = self.quotes_before(block.start);
        let is_closed = self.source[mark.clone()].ends_with([')', '）']);
        if is_closed && self.source[block.clone()].trim().len() == mark.len() {
            self.report_lonely(mark.clone());
        }
        let found = self.portions.add(marking, self.whole_lines(&block), quotes, mark);
        if is_term {
            self.marked_term = Some(found);
        }
        if let Some(level) = level {
            let fences = self.portions.fences.len();
            self.portions.sections.push(Section { found, level, fences });
        }
    }

    /// A mark that is alone in its paragraph covers nothing else.
    fn report_lonely(&mut self, mark: Range<usize>) {
        let problem = Diagnostic::new(Code::InvalidBody, self.span(mark), "this mark covers nothing");
        self.report(problem.help(
            "put it before the first word of what it marks, or lines `::: {marking=TLP:AMBER}` and `:::` around that",
        ));
    }

    /// The title of an alert is no block of its own.
    pub(super) fn report_marked_title(&mut self, line: Range<usize>) {
        let title = self.source[line.clone()].split_once(']').map_or("", |(_, title)| title);
        let title = title.trim_start_matches(['+', '-', ' ', '\t']);
        let at = line.end - title.len();
        if let Some(mark) = read_mark(self.source, at) {
            let place = self.span(mark.range);
            let problem =
                Diagnostic::new(Code::InvalidBody, place, "a mark in the title of an alert covers nothing");
            self.report(
                problem.help("put it before the first word below the title, or a fence around the alert"),
            );
        }
    }

    /// A definition belongs to the marked term before it.
    pub(super) fn extend_marked_term(&mut self, definition: &Range<usize>) {
        if let Some(found) = self.marked_term {
            let end = self.whole_lines(definition).end;
            let lines = &mut self.portions.found[found].lines;
            lines.end = lines.end.max(end);
        }
    }

    /// A heading ends the sections of its level and below that came before it.
    pub(super) fn end_sections(&mut self, level: u8, at: usize) {
        let fences = self.portions.fences.len();
        let line = self.line_start(at);
        self.end_sections_that(line, |section| section.level >= level && fences <= section.fences);
    }

    fn end_sections_that(&mut self, at: usize, ends: impl Fn(&Section) -> bool) {
        while let Some(found) = self.portions.end_section_if(at, &ends) {
            self.write_end(found);
        }
    }

    fn end_sections_within(&mut self, fences: usize, at: usize) {
        self.end_sections_that(at, |section| section.fences >= fences);
    }

    /// The end of the text or of a footnote.
    pub(super) fn end_all_sections(&mut self, at: usize) {
        self.end_sections_within(0, at);
    }

    /// A marking as written, with what is to be said about it, and whether it is one. What is none counts as RED.
    fn read_marking(&mut self, label: &str, place: Range<usize>) -> (Marking, bool) {
        match Marking::read(label) {
            Reading::Known(marking) => (marking, true),
            Reading::Old => {
                self.report(old_marking(self.span(place)));
                (Marking::Clear, true)
            }
            Reading::Unknown(meant) => {
                self.report(unknown_marking(label, meant, self.span(place)));
                (Marking::Red, false)
            }
        }
    }

    /// A fence in its place among the blocks.
    pub(super) fn fence(&mut self, index: usize) {
        let fence = &self.prepared.fences[index];
        let (at, colons) = (fence.at.clone(), fence.colons);
        match &fence.kind {
            FenceKind::Open(value) => self.open_fence(at, colons, value.clone()),
            FenceKind::Close => self.close_fence(at, colons),
            FenceKind::Wrong => self.wrong_fence(at),
        }
    }

    fn open_fence(&mut self, at: Range<usize>, colons: usize, value: Range<usize>) {
        if let Some(outer) = self.portions.fences.last()
            && outer.colons <= colons
        {
            let outer_mark = self.portions.found[outer.found].mark.clone();
            let message = "this portion begins inside another that has no more colons";
            let problem = Diagnostic::new(Code::InvalidBody, self.span(at.clone()), message);
            let help = format!("give the outer portion's two lines {} colons", colons + 1);
            self.report(problem.label(self.span(outer_mark), "the outer portion").help(help));
        }
        let label = self.source[value.clone()].trim().to_owned();
        let (marking, _) = self.read_marking(&label, value);
        // Where nothing closes it, a portion reaches to the end.
        let lines = self.line_start(at.start)..self.source.len();
        let quotes = self.quotes_before(at.start);
        let found = self.portions.add(marking, lines, quotes, at.clone());
        self.portions.fences.push(OpenFence { found, colons, reported: false });
        self.push_block(BlockKind::Portion, at);
        let label = marking.label();
        self.open(&format!(
            "<div class=\"portion\" data-marking=\"{label}\">\n<p class=\"portion-mark\">{label}</p>\n"
        ));
    }

    fn close_fence(&mut self, at: Range<usize>, colons: usize) {
        let Some(fence) = self.portions.fences.last() else {
            let problem = Diagnostic::new(Code::InvalidBody, self.span(at), "this line closes no portion");
            self.report(problem.help("open a portion with `::: {marking=TLP:AMBER}`, or delete the line"));
            return;
        };
        let opener = self.portions.found[fence.found].mark.clone();
        let expected = fence.colons;
        if !matches!(self.blocks.last(), Some(Block { kind: BlockKind::Portion, .. })) {
            let message = "this line stands in another list or quotation than the portion that it closes";
            let problem = Diagnostic::new(Code::InvalidBody, self.span(at), message);
            let problem = problem.label(self.span(opener), "the portion begins here");
            self.report(problem.help("indent both lines alike"));
            self.forgive_fence();
            return;
        }
        if expected != colons {
            let message = format!(
                "this line has {colons} colons, but the portion that it closes begins with {expected}"
            );
            let problem = Diagnostic::new(Code::InvalidBody, self.span(at.clone()), message);
            let problem = problem.label(self.span(opener), "the portion begins here");
            self.report(problem.help(format!("write {expected} colons")));
        }
        self.pop_block();
        self.end_portion(at);
    }

    /// Something has been said about the innermost fence; what follows from it is not reported on top.
    fn forgive_fence(&mut self) {
        if let Some(fence) = self.portions.fences.last_mut() {
            fence.reported = true;
        }
    }

    fn wrong_fence(&mut self, at: Range<usize>) {
        let message = "colons at the beginning of a line can only open or close a marked portion";
        let problem = Diagnostic::new(Code::InvalidBody, self.span(at), message);
        self.report(
            problem
                .help("write `::: {marking=TLP:AMBER}` on a line of its own to open one, `:::` to close it"),
        );
    }

    /// Colons that open a block but share their line, with a footnote's label for instance.
    fn misplaced_fence(&mut self, at: usize) {
        if self.prepared.fences.binary_search_by_key(&at, |fence| fence.at.start).is_err() {
            let colons = self.source[at..].bytes().take_while(|&byte| byte == b':').count();
            self.wrong_fence(at..at + colons);
        }
    }

    /// Closes the innermost fence, whose block has been popped. `at` is its closing line.
    fn end_portion(&mut self, at: Range<usize>) {
        let Some(fence) = self.portions.fences.pop() else { return };
        let end = self.line_end(at.end);
        let start = self.line_start(at.start);
        self.end_sections_within(self.portions.fences.len() + 1, start);
        self.portions.found[fence.found].lines.end = end;
        self.write_portion_end(fence.found);
    }

    /// Closes a fence whose container, or the text, ends before its closing line.
    pub(super) fn end_unclosed_portion(&mut self) {
        let Some(fence) = self.portions.fences.pop() else { return };
        let end = self.source.len();
        self.end_sections_within(self.portions.fences.len() + 1, end);
        if !fence.reported {
            let mark = self.portions.found[fence.found].mark.clone();
            let problem = Diagnostic::new(Code::InvalidBody, self.span(mark), "this portion is never closed");
            let colons = ":".repeat(fence.colons.min(80));
            self.report(problem.help(format!(
                "add a line `{colons}` after it, in the same list item or quotation and outside code blocks"
            )));
        }
        self.write_portion_end(fence.found);
    }

    fn write_portion_end(&mut self, found: usize) {
        self.write_end(found);
        self.close("</div>\n");
    }

    fn write_end(&mut self, found: usize) {
        let label = self.portions.found[found].marking.label();
        self.fresh_line();
        self.html.push_str(&format!("<p class=\"portion-end\">end of {label}</p>\n"));
    }

    /// A fence that Markdown swallowed: in raw HTML or in the middle of a paragraph, where no portion can begin.
    pub(super) fn report_lost_fences(&mut self) {
        for index in 0..self.prepared.fences.len() {
            let at = self.prepared.fences[index].at.clone();
            if !self.seen_fences[index] && !self.is_code(at.start) {
                let problem = Diagnostic::new(
                    Code::InvalidBody,
                    self.span(at),
                    "a portion cannot begin or end inside raw HTML or a paragraph",
                );
                self.report(
                    problem.help("put an empty line before it, and do not indent it further than the text"),
                );
            }
        }
    }

    /// All portions, in the order of their places, the longer first.
    pub(super) fn take_portions(&mut self) -> Vec<Portion> {
        let mut found = std::mem::take(&mut self.portions.found);
        found.sort_by_key(|portion| (portion.lines.start, std::cmp::Reverse(portion.lines.end)));
        let portion = |found: Found| Portion {
            marking: found.marking,
            lines: self.span(self.trim_lines(found.lines, found.quotes)),
            quotes: found.quotes,
            mark: self.span(found.mark),
        };
        found.into_iter().map(portion).collect()
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.source[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// Past the line's newline.
    fn line_end(&self, at: usize) -> usize {
        self.source[at..].find('\n').map_or(self.source.len(), |newline| at + newline + 1)
    }

    /// The lines of a block as those of a portion, and in how many quotations they stand.
    pub(super) fn block_lines(&self, block: &Range<usize>) -> (Range<usize>, usize) {
        let quotes = self.quotes_before(block.start);
        (self.trim_lines(self.whole_lines(block), quotes), quotes)
    }

    /// The lines on which a block stands, without the empty ones after it. Blocks in quotations and lists begin after
    /// the line's marks, and may end after those of the next line.
    fn whole_lines(&self, block: &Range<usize>) -> Range<usize> {
        let trimmed = self.trim_lines(block.clone(), self.quotes_before(block.start));
        let end = if trimmed.end > 0 && self.source.as_bytes()[trimmed.end - 1] == b'\n' {
            trimmed.end
        } else {
            self.line_end(trimmed.end)
        };
        self.line_start(block.start)..end
    }

    /// How many quotations' marks stand before a place on its line.
    fn quotes_before(&self, at: usize) -> usize {
        self.source[self.line_start(at)..at].matches('>').count()
    }

    /// A range without the empty lines at its end. A line with more quotation marks than those that the range stands in
    /// is the end of a quotation in it.
    fn trim_lines(&self, mut lines: Range<usize>, quotes: usize) -> Range<usize> {
        loop {
            let inside = &self.source[lines.clone()];
            let inside = inside.strip_suffix('\n').unwrap_or(inside);
            let Some(newline) = inside.rfind('\n') else { return lines };
            let last = &inside[newline + 1..];
            let is_empty = last.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'>'));
            if !is_empty || last.matches('>').count() > quotes {
                return lines;
            }
            lines.end = lines.start + newline + 1;
        }
    }
}

/// The innermost of the items, rows, notes and definitions that these blocks open with. A fence keeps what it holds.
fn container_of_mark(opened: &[Block]) -> Option<&Block> {
    use BlockKind::{Definition, Item, Note, Portion, Row, Term};
    let inner = opened.iter().rev().take_while(|block| !matches!(block.kind, Portion));
    inner.into_iter().find(|block| matches!(block.kind, Row | Item | Note | Definition | Term))
}

/// Reads a mark at the very beginning of a block: round brackets (also full-width ones, which an input method may have
/// made of them) with `TLP:` in any case. Anything that looks like one is one; whether it is right is seen later.
fn read_mark(source: &str, at: usize) -> Option<Mark<'_>> {
    let escaped = at > 0 && source.as_bytes()[at - 1] == b'\\';
    let text = source.get(at..).filter(|_| !escaped)?;
    let inside = text.strip_prefix(['(', '（'])?;
    let inner = inside.trim_start_matches([' ', '\t']);
    let protocol = inner.get(..3).filter(|word| word.eq_ignore_ascii_case("tlp"))?;
    inner[protocol.len()..].trim_start_matches([' ', '\t']).strip_prefix([':', '：'])?;
    let line = inside.split(['\n', '\r']).next().unwrap_or_default();
    let label_end = line.find([')', '）']);
    let label = &line[..label_end.unwrap_or(line.len())];
    let bracket = text.len() - inside.len();
    let closing = line[label.len()..].chars().next().map_or(0, char::len_utf8);
    Some(Mark { label, range: at..at + bracket + label.len() + closing })
}
