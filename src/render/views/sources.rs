//! Sources and publishers.

use super::{About, ViewOf};
use crate::model::site::{PublisherId, SourceId, Target};
use crate::plan::Turn;
use crate::render::value::Value;
use crate::render::values::{extend, object, text};

impl<'a> ViewOf<'_, 'a> {
    pub fn source(&mut self, id: SourceId) -> About<'a> {
        let renderer = self.renderer;
        let source = &renderer.site[id];
        let value = renderer.shapes.source(id, 0, 0);
        let value = extend(value, [("body", renderer.shapes.body(&source.text, self.root))]);
        self.put("source", value);
        self.shows_items([Target::Source(id)]);
        self.shows_text(&source.text);
        let years = self.backlinks_by_year(Target::Source(id), &source.articles);
        self.put("years", years);
        let linked_from = self.backlink_rows(Target::Source(id), &source.linked_from);
        self.put("linked_from", linked_from);
        let event_rows = self.event_rows(&source.events);
        self.put("event_rows", event_rows);
        self.put("total", Value::from(source.articles.len()));
        About::new("source.html", "source", &source.title, "sources")
            .crumbs(renderer, &[("Sources", "sources/")])
    }

    pub fn publisher(&mut self, id: PublisherId, turn: Turn) -> About<'a> {
        let renderer = self.renderer;
        let publisher = &renderer.site[id];
        let url = renderer.plan.publisher_href(id);
        self.shows_publishers([id]);
        self.put("publisher", object([("name", text(&publisher.name)), ("url", text(url))]));
        let shown: Vec<Target> =
            publisher.sources[turn.start..turn.end].iter().copied().map(Target::Source).collect();
        let rows = self.target_rows(&shown);
        self.put("rows", rows);
        self.put("total", Value::from(publisher.sources.len()));
        self.put_pagination(&format!("publishers/{}/", publisher.slug), turn);
        let crumbs = [("Sources", "sources/"), ("Publishers", "publishers/")];
        About::new("publisher.html", "publisher", &publisher.name, "sources")
            .crumbs(renderer, &crumbs)
            .turned(turn)
    }
}
