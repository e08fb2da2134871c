//! Timelines: of the site, of a year, of an actor, a country or a topic.
//!
//! In: the plan's timelines. Out: entries under years and months, each with an address that stays, the way to each month
//! and year on whichever page it is, and what filters offer.

mod filters;

use super::{About, ViewOf};
use crate::model::date::{Edtf, Language};
use crate::model::site::{EventId, Site, Target};
use crate::plan::{Entry, OwnTimeline, Turn, YearPage, month, page_url, year_anchor};
use crate::render::Renderer;
use crate::render::value::Value;
use crate::render::values::{extend, list, object, text};

/// How many of each kind the front page shows of what the day brings up: so many are seen at a glance. A year of no more
/// entries needs no filters.
pub const AT_A_GLANCE: usize = 5;

/// The same of the overview.
const AT_LENGTH: usize = 50;

impl<'a> ViewOf<'_, 'a> {
    pub fn timeline(&mut self) -> About<'a> {
        let renderer = self.renderer;
        let years = &renderer.plan.timeline.years;
        let most = years.iter().map(|year| year.entries.len()).max().unwrap_or(1);
        let value = list(years.iter().rev(), |year| {
            object([
                ("label", Value::from(renderer.shapes.language.year(year.year))),
                ("url", Value::from(renderer.plan.page_href(&year.url))),
                ("count", Value::from(year.entries.len())),
                ("share", Value::from((year.entries.len() * 100).div_ceil(most))),
            ])
        });
        self.put("years", value);
        let total = renderer.plan.timeline.len();
        self.put("total", Value::from(total));
        self.put_overview();
        self.put_almanac(AT_LENGTH);
        About::new("timeline.html", "timeline", "Timeline", "timeline")
            .described(timeline_described(renderer.shapes.language, total, years.first().zip(years.last())))
            .crumbs(renderer, &[])
    }

    /// What the day brings up, so many of each kind: of earlier years the most important, of what is to come the next.
    pub fn put_almanac(&mut self, most: usize) -> Vec<EventId> {
        let (site, almanac) = (self.renderer.site, &self.renderer.plan.almanac);
        let then = most_important(site, &almanac.on_this_day, most);
        let coming = almanac.coming[..almanac.coming.len().min(most)].to_vec();
        let rows = (self.bare_event_rows(&then), self.bare_event_rows(&coming));
        let value = if almanac.is_empty() {
            Value::None
        } else {
            object([
                ("date", Value::from(self.renderer.shapes.language.day(almanac.day))),
                ("datetime", Value::from(Edtf::from(almanac.day).datetime_attribute().unwrap_or_default())),
                ("then_rows", rows.0),
                ("then_more", Value::from(almanac.on_this_day.len() - then.len())),
                ("coming_rows", rows.1),
                ("coming_more", Value::from(almanac.coming.len() - coming.len())),
            ])
        };
        self.put("today", value);
        coming
    }

    pub fn year(&mut self, index: usize, turn: Turn) -> About<'a> {
        let renderer = self.renderer;
        let years = &renderer.plan.timeline.years;
        let year = &years[index];
        let label = renderer.shapes.language.year(year.year);
        let months = self.months(&year.entries[turn.start..turn.end], "month");
        self.put("months", Value::from(months));
        self.put("year", Value::from(label.clone()));
        self.put("total", Value::from(year.entries.len()));
        let jump = self.months_of(year);
        self.put("jump", jump);
        let neighbour = |index: Option<usize>| {
            index.and_then(|index| years.get(index)).map_or_else(
                || Value::None,
                |year| {
                    object([
                        ("name", Value::from(renderer.shapes.language.year(year.year))),
                        ("url", Value::from(renderer.plan.page_href(&year.url))),
                        ("date", text("")),
                    ])
                },
            )
        };
        self.put("previous", neighbour(index.checked_sub(1)));
        self.put("next", neighbour(Some(index + 1)));
        self.put_year(year, turn);
        let is_filtered = self.put_filters_of_year(year, turn);
        self.put_pagination(&year.url, turn);
        About::new("timeline_year.html", "timeline-year", format!("Timeline {label}"), "timeline")
            .described(format!(
                "What happened in {label}: {}.{}",
                counted(year.entries.len(), "entry", "entries"),
                on_page(turn)
            ))
            .crumbs(renderer, &[("Timeline", "timeline/")])
            .turned(turn)
            .filtered(is_filtered)
    }

    /// Entries of one year by month. Of each id the part before the month is `prefix`.
    fn months(&mut self, entries: &[Entry], prefix: &str) -> Vec<Value<'a>> {
        let site = self.renderer.site;
        let mut values = Vec::new();
        for entries in entries.chunk_by(|left, right| month(site, *left) == month(site, *right)) {
            let month = entries.first().and_then(|entry| month(site, *entry));
            let rows = self.entry_rows(entries);
            let id = Value::from(month_id(month, prefix));
            values.push(object([
                ("name", text(month_name(self.renderer.shapes.language, month))),
                ("id", id),
                ("rows", rows),
            ]));
        }
        values
    }

    /// The way to each month of a year, on whichever page it begins.
    fn months_of(&self, year: &YearPage) -> Value<'a> {
        let ends = ends(&year.months, year.entries.len());
        let months = year.months.iter().zip(ends);
        list(months, |((month, start), end)| {
            let url = self.place_on(&year.url, *start, &month_id(*month, "month"));
            stop(text(month_name(self.renderer.shapes.language, *month)), url, end - start)
        })
    }

    /// The address of an id on the page of a list that has the entry of that place.
    fn place_on(&self, base: &str, place: usize, id: &str) -> Value<'a> {
        let plan = self.renderer.plan;
        let page = page_url(base, place / plan.settings.page_size + 1);
        Value::from(format!("{}#{id}", plan.page_href(&page)))
    }

    pub fn timeline_of(&mut self, of: Target, turn: Turn) -> About<'a> {
        let renderer = self.renderer;
        let (plan, site) = (renderer.plan, renderer.site);
        let timeline = &plan.timelines[&of];
        let name = site.name(of);
        self.put("subject", renderer.shapes.link(of));
        self.put("kind", text(of.kind().word()));
        let years = self.years(timeline, turn);
        self.put("years", Value::from(years));
        let jump = self.years_of(timeline);
        self.put("jump", jump);
        self.put("total", Value::from(timeline.events.len()));
        self.put_strip(if turn.number == 1 { &timeline.events } else { &[] });
        self.shows_items([of]);
        self.put_filters_of(of, timeline, turn);
        self.put_pagination(&timeline.url, turn);
        let (list, section, url) = section(of);
        let mut about = About::new("timeline_of.html", "timeline-of", format!("{name}: timeline"), section)
            .described(described(renderer, name, &timeline.events) + &on_page(turn))
            .crumbs(renderer, &[(list, url)])
            .fed(name, timeline.url.trim_end_matches("timeline/").to_owned())
            .turned(turn)
            .filtered(true);
        about.breadcrumbs.push(object([("title", text(name)), ("url", text(plan.href(of)))]));
        about
    }

    /// This page's events by year; those of a long year by month.
    fn years(&mut self, timeline: &OwnTimeline, turn: Turn) -> Vec<Value<'a>> {
        let site = self.renderer.site;
        let year = |id: &EventId| site[*id].date.year();
        let mut values = Vec::new();
        for shown in timeline.events[turn.start..turn.end].chunk_by(|left, right| year(left) == year(right)) {
            let entries: Vec<Entry> = shown.iter().copied().map(Entry::Event).collect();
            let year = shown.first().and_then(year);
            let id = year_id(year);
            let (rows, months) = if timeline.is_long(year) {
                (Self::no_html(), self.months(&entries, &id.replacen("year", "month", 1)))
            } else {
                (self.entry_rows(&entries), Vec::new())
            };
            values.push(object([
                ("label", Value::from(year_name(self.renderer.shapes.language, year))),
                ("id", Value::from(id)),
                ("rows", rows),
                ("months", Value::from(months)),
            ]));
        }
        values
    }

    /// The way to each year of a timeline, and to the months of one that has several pages, on whichever page they begin.
    fn years_of(&self, timeline: &OwnTimeline) -> Value<'a> {
        let ends = ends(&timeline.years, timeline.events.len());
        list(timeline.years.iter().zip(ends), |((year, start), end)| {
            let url = self.place_on(&timeline.url, *start, &year_id(*year));
            let is_paged = end - start > self.renderer.plan.settings.page_size;
            let months = if is_paged { self.months_within(timeline, *year) } else { Value::from(Vec::new()) };
            extend(
                stop(Value::from(year_name(self.renderer.shapes.language, *year)), url, end - start),
                [("months", months)],
            )
        })
    }

    fn months_within(&self, timeline: &OwnTimeline, year: Option<i32>) -> Value<'a> {
        let prefix = year_id(year).replacen("year", "month", 1);
        let ends = ends(&timeline.months, timeline.events.len());
        let months = timeline.months.iter().zip(ends);
        let shown = months.filter(|(((of, _), _), _)| *of == year && timeline.is_long(year));
        list(shown, |(((_, month), start), end)| {
            let url = self.place_on(&timeline.url, *start, &month_id(*month, &prefix));
            stop(text(month_name(self.renderer.shapes.language, *month)), url, end - start)
        })
    }
}

