//! The lock as it would be now: which names may lead to whom in which article.
//!
//! In: editions that were linked without a lock. Out: the text of `links.lock`. It holds what any of them links, so that
//! one file serves all audiences.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{called, tally};
use crate::link::Fate;
use crate::lock;
use crate::mention::Scratch;
use crate::model::site::{ArticleId, Target};
use crate::pipeline::Edition;

/// By path, the names of each article with whom they lead to.
type Articles = BTreeMap<String, BTreeSet<(String, String)>>;

pub fn freeze(editions: &[Edition]) -> String {
    let mut all = Articles::new();
    for edition in editions {
        for (path, names) in of_edition(edition) {
            all.entry(path).or_default().extend(names);
        }
    }
    lock::text(&all)
}

fn of_edition(edition: &Edition) -> Vec<(String, BTreeSet<(String, String)>)> {
    let articles = 0..edition.site.articles.len();
    let of = |scratch: &mut Scratch, index: usize| {
        let owner = Target::Article(ArticleId::new(index));
        let file = edition.site.file(owner)?;
        Some((edition.project.sources.path(file).to_owned(), names(edition, owner, scratch)))
    };
    articles.into_par_iter().map_init(Scratch::default, of).flatten().collect()
}

fn names(edition: &Edition, owner: Target, scratch: &mut Scratch) -> BTreeSet<(String, String)> {
    let leads = |fate: Fate| matches!(fate, Fate::Linked | Fate::Again | Fate::Off | Fate::Divided);
    let mut names = BTreeMap::new();
    // Spellings of one name are one name: the first is written.
    for name in tally(edition, owner, scratch).names.into_iter().filter(|name| leads(name.fate)) {
        let [bearer] = name.bearers[..] else { continue };
        names.entry((name.id, bearer)).or_insert(name.text);
    }
    let site = &edition.site;
    names.into_iter().map(|((_, bearer), text)| (text, called(site, site.bearer(bearer)))).collect()
}
