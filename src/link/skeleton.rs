//! Every item with its name and slug, before any reference is resolved.

use std::collections::BTreeMap;
use std::mem::take;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::Context;
use super::created::{self, Created};
use super::raw::{ByKind, Raw};
use crate::config::{CountryPages, UndeclaredActors};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::body::Body;
use crate::model::country_table::{self, COUNTRIES, CountryRow, by_code, is_plainly_country, meanings};
use crate::model::date::Moment;
use crate::model::document::{
    self, ActorItem, ActorMention, CountryItem, Document, Item, Kind, NamedItem, PageItem, Status,
};
use crate::model::marking::Marking;
use crate::model::shared::{Shared, items};
use crate::model::site::{
    Actor, Article, Author, Correction, Country, CountryId, Items, NamedBy, Page, Site, Text, Topic,
};
use crate::model::slug::name_key;
use crate::source::At;

/// What authors wrote, beside the items made from it: `raw.articles[i]` is of `site.articles[i]`. What an article keeps
/// as it is has moved there; names that are still to be resolved are here.
#[derive(Debug, Default)]
pub struct RawLists {
    pub articles: Vec<Raw>,
    /// None for what no file declares.
    pub actors: Vec<Option<Raw>>,
    pub countries: Vec<Option<Raw>>,
    pub topics: Vec<Option<Raw>>,
    pub authors: Vec<Option<Raw>>,
    pub pages: Vec<Raw>,
    /// Not beside the site's lists: several accounts may be one event.
    pub events: Vec<Raw>,
    pub sources: Vec<Raw>,
}

pub fn build(mut raw: ByKind, context: &Context<'_>, diagnostics: &mut Diagnostics) -> (Site, RawLists) {
    let mut take = |kind| raw.remove(&kind).unwrap_or_default();
    let mut site = Site::default();
    let mut lists = RawLists {
        articles: take(Kind::Article),
        pages: take(Kind::Page),
        events: take(Kind::Event),
        sources: take(Kind::Source),
        ..RawLists::default()
    };
    let (actors, countries, topics, authors) =
        (take(Kind::Actor), take(Kind::Country), take(Kind::Topic), take(Kind::Author));
    site.articles = lists.articles.par_iter_mut().map(|raw| article(raw).into()).collect::<Vec<_>>().into();
    site.pages = items(lists.pages.iter().map(page));
    (site.countries, lists.countries) = self::countries(countries, context, diagnostics);
    site.country_rows = country_rows(&site.countries).into();
    (site.actors, lists.actors) = self::actors(actors, &lists, &site.countries, context, diagnostics);
    let style = context.config.slugs;

    // What is withheld does not come into being because others name it.
    let declared = keys(&topics, |raw| &raw.slug);
    let withheld = context.withheld;
    let is_known = |name: &str| declared.contains(&name_key(name)) || withheld.knows(Some(Kind::Topic), name);
    let new = created::by_slug(topic_names(&lists), is_known, style, diagnostics);
    (site.topics, lists.topics) = with_created(topics, new, topic, created_topic, |topic| &topic.name);

    let declared = keys(&authors, |raw| &raw.slug);
    let names = lists.articles.iter().flat_map(|raw| &raw.article().authors);
    let is_known =
        |name: &str| declared.contains(&name_key(name)) || withheld.knows(Some(Kind::Author), name);
    let new = created::by_slug(names, is_known, style, diagnostics);
    (site.authors, lists.authors) = with_created(authors, new, author, created_author, |author| &author.name);
    (site, lists)
}

/// The keys by which a declared item can be named.
fn keys(list: &[Raw], slug: impl Fn(&Raw) -> &String) -> FxHashSet<String> {
    list.iter().flat_map(|raw| [name_key(slug(raw)), name_key(&raw.document.title)]).collect()
}

fn topic_names(lists: &RawLists) -> impl Iterator<Item = &At<String>> {
    let articles = lists.articles.iter().map(Raw::article);
    let inline = lists.articles.iter().flat_map(|raw| &raw.article().events).flat_map(|event| &event.topics);
    articles
        .flat_map(|article| &article.topics)
        .chain(inline)
        .chain(lists.events.iter().flat_map(|raw| &raw.event().topics))
}

/// Declared items and created ones in one list, by name.
fn with_created<T>(
    declared: Vec<Raw>,
    created: Vec<Created>,
    from_raw: impl Fn(&Raw) -> T,
    from_name: impl Fn(Created) -> T,
    name: impl Fn(&T) -> &String,
) -> (Items<T>, Vec<Option<Raw>>) {
    let declared = declared.into_iter().map(|raw| (from_raw(&raw), Some(raw)));
    let created = created.into_iter().map(|new| (from_name(new), None));
    let mut all: Vec<(T, Option<Raw>)> = declared.chain(created).collect();
    all.sort_by_cached_key(|(item, _)| (name_key(name(item)), name(item).clone()));
    let (all, raw): (Vec<T>, _) = all.into_iter().unzip();
    (items(all), raw)
}