/// Where each run ends: where the next one begins.
fn ends<T>(starts: &[(T, usize)], end: usize) -> impl Iterator<Item = usize> {
    starts.iter().skip(1).map(|(_, start)| *start).chain([end])
}

fn stop<'a>(name: Value<'a>, url: Value<'a>, count: usize) -> Value<'a> {
    object([("name", name), ("url", url), ("count", Value::from(count))])
}

fn year_id(year: Option<i32>) -> String {
    year.map_or_else(|| "undated".to_owned(), year_anchor)
}

fn year_name(language: Language, year: Option<i32>) -> String {
    year.map_or_else(|| "Without a year".to_owned(), |year| language.year(year))
}

fn month_name(language: Language, month: Option<u8>) -> &'static str {
    month.map_or("Without a month", |month| language.month(month))
}

/// `month-09`, and `year` for what has no month; with a year in the prefix `month-2025-09` and `month-2025`.
fn month_id(month: Option<u8>, prefix: &str) -> String {
    match month {
        Some(month) => format!("{prefix}-{month:02}"),
        None if prefix == "month" => "year".to_owned(),
        None => prefix.to_owned(),
    }
}

/// The list in which it stands: its name, its part of the navigation, its URL.
fn section(of: Target) -> (&'static str, &'static str, &'static str) {
    match of {
        Target::Actor(_) => ("Actors", "actors", "actors/"),
        Target::Country(_) => ("Countries", "countries", "countries/"),
        _ => ("Topics", "topics", "topics/"),
    }
}

