//! Markdown events to HTML, and what is to be known of a text besides.
//!
//! The loop over the events, with what most blocks and spans need; links, footnotes, portions and raw HTML have files of
//! their own. Tags are balanced whatever comes in, because the events are; nothing here recurses.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};

use super::Options;
use super::escape;
use super::ids::Ids;
use super::links::{ImageStart, LinkEnd, Solo};
use super::notes::Notes;
use super::plain::{Gathered, Gathering, Plain};
use super::portions::Portions;
use super::prepare::{Prepared, capitalised};
use super::raw::{HtmlBlock, Raw};
use super::words::Words;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::body::{Heading, Hole, Opening, Part, Reference, ReferenceKind};
use crate::model::slug::slug;
use crate::parse::highlight::highlight;
use crate::source::{FileId, Span};

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
    pub(super) headings: Vec<Heading>,
    pub(super) anchors: Vec<String>,
    pub(super) diagnostics: Diagnostics,
    pub(super) ids: Ids,
    pub(super) words: Words,
    pub(super) plain: Plain,
    pub(super) blocks: Vec<Block>,
    /// From which block on those open have no content yet.
    fresh: Option<usize>,
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
    code: Option<CodeBlock>,
    /// The table that is being written; tables do not nest.
    table: Option<Table>,
    inserts: Vec<(usize, Insert)>,
    beginning: Beginning,
    /// Places of code, where template code is no mistake.
    pub(super) code_places: Vec<Range<usize>>,
    pub(super) seen_callouts: Vec<bool>,
    /// Blocks of raw HTML, whose lines are as written.
    pub(super) html_places: Vec<Range<usize>>,
    /// What is read now leaves no trace.
    pub(super) discarding: bool,
}

/// What is put into the HTML at the end, when it is known: a heading's tags depend on its text and on whether there is
/// a heading of the first level, a footnote's back-links on all references to it.
pub(super) enum Insert {
    HeadingStart {
        heading: usize,
        attributes: String,
    },
    HeadingEnd(u8),
    /// The level in the tag of a heading in raw HTML.
    RawLevel(u8),
    BackLinks(usize),
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

struct CodeBlock {
    language: String,
    text: String,
}

struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    /// Whether the row is the head.
    head: bool,
    /// Whether the cell is one that heads its column.
    heads: bool,
    body: bool,
}

/// How the text begins: its first line, block and paragraph.
#[derive(Default)]
struct Beginning {
    opening: Opening,
    /// While no line has been found.
    line: Option<Gathering>,
    /// The first block, while it is open, and whether it has been found.
    block: Option<Gathering>,
    has_block: bool,
    paragraph: Option<Gathered>,
    /// The first paragraph in a list, quotation or portion, in case there is none outside of them.
    inner_paragraph: Option<Gathered>,
}

/// How much there was of everything before something that is only read for its marks.
pub(super) struct Checkpoint {
    html: usize,
    holes: usize,
    references: usize,
    headings: usize,
    anchors: usize,
    inserts: usize,
    raw: usize,
    has_first_level: bool,
    words: Words,
}

/// What the writer leaves when all events are through.
pub(super) struct Draft {
    pub(super) html: String,
    pub(super) holes: Vec<Hole>,
    /// Where tags of raw HTML lie in `html`.
    pub(super) raw: Vec<Range<usize>>,
    pub(super) needs_cleaning: bool,
    pub(super) opening: Opening,
    pub(super) first_paragraph: Gathered,
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
            headings: Vec::new(),
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
        self.end_all_sections(self.source.len());
        self.end_beginning();
        self.write_notes();
        self.close_raw(0);
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
                self.note_reference(&label);
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

