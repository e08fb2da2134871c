//! Markdown events to HTML, and what is to be known of a text besides.
//!
//! The loop over the events, with what most blocks and spans need; links, footnotes, portions and raw HTML have files of
//! their own. Tags are balanced whatever comes in, because the events are; nothing here recurses.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::Options;
use super::beginning::Beginning;
use super::blocks::{CodeBlock, Table};
use super::draft::Insert;
use super::escape;
use super::ids::Ids;
use super::images::{ImageStart, Solo};
use super::links::LinkEnd;
use super::notes::Notes;
use super::plain::{Gathering, Plain};
use super::portions::Portions;
use super::prepare::Prepared;
use super::raw::{HtmlBlock, Raw};
use super::words::Words;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::body::{Heading, Hole, Part, Reference, ReferenceKind};
use crate::source::{At, FileId, Span};

/// How deep elements may lie in each other. What is deeper loses its tags: browsers stop at 512, and an HTML parser
/// takes quadratic time.
const MAX_DEPTH: usize = 100;

pub(super) struct Writer<'a> {
    pub(super) file: FileId,
    /// Where the text begins in its file.
    pub(super) base: usize,
    pub(super) prepared: &'a Prepared<'a>,
    pub(super) source: &'a str,
    pub(super) options: &'a Options,
    pub(super) html: String,
    pub(super) holes: Vec<Hole>,
    pub(super) references: Vec<Reference>,
    /// Addresses of other sites.
    pub(super) outward: Vec<At<String>>,
    pub(super) headings: Vec<Heading>,
    /// Where each of them begins.
    pub(super) heading_places: Vec<usize>,
    pub(super) anchors: Vec<String>,
    pub(super) diagnostics: Diagnostics,
    pub(super) ids: Ids,
    pub(super) words: Words,
    pub(super) plain: Plain,
    pub(super) blocks: Vec<Block>,
    /// From which block on those open have no content yet.
    pub(super) fresh: Option<usize>,
    /// How many elements are open.
    pub(super) depth: usize,
    /// How many things are open whose content is not written: image texts, labels of citations.
    pub(super) muted: u32,
    /// The same for what is not even gathered as plain text: labels of citations, targets of wikilinks.
    pub(super) silent: u32,
    pub(super) links: Vec<LinkEnd>,
    /// How many links are open that have a tag.
    pub(super) open_links: u32,
    pub(super) image: Option<ImageStart<'a>>,
    pub(super) solo: Option<Solo>,
    pub(super) notes: Notes<'a>,
    pub(super) portions: Portions,
    /// The portion of the last term of a definition list, if that was marked.
    pub(super) marked_term: Option<usize>,
    pub(super) seen_fences: Vec<bool>,
    pub(super) raw: Raw,
    pub(super) html_block: Option<HtmlBlock>,
    /// The code block that is being read.
    pub(super) code: Option<CodeBlock>,
    /// The table that is being written; tables do not nest.
    pub(super) table: Option<Table>,
    pub(super) inserts: Vec<(usize, Insert)>,
    pub(super) beginning: Beginning,
    /// Places of code, where template code is no mistake.
    pub(super) code_places: Vec<Range<usize>>,
    pub(super) seen_callouts: Vec<bool>,
    /// Blocks of raw HTML, whose lines are as written.
    pub(super) html_places: Vec<Range<usize>>,
    /// What is read now leaves no trace.
    pub(super) discarding: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) source: Range<usize>,
    /// Where it begins in the HTML.
    pub(super) html: usize,
}

impl Block {
    pub(super) fn heading_level(&self) -> Option<u8> {
        match self.kind {
            BlockKind::Heading { level, .. } => Some(level),
            _ => None,
        }
    }
}

