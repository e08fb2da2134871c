//! Drawings of time on pages: what `drawing` is told of the site's entries, years, roles and relations.
//!
//! In: the site and its timeline. Out: figures as HTML. What a figure shows counts for the page's banner, like all else on it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::ViewOf;
use super::entities::words;
use crate::drawing::{
    Count, Item, Lane, Lanes, Month, Office, Overview, OverviewYear, Term, Year, by_months, offices, strip,
    terms,
};
use crate::model::date::{Edtf, Language};
use crate::model::marking::Marking;
use crate::model::site::{Actor, ActorId, EventId, Relation, Role, Target};
use crate::plan::{Entry, Turn, YearPage, anchor, encode, month};
use crate::render::values::html;

/// How many actors, and how many countries, have a lane of their own.
const LANES: usize = 6;

/// An entry with all that a mark says of it.
struct Told<'a> {
    date: Cow<'a, Edtf>,
    words: String,
    title: &'a str,
    importance: u8,
    is_article: bool,
    href: String,
}

impl Told<'_> {
    fn item(&self) -> Item<'_> {
        Item {
            date: &self.date,
            words: &self.words,
            title: self.title,
            importance: self.importance,
            is_article: self.is_article,
            href: &self.href,
        }
    }
}

impl<'a> ViewOf<'_, 'a> {
    /// All years, and the months of the last.
    pub fn put_overview(&mut self) {
        let pages = &self.renderer.plan.timeline.years;
        let counts: Vec<(i32, u32)> =
            pages.iter().map(|page| (page.year, page.entries.len() as u32)).collect();
        let years = pages.iter().map(|page| OverviewYear {
            year: page.year,
            label: self.year_label(page.year),
            href: self.way_to(&self.renderer.plan.page_href(&page.url)),
            count: self.count(&page.entries),
        });
        let monthly = pages.len() - by_months(&counts);
        let months = pages[monthly..].iter().flat_map(|page| self.drawn_months(page, None));
        let overview = Overview { years: years.collect(), months: months.collect() };
        self.put("drawing", html(overview.html(&|year| self.year_label(year))));
    }

    /// A year, on the first page of its list alone.
    pub fn put_year(&mut self, page: &'a YearPage, turn: Turn) {
        if turn.number > 1 {
            return self.put("drawing", Self::no_html());
        }
        self.shows_items(page.entries.iter().map(|entry| match entry {
            Entry::Event(id) => Target::Event(*id),
            Entry::Article(id) => Target::Article(*id),
        }));
        let told: Vec<Told<'a>> =
            page.entries.iter().map(|entry| self.told(*entry, Some(&page.url))).collect();
        let label = self.year_label(page.year);
        let year = Year {
            year: page.year,
            label: &label,
            months: self.drawn_months(page, Some(&page.url)),
            entries: told.iter().map(Told::item).collect(),
            lanes: self.lanes(&page.entries),
        };
        let drawing = year.html();
        self.put("drawing", html(drawing));
    }

    /// The events of an actor, country or topic over their years.
    pub fn put_strip(&mut self, events: &[EventId]) {
        self.shows_items(events.iter().copied().map(Target::Event));
        let told: Vec<Told<'a>> = events.iter().map(|id| self.told(Entry::Event(*id), None)).collect();
        let items: Vec<Item<'_>> = told.iter().map(Told::item).collect();
        let language = self.renderer.shapes.language;
        let short = |month: u8| language.month(month).chars().take(3).collect();
        let drawing = strip(&items, &|year| self.year_label(year), &short);
        self.put("drawing", html(drawing));
    }

    /// Roles and relations of an actor, on its first page.
    pub fn put_terms(&mut self, actor: &'a Actor, turn: Turn) {
        let drawing = if turn.number > 1 {
            String::new()
        } else {
            let roles = actor.roles.iter().map(|role| self.role_term(role)).collect();
            let relations = actor.relations.iter().map(|relation| self.relation_term(actor, relation));
            terms(vec![("Roles", roles), ("Relations", relations.collect())], &|year| self.year_label(year))
        };
        self.put("drawing_terms", html(drawing));
    }

    /// Who held which office of a country or an actor, on its first page.
    pub fn put_drawn_offices(&mut self, of: Target, turn: Turn) {
        let site = self.renderer.site;
        let held = if turn.number == 1 { site.offices.get(&of) } else { None };
        let mut by_title: BTreeMap<&str, Vec<Term<'a>>> = BTreeMap::new();
        for (id, place) in held.into_iter().flatten() {
            let role = &site[*id].roles[*place];
            self.shows_items([Target::Actor(*id)]);
            self.shows(role.marking);
            by_title.entry(&role.title).or_default().push(self.holder_term(*id, role));
        }
        let lanes = by_title.into_iter().map(|(title, holders)| Office { title, holders });
        self.put("drawing_offices", html(offices(lanes.collect(), &|year| self.year_label(year))));
    }

    fn way_to(&self, href: &str) -> String {
        [self.root, href].concat()
    }

    /// `here`: the URL of the page that shows it.
    fn told(&self, entry: Entry, here: Option<&str>) -> Told<'a> {
        let site = self.renderer.site;
        match entry {
            Entry::Event(id) => {
                let event = &site[id];
                Told {
                    date: Cow::Borrowed(&event.date),
                    words: self.renderer.shapes.language.date(&event.date),
                    title: &event.title,
                    importance: event.importance,
                    is_article: false,
                    href: self.entry_href(entry, &anchor(&event.slug), here),
                }
            }
            Entry::Article(id) => {
                let article = &site[id];
                let day = article.date.as_ref().expect("the timeline has no article without a date").day();
                Told {
                    date: Cow::Owned(Edtf::from(day)),
                    words: self.renderer.shapes.language.day(day),
                    title: &article.title,
                    importance: 2,
                    is_article: true,
                    href: self.entry_href(entry, &format!("article-{}", article.slug), here),
                }
            }
        }
    }

    /// The way to an entry in the timeline's lists.
    fn entry_href(&self, entry: Entry, anchor: &str, here: Option<&str>) -> String {
        let plan = self.renderer.plan;
        let page = plan.timeline.page_of(entry, plan.settings.page_size);
        let page = page.unwrap_or_else(|| "timeline/".to_owned());
        let fragment = encode(anchor);
        if here == Some(page.as_str()) {
            return format!("#{fragment}");
        }
        format!("{}{}#{fragment}", self.root, plan.page_href(&page))
    }

    fn importance(&self, entry: Entry) -> u8 {
        match entry {
            Entry::Event(id) => self.renderer.site[id].importance,
            Entry::Article(_) => 2,
        }
    }

    fn year_label(&self, year: i32) -> String {
        self.renderer.shapes.language.year(year)
    }

    fn count(&self, entries: &[Entry]) -> Count {
        let mut count = Count::default();
        entries.iter().for_each(|entry| count.add(self.importance(*entry)));
        count
    }

    /// The twelve months of a year, each with the way to where its entries begin.
    fn drawn_months(&self, page: &YearPage, here: Option<&str>) -> Vec<Month<'static>> {
        let site = self.renderer.site;
        let language = self.renderer.shapes.language;
        let mut months: Vec<Month<'static>> =
            (1..=12).map(|number| Month { name: language.month(number), ..Month::default() }).collect();
        for entries in page.entries.chunk_by(|left, right| month(site, *left) == month(site, *right)) {
            let Some(number) = month(site, entries[0]) else { continue };
            let made = &mut months[usize::from(number) - 1];
            made.href = self.entry_href(entries[0], &format!("month-{number:02}"), here);
            made.count = self.count(entries);
        }
        months
    }

    /// Those named most often, each with a lane, and one for all other entries.
    fn lanes(&mut self, entries: &[Entry]) -> Vec<Lanes<'a>> {
        let site = self.renderer.site;
        let actors = |entry: Entry| -> Vec<Target> {
            let named = match entry {
                Entry::Event(id) => &site[id].actors,
                Entry::Article(id) => &site[id].actors,
            };
            named.iter().map(|(id, _)| Target::Actor(*id)).collect()
        };
        let countries = |entry: Entry| -> Vec<Target> {
            let named = match entry {
                Entry::Event(id) => &site[id].countries,
                Entry::Article(id) => &site[id].countries,
            };
            named.iter().copied().map(Target::Country).collect()
        };
        let by_actor = self.lanes_of("actor", entries, actors);
        let by_country = self.lanes_of("country", entries, countries);
        let made: Vec<Lanes<'a>> = [by_actor, by_country].into_iter().flatten().collect();
        if made.is_empty() {
            let lane =
                Lane { name: "Each entry", href: String::new(), entries: (0..entries.len()).collect() };
            return vec![Lanes { kind: "entry", lanes: vec![lane] }];
        }
        made
    }

    /// None where nobody is named twice.
    fn lanes_of(
        &mut self,
        kind: &'static str,
        entries: &[Entry],
        named: impl Fn(Entry) -> Vec<Target>,
    ) -> Option<Lanes<'a>> {
        let mut by_target: BTreeMap<Target, Vec<usize>> = BTreeMap::new();
        for (place, entry) in entries.iter().enumerate() {
            for target in named(*entry) {
                by_target.entry(target).or_default().push(place);
            }
        }
        let mut most: Vec<(Target, Vec<usize>)> =
            by_target.into_iter().filter(|(_, entries)| entries.len() > 1).collect();
        most.sort_by_key(|(target, entries)| (std::cmp::Reverse(entries.len()), *target));
        most.truncate(LANES);
        self.shows_items(most.iter().map(|(target, _)| *target));
        let mut is_left = vec![true; entries.len()];
        most.iter().flat_map(|(_, entries)| entries).for_each(|place| is_left[*place] = false);
        let mut lanes: Vec<Lane<'a>> =
            most.into_iter().map(|(target, entries)| self.lane(target, entries)).collect();
        let left: Vec<usize> = (0..entries.len()).filter(|place| is_left[*place]).collect();
        if !lanes.is_empty() && !left.is_empty() {
            lanes.push(Lane { name: "All others", href: String::new(), entries: left });
        }
        (!lanes.is_empty()).then_some(Lanes { kind, lanes })
    }

    fn lane(&self, target: Target, entries: Vec<usize>) -> Lane<'a> {
        let renderer = self.renderer;
        let href = self.to(target);
        Lane { name: renderer.site.name(target), href, entries }
    }

    /// The way to an item's page; empty where it has none.
    fn to(&self, target: Target) -> String {
        match self.renderer.plan.href(target) {
            "" => String::new(),
            href => self.way_to(href),
        }
    }

    fn role_term(&self, role: &'a Role) -> Term<'a> {
        let name = match role.of {
            Some(of) => format!("{}, {}", role.title, self.renderer.site.name(of)),
            None => role.title.clone(),
        };
        let href = role.of.map_or_else(String::new, |of| self.to(of));
        term(self.renderer.shapes.language, name, role.marking, href, role.from.as_ref(), role.to.as_ref())
    }

    fn relation_term(&self, of: &Actor, relation: &'a Relation) -> Term<'a> {
        let other = Target::Actor(relation.to);
        let label = words(of.item.kind, relation.kind, relation.inverse);
        let mut letters = label.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        let name = format!("{first}{} {}", letters.as_str(), self.renderer.site.name(other));
        term(
            self.renderer.shapes.language,
            name,
            relation.marking,
            self.to(other),
            relation.from.as_ref(),
            relation.until.as_ref(),
        )
    }

    fn holder_term(&self, id: ActorId, role: &'a Role) -> Term<'a> {
        let name = self.renderer.site[id].name.clone();
        term(
            self.renderer.shapes.language,
            name,
            role.marking,
            self.to(Target::Actor(id)),
            role.from.as_ref(),
            role.to.as_ref(),
        )
    }
}

fn term<'a>(
    language: Language,
    name: String,
    marking: Marking,
    href: String,
    from: Option<&'a Edtf>,
    to: Option<&'a Edtf>,
) -> Term<'a> {
    let words = |date: &Edtf| language.date(date);
    let dates = match (from.map(words), to.map(words)) {
        (Some(from), Some(to)) => format!(": from {from} until {to}"),
        (Some(from), None) => format!(": since {from}"),
        (None, Some(to)) => format!(": until {to}"),
        (None, None) => String::new(),
    };
    let title = format!("{name}{dates}");
    let marking = if marking == Marking::Clear { "" } else { marking.label() };
    Term { name, title, marking, href, from, to }
}
