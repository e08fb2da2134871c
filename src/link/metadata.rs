//! What metadata names, resolved: the actors of articles, the sources of figures, the roles of actors.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::raw::Raw;
use super::resolver::Resolver;
use super::skeleton::RawLists;
use super::stories::{RawAccount, Stories};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::date::Edtf;
use crate::model::document::{ActorMention, EventItem, GeoPlace};
use crate::model::marking::Marking;
use crate::model::site::{
    Account, ActorId, Article, ArticleId, CountryId, Event, EventId, Place, Relation, Role, Site, SourceId,
    Target, TopicId,
};
use crate::source::{At, FileId, Sources, Span};

pub fn resolve(
    site: &mut Site,
    raw: &RawLists,
    stories: &Stories,
    resolver: &Resolver<'_>,
    diagnostics: &mut Diagnostics,
) {
    articles(site, raw, stories, resolver, diagnostics);
    events(site, raw, stories, resolver, diagnostics);
    actors(site, raw, resolver, diagnostics);
    images(site, raw, resolver, diagnostics);
}

fn articles(
    site: &mut Site,
    raw: &RawLists,
    stories: &Stories,
    resolver: &Resolver<'_>,
    diagnostics: &mut Diagnostics,
) {
    let articles = site.articles.par_iter_mut().zip(&raw.articles).zip(&stories.inline_sources);
    let named: Vec<(Option<ArticleId>, Diagnostics)> =
        articles.map(|((site, raw), inline)| article(site, raw, inline, resolver)).collect();
    let mut translations = Vec::new();
    for (index, (translation_of, found)) in named.into_iter().enumerate() {
        diagnostics.extend(found);
        translations.extend(translation_of.map(|original| (ArticleId::new(index), original)));
    }
    translate(site, &translations);
}

/// Ids by which an article's own sources are cited in it.
pub fn local_sources<'r>(raw: &'r Raw, inline: &[Option<SourceId>]) -> Vec<(&'r str, SourceId)> {
    let own = raw.article().sources.iter().zip(inline);
    own.filter_map(|(item, source)| Some((item.id.as_ref()?.value.as_str(), (*source)?))).collect()
}

/// Resolves what an article's metadata names, and tells of which article it is a translation.
fn article(
    article: &mut Article,
    raw: &Raw,
    inline: &[Option<SourceId>],
    resolver: &Resolver<'_>,
) -> (Option<ArticleId>, Diagnostics) {
    let (item, local) = (raw.article(), &local_sources(raw, inline));
    let mut found = Diagnostics::new();
    article.authors = unique(item.authors.iter().filter_map(|name| resolver.author(name)));
    (article.actors, article.countries) =
        actors_and_countries(&item.actors, &item.countries, resolver, &mut found);
    article.topics = unique(item.topics.iter().filter_map(|name| resolver.topic(name)));
    for figure in &item.figures {
        let source = figure.source.as_ref().and_then(|id| resolver.source(local, id, &mut found));
        article.figures.push((figure.clone(), source));
    }
    // What a figure rests on is cited; what is listed alone comes after it.
    let mut sources: Vec<SourceId> = article.figures.iter().filter_map(|(_, source)| *source).collect();
    for (item, source) in item.sources.iter().zip(inline) {
        let source = source.or_else(|| listed_source(item.id.as_ref()?, local, raw, resolver, &mut found));
        sources.extend(source);
    }
    once_each(&mut sources);
    article.text.sources = sources;
    let translation_of = item.translation_of.as_ref();
    (translation_of.and_then(|name| resolver.article(name, &mut found)), found)
}

/// A text in an article's list of sources: the id of a source. In a collection it may be anything.
fn listed_source(
    id: &At<String>,
    local: &[(&str, SourceId)],
    raw: &Raw,
    resolver: &Resolver<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<SourceId> {
    let mut found = Vec::new();
    let source = resolver.source(local, id, &mut found);
    if raw.document.collected && source.is_none() && !found.is_empty() {
        let message = format!("`{}` is not a source: a source is an id, or a mapping with `title`", id.value);
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, id.span, message)
                .severity(Severity::Warning)
                .help("write `- title: ...` with `url` and `publisher` below it"),
        );
    } else {
        diagnostics.append(&mut found);
    }
    source
}