    fn start_block(&mut self, tag: Tag<'a>, range: Range<usize>) {
        if !matches!(tag, Tag::TableHead | Tag::TableRow | Tag::TableCell) {
            self.fresh_line();
        }
        match tag {
            Tag::Paragraph => {
                let text = self.beginning.paragraph.is_none().then(|| self.plain.begin());
                self.push_block(BlockKind::Paragraph(text), range);
                self.open("<p>");
            }
            Tag::Heading { level, id, classes, .. } => self.start_heading(level, id, &classes, range),
            Tag::BlockQuote(kind) => self.start_quote(kind, range),
            Tag::CodeBlock(kind) => self.start_code(kind, range),
            Tag::HtmlBlock => {
                self.html_places.push(range.clone());
                self.push_block(BlockKind::Other, range);
                self.html_block = Some(HtmlBlock::default());
            }
            Tag::List(first) => self.start_list(first, range),
            Tag::Item => self.open_block(BlockKind::Item, range, "<li>"),
            Tag::DefinitionList => self.open_block(BlockKind::Other, range, "<dl>\n"),
            Tag::DefinitionListTitle => {
                self.marked_term = None;
                self.open_block(BlockKind::Term, range, "<dt>");
            }
            Tag::DefinitionListDefinition => {
                self.extend_marked_term(&range);
                self.open_block(BlockKind::Definition, range, "<dd>");
            }
            Tag::Table(alignments) => self.start_table(alignments, range),
            Tag::TableHead | Tag::TableRow => self.start_row(matches!(tag, Tag::TableHead), range),
            Tag::TableCell => self.start_cell(range),
            // Spans have been dealt with; footnotes are kept apart; metadata blocks are not switched on.
            _ => self.push_block(BlockKind::Other, range),
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

    fn end_block(&mut self, tag: TagEnd) {
        self.close_portions();
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => self.end_quote(),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                self.end_html_block();
                self.pop_block();
            }
            TagEnd::List(ordered) => self.close_block(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.close_block("</li>\n"),
            TagEnd::DefinitionList => {
                self.marked_term = None;
                self.close_block("</dl>\n");
            }
            TagEnd::DefinitionListTitle => self.close_block("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.close_block("</dd>\n"),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(matches!(tag, TagEnd::TableHead)),
            TagEnd::TableCell => self.end_cell(),
            _ => {
                self.pop_block();
            }
        }
    }

    fn end_paragraph(&mut self) {
        if self.is_empty_paragraph() {
            self.close("");
            self.html.truncate(self.html.len() - "<p>".len());
        } else {
            self.close("</p>\n");
            self.make_figure();
        }
        if let Some(Block { kind: BlockKind::Paragraph(Some(text)), .. }) = self.pop_block() {
            self.first_paragraph(text);
        }
    }

    /// Nothing may be left of one, where it was raw HTML that may not be.
    fn is_empty_paragraph(&self) -> bool {
        let Some(block) = self.blocks.last() else { return false };
        let empty = self.html.get(block.html..) == Some("<p>");
        empty && self.holes.last().is_none_or(|hole| (hole.at as usize) < block.html)
    }

    fn first_paragraph(&mut self, text: Gathering) {
        let gathered = self.plain.end(text);
        // The paragraphs of footnotes come last, and begin nothing.
        if gathered.text.is_empty() || self.blocks.iter().any(|block| matches!(block.kind, BlockKind::Note)) {
            return;
        }
        let beginning = &mut self.beginning;
        let place =
            if self.blocks.is_empty() { &mut beginning.paragraph } else { &mut beginning.inner_paragraph };
        place.get_or_insert(gathered);
    }

    fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr<'a>>,
        classes: &[CowStr<'a>],
        range: Range<usize>,
    ) {
        let level = level as u8;
        self.end_sections(level, range.start);
        let text = self.plain.begin();
        self.push_block(BlockKind::Heading { level, text }, range);
        self.depth += 1;
        let mut attributes = String::new();
        if let Some(class) = class_list(classes) {
            attributes.push_str(" class=\"");
            escape::attribute(&mut attributes, &class);
            attributes.push('"');
        }
        let id = id.map(|id| clean(&id).into_owned()).unwrap_or_default();
        let heading = Heading { level, id, text: String::new(), names: Vec::new() };
        let index = self.headings.len();
        self.headings.push(heading);
        self.insert(self.html.len(), Insert::HeadingStart { heading: index, attributes });
    }

    fn end_heading(&mut self) {
        self.close("");
        let Some(&Block { kind: BlockKind::Heading { level, text }, html, .. }) = self.blocks.last() else {
            return;
        };
        let empty = self.html.len() == html && self.holes.last().is_none_or(|hole| (hole.at as usize) < html);
        if !empty {
            self.insert(self.html.len(), Insert::HeadingEnd(level));
            self.html.push('\n');
        }
        self.pop_block();
        let gathered = self.plain.end(text);
        if empty {
            // A heading without content is a stumbling block for those who walk through headings.
            self.headings.pop();
            self.inserts.pop();
        } else {
            self.name_heading(gathered);
        }
    }

    fn name_heading(&mut self, gathered: Gathered) {
        let id = self.heading_id(&gathered.text);
        self.beginning.opening.first_heading.get_or_insert_with(|| gathered.text.clone());
        if let Some(heading) = self.headings.last_mut() {
            heading.id = id;
            heading.text = gathered.text;
            heading.names = gathered.names;
        }
    }

    /// The id that the author gave, the first time, else one made of the text.
    fn heading_id(&mut self, text: &str) -> String {
        let written = self.headings.last().map(|heading| heading.id.clone()).unwrap_or_default();
        if !written.is_empty() {
            return if self.ids.claim(&written) { written } else { self.ids.generate(&written) };
        }
        let made = slug(text, self.options.slugs);
        self.ids.generate(if made.is_empty() { "section" } else { &made })
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>, range: Range<usize>) {
        let callouts = &self.prepared.callouts;
        let callout = callouts.binary_search_by_key(&range.start, |callout| callout.at).ok();
        let (kind, title) = match (kind, callout) {
            (Some(kind), _) => (alert_name(kind), capitalised(alert_name(kind))),
            (None, Some(index)) => (callouts[index].kind, callouts[index].title.clone()),
            (None, None) => return self.open_block(BlockKind::Quote(false), range, "<blockquote>\n"),
        };
        if let Some(index) = callout {
            self.seen_callouts[index] = true;
        }
        self.open_block(
            BlockKind::Quote(true),
            range,
            &format!("<aside class=\"alert alert-{kind}\" role=\"note\">\n"),
        );
        self.html.push_str("<p class=\"alert-title\">");
        escape::text(&mut self.html, &title);
        self.html.push_str("</p>\n");
    }

    fn end_quote(&mut self) {
        let alert = matches!(self.blocks.last(), Some(Block { kind: BlockKind::Quote(true), .. }));
        self.fresh_line();
        self.close_block(if alert { "</aside>\n" } else { "</blockquote>\n" });
    }

    fn start_list(&mut self, first: Option<u64>, range: Range<usize>) {
        match first {
            None => self.open_block(BlockKind::Other, range, "<ul>\n"),
            Some(1) => self.open_block(BlockKind::Other, range, "<ol>\n"),
            Some(first) => self.open_block(BlockKind::Other, range, &format!("<ol start=\"{first}\">\n")),
        }
    }

    fn start_code(&mut self, kind: CodeBlockKind<'a>, range: Range<usize>) {
        self.code_places.push(range.clone());
        self.push_block(BlockKind::Other, range);
        self.fresh = None;
        let language = match &kind {
            CodeBlockKind::Fenced(info) => language(&clean(info)),
            CodeBlockKind::Indented => String::new(),
        };
        self.code = Some(CodeBlock { language, text: String::new() });
    }

    fn end_code(&mut self) {
        if let Some(code) = self.code.take() {
            if self.beginning.line.is_some() {
                self.plain.push(code.text.lines().next().unwrap_or_default());
                self.end_first_line();
            }
            write_code(&mut self.html, &code);
        }
        self.pop_block();
    }

    fn start_table(&mut self, alignments: Vec<Alignment>, range: Range<usize>) {
        self.table = Some(Table { alignments, column: 0, head: false, heads: false, body: false });
        let tag = "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n";
        self.open_block(BlockKind::Other, range, tag);
    }

    fn end_table(&mut self) {
        let body = self.table.take().is_some_and(|table| table.body);
        self.close_block(if body { "</tbody>\n</table></div>\n" } else { "</table></div>\n" });
    }

    fn start_row(&mut self, head: bool, range: Range<usize>) {
        let Some(table) = &mut self.table else { return };
        table.column = 0;
        table.head = head;
        let begins_body = !head && !table.body;
        table.body |= begins_body;
        let tag = match (head, begins_body) {
            (true, _) => "<thead>\n<tr>",
            (false, true) => "<tbody>\n<tr>",
            (false, false) => "<tr>",
        };
        self.open_block(BlockKind::Row, range, tag);
    }

    fn end_row(&mut self, head: bool) {
        self.close_block(if head { "</tr>\n</thead>\n" } else { "</tr>\n" });
    }

    fn start_cell(&mut self, range: Range<usize>) {
        let Some(table) = &mut self.table else { return };
        // An empty cell heads nothing.
        let empty =
            self.source.get(range.clone()).is_none_or(|cell| cell.trim_matches([' ', '\t', '|']).is_empty());
        table.heads = table.head && !empty;
        let name = if table.heads { "<th scope=\"col\"" } else { "<td" };
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            _ => ">",
        };
        let first = table.column == 0;
        self.push_block(if first { BlockKind::FirstCell } else { BlockKind::Cell }, range);
        self.open(name);
        if !self.is_too_deep(0) {
            self.html.push_str(class);
        }
    }

    fn end_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        table.column += 1;
        let tag = if table.heads { "</th>" } else { "</td>" };
        self.close_block(tag);
    }

