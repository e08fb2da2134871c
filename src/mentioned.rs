//! The mention report: what becomes of each name in a site's texts, and what metadata and names could do better.
//!
//! In: an edition. Out: [`Report`], or files with more in their metadata ([`apply`]), or a new `links.lock` ([`freeze`]). What
//! a name means is decided by `link` alone, which is watched; nothing here decides it a second time.

mod apply;
mod freeze;
mod json;
mod phrases;
mod table;
mod tally;

use rayon::prelude::*;

pub use self::apply::{Applied, Unapplied, apply};
pub use self::freeze::freeze;
pub use self::json::json;
pub use self::phrases::Candidate;
pub use self::table::table;
use self::tally::Tally;
use crate::link::{Fate, declared, likely_doubles, observe};
use crate::mention::Scratch;
use crate::model::site::{Site, Target};
use crate::pipeline::Edition;

/// How often is often.
#[derive(Clone, Copy, Debug)]
pub struct Thresholds {
    /// Mentions of somebody in an article whose metadata do not name them.
    pub often: usize,
    /// Articles in which a phrase recurs.
    pub recurring: usize,
}

/// What there is to say of an edition's texts.
pub struct Report<'e> {
    pub site: &'e Site,
    pub profile: &'e str,
    /// Of all that have names in them, or metadata that name somebody: articles first, each kind by path.
    pub texts: Vec<TextReport>,
    /// The most frequent first, then by text.
    pub candidates: Vec<Candidate>,
    /// Names of actors that no file declares and that may be one.
    pub look_alikes: Vec<Vec<String>>,
}

/// What there is to say of one text.
pub struct TextReport {
    pub owner: Target,
    pub path: String,
    /// In the order of their first places.
    pub names: Vec<NameReport>,
    /// Whom the article's metadata names and the text does not.
    pub never: Vec<Target>,
    /// Whom the text names often and its metadata do not, the most frequent first.
    pub undeclared: Vec<Undeclared>,
}

/// A name in a text, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameReport {
    pub text: String,
    pub fate: Fate,
    /// The phrase that keeps it from being a name.
    pub shield: Option<String>,
    /// Whom it means; else whom it could mean.
    pub bearers: Vec<Target>,
    /// How often it stands there so.
    pub count: usize,
}

/// Somebody whom a text names often, and its metadata do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undeclared {
    pub target: Target,
    /// All mentions.
    pub count: usize,
    /// Those by strong names and links.
    pub certain: usize,
}

/// Looks at the texts of an edition: at one article, profile or page, or at all.
pub fn report<'e>(edition: &'e Edition, thresholds: Thresholds, only: Option<Target>) -> Report<'e> {
    let site = &edition.site;
    let owners: Vec<Target> = site.targets().filter(|owner| only.is_none_or(|only| only == *owner)).collect();
    let tallies: Vec<(Target, Tally<'_>)> = owners
        .par_iter()
        .map_init(Scratch::default, |scratch, owner| (*owner, tally(edition, *owner, scratch)))
        .collect();
    let mut texts: Vec<TextReport> = tallies
        .iter()
        .filter_map(|(owner, tally)| text_report(edition, *owner, tally, thresholds.often))
        .collect();
    texts.sort_by(|left, right| (left.owner.kind(), &left.path).cmp(&(right.owner.kind(), &right.path)));
    let phrases = tallies.iter().filter_map(|(owner, tally)| match owner {
        Target::Article(_) => Some((*owner, &tally.phrases)),
        _ => None,
    });
    let candidates = phrases::candidates(edition, phrases, thresholds.recurring);
    let look_alikes = if only.is_none() { look_alikes(site) } else { Vec::new() };
    Report { site, profile: &edition.profile.name, texts, candidates, look_alikes }
}

fn tally<'e>(edition: &'e Edition, owner: Target, scratch: &mut Scratch) -> Tally<'e> {
    let (site, lexicon, config) = (&edition.site, edition.lexicon(), &edition.project.config);
    let mut tally = Tally::new(lexicon);
    observe(site, owner, lexicon, config, scratch, &mut tally);
    tally
}

/// None where there is nothing to say.
fn text_report(edition: &Edition, owner: Target, tally: &Tally<'_>, often: usize) -> Option<TextReport> {
    let site = &edition.site;
    let path = edition.project.sources.path(site.file(owner)?).to_owned();
    let (never, undeclared) = match owner {
        Target::Article(_) => (never(site, owner, tally), undeclared(site, owner, tally, often)),
        _ => Default::default(),
    };
    let names: Vec<NameReport> = tally.names.iter().map(|name| name.report(site)).collect();
    let is_empty = names.is_empty() && never.is_empty() && undeclared.is_empty();
    (!is_empty).then_some(TextReport { owner, path, names, never, undeclared })
}

fn never(site: &Site, owner: Target, tally: &Tally<'_>) -> Vec<Target> {
    let Target::Article(id) = owner else { return Vec::new() };
    let article = &site[id];
    let actors = article.actors.iter().map(|(id, _)| Target::Actor(*id));
    let all = actors.chain(article.countries.iter().copied().map(Target::Country));
    all.filter(|target| tally.count(crate::link::bearer(*target, site)).all == 0).collect()
}

fn undeclared(site: &Site, owner: Target, tally: &Tally<'_>, often: usize) -> Vec<Undeclared> {
    let declared = declared(site, owner);
    let counts = tally
        .counts
        .iter()
        .filter(|(bearer, count)| count.all >= often && declared.binary_search(bearer).is_err());
    let mut all: Vec<Undeclared> = counts
        .map(|(bearer, count)| Undeclared {
            target: site.bearer(*bearer),
            count: count.all,
            certain: count.certain,
        })
        .collect();
    all.sort_by(|left, right| right.count.cmp(&left.count).then(left.target.cmp(&right.target)));
    all
}

fn look_alikes(site: &Site) -> Vec<Vec<String>> {
    let created = site.actors.iter().filter(|actor| actor.origin.is_none());
    let names: Vec<String> = created.map(|actor| actor.name.clone()).collect();
    let groups = likely_doubles(&names).into_iter();
    groups.map(|group| group.into_iter().map(str::to_owned).collect()).collect()
}

/// `actor:kim-jong-un`, `country:KP`: how links and the lock call one who has names; else kind and id or slug.
pub fn called(site: &Site, target: Target) -> String {
    match target {
        Target::Actor(id) => format!("actor:{}", site[id].id),
        Target::Country(id) => format!("country:{}", site[id].row.code),
        Target::Article(id) => format!("article:{}", site[id].slug),
        Target::Topic(id) => format!("topic:{}", site[id].slug),
        Target::Author(id) => format!("author:{}", site[id].slug),
        Target::Event(id) => format!("event:{}", site[id].slug),
        Target::Source(id) => format!("source:{}", site[id].slug),
        Target::Page(id) => format!("page:{}", site[id].path),
    }
}

/// The item of a file's path, or of an article's slug.
pub fn find(edition: &Edition, wanted: &str) -> Option<Target> {
    let site = &edition.site;
    let wanted = wanted.trim_start_matches("./");
    let by_path =
        |owner: &Target| site.file(*owner).is_some_and(|file| edition.project.sources.path(file) == wanted);
    let by_slug = |owner: &Target| matches!(owner, Target::Article(id) if site[*id].slug == wanted);
    site.targets().find(by_path).or_else(|| site.targets().find(by_slug))
}