fn actors_and_countries(
    mentions: &[ActorMention],
    names: &[At<String>],
    resolver: &Resolver<'_>,
    diagnostics: &mut Diagnostics,
) -> (Vec<(ActorId, Option<String>)>, Vec<CountryId>) {
    let mut actors: Vec<(ActorId, Option<String>)> = Vec::with_capacity(mentions.len());
    let mut countries: Vec<CountryId> =
        names.iter().filter_map(|name| resolver.country(name, diagnostics)).collect();
    for mention in mentions {
        match resolver.actor(&mention.name, diagnostics) {
            Some(Target::Actor(id)) if !actors.iter().any(|(known, _)| *known == id) => {
                actors.push((id, mention.role.clone()));
            }
            Some(Target::Country(id)) => countries.push(id),
            _ => {}
        }
    }
    once_each(&mut countries);
    (actors, countries)
}

/// Each once, in the order of first use.
fn unique<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut out: Vec<T> = Vec::new();
    for item in items {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    out
}

/// The same for a list that is there already.
fn once_each<T: PartialEq + Copy>(list: &mut Vec<T>) {
    let mut kept = 0;
    for index in 0..list.len() {
        if !list[..kept].contains(&list[index]) {
            list[kept] = list[index];
            kept += 1;
        }
    }
    list.truncate(kept);
}

/// Articles in several languages know each other, whichever of them says so of which.
fn translate(site: &mut Site, pairs: &[(ArticleId, ArticleId)]) {
    // Each article's group is named by one of its members; joining two groups renames one of them.
    let mut group: BTreeMap<ArticleId, ArticleId> = BTreeMap::new();
    for &(left, right) in pairs {
        let of = |id: ArticleId| group.get(&id).copied().unwrap_or(id);
        let (joined, kept) = (of(left), of(right));
        for id in [left, right] {
            group.entry(id).or_insert(id);
        }
        for name in group.values_mut().filter(|name| **name == joined) {
            *name = kept;
        }
    }
    let mut members: BTreeMap<ArticleId, Vec<ArticleId>> = BTreeMap::new();
    for (id, name) in &group {
        members.entry(*name).or_default().push(*id);
    }
    for ids in members.values() {
        for id in ids {
            let others = ids.iter().copied().filter(|other| other != id);
            site.articles[id.index()].translations = others.collect();
        }
    }
}

// ---- events ----

fn events(
    site: &mut Site,
    raw: &RawLists,
    stories: &Stories,
    resolver: &Resolver<'_>,
    diagnostics: &mut Diagnostics,
) {
    let events = site.events.par_iter_mut().zip(&stories.accounts);
    let found: Vec<Diagnostics> =
        events.map(|(site, accounts)| event(site, accounts, raw, stories, resolver)).collect();
    diagnostics.extend(found.into_iter().flatten());
    for (index, event) in site.events.iter().enumerate() {
        for account in &event.accounts {
            let Some(article) = account.article else { continue };
            let article = &mut site.articles[article.index()];
            article.events.push(EventId::new(index));
            article.text.sources.extend(&account.sources);
        }
    }
    site.articles.par_iter_mut().for_each(|article| {
        article.events.dedup();
        once_each(&mut article.text.sources);
    });
}

/// Resolves what the accounts of an event name.
fn event(
    event: &mut Event,
    accounts: &[RawAccount],
    raw: &RawLists,
    stories: &Stories,
    resolver: &Resolver<'_>,
) -> Diagnostics {
    let (parts, mut found) = parts(accounts, raw, stories, resolver);
    event.actors = parts.actors;
    event.countries = parts.countries;
    event.topics = parts.topics;
    event.place = parts.accounts.iter().find_map(|account| account.place.clone());
    event.sources = unique(parts.accounts.iter().flat_map(|account| account.sources.iter().copied()));
    event.accounts = parts.accounts;
    found.extend(conflicts(event, accounts, raw, resolver.sources));
    found
}

