//! Names in metadata to items, with a diagnostic for each that leads nowhere.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Context;
use super::names::{Found, Names, Tier};
use super::texts::file_path;
use crate::audience::Withheld;
use crate::config::{Config, UndeclaredActors};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::model::document::Kind;
use crate::model::marking::Marking;
use crate::model::site::{
    ActorId, ArticleId, AuthorId, CountryId, EventId, PageId, Site, SourceId, Target, TopicId,
};
use crate::source::{At, FileId, Sources};

/// Looks names up. It never changes while a site is linked, so that texts are resolved in parallel.
pub struct Resolver<'a> {
    pub config: &'a Config,
    pub sources: &'a Sources,
    pub names: Names,
    pub withheld: &'a Withheld,
    pub public: bool,
    broken: &'a BTreeSet<String>,
    /// Items that come from a file, and so may have a text, in the order of the site.
    pub filed: Vec<Target>,
    /// The item that a file holds; none where it holds several.
    by_file: FxHashMap<FileId, Option<Target>>,
    /// Files of pictures that have a marking of their own.
    pictures: BTreeMap<String, Marking>,
}

impl<'a> Resolver<'a> {
    pub fn new(site: &Site, context: &Context<'a>) -> Self {
        let files = files(site);
        Resolver {
            config: context.config,
            sources: context.sources,
            names: names(site),
            pictures: pictures(context.withheld, context.sources),
            withheld: context.withheld,
            public: context.public,
            broken: context.broken,
            by_file: by_file(&files),
            filed: files.into_iter().map(|(_, target)| target).collect(),
        }
    }

    /// The item that a file holds, if it holds one alone.
    pub fn item_of(&self, file: FileId) -> Option<Target> {
        self.by_file.get(&file).copied().flatten()
    }

    /// How a file is marked, where somebody says it of that picture.
    pub fn picture_marking(&self, path: &str) -> Option<Marking> {
        self.pictures.get(path).copied()
    }

    /// Whether a file holds items at all.
    pub fn holds_items(&self, file: FileId) -> bool {
        self.by_file.contains_key(&file)
    }

    /// Whether an item's page is at that slug, and not only called so.
    pub fn is_at(&self, site: &Site, target: Target, slug: &str) -> bool {
        match target {
            Target::Article(id) => site[id].slug == slug,
            Target::Actor(id) => site[id].slug == slug,
            Target::Country(id) => site[id].slug == slug,
            Target::Topic(id) => site[id].slug == slug,
            Target::Author(id) => site[id].slug == slug,
            Target::Event(id) => site[id].slug == slug && site[id].id.is_some(),
            Target::Source(id) => site[id].slug == slug && site[id].id.is_some(),
            Target::Page(_) => false,
        }
    }

    /// Whether a name is that of an item whose own mistake has been reported.
    pub fn is_broken(&self, name: &str) -> bool {
        self.broken.contains(&name.to_lowercase())
    }

    /// An actor, or a country where actors may be undeclared and the name is a country's alone.
    pub fn actor(&self, name: &At<String>, diagnostics: &mut Diagnostics) -> Option<Target> {
        if self.config.undeclared_actors == UndeclaredActors::Create
            && self.names.find(&[Kind::Actor], &name.value, self.withheld) == Found::None
        {
            return self.look_up(&[Kind::Actor, Kind::Country], name, Code::UnknownActor, &[], diagnostics);
        }
        self.look_up(&[Kind::Actor], name, Code::UnknownActor, &[], diagnostics)
    }

    pub fn country(&self, name: &At<String>, diagnostics: &mut Diagnostics) -> Option<CountryId> {
        match self.look_up(&[Kind::Country], name, Code::UnknownCountry, &[], diagnostics) {
            Some(Target::Country(id)) => Some(id),
            _ => None,
        }
    }

    /// An actor or a country, as in a role's `of`.
    pub fn holder(&self, name: &At<String>, diagnostics: &mut Diagnostics) -> Option<Target> {
        self.look_up(&[Kind::Actor, Kind::Country], name, Code::UnknownActor, &[], diagnostics)
    }

    /// Topics and authors exist as soon as somebody names them.
    pub fn topic(&self, name: &At<String>) -> Option<TopicId> {
        match self.names.find(&[Kind::Topic], &name.value, self.withheld) {
            Found::One(Target::Topic(id)) => Some(id),
            Found::Several(targets) => targets.into_iter().find_map(|target| match target {
                Target::Topic(id) => Some(id),
                _ => None,
            }),
            _ => None,
        }
    }

