//! Who is meant by a name: ids, names and aliases of everything that has a page, in any case.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::audience::Withheld;
use crate::diagnostic::nearest;
use crate::model::country_table::{self, COUNTRIES, CountryRow, NameKind};
use crate::model::document::Kind;
use crate::model::site::{CountryId, Site, Target};
use crate::model::slug::name_key;

/// How a name stands to what it names. An earlier tier beats a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    Id,
    Name,
    Alias,
    /// A name of a country that no file of the site mentions: the site's own words come first.
    Common,
}

const TIERS: [Tier; 4] = [Tier::Id, Tier::Name, Tier::Alias, Tier::Common];

/// All names of a site.
#[derive(Debug, Default)]
pub struct Names {
    /// By tier and kind, so that the few actors are found fast beside the many articles.
    tiers: [[FxHashMap<String, Bearers>; Kind::ALL.len()]; 4],
    countries: Countries,
    /// As written, for suggestions, in the order of adding; an item's id comes first.
    spellings: Vec<(Target, String)>,
    /// What can be found, but is never suggested.
    unsuggested: Vec<(Target, String)>,
}

/// The built-in names of countries. They are looked up in the table itself: a site names few of them.
#[derive(Debug, Default)]
struct Countries {
    /// Rows of the table, by country.
    rows: Vec<&'static CountryRow>,
    /// Countries, by row of the table.
    by_row: Vec<CountryId>,
    /// By row of the table: whether the site calls it something else.
    renamed: Vec<bool>,
    /// What the site calls them, by country.
    shown: Vec<String>,
}

impl Countries {
    fn new(site: &Site) -> Self {
        let rows: Vec<&'static CountryRow> = site.countries.iter().map(|country| country.row).collect();
        let by_row = site.country_rows.to_vec();
        let renamed = by_row.iter().map(|id| site[*id].name != site[*id].row.name).collect();
        let shown = site.countries.iter().map(|country| country.name.clone()).collect();
        Countries { rows, by_row, renamed, shown }
    }

    /// Whom a name means, and how near it is to each.
    fn meanings(&self, name: &str) -> Vec<(Tier, Target)> {
        let known = country_table::meanings(name).filter_map(|meaning| {
            let tier = match meaning.kind {
                NameKind::Id => Tier::Id,
                NameKind::Name if !*self.renamed.get(meaning.row)? => Tier::Name,
                _ => Tier::Common,
            };
            Some((tier, Target::Country(*self.by_row.get(meaning.row)?)))
        });
        known.collect()
    }
}

/// Who bears a name: hardly ever more than one.
#[derive(Debug)]
struct Bearers {
    first: Target,
    others: Vec<Target>,
}

impl Bearers {
    fn all(&self) -> impl Iterator<Item = Target> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

/// What a name led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    One(Target),
    /// Several of the same tier, in the order of the site.
    Several(Vec<Target>),
    /// None that this build shows; something withheld has that name.
    Withheld,
    None,
}

impl Names {
    /// The names of countries that the table has.
    pub fn of_countries(site: &Site) -> Self {
        Names { countries: Countries::new(site), ..Names::default() }
    }

    pub fn add(&mut self, tier: Tier, name: &str, target: Target) {
        if self.insert(tier, name, target) {
            self.spellings.push((target, name.to_owned()));
        }
    }

    /// Adds a name that nobody would think of writing.
    pub fn add_unsuggested(&mut self, tier: Tier, name: &str, target: Target) {
        if self.insert(tier, name, target) {
            self.unsuggested.push((target, name.to_owned()));
        }
    }

    /// Whether the name is new for that target.
    fn insert(&mut self, tier: Tier, name: &str, target: Target) -> bool {
        let key = name_key(name);
        if key.is_empty() {
            return false;
        }
        match self.tiers[tier as usize][target.kind() as usize].entry(key) {
            Entry::Vacant(free) => {
                free.insert(Bearers { first: target, others: Vec::new() });
            }
            Entry::Occupied(known) if known.get().all().any(|bearer| bearer == target) => return false,
            Entry::Occupied(known) => known.into_mut().others.push(target),
        }
        true
    }

    /// Finds a name among the kinds asked for.
    pub fn find(&self, kinds: &[Kind], name: &str, withheld: &Withheld) -> Found {
        let key = name_key(name);
        let countries =
            if kinds.contains(&Kind::Country) { self.countries.meanings(name) } else { Vec::new() };
        let is_withheld = || kinds.iter().any(|kind| withheld.knows(Some(*kind), name));
        for tier in TIERS {
            // What is withheld was named by somebody; a common name only happens to be the same.
            if tier == Tier::Common && is_withheld() {
                return Found::Withheld;
            }
            let of_kind = |kind: &Kind| self.tiers[tier as usize][*kind as usize].get(&key);
            let own = kinds.iter().filter_map(of_kind).flat_map(Bearers::all);
            let built_in = countries.iter().filter(|(known, _)| *known == tier).map(|(_, target)| *target);
            let mut wanted = own.chain(built_in);
            let (Some(first), second) = (wanted.next(), wanted.next()) else { continue };
            let Some(second) = second else { return Found::One(first) };
            let mut several: Vec<Target> = [first, second].into_iter().chain(wanted).collect();
            several.sort_unstable();
            several.dedup();
            return if several.len() == 1 { Found::One(first) } else { Found::Several(several) };
        }
        Found::None
    }

