//! All documents together: who is who, and who refers to whom.
//!
//! In: the documents that this audience may know, and what was withheld. Out: [`Site`], with every reference resolved or
//! reported. It knows no URL beyond slugs, no template and no file system.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::audience::Withheld;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::lock::Lock;
use crate::model::document::Document;
use crate::model::site::Site;
use crate::source::Sources;

mod created;
mod doubts;
mod edited;
mod lexicon;
mod locked;
mod mentions;
mod metadata;
mod names;
mod observed;
mod origins;
mod pictures;
mod raw;
mod related;
mod resolver;
mod reverse;
mod skeleton;
mod slugs;
mod stories;
mod texts;
mod uses;
mod veiled;

pub use created::likely_doubles;
pub use edited::{Edit, edited};
pub use lexicon::{Lexicon, bearer};
pub use locked::unlocked;
pub use mentions::{Known, declared, known, observe};
pub use metadata::differences;
pub use observed::{Fate, Observer, Seen};
pub use pictures::without;
pub use related::{Related, related};
use resolver::Resolver;
pub use texts::{beside, carries_metadata, relative};
pub use uses::{Use, Way, uses};
pub use veiled::veiled;

/// What `link` is told besides the content.
pub struct Context<'a> {
    pub sources: &'a Sources,
    pub config: &'a Config,
    /// Ids of items that a mistake kept from being read.
    pub broken: &'a BTreeSet<String>,
    pub withheld: &'a Withheld,
    /// Whether the build is for everyone: then files that carry hidden data are worth a warning.
    pub public: bool,
    /// Mentions that were found before.
    pub known: &'a Known,
    pub lock: &'a Lock,
}

/// A site, and by which names its texts are read.
pub struct Linked {
    pub site: Site,
    pub lexicon: Lexicon,
    pub diagnostics: Diagnostics,
}

/// The slug of every document, in their order; none for one that a clash or an empty slug leaves without a place in the
/// site, which is told elsewhere.
pub fn slugs(documents: &[Document], config: &Config) -> Vec<Option<String>> {
    slugs::assign(documents, config, &mut Diagnostics::new())
}

/// Links a site, stage by stage: every item with its slug and name; then events and sources, which articles tell inline,
/// and what sources repeat; then what metadata names; then what texts refer to, by links and by names; then all of that the
/// other way round.
pub fn link(documents: Vec<Document>, context: &Context<'_>) -> Linked {
    let mut diagnostics = Diagnostics::new();
    let raw = raw::sort(documents, context.config, &mut diagnostics);
    let (mut site, mut raw) = skeleton::build(raw, context, &mut diagnostics);
    let stories = stories::build(&mut site, &mut raw, context.config, &mut diagnostics);
    site.origins = origins::group(&mut site, &stories, context.withheld).into();
    let resolver = Resolver::new(&site, context);
    metadata::resolve(&mut site, &raw, &stories, &resolver, &mut diagnostics);
    texts::resolve(&mut site, &raw, &stories, &resolver, &mut diagnostics);
    let lexicon = Lexicon::new(&site, context.config, context.lock);
    mentions::read_all(&mut site, &resolver.filed, &lexicon, context.config, context.known);
    diagnostics.extend(doubts::report(&site, &resolver));
    // What authors wrote is a good part of all memory, and takes its time to be given back.
    let filed = resolver.filed;
    let give_back = || raw.articles.into_par_iter().for_each(drop);
    rayon::join(|| reverse::fill(&mut site, &filed), give_back);
    Linked { site, lexicon, diagnostics }
}
