//! The front page: the newest article, a few more, the latest events, what was corrected.

use tera::Value;

use super::{About, ViewOf};
use crate::model::site::{Article, ArticleId, EventId, PageId, Target};
use crate::render::values::{extend, list};

/// How many of each the front page shows: an edition that one can finish.
const ARTICLES: usize = 9;
const EVENTS: usize = 6;
const CORRECTIONS: usize = 3;

impl ViewOf<'_, '_> {
    pub fn home(&mut self) -> About {
        let renderer = self.renderer;
        let site = renderer.site;
        let intro = site.pages.iter().position(|page| page.path.is_empty()).map(PageId::new);
        let body = intro.map_or_else(Self::no_html, |id| renderer.shapes.body(&site[id].text, self.root));
        self.put("intro", body);
        let mut dated = (0..site.articles.len()).map(ArticleId::new).filter(|id| site[*id].date.is_some());
        let lead = dated.next();
        self.put("lead", lead.map_or_else(|| renderer.shapes.none(), |id| renderer.shapes.card(id)));
        let latest: Vec<ArticleId> = dated.take(ARTICLES).collect();
        self.put("rows", renderer.rows.articles(&latest, self.root));
        self.put("more", Value::from(site.articles.len() > 1 + latest.len()));
        let first = site.events.len().saturating_sub(EVENTS);
        let events: Vec<EventId> = (first..site.events.len()).rev().map(EventId::new).collect();
        self.put("event_rows", renderer.rows.events(&events, self.root));
        let newest = &renderer.plan.corrections[..renderer.plan.corrections.len().min(CORRECTIONS)];
        self.put_corrections(newest);
        let shown = lead.iter().chain(&latest).map(|id| &site[*id]).map(marking);
        let marking = shown.chain(intro.map(|id| site[id].marking)).max().unwrap_or_default();
        About::new("home.html", "home", &renderer.config.title, "home")
            .described(&renderer.config.description)
            .marked(marking)
    }

    pub fn put_corrections(&mut self, corrections: &[(ArticleId, usize)]) {
        let renderer = self.renderer;
        let value = list(corrections, |(id, place)| {
            let correction = super::article::correction(&renderer.site[*id].corrections[*place]);
            extend(correction, [("article", renderer.shapes.link(Target::Article(*id)))])
        });
        self.put("corrections", value);
    }
}

fn marking(article: &Article) -> crate::model::marking::Marking {
    article.marking
}