struct EventParts {
    actors: Vec<(ActorId, Option<String>)>,
    countries: Vec<CountryId>,
    topics: Vec<TopicId>,
    accounts: Vec<Account>,
}

fn parts(
    accounts: &[RawAccount],
    raw: &RawLists,
    stories: &Stories,
    resolver: &Resolver<'_>,
) -> (EventParts, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let mut parts =
        EventParts { actors: Vec::new(), countries: Vec::new(), topics: Vec::new(), accounts: Vec::new() };
    for account in accounts {
        let item = account.item(raw);
        let (actors, countries) =
            actors_and_countries(&item.actors, &item.countries, resolver, &mut diagnostics);
        for (actor, role) in actors {
            match parts.actors.iter_mut().find(|(known, _)| *known == actor) {
                Some((_, known)) => *known = known.take().or(role),
                None => parts.actors.push((actor, role)),
            }
        }
        parts.countries.extend(countries);
        parts.topics.extend(item.topics.iter().filter_map(|name| resolver.topic(name)));
        let local = account.article.filter(|_| !item.sources.is_empty()).map(|article| {
            local_sources(&raw.articles[article.index()], &stories.inline_sources[article.index()])
        });
        let place = item.place.as_ref().map(|place| self::place(place, resolver, &mut diagnostics));
        parts.countries.extend(place.as_ref().and_then(|place| place.country));
        parts.accounts.push(Account {
            article: account.article,
            span: item.top,
            date: item.date.value.clone(),
            place,
            summary: item.summary.clone().unwrap_or_default(),
            sources: sources(item, local.as_deref().unwrap_or_default(), resolver, &mut diagnostics),
        });
    }
    once_each(&mut parts.countries);
    once_each(&mut parts.topics);
    (parts, diagnostics)
}

fn sources(
    item: &EventItem,
    local: &[(&str, SourceId)],
    resolver: &Resolver<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<SourceId> {
    unique(item.sources.iter().filter_map(|id| resolver.source(local, id, diagnostics)))
}

fn place(place: &GeoPlace, resolver: &Resolver<'_>, diagnostics: &mut Diagnostics) -> Place {
    let country = place.country.as_ref().and_then(|name| resolver.country(name, diagnostics));
    Place { geo: place.clone(), country }
}

/// Accounts that do not agree on date or place. Where each says whose account it is, that is no mistake.
fn conflicts<'e>(
    event: &'e Event,
    accounts: &'e [RawAccount],
    raw: &'e RawLists,
    sources: &'e Sources,
) -> impl Iterator<Item = Diagnostic> + 'e {
    let sourced = event.accounts.iter().all(|account| !account.sources.is_empty());
    let severity = if sourced { Severity::Note } else { Severity::Warning };
    let id = event.id.as_deref().unwrap_or(&event.slug);
    let (first, others) = event.accounts.split_first().expect("somebody tells every event");
    let differing = others.iter().enumerate().filter(|(_, other)| differ(first, other));
    differing.map(move |(index, other)| {
        let what = match (dates_differ(first, other), places_differ(first, other)) {
            (true, true) => "dates and places",
            (true, false) => "dates",
            _ => "places",
        };
        let place_of = |index: usize| {
            let item = accounts[index].item(raw);
            if what == "places" { place_span(item, sources) } else { item.date.span }
        };
        Diagnostic::new(
            Code::EventConflict,
            place_of(index + 1),
            format!("accounts of `{id}` give different {what}"),
        )
        .severity(severity)
        .label(place_of(0), format!("here it is {}", shown(first, what)))
        .help("cite a source in each account, or make them agree; the event's page shows who says what")
    })
}

