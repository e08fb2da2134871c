//! List pages, a page of each at a time.

use super::{About, ViewOf};
use crate::model::site::{ActorId, ArticleId, AuthorId, PublisherId, Target, TopicId};
use crate::plan::{Turn, View};
use crate::render::value::Value;
use crate::render::values::text;

impl<'a> ViewOf<'_, 'a> {
    pub fn list(&mut self, view: &View, turn: Turn) -> About<'a> {
        let renderer = self.renderer;
        let (plan, site) = (renderer.plan, renderer.site);
        let range = turn.start..turn.end;
        let every = |target: fn(usize) -> Target| range.clone().map(target).collect::<Vec<_>>();
        let (template, heading, base, total, shown) = match view {
            View::Articles(_) => {
                let shown = every(|index| Target::Article(ArticleId::new(index)));
                ("articles.html", "Articles", "articles", site.articles.len(), shown)
            }
            View::Actors(_) => {
                let shown = every(|index| Target::Actor(ActorId::new(index)));
                ("actors.html", "Actors", "actors", site.actors.len(), shown)
            }
            View::Countries(_) => {
                let shown = plan.listed_countries[range].iter().copied().map(Target::Country).collect();
                ("countries.html", "Countries", "countries", plan.listed_countries.len(), shown)
            }
            View::Topics(_) => {
                let shown = every(|index| Target::Topic(TopicId::new(index)));
                ("topics.html", "Topics", "topics", site.topics.len(), shown)
            }
            View::Authors(_) => {
                let shown = every(|index| Target::Author(AuthorId::new(index)));
                ("authors.html", "Authors", "authors", site.authors.len(), shown)
            }
            View::Sources(_) => {
                let shown = plan.listed_sources[range].iter().copied().map(Target::Source).collect();
                ("sources.html", "Sources", "sources", plan.listed_sources.len(), shown)
            }
            _ => return self.publishers(turn),
        };
        let rows = self.target_rows(&shown);
        self.list_of(template, heading, base, total, rows, turn)
    }

    fn publishers(&mut self, turn: Turn) -> About<'a> {
        let range = turn.start..turn.end;
        self.shows_publishers(range.clone().map(PublisherId::new));
        let rows = self.renderer.publisher_rows(range, self.root);
        let total = self.renderer.site.publishers.len();
        self.list_of("publishers.html", "Publishers", "publishers", total, rows, turn)
    }

    fn list_of(
        &mut self,
        template: &'static str,
        heading: &'static str,
        base: &'static str,
        total: usize,
        rows: Value<'a>,
        turn: Turn,
    ) -> About<'a> {
        self.put("heading", text(heading));
        self.put("rows", rows);
        self.put("total", Value::from(total));
        self.put_pagination(&format!("{base}/"), turn);
        // Two lists have no entry of their own in the navigation.
        let section = match base {
            "publishers" => "sources",
            "authors" => "",
            _ => base,
        };
        About::new(template, base, heading, section).crumbs(self.renderer, &[]).turned(turn)
    }

    pub fn corrections(&mut self, turn: Turn) -> About<'a> {
        let plan = self.renderer.plan;
        self.put_corrections(&plan.corrections[turn.start..turn.end]);
        self.put("total", Value::from(plan.corrections.len()));
        self.put_pagination("corrections/", turn);
        About::new("corrections.html", "corrections", "Corrections", "")
            .crumbs(self.renderer, &[])
            .fed("Corrections", "corrections/".to_owned())
            .turned(turn)
    }
}