/// What stands for an item in lists: its summary, else its text's beginning.
pub fn summary(document: &Document) -> String {
    match &document.common.summary {
        Some(summary) => summary.value.clone(),
        None if document.skip_opening && !document.body.opening.opens_with_heading => {
            shorten(&second_paragraph(&document.body), SUMMARY)
        }
        None => shorten(&document.body.first_paragraph, SUMMARY),
    }
}

/// The length of a summary that is a text's beginning, in characters.
pub const SUMMARY: usize = 240;

/// The plain text of the paragraph after the first block, for a text whose first paragraph is its title.
fn second_paragraph(body: &Body) -> String {
    let rest = body.html.get(body.opening.first_block.1 as usize..).unwrap_or_default();
    let paragraph =
        rest.split_once("<p id=\"p-").and_then(|(_, rest)| rest.split_once("\">")?.1.split_once("</p>"));
    super::texts::plain(paragraph.map_or("", |(paragraph, _)| paragraph))
}

/// At most so many characters, cut between words.
pub fn shorten(text: &str, limit: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
    let end = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{}…", text[..end].trim_end_matches(|c: char| c.is_whitespace() || ",;:".contains(c)))
}

fn article(raw: &mut Raw) -> Article {
    let (origin, text, marking) = (raw.document.origin(), raw.document.text(), raw.document.marking());
    let summary = summary(&raw.document);
    let title = take(&mut raw.document.title);
    let redirects = take(&mut raw.document.common.redirects);
    let extra = take(&mut raw.document.common.extra);
    let item = raw.article_mut();
    let moment = |date: &mut Option<At<Moment>>| date.take().map(|date| date.value);
    Article {
        origin,
        title,
        date: moment(&mut item.date),
        updated: moment(&mut item.updated),
        information_cutoff: moment(&mut item.information_cutoff),
        summary,
        key_points: take(&mut item.key_points),
        authors: Vec::new(),
        actors: Vec::new(),
        countries: Vec::new(),
        topics: Vec::new(),
        events: Vec::new(),
        figures: Vec::new(),
        corrections: take(&mut item.corrections).into_iter().map(correction).collect(),
        image: None,
        status: item.status,
        lang: item.lang.take().map(|lang| lang.value),
        translations: Vec::new(),
        redirects,
        text,
        extra,
        draft: item.status == Status::Draft,
        linked_from: Vec::new(),
        marking,
        slug: raw.slug.clone(),
    }
}

fn correction(written: document::Correction) -> Correction {
    let marking = Marking::of_part(written.marking.as_ref());
    Correction { date: written.date.value, kind: written.kind, text: written.text, marking }
}

fn page(raw: &Raw) -> Page {
    let document = &raw.document;
    let lang = match &document.item {
        Item::Page(PageItem { lang: Some(lang), .. }) => Some(lang.value.clone()),
        _ => None,
    };
    Page {
        origin: document.origin(),
        path: raw.slug.clone(),
        title: document.title.clone(),
        summary: summary(document),
        lang,
        image: None,
        redirects: document.common.redirects.clone(),
        text: document.text(),
        extra: document.common.extra.clone(),
        marking: document.marking(),
    }
}

fn named(document: &Document) -> &NamedItem {
    match &document.item {
        Item::Topic(named) | Item::Author(named) => named,
        _ => unreachable!("a list of topics or authors holds nothing else"),
    }
}

fn topic(raw: &Raw) -> Topic {
    let document = &raw.document;
    Topic {
        origin: Some(document.origin()),
        slug: raw.slug.clone(),
        name: document.title.clone(),
        summary: summary(document),
        image: None,
        redirects: document.common.redirects.clone(),
        text: document.text(),
        extra: document.common.extra.clone(),
        named_by: NamedBy::default(),
        marking: document.marking(),
    }
}

fn created_topic(new: Created) -> Topic {
    Topic {
        origin: None,
        slug: new.slug,
        name: new.name,
        summary: String::new(),
        image: None,
        redirects: Vec::new(),
        text: Text::default(),
        extra: Vec::new(),
        named_by: NamedBy::default(),
        marking: Marking::Clear,
    }
}

