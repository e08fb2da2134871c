//! One year: how much in each month, and below it lanes of what happened, by whom or where.
//!
//! In: the months with their numbers, all entries, and which of them belong to which lane. Out: a figure. On narrow screens
//! only the months are shown. What are too many marks become columns of seven days; those that weigh most stay marks.

use std::collections::BTreeSet;

use super::axis::Axis;
use super::bars::{Column, Count, Stand, push_columns, push_numbers, scale};
use super::lane::{Packed, Room, pack};
use super::legend::Kinds;
use super::marks::Item;
use super::sevens::{COLUMNS, known_day};
use super::svg::{Em, counted, em, escape, grouped};
use crate::model::date::Day;

/// The most marks in all lanes of one kind.
const MARKS: usize = 150;

/// Less than this says nothing that the list does not.
const LEAST_ENTRIES: usize = 3;

const ROOM: Room = Room { least: 3300, wide: 5200, names: 3 };

/// The months, for any width.
const MONTHS: Stand = Stand { top: 120, height: 560, least: 2000, wide: 3300, peaks: false };

/// A month and what it holds.
#[derive(Clone, Debug, Default)]
pub struct Month<'a> {
    pub name: &'a str,
    /// From the page; empty where nothing is there.
    pub href: String,
    pub count: Count,
}

/// Lanes of one kind.
#[derive(Clone, Debug)]
pub struct Lanes<'a> {
    /// `actor`, `country`
    pub kind: &'static str,
    pub lanes: Vec<Lane<'a>>,
}

#[derive(Clone, Debug)]
pub struct Lane<'a> {
    pub name: &'a str,
    pub href: String,
    /// Places of its entries in the list of all.
    pub entries: Vec<usize>,
}

#[derive(Clone, Debug)]
pub struct Year<'a> {
    pub year: i32,
    /// The year in words.
    pub label: &'a str,
    /// From January to December.
    pub months: Vec<Month<'a>>,
    pub entries: Vec<Item<'a>>,
    /// Kinds of lanes to choose from.
    pub lanes: Vec<Lanes<'a>>,
}

impl Year<'_> {
    /// The figure; empty where there is too little to draw.
    pub fn html(&self) -> String {
        if self.entries.len() < LEAST_ENTRIES {
            return String::new();
        }
        let axis = Axis::whole(self.year, self.year);
        let mut out = String::from("<figure class=\"time year\">\n");
        self.push_months(&mut out, &axis);
        self.push_lanes(&mut out, &axis);
        self.push_caption(&mut out);
        out.push_str("</figure>");
        out
    }

    fn push_months(&self, out: &mut String, axis: &Axis) {
        let column = |(index, month): (usize, &Month<'_>)| Column {
            extent: axis.of_month(self.year, index as u8 + 1),
            count: month.count,
            href: month.href.clone(),
            title: format!(
                "{} {}: {}",
                month.name,
                self.label,
                counted(month.count.total(), "entry", "entries")
            ),
        };
        let columns: Vec<Column> = self.months.iter().enumerate().map(column).collect();
        let most = scale(&columns);
        out.push_str("<div class=\"lane\" aria-hidden=\"true\"><p>All entries <span>");
        out.push_str(&grouped(self.entries.len() as u32));
        out.push_str("</span></p><svg");
        em(out, "height", MONTHS.top + MONTHS.height + 160);
        out.push('>');
        push_columns(out, &columns, most, MONTHS);
        push_numbers(out, &columns, most, MONTHS);
        let foot = MONTHS.top + MONTHS.height;
        super::axis::push_line(out, axis, foot);
        for (month, column) in self.months.iter().zip(&columns) {
            push_month_name(out, month.name, column.extent, foot + 130);
        }
        out.push_str("</svg></div>\n");
    }

    fn push_lanes(&self, out: &mut String, axis: &Axis) {
        let kinds_of_lanes: Vec<&Lanes<'_>> =
            self.lanes.iter().filter(|lanes| !lanes.lanes.is_empty()).collect();
        let least = self.threshold();
        let mut kinds = Kinds::default();
        out.push_str("<div class=\"wide\">\n");
        if kinds_of_lanes.len() > 1 {
            push_switch(out, &kinds_of_lanes);
        }
        for lanes in kinds_of_lanes {
            let most = lanes.lanes.iter().flat_map(|lane| self.sevens(lane)).max().unwrap_or(1);
            let mut told = BTreeSet::new();
            out.push_str(&format!("<div class=\"by-{}\" aria-hidden=\"true\">\n", lanes.kind));
            for lane in &lanes.lanes {
                let packed = pack(self.heavy(lane, least), axis, ROOM, &mut told);
                self.push_lane(out, lane, &packed, axis, (least, most), &mut kinds);
            }
            out.push_str("</div>\n");
        }
        self.push_note(out, least);
        out.push_str("<div aria-hidden=\"true\">");
        kinds.push(out);
        out.push_str("</div>\n</div>\n");
    }

    /// The least importance of which all can be marks.
    fn threshold(&self) -> u8 {
        let marks = |least: u8| {
            let of_kind = |lanes: &Lanes<'_>| {
                let drawn = |lane: &Lane<'_>| {
                    lane.entries.iter().filter(|entry| self.entries[**entry].importance >= least).count()
                };
                lanes.lanes.iter().map(drawn).sum::<usize>()
            };
            self.lanes.iter().map(of_kind).max().unwrap_or(0)
        };
        (1..=5).find(|least| marks(*least) <= MARKS).unwrap_or(6)
    }

    /// The entries of a lane that are marks.
    fn heavy(&self, lane: &Lane<'_>, least: u8) -> impl Iterator<Item = &Item<'_>> {
        let entries = lane.entries.iter().map(|entry| &self.entries[*entry]);
        entries.filter(move |item| item.importance >= least)
    }

    fn push_lane(
        &self,
        out: &mut String,
        lane: &Lane<'_>,
        packed: &Packed<'_>,
        axis: &Axis,
        (least, most): (u8, u32),
        kinds: &mut Kinds,
    ) {
        let marks = if packed.marks.is_empty() && least > 1 { 0 } else { packed.height() + 40 };
        let columns = if least > 1 { COLUMNS + 40 } else { 0 };
        push_lane_name(out, lane);
        out.push_str("<svg");
        em(out, "height", marks + columns);
        out.push('>');
        push_grid(out, self.year);
        packed.push(out, 20, kinds);
        if least > 1 {
            self.push_sevens(out, lane, axis, (marks + 20, most));
        }
        out.push_str("</svg></div>\n");
    }

    /// What is drawn and what is not.
    fn push_note(&self, out: &mut String, least: u8) {
        if least == 1 {
            return;
        }
        let all = grouped(self.entries.len() as u32);
        let heavy = self.entries.iter().filter(|item| item.importance >= least).count();
        let not_to_the_day = self.entries.iter().filter(|item| known_day(item).is_none()).count();
        let mut note = String::from("Columns count entries in steps of seven days, all lanes on one scale.");
        if heavy > 0 {
            note.push_str(&format!(" Marks are the {} most important of {all}.", grouped(heavy as u32)));
        } else {
            note.push_str(&format!(" {all} entries are too many for a mark each."));
        }
        if not_to_the_day > 0 {
            let not_known = counted(not_to_the_day as u32, "entry is", "entries are");
            note.push_str(&format!(" {not_known} not known to the day and in no column."));
        }
        out.push_str("<p class=\"note\">");
        escape(out, &note);
        out.push_str("</p>\n");
    }

    fn push_caption(&self, out: &mut String) {
        let all = self.months.iter().fold(Count::default(), |all, month| all.with(month.count));
        out.push_str("<figcaption>Entries of each month");
        if all.kinds() > 1 {
            out.push_str(", the most important at the foot");
        }
        out.push('.');
        let without = self.entries.len() as u32 - all.total().min(self.entries.len() as u32);
        if without > 0 {
            let words = counted(without, "entry without a month is", "entries without a month are");
            out.push_str(&format!(" {words} in no column."));
        }
        out.push_str(" The list below has them all.</figcaption>\n");
    }
}

