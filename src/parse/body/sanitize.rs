//! Raw HTML through the sanitiser, our own markup around it.
//!
//! The sanitiser parses a text's whole HTML as a browser would, which is the only way to know what an author's tags do
//! to what stands between them. It would also take away most of what is ours. So attributes of ours go in as one
//! guard attribute and things that may not be touched (holes, code blocks) as tokens; both begin with a noncharacter,
//! which no author's text can hold, and are turned back in what comes out.

use std::collections::HashSet;
use std::ops::Range;

use ammonia::{Builder, UrlRelative};

use super::draft::Draft;
use crate::model::body::{Hole, Part, Reference, ReferenceKind};

const BEGIN: char = '\u{fdd1}';
const END: char = '\u{fdd2}';

/// The attribute that stands for all attributes of one of our tags.
const GUARD: &str = "data-c";

/// Replaces a draft's HTML by what is left of it, and moves everything that has a place in it.
pub(super) fn sanitize(draft: &mut Draft, references: &[Reference]) {
    let guarded = guard(draft, references);
    let cleaned = builder().clean(&guarded).to_string();
    let Restore { html, holes, first_block: (start, end), .. } = Restore::new(&draft.html).restore(&cleaned);
    draft.html = html;
    draft.holes = holes;
    draft.opening.first_block = (start, end.max(start));
}

fn builder() -> Builder<'static> {
    let mut builder = Builder::default();
    builder
        .add_tags(["section", "tfoot"])
        .add_generic_attributes(["id", "class", "dir", GUARD])
        .add_tag_attributes("ol", ["type", "reversed"])
        .add_tag_attributes("li", ["value"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("time", ["datetime"])
        .add_tag_attributes("data", ["value"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "ftp", "sms", "xmpp", "geo", "webcal"]))
        // Links into the site are holes; whatever else is relative has slipped through.
        .url_relative(UrlRelative::Deny)
        .link_rel(None);
    builder
}

/// Something between two characters of the HTML.
#[derive(Clone, Copy)]
enum Point {
    BlockEnd,
    BlockStart,
    Hole(Hole),
}

fn guard(draft: &Draft, references: &[Reference]) -> String {
    let mut guard = Guard { draft, references, raw: 0, out: String::with_capacity(draft.html.len() * 2) };
    let mut done = 0;
    for (at, point) in points(draft) {
        guard.copy(done..at);
        guard.point(point);
        done = at;
    }
    guard.copy(done..draft.html.len());
    guard.out
}

fn points(draft: &Draft) -> Vec<(usize, Point)> {
    let (start, end) = draft.opening.first_block;
    let mut points = vec![(end as usize, Point::BlockEnd), (start as usize, Point::BlockStart)];
    points.extend(draft.holes.iter().map(|hole| (hole.at as usize, Point::Hole(*hole))));
    // Stable: of those in one place the block's end comes first, and holes stay in order.
    points.sort_by_key(|(at, _)| *at);
    points
}

struct Guard<'d> {
    draft: &'d Draft,
    references: &'d [Reference],
    /// How many of the raw tags have been passed.
    raw: usize,
    out: String,
}

impl Guard<'_> {
    fn point(&mut self, point: Point) {
        match point {
            Point::BlockStart => self.token("s"),
            Point::BlockEnd => self.token("e"),
            Point::Hole(hole) => match hole.part {
                Part::Whole if self.is_image(hole) => self.token(&format!("h{}", hole.reference)),
                // An element, so that a link that an author left open ends before it.
                Part::Whole => self.out.push_str(&format!("<a {GUARD}=\"{BEGIN}w{}\"></a>", hole.reference)),
                Part::Open => self.out.push_str(&format!("<a {GUARD}=\"{BEGIN}h{}\">", hole.reference)),
                Part::Close => self.out.push_str("</a>"),
            },
        }
    }

    fn is_image(&self, hole: Hole) -> bool {
        let reference = self.references.get(hole.reference as usize);
        reference.is_some_and(|reference| matches!(reference.kind, ReferenceKind::Image { .. }))
    }

    fn token(&mut self, content: &str) {
        self.out.push(BEGIN);
        self.out.push_str(content);
        self.out.push(END);
    }

    fn copy(&mut self, range: Range<usize>) {
        let html = &self.draft.html[..range.end];
        let mut at = range.start;
        while let Some(tag) = html[at..].find('<').map(|found| at + found) {
            self.out.push_str(&html[at..tag]);
            at = self.tag(html, tag);
        }
        self.out.push_str(&html[at..]);
    }

    /// Copies or guards a tag; gives the place after it.
    fn tag(&mut self, html: &str, start: usize) -> usize {
        let raw = &self.draft.raw;
        while raw.get(self.raw).is_some_and(|range| range.end <= start) {
            self.raw += 1;
        }
        let end = html[start..].find('>').map_or(html.len(), |end| start + end + 1);
        if let Some(range) = raw.get(self.raw).filter(|range| range.start == start) {
            self.out.push_str(&html[range.clone()]);
            return range.end;
        }
        let tag = &html[start..end];
        match tag.find([' ', '>']).map_or(tag, |name_end| &tag[..name_end]) {
            "<pre" => self.island(html, start, "</pre>"),
            "<input" | "<img" => {
                self.token(&format!("i{start}-{end}"));
                end
            }
            name if tag.len() > name.len() + 1 => {
                let attributes = start + name.len()..end - 1;
                self.out
                    .push_str(&format!("{name} {GUARD}=\"{BEGIN}{}-{}\">", attributes.start, attributes.end));
                end
            }
            _ => {
                self.out.push_str(tag);
                end
            }
        }
    }

    /// A block that is not looked into. It is a `div` while the sanitiser has it: a text would end up in a paragraph
    /// that an author left open.
    fn island(&mut self, html: &str, start: usize, closing: &str) -> usize {
        let end = html[start..].find(closing).map_or(html.len(), |end| start + end + closing.len());
        self.out.push_str(&format!("<div {GUARD}=\"{BEGIN}i{start}-{end}\"></div>"));
        end
    }
}

