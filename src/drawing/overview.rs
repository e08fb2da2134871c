//! All years at a glance: columns of entries a year, and a month for the last years where they are full.
//!
//! In: years in their order with their numbers. Out: a figure. Long stretches without anything are left out, and it is seen
//! that they are; many hundreds of years are taken together by twos, fives or tens.

use super::axis::{Axis, push_line, push_ticks, ticks, years_wanted};
use super::bars::{Column, Count, Stand, push_columns, push_numbers, scale};
use super::svg::{Em, X, counted, em};
use super::year::Month;

/// The most columns of years.
const COLUMNS: i64 = 120;

/// The most years that are shown by their months.
const MONTHLY: usize = 3;

/// So many entries make it worth while.
const FULL_YEAR: u32 = 24;

const LEAST: Em = 3300;
const WIDE: Em = 5200;
const YEARS: Stand = Stand { top: 120, height: 800, least: LEAST, wide: WIDE, peaks: true };
const MONTHS: Stand = Stand { top: 120, height: 560, least: LEAST, wide: WIDE, peaks: true };

#[derive(Clone, Debug)]
pub struct OverviewYear {
    pub year: i32,
    /// The year in words.
    pub label: String,
    pub href: String,
    pub count: Count,
}

#[derive(Clone, Debug)]
pub struct Overview<'a> {
    /// In the order of time.
    pub years: Vec<OverviewYear>,
    /// The months of the last years, twelve for each of as many as [`by_months`] says.
    pub months: Vec<Month<'a>>,
}

/// How many of the last years are shown by their months: those without a gap between them that are full.
pub fn by_months(years: &[(i32, u32)]) -> usize {
    let least = if years.len() == 1 { 3 } else { FULL_YEAR };
    let last = years.last().map_or(0, |(year, _)| i64::from(*year));
    let is_next = |(back, (year, count)): (usize, &(i32, u32))| {
        (i64::from(*year) == last - back as i64 && *count >= least).then_some(())
    };
    years.iter().rev().enumerate().take(MONTHLY).map_while(is_next).count()
}

