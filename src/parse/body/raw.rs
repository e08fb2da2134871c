//! Raw HTML in a text, tag by tag.
//!
//! Every tag that is opened is closed in the block it was opened in, and a closing tag that has nothing to
//! close is dropped: whatever an author forgets stays within the text, and within its paragraph, item or cell.
//! With `sanitize` only known elements and attributes are written; the sanitiser has the last word on them.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::CowStr;

use super::draft::Insert;
use super::escape;
use super::lexer::{Lexer, Piece, Tag, decode, kept_references};
use super::urls::{Destination, classify};
use super::write::{Writer, clean};
use crate::config::RawHtml;
use crate::model::body::{Part, ReferenceKind};

/// Raw HTML written so far.
#[derive(Debug, Default)]
pub(super) struct Raw {
    /// Open elements, the innermost last.
    open: Vec<Open>,
    /// Where opening tags lie in the HTML.
    pub(super) tags: Vec<Range<usize>>,
    /// Whether there is more than plain spans such as `<sub>`, which are well-formed as they are written.
    pub(super) needs_cleaning: bool,
}

#[derive(Debug)]
struct Open {
    name: String,
    end: End,
    /// How many elements of ours were open around it.
    depth: usize,
    /// Its closing tag came inside an element of ours that has to end first.
    closing: bool,
}

#[derive(Debug)]
enum End {
    Tag(Cow<'static, str>),
    Heading(u8),
    /// A link into the site, with the closing tag of what stands around it.
    Hole(u32, &'static str),
    Link,
}

/// The lines of a block of raw HTML.
#[derive(Debug, Default)]
pub(super) struct HtmlBlock {
    text: String,
    /// Where in `text` a piece begins, and where in the source.
    places: Vec<(usize, usize)>,
}

impl HtmlBlock {
    pub(super) fn push(&mut self, text: &str, range: &Range<usize>) {
        self.places.push((self.text.len(), range.start));
        self.text.push_str(text);
    }

    fn place(&self, at: usize) -> usize {
        let index = self.places.partition_point(|place| place.0 <= at);
        let (start, source) = self.places.get(index.wrapping_sub(1)).copied().unwrap_or_default();
        source + (at - start)
    }

    fn range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        start..start + range.len()
    }
}

/// Elements that an author's HTML may have, and what becomes of those that HTML has given up.
fn element(name: &str) -> Option<&'static str> {
    const KEPT: &[&str] = &[
        "a",
        "abbr",
        "article",
        "aside",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "data",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
    ];
    const REPLACED: &[(&str, &str)] = &[
        ("acronym", "abbr"),
        ("center", "div"),
        ("footer", "div"),
        ("header", "div"),
        ("main", "div"),
        ("nav", "div"),
        ("strike", "s"),
        ("tt", "code"),
    ];
    let replaced = REPLACED.iter().find(|(old, _)| *old == name).map(|(_, new)| *new);
    replaced.or_else(|| KEPT.binary_search(&name).ok().map(|index| KEPT[index]))
}

/// Elements without attributes that cannot go wrong once they are closed.
const PLAIN: &[&str] = &[
    "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "strong", "sub", "sup", "u", "var", "wbr",
];

const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements whose closing tag HTML does not ask for.
const OPTIONAL_END: &[&str] = &[
    "colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td", "tfoot", "th",
    "thead", "tr",
];

impl<'a> Writer<'a> {
    pub(super) fn html_line(&mut self, html: &CowStr<'a>, range: Range<usize>) {
        let clean = clean(html);
        let text = self.as_written(html, &clean, &range).to_owned();
        if let Some(block) = &mut self.html_block {
            block.push(&text, &range);
        }
    }

    pub(super) fn end_html_block(&mut self) {
        let Some(block) = self.html_block.take() else { return };
        let (start, holes) = (self.html.len(), self.holes.len());
        if self.options.raw_html == RawHtml::Escape {
            self.open("<p>");
            self.plain_text(block.text.trim_end());
            self.close("</p>\n");
        } else {
            self.raw_html(&block);
            self.fresh_line();
        }
        // A comment leaves nothing, and is no block.
        if self.holes.len() == holes && self.html[start..].trim().is_empty() {
            self.html.truncate(start);
        }
    }

