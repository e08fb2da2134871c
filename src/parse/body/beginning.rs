//! How a text begins: its first line, block and paragraph.

use super::plain::{Gathered, Gathering};
use super::write::{BlockKind, Writer, bound};
use crate::model::body::Opening;

/// How the text begins: its first line, block and paragraph.
#[derive(Default)]
pub(super) struct Beginning {
    pub(super) opening: Opening,
    /// While no line has been found.
    pub(super) line: Option<Gathering>,
    /// The first block, while it is open, and whether it has been found.
    pub(super) block: Option<Gathering>,
    pub(super) has_block: bool,
    pub(super) paragraph: Option<Gathered>,
    /// The first paragraph in a list, quotation or portion, in case there is none outside of them.
    pub(super) inner_paragraph: Option<Gathered>,
}

impl Writer<'_> {
    pub(super) fn first_paragraph(&mut self, text: Gathering) {
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

    /// Footnotes come last, and begin nothing.
    pub(super) fn end_beginning(&mut self) {
        self.beginning.has_block = true;
        if self.beginning.line.take().is_some() {
            self.plain.drop();
        }
    }

    pub(super) fn begin_first_block(&mut self, kind: &BlockKind) {
        self.beginning.has_block = true;
        self.beginning.block = Some(self.plain.begin());
        let opening = &mut self.beginning.opening;
        opening.opens_with_heading = matches!(kind, BlockKind::Heading { .. });
        opening.first_block.0 = bound(self.html.len());
    }

    pub(super) fn end_first_block(&mut self) {
        let Some(text) = self.beginning.block.take() else { return };
        let text = self.plain.end(text).text;
        let opening = &mut self.beginning.opening;
        opening.first_block_text = text;
        opening.first_block.1 = bound(self.html.len());
        // What left nothing (a comment) was no block: the next one is the first.
        let (start, end) = opening.first_block;
        self.beginning.has_block = start < end || self.holes.last().is_some_and(|hole| hole.at >= start);
    }

    pub(super) fn end_first_line(&mut self) {
        let Some(line) = self.beginning.line else { return };
        if !self.plain.so_far(line).is_empty() && self.muted == 0 {
            self.beginning.line = None;
            self.beginning.opening.first_line = Some(self.plain.end(line).text);
        }
    }
}
