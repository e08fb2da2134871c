//! The names by which texts call a site's actors and countries.
//!
//! In: a site whose items have their names. Out: [`Lexicon`]; whoever bears a name has a number there, actors first, then
//! countries, each in the order of the site.

use rustc_hash::{FxHashMap, FxHashSet};

use super::locked::{self, Pair};
use crate::config::Config;
use crate::lock::Lock;
use crate::mention::{self, Name, NameId, Scratch, Strength, normalized, of_country};
use crate::model::country_table::meanings;
use crate::model::document::Alias;
use crate::model::site::{Actor, ActorId, Country, CountryId, Site, Target};
use crate::source::FileId;

/// All names of a site, and which of them become no links.
pub struct Lexicon {
    pub names: mention::Lexicon,
    /// Names and bearers whose author wants no links.
    unlinked: FxHashSet<(NameId, u32)>,
    /// By the file of an article that is in the lock.
    locked: FxHashMap<FileId, Vec<Pair>>,
}

impl Lexicon {
    pub fn new(site: &Site, config: &Config, lock: &Lock) -> Self {
        let mut all: Vec<Called<'_>> = Vec::new();
        let actors = site.actors.iter().enumerate().flat_map(|(index, actor)| {
            of_actor(actor)
                .into_iter()
                .map(move |name| name.by(bearer(Target::Actor(ActorId::new(index)), site)))
        });
        all.extend(actors);
        for (index, country) in site.countries.iter().enumerate() {
            let bearer = bearer(Target::Country(CountryId::new(index)), site);
            all.extend(names_of_country(country).into_iter().map(|name| name.by(bearer)));
        }
        let names = all.iter().map(|called| Name {
            text: called.text,
            bearer: called.bearer,
            strength: called.strength,
        });
        let names = mention::Lexicon::new(names, config.not_names.iter().map(String::as_str));
        let unlinked = unlinked(&names, &all);
        let locked = locked::pairs(lock, site, &names);
        Lexicon { names, unlinked, locked }
    }

    /// The pairs of the lock, if this is the file of an article in it.
    pub fn locked(&self, file: Option<FileId>) -> Option<&[Pair]> {
        self.locked.get(&file?).map(Vec::as_slice)
    }

    pub fn is_linked(&self, name: NameId, bearer: u32) -> bool {
        !self.unlinked.contains(&(name, bearer))
    }
}

/// Names by which nobody wants to be linked, as the lexicon knows them.
fn unlinked(names: &mention::Lexicon, all: &[Called<'_>]) -> FxHashSet<(NameId, u32)> {
    let (mut scratch, mut hits) = (Scratch::default(), Vec::new());
    let mut unlinked = FxHashSet::default();
    for called in all.iter().filter(|called| !called.is_linked) {
        hits.clear();
        names.find(called.text, &mut scratch, &mut hits);
        unlinked.extend(hits.iter().map(|hit| (hit.name, called.bearer)));
    }
    unlinked
}

/// The number of whoever bears a name.
pub fn bearer(target: Target, site: &Site) -> u32 {
    match target {
        Target::Actor(id) => id.0,
        Target::Country(id) => bound(site.actors.len()) + id.0,
        _ => unreachable!("only actors and countries are called by name in texts"),
    }
}

fn bound(number: usize) -> u32 {
    u32::try_from(number).expect("a site has fewer than four billion items")
}

/// A name of an item.
struct Called<'s> {
    text: &'s str,
    strength: Strength,
    is_linked: bool,
    bearer: u32,
}

impl<'s> Called<'s> {
    fn new(text: &'s str, is_weak: bool) -> Self {
        let strength = if is_weak { Strength::Weak } else { Strength::Strong };
        Called { text, strength, is_linked: true, bearer: 0 }
    }

    fn by(self, bearer: u32) -> Self {
        Called { bearer, ..self }
    }
}

impl<'s> From<&'s Alias> for Called<'s> {
    fn from(alias: &'s Alias) -> Self {
        Called { is_linked: alias.link, ..Called::new(&alias.text.value, alias.weak) }
    }
}

fn of_actor(actor: &Actor) -> Vec<Called<'_>> {
    let mut names = vec![Called::new(&actor.name, actor.weak_name)];
    names.extend(actor.item.native_name.iter().map(|native| Called::new(&native.text, false)));
    once(actor.item.aliases.iter().map(Called::from).collect(), names)
}

/// What the site says of a country comes before what the table says.
fn names_of_country(country: &Country) -> Vec<Called<'_>> {
    let own = country.aliases.iter().map(Called::from).collect();
    // The site's own demonym stands for those of the table.
    let table = of_country(country.row).filter(|(_, strength)| *strength != Strength::Demonym).map(
        |(text, strength)| Called { strength: said(country, text, strength), ..Called::new(text, false) },
    );
    let mut names: Vec<Called<'_>> = table.collect();
    let demonym = |text| Called { strength: Strength::Demonym, ..Called::new(text, true) };
    names.extend(country.demonyms.iter().map(|text| demonym(text)));
    let known = |name: &str| names.iter().any(|known| known.text == name);
    if !known(&country.name) {
        names.push(Called::new(&country.name, country.weak == Some(true)));
    }
    once(own, names)
}

/// How strong a name of the table is where the country's file says something of it: `true` is said of its name, `false` of
/// all that are on the list of words that are also something else. A name that two countries share stays weak.
fn said(country: &Country, name: &str, strength: Strength) -> Strength {
    let is_own = name == country.name || name == country.row.name;
    let is_listed = country.row.weak_names.contains(&name) && meanings(name).count() == 1;
    match country.weak {
        Some(true) if is_own => Strength::Weak,
        Some(false) if is_own || is_listed => Strength::Strong,
        _ => strength,
    }
}

/// The first list, and what the second has besides: what an author says of a name holds for that spelling alone.
fn once<'s>(mut first: Vec<Called<'s>>, second: Vec<Called<'s>>) -> Vec<Called<'s>> {
    let known: FxHashSet<String> = first.iter().map(|name| normalized(name.text)).collect();
    first.extend(second.into_iter().filter(|name| !known.contains(&normalized(name.text))));
    first
}