#[derive(Clone, Debug)]
pub(super) enum BlockKind {
    /// With its text, while somebody wants it.
    Paragraph(Option<Gathering>),
    Heading {
        level: u8,
        text: Gathering,
    },
    /// Whether it is an alert.
    Quote(bool),
    Item,
    Row,
    FirstCell,
    Cell,
    Note,
    Term,
    Definition,
    Portion,
    Other,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        file: FileId,
        base: usize,
        prepared: &'a Prepared<'a>,
        options: &'a Options,
        ids: Ids,
    ) -> Self {
        let mut plain = Plain::default();
        let beginning = Beginning { line: Some(plain.begin()), ..Beginning::default() };
        Writer {
            file,
            base,
            prepared,
            source: &prepared.source,
            options,
            html: String::with_capacity(prepared.source.len() * 5 / 4 + 64),
            holes: Vec::new(),
            references: Vec::new(),
            outward: Vec::new(),
            headings: Vec::new(),
            heading_places: Vec::new(),
            anchors: Vec::new(),
            diagnostics: Vec::new(),
            ids,
            words: Words::default(),
            plain,
            blocks: Vec::new(),
            fresh: None,
            depth: 0,
            muted: 0,
            silent: 0,
            links: Vec::new(),
            open_links: 0,
            image: None,
            solo: None,
            notes: Notes::default(),
            portions: Portions::default(),
            marked_term: None,
            seen_fences: vec![false; prepared.fences.len()],
            raw: Raw::default(),
            html_block: None,
            code: None,
            table: None,
            inserts: Vec::new(),
            beginning,
            code_places: Vec::new(),
            seen_callouts: vec![false; prepared.callouts.len()],
            html_places: Vec::new(),
            discarding: false,
        }
    }

    /// All events of a text. Those of footnotes are kept for the end.
    pub(super) fn events(&mut self, events: impl Iterator<Item = (Event<'a>, Range<usize>)>) {
        for (event, range) in events {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => self.notes.begin(&label, range),
                Event::End(TagEnd::FootnoteDefinition) => self.notes.end(),
                _ if self.notes.is_reading() => self.notes.push(event, range),
                _ => self.event(event, range),
            }
        }
        self.close_portions();
        // What an author left open does not reach into the footnotes.
        self.close_raw(0);
        self.end_all_sections(self.source.len());
        self.end_beginning();
        self.write_notes();
        // Footnotes are read last, wherever they stand.
        self.code_places.sort_by_key(|code| code.start);
        self.html_places.sort_by_key(|html| html.start);
        self.report_lost_fences();
    }

    pub(super) fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Text(text) => self.text(&text, range),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => self.inline_code(&code, range),
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br>\n"),
            Event::Rule => self.rule(range),
            Event::Html(html) => self.html_line(&html, range),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::FootnoteReference(label) => {
                self.fresh = None;
                self.note_reference(&label, range);
            }
            Event::TaskListMarker(done) => self.checkbox(done),
            // Mathematics is not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
        }
    }

    fn text(&mut self, text: &CowStr<'a>, range: Range<usize>) {
        if let Some(block) = &mut self.html_block {
            block.push(text, &range);
            return;
        }
        let clean = clean(text);
        let text = if self.prepared.has_stand_ins() { self.as_written(text, &clean, &range) } else { &clean };
        if let Some(code) = &mut self.code {
            code.text.push_str(text);
            return;
        }
        let text = if self.fresh.is_some() && self.muted == 0 {
            let text = self.opening_text(text, range.start);
            self.fresh = None;
            text
        } else {
            text
        };
        self.plain_text(text);
    }

    /// Text that stands for itself.
    pub(super) fn plain_text(&mut self, text: &str) {
        if self.silent == 0 {
            self.plain.push(text);
        }
        if self.muted == 0 {
            self.words.add(text);
            escape::text(&mut self.html, text);
        }
    }

    /// Code, and lines that turned out to be no fences, are shown as they were written.
    pub(super) fn as_written<'t>(&self, text: &CowStr<'a>, clean: &'t str, range: &Range<usize>) -> &'t str
    where
        'a: 't,
    {
        match (text, self.source.get(range.clone())) {
            (CowStr::Borrowed(_), Some(written)) if written.len() == clean.len() => written,
            _ => clean,
        }
    }

    fn inline_code(&mut self, code: &CowStr<'a>, range: Range<usize>) {
        self.fresh = None;
        self.code_places.push(range);
        let code = clean(code);
        if self.silent == 0 {
            self.plain.push(&code);
        }
        if self.muted == 0 {
            self.words.add(&code);
            self.html.push_str("<code>");
            escape::text(&mut self.html, &code);
            self.html.push_str("</code>");
        }
    }

    fn line_break(&mut self, html: &str) {
        self.plain.space();
        self.words.end();
        if self.muted == 0 {
            self.html.push_str(html);
        }
        self.end_first_line();
    }

    /// A thematic break, or a fence that one stands for.
    fn rule(&mut self, range: Range<usize>) {
        if let Ok(index) = self.prepared.fences.binary_search_by_key(&range.start, |fence| fence.at.start) {
            self.seen_fences[index] = true;
            self.fence(index);
            return;
        }
        self.fresh_line();
        self.push_block(BlockKind::Other, range);
        self.html.push_str("<hr>\n");
        self.pop_block();
    }

    fn checkbox(&mut self, done: bool) {
        self.html.push_str(if done {
            "<input type=\"checkbox\" disabled checked aria-label=\"done\"> "
        } else {
            "<input type=\"checkbox\" disabled aria-label=\"not done\"> "
        });
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Emphasis => self.open_span("<em>"),
            Tag::Strong => self.open_span("<strong>"),
            Tag::Strikethrough => self.open_span("<del>"),
            Tag::Superscript => self.open_span("<sup>"),
            Tag::Subscript => self.open_span("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.start_link(link_type, &dest_url, &title, range)
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                self.start_image(link_type, dest_url, title, range)
            }
            _ => self.start_block(tag, range),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.close_span("</em>"),
            TagEnd::Strong => self.close_span("</strong>"),
            TagEnd::Strikethrough => self.close_span("</del>"),
            TagEnd::Superscript => self.close_span("</sup>"),
            TagEnd::Subscript => self.close_span("</sub>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(),
            _ => self.end_block(tag),
        }
    }

    pub(super) fn open_span(&mut self, tag: &str) {
        if self.muted == 0 {
            self.open(tag);
        }
    }

    pub(super) fn close_span(&mut self, tag: &str) {
        if self.muted == 0 {
            self.close(tag);
        }
    }

    pub(super) fn open_block(&mut self, kind: BlockKind, range: Range<usize>, tag: &str) {
        self.push_block(kind, range);
        self.open(tag);
    }

    pub(super) fn close_block(&mut self, tag: &str) {
        self.close(tag);
        self.pop_block();
    }

    /// Writes an opening tag, unless it lies too deep.
    pub(super) fn open(&mut self, tag: &str) {
        if self.depth < MAX_DEPTH {
            self.html.push_str(tag);
        }
        self.depth += 1;
    }

    /// Writes the closing tag of what `open` opened, and those of raw HTML that was opened inside and not closed.
    pub(super) fn close(&mut self, tag: &str) {
        self.close_raw(self.depth);
        self.depth -= 1;
        if self.depth < MAX_DEPTH {
            self.html.push_str(tag);
        }
        self.close_pending_raw();
    }

    pub(super) fn is_too_deep(&self, more: usize) -> bool {
        self.depth + more >= MAX_DEPTH
    }

    pub(super) fn push_block(&mut self, kind: BlockKind, source: Range<usize>) {
        if self.blocks.is_empty() && !self.beginning.has_block {
            self.begin_first_block(&kind);
        }
        self.fresh.get_or_insert(self.blocks.len());
        self.blocks.push(Block { kind, source, html: self.html.len() });
    }

    pub(super) fn pop_block(&mut self) -> Option<Block> {
        self.fresh = None;
        self.words.end();
        self.plain.space();
        self.end_first_line();
        let block = self.blocks.pop();
        if self.blocks.is_empty() && self.beginning.block.is_some() {
            self.end_first_block();
        }
        block
    }

    /// The open blocks that have no content yet.
    pub(super) fn opened_blocks(&self) -> &[Block] {
        self.fresh.and_then(|fresh| self.blocks.get(fresh..)).unwrap_or_default()
    }

    pub(super) fn has_content(&mut self) {
        self.fresh = None;
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.fresh.is_some()
    }

    /// Closes the fences that have not been closed in the block that ends.
    pub(super) fn close_portions(&mut self) {
        while matches!(self.blocks.last(), Some(Block { kind: BlockKind::Portion, .. })) {
            self.pop_block();
            self.end_unclosed_portion();
        }
    }

    /// Whether a callout's first line stood in no quotation: then its text would be lost.
    pub(super) fn lost_callout(&self) -> bool {
        let callouts = self.prepared.callouts.iter().zip(&self.seen_callouts);
        let mut unseen = callouts.filter(|(_, seen)| !**seen).map(|(callout, _)| callout.at);
        unseen.any(|at| !self.is_code(at) && !lies_in(&self.html_places, at))
    }

    /// Whether a place lies in code, which is shown as it is written. Only after all events.
    pub(super) fn is_code(&self, at: usize) -> bool {
        lies_in(&self.code_places, at)
    }

    pub(super) fn fresh_line(&mut self) {
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
    }

    pub(super) fn hole(&mut self, reference: u32, part: Part) {
        self.holes.push(Hole { at: bound(self.html.len()), reference, part });
    }

    pub(super) fn refer(&mut self, place: Range<usize>, kind: ReferenceKind) -> u32 {
        let reference = Reference { span: self.span(place), kind };
        self.references.push(reference);
        bound(self.references.len() - 1)
    }

    pub(super) fn report(&mut self, problem: Diagnostic) {
        self.diagnostics.push(problem);
    }

    /// A range of the text as a place in its file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }
}

/// Whether a place lies in one of some ranges, which are in order. They do not overlap.
fn lies_in(ranges: &[Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= at);
    after.checked_sub(1).is_some_and(|last| ranges[last].contains(&at))
}

/// An event's text without noncharacters. Slices of the text have none any more; character references can bring them.
pub(super) fn clean<'t>(text: &'t CowStr<'_>) -> Cow<'t, str> {
    match text {
        CowStr::Borrowed(text) => Cow::Borrowed(text),
        CowStr::Inlined(_) | CowStr::Boxed(_) => escape::without_noncharacters(text),
    }
}

pub(super) fn bound(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