/// The first letter on narrow screens, the first three on others.
fn push_month_name(out: &mut String, name: &str, (x1, x2): (i32, i32), y: Em) {
    let at = name.char_indices().nth(1).map_or(name.len(), |(at, _)| at);
    let rest: String = name[at..].chars().take(2).collect();
    out.push_str("<text class=\"m\"");
    super::svg::percent(out, "x", (x1 + x2) / 2);
    em(out, "y", y);
    out.push('>');
    escape(out, &name[..at]);
    out.push_str("<tspan>");
    escape(out, &rest);
    out.push_str("</tspan></text>");
}

fn push_lane_name(out: &mut String, lane: &Lane<'_>) {
    out.push_str("<div class=\"lane\"><p dir=\"auto\">");
    if lane.href.is_empty() {
        escape(out, lane.name);
    } else {
        out.push_str("<a href=\"");
        escape(out, &lane.href);
        out.push_str("\" tabindex=\"-1\">");
        escape(out, &super::svg::clipped(lane.name, 60));
        out.push_str("</a>");
    }
    out.push_str(&format!(" <span>{}</span></p>", grouped(lane.entries.len() as u32)));
}

/// Thin lines where months begin, stretched with the drawing.
fn push_grid(out: &mut String, year: i32) {
    let first = |month: u8| Day::new(year, month, 1).expect("every month has a first day").since_1970();
    let days = if Day::new(year, 2, 29).is_some() { 366 } else { 365 };
    out.push_str(&format!(
        "<svg class=\"r\" viewBox=\"0 0 {days} 1\" preserveAspectRatio=\"none\"><path d=\""
    ));
    for month in 2..=12 {
        out.push_str(&format!("M{} 0v1", first(month) - first(1)));
    }
    out.push_str("\"/></svg>");
}

/// Works without a script: the stylesheet shows the lanes whose button is pressed.
fn push_switch(out: &mut String, kinds: &[&Lanes<'_>]) {
    out.push_str("<fieldset><legend>Lanes of the drawing</legend>");
    for (index, lanes) in kinds.iter().enumerate() {
        let checked = if index == 0 { " checked" } else { "" };
        let kind = lanes.kind;
        out.push_str(&format!(
            "<label><input type=\"radio\" name=\"_lanes\" value=\"{kind}\"{checked}> by {kind}</label> "
        ));
    }
    out.truncate(out.trim_end().len());
    out.push_str("</fieldset>\n");
}
