//! A Markdown text, read once: HTML with holes where something depends on the rest of the site.
//!
//! `parse` makes it, `link` resolves its references, `render` fills the holes. A page and a feed fill the same holes
//! with relative and with absolute URLs.

use serde::{Deserialize, Serialize};

use super::html::Html;
use super::mentions::NameLink;
use crate::model::marking::Marking;
use crate::source::{At, Span};

/// The HTML of a text and all that other stages need to know of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Body {
    pub html: Html,
    /// In the order of their place in `html`.
    pub holes: Vec<Hole>,
    pub references: Vec<Reference>,
    /// Addresses of other sites that it links, as they stand in `html`.
    pub outward: Vec<At<String>>,
    /// All headings, in order.
    pub headings: Vec<Heading>,
    /// Ids in the text other than those of headings, without `#`.
    pub anchors: Vec<String>,
    pub portions: Vec<Portion>,
    /// The plain text of the first paragraph.
    pub first_paragraph: String,
    /// Where in it something is named that this audience may not know.
    pub first_paragraph_names: Vec<PlainName>,
    /// The heading or line that names a text without metadata, and whether it stands at the very top of the text.
    pub opening: Opening,
    pub words: u32,
}

/// How a text names itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Plain text of the text's first heading, wherever it stands.
    pub first_heading: Option<String>,
    /// Plain text of the very first line.
    pub first_line: Option<String>,
    /// Whether the first block is a heading.
    pub opens_with_heading: bool,
    /// The first block's range in `html`, to leave it out where it repeats the title.
    pub first_block: (u32, u32),
    /// Plain text of the first block.
    pub first_block_text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    pub id: String,
    /// Plain text.
    pub text: String,
    /// Where in it something is named that this audience may not know.
    pub names: Vec<PlainName>,
}

/// The label of a link within a plain text: what stands there depends on whether the target may be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlainName {
    /// Byte offsets in the plain text.
    pub start: u32,
    pub end: u32,
    /// Index into the body's `references`.
    pub reference: u32,
}

/// A place in `html` where something is to be put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    /// Byte offset in `html`.
    pub at: u32,
    /// Index into `references`.
    pub reference: u32,
    pub part: Part,
}

/// What belongs into a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// The opening tag of a link, or nothing if the target is not there.
    Open,
    /// Its closing tag.
    Close,
    /// A whole link whose label is the target's own name, a citation, or an image.
    Whole,
}

/// Something in a text that points elsewhere in the site. Links to other sites are written into `html` at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The target as written, for diagnostics.
    pub span: Span,
    pub kind: ReferenceKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReferenceKind {
    /// `[[target#fragment|label]]`; without a label the hole is a [`Part::Whole`]. An empty target means this page.
    Wiki { target: String, fragment: Option<String>, label: Option<String> },
    /// `[label](dest)` where `dest` is a path or a fragment, percent-decoded.
    Link { dest: String },
    /// `![alt](dest)` where `dest` is a path, percent-decoded.
    Image { dest: String, alt: String, title: String },
    /// `![[target#fragment]]` alone in its paragraph: the target's text is quoted. Its hole stands between blocks.
    Embed { target: String, fragment: Option<String> },
    /// `[@a; @b]`.
    Citation { ids: Vec<At<String>> },
}

/// A part of a text with a marking of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portion {
    pub marking: Marking,
    /// Whole lines, from the first byte of the first to the end of the last.
    pub lines: Span,
    /// In how many quotations those lines stand: a `>` for each is no text.
    pub quotes: usize,
    /// The mark itself.
    pub mark: Span,
}

impl ReferenceKind {
    /// What the author wrote, for want of anything better.
    pub fn label(&self) -> &str {
        match self {
            ReferenceKind::Embed { target, .. } => target,
            ReferenceKind::Wiki { target, fragment, label } => {
                let shown = label.as_ref().or((!target.is_empty()).then_some(target)).or(fragment.as_ref());
                shown.map_or("", String::as_str)
            }
            ReferenceKind::Image { alt, .. } => alt,
            ReferenceKind::Link { .. } | ReferenceKind::Citation { .. } => "",
        }
    }
}

