//! Actors, countries, topics and authors: a profile, and what names it.

use super::{About, ViewOf, banner, country};
use crate::model::document::{ActorItem, ActorKind, Alias, Image, RelationKind};
use crate::model::marking::Marking;
use crate::model::site::{
    ActorId, ArticleId, AuthorId, CountryId, NamedBy, Relation, Role, SourceId, Target, Text, TopicId,
};
use crate::plan::{ON_PROFILE, Turn};
use crate::render::value::Value;
use crate::render::values::{Shapes, extend, extra, list, mark, object, optional, own_summary, text};

/// How many of those named together are shown.
const TOGETHER: usize = 24;

impl<'a> ViewOf<'_, 'a> {
    pub fn actor(&mut self, id: ActorId, turn: Turn) -> About<'a> {
        let renderer = self.renderer;
        let shapes = &renderer.shapes;
        let actor = &renderer.site[id];
        let item = &actor.item;
        let native = item.native_name.as_ref().map_or_else(
            || Value::None,
            |native| object([("text", text(&native.text)), ("lang", optional(native.lang.as_ref()))]),
        );
        let value = object([
            ("name", text(&actor.name)),
            ("url", text(renderer.plan.href(Target::Actor(id)))),
            ("kind", text(item.kind.word())),
            ("native_name", native),
            ("aliases", list(&item.aliases, alias)),
            ("countries", shapes.countries(&actor.countries)),
            ("summary", own_summary(&actor.summary, &actor.text)),
            ("image", shapes.image(actor.image.as_ref())),
            ("facts", facts(item, shapes)),
            ("roles", list(&actor.roles, |role| self.role(role))),
            ("relations", list(&actor.relations, |relation| self.relation(item.kind, relation))),
            ("identifiers", list(&item.identifiers, |(key, value)| identifier(key, value))),
            ("website", text(item.website.as_ref().map_or("", |website| website.value.as_str()))),
            ("body", shapes.body(&actor.text, self.root)),
            ("toc", shapes.toc(&actor.text)),
            ("extra", extra(&actor.extra)),
        ]);
        self.put("actor", value);
        self.shows_entity(Target::Actor(id), actor.image.as_ref(), turn);
        self.shows_items(banner::countries(&actor.countries));
        if turn.number == 1 {
            self.shows_profile(actor);
        }
        self.put_offices(Target::Actor(id), turn);
        self.put_drawn_offices(Target::Actor(id), turn);
        self.put_terms(actor, turn);
        let base = format!("actors/{}/", actor.slug);
        self.put_named_by(Target::Actor(id), &actor.named_by, &base, turn);
        self.put("sources", shapes.sources(&actor.text));
        self.profile("actor.html", "actor", &actor.name, "actors", &actor.summary, base, turn)
    }

    pub fn country(&mut self, id: CountryId, turn: Turn) -> About<'a> {
        let renderer = self.renderer;
        let shapes = &renderer.shapes;
        let country = &renderer.site[id];
        let value = object([
            ("name", text(&country.name)),
            ("url", text(renderer.plan.href(Target::Country(id)))),
            ("native", Value::None),
            ("capital", text(&country.capital)),
            ("demonyms", list(&country.demonyms, |demonym| text(demonym))),
            ("aliases", list(&country.aliases, alias)),
            ("summary", own_summary(&country.summary, &country.text)),
            ("image", shapes.image(country.image.as_ref())),
            ("body", shapes.body(&country.text, self.root)),
            ("toc", shapes.toc(&country.text)),
            ("extra", extra(&country.extra)),
        ]);
        self.put("country", extend(value, country::facts(renderer, country.row)));
        self.put("actors", list(&country.actors, |id| shapes.actor(*id, None)));
        self.put_offices(Target::Country(id), turn);
        self.put_drawn_offices(Target::Country(id), turn);
        self.shows_entity(Target::Country(id), country.image.as_ref(), turn);
        if turn.number == 1 {
            self.shows_aliases(&country.aliases);
            self.shows_items(country.actors.iter().copied().map(Target::Actor));
            self.shows_items(banner::countries(&country::related(renderer.site, country.row)));
        }
        let base = format!("countries/{}/", country.slug);
        self.put_named_by(Target::Country(id), &country.named_by, &base, turn);
        self.put("sources", shapes.sources(&country.text));
        self.profile("country.html", "country", &country.name, "countries", &country.summary, base, turn)
    }

    pub fn topic(&mut self, id: TopicId, turn: Turn) -> About<'a> {
        let topic = &self.renderer.site[id];
        let url = self.renderer.plan.href(Target::Topic(id));
        let value = self.named(&topic.name, url, &topic.summary, "", &topic.text);
        let image = self.renderer.shapes.image(topic.image.as_ref());
        self.put("topic", extend(value, [("image", image), ("extra", extra(&topic.extra))]));
        self.shows_entity(Target::Topic(id), topic.image.as_ref(), turn);
        let base = format!("topics/{}/", topic.slug);
        self.put_named_by(Target::Topic(id), &topic.named_by, &base, turn);
        self.put("sources", self.renderer.shapes.sources(&topic.text));
        self.profile("topic.html", "topic", &topic.name, "topics", &topic.summary, base, turn)
    }

    pub fn author(&mut self, id: AuthorId, turn: Turn) -> About<'a> {
        let renderer = self.renderer;
        let author = &renderer.site[id];
        let url = renderer.plan.href(Target::Author(id));
        let value = self.named(&author.name, url, &author.summary, &author.website, &author.text);
        let image = renderer.shapes.image(author.image.as_ref());
        self.put("author", extend(value, [("image", image), ("extra", extra(&author.extra))]));
        self.shows_entity(Target::Author(id), author.image.as_ref(), turn);
        let base = format!("authors/{}/", author.slug);
        self.put_articles(Target::Author(id), &author.articles, &base, turn);
        self.put("event_rows", Self::no_html());
        self.put("drawing", Self::no_html());
        self.put("event_total", text(""));
        self.put("timeline_url", text(""));
        self.put("co_actors", Value::from(Vec::<Value>::new()));
        self.put("co_countries", Value::from(Vec::<Value>::new()));
        self.put("linked_from", Self::no_html());
        self.put("sources", renderer.shapes.sources(&author.text));
        About::new("author.html", "author", &author.name, "")
            .described(author.summary.as_str())
            .crumbs(renderer, &[("Authors", "authors/")])
            .turned(turn)
    }

    /// The frame of a profile that has a feed of its own.
    #[expect(clippy::too_many_arguments, reason = "one call a kind of profile, each with its own words")]
    fn profile(
        &self,
        template: &'static str,
        kind: &'static str,
        name: &'a str,
        section: &'static str,
        summary: &'a str,
        base: String,
        turn: Turn,
    ) -> About<'a> {
        let list = match section {
            "actors" => ("Actors", "actors/"),
            "countries" => ("Countries", "countries/"),
            _ => ("Topics", "topics/"),
        };
        About::new(template, kind, name, section)
            .described(summary)
            .crumbs(self.renderer, &[list])
            .fed(name, base)
            .turned(turn)
    }

    fn named(
        &self,
        name: &'a str,
        url: &'a str,
        summary: &'a str,
        website: &'a str,
        body: &'a Text,
    ) -> Value<'a> {
        object([
            ("name", text(name)),
            ("url", text(url)),
            ("summary", own_summary(summary, body)),
            ("website", text(website)),
            ("body", self.renderer.shapes.body(body, self.root)),
            ("toc", self.renderer.shapes.toc(body)),
        ])
    }

    /// The profile counts where it is shown: on the first page.
    fn shows_entity(&mut self, target: Target, image: Option<&(Image, String)>, turn: Turn) {
        self.shows_items([target]);
        if turn.number == 1 {
            self.shows_text(self.renderer.site.text(target));
            self.shows_image(image);
        }
    }

    /// A turn of the articles that name an item, by year, each with the sentence that does.
    pub fn put_articles(&mut self, of: Target, articles: &[ArticleId], base: &str, turn: Turn) {
        let years = self.backlinks_by_year(of, &articles[turn.start..turn.end]);
        self.put("years", years);
        self.put("total", Value::from(articles.len()));
        self.put_pagination(base, turn);
    }

    fn backlinks_by_year(&mut self, of: Target, articles: &[ArticleId]) -> Value<'a> {
        let site = self.renderer.site;
        let year = |id: &ArticleId| site[*id].date.as_ref().map(|date| date.day().year());
        let mut years = Vec::new();
        for articles in articles.chunk_by(|left, right| year(left) == year(right)) {
            let label = articles.first().and_then(year).map(|year| self.renderer.shapes.language.year(year));
            let from: Vec<Target> = articles.iter().copied().map(Target::Article).collect();
            let rows = self.backlink_rows(of, &from);
            let label = label.unwrap_or_else(|| "Undated".to_owned());
            years.push(object([("label", Value::from(label)), ("rows", rows)]));
        }
        Value::from(years)
    }

    /// What names it. All but the articles stands on the first page alone.
    fn put_named_by(&mut self, of: Target, named_by: &NamedBy, base: &str, turn: Turn) {
        self.put_articles(of, &named_by.articles, base, turn);
        let renderer = self.renderer;
        let (events, linked): (&[_], &[_]) =
            if turn.number == 1 { (&named_by.events, &named_by.linked_from) } else { (&[], &[]) };
        let timeline = renderer.plan.timelines.get(&of).filter(|_| turn.number == 1);
        let event_rows = self.event_rows(&events[events.len().saturating_sub(ON_PROFILE)..]);
        self.put("event_rows", event_rows);
        self.put_strip(events);
        self.put("event_total", Value::from(events.len()));
        let url = timeline.map_or_else(String::new, |timeline| renderer.plan.page_href(&timeline.url));
        self.put("timeline_url", Value::from(url));
        let linked_from = self.backlink_rows(of, linked);
        self.put("linked_from", linked_from);
        let together = if turn.number == 1 { TOGETHER } else { 0 };
        let actors = &named_by.co_actors[..named_by.co_actors.len().min(together)];
        self.shows_items(actors.iter().map(|(id, _)| Target::Actor(*id)));
        self.put("co_actors", list(actors, |(id, count)| counted(renderer.shapes.actor(*id, None), *count)));
        let countries = &named_by.co_countries[..named_by.co_countries.len().min(together)];
        self.shows_items(countries.iter().map(|(id, _)| Target::Country(*id)));
        self.put(
            "co_countries",
            list(countries, |(id, count)| counted(renderer.shapes.country(*id), *count)),
        );
    }

    fn role(&self, role: &'a Role) -> Value<'a> {
        let shapes = &self.renderer.shapes;
        object([
            ("title", text(&role.title)),
            ("of", role.of.map_or_else(|| Value::None, |target| shapes.link(target))),
            ("from", shapes.optional_edtf(role.from.as_ref())),
            ("to", shapes.optional_edtf(role.to.as_ref())),
            ("source", self.source_link(role.source)),
            ("marking", mark(role.marking)),
        ])
    }

    fn relation(&self, of: ActorKind, relation: &'a Relation) -> Value<'a> {
        let shapes = &self.renderer.shapes;
        let other = &self.renderer.site[relation.to];
        object([
            ("label", text(words(of, relation.kind, relation.inverse))),
            ("name", text(&other.name)),
            ("url", text(self.renderer.plan.href(Target::Actor(relation.to)))),
            ("from", shapes.optional_edtf(relation.from.as_ref())),
            ("to", shapes.optional_edtf(relation.until.as_ref())),
            ("note", optional(relation.note.as_ref())),
            ("source", self.source_link(relation.source)),
            ("marking", mark(relation.marking)),
        ])
    }

    pub fn source_link(&self, source: Option<SourceId>) -> Value<'a> {
        source.map_or_else(|| Value::None, |id| self.renderer.shapes.link(Target::Source(id)))
    }
}

