//! The end of writing: what could not be known before is put in, and all places move with it.

use std::ops::Range;

use super::escape;
use super::plain::Gathered;
use super::words::Words;
use super::write::{Writer, bound};
use crate::model::body::{Hole, Opening};

/// What is put into the HTML at the end, when it is known: a heading's tags depend on its text and on whether there are
/// headings of the first level, a footnote's back-links on all references to it.
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

/// How much there was of everything before something that is only read for its marks.
pub(super) struct Checkpoint {
    html: usize,
    holes: usize,
    references: usize,
    outward: usize,
    headings: usize,
    anchors: usize,
    inserts: usize,
    raw: usize,
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

impl Writer<'_> {
    pub(super) fn insert(&mut self, at: usize, insert: Insert) {
        self.inserts.push((at, insert));
    }

    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            html: self.html.len(),
            holes: self.holes.len(),
            references: self.references.len(),
            outward: self.outward.len(),
            headings: self.headings.len(),
            anchors: self.anchors.len(),
            inserts: self.inserts.len(),
            raw: self.raw.tags.len(),
            words: self.words,
        }
    }

    pub(super) fn back_to(&mut self, before: Checkpoint) {
        self.html.truncate(before.html);
        self.holes.truncate(before.holes);
        self.references.truncate(before.references);
        self.outward.truncate(before.outward);
        self.headings.truncate(before.headings);
        self.heading_places.truncate(before.headings);
        self.anchors.truncate(before.anchors);
        self.inserts.truncate(before.inserts);
        self.raw.tags.truncate(before.raw);
        self.words = before.words;
    }

    /// Puts in what was left open.
    pub(super) fn finish(&mut self) -> Draft {
        let shift = u8::from(self.makes_room());
        let inserts = std::mem::take(&mut self.inserts);
        let mut draft = self.draft();
        if !inserts.is_empty() {
            self.put_in(&mut draft, &inserts, shift);
        }
        draft
    }

    /// Whether all headings move down by one, because the page's title is the only one of the first level. One that
    /// the text opens with is mostly that title and left out: alone, it becomes one of the second and moves no other.
    fn makes_room(&self) -> bool {
        // Of one in raw HTML, `<h` has been written.
        let opening_end = self.beginning.opening.first_block.0 as usize + "<h".len();
        let starts = self.inserts.iter().filter_map(|(at, insert)| match insert {
            Insert::HeadingStart { heading, .. } => Some((*at, self.headings[*heading].level)),
            Insert::RawLevel(level) if self.html[..*at].ends_with("<h") => Some((*at, *level)),
            _ => None,
        });
        starts.enumerate().any(|(index, (at, level))| level == 1 && (index > 0 || at > opening_end))
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
        let digit = |level: u8| char::from(b'0' + (level + shift).clamp(2, 6));
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

impl Insert {
    fn is_heading_start(&self) -> bool {
        matches!(self, Insert::HeadingStart { .. })
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