    /// The id of an item.
    pub fn id(&self, target: Target) -> Option<&str> {
        if let Target::Country(id) = target {
            return self.countries.rows.get(id.index()).map(|row| row.code);
        }
        let mut all = self.spellings.iter().chain(&self.unsuggested);
        all.find(|(known, _)| *known == target).map(|(_, name)| name.as_str())
    }

    /// What the site calls a country.
    pub fn country_name(&self, id: CountryId) -> &str {
        self.countries.shown.get(id.index()).map_or("", String::as_str)
    }

    /// "did you mean `x`?"
    pub fn suggest(&self, kinds: &[Kind], name: &str) -> Option<String> {
        let wanted = |target: &Target| kinds.contains(&target.kind());
        let own = self.spellings.iter().filter(|(target, _)| wanted(target)).map(|(_, name)| name.as_str());
        let rows = if kinds.contains(&Kind::Country) { &COUNTRIES[..] } else { &[] };
        let english = |row: &CountryRow| {
            let others = row.other_names.iter().chain(row.weak_names).copied();
            [row.code, row.alpha3, row.name].into_iter().chain(others)
        };
        let near = nearest(name, own.chain(rows.iter().flat_map(english)))
            .or_else(|| nearest(name, rows.iter().flat_map(CountryRow::all_names)));
        near.map(|near| format!("did you mean `{near}`?"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::site::{ActorId, CountryId};

    #[test]
    fn ids_beat_names_and_names_beat_aliases() {
        let (georgia, person) = (Target::Country(CountryId(0)), Target::Actor(ActorId(0)));
        let mut names = Names::default();
        names.add(Tier::Name, "Georgia", georgia);
        names.add(Tier::Id, "georgia", person);
        names.add(Tier::Alias, "Sakartvelo", georgia);
        let all = [Kind::Actor, Kind::Country];
        let find = |kinds: &[Kind], name: &str| names.find(kinds, name, &Withheld::default());
        assert_eq!(find(&all, "GEORGIA"), Found::One(person));
        assert_eq!(find(&[Kind::Country], "georgia"), Found::One(georgia));
        assert_eq!(find(&all, "sakartvelo"), Found::One(georgia));
        assert_eq!(find(&all, "Georgien"), Found::None);
        assert_eq!(names.suggest(&all, "Georgai").as_deref(), Some("did you mean `Georgia`?"));
    }

    /// Names of a site that has all countries and no file of any.
    fn of_table() -> Names {
        let rows = || COUNTRIES.iter();
        let countries = Countries {
            rows: rows().collect(),
            by_row: (0..COUNTRIES.len()).map(CountryId::new).collect(),
            renamed: rows().map(|_| false).collect(),
            shown: rows().map(|row| row.name.to_owned()).collect(),
        };
        Names { countries, ..Names::default() }
    }

    fn country(code: &str) -> Target {
        Target::Country(CountryId::new(country_table::place(code).expect("a code of the table")))
    }

    #[test]
    fn common_names_of_countries_come_last() {
        let mut names = of_table();
        let all = [Kind::Actor, Kind::Country];
        let find = |names: &Names, name: &str| names.find(&all, name, &Withheld::default());
        assert_eq!(find(&names, "Benin"), Found::One(country("BJ")));
        assert_eq!(find(&names, "Ben"), Found::One(country("BJ")));
        assert_eq!(find(&names, "DDR"), Found::One(country("DDDE")));
        assert_eq!(find(&names, "Congo"), Found::Several(vec![country("CD"), country("CG")]));
        names.add(Tier::Alias, "Ben", Target::Actor(ActorId(0)));
        names.add(Tier::Alias, "Congo", country("CD"));
        assert_eq!(find(&names, "ben"), Found::One(Target::Actor(ActorId(0))));
        assert_eq!(find(&names, "Congo"), Found::One(country("CD")));
        assert_eq!(names.find(&[Kind::Actor], "Benin", &Withheld::default()), Found::None);
        assert_eq!(names.suggest(&all, "Deutschlnad").as_deref(), Some("did you mean `Deutschland`?"));
        assert_eq!(names.id(country("SUHH")), Some("SUHH"));
    }

    #[test]
    fn two_of_one_tier_are_ambiguous() {
        let mut names = Names::default();
        names.add(Tier::Name, "Kim", Target::Actor(ActorId(1)));
        names.add(Tier::Name, "Kim", Target::Actor(ActorId(0)));
        let both = Found::Several(vec![Target::Actor(ActorId(0)), Target::Actor(ActorId(1))]);
        assert_eq!(names.find(&[Kind::Actor], "kim", &Withheld::default()), both);
    }
}