fn counted(count: usize, one: &str, more: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {more}") }
}

/// Two pages of one list are not described in the same words.
fn on_page(turn: Turn) -> String {
    if turn.number == 1 { String::new() } else { format!(" Page {} of {}.", turn.number, turn.total) }
}

fn described(renderer: &Renderer<'_>, name: &str, events: &[EventId]) -> String {
    let date = |id: &EventId| renderer.shapes.language.date(&renderer.site[*id].date);
    let words = |id: Option<&EventId>| id.map_or_else(String::new, date);
    let (first, last) = (words(events.first()), words(events.last()));
    format!("{name} in {}, from {first} to {last}.", counted(events.len(), "event", "events"))
}

fn timeline_described(
    language: Language,
    total: usize,
    ends: Option<(&crate::plan::YearPage, &crate::plan::YearPage)>,
) -> String {
    let total = counted(total, "entry", "entries");
    match ends {
        None => String::new(),
        Some((first, last)) if first == last => format!("{total} of {}.", language.year(first.year)),
        Some((first, last)) => {
            format!("{total} from {} to {}.", language.year(first.year), language.year(last.year))
        }
    }
}

/// So many of the most important, of equal ones the newest; in the order of time.
fn most_important(site: &Site, events: &[EventId], most: usize) -> Vec<EventId> {
    let mut kept = events.to_vec();
    kept.sort_by_key(|id| (std::cmp::Reverse(site[*id].importance), std::cmp::Reverse(*id)));
    kept.truncate(most);
    kept.sort_unstable();
    kept
}
