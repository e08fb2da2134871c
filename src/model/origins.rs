//! First-hand accounts, and which sources rest on each.
//!
//! `link` makes it, once, from what sources say they repeat. It answers how many sources of a list are independent of
//! each other. What an account is called is not decided here.

use serde::Serialize;

use std::collections::{BTreeMap, BTreeSet};

use super::site::{PublisherId, SourceId};

/// What a source says it repeats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum OriginName {
    Source(SourceId),
    /// All that it reports at first hand.
    Publisher(PublisherId),
    /// An account that is no source of this site.
    Words(String),
}

/// A first-hand account, by its position in [`Origins`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct OriginId(usize);

/// A first-hand account that some source repeats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FirstHand {
    pub name: OriginName,
    /// All that rest on it, itself included, in the order of the site.
    pub sources: Vec<SourceId>,
}

/// All accounts that are repeated. Empty where no source says that it repeats anything: then nobody has said whether
/// sources are independent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Origins {
    accounts: Vec<FirstHand>,
    /// On which accounts a source rests. One that is not here stands for itself, and nobody repeats it.
    by_source: BTreeMap<SourceId, Vec<OriginId>>,
    /// What a source itself says that it repeats, in its author's order.
    names: BTreeMap<SourceId, Vec<OriginName>>,
}

impl std::ops::Index<OriginId> for Origins {
    type Output = FirstHand;

    fn index(&self, id: OriginId) -> &FirstHand {
        &self.accounts[id.0]
    }
}

impl Origins {
    /// Adds an account. Sources are handed over in the order of the site.
    pub fn add(&mut self, name: OriginName, sources: Vec<SourceId>) {
        let id = OriginId(self.accounts.len());
        for source in &sources {
            self.by_source.entry(*source).or_default().push(id);
        }
        self.accounts.push(FirstHand { name, sources });
    }

    pub fn set_names(&mut self, source: SourceId, names: Vec<OriginName>) {
        self.names.insert(source, names);
    }

    /// Whether nothing on this site says what it repeats.
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty()
    }

    /// The accounts on which a source rests; none where it stands for itself and nobody repeats it.
    pub fn of(&self, source: SourceId) -> &[OriginId] {
        self.by_source.get(&source).map_or(&[], Vec::as_slice)
    }

    /// What a source says that it repeats.
    pub fn names(&self, source: SourceId) -> &[OriginName] {
        self.names.get(&source).map_or(&[], Vec::as_slice)
    }

    /// Every source that another one repeats, perhaps more than once.
    pub fn repeated(&self) -> impl Iterator<Item = SourceId> {
        self.names.values().flatten().filter_map(|name| match name {
            OriginName::Source(source) => Some(*source),
            OriginName::Publisher(_) | OriginName::Words(_) => None,
        })
    }

    /// How many of these sources, each listed once, are independent of each other. One that repeats several accounts counts
    /// once, and only if it brings one that none of those with fewer accounts, or before it in the list, has brought.
    pub fn independent(&self, sources: &[SourceId]) -> usize {
        let mut rests: Vec<&[OriginId]> = sources.iter().map(|source| self.of(*source)).collect();
        rests.sort_by_key(|accounts| accounts.len());
        let mut known = BTreeSet::new();
        let mut brings_one = |accounts: &&&[OriginId]| {
            let new = accounts.iter().filter(|account| known.insert(**account)).count();
            accounts.is_empty() || new > 0
        };
        rests.iter().filter(|accounts| brings_one(accounts)).count()
    }

    /// The accounts on which at least two of these sources rest, each with their places in the list, in the order of
    /// their first source.
    pub fn shared(&self, sources: &[SourceId]) -> Vec<(OriginId, Vec<usize>)> {
        let mut places: BTreeMap<OriginId, Vec<usize>> = BTreeMap::new();
        for (place, source) in sources.iter().enumerate() {
            for account in self.of(*source) {
                places.entry(*account).or_default().push(place);
            }
        }
        let mut shared: Vec<_> = places.into_iter().filter(|(_, places)| places.len() > 1).collect();
        shared.sort_by_key(|(account, places)| (places[0], *account));
        shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sources by number, and the accounts on which each rests by letter.
    fn origins(rests: &[&str]) -> (Origins, Vec<SourceId>) {
        let mut origins = Origins::default();
        let ids: Vec<SourceId> = (0..rests.len()).map(SourceId::new).collect();
        for letter in ["a", "b", "c"] {
            let rest = ids.iter().copied().filter(|id| rests[id.index()].contains(letter)).collect();
            origins.add(OriginName::Words(letter.to_owned()), rest);
        }
        (origins, ids)
    }

    #[test]
    fn independence_is_counted_by_account() {
        let cases: [(&[&str], usize); 9] = [
            (&[], 0),
            (&["", ""], 2),
            (&["a", "a", "a"], 1),
            (&["a", "a", ""], 2),
            (&["a", "ab", "b"], 2),
            (&["ab"], 1),
            (&["ab", "ab"], 1),
            (&["ab", "a"], 2),
            (&["a", "a", "bc"], 2),
        ];
        for (rests, expected) in cases {
            let (origins, ids) = origins(rests);
            assert_eq!(origins.independent(&ids), expected, "{rests:?}");
        }
    }

    #[test]
    fn an_account_of_one_source_is_not_shared() {
        let (origins, ids) = origins(&["c", "a", "", "b", "a", "c"]);
        let shared = origins.shared(&ids).into_iter().map(|(id, places)| (origins[id].name.clone(), places));
        let words = |text: &str| OriginName::Words(text.to_owned());
        assert_eq!(shared.collect::<Vec<_>>(), [(words("c"), vec![0, 5]), (words("a"), vec![1, 4])]);
    }
}