/// Where an event's item names its place: the first time behind the key, from the item's first line on.
fn place_span(item: &EventItem, sources: &Sources) -> Span {
    if let Some(GeoPlace { name: None, country: Some(country), .. }) = &item.place {
        return country.span;
    }
    let name = item.place.as_ref().and_then(|place| place.name.as_deref()).unwrap_or_default();
    let file = item.title.span.file;
    let text = sources.text(file);
    let found = text.get(item.top.start as usize..).filter(|_| item.top.file == file).and_then(|text| {
        let is_key = |after: &str| after.trim_start_matches(['"', '\'', ' ']).starts_with([':', '=']);
        let (key, _) = text.match_indices("place").find(|(at, word)| is_key(&text[at + word.len()..]))?;
        Some(key + text[key..].find(name)?)
    });
    found.filter(|_| !name.is_empty()).map_or(item.top, |offset| {
        let start = item.top.start as usize + offset;
        Span::new(file, start, start + name.len())
    })
}

fn shown(account: &Account, what: &str) -> String {
    let date = account.date.text();
    let place = account.place.as_ref().map(|place| &place.geo).and_then(|place| {
        place.name.as_deref().or(place.country.as_ref().map(|country| country.value.as_str()))
    });
    match (what, place) {
        ("places", Some(place)) => place.to_owned(),
        ("dates and places", Some(place)) => format!("{date}, {place}"),
        _ => date.to_owned(),
    }
}

/// Whether two accounts differ on date or place.
fn differ(left: &Account, right: &Account) -> bool {
    dates_differ(left, right) || places_differ(left, right)
}

/// On what two accounts of one event differ: the date, the place, both.
pub fn differences(left: &Account, right: &Account) -> Vec<&'static str> {
    let found = [(dates_differ(left, right), "date"), (places_differ(left, right), "place")];
    found.into_iter().filter(|(differ, _)| *differ).map(|(_, word)| word).collect()
}

fn dates_differ(left: &Account, right: &Account) -> bool {
    left.date.text() != right.date.text()
}

/// By name or by country. What one of them does not say is no contradiction.
fn places_differ(left: &Account, right: &Account) -> bool {
    fn differ<T: PartialEq>(left: Option<T>, right: Option<T>) -> bool {
        matches!((left, right), (Some(left), Some(right)) if left != right)
    }
    let (Some(left), Some(right)) = (&left.place, &right.place) else { return false };
    differ(left.geo.name.as_ref(), right.geo.name.as_ref()) || differ(left.country, right.country)
}

// ---- actors ----

fn actors(site: &mut Site, raw: &RawLists, resolver: &Resolver<'_>, diagnostics: &mut Diagnostics) {
    let mut inverse: Vec<(ActorId, Relation)> = Vec::new();
    for (index, raw) in raw.actors.iter().enumerate() {
        let Some(raw) = raw else { continue };
        let item = raw.actor();
        let countries = unique(item.countries.iter().filter_map(|name| resolver.country(name, diagnostics)));
        let roles = item.roles.iter().map(|role| Role {
            title: role.title.clone(),
            of: role.of.as_ref().and_then(|name| resolver.holder(name, diagnostics)),
            from: role.from.as_ref().map(|date| date.value.clone()),
            to: role.to.as_ref().map(|date| date.value.clone()),
            source: role.source.as_ref().and_then(|id| resolver.source(&[], id, diagnostics)),
            marking: Marking::of_part(role.marking.as_ref()),
        });
        let roles = roles.collect();
        let relations = relations(ActorId::new(index), item, resolver, &mut inverse, diagnostics);
        let actor = &mut site.actors[index];
        actor.countries = countries;
        actor.roles = roles;
        actor.relations = relations;
    }
    add_inverse(site, inverse);
}

/// Both sides may declare one relation: it is shown once. What one side declares twice, with other dates or notes, are two.
fn add_inverse(site: &mut Site, inverse: Vec<(ActorId, Relation)>) {
    let mut unpaired: Vec<Vec<usize>> =
        site.actors.iter().map(|actor| (0..actor.relations.len()).collect()).collect();
    for (to, relation) in inverse {
        let known = &mut site.actors[to.index()].relations;
        let own = &mut unpaired[to.index()];
        let pair = own
            .iter()
            .position(|place| known[*place].to == relation.to && same_relation(&known[*place], &relation));
        match pair {
            Some(pair) => _ = own.remove(pair),
            None => known.push(relation),
        }
    }
}

