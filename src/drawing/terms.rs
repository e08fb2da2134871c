//! Terms: roles and relations as bars on one axis, and who held an office when.
//!
//! In: names, and from when until when each is said to hold. Out: a figure. It knows no present: what has no end leads to an
//! arrow at the right edge, a little after the last year that anything is said of.

use super::axis::{Axis, push_line, push_ticks, ticks, years_wanted};
use super::legend::Kinds;
use super::marks::{Weight, push_shape};
use super::pack::{Extent, Rows};
use super::shape::Shape;
use super::svg::{Em, FULL, X, begin_link, clipped, em, end_link, escape, text, width};
use crate::model::date::{Bound, Edtf};

const LEAST: Em = 1900;

/// The most bars of one drawing.
const MOST: usize = 40;

/// The most letters of a name in a lane.
const NAME: usize = 28;

#[derive(Clone, Debug)]
pub struct Term<'a> {
    /// What it is called in the drawing.
    pub name: String,
    /// The same with its dates in words.
    pub title: String,
    /// What it is marked with where not all may see it, else empty.
    pub marking: &'static str,
    /// From the page; empty where there is no page.
    pub href: String,
    pub from: Option<&'a Edtf>,
    pub to: Option<&'a Edtf>,
}

/// An office and those who held it.
#[derive(Clone, Debug)]
pub struct Office<'a> {
    pub title: &'a str,
    pub holders: Vec<Term<'a>>,
}

/// A bar a term, each in a row of its own, the earliest first in each group. Empty where fewer than two could be drawn.
pub fn terms(groups: Vec<(&str, Vec<Term<'_>>)>, label: &dyn Fn(i32) -> String) -> String {
    let Some(Span { axis, last }) = span(groups.iter().flat_map(|(_, terms)| terms)) else {
        return String::new();
    };
    let mut kinds = Kinds::default();
    let mut out = String::from("<figure class=\"time terms\" aria-hidden=\"true\">\n");
    let mut left_out = 0;
    let mut weight = Weight::Major;
    for (name, terms) in groups {
        let (drawn, more) = drawn(terms, &axis);
        left_out += more;
        if drawn.is_empty() {
            continue;
        }
        out.push_str(&format!("<p class=\"name\">{name}</p>\n"));
        for (term, shape) in &drawn {
            push_term(&mut out, term, (shape, weight), &axis, &mut kinds);
        }
        // What comes first is drawn heavier.
        weight = Weight::Usual;
    }
    push_foot(&mut out, &axis, last, label);
    push_left_out(&mut out, left_out);
    kinds.push(&mut out);
    out.push_str("</figure>");
    out
}

/// A lane an office, its holders named above their bars.
pub fn offices(offices: Vec<Office<'_>>, label: &dyn Fn(i32) -> String) -> String {
    let Some(Span { axis, last }) = span(offices.iter().flat_map(|office| &office.holders)) else {
        return String::new();
    };
    let mut kinds = Kinds::default();
    let mut out = String::from("<figure class=\"time terms\" aria-hidden=\"true\">\n");
    let mut left_out = 0;
    for office in offices {
        let (drawn, more) = drawn(office.holders, &axis);
        left_out += more;
        if !drawn.is_empty() {
            push_office(&mut out, office.title, &drawn, &axis, &mut kinds);
        }
    }
    push_foot(&mut out, &axis, last, label);
    push_left_out(&mut out, left_out);
    kinds.push(&mut out);
    out.push_str("</figure>");
    out
}

/// All years that anything is said of, and some more for what goes on; none where fewer than two terms have any.
fn span<'a, 't: 'a>(terms: impl Iterator<Item = &'a Term<'t>>) -> Option<Span> {
    let mut dated = 0;
    let mut goes_on = false;
    let mut years: Option<(i32, i32)> = None;
    for term in terms {
        let days =
            [term.from, term.to].into_iter().flatten().flat_map(|date| [date.earliest(), date.latest()]);
        let mut has_any = false;
        for year in days.flatten().map(|day| day.year()) {
            has_any = true;
            years = Some(years.map_or((year, year), |(first, last)| (first.min(year), last.max(year))));
        }
        dated += usize::from(has_any);
        goes_on |= has_any && term.to.is_none();
    }
    let (first, last) = years?;
    let more = if goes_on { 1 + (i64::from(last) - i64::from(first)) / 12 } else { 0 };
    let end = (i64::from(last) + more).min(i64::from(i32::MAX)) as i32;
    (dated > 1).then(|| Span { axis: Axis::whole(first, end), last })
}

/// An axis, and the last year on it that is named.
struct Span {
    axis: Axis,
    last: i32,
}

