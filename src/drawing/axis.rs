//! The axis of time: days to places, and the years and months that are named below it.
//!
//! In: the years that are shown. Out: places in hundredths of a percent. Long stretches without anything are left out, and
//! the axis knows where, so that it can be seen.

use super::pack::{Extent, Rows};
use super::svg::{Em, FULL, X, begin, em, percent, text, width};
use crate::model::date::Day;

/// So many years without anything are left out.
const EMPTY: i64 = 10;

/// The most stretches that are left out: the longest.
const BREAKS: usize = 7;

/// Whole years side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    pub first: i32,
    pub last: i32,
    pub x1: X,
    pub x2: X,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// In the order of time, at least one.
    segments: Vec<Segment>,
}

impl Segment {
    fn years(self) -> i64 {
        i64::from(self.last) - i64::from(self.first) + 1
    }
}

/// Days since 1970 of a year's first day.
fn first_day(year: i32) -> i64 {
    Day::new(year, 1, 1).expect("every year has a first day").since_1970()
}

/// Of the day after a year's last one.
fn end_of(year: i32) -> i64 {
    Day::new(year, 12, 31).expect("every year has a last day").since_1970() + 1
}

impl Axis {
    /// All years from one to another.
    pub fn whole(first: i32, last: i32) -> Self {
        Axis { segments: vec![Segment { first, last, x1: 0, x2: FULL }] }
    }

    /// Years in their order, long gaps between them left out.
    pub fn broken(years: &[i32]) -> Self {
        let gap = |pair: &[i32]| i64::from(pair[1]) - i64::from(pair[0]) - 1;
        let mut gaps: Vec<(i64, usize)> = years
            .windows(2)
            .enumerate()
            .map(|(index, pair)| (-gap(pair), index))
            .filter(|(gap, _)| -gap >= EMPTY)
            .collect();
        gaps.sort_unstable();
        gaps.truncate(BREAKS);
        let mut ends: Vec<usize> = gaps.into_iter().map(|(_, index)| index).collect();
        ends.sort_unstable();
        Self::of_runs(years, &ends)
    }

    /// `ends` are the places in `years` after which the axis breaks off.
    fn of_runs(years: &[i32], ends: &[usize]) -> Self {
        let mut segments: Vec<Segment> = Vec::with_capacity(ends.len() + 1);
        let mut from = 0;
        for end in ends.iter().copied().chain([years.len() - 1]) {
            segments.push(Segment { first: years[from], last: years[end], x1: 0, x2: 0 });
            from = end + 1;
        }
        let breaks = segments.len() as i64 - 1;
        let of_break = if breaks == 0 { 0 } else { 350.min(3500 / breaks) };
        let room = i64::from(FULL) - breaks * of_break;
        let all: i64 = segments.iter().map(|segment| segment.years()).sum();
        let mut before = 0;
        for (index, segment) in segments.iter_mut().enumerate() {
            let at = |years: i64| (index as i64 * of_break + room * years / all) as X;
            segment.x1 = at(before);
            before += segment.years();
            segment.x2 = at(before);
        }
        Axis { segments }
    }

    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    pub fn first_year(&self) -> i32 {
        self.segments[0].first
    }

    pub fn last_year(&self) -> i32 {
        self.segments[self.segments.len() - 1].last
    }

    pub fn years(&self) -> i64 {
        self.segments.iter().map(|segment| segment.years()).sum()
    }

    /// Where a day begins.
    pub fn start(&self, day: Day) -> X {
        self.at(day.since_1970() * 2)
    }

    /// Where a day ends.
    pub fn end(&self, day: Day) -> X {
        self.at(day.since_1970() * 2 + 2)
    }

    pub fn noon(&self, day: Day) -> X {
        self.at(day.since_1970() * 2 + 1)
    }

    /// The extent of years, both of one segment.
    pub fn of_years(&self, first: i32, last: i32) -> (X, X) {
        (self.at(first_day(first) * 2), self.at_end(end_of(last) * 2))
    }

    pub fn of_month(&self, year: i32, month: u8) -> (X, X) {
        let first = Day::new(year, month, 1).expect("every month has a first day");
        let next = Day::new(year, month + 1, 1).map_or_else(|| end_of(year), Day::since_1970);
        (self.start(first), self.at_end(next * 2))
    }

    /// In half days since 1970. What lies in a stretch that is left out is put at its end; what lies beyond the axis, at the
    /// edge.
    fn at(&self, halves: i64) -> X {
        let segment = self.segments.iter().find(|segment| halves < end_of(segment.last) * 2);
        segment.map_or(FULL, |segment| within(*segment, halves))
    }

    /// The same for an end, which belongs to what is before it.
    fn at_end(&self, halves: i64) -> X {
        let segment = self.segments.iter().find(|segment| halves <= end_of(segment.last) * 2);
        segment.map_or(FULL, |segment| within(*segment, halves))
    }

