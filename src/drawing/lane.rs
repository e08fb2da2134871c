//! Marks in a lane: packed in rows, the heaviest on top, a few of them named.
//!
//! In: shapes of items on one axis, and how wide the lane is at least. Out: the SVG of all marks, and the lane's height. No
//! two marks overlap, nor a name and anything else.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::axis::Axis;
use super::legend::Kinds;
use super::marks::{Item, Weight, push};
use super::pack::{Extent, Rows};
use super::shape::Shape;
use super::svg::{Em, X, clipped, text_beside, width};

/// The height of a row that has a name in it.
const NAMED: Em = 125;

/// What a row has beside the marks in it.
const AIR: Em = 16;

/// The most letters of a name beside a mark: many where there is room, else few.
const NAME: [usize; 2] = [60, 36];

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
    height: Em,
}

/// A name beside a mark.
#[derive(Debug)]
pub struct Name {
    pub x: X,
    pub dx: Em,
    pub y: Em,
    row: usize,
    pub words: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests see to it that nothing lies there"))]
    pub extent: Extent,
}

impl Packed<'_> {
    pub fn height(&self) -> Em {
        self.height.max(NAMED)
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

/// Items without a known time are left out. What is in `told` has its name elsewhere, and what gets one here is added.
pub fn pack<'a>(
    items: impl Iterator<Item = &'a Item<'a>>,
    axis: &Axis,
    room: Room,
    told: &mut BTreeSet<(&'a str, &'a str)>,
) -> Packed<'a> {
    let mut marks: Vec<Placed<'a>> =
        items.filter_map(|item| Some(Placed { item, shape: Shape::of(item.date, axis)?, y: 0 })).collect();
    // A stable order: what is alike stays as it came.
    marks.sort_by_key(|mark| (Reverse(weight(mark)), mark.shape.x1));
    let mut rows = Rows::default();
    let of_row: Vec<usize> =
        marks.iter().map(|mark| rows.place(&[mark.shape.extent(weight(mark))], room.least)).collect();
    let mut heights = vec![0; rows.len()];
    for (mark, row) in marks.iter().zip(&of_row) {
        heights[*row] = heights[*row].max(weight(mark).half() * 2 + AIR);
    }
    let names = names(&marks, &of_row, &mut rows, room, told);
    names.iter().for_each(|name| heights[name.row] = NAMED);
    let tops: Vec<Em> =
        heights.iter().scan(0, |top, height| Some(std::mem::replace(top, *top + height))).collect();
    let middle = |row: usize| tops[row] + heights[row] / 2;
    marks.iter_mut().zip(&of_row).for_each(|(mark, row)| mark.y = middle(*row));
    let names = names.into_iter().map(|name| Name { y: middle(name.row), ..name }).collect();
    marks.sort_by_key(|mark| (mark.shape.x1, mark.y));
    Packed { marks, names, height: heights.iter().sum() }
}

/// The heaviest get names as long as there is room.
fn names<'a>(
    marks: &[Placed<'a>],
    of_row: &[usize],
    rows: &mut Rows,
    room: Room,
    told: &mut BTreeSet<(&'a str, &'a str)>,
) -> Vec<Name> {
    let is_major = |at: &usize| !marks[*at].item.is_article && weight(&marks[*at]) == Weight::Major;
    let mut order: Vec<usize> = (0..marks.len()).filter(is_major).collect();
    order.sort_by_key(|at| Reverse(marks[*at].item.importance));
    let mut made = Vec::new();
    for at in order {
        let item = marks[at].item;
        if made.len() == room.names || told.contains(&(item.title, item.words)) {
            continue;
        }
        if let Some(name) = name(&marks[at], of_row[at], rows, room.wide) {
            made.push(name);
            told.insert((item.title, item.words));
        }
    }
    made
}

fn weight(mark: &Placed<'_>) -> Weight {
    Weight::of(mark.item.importance)
}

/// After the mark, or before it, cut short if need be; none where there is no room.
fn name(mark: &Placed<'_>, row: usize, rows: &mut Rows, wide: Em) -> Option<Name> {
    let taken = mark.shape.extent(weight(mark));
    let (after, before) = (taken.right + 15, taken.left + 15);
    for most in NAME {
        let words = clipped(mark.item.title, most);
        let long = width(&words) + 20;
        let sides = [
            (
                mark.shape.x2,
                after,
                Extent { from: taken.to, to: taken.to, left: -after, right: after + long },
            ),
            (
                mark.shape.x1,
                -before,
                Extent { from: taken.from, to: taken.from, left: before + long, right: -before },
            ),
        ];
        for (x, dx, extent) in sides {
            if extent.is_inside(wide) && rows.add(row, extent, wide) {
                return Some(Name { x, dx, y: 0, row, words: words.into_owned(), extent });
            }
        }
    }
    None
}
