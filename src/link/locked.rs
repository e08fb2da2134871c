//! What `links.lock` says of a site's articles, and how their texts differ from it.
//!
//! In: the lock and a site. Out: for each article in it the pairs of names and bearers that may be links, as the lexicon
//! knows them; and diagnostics. Articles and bearers that are not in this site are none of its business: the lock may know
//! more than this audience.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::Context;
use super::lexicon::{Lexicon, bearer};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::lock::Lock;
use crate::mention::{self, NameId, Scratch};
use crate::model::site::{ActorId, Article, Site, Target};
use crate::source::FileId;

/// How many names a message lists.
const SHOWN: usize = 5;

/// A name that leads to somebody, as the lock has it.
#[derive(Debug)]
pub struct Pair {
    pub text: String,
    pub bearer: u32,
    /// None for what is no name any more.
    pub name: Option<NameId>,
}

/// What the lock says of each of its articles.
pub fn pairs(lock: &Lock, site: &Site, names: &mention::Lexicon) -> FxHashMap<FileId, Vec<Pair>> {
    if lock.articles.is_empty() {
        return FxHashMap::default();
    }
    let actors = site.actors.iter().enumerate();
    let actors: FxHashMap<&str, ActorId> =
        actors.map(|(index, actor)| (actor.id.as_str(), ActorId::new(index))).collect();
    let find = |called: &str| match called.split_once(':')? {
        ("actor", id) => actors.get(id).copied().map(Target::Actor),
        (_, code) => site.country(code).map(Target::Country),
    };
    let mut known: FxHashMap<&str, Option<NameId>> = FxHashMap::default();
    let mut scratch = Scratch::default();
    let mut all = FxHashMap::default();
    for (path, locked) in &lock.articles {
        let mut pairs = Vec::with_capacity(locked.links.len());
        for link in &locked.links {
            let Some(target) = find(&link.bearer) else { continue };
            let name = *known.entry(&link.name).or_insert_with(|| name_of(&link.name, names, &mut scratch));
            pairs.push(Pair { text: link.name.clone(), bearer: bearer(target, site), name });
        }
        all.insert(FileId::of(path), pairs);
    }
    all
}

/// The name that a text is, whole.
fn name_of(text: &str, names: &mention::Lexicon, scratch: &mut Scratch) -> Option<NameId> {
    let mut hits = Vec::new();
    names.find(text, scratch, &mut hits);
    match hits[..] {
        [hit] if hit.start == 0 && hit.end as usize == text.len() => Some(hit.name),
        _ => None,
    }
}

/// How articles differ from what the lock says of them: one note each.
pub fn unlocked(
    site: &Site,
    lexicon: &Lexicon,
    context: &Context<'_>,
    cut: &BTreeSet<FileId>,
) -> Diagnostics {
    let told = Told { site, lexicon, context, cut };
    let articles = site.articles.iter().filter(|_| !context.lock.articles.is_empty());
    articles.filter_map(|article| told.of(article)).collect()
}

struct Told<'t> {
    site: &'t Site,
    lexicon: &'t Lexicon,
    context: &'t Context<'t>,
    cut: &'t BTreeSet<FileId>,
}

impl Told<'_> {
    fn of(&self, article: &Article) -> Option<Diagnostic> {
        let file = article.origin.file;
        let pairs = self.lexicon.locked(Some(file))?;
        let unlocked = &article.text.mentions.unlocked;
        let new = list("not in the lock", unlocked.iter().map(|one| (&*one.name, one.bearer)), self.site);
        let lost = pairs.iter().enumerate().filter(|(index, pair)| self.is_lost(article, *index, pair));
        let lost = lost.map(|(_, pair)| (&*pair.text, pair.bearer));
        let lost = list("no links any more", lost, self.site);
        let differences: Vec<String> = new.into_iter().chain(lost).collect();
        if differences.is_empty() {
            return None;
        }
        let path = self.context.sources.path(file);
        let place = self.context.lock.articles.get(path).map_or(article.origin.top, |locked| locked.span);
        let message = format!("`{path}` differs from `links.lock`; {}", differences.join("; "));
        let help = "look at them, and run `chancery mentions --lock` to take them over";
        Some(Diagnostic::new(Code::UnlockedMention, place, message).help(help))
    }

    /// Whether a pair of the lock does not stand in the text any more. Of a text that lost portions in this build, and of
    /// names that it withholds, nobody can say so; what is in doubt now is told as such.
    fn is_lost(&self, article: &Article, index: usize, pair: &Pair) -> bool {
        let mentions = &article.text.mentions;
        let is_kept = mentions.kept.iter().any(|kept| *kept as usize == index);
        let is_doubtful = || mentions.doubtful.iter().any(|one| one.bearers.contains(&pair.bearer));
        !is_kept && !self.cut.contains(&article.origin.file) && !is_doubtful() && !self.is_withheld(pair)
    }

    fn is_withheld(&self, pair: &Pair) -> bool {
        let kind = self.site.bearer(pair.bearer).kind();
        self.context.withheld.knows(Some(kind), &pair.text)
    }
}

/// "not in the lock: `Kim` (Kim Jong Un), `Xi` (Xi Jinping) and 3 more"
fn list<'n>(what: &str, names: impl Iterator<Item = (&'n str, u32)>, site: &Site) -> Option<String> {
    let told: Vec<String> = names
        .map(|(text, bearer)| {
            let name = site.name(site.bearer(bearer));
            if name == text { format!("`{name}`") } else { format!("`{text}` ({name})") }
        })
        .collect();
    let more = match told.len().saturating_sub(SHOWN) {
        0 if told.is_empty() => return None,
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let shown: Vec<&str> = told.iter().take(SHOWN).map(String::as_str).collect();
    Some(format!("{what}: {}{more}", shown.join(", ")))
}