fn counted(link: Value<'_>, count: usize) -> Value<'_> {
    extend(link, [("count", Value::from(count))])
}

fn alias(alias: &Alias) -> Value<'_> {
    object([("name", text(&alias.text.value)), ("marking", mark(Marking::of_part(alias.marking.as_ref())))])
}

fn facts<'a>(item: &'a ActorItem, shapes: &Shapes<'_>) -> Value<'a> {
    let dates = [
        ("Born", &item.born),
        ("Died", &item.died),
        ("Founded", &item.founded),
        ("Dissolved", &item.dissolved),
    ];
    let known = dates.into_iter().filter_map(|(label, date)| Some((label, &date.as_ref()?.value)));
    list(known, |(label, date)| object([("label", text(label)), ("date", shapes.edtf(date))]))
}

/// A code by which others know an actor, as a link where its registry is public.
fn identifier<'a>(key: &'a str, value: &'a str) -> Value<'a> {
    let (label, href) = match key {
        "wikidata" => ("Wikidata", format!("https://www.wikidata.org/wiki/{value}")),
        "lei" => ("LEI", format!("https://search.gleif.org/#/record/{value}")),
        "orcid" => ("ORCID", format!("https://orcid.org/{value}")),
        "viaf" => ("VIAF", format!("https://viaf.org/viaf/{value}")),
        "isni" => ("ISNI", format!("https://isni.org/isni/{value}")),
        other => (other, String::new()),
    };
    object([("label", text(label)), ("value", text(value)), ("href", Value::from(href))])
}