    pub(super) fn inline_html(&mut self, html: &CowStr<'a>, range: Range<usize>) {
        let html = clean(html);
        if self.muted > 0 {
            return;
        }
        if self.options.raw_html == RawHtml::Escape || self.is_shortcode(&range) {
            self.plain_text(&html);
            return;
        }
        let mut block = HtmlBlock::default();
        block.push(&html, &range);
        self.raw_html(&block);
    }

    /// `{{<figure src="a">}}`: Hugo's, not HTML.
    fn is_shortcode(&self, range: &Range<usize>) -> bool {
        self.source[..range.start].ends_with("{{") && self.source[range.end..].starts_with("}}")
    }

    fn raw_html(&mut self, block: &HtmlBlock) {
        let allow = self.options.raw_html == RawHtml::Allow;
        let mut lexer = Lexer::new(&block.text);
        while let Some((piece, range)) = lexer.next() {
            match piece {
                Piece::Text => self.raw_text(block, range, allow),
                Piece::Start(tag) if allow => self.allowed_start(&tag, block, range),
                Piece::Start(tag) => self.raw_start(&tag, block, range),
                Piece::End(name) => self.raw_end(&name),
                Piece::Other if allow => self.html.push_str(&block.text[range]),
                Piece::Other => {}
            }
        }
    }

    fn raw_text(&mut self, block: &HtmlBlock, range: Range<usize>, allow: bool) {
        let text = &block.text[range.clone()];
        let blanks = text.len() - text.trim_start().len();
        if blanks < text.len() {
            if self.is_fresh() {
                self.opening_raw_text(block.place(range.start + blanks));
            }
            self.has_content();
        }
        self.plain.push(text);
        self.words.add(text);
        if allow {
            self.html.push_str(&text.replace('<', "&lt;"));
        } else {
            self.html.push_str(&kept_references(text));
        }
    }

    /// Written as it is; only that it is closed is seen to.
    fn allowed_start(&mut self, tag: &Tag<'_>, block: &HtmlBlock, range: Range<usize>) {
        self.html.push_str(&block.text[range]);
        if let Some(href) = tag.attribute("href").filter(|_| tag.name == "a") {
            let place = block.range(href.at..href.at + href.value.len());
            if let Destination::External(url) = classify(&decode(href.value)) {
                self.leads_out(&url, place);
            }
        }
        if let Some(id) = tag.value("id").filter(|id| self.ids.claim(id)) {
            self.anchors.push(id.into_owned());
        }
        self.raw.needs_cleaning = false;
        if !VOID.contains(&tag.name.as_str()) && !tag.closed {
            self.push_raw(&tag.name, End::Tag(Cow::Owned(tag.name.clone())));
        }
    }

    fn raw_start(&mut self, tag: &Tag<'_>, block: &HtmlBlock, range: Range<usize>) {
        let Some(name) = element(&tag.name) else { return };
        if self.is_too_deep(self.raw.open.len()) || !self.has_its_place(name) {
            return;
        }
        self.raw.needs_cleaning |= !PLAIN.contains(&name) || !tag.attributes.is_empty();
        self.end_word(name);
        match name {
            "img" => self.raw_image(tag, block, range),
            "a" => self.raw_link(tag, block),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.raw_heading(tag, name.as_bytes()[1] - b'0'),
            _ => {
                self.write_tag(name, tag);
                if !VOID.contains(&name) {
                    self.push_raw(&tag.name, End::Tag(Cow::Borrowed(name)));
                }
            }
        }
    }

    /// Whether an element that belongs into another is in one. Of tables the HTML parser takes care.
    fn has_its_place(&self, name: &str) -> bool {
        let parents: &[&str] = match name {
            "li" => &["ul", "ol"],
            "dt" | "dd" => &["dl"],
            "figcaption" => &["figure"],
            "summary" => &["details"],
            "rt" | "rp" => &["ruby"],
            _ => return true,
        };
        self.raw.open.iter().any(|open| parents.contains(&open.name.as_str()))
    }

    /// Two cells or items are two words, where two spans may be one.
    fn end_word(&mut self, name: &str) {
        if !PLAIN.contains(&name) || name == "br" {
            self.plain.space();
            self.words.end();
        }
    }

    fn push_raw(&mut self, name: &str, end: End) {
        let depth = self.depth;
        // A second item ends the first.
        let follows = self.raw.open.last().is_some_and(|top| top.name == name && top.depth == depth);
        if follows && OPTIONAL_END.contains(&name) {
            self.raw.open.pop();
        }
        self.raw.open.push(Open { name: name.to_owned(), end, depth, closing: false });
    }