    fn open_span(&mut self, tag: &str) {
        if self.muted == 0 {
            self.open(tag);
        }
    }

    fn close_span(&mut self, tag: &str) {
        if self.muted == 0 {
            self.close(tag);
        }
    }

    fn open_block(&mut self, kind: BlockKind, range: Range<usize>, tag: &str) {
        self.push_block(kind, range);
        self.open(tag);
    }

    fn close_block(&mut self, tag: &str) {
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

    /// Footnotes come last, and begin nothing.
    fn end_beginning(&mut self) {
        self.beginning.has_block = true;
        if self.beginning.line.take().is_some() {
            self.plain.drop();
        }
    }

    /// Whether a callout's first line stood in no quotation: then its text would be lost.
    pub(super) fn lost_callout(&self) -> bool {
        let verbatim =
            |at: usize| self.code_places.iter().chain(&self.html_places).any(|place| place.contains(&at));
        let callouts = self.prepared.callouts.iter().zip(&self.seen_callouts);
        callouts.filter(|(_, seen)| !**seen).any(|(callout, _)| !verbatim(callout.at))
    }

    fn begin_first_block(&mut self, kind: &BlockKind) {
        self.beginning.has_block = true;
        self.beginning.block = Some(self.plain.begin());
        let opening = &mut self.beginning.opening;
        opening.opens_with_heading = matches!(kind, BlockKind::Heading { .. });
        opening.first_block.0 = bound(self.html.len());
    }

    fn end_first_block(&mut self) {
        let Some(text) = self.beginning.block.take() else { return };
        let text = self.plain.end(text).text;
        let opening = &mut self.beginning.opening;
        opening.first_block_text = text;
        opening.first_block.1 = bound(self.html.len());
        // What left nothing (a comment) was no block: the next one is the first.
        let (start, end) = opening.first_block;
        self.beginning.has_block = start < end || self.holes.last().is_some_and(|hole| hole.at >= start);
    }

    fn end_first_line(&mut self) {
        let Some(line) = self.beginning.line else { return };
        if !self.plain.so_far(line).is_empty() && self.muted == 0 {
            self.beginning.line = None;
            self.beginning.opening.first_line = Some(self.plain.end(line).text);
        }
    }

    pub(super) fn fresh_line(&mut self) {
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
    }

    pub(super) fn insert(&mut self, at: usize, insert: Insert) {
        self.inserts.push((at, insert));
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

    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            html: self.html.len(),
            holes: self.holes.len(),
            references: self.references.len(),
            headings: self.headings.len(),
            anchors: self.anchors.len(),
            inserts: self.inserts.len(),
            raw: self.raw.tags.len(),
            has_first_level: self.raw.has_first_level,
            words: self.words,
        }
    }

