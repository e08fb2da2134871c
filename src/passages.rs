//! The HTML of a text as passages: paragraphs, list items, cells, headings, each as plain text.
//!
//! In: HTML as `parse::body` makes it, with its holes and what is shown in them. Out: each passage in turn, to somebody
//! who visits them, with the way back from a place in its text to the place in the HTML. It knows no site and no
//! file. HTML that a site lets through unsanitised may be anything: then passages may be odd, and nothing panics.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::body::{Hole, Part};
use crate::model::marking::Marking;

#[cfg(test)]
mod tests;
mod walk;

/// A stretch of text between two ends of blocks.
#[derive(Debug)]
pub struct Passage<'p> {
    pub text: &'p str,
    /// What in it is no prose, in order.
    pub quiet: &'p [Quiet],
    pub is_heading: bool,
    /// How many headings come before it, itself counted if it is one.
    pub section: u32,
    /// The block that it is a part of, if that is one with an id.
    pub anchor: Option<Anchor<'p>>,
    /// The id of the nearest heading above.
    pub above: Option<&'p str>,
    /// The marking of the portion that it stands in.
    pub marking: Option<Marking>,
    pieces: &'p [Piece],
    all: &'p str,
}

/// A paragraph, list item, row, term, definition or heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor<'p> {
    pub id: Option<&'p str>,
    /// Where in the HTML the name of its tag ends, so that an id can be put in.
    pub at: u32,
    /// Whether this is its first passage.
    pub is_first: bool,
}

/// A range of a passage's text in which names are not names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// Byte offsets in the passage's text; empty for what shows no text.
    pub range: Range<u32>,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The label of a link to another site.
    Link,
    Code,
    /// A word whose author wants no link.
    Unlinked,
    /// A link into the site, a citation, an image: which of the body's references.
    Reference(u32),
}

/// What is to be seen of a reference.
pub enum Shown<'s> {
    /// The label that stands in the HTML, or nothing.
    Label,
    /// This, instead of its label.
    Text(Cow<'s, str>),
}

/// A stretch of a passage's text and where it comes from.
#[derive(Clone, Copy, Debug)]
struct Piece {
    text: u32,
    html: u32,
    /// What stands for one character may be longer; what is put in is nothing.
    html_end: u32,
}

impl Passage<'_> {
    /// Where a stretch of the text stands in the HTML.
    pub fn html(&self, range: Range<u32>) -> Option<Range<u32>> {
        let first = self.piece(range.start)?;
        let last = self.piece(range.end.checked_sub(1)?)?;
        let start = self.place(first, range.start);
        let end = if self.is_plain(last) {
            self.piece_at(last).html + (range.end - self.piece_at(last).text)
        } else {
            self.piece_at(last).html_end
        };
        (start < end).then_some(start..end)
    }

    /// The HTML of a stretch of it.
    pub fn markup(&self, place: &Range<u32>) -> &str {
        self.all.get(place.start as usize..place.end as usize).unwrap_or_default()
    }

    fn piece(&self, at: u32) -> Option<usize> {
        self.pieces.partition_point(|piece| piece.text <= at).checked_sub(1)
    }

    fn piece_at(&self, index: usize) -> Piece {
        self.pieces[index]
    }

    /// Whether it stands in the HTML as it is.
    fn is_plain(&self, index: usize) -> bool {
        let piece = self.piece_at(index);
        let next = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.text as usize);
        next - piece.text as usize == (piece.html_end - piece.html) as usize
    }

    fn place(&self, index: usize, at: u32) -> u32 {
        let piece = self.piece_at(index);
        if self.is_plain(index) { piece.html + (at - piece.text) } else { piece.html }
    }
}

/// Visits every passage that has a text, in order. What lies in `skip` (a range of the HTML) is left out.
pub fn visit<'h>(
    html: &'h str,
    holes: &[Hole],
    skip: Option<(u32, u32)>,
    shown: impl FnMut(u32, Part) -> Shown<'h>,
    visit: impl FnMut(&Passage<'_>),
) {
    walk::Walk::new(html, holes, skip, shown, visit).run();
}
