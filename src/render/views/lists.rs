//! List pages, a page of each at a time.

use tera::Value;

use super::{About, ViewOf};
use crate::model::site::{ActorId, ArticleId, AuthorId, Target, TopicId};
use crate::plan::{Turn, View};
use crate::render::values::text;

impl ViewOf<'_, '_> {
    pub fn list(&mut self, view: &View, turn: Turn) -> About {
        let (renderer, root) = (self.renderer, self.root);
        let (plan, site, rows) = (renderer.plan, renderer.site, &renderer.rows);
        let range = turn.start..turn.end;
        let every = |target: fn(usize) -> Target| range.clone().map(target).collect::<Vec<_>>();
        let (template, heading, base, total, rows) = match view {
            View::Articles(_) => {
                let rows = rows.articles(range.clone().map(ArticleId::new), root);
                ("articles.html", "Articles", "articles", site.articles.len(), rows)
            }
            View::Actors(_) => {
                let targets = every(|index| Target::Actor(ActorId::new(index)));
                ("actors.html", "Actors", "actors", site.actors.len(), rows.targets(&targets, root))
            }
            View::Countries(_) => {
                let targets: Vec<Target> =
                    plan.listed_countries[range].iter().copied().map(Target::Country).collect();
                (
                    "countries.html",
                    "Countries",
                    "countries",
                    plan.listed_countries.len(),
                    rows.targets(&targets, root),
                )
            }
            View::Topics(_) => {
                let targets = every(|index| Target::Topic(TopicId::new(index)));
                ("topics.html", "Topics", "topics", site.topics.len(), rows.targets(&targets, root))
            }
            View::Authors(_) => {
                let targets = every(|index| Target::Author(AuthorId::new(index)));
                ("authors.html", "Authors", "authors", site.authors.len(), rows.targets(&targets, root))
            }
            View::Sources(_) => {
                let targets: Vec<Target> =
                    plan.listed_sources[range].iter().copied().map(Target::Source).collect();
                (
                    "sources.html",
                    "Sources",
                    "sources",
                    plan.listed_sources.len(),
                    rows.targets(&targets, root),
                )
            }
            _ => (
                "publishers.html",
                "Publishers",
                "publishers",
                site.publishers.len(),
                rows.publishers(range, root),
            ),
        };
        self.put("heading", text(heading));
        self.put("rows", rows);
        self.put("total", Value::from(total));
        self.put_pagination(&format!("{base}/"), turn);
        About::new(template, base, heading, base).crumbs(renderer, &[]).turned(turn)
    }

    pub fn corrections(&mut self, turn: Turn) -> About {
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