/// A relation in words, read after the one's name and before the other's.
pub(super) fn words(of: ActorKind, kind: RelationKind, inverse: bool) -> &'static str {
    use RelationKind::{
        Ally, Family, Leads, MemberOf, Opposes, Other, Owns, PartOf, PartyTo, PredecessorOf, Rival, Supports,
        WorksFor,
    };
    match (kind, inverse) {
        (Ally, _) => "ally of",
        (Rival, _) => "rival of",
        (Family, _) => "family of",
        (Other, _) => "connected with",
        (MemberOf, false) => "member of",
        (MemberOf, true) => "has among its members",
        (PartOf, false) => "part of",
        (PartOf, true) => "includes",
        (Leads, false) => "leads",
        (Leads, true) => "led by",
        (WorksFor, false) => "works for",
        (WorksFor, true) if of == ActorKind::Person => "superior of",
        (WorksFor, true) => "employs",
        (Owns, false) => "owns",
        (Owns, true) => "owned by",
        (Supports, false) => "supports",
        (Supports, true) => "supported by",
        (Opposes, false) => "opposes",
        (Opposes, true) => "opposed by",
        (PredecessorOf, false) => "predecessor of",
        (PredecessorOf, true) => "successor of",
        (PartyTo, false) => "party to",
        (PartyTo, true) => "has among its parties",
    }
}