/// Terms with their shapes by their beginning, and how many have none or are too many.
fn drawn<'a>(terms: Vec<Term<'a>>, axis: &Axis) -> (Vec<(Term<'a>, Shape)>, usize) {
    let all = terms.len();
    let shaped = terms.into_iter().filter_map(|term| {
        let shape = Shape::lasting(bound(term.from, Bound::Unknown), bound(term.to, Bound::Open), axis)?;
        Some((term, shape))
    });
    let mut drawn: Vec<(Term<'a>, Shape)> = shaped.collect();
    drawn.sort_by_key(|(_, shape)| (shape.x1, shape.x2));
    drawn.truncate(MOST);
    let more = all - drawn.len();
    (drawn, more)
}

/// A date as one end of a term; an interval is as good as what it says first and last.
fn bound(date: Option<&Edtf>, none: Bound) -> Bound {
    let Some(date) = date else { return none };
    let doubtful = date.approximate() || date.uncertain();
    match (date.earliest(), date.latest()) {
        (Some(first), Some(last)) => Bound::Known { first, last, doubtful },
        (Some(day), None) | (None, Some(day)) => Bound::Known { first: day, last: day, doubtful: true },
        (None, None) => none,
    }
}

fn push_term(
    out: &mut String,
    term: &Term<'_>,
    (shape, weight): (&Shape, Weight),
    axis: &Axis,
    kinds: &mut Kinds,
) {
    kinds.add_shape(shape);
    out.push_str("<div class=\"lane\"><p dir=\"auto\">");
    if !term.marking.is_empty() {
        let mark = term.marking;
        out.push_str(&format!("<span class=\"mark\" data-marking=\"{mark}\">{mark}</span> "));
    }
    if term.href.is_empty() {
        escape(out, &clipped(&term.name, 90));
    } else {
        out.push_str("<a href=\"");
        escape(out, &term.href);
        out.push_str("\" tabindex=\"-1\">");
        escape(out, &clipped(&term.name, 90));
        out.push_str("</a>");
    }
    out.push_str("</p><svg height=\"1.4em\">");
    push_line(out, axis, 70);
    push_bar(out, term, (shape, weight), 70);
    out.push_str("</svg></div>\n");
}

fn push_bar(out: &mut String, term: &Term<'_>, (shape, weight): (&Shape, Weight), y: Em) {
    begin_link(out, &term.href, &term.title);
    push_shape(out, shape, weight, false, y);
    end_link(out, &term.href);
}

/// A holder's row, and where the name stands.
struct Held {
    row: usize,
    x: X,
    class: &'static str,
    words: String,
}

fn push_office(out: &mut String, title: &str, drawn: &[(Term<'_>, Shape)], axis: &Axis, kinds: &mut Kinds) {
    let mut rows = Rows::default();
    let held: Vec<Held> = drawn.iter().map(|(term, shape)| hold(term, shape, &mut rows)).collect();
    out.push_str("<div class=\"lane\"><p dir=\"auto\">");
    escape(out, &clipped(title, 90));
    out.push_str("</p><svg");
    em(out, "height", rows.len() as Em * PITCH + 20);
    out.push('>');
    for row in 0..rows.len() {
        push_line(out, axis, bar_of(row));
    }
    for ((term, shape), held) in drawn.iter().zip(&held) {
        kinds.add_shape(shape);
        text(out, held.class, held.x, held.row as Em * PITCH + 95, &held.words);
        push_bar(out, term, (shape, Weight::Major), bar_of(held.row));
    }
    out.push_str("</svg></div>\n");
}

/// From one row of names and bars to the next.
const PITCH: Em = 230;

fn bar_of(row: usize) -> Em {
    row as Em * PITCH + 160
}

/// A name begins where its bar does, or ends with it, or begins at the left edge: wherever there is room for it.
fn hold(term: &Term<'_>, shape: &Shape, rows: &mut Rows) -> Held {
    let mark = if term.marking.is_empty() { String::new() } else { format!("{} ", term.marking) };
    let words = mark + &clipped(&term.name, NAME);
    let long = width(&words) + 30;
    let after = Extent { from: shape.x1, to: shape.x1, left: 0, right: long };
    let before = Extent { from: shape.x2, to: shape.x2, left: long, right: 0 };
    let (x, class, extent) = if after.is_inside(LEAST) {
        (shape.x1, "", after)
    } else if before.is_inside(LEAST) {
        (shape.x2, "e", before)
    } else {
        (0, "", Extent { from: 0, to: FULL, left: 0, right: 0 })
    };
    let row = rows.place(&[shape.extent(Weight::Major), extent], LEAST);
    Held { row, x, class, words }
}

fn push_foot(out: &mut String, axis: &Axis, last: i32, label: &dyn Fn(i32) -> String) {
    out.push_str("<div class=\"lane axis\"><p></p><svg height=\"1.8em\">");
    push_line(out, axis, 10);
    push_ticks(out, &ticks(years_wanted(axis, last, label), LEAST, LEAST), 140);
    out.push_str("</svg></div>\n");
}

fn push_left_out(out: &mut String, left_out: usize) {
    if left_out > 0 {
        let what = if left_out == 1 { "1 more is" } else { &format!("{left_out} more are") };
        out.push_str(&format!("<p class=\"note\">{what} in the table alone.</p>\n"));
    }
}
