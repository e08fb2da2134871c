//! Shapes: what is known of a date, on the axis.
//!
//! In: dates, or both ends of what lasted. Out: places between which it certainly lasted, between which it possibly did, and how
//! it ends on either side. A shape says no more than its date.

use super::axis::Axis;
use super::marks::Weight;
use super::pack::Extent;
use super::svg::{Em, FULL, X};
use crate::model::date::{Bound, Day, Edtf};

/// How a shape ends on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tip {
    /// Where it ends is known.
    Sharp,
    /// It ends somewhere in the part that fades.
    Faded,
    /// It goes on.
    Arrow,
    /// It ends, nobody knows when.
    Lost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One day.
    Day,
    /// Some time between two days.
    Within,
    /// All the time from one to another.
    Lasting,
}

/// A date on the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub form: Form,
    /// About, or uncertain.
    pub is_doubtful: bool,
    pub x1: X,
    /// From here to `full2` it certainly lasted.
    pub full1: X,
    pub full2: X,
    pub x2: X,
    pub left: Tip,
    pub right: Tip,
}

/// The shortest bar.
const LEAST: X = 20;

/// The length of a dashed tail.
pub const TAIL: Em = 110;

/// Room between a mark and the next, a half on each side.
const AIR: Em = 8;

impl Shape {
    /// None where nothing is known that could be drawn.
    pub fn of(date: &Edtf, axis: &Axis) -> Option<Self> {
        let ends = date.ends();
        if ends.lasts {
            return Self::lasting(ends.start, ends.end, axis);
        }
        match ends.start {
            Bound::Known { first, last, doubtful } => Some(Self::period(first, last, doubtful, axis)),
            Bound::Open | Bound::Unknown => None,
        }
    }

    /// A day, or some time in a longer period.
    fn period(first: Day, last: Day, is_doubtful: bool, axis: &Axis) -> Self {
        let is_day = first == last;
        let (x1, x2) =
            if is_day { (axis.noon(first), axis.noon(first)) } else { (axis.start(first), axis.end(last)) };
        let beyond = |is_beyond: bool| if is_beyond { Tip::Arrow } else { Tip::Sharp };
        Shape {
            form: if is_day { Form::Day } else { Form::Within },
            is_doubtful,
            x1,
            full1: x1,
            full2: x2,
            x2,
            left: beyond(first.year() < axis.first_year()),
            right: beyond(last.year() > axis.last_year()),
        }
    }

    /// What lasted between two ends, each known, unknown or without bound.
    pub fn lasting(start: Bound, end: Bound, axis: &Axis) -> Option<Self> {
        let from = side(start, axis, Axis::start);
        let to = side(end, axis, Axis::end);
        let (x1, mut full1) = from.map(|side| (side.first, side.last)).unwrap_or_else(|| match start {
            Bound::Open => (0, 0),
            _ => to.map_or((0, 0), |to| (to.first, to.first)),
        });
        let (mut full2, x2) = to.map(|side| (side.first, side.last)).unwrap_or_else(|| match end {
            Bound::Open => (FULL, FULL),
            _ => from.map_or((FULL, FULL), |from| (from.last, from.last)),
        });
        if from.is_none() && to.is_none() {
            return None;
        }
        if full1 > full2 {
            // Nothing of it is certain: it began and ended in the same stretch.
            let middle = (full1 + full2) / 2;
            (full1, full2) = (middle, middle);
        }
        let least = ((x2 - x1) / 3).min(250);
        if from.is_some_and(|side| side.is_doubtful) {
            full1 = full1.max(x1 + least);
        }
        if to.is_some_and(|side| side.is_doubtful) {
            full2 = full2.min(x2 - least);
        }
        let (left, right) = (
            tip(start, from.is_some_and(|side| side.is_beyond), full1 > x1),
            tip(end, to.is_some_and(|side| side.is_beyond), full2 < x2),
        );
        let full2 = full2.max(full1);
        let shape = Shape { form: Form::Lasting, is_doubtful: false, x1, full1, full2, x2, left, right };
        Some(if x2 - x1 < LEAST { shape.widened() } else { shape })
    }

    /// So short that it would not be seen.
    fn widened(self) -> Self {
        let x1 = self.x1.min(FULL - LEAST);
        let x2 = x1 + LEAST;
        Shape { x1, full1: x1, full2: x2, x2, ..self }
    }

    /// What it takes up in its row.
    pub fn extent(&self, weight: Weight) -> Extent {
        let beside = if self.form == Form::Day { weight.half() } else { 10 };
        let beyond = |tip: Tip| match tip {
            Tip::Lost => TAIL,
            Tip::Arrow => weight.arrow(),
            Tip::Sharp | Tip::Faded => 0,
        };
        Extent {
            from: self.x1,
            to: self.x2,
            left: beside + AIR + beyond(self.left),
            right: beside + AIR + beyond(self.right),
        }
    }
}

/// A known end of what lasted.
#[derive(Clone, Copy)]
struct Side {
    first: X,
    last: X,
    is_doubtful: bool,
    /// Whether it lies outside of the axis.
    is_beyond: bool,
}

/// A day that is known is a place: `edge` is where it begins, or where it ends. Anything longer is a stretch.
fn side(bound: Bound, axis: &Axis, edge: fn(&Axis, Day) -> X) -> Option<Side> {
    let Bound::Known { first, last, doubtful } = bound else { return None };
    let is_beyond = last.year() < axis.first_year() || first.year() > axis.last_year();
    let (from, to) = if first == last {
        (edge(axis, first), edge(axis, first))
    } else {
        (axis.start(first), axis.end(last))
    };
    Some(Side { first: from, last: to, is_doubtful: doubtful, is_beyond })
}

fn tip(bound: Bound, is_beyond: bool, fades: bool) -> Tip {
    match bound {
        Bound::Open => Tip::Arrow,
        Bound::Unknown => Tip::Lost,
        Bound::Known { .. } if is_beyond => Tip::Arrow,
        Bound::Known { .. } if fades => Tip::Faded,
        Bound::Known { .. } => Tip::Sharp,
    }
}
