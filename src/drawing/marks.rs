//! Marks: shapes of dates as SVG.
//!
//! In: entries with their shapes, their importance and where they stand. Out: a dot for a day, an empty bar for what is known to
//! the month or year, a full one for what lasted; ends that nobody knows exactly fade.

use super::legend::Kinds;
use super::shape::{Form, Shape, TAIL, Tip};
use super::svg::{Em, X, begin, begin_link, clipped, em, end_link, percent, rect};
use crate::model::date::Edtf;

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
    pub fn arrow(self) -> Em {
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

/// The most letters of a title that a mark holds.
const LONGEST: usize = 120;

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