    pub fn author(&self, name: &At<String>) -> Option<AuthorId> {
        match self.names.find(&[Kind::Author], &name.value, self.withheld) {
            Found::One(Target::Author(id)) => Some(id),
            Found::Several(targets) => targets.into_iter().find_map(|target| match target {
                Target::Author(id) => Some(id),
                _ => None,
            }),
            _ => None,
        }
    }

    pub fn article(&self, name: &At<String>, diagnostics: &mut Diagnostics) -> Option<ArticleId> {
        match self.look_up(&[Kind::Article], name, Code::BrokenLink, &[], diagnostics) {
            Some(Target::Article(id)) => Some(id),
            _ => None,
        }
    }

    /// A source by its id: one of the article's own first.
    pub fn source(
        &self,
        local: &[(&str, SourceId)],
        id: &At<String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<SourceId> {
        if let Some((_, source)) = local.iter().find(|(known, _)| known.eq_ignore_ascii_case(&id.value)) {
            return Some(*source);
        }
        match self.look_up(&[Kind::Source], id, Code::UnknownSource, local, diagnostics) {
            Some(Target::Source(source)) => Some(source),
            _ => None,
        }
    }

    fn look_up(
        &self,
        kinds: &[Kind],
        name: &At<String>,
        code: Code,
        local: &[(&str, SourceId)],
        diagnostics: &mut Diagnostics,
    ) -> Option<Target> {
        let (kinds, wanted) = without_prefix(kinds, &name.value);
        match self.names.find(kinds, wanted, self.withheld) {
            Found::One(target) => Some(target),
            Found::Several(targets) => {
                diagnostics.push(self.ambiguous(name, &targets));
                None
            }
            Found::Withheld => None,
            Found::None if self.is_broken(&name.value) => None,
            Found::None => {
                diagnostics.push(self.unknown(kinds, name, code, local));
                None
            }
        }
    }

    pub fn ambiguous(&self, name: &At<String>, targets: &[Target]) -> Diagnostic {
        let shown: Vec<String> = targets.iter().map(|target| self.full_name(*target)).collect();
        let explained: Vec<String> = targets.iter().map(|target| self.explained(*target)).collect();
        let message = format!("`{}` can mean {}", name.value, explained.join(" or "));
        Diagnostic::new(Code::AmbiguousLink, name.span, message).help(format!("write {}", shown.join(" or ")))
    }

    /// Who may be meant by a word, each with its name, and the links that can only mean one of them and show that word.
    pub fn explain(&self, word: &str, targets: impl Iterator<Item = Target>) -> (String, String) {
        let targets: Vec<Target> = targets.collect();
        let explained: Vec<String> = targets.iter().map(|target| self.explained(*target)).collect();
        let link = |target: &Target| format!("`[[{}|{word}]]`", self.full_name(*target).trim_matches('`'));
        let links: Vec<String> = targets.iter().map(link).collect();
        (explained.join(" or "), links.join(", "))
    }

    /// A name that can only mean this: `actor:georgia`. A country's code alone says little.
    fn full_name(&self, target: Target) -> String {
        let kind = target.kind().word();
        format!("`{kind}:{}`", self.names.id(target).unwrap_or_default())
    }

    fn explained(&self, target: Target) -> String {
        match target {
            Target::Country(id) => format!("{} ({})", self.full_name(target), self.names.country_name(id)),
            _ => self.full_name(target),
        }
    }

    /// A name that leads nowhere. `local` are the ids that count in this article alone, the likeliest to be meant.
    fn unknown(
        &self,
        kinds: &[Kind],
        name: &At<String>,
        code: Code,
        local: &[(&str, SourceId)],
    ) -> Diagnostic {
        let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
        let help = did_you_mean(&name.value, local.iter().map(|(id, _)| *id))
            .or_else(|| self.names.suggest(kinds, &name.value))
            .unwrap_or_else(|| advice(kinds));
        let message = format!("there is no {} `{}`", words.join(" or "), name.value);
        Diagnostic::new(code, name.span, message).help(help)
    }
}

/// The one kind that a name's prefix says, and the name without it: `country:GE`.
fn without_prefix<'k, 'n>(kinds: &'k [Kind], name: &'n str) -> (&'k [Kind], &'n str) {
    let prefixed = name.split_once(':').and_then(|(prefix, rest)| {
        let position = kinds.iter().position(|kind| kind.word().eq_ignore_ascii_case(prefix.trim()))?;
        Some((&kinds[position..=position], rest.trim()))
    });
    prefixed.unwrap_or((kinds, name))
}

/// What to do about a name to which nothing is near.
fn advice(kinds: &[Kind]) -> String {
    let ways = kinds.iter().map(|kind| match kind {
        Kind::Country => "write a country's name or its ISO 3166-1 code".to_owned(),
        Kind::Article => "see whether the article's file is there".to_owned(),
        kind => {
            let article = if kind.word().starts_with(['a', 'e']) { "an" } else { "a" };
            format!("add {article} {} of that id below content/{}/", kind.word(), kind.folder())
        }
    });
    ways.collect::<Vec<_>>().join(", or ")
}

fn names(site: &Site) -> Names {
    let mut names = Names::of_countries(site);
    each_name(site, |tier, name, target| match target {
        // An article's own sources can be named in it alone; their pages by their slug, which nobody knows by heart.
        Target::Source(id) if !site[id].is_shared => names.add_unsuggested(tier, name, target),
        _ => names.add(tier, name, target),
    });
    names
}

/// Every name of every item, but for those that the table of countries has.
pub fn each_name<'s>(site: &'s Site, mut add: impl FnMut(Tier, &'s str, Target)) {
    for (index, article) in site.articles.iter().enumerate() {
        let target = Target::Article(ArticleId::new(index));
        add(Tier::Id, &article.slug, target);
        add(Tier::Name, &article.title, target);
    }
    for (index, actor) in site.actors.iter().enumerate() {
        let target = Target::Actor(ActorId::new(index));
        add(Tier::Id, &actor.id, target);
        add(Tier::Id, &actor.slug, target);
        add(Tier::Name, &actor.name, target);
        let aliases = actor.item.aliases.iter().map(|alias| &alias.text.value);
        let native = actor.item.native_name.iter().map(|native| &native.text);
        aliases.chain(native).for_each(|name| add(Tier::Alias, name, target));
    }
    for (index, country) in site.countries.iter().enumerate() {
        let target = Target::Country(CountryId::new(index));
        if country.name != country.row.name {
            add(Tier::Name, &country.name, target);
        }
        country.aliases.iter().for_each(|alias| add(Tier::Alias, &alias.text.value, target));
    }
    for (index, topic) in site.topics.iter().enumerate() {
        let target = Target::Topic(TopicId::new(index));
        add(Tier::Id, &topic.slug, target);
        add(Tier::Name, &topic.name, target);
    }
    for (index, author) in site.authors.iter().enumerate() {
        let target = Target::Author(AuthorId::new(index));
        add(Tier::Id, &author.slug, target);
        add(Tier::Name, &author.name, target);
    }
    for (index, event) in site.events.iter().enumerate() {
        let target = Target::Event(EventId::new(index));
        if let Some(id) = &event.id {
            add(Tier::Id, id, target);
            add(Tier::Id, &event.slug, target);
            add(Tier::Name, &event.title, target);
        }
    }
    let sources = || {
        site.sources.iter().enumerate().map(|(index, source)| (Target::Source(SourceId::new(index)), source))
    };
    sources().for_each(|(target, source)| add(Tier::Id, &source.slug, target));
    for (target, source) in sources().filter(|(_, source)| source.is_shared) {
        source.id.iter().for_each(|id| add(Tier::Id, id, target));
        add(Tier::Name, &source.title, target);
    }
    for (index, page) in site.pages.iter().enumerate() {
        let target = Target::Page(PageId::new(index));
        add(Tier::Id, if page.path.is_empty() { "index" } else { &page.path }, target);
        add(Tier::Name, &page.title, target);
    }
}

/// Every item that comes from a file, with it.
fn files(site: &Site) -> Vec<(FileId, Target)> {
    let targets: Vec<Target> = site.targets().collect();
    targets.par_iter().filter_map(|target| Some((site.file(*target)?, *target))).collect()
}

fn by_file(files: &[(FileId, Target)]) -> FxHashMap<FileId, Option<Target>> {
    let mut by_file = FxHashMap::with_capacity_and_hasher(files.len(), rustc_hash::FxBuildHasher);
    for (file, target) in files {
        by_file.entry(*file).and_modify(|only| *only = None).or_insert(Some(*target));
    }
    by_file
}

/// Of several markings of one picture the highest counts.
fn pictures(withheld: &Withheld, sources: &Sources) -> BTreeMap<String, Marking> {
    let mut marked = BTreeMap::new();
    for (file, src, marking) in withheld.pictures() {
        if let Some(path) = file_path(*file, src, sources) {
            let known = marked.entry(path).or_insert(*marking);
            *known = (*known).max(*marking);
        }
    }
    marked
}
