//! Blocks: paragraphs, headings, quotations, lists, code, tables.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, HeadingLevel, Tag, TagEnd};

use super::draft::Insert;
use super::escape;
use super::plain::Gathered;
use super::prepare::capitalised;
use super::raw::HtmlBlock;
use super::write::{Block, BlockKind, Writer, clean};
use crate::model::body::Heading;
use crate::model::slug::slug;
use crate::parse::highlight::highlight;

pub(super) struct CodeBlock {
    pub(super) language: String,
    pub(super) text: String,
}

pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    pub(super) column: usize,
    /// Whether the row is the head.
    pub(super) head: bool,
    /// Whether the cell is one that heads its column.
    pub(super) heads: bool,
    pub(super) body: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn start_block(&mut self, tag: Tag<'a>, range: Range<usize>) {
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

    pub(super) fn end_block(&mut self, tag: TagEnd) {
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

    fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr<'a>>,
        classes: &[CowStr<'a>],
        range: Range<usize>,
    ) {
        let level = level as u8;
        let place = range.start;
        self.end_sections(level, place);
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
        self.heading_places.push(place);
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
            self.heading_places.pop();
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
            self.report_marked_title(self.prepared.callouts[index].line.clone());
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