/// What is to be written where an element ends.
enum After {
    Tag,
    Hole(u32),
    Nothing,
}

struct Restore<'d> {
    draft: &'d str,
    html: String,
    holes: Vec<Hole>,
    first_block: (u32, u32),
    open: Vec<After>,
}

impl<'d> Restore<'d> {
    fn new(draft: &'d str) -> Self {
        let html = String::with_capacity(draft.len());
        Restore { draft, html, holes: Vec::new(), first_block: (0, 0), open: Vec::new() }
    }

    /// The sanitiser's output is regular: quoted attributes, escaped text, every element closed but void ones.
    fn restore(mut self, cleaned: &str) -> Self {
        let mut rest = cleaned;
        while let Some(at) = rest.find(['<', BEGIN]) {
            self.html.push_str(&rest[..at]);
            rest = &rest[at..];
            let end = if rest.starts_with('<') { tag_end(rest) } else { token_end(rest) };
            let (piece, after) = rest.split_at(end);
            rest = after;
            match piece.strip_prefix(BEGIN) {
                Some(token) => self.token(token.trim_end_matches(END)),
                None if piece.starts_with("</") => self.end_tag(piece),
                None => self.start_tag(piece),
            }
        }
        self.html.push_str(rest);
        self
    }

    fn token(&mut self, token: &str) {
        let at = u32::try_from(self.html.len()).unwrap_or(u32::MAX);
        match token {
            "s" => self.first_block.0 = at,
            "e" => self.first_block.1 = at,
            _ => match (token.strip_prefix('h'), token.strip_prefix('i')) {
                (Some(reference), _) => self.hole(reference, Part::Whole),
                (_, Some(range)) => self.html.push_str(self.slice(range)),
                _ => {}
            },
        }
    }

    fn hole(&mut self, reference: &str, part: Part) {
        if let Ok(reference) = reference.parse() {
            let at = u32::try_from(self.html.len()).unwrap_or(u32::MAX);
            self.holes.push(Hole { at, reference, part });
        }
    }

    /// A stretch of the draft, written as `12-34`.
    fn slice(&self, range: &str) -> &'d str {
        let bounds =
            range.split_once('-').and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
        bounds.and_then(|(start, end): (usize, usize)| self.draft.get(start..end)).unwrap_or_default()
    }

    fn start_tag(&mut self, tag: &str) {
        let name = tag.trim_end_matches('>').split(' ').next().unwrap_or_default();
        let guard = tag.split_once(" data-c=\"").and_then(|(_, rest)| rest.strip_prefix(BEGIN));
        let after = match guard.and_then(|rest| rest.split('"').next()) {
            Some(guard) => self.guarded_tag(name, guard),
            None => {
                self.html.push_str(tag);
                After::Tag
            }
        };
        if !matches!(name, "<br" | "<hr" | "<wbr" | "<col" | "<img" | "<input") {
            self.open.push(after);
        }
    }

    fn guarded_tag(&mut self, name: &str, guard: &str) -> After {
        let (kind, rest) = guard.split_at(usize::from(guard.starts_with(['h', 'w', 'i'])));
        match kind {
            "h" => {
                self.hole(rest, Part::Open);
                rest.parse().map_or(After::Nothing, After::Hole)
            }
            "w" => {
                self.hole(rest, Part::Whole);
                After::Nothing
            }
            "i" => {
                self.html.push_str(self.slice(rest));
                After::Nothing
            }
            _ => {
                self.html.push_str(name);
                self.html.push_str(self.slice(rest));
                self.html.push('>');
                After::Tag
            }
        }
    }

    fn end_tag(&mut self, tag: &str) {
        match self.open.pop() {
            Some(After::Hole(reference)) => self.hole(&reference.to_string(), Part::Close),
            Some(After::Nothing) => {}
            Some(After::Tag) | None => self.write_end(tag),
        }
    }

    /// A stray `</p>` makes an empty paragraph, which is not worth keeping.
    fn write_end(&mut self, tag: &str) {
        let filled = self.holes.last().is_some_and(|hole| hole.at as usize == self.html.len());
        match self.html.strip_suffix("<p>") {
            Some(before) if tag == "</p>" && !filled => self.html.truncate(before.len()),
            _ => self.html.push_str(tag),
        }
    }
}

fn tag_end(text: &str) -> usize {
    let mut quoted = false;
    let end = text.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    });
    end.map_or(text.len(), |end| end + 1)
}

fn token_end(text: &str) -> usize {
    text.find(END).map_or(text.len(), |end| end + END.len_utf8())
}
