//! The article page, and free pages.

use super::{About, ViewOf};
use crate::link::{Related, related};
use crate::model::document::{CorrectionKind, KeyPoint, Status};
use crate::model::language;
use crate::model::marking::Marking;
use crate::model::site::{Article, ArticleId, Correction, PageId, Target};
use crate::plan::prose::use_anchor;
use crate::render::value::Value;
use crate::render::values::{
    Shapes, extend, extra, list, mark, minutes, object, optional, own_summary, source_number, text,
};

impl<'a> ViewOf<'_, 'a> {
    pub fn article(&mut self, id: ArticleId) -> About<'a> {
        let renderer = self.renderer;
        let (site, shapes) = (renderer.site, &renderer.shapes);
        let article = &site[id];
        let card = shapes.card(id);
        self.shows_article(id, article);
        let event_rows = self.own_event_rows(id, &article.events);
        let linked_from = self.backlink_rows(Target::Article(id), &article.linked_from);
        let related = self.related(id);
        // The newest comes first in the list.
        let newer = (id.index() > 0).then(|| ArticleId::new(id.index() - 1));
        let older = (id.index() + 1 < site.articles.len()).then(|| ArticleId::new(id.index() + 1));
        self.shows_items(newer.into_iter().chain(older).map(Target::Article));
        let turn = |id: Option<ArticleId>| id.map_or_else(|| Value::None, |id| shapes.card(id));
        let (figures, uses) = figures(article);
        let value = extend(
            card,
            [
                ("summary", own_summary(&article.summary, &article.text)),
                ("updated", shapes.optional_moment(article.updated.as_ref())),
                ("information_cutoff", shapes.optional_moment(article.information_cutoff.as_ref())),
                ("key_points", list(&article.key_points, key_point)),
                ("actors", shapes.actors(&article.actors)),
                ("countries", shapes.countries(&article.countries)),
                ("topics", shapes.topics(&article.topics)),
                ("image", shapes.image(article.image.as_ref())),
                ("translations", self.translations(article)),
                ("toc", shapes.toc(&article.text)),
                ("body", shapes.body(&article.text, self.root)),
                ("words", Value::from(article.text.body.words)),
                ("minutes", Value::from(minutes(article))),
                ("figures", figures),
                ("event_rows", event_rows),
                ("sources", shapes.numbered(&article.text.sources, &uses)),
                ("corroboration", shapes.corroboration(&article.text.sources)),
                ("corrections", list(&article.corrections, |each| correction(each, shapes))),
                ("retraction", retraction(article).map_or(Value::None, |each| correction(each, shapes))),
                ("previous", turn(older)),
                ("next", turn(newer)),
                ("related", related),
                ("linked_from", linked_from),
                ("extra", extra(&article.extra)),
            ],
        );
        self.put("article", value);
        let crumbs = [("Articles", "articles/")];
        let mut about = About::new("article.html", "article", &article.title, "articles")
            .described(article.summary.as_str())
            .crumbs(renderer, &crumbs);
        about.lang = article.lang.as_deref().unwrap_or_default();
        about.draft = article.draft;
        if article.status == Status::Withdrawn {
            about.title = format!("Withdrawn: {}", article.title).into();
        }
        about
    }

    /// Articles on the same subjects, with the reasons.
    fn related(&mut self, id: ArticleId) -> Value<'a> {
        let renderer = self.renderer;
        let related = related(renderer.site, id);
        self.shows_items(related.iter().map(|related| Target::Article(related.article)));
        self.shows_items(related.iter().flat_map(|related| related.reasons.iter().copied()));
        list(related, |Related { article, reasons }| {
            let is_cited = Value::from(matches!(reasons.first(), Some(Target::Source(_))));
            let reasons = list(reasons, |reason| renderer.shapes.link(reason));
            extend(renderer.shapes.card(article), [("reasons", reasons), ("cites", is_cited)])
        })
    }

    fn translations(&self, article: &Article) -> Value<'a> {
        let renderer = self.renderer;
        list(&article.translations, |id| {
            let other = &renderer.site[*id];
            let lang = other.lang.as_ref().unwrap_or(&renderer.config.language);
            let own = [("lang", text(lang)), ("language", Value::from(language::in_itself(lang)))];
            extend(renderer.shapes.link(Target::Article(*id)), own)
        })
    }

    pub fn page(&mut self, id: PageId) -> About<'a> {
        let renderer = self.renderer;
        let page = &renderer.site[id];
        let content = object([
            ("title", text(&page.title)),
            ("summary", own_summary(&page.summary, &page.text)),
            ("image", renderer.shapes.image(page.image.as_ref())),
            ("toc", renderer.shapes.toc(&page.text)),
            ("body", renderer.shapes.body(&page.text, self.root)),
            ("sources", renderer.shapes.sources(&page.text)),
            ("extra", extra(&page.extra)),
        ]);
        self.put("content", content);
        self.shows_items([Target::Page(id)]);
        self.shows_text(&page.text);
        self.shows_image(page.image.as_ref());
        let mut about = About::new("page.html", "page", &page.title, "")
            .described(page.summary.as_str())
            .crumbs(renderer, &[]);
        about.lang = page.lang.as_deref().unwrap_or_default();
        about
    }
}

/// Why it was withdrawn: the newest correction of that kind.
fn retraction(article: &Article) -> Option<&Correction> {
    let retractions = article.corrections.iter().filter(|each| each.kind == CorrectionKind::Retraction);
    retractions.max_by_key(|each| &each.date).filter(|_| article.status == Status::Withdrawn)
}

fn key_point(point: &KeyPoint) -> Value<'_> {
    object([
        ("text", text(&point.text)),
        ("likelihood", optional(point.likelihood.as_ref())),
        ("confidence", optional(point.confidence.as_ref())),
        ("marking", mark(Marking::of_part(point.marking.as_ref()))),
    ])
}

pub fn correction<'c>(correction: &'c Correction, shapes: &Shapes<'_>) -> Value<'c> {
    object([
        ("date", shapes.moment(&correction.date)),
        ("kind", text(correction.kind.word())),
        ("text", text(&correction.text)),
        ("marking", mark(correction.marking)),
    ])
}

/// The figures, and how often the page cites each source: in its text, then in them.
fn figures(article: &Article) -> (Value<'_>, Vec<usize>) {
    let mut uses = article.text.uses.clone();
    let mut values = Vec::with_capacity(article.figures.len());
    for (figure, source) in &article.figures {
        let place = source.and_then(|source| article.text.sources.iter().position(|known| *known == source));
        values.push(object([
            ("label", text(&figure.label)),
            ("value", text(&figure.value)),
            ("unit", optional(figure.unit.as_ref())),
            ("citation", place.map_or(Value::None, |place| citation(place, &mut uses))),
            ("marking", mark(Marking::of_part(figure.marking.as_ref()))),
        ]));
    }
    (Value::from(values), uses)
}

/// One more use of a source.
fn citation(place: usize, uses: &mut [usize]) -> Value<'static> {
    uses[place] += 1;
    let id = use_anchor(place + 1, uses[place]);
    extend(source_number(place + 1), [("id", Value::from(id))])
}