fn author(raw: &Raw) -> Author {
    let document = &raw.document;
    Author {
        origin: Some(document.origin()),
        slug: raw.slug.clone(),
        name: document.title.clone(),
        summary: summary(document),
        website: named(document).website.as_ref().map_or_else(String::new, |website| website.value.clone()),
        website_at: named(document).website.as_ref().map(|website| website.span),
        image: None,
        text: document.text(),
        extra: document.common.extra.clone(),
        articles: Vec::new(),
        marking: document.marking(),
    }
}

fn created_author(new: Created) -> Author {
    Author {
        origin: None,
        slug: new.slug,
        name: new.name,
        summary: String::new(),
        website: String::new(),
        website_at: None,
        image: None,
        text: Text::default(),
        extra: Vec::new(),
        articles: Vec::new(),
        marking: Marking::Clear,
    }
}

fn countries(
    declared: Vec<Raw>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> (Items<Country>, Vec<Option<Raw>>) {
    let mut of_code: BTreeMap<&str, Raw> = BTreeMap::new();
    for raw in declared {
        match by_code(&raw.slug) {
            Some(row) => drop(of_code.insert(row.code, raw)),
            None => diagnostics.push(unknown_country_file(&raw)),
        }
    }
    let all_have_pages = context.config.country_pages == CountryPages::All;
    let mut all: Vec<(Country, Option<Raw>)> = COUNTRIES
        .iter()
        .map(|row| {
            let raw = of_code.remove(row.code);
            (country(row, raw.as_ref(), all_have_pages && row.former.is_none()), raw)
        })
        .collect();
    all.sort_by_cached_key(|(country, _)| (name_key(&country.name), country.slug.clone()));
    let (all, raw): (Vec<Country>, _) = all.into_iter().unzip();
    (items(all), raw)
}

/// Where each row of the table is in the list of countries.
fn country_rows(countries: &[Shared<Country>]) -> Vec<CountryId> {
    let mut rows = vec![CountryId::new(0); countries.len()];
    for (index, country) in countries.iter().enumerate() {
        let place = country_table::place(country.row.code).expect("every row is in the table");
        rows[place] = CountryId::new(index);
    }
    rows
}

fn unknown_country_file(raw: &Raw) -> Diagnostic {
    let id = raw.document.id.as_ref();
    let span = id.map_or(raw.document.top, |id| id.span);
    let wanted = id.map_or(raw.slug.as_str(), |id| id.value.as_str());
    let named = meanings(wanted).next().map(|meaning| &COUNTRIES[meaning.row]).or_else(|| {
        let near = nearest(wanted, COUNTRIES.iter().map(|row| row.name))?;
        COUNTRIES.iter().find(|row| row.name == near)
    });
    let help = match named {
        Some(row) => format!("name the file `{}.md`, the {} code of {}", row.code, standard(row), row.name),
        None => "a country's file is named by its ISO 3166-1 alpha-2 code, as in `KP.md`".to_owned(),
    };
    Diagnostic::new(Code::UnknownCountry, span, format!("`{wanted}` is no country's code")).help(help)
}

fn standard(row: &CountryRow) -> &'static str {
    if row.former.is_some() { "ISO 3166-3" } else { "ISO 3166-1" }
}

fn country(row: &'static CountryRow, raw: Option<&Raw>, has_page: bool) -> Country {
    let none = CountryItem::default();
    let document = raw.map(|raw| &raw.document);
    let item = document.map_or(&none, |document| match &document.item {
        Item::Country(item) => item,
        _ => unreachable!("a list of countries holds nothing else"),
    });
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let name = item.name.as_ref().map_or(row.name, |name| name.value.as_str()).to_owned();
    Country {
        origin: document.map(Document::origin),
        row,
        slug: row.code.to_lowercase(),
        aliases: item.aliases.clone(),
        demonyms: item.demonym.clone().map_or_else(|| owned(row.demonyms), |demonym| vec![demonym]),
        weak: item.weak,
        capital: item.capital.clone().unwrap_or_else(|| row.capital()),
        name,
        summary: document.map_or_else(String::new, summary),
        image: None,
        text: document.map(Document::text).unwrap_or_default(),
        extra: document.map(|document| document.common.extra.clone()).unwrap_or_default(),
        named_by: NamedBy::default(),
        actors: Vec::new(),
        has_page: has_page || raw.is_some(),
        marking: document.map_or(Marking::Clear, Document::marking),
    }
}