fn relations(
    from: ActorId,
    item: &crate::model::document::ActorItem,
    resolver: &Resolver<'_>,
    inverse: &mut Vec<(ActorId, Relation)>,
    diagnostics: &mut Diagnostics,
) -> Vec<Relation> {
    let mut out = Vec::new();
    for relation in &item.relations {
        let source = relation.source.as_ref().and_then(|id| resolver.source(&[], id, diagnostics));
        let Some(Target::Actor(to)) = resolver.actor(&relation.to, diagnostics) else { continue };
        let make = |to, inverse| Relation {
            kind: relation.kind,
            inverse,
            to,
            from: relation.from.as_ref().map(|date| date.value.clone()),
            until: relation.until.as_ref().map(|date| date.value.clone()),
            source,
            note: relation.note.clone(),
            marking: Marking::of_part(relation.marking.as_ref()),
        };
        out.push(make(to, false));
        inverse.push((to, make(from, true)));
    }
    out
}

/// Whether two declarations say the same of the same two: allies are each other's allies.
fn same_relation(left: &Relation, right: &Relation) -> bool {
    use crate::model::document::RelationKind::{Ally, Family, Other, Rival};
    let agree = |left: Option<&Edtf>, right: Option<&Edtf>| match (left, right) {
        (Some(left), Some(right)) => left == right,
        _ => true,
    };
    left.kind == right.kind
        && (left.inverse == right.inverse || matches!(left.kind, Ally | Rival | Family | Other))
        && agree(left.from.as_ref(), right.from.as_ref())
        && agree(left.until.as_ref(), right.until.as_ref())
}

// ---- images ----

fn images(site: &mut Site, raw: &RawLists, resolver: &Resolver<'_>, diagnostics: &mut Diagnostics) {
    let mut find = |raw: Option<&Raw>| {
        let document = &raw?.document;
        let image = document.common.image.as_ref()?;
        let path = image_path(document.file, &image.src, resolver, diagnostics)?;
        if image.alt.as_ref().is_none_or(|alt| alt.trim().is_empty()) {
            diagnostics.push(
                Diagnostic::new(
                    Code::MissingAlt,
                    image.src.span,
                    format!("the image `{}` has no text for those who do not see it", image.src.value),
                )
                .help("say beside `src` what it shows: `alt: Three men on a balcony`"),
            );
        }
        Some((image.clone(), path))
    };
    for (item, raw) in site.articles.iter_mut().zip(&raw.articles) {
        item.image = find(Some(raw));
    }
    for (item, raw) in site.pages.iter_mut().zip(&raw.pages) {
        item.image = find(Some(raw));
    }
    for (item, raw) in site.actors.iter_mut().zip(&raw.actors) {
        item.image = find(raw.as_ref());
    }
    for (item, raw) in site.countries.iter_mut().zip(&raw.countries) {
        item.image = find(raw.as_ref());
    }
    for (item, raw) in site.topics.iter_mut().zip(&raw.topics) {
        item.image = find(raw.as_ref());
    }
    for (item, raw) in site.authors.iter_mut().zip(&raw.authors) {
        item.image = find(raw.as_ref());
    }
    for raw in &raw.events {
        let Some(Target::Event(id)) = resolver.item_of(raw.document.file) else { continue };
        site.events[id.index()].image = find(Some(raw));
    }
    let images = resolver.filed.iter().filter_map(|target| site.image(*target));
    *site.files = images.map(|(_, path)| path.clone()).collect();
}

/// The file of the site's root that an image's `src` names: beside its item, or from the site's root in `static/`.
fn image_path(
    file: FileId,
    src: &At<String>,
    resolver: &Resolver<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    if src.value.contains("://") {
        diagnostics.push(
            Diagnostic::new(
                Code::RemoteImage,
                src.span,
                format!("`{}` lies elsewhere, and no page fetches from elsewhere", src.value),
            )
            .help("save the picture beside this file and name it here"),
        );
        return None;
    }
    super::texts::file_path(file, &src.value, resolver.sources).or_else(|| {
        diagnostics.push(super::texts::missing_file(&src.value, file, src.span, resolver.sources));
        None
    })
}
