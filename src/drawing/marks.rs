//! Marks: what is known of a date as a shape on the axis.
//!
//! In: dates with their words, titles, importance and ways. Out: shapes with their extents, and the SVG of each. A shape says
//! no more than its date: a day is a dot, what is known to the month or year is an empty bar, what lasted is a full one, and
//! ends that nobody knows exactly fade.

use super::axis::Axis;
use super::legend::Kinds;
use super::pack::Extent;
use super::svg::{Em, FULL, X, begin, begin_link, clipped, em, end_link, percent, rect};
use crate::model::date::{Bound, Day, Edtf};

/// Something with a date.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    pub date: &'a Edtf,
    /// The date in words.
    pub words: &'a str,
    pub title: &'a str,
    /// 1 to 5
    pub importance: u8,
    /// Whether it is an article by its own date: a lesser kind of entry, drawn as a square.
    pub is_article: bool,
    /// From the page; empty where there is no page.
    pub href: &'a str,
}

/// How heavy a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    Minor,
    Usual,
    Major,
}

impl Weight {
    pub fn of(importance: u8) -> Self {
        match importance {
            ..=2 => Weight::Minor,
            3 => Weight::Usual,
            _ => Weight::Major,
        }
    }

    pub fn class(self) -> &'static str {
        match self {
            Weight::Major => "a",
            Weight::Usual => "b",
            Weight::Minor => "c",
        }
    }

    /// The length and height of an arrow's head.
    fn arrow(self) -> Em {
        self.half() * 2 + 20
    }

    /// Half of a mark's height.
    pub fn half(self) -> Em {
        match self {
            Weight::Major => 42,
            Weight::Usual => 32,
            Weight::Minor => 24,
        }
    }
}

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
const TAIL: Em = 110;

/// Room between a mark and the next, a half on each side.
const AIR: Em = 8;

/// The most letters of a title that a mark holds.
const LONGEST: usize = 120;

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

/// A mark with its link and title.
pub fn push(out: &mut String, item: &Item<'_>, shape: &Shape, y: Em, kinds: &mut Kinds) {
    kinds.add(shape, item);
    let title = format!("{}: {}", item.words, clipped(item.title, LONGEST));
    begin_link(out, item.href, &title);
    push_shape(out, shape, Weight::of(item.importance), item.is_article, y);
    end_link(out, item.href);
}

/// `y` is the middle of its row.
pub fn push_shape(out: &mut String, shape: &Shape, weight: Weight, is_article: bool, y: Em) {
    match shape.form {
        Form::Day if is_article => push_square(out, shape, weight, y),
        Form::Day => push_dot(out, shape, weight, y),
        Form::Within => push_within(out, shape, weight, y),
        Form::Lasting => push_lasting(out, shape, weight, y),
    }
    push_tips(out, shape, weight, y);
}

fn push_dot(out: &mut String, shape: &Shape, weight: Weight, y: Em) {
    let class = if shape.is_doubtful { format!("{} q", weight.class()) } else { weight.class().to_owned() };
    begin(out, "circle", &class);
    percent(out, "cx", shape.x1);
    em(out, "cy", y);
    em(out, "r", weight.half());
    out.push_str("/>");
}

/// A square has its place at its middle: a box of its own, since places and lengths do not add up in SVG.
fn push_square(out: &mut String, shape: &Shape, weight: Weight, y: Em) {
    begin(out, "svg", "");
    percent(out, "x", shape.x1);
    em(out, "y", y);
    out.push_str("><rect class=\"s");
    out.push_str(if shape.is_doubtful { " q\"" } else { "\"" });
    let half = weight.half() - 4;
    em(out, "x", -half);
    em(out, "y", -half);
    em(out, "width", half * 2);
    em(out, "height", half * 2);
    out.push_str("/></svg>");
}

fn push_within(out: &mut String, shape: &Shape, weight: Weight, y: Em) {
    let half = weight.half() * 3 / 4;
    let class = format!("{} {}", weight.class(), if shape.is_doubtful { "h q" } else { "h" });
    rect(out, &class, (shape.x1, shape.x2), y - half, half * 2);
}

fn push_lasting(out: &mut String, shape: &Shape, weight: Weight, y: Em) {
    let half = weight.half() * 3 / 4;
    let class = weight.class();
    if shape.full2 > shape.full1 {
        rect(out, class, (shape.full1, shape.full2), y - half, half * 2);
    }
    push_fade(out, class, shape.full1, shape.x1, y - half, half * 2);
    push_fade(out, class, shape.full2, shape.x2, y - half, half * 2);
}

/// Fades from what is certain to the last place that is possible, in three steps.
fn push_fade(out: &mut String, class: &str, from: X, to: X, y: Em, height: Em) {
    if from == to {
        return;
    }
    for step in 0..3 {
        let (near, far) = (from + (to - from) * step / 3, from + (to - from) * (step + 1) / 3);
        rect(out, &format!("{class} f{}", step + 1), (near.min(far), near.max(far)), y, height);
    }
}

fn push_tips(out: &mut String, shape: &Shape, weight: Weight, y: Em) {
    for (tip, x, sign) in [(shape.left, shape.x1, -1), (shape.right, shape.x2, 1)] {
        match tip {
            Tip::Arrow => push_arrow(out, weight, x, sign, y),
            Tip::Lost => push_tail(out, x, sign, y),
            Tip::Sharp | Tip::Faded => {}
        }
    }
}

/// The head of an arrow: from where the bar ends outwards.
fn push_arrow(out: &mut String, weight: Weight, x: X, sign: i32, y: Em) {
    let size = weight.arrow();
    begin(out, "svg", "");
    percent(out, "x", x);
    em(out, "y", y - size / 2);
    em(out, "width", size);
    em(out, "height", size);
    out.push_str(&format!(" viewBox=\"0 0 10 10\"><path class=\"{}\" d=\"M0 0", weight.class()));
    out.push_str(if sign > 0 { " 9 5 0 10z\"/></svg>" } else { "-9 5 0 10z\"/></svg>" });
}

/// Dashes that lead to nowhere.
fn push_tail(out: &mut String, x: X, sign: i32, y: Em) {
    begin(out, "svg", "");
    percent(out, "x", x);
    em(out, "y", y);
    out.push('>');
    begin(out, "line", "l");
    em(out, "x2", TAIL * sign);
    out.push_str("/></svg>");
}
