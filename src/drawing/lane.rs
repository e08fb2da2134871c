//! Marks in a lane: packed in rows, the heaviest on top, a few of them named.
//!
//! In: shapes of items on one axis, and how wide the lane is at least. Out: the SVG of all marks, and the lane's height. No
//! two marks overlap, nor a name and anything else.

use super::axis::Axis;
use super::legend::Kinds;
use super::marks::{Item, Shape, Weight, push};
use super::pack::{Extent, Rows};
use super::svg::{Em, X, clipped, text_beside, width};

/// From the middle of one row to that of the next.
const PITCH: Em = 100;

/// The most letters of a name beside a mark.
const NAME: usize = 38;

/// Widths for which a lane is packed, and how much of it is named.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    pub least: Em,
    /// Where names are shown.
    pub wide: Em,
    pub names: usize,
}

/// An item and its shape.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    pub item: &'a Item<'a>,
    pub shape: Shape,
    /// The middle of its row is so far below the lane's top.
    pub y: Em,
}

/// What is drawn in a lane.
#[derive(Debug, Default)]
pub struct Packed<'a> {
    pub marks: Vec<Placed<'a>>,
    pub names: Vec<Name>,
    pub rows: usize,
}

/// A name beside a mark.
#[derive(Debug)]
pub struct Name {
    pub x: X,
    pub dx: Em,
    pub y: Em,
    pub words: String,
    pub extent: Extent,
}

impl Packed<'_> {
    pub fn height(&self) -> Em {
        (self.rows.max(1) as Em) * PITCH
    }

    pub fn push(&self, out: &mut String, top: Em, kinds: &mut Kinds) {
        for mark in &self.marks {
            push(out, mark.item, &mark.shape, top + mark.y, kinds);
        }
        for name in &self.names {
            let class = if name.dx < 0 { "e w" } else { "w" };
            text_beside(out, class, name.x, name.dx, top + name.y + 35, &name.words);
        }
    }
}

/// Items without a known time are left out.
pub fn pack<'a>(items: impl Iterator<Item = &'a Item<'a>>, axis: &Axis, room: Room) -> Packed<'a> {
    let mut marks: Vec<Placed<'a>> =
        items.filter_map(|item| Some(Placed { item, shape: Shape::of(item.date, axis)?, y: 0 })).collect();
    // A stable order: what is alike stays as it came.
    marks.sort_by_key(|mark| (std::cmp::Reverse(weight(mark)), mark.shape.x1));
    let mut rows = Rows::default();
    for mark in &mut marks {
        let row = rows.place(&[mark.shape.extent(weight(mark))], room.least);
        mark.y = middle(row);
    }
    let mut names = Vec::new();
    let mut order: Vec<&Placed<'_>> = marks.iter().filter(|mark| !mark.item.is_article).collect();
    order.sort_by_key(|mark| std::cmp::Reverse(mark.item.importance));
    for mark in order.into_iter().filter(|mark| weight(mark) == Weight::Major) {
        if names.len() == room.names {
            break;
        }
        names.extend(name(mark, &mut rows, room.wide));
    }
    marks.sort_by_key(|mark| (mark.shape.x1, mark.y));
    Packed { marks, names, rows: rows.len() }
}

fn weight(mark: &Placed<'_>) -> Weight {
    Weight::of(mark.item.importance)
}

fn middle(row: usize) -> Em {
    row as Em * PITCH + PITCH / 2
}

/// After the mark, or before it; none where neither has room.
fn name(mark: &Placed<'_>, rows: &mut Rows, wide: Em) -> Option<Name> {
    let words = clipped(mark.item.title, NAME).into_owned();
    let long = width(&words);
    let taken = mark.shape.extent(weight(mark));
    let row = usize::try_from((mark.y - PITCH / 2) / PITCH).expect("rows are counted from the top");
    let (after, before) = (taken.right + 15, taken.left + 15);
    let sides = [
        (mark.shape.x2, after, Extent { from: taken.to, to: taken.to, left: -after, right: after + long + 20 }),
        (mark.shape.x1, -before, Extent { from: taken.from, to: taken.from, left: before + long + 20, right: -before }),
    ];
    for (x, dx, extent) in sides {
        if extent.is_inside(wide) && rows.add(row, extent, wide) {
            return Some(Name { x, dx, y: mark.y, words, extent });
        }
    }
    None
}
