//! What filters of a timeline offer: whom the entries of a year name most, and which scripts know all of them.

use rustc_hash::FxHashMap;

use super::super::ViewOf;
use crate::model::site::Target;
use crate::plan::{Entry, OwnTimeline, Turn, YearPage, named_in, slug_of};
use crate::render::value::Value;
use crate::render::values::{list, object, text};

/// How many of each kind are offered as links; the script offers all.
const MOST: usize = 16;

impl<'a> ViewOf<'_, 'a> {
    /// Links stand on the first page of a year alone; the others lead there.
    pub fn put_filters_of_year(&mut self, year: &YearPage, turn: Turn) {
        let plan = self.renderer.plan;
        let counts = if turn.number == 1 { self.counts(&year.entries) } else { Vec::new() };
        let mut of_kind = |is_one: fn(&Target) -> bool| self.most_named(&counts, is_one, year.year);
        let actors = of_kind(|target| matches!(target, Target::Actor(_)));
        let countries = of_kind(|target| matches!(target, Target::Country(_)));
        let topics = of_kind(|target| matches!(target, Target::Topic(_)));
        let filters = object([
            ("of", text("")),
            ("data", Value::from(vec![Value::from(year.data())])),
            ("actors", actors),
            ("countries", countries),
            ("topics", topics),
            ("first_url", Value::from(if turn.number == 1 { String::new() } else { plan.page_href(&year.url) })),
        ]);
        self.put("filters", filters);
    }

    /// A timeline of one's own knows its entries from the years that they are of.
    pub fn put_filters_of(&mut self, of: Target, timeline: &OwnTimeline) {
        let (plan, site) = (self.renderer.plan, self.renderer.site);
        let mut years: Vec<usize> =
            timeline.events.iter().filter_map(|id| plan.timeline.place(*id)).map(|(year, _)| year).collect();
        years.dedup();
        let none = || Value::from(Vec::<Value<'a>>::new());
        let filters = object([
            ("of", Value::from(format!("{}={}", of.kind().word(), slug_of(site, of)))),
            ("data", list(years, |year| Value::from(plan.timeline.years[year].data()))),
            ("actors", none()),
            ("countries", none()),
            ("topics", none()),
            ("first_url", text("")),
        ]);
        self.put("filters", filters);
    }

    fn counts(&self, entries: &[Entry]) -> Vec<(Target, usize)> {
        let mut counts: FxHashMap<Target, usize> = FxHashMap::default();
        for entry in entries {
            named_in(self.renderer.site, *entry).for_each(|target| *counts.entry(target).or_default() += 1);
        }
        let mut counts: Vec<(Target, usize)> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|(target, count)| (std::cmp::Reverse(*count), *target));
        counts
    }

    fn most_named(
        &mut self,
        counts: &[(Target, usize)],
        is_one: fn(&Target) -> bool,
        year: i32,
    ) -> Value<'a> {
        let renderer = self.renderer;
        let most: Vec<_> = counts.iter().filter(|(target, _)| is_one(target)).take(MOST).collect();
        self.shows_items(most.iter().map(|(target, _)| *target));
        list(most, |(target, count)| {
            object([
                ("name", text(renderer.site.name(*target))),
                ("url", Value::from(renderer.plan.year_of(renderer.site, *target, year))),
                ("count", Value::from(*count)),
            ])
        })
    }
}
