//! Rows in which nothing overlaps.
//!
//! In: extents of marks and texts, one after the other, and the least width at which they are shown. Out: the row of each.
//! An extent's edges are a share of the width and a fixed length, so what is apart at one width is so at any greater one.

use super::svg::{Em, FULL, X};

/// From `left` before the place `from` to `right` after the place `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    pub from: X,
    pub to: X,
    pub left: Em,
    pub right: Em,
}

impl Extent {
    /// Its edges in hundredths of em, times 100 so that no share of the width is rounded, where the drawing is so wide.
    pub fn edges(self, width: Em) -> (i64, i64) {
        let at = |place: X, beyond: Em| {
            i64::from(place) * i64::from(width) * 100 / i64::from(FULL) + i64::from(beyond) * 100
        };
        (at(self.from, -self.left), at(self.to, self.right))
    }

    /// Whether one ends before the other begins, at that width and so at any greater one.
    fn is_apart(self, other: Extent, width: Em) -> bool {
        self.is_before(other, width) || other.is_before(self, width)
    }

    fn is_before(self, other: Extent, width: Em) -> bool {
        self.to <= other.from && self.edges(width).1 <= other.edges(width).0
    }

    /// Whether it lies between the edges of the drawing.
    pub fn is_inside(self, width: Em) -> bool {
        let (left, right) = self.edges(width);
        left >= 0 && right <= i64::from(width) * 100
    }
}

/// What lies in each row so far.
#[derive(Debug, Default)]
pub struct Rows {
    rows: Vec<Vec<Extent>>,
}

impl Rows {
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The first row in which all of these have room, perhaps a new one.
    pub fn place(&mut self, extents: &[Extent], width: Em) -> usize {
        let row = (0..self.rows.len()).find(|row| self.has_room(*row, extents, width)).unwrap_or_else(|| {
            self.rows.push(Vec::new());
            self.rows.len() - 1
        });
        self.rows[row].extend_from_slice(extents);
        row
    }

    /// Puts one more into a row, if it has room there.
    pub fn add(&mut self, row: usize, extent: Extent, width: Em) -> bool {
        let fits = self.has_room(row, &[extent], width);
        if fits {
            self.rows[row].push(extent);
        }
        fits
    }

    fn has_room(&self, row: usize, extents: &[Extent], width: Em) -> bool {
        self.rows[row].iter().all(|taken| extents.iter().all(|extent| extent.is_apart(*taken, width)))
    }
}
