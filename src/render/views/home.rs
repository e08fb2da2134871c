//! The front page: the newest article, a few more, the latest events, what was corrected.

use super::timelines::AT_A_GLANCE;
use super::{About, ViewOf, banner};
use crate::model::document::Status;
use crate::model::site::{ArticleId, EventId, PageId, Target};
use crate::render::value::Value;
use crate::render::values::{extend, list};

/// How many of each the front page shows: an edition that one can finish.
const ARTICLES: usize = 9;
const EVENTS: usize = 6;
const CORRECTIONS: usize = 3;

impl<'a> ViewOf<'_, 'a> {
    pub fn home(&mut self) -> About<'a> {
        let renderer = self.renderer;
        let site = renderer.site;
        let intro = (0..site.pages.len()).map(PageId::new).find(|id| site[*id].path.is_empty());
        let body = intro.map_or_else(Self::no_html, |id| renderer.shapes.body(&site[id].text, self.root));
        self.put("intro", body);
        let sources =
            intro.map_or_else(|| Value::from(Vec::new()), |id| renderer.shapes.sources(&site[id].text));
        self.put("sources", sources);
        if let Some(id) = intro {
            self.shows_items([Target::Page(id)]);
            self.shows_text(&site[id].text);
        }
        let dated = || (0..site.articles.len()).map(ArticleId::new).filter(|id| site[*id].date.is_some());
        // What is not finished, and what no longer holds, leads only where there is nothing else.
        let stands = |id: &ArticleId| !site[*id].draft && site[*id].status != Status::Withdrawn;
        let lead = dated().find(stands).or_else(|| dated().next());
        self.put("lead", lead.map_or_else(|| Value::None, |id| renderer.shapes.card(id)));
        if let Some(id) = lead {
            self.shows_items([Target::Article(id)]);
            self.shows_items(banner::authors(&site[id].authors));
        }
        let latest: Vec<ArticleId> = dated().filter(|id| Some(*id) != lead).take(ARTICLES).collect();
        let rows = self.article_rows(&latest);
        self.put("rows", rows);
        self.put("more", Value::from(site.articles.len() > 1 + latest.len()));
        let coming = self.put_almanac(AT_A_GLANCE);
        let others = (0..site.events.len()).rev().map(EventId::new).filter(|id| !coming.contains(id));
        let events: Vec<EventId> = others.take(EVENTS).collect();
        let event_rows = self.event_rows(&events);
        self.put("event_rows", event_rows);
        let newest = &renderer.plan.corrections[..renderer.plan.corrections.len().min(CORRECTIONS)];
        self.put_corrections(newest);
        About::new("home.html", "home", &renderer.config.title, "home")
            .described(renderer.config.description.as_str())
    }

    pub fn put_corrections(&mut self, corrections: &[(ArticleId, usize)]) {
        let renderer = self.renderer;
        let written = |id: ArticleId, place: usize| &renderer.site[id].corrections[place];
        for (id, place) in corrections {
            self.shows_items([Target::Article(*id)]);
            self.shows(written(*id, *place).marking);
        }
        let value = list(corrections, |(id, place)| {
            let correction = super::article::correction(written(*id, *place), &renderer.shapes);
            extend(correction, [("article", renderer.shapes.link(Target::Article(*id)))])
        });
        self.put("corrections", value);
    }
}