    fn raw_end(&mut self, name: &str) {
        self.end_word(name);
        let Some(index) = self.raw.open.iter().rposition(|open| open.name == name && !open.closing) else {
            return;
        };
        if self.raw.open[index].depth < self.depth {
            self.raw.open[index].closing = true;
            return;
        }
        self.close_raw_to(index, true);
    }

    /// Closes open elements down to one of them, which its own closing tag ends or its surroundings do.
    fn close_raw_to(&mut self, index: usize, by_tag: bool) {
        while self.raw.open.len() > index {
            let last = self.raw.open.len() == index + 1;
            if let Some(open) = self.raw.open.pop() {
                self.end_raw(&open, by_tag && last);
            }
        }
    }

    fn end_raw(&mut self, open: &Open, by_tag: bool) {
        if !by_tag && OPTIONAL_END.contains(&open.name.as_str()) {
            return;
        }
        match &open.end {
            End::Tag(name) => {
                self.html.push_str("</");
                self.html.push_str(name);
                self.html.push('>');
            }
            End::Heading(level) => {
                self.html.push_str("</h");
                self.insert(self.html.len(), Insert::RawLevel(*level));
                self.html.push('>');
            }
            End::Hole(reference, after) => {
                self.open_links -= 1;
                self.hole(*reference, Part::Close);
                self.html.push_str(after);
            }
            End::Link => {
                self.open_links -= 1;
                self.html.push_str("</a>");
            }
        }
    }

    /// Closes what was opened inside elements from a depth on.
    pub(super) fn close_raw(&mut self, depth: usize) {
        if self.raw.open.last().is_some_and(|open| open.depth >= depth) {
            let index = self.raw.open.partition_point(|open| open.depth < depth);
            self.close_raw_to(index, false);
        }
    }

    /// Closes what its closing tag has closed already, now that it is the innermost element again.
    pub(super) fn close_pending_raw(&mut self) {
        if self.raw.open.is_empty() {
            return;
        }
        let depth = self.depth;
        if let Some(index) = self.raw.open.iter().position(|open| open.closing && open.depth == depth) {
            self.close_raw_to(index, true);
        }
    }

    fn raw_heading(&mut self, tag: &Tag<'_>, level: u8) {
        let start = self.html.len();
        self.html.push_str("<h");
        self.insert(self.html.len(), Insert::RawLevel(level));
        self.attributes("h", tag);
        self.html.push('>');
        self.raw.tags.push(start..self.html.len());
        self.push_raw(&tag.name, End::Heading(level));
    }

    fn write_tag(&mut self, name: &'static str, tag: &Tag<'_>) {
        let start = self.html.len();
        self.html.push('<');
        self.html.push_str(name);
        self.attributes(name, tag);
        self.html.push('>');
        self.raw.tags.push(start..self.html.len());
    }

