//! Sources and publishers.

use tera::Value;

use super::{About, ViewOf};
use crate::model::site::{PublisherId, SourceId, Target};
use crate::plan::Turn;
use crate::render::values::{extend, object, text};

impl ViewOf<'_, '_> {
    pub fn source(&mut self, id: SourceId) -> About {
        let renderer = self.renderer;
        let source = &renderer.site[id];
        let value = renderer.shapes.source(id, 0, 0);
        let value = extend(value, [("body", renderer.shapes.body(&source.text, self.root))]);
        self.put("source", value);
        let others: Vec<Target> = source
            .articles
            .iter()
            .copied()
            .map(Target::Article)
            .chain(source.linked_from.iter().copied())
            .collect();
        self.put("rows", renderer.rows.articles(&source.articles, self.root));
        self.put("linked_from", renderer.rows.targets(&source.linked_from, self.root));
        self.put("event_rows", renderer.rows.events(&source.events, self.root));
        self.put("total", Value::from(others.len()));
        About::new("source.html", "source", &source.title, "sources")
            .marked(source.marking)
            .crumbs(renderer, &[("Sources", "sources/")])
    }

    pub fn publisher(&mut self, id: PublisherId, turn: Turn) -> About {
        let renderer = self.renderer;
        let publisher = &renderer.site[id];
        let url = renderer.plan.publisher_href(id);
        self.put("publisher", object([("name", text(&publisher.name)), ("url", text(url))]));
        let shown: Vec<Target> =
            publisher.sources[turn.start..turn.end].iter().copied().map(Target::Source).collect();
        self.put("rows", renderer.rows.targets(&shown, self.root));
        self.put("total", Value::from(publisher.sources.len()));
        self.put_pagination(&format!("publishers/{}/", publisher.slug), turn);
        let crumbs = [("Sources", "sources/"), ("Publishers", "publishers/")];
        About::new("publisher.html", "publisher", &publisher.name, "sources")
            .crumbs(renderer, &crumbs)
            .turned(turn)
    }
}
