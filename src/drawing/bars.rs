//! Columns: how much there is in each stretch of time, heavy things at the foot.
//!
//! In: stretches with numbers, ways and titles. Out: stacked rectangles on one straight scale, the highest with their numbers.

use super::pack::{Extent, Rows};
use super::svg::{Em, FULL, X, begin_link, end_link, grouped, rect, text, width};

/// How many entries, by importance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Of importance 4 and 5.
    pub major: u32,
    pub usual: u32,
    /// Of importance 1 and 2, and articles by their own date.
    pub minor: u32,
}

impl Count {
    pub fn add(&mut self, importance: u8) {
        match importance {
            ..=2 => self.minor += 1,
            3 => self.usual += 1,
            _ => self.major += 1,
        }
    }

    pub fn total(self) -> u32 {
        self.major + self.usual + self.minor
    }

    pub fn with(self, other: Count) -> Count {
        Count {
            major: self.major + other.major,
            usual: self.usual + other.usual,
            minor: self.minor + other.minor,
        }
    }

    /// How many kinds of importance occur.
    pub fn kinds(self) -> usize {
        [self.major, self.usual, self.minor].into_iter().filter(|count| *count > 0).count()
    }
}

/// A stretch of time.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub extent: (X, X),
    pub count: Count,
    pub href: String,
    pub title: String,
}

/// Where columns stand: the height of the tallest, what is above it, and how wide the drawing is at least.
#[derive(Clone, Copy, Debug)]
pub struct Stand {
    pub top: Em,
    pub height: Em,
    pub least: Em,
    pub wide: Em,
    /// Whether only columns that no neighbour overtops have their numbers.
    pub peaks: bool,
}

/// The least height of what is there at all.
const LEAST: Em = 14;

/// What the tallest column stands for. One that is many times as tall as all others would leave nothing to see of them: it
/// is cut off, and looks it.
pub fn scale(columns: &[Column]) -> u32 {
    let mut counts: Vec<u32> = columns.iter().map(|column| column.count.total()).collect();
    counts.sort_unstable_by(|left, right| right.cmp(left));
    match counts[..] {
        [first, second, _, ..] if second > 0 && first / 4 >= second => second + second.div_ceil(3),
        [first, ..] => first.max(1),
        [] => 1,
    }
}

/// Columns, of which all that are not empty are drawn; `most` is what the tallest stands for.
pub fn push_columns(out: &mut String, columns: &[Column], most: u32, stand: Stand) {
    for column in columns.iter().filter(|column| column.count.total() > 0) {
        begin_link(out, &column.href, &column.title);
        if !column.href.is_empty() {
            // What can be pointed at is as high as the drawing.
            rect(out, "t", column.extent, 0, stand.top + stand.height);
        }
        push_stack(out, column, most, stand);
        end_link(out, &column.href);
    }
}

fn push_stack(out: &mut String, column: &Column, most: u32, stand: Stand) {
    let extent = slimmer(column.extent);
    let foot = stand.top + stand.height;
    let Count { major, usual, minor } = column.count;
    let mut done = 0;
    let mut from = 0;
    for (count, class) in [(major, "a"), (usual, "b"), (minor, "c")] {
        if count == 0 {
            continue;
        }
        done += count;
        let to = (scaled(done, most, stand.height)).max(if from == 0 { LEAST } else { from });
        if to > from {
            rect(out, class, extent, foot - to, to - from);
        }
        from = to;
    }
    if done > most {
        // The cut: two strokes of the paper's colour across the column, low enough to be seen in any of its parts.
        for below in [60, 100] {
            rect(out, "o", extent, stand.top + below, 20);
        }
    }
}

fn scaled(count: u32, most: u32, height: Em) -> Em {
    (i64::from(count.min(most)) * i64::from(height) / i64::from(most.max(1))) as Em
}

/// A sixth of a column is left free on its right.
fn slimmer((x1, x2): (X, X)) -> (X, X) {
    (x1, x2 - (x2 - x1) / 6)
}

/// Numbers above columns, the greatest first, as many as have room. Between them no other column may stand in the way.
pub fn push_numbers(out: &mut String, columns: &[Column], most: u32, stand: Stand) {
    let total = |at: usize| columns[at].count.total();
    let is_peak = |at: usize| {
        let before = at.checked_sub(1).map_or(0, total);
        let after = if at + 1 < columns.len() { total(at + 1) } else { 0 };
        !stand.peaks || total(at) > before && total(at) >= after
    };
    let mut order: Vec<usize> = (0..columns.len()).filter(|at| total(*at) > 0 && is_peak(*at)).collect();
    order.sort_by_key(|at| (u32::MAX - columns[*at].count.total(), *at));
    let mut rows = Rows::default();
    rows.place(&[], stand.least);
    let mut later = Vec::new();
    for at in order {
        let fits = |rows: &mut Rows, least: Em| {
            let place = number(&columns[at], stand.least);
            place.extent.is_inside(least)
                && !is_hidden(columns, at, place.extent, least)
                && rows.add(0, place.extent, least)
        };
        if fits(&mut rows, stand.least) {
            push_number(out, &columns[at], most, stand, "");
        } else {
            later.push(at);
        }
    }
    for at in later {
        let place = number(&columns[at], stand.least);
        let is_free = place.extent.is_inside(stand.wide) && !is_hidden(columns, at, place.extent, stand.wide);
        if is_free && rows.add(0, place.extent, stand.wide) {
            push_number(out, &columns[at], most, stand, " w");
        }
    }
}

struct Place {
    extent: Extent,
    x: X,
    words: String,
    anchor: &'static str,
}

/// Over the middle of its column, or along the edge where it would reach over that.
fn number(column: &Column, least: Em) -> Place {
    let words = grouped(column.count.total());
    let (x1, x2) = slimmer(column.extent);
    let wide = width(&words) + 20;
    let middle = (x1 + x2) / 2;
    let extent = Extent { from: middle, to: middle, left: wide / 2, right: wide / 2 };
    if extent.is_inside(least) {
        return Place { extent, x: middle, words, anchor: "m" };
    }
    if middle > FULL / 2 {
        return Place {
            extent: Extent { from: x2, to: x2, left: wide, right: 0 },
            x: x2,
            words,
            anchor: "e",
        };
    }
    Place { extent: Extent { from: x1, to: x1, left: 0, right: wide }, x: x1, words, anchor: "" }
}

/// Whether a higher column stands where the number would.
fn is_hidden(columns: &[Column], at: usize, extent: Extent, least: Em) -> bool {
    let (left, right) = extent.edges(least);
    columns.iter().enumerate().any(|(other, column)| {
        let (from, to) = slimmer(column.extent);
        let (from, to) = Extent { from, to, left: 0, right: 0 }.edges(least);
        other != at && column.count.total() > columns[at].count.total() && from < right && left < to
    })
}

fn push_number(out: &mut String, column: &Column, most: u32, stand: Stand, wide: &str) {
    let Place { x, words, anchor, .. } = number(column, stand.least);
    let y = stand.top + stand.height - scaled(column.count.total(), most, stand.height).max(LEAST) - 30;
    text(out, format!("v {anchor}{wide}").trim_end(), x, y, &words);
}
