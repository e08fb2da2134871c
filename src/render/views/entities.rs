//! Actors, countries, topics and authors: a profile, and what names it.

use tera::Value;

use super::{About, ViewOf};
use crate::model::date::Edtf;
use crate::model::document::{ActorItem, RelationKind};
use crate::model::marking::Marking;
use crate::model::site::{
    Actor, ActorId, ArticleId, AuthorId, CountryId, NamedBy, Relation, Role, SourceId, Target, Text, TopicId,
};
use crate::plan::Turn;
use crate::render::values::{edtf, extend, extra, list, object, optional, optional_edtf, text};

/// How many of those named together are shown.
const TOGETHER: usize = 24;

impl ViewOf<'_, '_> {
    pub fn actor(&mut self, id: ActorId, turn: Turn) -> About {
        let renderer = self.renderer;
        let shapes = &renderer.shapes;
        let actor = &renderer.site[id];
        let item = &actor.item;
        let native = item.native_name.as_ref().map_or_else(Value::none, |native| {
            object([("text", text(&native.text)), ("lang", optional(native.lang.as_ref()))])
        });
        let value = object([
            ("name", text(&actor.name)),
            ("url", text(renderer.plan.href(Target::Actor(id)))),
            ("kind", text(item.kind.word())),
            ("native_name", native),
            ("aliases", list(&item.aliases, |alias| text(&alias.text.value))),
            ("countries", shapes.countries(&actor.countries)),
            ("summary", text(&actor.summary)),
            ("image", shapes.image(actor.image.as_ref())),
            ("facts", facts(item)),
            ("roles", list(&actor.roles, |role| self.role(role))),
            ("relations", list(&actor.relations, |relation| self.relation(relation))),
            ("identifiers", list(&item.identifiers, |(key, value)| identifier(key, value))),
            ("website", text(item.website.as_ref().map_or("", |website| website.value.as_str()))),
            ("body", shapes.body(&actor.text, self.root)),
            ("toc", shapes.toc(&actor.text)),
            ("extra", extra(&actor.extra)),
        ]);
        self.put("actor", value);
        let base = format!("actors/{}/", actor.slug);
        self.put_named_by(&actor.named_by, &base, turn);
        self.put("sources", shapes.sources(&actor.text));
        let marking = self.marking(actor.marking, &actor.named_by.articles[turn.start..turn.end]);
        self.profile("actor.html", "actor", &actor.name, "actors", &actor.summary, base, turn).marked(marking)
    }

    pub fn country(&mut self, id: CountryId, turn: Turn) -> About {
        let renderer = self.renderer;
        let shapes = &renderer.shapes;
        let country = &renderer.site[id];
        let value = object([
            ("name", text(&country.name)),
            ("url", text(renderer.plan.href(Target::Country(id)))),
            ("code", text(country.row.alpha2)),
            ("formal_name", text(country.row.formal_name)),
            ("native", Value::none()),
            ("capital", text(&country.capital)),
            ("region", text(country.row.region)),
            ("subregion", text(country.row.subregion)),
            ("demonyms", list(&country.demonyms, |demonym| text(demonym))),
            ("aliases", list(&country.aliases, |alias| text(alias))),
            ("summary", text(&country.summary)),
            ("image", shapes.image(country.image.as_ref())),
            ("body", shapes.body(&country.text, self.root)),
            ("toc", shapes.toc(&country.text)),
            ("extra", extra(&country.extra)),
        ]);
        self.put("country", value);
        self.put("actors", list(&country.actors, |id| shapes.actor(*id, None)));
        let holders = self.office_holders(id, &country.actors);
        self.put("office_holders", holders);
        let base = format!("countries/{}/", country.slug);
        self.put_named_by(&country.named_by, &base, turn);
        self.put("sources", shapes.sources(&country.text));
        let marking = self.marking(country.marking, &country.named_by.articles[turn.start..turn.end]);
        self.profile("country.html", "country", &country.name, "countries", &country.summary, base, turn)
            .marked(marking)
    }

    pub fn topic(&mut self, id: TopicId, turn: Turn) -> About {
        let topic = &self.renderer.site[id];
        let url = self.renderer.plan.href(Target::Topic(id));
        let value = self.named(&topic.name, url, &topic.summary, "", &topic.text);
        let image = self.renderer.shapes.image(topic.image.as_ref());
        self.put("topic", extend(value, [("image", image), ("extra", extra(&topic.extra))]));
        let base = format!("topics/{}/", topic.slug);
        self.put_named_by(&topic.named_by, &base, turn);
        self.put("sources", self.renderer.shapes.sources(&topic.text));
        let marking = self.marking(topic.marking, &topic.named_by.articles[turn.start..turn.end]);
        self.profile("topic.html", "topic", &topic.name, "topics", &topic.summary, base, turn).marked(marking)
    }

    pub fn author(&mut self, id: AuthorId, turn: Turn) -> About {
        let renderer = self.renderer;
        let author = &renderer.site[id];
        let url = renderer.plan.href(Target::Author(id));
        let value = self.named(&author.name, url, &author.summary, &author.website, &author.text);
        let image = renderer.shapes.image(author.image.as_ref());
        self.put("author", extend(value, [("image", image), ("extra", extra(&author.extra))]));
        let base = format!("authors/{}/", author.slug);
        self.put_articles(&author.articles, &base, turn);
        self.put("event_rows", Self::no_html());
        self.put("co_actors", Value::from(Vec::<Value>::new()));
        self.put("co_countries", Value::from(Vec::<Value>::new()));
        self.put("linked_from", Self::no_html());
        self.put("sources", renderer.shapes.sources(&author.text));
        let marking = self.marking(author.marking, &author.articles[turn.start..turn.end]);
        About::new("author.html", "author", &author.name, "")
            .described(&author.summary)
            .crumbs(renderer, &[("Authors", "authors/")])
            .turned(turn)
            .marked(marking)
    }

