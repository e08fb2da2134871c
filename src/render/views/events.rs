//! Events and the timeline.

use super::{About, ViewOf, banner};
use crate::link::differ;
use crate::model::site::{Account, Event, EventId, Place, Target};
use crate::plan::{Turn, month};
use crate::render::rows::timeline_url;
use crate::render::value::Value;
use crate::render::values::{extra, list, object, text};

impl<'a> ViewOf<'_, 'a> {
    pub fn event(&mut self, id: EventId) -> About<'a> {
        let renderer = self.renderer;
        let (site, shapes) = (renderer.site, &renderer.shapes);
        let event = &site[id];
        let value = object([
            ("title", text(&event.title)),
            ("url", text(renderer.plan.href(Target::Event(id)))),
            ("date", shapes.edtf(&event.date)),
            ("summary", text(&event.summary)),
            ("body", shapes.body(&event.text, self.root)),
            ("image", shapes.image(event.image.as_ref())),
            ("importance", Value::from(event.importance)),
            ("place", event.place.as_ref().map_or_else(|| Value::None, |place| self.place(place))),
            ("actors", shapes.actors(&event.actors)),
            ("countries", shapes.countries(&event.countries)),
            ("topics", shapes.topics(&event.topics)),
            ("accounts", list(&event.accounts, |account| self.account(event, account))),
            ("extra", extra(&event.extra)),
        ]);
        self.put("event", value);
        self.shows_event(id, event);
        let mut sources = event.text.sources.clone();
        sources.extend(event.sources.iter().filter(|source| !event.text.sources.contains(source)));
        self.put("sources", shapes.numbered(&sources, &event.text.uses));
        self.put("corroboration", shapes.corroboration(&sources));
        let linked_from = self.backlink_rows(Target::Event(id), &event.linked_from);
        self.put("linked_from", linked_from);
        self.put("timeline_url", Value::from(timeline_url(renderer, id)));
        let neighbour =
            |id: Option<EventId>| id.map_or_else(|| Value::None, |id| shapes.link(Target::Event(id)));
        let with_page = |id: &EventId| site[*id].id.is_some();
        let previous = (0..id.index()).rev().map(EventId::new).find(with_page);
        let next = (id.index() + 1..site.events.len()).map(EventId::new).find(with_page);
        self.shows_items(previous.into_iter().chain(next).map(Target::Event));
        self.put("previous", neighbour(previous));
        self.put("next", neighbour(next));
        About::new("event.html", "event", &event.title, "timeline")
            .described(&event.summary)
            .crumbs(renderer, &[("Timeline", "timeline/")])
    }

    fn shows_event(&mut self, id: EventId, event: &Event) {
        self.shows_items([Target::Event(id)]);
        self.shows_text(&event.text);
        self.shows_image(event.image.as_ref());
        self.shows_items(banner::actors(&event.actors));
        self.shows_items(banner::countries(&event.countries));
        self.shows_items(banner::topics(&event.topics));
        self.shows_items(event.place.iter().filter_map(|place| place.country.map(Target::Country)));
        self.shows_sources(&event.sources);
        for account in &event.accounts {
            self.shows_items(account.article.map(Target::Article));
            self.shows_items(account.sources.iter().copied().map(Target::Source));
        }
    }

    fn place(&self, place: &'a Place) -> Value<'a> {
        let degrees = |degrees: Option<f64>| {
            Value::from(degrees.map_or_else(String::new, |degrees| degrees.to_string()))
        };
        object([
            ("name", text(place.geo.name.as_deref().unwrap_or_default())),
            ("country", place.country.map_or_else(|| Value::None, |id| self.renderer.shapes.country(id))),
            ("lat", degrees(place.geo.lat)),
            ("lon", degrees(place.geo.lon)),
        ])
    }

    fn account(&self, event: &Event, account: &'a Account) -> Value<'a> {
        let shapes = &self.renderer.shapes;
        let (title, url) = account.article.map_or(("", ""), |id| {
            (self.renderer.site[id].title.as_str(), self.renderer.plan.href(Target::Article(id)))
        });
        let name_of = |place: &'a Place| {
            let country = || place.country.map(|id| self.renderer.site[id].name.as_str());
            place.geo.name.as_deref().or_else(country)
        };
        let place = account.place.as_ref().and_then(name_of).unwrap_or_default();
        let differs = event.accounts.first().is_some_and(|first| differ(first, account));
        object([
            ("title", text(title)),
            ("url", text(url)),
            ("date", shapes.edtf(&account.date)),
            ("place", text(place)),
            ("summary", text(&account.summary)),
            ("differs", Value::from(differs)),
            ("sources", list(&account.sources, |id| shapes.link(Target::Source(*id)))),
        ])
    }

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
        self.put("total", Value::from(renderer.plan.timeline.len()));
        About::new("timeline.html", "timeline", "Timeline", "timeline").crumbs(renderer, &[])
    }

    pub fn year(&mut self, index: usize, turn: Turn) -> About<'a> {
        let renderer = self.renderer;
        let years = &renderer.plan.timeline.years;
        let year = &years[index];
        let label = renderer.shapes.language.year(year.year);
        let entries = &year.entries[turn.start..turn.end];
        let months =
            entries.chunk_by(|left, right| month(renderer.site, *left) == month(renderer.site, *right));
        let mut values = Vec::new();
        for entries in months {
            let month = entries.first().and_then(|entry| month(renderer.site, *entry));
            let name = month.map_or("Without a month", |month| renderer.shapes.language.month(month));
            let id = month.map_or_else(|| "year".to_owned(), |month| format!("month-{month:02}"));
            let rows = self.entry_rows(entries);
            values.push(object([("name", text(name)), ("id", Value::from(id)), ("rows", rows)]));
        }
        self.put("year", Value::from(label.clone()));
        self.put("months", Value::from(values));
        self.put("total", Value::from(year.entries.len()));
        let neighbour = |index: Option<usize>| {
            index.and_then(|index| years.get(index)).map_or_else(
                || Value::None,
                |year| {
                    object([
                        ("name", Value::from(renderer.shapes.language.year(year.year))),
                        ("url", Value::from(renderer.plan.page_href(&year.url))),
                    ])
                },
            )
        };
        self.put("previous", neighbour(index.checked_sub(1)));
        self.put("next", neighbour(Some(index + 1)));
        self.put_pagination(&year.url, turn);
        About::new("timeline_year.html", "timeline-year", format!("Timeline {label}"), "timeline")
            .crumbs(renderer, &[("Timeline", "timeline/")])
            .turned(turn)
    }
}