    pub(super) fn back_to(&mut self, before: Checkpoint) {
        self.html.truncate(before.html);
        self.holes.truncate(before.holes);
        self.references.truncate(before.references);
        self.headings.truncate(before.headings);
        self.anchors.truncate(before.anchors);
        self.inserts.truncate(before.inserts);
        self.raw.tags.truncate(before.raw);
        self.raw.has_first_level = before.has_first_level;
        self.words = before.words;
    }

    /// Puts in what was left open.
    pub(super) fn finish(&mut self) -> Draft {
        let shift =
            u8::from(self.headings.iter().any(|heading| heading.level == 1) || self.raw.has_first_level);
        let inserts = std::mem::take(&mut self.inserts);
        let mut draft = self.draft();
        if !inserts.is_empty() {
            self.put_in(&mut draft, &inserts, shift);
        }
        draft
    }

    fn draft(&mut self) -> Draft {
        let beginning = std::mem::take(&mut self.beginning);
        Draft {
            html: std::mem::take(&mut self.html),
            holes: std::mem::take(&mut self.holes),
            needs_cleaning: self.raw.needs_cleaning && !self.raw.tags.is_empty(),
            raw: std::mem::take(&mut self.raw.tags),
            opening: beginning.opening,
            first_paragraph: beginning.paragraph.or(beginning.inner_paragraph).unwrap_or_default(),
        }
    }

