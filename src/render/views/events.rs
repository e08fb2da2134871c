//! Events: what is told of each, by whom, and what happened before and after.

use super::{About, ViewOf, banner};
use crate::link::differences;
use crate::model::site::{Account, Event, EventId, Place, Target};
use crate::render::rows::timeline_url;
use crate::render::value::Value;
use crate::render::values::{extend, extra, list, object, text};

/// How many other events of those who take part are shown, of those before and of those after.
const NEAR: usize = 3;

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
        let neighbour = |id: Option<EventId>| {
            id.map_or_else(
                || Value::None,
                |id| {
                    extend(
                        shapes.link(Target::Event(id)),
                        [("date", Value::from(shapes.language.date(&site[id].date)))],
                    )
                },
            )
        };
        let with_page = |id: &EventId| site[*id].id.is_some();
        let previous = (0..id.index()).rev().map(EventId::new).find(with_page);
        let next = (id.index() + 1..site.events.len()).map(EventId::new).find(with_page);
        self.shows_items(previous.into_iter().chain(next).map(Target::Event));
        self.put("previous", neighbour(previous));
        self.put("next", neighbour(next));
        let near = self.near(id, event, [previous, next]);
        let near_rows = self.event_rows(&near);
        self.put("near_rows", near_rows);
        About::new("event.html", "event", &event.title, "timeline")
            .described(event.summary.as_str())
            .crumbs(renderer, &[("Timeline", "timeline/")])
    }

    /// What else those who take part did not long before and after, in the order of time, without the neighbours.
    fn near(&self, id: EventId, event: &Event, neighbours: [Option<EventId>; 2]) -> Vec<EventId> {
        let site = self.renderer.site;
        let mut near: Vec<EventId> = Vec::new();
        for (actor, _) in &event.actors {
            let events = &site[*actor].named_by.events;
            let at = events.partition_point(|other| *other < id);
            let (before, after) = (&events[..at], &events[at..]);
            near.extend(before.iter().rev().take(NEAR));
            near.extend(after.iter().filter(|other| **other != id).take(NEAR));
        }
        near.retain(|other| !neighbours.contains(&Some(*other)));
        near.sort_unstable();
        near.dedup();
        let at = near.partition_point(|other| *other < id);
        near[at.saturating_sub(NEAR)..(at + NEAR).min(near.len())].to_vec()
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
        let differs = event.accounts.first().map_or_else(Vec::new, |first| differences(first, account));
        object([
            ("title", text(title)),
            ("url", text(url)),
            ("date", shapes.edtf(&account.date)),
            ("place", text(place)),
            ("summary", text(&account.summary)),
            ("differs", Value::from(!differs.is_empty())),
            ("differs_on", Value::from(differs.join(" and "))),
            ("sources", list(&account.sources, |id| shapes.link(Target::Source(*id)))),
        ])
    }
}