fn actors(
    declared: Vec<Raw>,
    lists: &RawLists,
    countries: &[Shared<Country>],
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> (Items<Actor>, Vec<Option<Raw>>) {
    let mut created = Vec::new();
    if context.config.undeclared_actors == UndeclaredActors::Create {
        let known = known_names(&declared, countries);
        let taken = declared.iter().map(|raw| raw.slug.clone()).collect();
        let relations = declared.iter().flat_map(|raw| &raw.actor().relations).map(|relation| &relation.to);
        let offices = declared.iter().flat_map(|raw| &raw.actor().roles).filter_map(|role| role.of.as_ref());
        let offices = offices.filter(|of| by_code(&of.value).is_none());
        let names = actor_mentions(lists).map(|mention| &mention.name).chain(relations).chain(offices);
        let is_withheld = |name: &str| {
            [Kind::Actor, Kind::Country].iter().any(|kind| context.withheld.knows(Some(*kind), name))
        };
        let is_known =
            |name: &str| known.contains(&name_key(name)) || is_plainly_country(name) || is_withheld(name);
        created = created::actors(names, is_known, &taken, context.config.slugs, diagnostics);
        report_doubles(&created, context, diagnostics);
    }
    with_created(declared, created, actor, created_actor, |actor| &actor.sort_name)
}

/// Keys of all names by which the site's files call an actor or a country.
fn known_names(declared: &[Raw], countries: &[Shared<Country>]) -> FxHashSet<String> {
    let mut known = keys(declared, |raw| &raw.slug);
    let actors = declared.iter().map(Raw::actor);
    known.extend(actors.clone().flat_map(|actor| &actor.aliases).map(|alias| name_key(&alias.text.value)));
    known.extend(actors.filter_map(|actor| actor.native_name.as_ref()).map(|native| name_key(&native.text)));
    for country in countries {
        if country.name != country.row.name {
            known.insert(name_key(&country.name));
        }
        known.extend(country.aliases.iter().map(|alias| name_key(&alias.text.value)));
    }
    known
}

fn actor_mentions(lists: &RawLists) -> impl Iterator<Item = &ActorMention> {
    let articles = lists.articles.iter().map(Raw::article);
    let inline = lists.articles.iter().flat_map(|raw| &raw.article().events).flat_map(|event| &event.actors);
    articles
        .flat_map(|article| &article.actors)
        .chain(inline)
        .chain(lists.events.iter().flat_map(|raw| &raw.event().actors))
}

fn report_doubles(created: &[Created], context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let names: Vec<String> = created.iter().map(|actor| actor.name.clone()).collect();
    let doubles = created::likely_doubles(&names);
    let Some(first) = doubles.first() else { return };
    let mut shown: Vec<String> = doubles
        .iter()
        .take(12)
        .map(|names| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" = "))
        .collect();
    if doubles.len() > shown.len() {
        shown.push(format!("and {} more", doubles.len() - shown.len()));
    }
    let groups = match doubles.len() {
        1 => "a group of actors created from names looks".to_owned(),
        count => format!("{count} groups of actors created from names look"),
    };
    let message = format!("{groups} like doubles: {}", shown.join("; "));
    let help = format!(
        "where two are one, write a file in content/actors/ for one of them with the other among its `aliases`, as for `{}`",
        first[0]
    );
    let place = context.config.file.map_or(crate::diagnostic::Place::Nowhere, Into::into);
    diagnostics.push(Diagnostic::new(Code::SimilarNames, place, message).help(help));
}

fn actor(raw: &Raw) -> Actor {
    let (document, item) = (&raw.document, raw.actor().clone());
    Actor {
        origin: Some(document.origin()),
        id: document.id.as_ref().map_or_else(|| raw.slug.clone(), |id| id.value.clone()),
        slug: raw.slug.clone(),
        weak_name: false,
        name: document.title.clone(),
        sort_name: item.sort_name.clone().unwrap_or_else(|| document.title.clone()),
        item,
        summary: summary(document),
        image: None,
        countries: Vec::new(),
        roles: Vec::new(),
        relations: Vec::new(),
        redirects: document.common.redirects.clone(),
        text: document.text(),
        extra: document.common.extra.clone(),
        named_by: NamedBy::default(),
        marking: document.marking(),
    }
}

/// An actor whom no file declares. A name of one word is also something else often enough to be weak.
fn created_actor(new: Created) -> Actor {
    Actor {
        origin: None,
        id: new.slug.clone(),
        slug: new.slug,
        weak_name: !new.name.contains(char::is_whitespace),
        sort_name: new.name.clone(),
        name: new.name,
        item: ActorItem::default(),
        summary: String::new(),
        image: None,
        countries: Vec::new(),
        roles: Vec::new(),
        relations: Vec::new(),
        redirects: Vec::new(),
        text: Text::default(),
        extra: Vec::new(),
        named_by: NamedBy::default(),
        marking: Marking::Clear,
    }
}