/// Whoever renders decides what goes into the holes, and where names lead.
pub trait Fill {
    /// Writes what belongs into a hole.
    fn fill(&mut self, reference: usize, part: Part, out: &mut String) -> Label;

    /// Writes the opening tag of a name's link.
    fn name(&mut self, bearer: u32, out: &mut String);
}

/// A place where something is put in.
#[derive(Clone, Copy)]
enum Point<'b> {
    Hole(&'b Hole),
    NameStart(u32),
    NameEnd,
}

/// What becomes of the text between [`Part::Open`] and [`Part::Close`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Label {
    Keep,
    /// It names what this audience may not know.
    Skip,
}

/// With what the ids of paragraphs begin.
pub const PARAGRAPH: &str = "p-";

impl Body {
    /// The ids of its paragraphs.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        const BEFORE: &str = " id=\"";
        let ids = self.html.match_indices(" id=\"p-").map(|(at, _)| &self.html[at + BEFORE.len()..]);
        ids.filter_map(|rest| rest.split_once('"').map(|(id, _)| id))
    }

    /// The HTML with all holes filled and names linked, without the bytes of `skip` (a range of `html`).
    pub fn fill_into(
        &self,
        names: &[NameLink],
        skip: Option<(u32, u32)>,
        fill: &mut impl Fill,
        out: &mut String,
    ) {
        let skip = skip.unwrap_or((0, 0));
        let mut done = 0;
        // The reference whose label is being left out.
        let mut skipped = None;
        for (at, point) in self.points(names) {
            if skipped.is_none() {
                self.copy(done, at, skip, out);
            }
            done = at;
            if (skip.0..skip.1).contains(&at) {
                continue;
            }
            match (skipped, point) {
                (Some(reference), Point::Hole(hole))
                    if reference == hole.reference && hole.part == Part::Close =>
                {
                    skipped = None;
                }
                (Some(_), _) => {}
                (None, Point::Hole(hole)) => {
                    let label = fill.fill(hole.reference as usize, hole.part, out);
                    skipped = (label == Label::Skip).then_some(hole.reference);
                }
                (None, Point::NameStart(bearer)) => fill.name(bearer, out),
                (None, Point::NameEnd) => out.push_str("</a>"),
            }
        }
        self.copy(done, u32::try_from(self.html.len()).unwrap_or(u32::MAX), skip, out);
    }

    /// Holes and the ends of names, in order. A name ends before what follows it, and begins after what precedes it.
    fn points<'b>(&'b self, names: &'b [NameLink]) -> impl Iterator<Item = (u32, Point<'b>)> {
        let of_name =
            |name: &NameLink| [(name.start, Point::NameStart(name.bearer)), (name.end, Point::NameEnd)];
        let mut names = names.iter().flat_map(of_name).peekable();
        let mut holes = self.holes.iter().peekable();
        std::iter::from_fn(move || {
            let is_name_next = match (names.peek(), holes.peek()) {
                (Some((at, Point::NameEnd)), Some(hole)) => *at <= hole.at,
                (Some((at, _)), Some(hole)) => *at < hole.at,
                (Some(_), None) => true,
                (None, _) => false,
            };
            if is_name_next { names.next() } else { holes.next().map(|hole| (hole.at, Point::Hole(hole))) }
        })
    }

    /// Copies a stretch of `html`, but for what lies in `skip`.
    fn copy(&self, from: u32, to: u32, skip: (u32, u32), out: &mut String) {
        let part = |start: u32, end: u32| self.html.get(start as usize..end as usize).unwrap_or_default();
        if skip.0 == skip.1 || skip.1 <= from || to <= skip.0 {
            out.push_str(part(from, to));
        } else {
            out.push_str(part(from, skip.0.max(from)));
            out.push_str(part(skip.1.min(to), to));
        }
    }
}
