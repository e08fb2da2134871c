//! A strip: the events of an actor, a country or a topic over their years, in little room.
//!
//! In: events in their order. Out: a figure that fits into any column. What are too many marks become columns.

use std::collections::BTreeSet;

use super::axis::{Axis, push_line, push_ticks, ticks, years_wanted};
use super::bars::{Column, Count, Stand, push_columns, push_numbers, scale};
use super::lane::{Room, pack};
use super::legend::Kinds;
use super::marks::Item;
use super::svg::{Em, X, counted, em, escape, grouped};

/// Fewer events need no drawing.
const FEWEST: usize = 3;

/// The most marks.
const MARKS: usize = 40;

const LEAST: Em = 1900;
const ROOM: Room = Room { least: LEAST, wide: 3000, names: 2 };
const STAND: Stand = Stand { top: 120, height: 400, least: LEAST, wide: 3000, peaks: false };

/// The figure; empty for fewer than three events. `label` puts a year into words, `month` the number of a month.
pub fn strip(events: &[Item<'_>], label: &dyn Fn(i32) -> String, month: &dyn Fn(u8) -> String) -> String {
    let mut years: Vec<i32> = events.iter().filter_map(|event| event.date.year()).collect();
    years.sort_unstable();
    years.dedup();
    if events.len() < FEWEST || years.is_empty() {
        return String::new();
    }
    let axis = Axis::broken(&years);
    let least =
        (1..=5).find(|least| events.iter().filter(|event| event.importance >= *least).count() <= MARKS);
    let mut out = String::from("<figure class=\"time strip\" aria-hidden=\"true\">\n");
    match least {
        Some(least) => push_marks(&mut out, events, &axis, least, label, month),
        None => push_counts(&mut out, events, &axis, label, month),
    }
    out.push_str("</figure>");
    out
}

fn push_marks(
    out: &mut String,
    events: &[Item<'_>],
    axis: &Axis,
    least: u8,
    label: &dyn Fn(i32) -> String,
    month: &dyn Fn(u8) -> String,
) {
    let heavy = events.iter().filter(|event| event.importance >= least);
    let packed = pack(heavy, axis, ROOM, &mut BTreeSet::new());
    let foot = packed.height() + 50;
    let mut kinds = Kinds::default();
    push_open(out, foot);
    packed.push(out, 20, &mut kinds);
    push_axis(out, axis, foot, label, month);
    out.push_str("</svg>\n");
    if packed.marks.len() < events.len() {
        let (drawn, all) = (grouped(packed.marks.len() as u32), grouped(events.len() as u32));
        out.push_str(&format!("<p class=\"note\">The {drawn} most important of {all}.</p>\n"));
    }
    kinds.push(out);
}

/// Too many of one importance: how many a year.
fn push_counts(
    out: &mut String,
    events: &[Item<'_>],
    axis: &Axis,
    label: &dyn Fn(i32) -> String,
    month: &dyn Fn(u8) -> String,
) {
    let years = events.chunk_by(|left, right| left.date.year() == right.date.year());
    let columns: Vec<Column> = years.filter_map(|events| column(events, axis, label)).collect();
    let most = scale(&columns);
    let foot = STAND.top + STAND.height;
    push_open(out, foot);
    push_columns(out, &columns, most, STAND);
    push_numbers(out, &columns, most, STAND);
    push_axis(out, axis, foot, label, month);
    out.push_str("</svg>\n<p class=\"note\">");
    escape(out, &format!("{} a year.", counted(events.len() as u32, "event", "events")));
    out.push_str("</p>\n");
}

fn column(events: &[Item<'_>], axis: &Axis, label: &dyn Fn(i32) -> String) -> Option<Column> {
    let year = events[0].date.year()?;
    let mut count = Count::default();
    events.iter().for_each(|event| count.add(event.importance));
    Some(Column {
        extent: axis.of_years(year, year),
        count,
        href: events[0].href.to_owned(),
        title: format!("{}: {}", label(year), counted(count.total(), "event", "events")),
    })
}

fn push_open(out: &mut String, foot: Em) {
    out.push_str("<svg");
    em(out, "height", foot + 160);
    out.push('>');
}

/// Years below the axis; the months where it has one year alone.
fn push_axis(
    out: &mut String,
    axis: &Axis,
    foot: Em,
    label: &dyn Fn(i32) -> String,
    month: &dyn Fn(u8) -> String,
) {
    push_line(out, axis, foot);
    let wanted = if axis.years() == 1 {
        months_wanted(axis, label, month)
    } else {
        years_wanted(axis, axis.last_year(), label)
    };
    push_ticks(out, &ticks(wanted, LEAST, ROOM.wide), foot + 130);
}

fn months_wanted(
    axis: &Axis,
    label: &dyn Fn(i32) -> String,
    month: &dyn Fn(u8) -> String,
) -> Vec<(X, String)> {
    let year = axis.first_year();
    let first = (axis.of_month(year, 1).0, format!("{} {}", month(1), label(year)));
    let rest = [7, 4, 10].map(|number| (axis.of_month(year, number).0, month(number)));
    std::iter::once(first).chain(rest).collect()
}
