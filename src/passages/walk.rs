//! The walk over the tags of a text.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::{Anchor, Passage, Piece, Quiet, Shown, What};
use crate::model::body::{Hole, Part};
use crate::model::marking::{Marking, Reading};

/// Elements that are part of the text around them.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
    )
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements whose content is no prose.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "pre" | "script" | "style" | "svg" | "math" | "template" | "textarea" | "select" | "iframe"
    )
}

/// Elements that carry ids, besides headings.
fn is_anchor(name: &str) -> bool {
    matches!(name, "p" | "li" | "tr" | "dd" | "dt")
}

pub(super) struct Walk<'h, 'a, S, V> {
    html: &'h str,
    holes: &'a [Hole],
    skip: (u32, u32),
    shown: S,
    visit: V,
    open: Vec<Open<'h>>,
    /// From which of the open elements on nothing is read.
    skipped: Option<usize>,
    /// The link into the site that is open: its reference, where its label begins, and whether something else stands
    /// for the label.
    link: Option<(u32, u32, bool)>,
    text: String,
    pieces: Vec<Piece>,
    quiet: Vec<Quiet>,
    headings: u32,
    above: Option<&'h str>,
    portions: Vec<Portion>,
}

/// An element that is open.
struct Open<'h> {
    name: &'h str,
    role: Role,
    id: Option<&'h str>,
    /// Where its name ends.
    at: u32,
    has_passage: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Inline,
    Block,
    Heading,
    /// Nothing in it is a name; from where in the passage's text on.
    Quiet(What, u32),
    Skipped,
    /// The line that says where a marked portion ends.
    PortionEnd,
    /// A mark that says how what it opens is marked.
    Mark(Marking),
}

/// A marked portion that is open.
struct Portion {
    marking: Marking,
    ends: Ends,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// With the element that so many others are open around.
    With(usize),
    /// The same, and before that with the next term of a definition list.
    WithTerm(usize),
    /// With a line of its own: the section of a heading.
    Said,
}

