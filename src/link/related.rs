//! Articles on the same subjects, with the reason.
//!
//! In: a linked site and one of its articles. Out: the few that share most with it. What an article's metadata names counts
//! twice as much as what its text names; what few articles name counts more than what many do. Of what very many name, only
//! the articles nearest in time are looked at: so the cost of all of them together grows with the number of articles, not with
//! its square.

use std::cmp::Reverse;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::model::site::{ArticleId, Site, Target};

/// How many are shown, and how many reasons for each.
const SHOWN: usize = 5;
const REASONS: usize = 3;
/// How many articles before and after are looked at, of all that name something.
const NEAR: usize = 60;
/// As many articles as mostly have something in common with one.
const ROOM: usize = 1024;
/// Less in common is chance.
const LEAST: u32 = 6;

/// An article, and what it has in common with another, the rarest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    pub article: ArticleId,
    pub reasons: Vec<Target>,
}

pub fn related(site: &Site, id: ArticleId) -> Vec<Related> {
    let subjects = subjects(site, id);
    let mut scores: FxHashMap<ArticleId, u32> = FxHashMap::with_capacity_and_hasher(ROOM, FxBuildHasher);
    for subject in &subjects {
        for other in near(subject.articles, id) {
            *scores.entry(*other).or_default() += subject.weight;
        }
    }
    scores.remove(&id);
    site[id].translations.iter().for_each(|same| {
        scores.remove(same);
    });
    let mut best: Vec<(ArticleId, u32)> = scores.into_iter().filter(|(_, score)| *score >= LEAST).collect();
    // The nearest in time of those that share as much.
    let order = |(other, score): &(ArticleId, u32)| (Reverse(*score), other.0.abs_diff(id.0), *other);
    if best.len() > SHOWN {
        best.select_nth_unstable_by_key(SHOWN, order);
        best.truncate(SHOWN);
    }
    best.sort_unstable_by_key(order);
    let mut related: Vec<Related> = Vec::with_capacity(best.len());
    for (article, _) in best {
        // One language of an article is enough.
        if !related.iter().any(|known| site[article].translations.contains(&known.article)) {
            related.push(Related { article, reasons: reasons(&subjects, article) });
        }
    }
    related
}

/// What both are about; what both cite where that is all.
fn reasons(subjects: &[Subject<'_>], article: ArticleId) -> Vec<Target> {
    let shared = subjects.iter().filter(|subject| subject.articles.binary_search(&article).is_ok());
    let shared = shared.map(|subject| subject.target);
    let (cited, about): (Vec<_>, Vec<_>) = shared.partition(|target| matches!(target, Target::Source(_)));
    let mut reasons = if about.is_empty() { cited } else { about };
    reasons.truncate(REASONS);
    reasons
}

/// Something that an article is about or relies on.
struct Subject<'s> {
    target: Target,
    /// All that name it, in the order of the site.
    articles: &'s [ArticleId],
    weight: u32,
}

/// The rarest first.
fn subjects(site: &Site, id: ArticleId) -> Vec<Subject<'_>> {
    let article = &site[id];
    let declared = article.actors.iter().map(|(id, _)| Target::Actor(*id));
    let declared = declared.chain(article.countries.iter().copied().map(Target::Country));
    let declared = declared.chain(article.topics.iter().copied().map(Target::Topic));
    let cited = article.text.sources.iter().copied().map(Target::Source);
    let mut targets: Vec<(Target, u32)> = declared.chain(cited).map(|target| (target, 2)).collect();
    targets.extend(site.named(Target::Article(id)).map(|target| (target, 1)));
    // The stronger of two of one target comes first.
    targets.sort_unstable_by_key(|(target, weight)| (*target, Reverse(*weight)));
    targets.dedup_by_key(|(target, _)| *target);
    let subject = |(target, weight): (Target, u32)| {
        let articles = naming(site, target).filter(|articles| articles.len() > 1)?;
        Some(Subject { target, articles, weight: weight * rarity(site.articles.len(), articles.len()) })
    };
    let mut subjects: Vec<Subject<'_>> = targets.into_iter().filter_map(subject).collect();
    subjects.sort_by_key(|subject| Reverse(subject.weight));
    subjects
}

fn naming(site: &Site, target: Target) -> Option<&[ArticleId]> {
    match target {
        Target::Actor(id) => Some(&site[id].named_by.articles),
        Target::Country(id) => Some(&site[id].named_by.articles),
        Target::Topic(id) => Some(&site[id].named_by.articles),
        Target::Source(id) => Some(&site[id].articles),
        _ => None,
    }
}

/// In whole steps, each for half as many articles: one article more or less hardly ever changes what is related to others.
fn rarity(all: usize, naming: usize) -> u32 {
    (all / naming.max(1)).max(1).ilog2() + 1
}

/// The articles of a list around one of them.
fn near(articles: &[ArticleId], id: ArticleId) -> &[ArticleId] {
    let at = articles.partition_point(|other| *other < id);
    &articles[at.saturating_sub(NEAR)..articles.len().min(at + NEAR + 1)]
}