    /// The frame of a profile that has a feed of its own.
    #[expect(clippy::too_many_arguments, reason = "one call a kind of profile, each with its own words")]
    fn profile(
        &self,
        template: &'static str,
        kind: &'static str,
        name: &str,
        section: &'static str,
        summary: &str,
        base: String,
        turn: Turn,
    ) -> About {
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

    fn named(&self, name: &str, url: &str, summary: &str, website: &str, body: &Text) -> Value {
        object([
            ("name", text(name)),
            ("url", text(url)),
            ("summary", text(summary)),
            ("website", text(website)),
            ("body", self.renderer.shapes.body(body, self.root)),
            ("toc", self.renderer.shapes.toc(body)),
        ])
    }

    /// A page's marking is the highest of what it shows.
    fn marking(&self, own: Marking, articles: &[ArticleId]) -> Marking {
        articles.iter().map(|id| self.renderer.site[*id].marking).max().unwrap_or_default().max(own)
    }

    fn put_articles(&mut self, articles: &[ArticleId], base: &str, turn: Turn) {
        let rows = self.renderer.rows.articles(&articles[turn.start..turn.end], self.root);
        self.put("rows", rows);
        self.put("total", Value::from(articles.len()));
        self.put_pagination(base, turn);
    }

    /// What names it. All but the articles stands on the first page alone.
    fn put_named_by(&mut self, named_by: &NamedBy, base: &str, turn: Turn) {
        self.put_articles(&named_by.articles, base, turn);
        let renderer = self.renderer;
        let (events, linked): (&[_], &[_]) =
            if turn.number == 1 { (&named_by.events, &named_by.linked_from) } else { (&[], &[]) };
        self.put("event_rows", renderer.rows.events(events, self.root));
        self.put("linked_from", renderer.rows.targets(linked, self.root));
        let together = if turn.number == 1 { TOGETHER } else { 0 };
        let actors = named_by.co_actors.iter().take(together);
        self.put("co_actors", list(actors, |(id, count)| counted(renderer.shapes.actor(*id, None), *count)));
        let countries = named_by.co_countries.iter().take(together);
        self.put(
            "co_countries",
            list(countries, |(id, count)| counted(renderer.shapes.country(*id), *count)),
        );
    }

    fn role(&self, role: &Role) -> Value {
        let shapes = &self.renderer.shapes;
        object([
            ("title", text(&role.title)),
            ("of", role.of.map_or_else(Value::none, |target| shapes.link(target))),
            ("from", optional_edtf(role.from.as_ref())),
            ("to", optional_edtf(role.to.as_ref())),
            ("source", self.source_link(role.source)),
        ])
    }

    fn relation(&self, relation: &Relation) -> Value {
        let other = &self.renderer.site[relation.to];
        object([
            ("label", text(words(relation.kind, relation.inverse))),
            ("name", text(&other.name)),
            ("url", text(self.renderer.plan.href(Target::Actor(relation.to)))),
            ("from", optional_edtf(relation.from.as_ref())),
            ("to", optional_edtf(relation.until.as_ref())),
            ("note", optional(relation.note.as_ref())),
            ("source", self.source_link(relation.source)),
        ])
    }

    fn source_link(&self, source: Option<SourceId>) -> Value {
        source.map_or_else(Value::none, |id| self.renderer.shapes.link(Target::Source(id)))
    }

    /// Roles that actors hold in a country, the current ones first.
    fn office_holders(&self, country: CountryId, _members: &[ActorId]) -> Value {
        let site = self.renderer.site;
        let mut held: Vec<(bool, ActorId, &Actor, &Role)> = Vec::new();
        for (index, actor) in site.actors.iter().enumerate() {
            let roles = actor.roles.iter().filter(|role| role.of == Some(Target::Country(country)));
            held.extend(roles.map(|role| (role.to.is_some(), ActorId::new(index), actor, role)));
        }
        held.sort_by_key(|(ended, id, ..)| (*ended, *id));
        list(held, |(_, id, actor, role)| {
            object([
                ("title", text(&role.title)),
                ("name", text(&actor.name)),
                ("url", text(self.renderer.plan.href(Target::Actor(id)))),
                ("from", optional_edtf(role.from.as_ref())),
                ("to", optional_edtf(role.to.as_ref())),
            ])
        })
    }
}

fn counted(link: Value, count: usize) -> Value {
    extend(link, [("count", Value::from(count))])
}

fn facts(item: &ActorItem) -> Value {
    let dates = [
        ("Born", &item.born),
        ("Died", &item.died),
        ("Founded", &item.founded),
        ("Dissolved", &item.dissolved),
    ];
    let known = dates.into_iter().filter_map(|(label, date)| Some((label, &date.as_ref()?.value)));
    list(known, |(label, date): (&str, &Edtf)| object([("label", text(label)), ("date", edtf(date))]))
}

/// A code by which others know an actor, as a link where its registry is public.
fn identifier(key: &str, value: &str) -> Value {
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
fn words(kind: RelationKind, inverse: bool) -> &'static str {
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
        (MemberOf, true) => "has as member",
        (PartOf, false) => "part of",
        (PartOf, true) => "has as part",
        (Leads, false) => "leads",
        (Leads, true) => "led by",
        (WorksFor, false) => "works for",
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
        (PartyTo, true) => "has as party",
    }
}
