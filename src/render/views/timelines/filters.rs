//! What filters of a timeline offer: whom the entries of a year name most, and which scripts know all of them.

use rustc_hash::FxHashMap;

use super::super::ViewOf;
use super::AT_A_GLANCE;
use crate::model::site::Target;
use crate::plan::{Entry, OwnTimeline, Turn, YearPage, named_in, slug_of};
use crate::render::value::Value;
use crate::render::values::{list, object, text};

/// How many of each kind are offered as links; the script offers all.
const MOST: usize = 16;

impl<'a> ViewOf<'_, 'a> {
    /// Links stand on the first page of a year alone; the others lead there. Says whether there are filters at all.
    pub fn put_filters_of_year(&mut self, year: &YearPage, turn: Turn) -> bool {
        if year.entries.len() <= AT_A_GLANCE {
            self.put("filters", Value::None);
            return false;
        }
        self.shows(year.marking);
        let counts = if turn.number == 1 { self.counts(year.entries.iter().copied()) } else { Vec::new() };
        let (site, plan) = (self.renderer.site, self.renderer.plan);
        let url = |target: Target| plan.year_of(site, target, year.year);
        let data = Value::from(vec![Value::from(year.data())]);
        self.put_filters(String::new(), data, &counts, &url, (&year.url, turn));
        true
    }

    /// A timeline of one's own knows its entries from the years that they are of. Its links are to others named there.
    pub fn put_filters_of(&mut self, of: Target, timeline: &OwnTimeline, turn: Turn) {
        self.shows(timeline.marking);
        let (plan, site) = (self.renderer.plan, self.renderer.site);
        let mut years: Vec<usize> =
            timeline.events.iter().filter_map(|id| plan.timeline.place(*id)).map(|(year, _)| year).collect();
        years.dedup();
        let entries = timeline.events.iter().copied().map(Entry::Event);
        let mut counts = if turn.number == 1 { self.counts(entries) } else { Vec::new() };
        counts.retain(|(target, _)| *target != of);
        let of = format!("{}={}", of.kind().word(), slug_of(site, of));
        let data = list(years, |year| Value::from(plan.timeline.years[year].data()));
        self.put_filters(of, data, &counts, &|target| plan.events_of(target), (&timeline.url, turn));
    }

    fn put_filters(
        &mut self,
        of: String,
        data: Value<'a>,
        counts: &[(Target, usize)],
        url: &dyn Fn(Target) -> String,
        (base, turn): (&str, Turn),
    ) {
        let mut of_kind = |is_one: fn(&Target) -> bool| self.most_named(counts, is_one, url);
        let actors = of_kind(|target| matches!(target, Target::Actor(_)));
        let countries = of_kind(|target| matches!(target, Target::Country(_)));
        let topics = of_kind(|target| matches!(target, Target::Topic(_)));
        let first = if turn.number == 1 { String::new() } else { self.renderer.plan.page_href(base) };
        let filters = object([
            ("of", Value::from(of)),
            ("data", data),
            ("actors", actors),
            ("countries", countries),
            ("topics", topics),
            ("first_url", Value::from(first)),
        ]);
        self.put("filters", filters);
    }

    /// How often each is named, most often first.
    fn counts(&self, entries: impl Iterator<Item = Entry>) -> Vec<(Target, usize)> {
        let mut counts: FxHashMap<Target, usize> = FxHashMap::default();
        for target in entries.flat_map(|entry| named_in(self.renderer.site, entry)) {
            *counts.entry(target).or_default() += 1;
        }
        let mut counts: Vec<(Target, usize)> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|(target, count)| (std::cmp::Reverse(*count), *target));
        counts
    }

    fn most_named(
        &mut self,
        counts: &[(Target, usize)],
        is_one: fn(&Target) -> bool,
        url: &dyn Fn(Target) -> String,
    ) -> Value<'a> {
        let site = self.renderer.site;
        let most: Vec<_> = counts.iter().filter(|(target, _)| is_one(target)).take(MOST).collect();
        self.shows_items(most.iter().map(|(target, _)| *target));
        list(most, |(target, count)| {
            let (name, url) = (text(site.name(*target)), Value::from(url(*target)));
            object([("name", name), ("url", url), ("count", Value::from(*count))])
        })
    }
}