    /// One walk over everything that has a place in the HTML: all are in its order.
    fn put_in(&self, draft: &mut Draft, inserts: &[(usize, Insert)], shift: u8) {
        let old = std::mem::take(&mut draft.html);
        let mut new = String::with_capacity(old.len() + inserts.len() * 32);
        let mut moves = Vec::with_capacity(inserts.len());
        let mut done = 0;
        for (at, insert) in inserts {
            new.push_str(&old[done..*at]);
            done = *at;
            self.write_insert(insert, shift, &mut new);
            moves.push((*at, new.len() - at));
        }
        new.push_str(&old[done..]);
        draft.html = new;
        move_places(draft, inserts, &moves);
    }

    fn write_insert(&self, insert: &Insert, shift: u8, out: &mut String) {
        let digit = |level: u8| char::from(b'0' + (level + shift).min(6));
        match insert {
            Insert::HeadingStart { heading, attributes } => {
                let heading = &self.headings[*heading];
                out.push_str("<h");
                out.push(digit(heading.level));
                out.push_str(" id=\"");
                escape::attribute(out, &heading.id);
                out.push('"');
                out.push_str(attributes);
                out.push('>');
            }
            Insert::HeadingEnd(level) => {
                out.push_str("</h");
                out.push(digit(*level));
                out.push('>');
            }
            Insert::RawLevel(level) => out.push(digit(*level)),
            Insert::BackLinks(note) => self.notes.write_back_links(*note, out),
        }
    }
}

/// Places behind something that was put in move on. Of what lies where a heading begins, its content moves behind the
/// heading's tag; of what lies where one ends, nothing moves.
fn move_places(draft: &mut Draft, inserts: &[(usize, Insert)], moves: &[(usize, usize)]) {
    let shift = |place: usize, inside: bool| {
        let mut index = moves.partition_point(|(at, _)| *at < place);
        while inside
            && inserts.get(index).is_some_and(|(at, insert)| *at == place && insert.is_heading_start())
        {
            index += 1;
        }
        let total = index.checked_sub(1).map_or(0, |last| moves[last].1);
        place + total
    };
    for hole in &mut draft.holes {
        hole.at = bound(shift(hole.at as usize, true));
    }
    for raw in &mut draft.raw {
        *raw = shift(raw.start, true)..shift(raw.end, false);
    }
    let (start, end) = draft.opening.first_block;
    draft.opening.first_block = (bound(shift(start as usize, false)), bound(shift(end as usize, false)));
}

impl Insert {
    fn is_heading_start(&self) -> bool {
        matches!(self, Insert::HeadingStart { .. })
    }
}

/// An event's text without noncharacters. Slices of the text have none any more; character references can bring them.
pub(super) fn clean<'t>(text: &'t CowStr<'_>) -> Cow<'t, str> {
    match text {
        CowStr::Borrowed(text) => Cow::Borrowed(text),
        CowStr::Inlined(_) | CowStr::Boxed(_) => escape::without_noncharacters(text),
    }
}

fn bound(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn alert_name(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

fn class_list(classes: &[CowStr<'_>]) -> Option<String> {
    let classes: Vec<_> = classes.iter().map(clean).collect();
    (!classes.is_empty()).then(|| classes.join(" "))
}

/// The first word after a fence, also in the form `{.python}`; nothing, if it is no name.
fn language(info: &str) -> String {
    let word = info.split([' ', '\t', ',']).next().unwrap_or_default();
    let word = word.trim_start_matches(['{', '.']).trim_end_matches('}');
    let is_name = word.chars().all(|character| character.is_alphanumeric() || "+-_#.".contains(character));
    if is_name { word.to_owned() } else { String::new() }
}

fn write_code(html: &mut String, code: &CodeBlock) {
    html.push_str("<pre tabindex=\"0\"><code");
    if !code.language.is_empty() {
        html.push_str(" class=\"language-");
        escape::attribute(html, &code.language);
        html.push('"');
    }
    html.push('>');
    match highlight(&code.language, &code.text) {
        Some(highlighted) => html.push_str(&highlighted),
        None => escape::text(html, &code.text),
    }
    html.push_str("</code></pre>\n");
}