impl Overview<'_> {
    /// The figure; empty where there is nothing to compare. `label` puts any year into words.
    pub fn html(&self, label: &dyn Fn(i32) -> String) -> String {
        let monthly = self.months.len() / 12;
        let mut out = String::new();
        if self.years.len() > 1 && self.years.len() > monthly {
            self.push_years(&mut out, label);
        }
        if monthly > 0 {
            self.push_months(&mut out, monthly);
        }
        if out.is_empty() {
            return out;
        }
        let all = self.years.iter().fold(Count::default(), |all, year| all.with(year.count));
        let shades = if all.kinds() > 1 { push_shades(all) } else { String::new() };
        format!("<figure class=\"time overview\" aria-hidden=\"true\">\n{out}{shades}</figure>")
    }

    fn push_years(&self, out: &mut String, label: &dyn Fn(i32) -> String) {
        let years: Vec<i32> = self.years.iter().map(|year| year.year).collect();
        let axis = Axis::broken(&years);
        let (step, columns) = self.columns(&axis);
        let each = match step {
            1 => "Entries a year".to_owned(),
            step => format!("Entries in every {step} years"),
        };
        push_panel(out, &each, &columns, YEARS, |out, foot| {
            push_line(out, &axis, foot);
            push_ticks(out, &ticks(years_wanted(&axis, axis.last_year(), label), LEAST, WIDE), foot + 130);
        });
    }

    /// A column a year, or as many years together as it takes for few enough columns.
    fn columns(&self, axis: &Axis) -> (i64, Vec<Column>) {
        let steps = std::iter::successors(Some(1_i64), |step| step.checked_mul(10));
        let mut steps = steps.flat_map(|ten| [ten, ten * 2, ten * 5]);
        let step = steps.find(|step| axis.years() / step <= COLUMNS).unwrap_or(i64::MAX);
        let bin = |year: &OverviewYear| {
            let segment = axis.segments().iter().position(|segment| year.year <= segment.last);
            (segment, i64::from(year.year).div_euclid(step))
        };
        let columns = self.years.chunk_by(|left, right| bin(left) == bin(right));
        (step, columns.map(|years| self.column(years, step, axis)).collect())
    }

    fn column(&self, years: &[OverviewYear], step: i64, axis: &Axis) -> Column {
        let (first, last) = (&years[0], &years[years.len() - 1]);
        let count = years.iter().fold(Count::default(), |all, year| all.with(year.count));
        let name = if first.year == last.year {
            first.label.clone()
        } else {
            format!("{} to {}", first.label, last.label)
        };
        Column {
            extent: bin_extent(axis, first.year, step),
            count,
            href: first.href.clone(),
            title: format!("{name}: {}", counted(count.total(), "entry", "entries")),
        }
    }

    fn push_months(&self, out: &mut String, monthly: usize) {
        let years = &self.years[self.years.len() - monthly..];
        let axis = Axis::whole(years[0].year, years[monthly - 1].year);
        let column = |(index, month): (usize, &Month<'_>)| {
            let year = &years[index / 12];
            let entries = counted(month.count.total(), "entry", "entries");
            Column {
                extent: axis.of_month(year.year, (index % 12) as u8 + 1),
                count: month.count,
                href: month.href.clone(),
                title: format!("{} {}: {entries}", month.name, year.label),
            }
        };
        let columns: Vec<Column> = self.months.iter().enumerate().map(column).collect();
        let first = &years[0].label;
        let since = if self.years.len() > monthly { format!(" since {first}") } else { String::new() };
        push_panel(out, &format!("Entries a month{since}"), &columns, MONTHS, |out, foot| {
            push_line(out, &axis, foot);
            let wanted =
                years.iter().map(|year| (middle(axis.of_years(year.year, year.year)), year.label.clone()));
            push_ticks(out, &ticks(wanted.collect(), LEAST, WIDE), foot + 130);
        });
    }
}

fn middle((x1, x2): (X, X)) -> X {
    (x1 + x2) / 2
}

/// The place of the years that a column stands for, as far as the axis has them.
fn bin_extent(axis: &Axis, year: i32, step: i64) -> (X, X) {
    let segment = axis.segments().iter().find(|segment| year <= segment.last);
    let segment = segment.expect("the axis has all years");
    let from = i64::from(year).div_euclid(step).saturating_mul(step);
    let first = from.max(i64::from(segment.first));
    let last = from.saturating_add(step - 1).min(i64::from(segment.last));
    axis.of_years(first as i32, last as i32)
}

fn push_panel(
    out: &mut String,
    name: &str,
    columns: &[Column],
    stand: Stand,
    axis: impl Fn(&mut String, Em),
) {
    let most = scale(columns);
    let foot = stand.top + stand.height;
    out.push_str("<p class=\"name\">");
    out.push_str(name);
    out.push_str("</p>\n<svg");
    em(out, "height", foot + 160);
    out.push('>');
    push_columns(out, columns, most, stand);
    push_numbers(out, columns, most, stand);
    axis(out, foot);
    out.push_str("</svg>\n");
}

/// What the shades of columns mean.
fn push_shades(all: Count) -> String {
    let shades = [
        (all.major, "a", "major events"),
        (all.usual, "b", "other events"),
        (all.minor, "c", "lesser events, and articles"),
    ];
    let mut out = String::from("<p class=\"key\">");
    for (_, class, words) in shades.into_iter().filter(|shade| shade.0 > 0) {
        out.push_str("<span><svg width=\"1em\" height=\"1em\">");
        super::svg::rect(&mut out, class, (0, 10_000), 15, 70);
        out.push_str("</svg>");
        out.push_str(words);
        out.push_str("</span> ");
    }
    out.truncate(out.trim_end().len());
    out.push_str("</p>\n");
    out
}