    /// The stretches that are left out: where, and how many years.
    pub fn breaks(&self) -> impl Iterator<Item = (X, X, i64)> {
        self.segments
            .windows(2)
            .map(|pair| (pair[0].x2, pair[1].x1, i64::from(pair[1].first) - i64::from(pair[0].last) - 1))
    }
}

fn within(segment: Segment, halves: i64) -> X {
    let (first, end) = (first_day(segment.first) * 2, end_of(segment.last) * 2);
    let done = (halves - first).clamp(0, end - first);
    segment.x1 + (i64::from(segment.x2 - segment.x1) * done / (end - first)) as X
}

/// A word below the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    pub x: X,
    pub words: String,
    /// Whether there is room for it on wide screens alone.
    pub is_wide: bool,
}

/// Those words that have room, the most wanted first: at the least width and, of what is left, where the drawing is wide.
pub fn ticks(wanted: Vec<(X, String)>, least: Em, wide: Em) -> Vec<Tick> {
    let mut rows = Rows::default();
    rows.place(&[], least);
    let mut made: Vec<Tick> = Vec::new();
    let mut left = Vec::new();
    for (x, words) in wanted {
        if rows.add(0, extent(x, &words), least) {
            made.push(Tick { x, words, is_wide: false });
        } else {
            left.push((x, words));
        }
    }
    for (x, words) in left {
        if rows.add(0, extent(x, &words), wide) {
            made.push(Tick { x, words, is_wide: true });
        }
    }
    made.sort_by_key(|tick| tick.x);
    made
}

/// A word stands with its middle at its place, but never over an edge.
fn extent(x: X, words: &str) -> Extent {
    let wide = width(words) + 50;
    match x {
        ..EDGE => Extent { from: x, to: x, left: 0, right: wide },
        x if x > FULL - EDGE => Extent { from: x, to: x, left: wide, right: 0 },
        _ => Extent { from: x, to: x, left: wide / 2, right: wide / 2 },
    }
}

/// So near an edge a word begins or ends at its place.
const EDGE: X = 400;

pub fn push_ticks(out: &mut String, ticks: &[Tick], y: Em) {
    for tick in ticks {
        let class = match (tick.x, tick.is_wide) {
            (..EDGE, false) => "",
            (..EDGE, true) => "w",
            (x, false) if x > FULL - EDGE => "e",
            (x, true) if x > FULL - EDGE => "e w",
            (_, false) => "m",
            (_, true) => "m w",
        };
        text(out, class, tick.x, y, &tick.words);
    }
}

/// The line of the axis, broken where years are left out: two slashes stand at each gap.
pub fn push_line(out: &mut String, axis: &Axis, y: Em) {
    for segment in axis.segments() {
        begin(out, "line", "x");
        percent(out, "x1", segment.x1);
        percent(out, "x2", segment.x2);
        em(out, "y1", y);
        em(out, "y2", y);
        out.push_str("/>");
    }
    for (from, to, _) in axis.breaks() {
        begin(out, "svg", "b");
        percent(out, "x", (from + to) / 2);
        em(out, "y", y - 50);
        out.push_str(
            " width=\"1em\" height=\"1em\" viewBox=\"0 0 10 10\"><path d=\"M-4 9 0 1M0 9 4 1\"/></svg>",
        );
    }
}

/// The years to be named, up to the last of them: where stretches begin and end, then round ones.
pub fn years_wanted(axis: &Axis, last: i32, label: &dyn Fn(i32) -> String) -> Vec<(X, String)> {
    let mut wanted = Vec::new();
    let mut want = |year: i32| {
        if year > last {
            return;
        }
        let (x1, x2) = axis.of_years(year, year);
        wanted.push(((x1 + x2) / 2, label(year)));
    };
    want(axis.first_year());
    want(last);
    axis.segments().iter().for_each(|segment| want(segment.first));
    axis.segments().iter().for_each(|segment| want(segment.last));
    for step in steps(axis.years()) {
        for segment in axis.segments() {
            round(*segment, step).for_each(&mut want);
        }
    }
    wanted.dedup();
    let mut seen = std::collections::BTreeSet::new();
    wanted.retain(|(x, _)| seen.insert(*x));
    wanted
}

/// Distances of round years, the widest first, so that a few dozen years at most are named.
fn steps(years: i64) -> impl Iterator<Item = i64> {
    let tens = std::iter::successors(Some(1_i64), |step| step.checked_mul(10))
        .take_while(move |step| *step <= years);
    let all: Vec<i64> = tens.flat_map(|ten| [ten, ten * 2, ten * 5]).collect();
    all.into_iter().rev().filter(move |step| *step <= years && years / step <= 40)
}

fn round(segment: Segment, step: i64) -> impl Iterator<Item = i32> {
    let first = i64::from(segment.first);
    let begin = first + (step - first.rem_euclid(step)) % step;
    let last = i64::from(segment.last);
    (0..).map(move |nth| begin + nth * step).take_while(move |year| *year <= last).map(|year| year as i32)
}
