//! Sources and publishers.

use super::{About, ViewOf};
use crate::model::origins::{OriginId, OriginName};
use crate::model::site::{PublisherId, SourceId, Target};
use crate::plan::Turn;
use crate::render::value::Value;
use crate::render::values::{extend, object, text};

/// How many other sources of one account a page lists: each of many would list all the others.
const MOST_OF_ONE_ORIGIN: usize = 50;

impl<'a> ViewOf<'_, 'a> {
    /// All but the articles stands on the first page alone.
    pub fn source(&mut self, id: SourceId, turn: Turn) -> About<'a> {
        let renderer = self.renderer;
        let source = &renderer.site[id];
        let value = renderer.shapes.source(id, 0, 0);
        let value = extend(value, [("body", renderer.shapes.body(&source.text, self.root))]);
        self.put("source", value);
        self.shows_sources(&[id]);
        let accounts = renderer.site.origins.of(id);
        let is_first = turn.number == 1;
        let same_origin = accounts.iter().filter(|_| is_first);
        let same_origin = same_origin.filter_map(|account| self.same_origin(id, *account)).collect();
        self.put("same_origin", Value::List(same_origin));
        self.shows_text(&source.text);
        self.put_articles(Target::Source(id), &source.articles, &format!("sources/{}/", source.slug), turn);
        let (events, linked): (&[_], &[_]) =
            if is_first { (&source.events, &source.linked_from) } else { (&[], &[]) };
        let linked_from = self.backlink_rows(Target::Source(id), linked);
        self.put("linked_from", linked_from);
        let event_rows = self.event_rows(events);
        self.put("event_rows", event_rows);
        About::new("source.html", "source", &source.title, "sources")
            .crumbs(renderer, &[("Sources", "sources/")])
            .turned(turn)
    }

    /// The other sources that rest on an account; none where there are none.
    fn same_origin(&mut self, id: SourceId, account: OriginId) -> Option<Value<'a>> {
        let renderer = self.renderer;
        let account = &renderer.site.origins[account];
        let others = account.sources.iter().filter(|other| **other != id);
        let shown: Vec<Target> = others.take(MOST_OF_ONE_ORIGIN).copied().map(Target::Source).collect();
        let more = account.sources.len() - 1 - shown.len();
        let value = || {
            let rows = self.target_rows(&shown);
            let own = [
                ("is_own", Value::from(account.name == OriginName::Source(id))),
                ("reports", Value::from(account.sources.len())),
                ("rows", rows),
                ("more", Value::from(more)),
            ];
            extend(renderer.shapes.origin(&account.name), own)
        };
        (!shown.is_empty()).then(value)
    }

    pub fn publisher(&mut self, id: PublisherId, turn: Turn) -> About<'a> {
        let renderer = self.renderer;
        let publisher = &renderer.site[id];
        let url = renderer.plan.publisher_href(id);
        self.shows_publishers([id]);
        self.put("publisher", object([("name", text(&publisher.name)), ("url", text(url))]));
        self.put("articles", Value::from(publisher.articles));
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