    fn attributes(&mut self, element: &str, tag: &Tag<'_>) {
        let mut classes: Vec<Cow<'_, str>> = tag.value("class").into_iter().collect();
        classes.extend(alignment(tag).map(Cow::Borrowed));
        if !classes.is_empty() {
            self.attribute("class", &classes.join(" "));
        }
        if let Some(id) = tag.value("id").or_else(|| tag.value("name").filter(|_| element == "span")) {
            self.id_attribute(&id);
        }
        for attribute in &tag.attributes {
            let value = decode(attribute.value);
            if is_kept(element, &attribute.name, &value) {
                self.attribute(&attribute.name, &value);
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        escape::attribute(&mut self.html, value);
        self.html.push('"');
    }

    fn id_attribute(&mut self, id: &str) {
        if !id.is_empty() && !id.contains(char::is_whitespace) && self.ids.claim(id) {
            self.attribute("id", id);
            self.anchors.push(id.to_owned());
        }
    }

    fn raw_link(&mut self, tag: &Tag<'_>, block: &HtmlBlock) {
        let href = tag.attribute("href").filter(|_| self.open_links == 0);
        let place = href.map(|href| block.range(href.at..href.at + href.value.len()));
        let url = href.map(|href| decode(href.value));
        match url.as_deref().map(|url| classify(url)) {
            Some(Destination::External(url)) => {
                let start = self.html.len();
                self.open_external(&url, "", place.unwrap_or_default());
                self.depth -= 1;
                self.html.pop();
                self.attributes("a", tag);
                self.html.push('>');
                self.raw.tags.push(start..self.html.len());
                self.open_links += 1;
                self.push_raw("a", End::Link);
            }
            Some(Destination::Local(dest)) => self.raw_local_link(tag, dest, place.unwrap_or_default()),
            other => {
                if matches!(other, Some(Destination::Unsafe | Destination::Data)) {
                    self.report_unsafe(&url.unwrap_or_default(), place.unwrap_or_default());
                }
                self.write_tag("span", tag);
                self.push_raw("a", End::Tag(Cow::Borrowed("span")));
            }
        }
    }

    /// A link whose tag is written by whoever fills the hole; an id stays in an element around it.
    fn raw_local_link(&mut self, tag: &Tag<'_>, dest: String, place: Range<usize>) {
        let has_id = tag.value("id").or_else(|| tag.value("name")).is_some();
        if has_id {
            self.write_tag("span", tag);
        }
        let reference = self.refer(place, ReferenceKind::Link { dest });
        self.hole(reference, Part::Open);
        self.open_links += 1;
        self.push_raw("a", End::Hole(reference, if has_id { "</span>" } else { "" }));
    }

    fn raw_image(&mut self, tag: &Tag<'_>, block: &HtmlBlock, range: Range<usize>) {
        let Some(src) = tag.attribute("src") else { return };
        let alt = tag.value("alt").unwrap_or_default();
        let place = block.range(src.at..src.at + src.value.len());
        let url = decode(src.value);
        match classify(&url) {
            Destination::Local(dest) => {
                // `alt=""` says that a picture is decoration; none at all says nothing.
                let whole = block.range(range);
                let decoration = tag.attribute("alt").is_some() && alt.is_empty();
                let before = self.diagnostics.len();
                self.local_image(dest, &alt, &tag.value("title").unwrap_or_default(), place, whole);
                if decoration {
                    self.diagnostics.truncate(before);
                }
            }
            Destination::External(url) => self.remote_image(&url, &alt, place),
            Destination::Data => {
                self.html.push_str("<img src=\"");
                escape::url(&mut self.html, &url);
                self.html.push('"');
                self.attribute("alt", &alt);
                self.html.push('>');
            }
            Destination::Template => self.plain_text(&alt),
            Destination::Unsafe => {
                self.report_unsafe(&url, place);
                self.plain_text(&alt);
            }
        }
    }
}

/// Ids in raw HTML, to be kept from being generated.
pub(super) fn ids_in(html: &str, mut found: impl FnMut(&str)) {
    let mut lexer = Lexer::new(html);
    while let Some((piece, _)) = lexer.next() {
        if let Piece::Start(tag) = piece
            && let Some(id) = tag.value("id").or_else(|| tag.value("name").filter(|_| tag.name == "a"))
        {
            found(&id);
        }
    }
}

/// `align`, which HTML has given up, as a class.
fn alignment(tag: &Tag<'_>) -> Option<&'static str> {
    let side = tag.value("align").map(|side| side.to_ascii_lowercase());
    match side.as_deref() {
        Some("left") => Some("align-left"),
        Some("right") => Some("align-right"),
        Some("center" | "middle") => Some("align-center"),
        _ if tag.name == "center" => Some("align-center"),
        _ => None,
    }
}

/// Attributes that an author's element keeps, but for class and id, which are dealt with before.
fn is_kept(element: &str, attribute: &str, value: &str) -> bool {
    let number = || !value.is_empty() && value.len() < 6 && value.bytes().all(|byte| byte.is_ascii_digit());
    match (element, attribute) {
        (_, "lang" | "title") => true,
        (_, "dir") => matches!(value, "ltr" | "rtl" | "auto"),
        ("td" | "th", "colspan" | "rowspan")
        | ("col" | "colgroup", "span")
        | ("ol", "start")
        | ("li", "value") => number(),
        ("th", "scope") => matches!(value, "row" | "col" | "rowgroup" | "colgroup"),
        ("ol", "type") => matches!(value, "1" | "a" | "A" | "i" | "I"),
        ("ol", "reversed")
        | ("details", "open")
        | ("time" | "ins" | "del", "datetime")
        | ("data", "value") => true,
        _ => false,
    }
}
