//! Who is meant by a name: ids, names and aliases of everything that has a page, in any case.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::audience::Withheld;
use crate::diagnostic::nearest;
use crate::model::document::Kind;
use crate::model::site::Target;
use crate::model::slug::name_key;

/// How a name stands to what it names. An earlier tier beats a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    Id,
    Name,
    Alias,
}

const TIERS: [Tier; 3] = [Tier::Id, Tier::Name, Tier::Alias];

/// All names of a site.
#[derive(Debug, Default)]
pub struct Names {
    /// By tier and kind, so that the few actors are found fast beside the many articles.
    tiers: [[FxHashMap<String, Bearers>; Kind::ALL.len()]; 3],
    /// As written, for suggestions, in the order of adding; an item's id comes first.
    spellings: Vec<(Target, String)>,
    /// What can be found, but is never suggested.
    unsuggested: Vec<(Target, String)>,
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
        for tier in TIERS {
            let of_kind = |kind: &Kind| self.tiers[tier as usize][*kind as usize].get(&key);
            let mut wanted = kinds.iter().filter_map(of_kind).flat_map(Bearers::all);
            let (Some(first), second) = (wanted.next(), wanted.next()) else { continue };
            let Some(second) = second else { return Found::One(first) };
            let mut several: Vec<Target> = [first, second].into_iter().chain(wanted).collect();
            several.sort_unstable();
            return Found::Several(several);
        }
        let is_withheld = kinds.iter().any(|kind| withheld.knows(Some(*kind), name));
        if is_withheld { Found::Withheld } else { Found::None }
    }

    /// The id of an item.
    pub fn id(&self, target: Target) -> Option<&str> {
        let mut all = self.spellings.iter().chain(&self.unsuggested);
        all.find(|(known, _)| *known == target).map(|(_, name)| name.as_str())
    }

    /// "did you mean `x`?"
    pub fn suggest(&self, kinds: &[Kind], name: &str) -> Option<String> {
        let wanted = |target: &Target| kinds.contains(&target.kind());
        let known = self.spellings.iter().filter(|(target, _)| wanted(target)).map(|(_, name)| name.as_str());
        nearest(name, known).map(|near| format!("did you mean `{near}`?"))
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

    #[test]
    fn two_of_one_tier_are_ambiguous() {
        let mut names = Names::default();
        names.add(Tier::Name, "Kim", Target::Actor(ActorId(1)));
        names.add(Tier::Name, "Kim", Target::Actor(ActorId(0)));
        let both = Found::Several(vec![Target::Actor(ActorId(0)), Target::Actor(ActorId(1))]);
        assert_eq!(names.find(&[Kind::Actor], "kim", &Withheld::default()), both);
    }
}