impl<'h, 'a, S, V> Walk<'h, 'a, S, V>
where
    S: FnMut(u32, Part) -> Shown<'h>,
    V: FnMut(&Passage<'_>),
{
    pub(super) fn new(
        html: &'h str,
        holes: &'a [Hole],
        skip: Option<(u32, u32)>,
        shown: S,
        visit: V,
    ) -> Self {
        Walk {
            html,
            holes,
            skip: skip.unwrap_or_default(),
            shown,
            visit,
            open: Vec::new(),
            skipped: None,
            link: None,
            text: String::new(),
            pieces: Vec::new(),
            quiet: Vec::new(),
            headings: 0,
            above: None,
            portions: Vec::new(),
        }
    }

    pub(super) fn run(&mut self) {
        let mut at = 0;
        while at < self.html.len() {
            let next =
                memchr2(b'<', b'&', &self.html.as_bytes()[at..]).map_or(self.html.len(), |found| at + found);
            self.plain(at, next);
            at = match self.html.as_bytes().get(next) {
                Some(b'<') => self.tag(next),
                Some(_) => self.entity(next),
                None => next,
            };
        }
        self.plain(at, at);
        self.flush();
    }

    /// Text between two tags, and the holes in it.
    fn plain(&mut self, mut from: usize, to: usize) {
        while let Some(hole) = self.holes.first().filter(|hole| hole.at as usize <= to) {
            let at = (hole.at as usize).max(from);
            self.push(from, at, None);
            self.hole(hole);
            from = at;
            self.holes = &self.holes[1..];
        }
        self.push(from, to, None);
    }

    fn push(&mut self, from: usize, to: usize, instead: Option<&str>) {
        let is_muted = self.skipped.is_some() || self.link.is_some_and(|(_, _, is_muted)| is_muted);
        let text = instead.or_else(|| self.html.get(from..to)).unwrap_or_default();
        if text.is_empty() || is_muted || self.is_left_out(from) {
            return;
        }
        self.pieces.push(Piece { text: bound(self.text.len()), html: bound(from), html_end: bound(to) });
        self.text.push_str(text);
    }

    /// The mark of a citation stands close to the word before it.
    fn trim(&mut self) {
        let trimmed = self.text.trim_end_matches([' ', '\n']).len();
        if let Some(last) = self.pieces.last_mut().filter(|last| (last.text as usize) < trimmed) {
            last.html_end -= bound(self.text.len() - trimmed);
            self.text.truncate(trimmed);
        }
    }

    fn is_left_out(&self, at: usize) -> bool {
        (self.skip.0 as usize..self.skip.1 as usize).contains(&at)
    }

    fn hole(&mut self, hole: &Hole) {
        if self.skipped.is_some() || self.is_left_out(hole.at as usize) {
            return;
        }
        let at = bound(self.text.len());
        match hole.part {
            Part::Open => {
                let shown = (self.shown)(hole.reference, hole.part);
                if let Shown::Text(text) = &shown {
                    self.push(hole.at as usize, hole.at as usize, Some(text));
                }
                self.link = Some((hole.reference, at, matches!(shown, Shown::Text(_))));
            }
            Part::Close => {
                if let Some((reference, start, _)) = self.link.take() {
                    self.quiet.push(Quiet { range: start..at, what: What::Reference(reference) });
                }
            }
            Part::Whole => {
                match (self.shown)(hole.reference, hole.part) {
                    Shown::Text(text) => self.push(hole.at as usize, hole.at as usize, Some(&text)),
                    Shown::Label => self.trim(),
                }
                let at = at.min(bound(self.text.len()));
                let range = at..bound(self.text.len());
                self.quiet.push(Quiet { range, what: What::Reference(hole.reference) });
            }
        }
    }

    fn entity(&mut self, at: usize) -> usize {
        let rest = &self.html.as_bytes()[at..];
        let end = memchr(b';', &rest[..rest.len().min(40)]).map_or(at + 1, |end| at + end + 1);
        let written = self.html.get(at..end).unwrap_or("&");
        let meant = match written {
            "&amp;" => Cow::Borrowed("&"),
            "&lt;" => Cow::Borrowed("<"),
            "&gt;" => Cow::Borrowed(">"),
            "&quot;" => Cow::Borrowed("\""),
            other => htmlize::unescape(other),
        };
        self.push(at, at + written.len(), Some(&meant));
        at + written.len()
    }

    fn tag(&mut self, at: usize) -> usize {
        let rest = &self.html[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            return comment.find("-->").map_or(self.html.len(), |end| at + 4 + end + 3);
        }
        let end = tag_end(rest).map_or(self.html.len(), |end| at + end);
        let tag = &self.html[at..end];
        let inner = tag.trim_start_matches(['<', '/']);
        let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        let name = &inner[..name_end];
        if name.is_empty() {
            // No tag: a sign that stands for itself.
            if !rest.starts_with("</") && !rest.starts_with("<!") && !rest.starts_with("<?") {
                self.push(at, at + 1, None);
                return at + 1;
            }
        } else if tag.starts_with("</") {
            self.close(name);
        } else if is_void(name) {
            self.void(name, at);
        } else {
            self.start(name, tag, bound(at + 1 + name_end));
            if tag.ends_with("/>") && is_skipped(name) {
                self.close(name);
            }
        }
        end
    }

    fn void(&mut self, name: &str, at: usize) {
        match name {
            "br" => self.push(at, at, Some("\n")),
            "hr" => self.flush(),
            _ => {}
        }
    }

    fn start(&mut self, name: &'h str, tag: &'h str, at: u32) {
        let role = self.role(name, tag);
        if !is_inline(name) {
            self.flush();
        }
        let id = attribute(tag, "id");
        if role == Role::Heading {
            self.headings += 1;
            self.above = id;
        }
        match role {
            Role::Mark(marking) => self.mark(marking),
            Role::Block if name == "div" => self.open_fence(tag),
            Role::Block if name == "dt" => self.end_marked_term(),
            _ => {}
        }
        if matches!(role, Role::Skipped | Role::PortionEnd | Role::Mark(_)) {
            self.skipped.get_or_insert(self.open.len());
        }
        self.open.push(Open { name, role, id, at, has_passage: false });
    }

    fn role(&self, name: &str, tag: &str) -> Role {
        let class = || attribute(tag, "class").unwrap_or_default();
        let here = bound(self.text.len());
        match name {
            "a" => Role::Quiet(What::Link, here),
            "code" | "kbd" | "samp" | "tt" | "var" => Role::Quiet(What::Code, here),
            // The number of a note is no part of the text.
            "sup" if attribute(tag, "id").is_some_and(|id| id.starts_with("fnref-")) => Role::Skipped,
            "span" => match class() {
                "unlinked" => Role::Quiet(What::Unlinked, here),
                "mark" => data_marking(tag).map_or(Role::Skipped, Role::Mark),
                _ => Role::Inline,
            },
            "p" if class() == "portion-end" => Role::PortionEnd,
            "p" if matches!(class(), "portion-mark" | "alert-title") => Role::Skipped,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
            _ if is_skipped(name) => Role::Skipped,
            _ if is_inline(name) => Role::Inline,
            _ => Role::Block,
        }
    }

    fn open_fence(&mut self, tag: &str) {
        if attribute(tag, "class") == Some("portion")
            && let Some(marking) = data_marking(tag)
        {
            self.portions.push(Portion { marking, ends: Ends::With(self.open.len()) });
        }
    }

    fn end_marked_term(&mut self) {
        let list = self.open.len().saturating_sub(1);
        self.portions.retain(|portion| portion.ends != Ends::WithTerm(list));
    }

    /// A mark covers the item, row, note or definition that it opens, else the section of its heading, else its paragraph.
    fn mark(&mut self, marking: Marking) {
        let mut ends = Ends::With(self.open.len().saturating_sub(1));
        let opened = self.open.iter().enumerate().rev().take_while(|(_, open)| !open.has_passage);
        for (depth, open) in opened {
            match (open.name, open.role) {
                ("dt", _) => {
                    ends = Ends::WithTerm(depth.saturating_sub(1));
                    break;
                }
                ("li" | "tr" | "dd", _) => {
                    ends = Ends::With(depth);
                    break;
                }
                (_, Role::Heading) => ends = Ends::Said,
                ("p", _) => ends = Ends::With(depth),
                ("td" | "th", _) | (_, Role::Inline) => {}
                _ => break,
            }
        }
        self.portions.push(Portion { marking, ends });
    }

    fn close(&mut self, name: &str) {
        let Some(depth) = self.open.iter().rposition(|open| open.name == name) else { return };
        while self.open.len() > depth {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        if !self.open.last().is_some_and(|open| is_inline(open.name)) {
            self.flush();
        }
        let Some(open) = self.open.pop() else { return };
        let depth = self.open.len();
        if self.skipped == Some(depth) {
            self.skipped = None;
        }
        if open.role == Role::PortionEnd {
            self.end_section();
        }
        if let Role::Quiet(what, start) = open.role
            && self.skipped.is_none()
        {
            self.quiet.push(Quiet { range: start.min(bound(self.text.len()))..bound(self.text.len()), what });
        }
        self.portions
            .retain(|portion| !matches!(portion.ends, Ends::With(at) | Ends::WithTerm(at) if at == depth));
    }

    /// A section ends with the line that says so; before the end of a fence there is such a line, too.
    fn end_section(&mut self) {
        self.portions.pop_if(|portion| portion.ends == Ends::Said);
    }

    /// The end of a passage.
    fn flush(&mut self) {
        for open in self.open.iter_mut().filter(|_| self.skipped.is_none()) {
            if let Role::Quiet(what, start) = &mut open.role {
                self.quiet.push(Quiet { range: *start..bound(self.text.len()), what: *what });
                *start = 0;
            }
        }
        if let Some((reference, start, _)) = &mut self.link {
            self.quiet
                .push(Quiet { range: *start..bound(self.text.len()), what: What::Reference(*reference) });
            *start = 0;
        }
        if !self.text.trim().is_empty() || !self.quiet.is_empty() {
            self.tell();
        }
        self.text.clear();
        self.pieces.clear();
        self.quiet.clear();
    }

    fn tell(&mut self) {
        self.quiet.sort_by_key(|quiet| (quiet.range.start, quiet.range.end));
        let is_anchor = |open: &Open<'_>| open.role == Role::Heading || is_anchor(open.name);
        let block = self.open.iter().rposition(is_anchor);
        let anchor = block.map(|index| {
            let open = &self.open[index];
            Anchor { id: open.id, at: open.at, is_first: !open.has_passage }
        });
        let passage = Passage {
            text: &self.text,
            quiet: &self.quiet,
            is_heading: self.open.iter().any(|open| open.role == Role::Heading),
            section: self.headings,
            anchor,
            above: self.above,
            marking: self.portions.iter().map(|portion| portion.marking).max(),
            pieces: &self.pieces,
            all: self.html,
        };
        (self.visit)(&passage);
        self.open.iter_mut().for_each(|open| open.has_passage = true);
    }
}

/// Where a tag ends: attributes may hold the sign that ends it.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The value of an attribute. Tags of ours are regular: a blank, the name, `="`, the value, `"`.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    loop {
        rest = &rest[rest.find(' ')? + 1..];
        let (found, after) = rest.split_once('=')?;
        let (value, after) = after.strip_prefix('"')?.split_once('"')?;
        if found == name {
            return Some(value);
        }
        rest = after;
    }
}

fn data_marking(tag: &str) -> Option<Marking> {
    match Marking::read(attribute(tag, "data-marking")?) {
        Reading::Known(marking) => Some(marking),
        _ => None,
    }
}

fn bound(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
