//! Sources and what they repeat as a graph, and the first-hand accounts at its ends.
//!
//! In: what each source repeats. Out: the accounts of [`Origins`]. What stands behind words is settled before.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::meaning::{Meaning, Part};
use super::settle::{Joined, settle};
use crate::model::origins::{OriginName, Origins};
use crate::model::site::{Site, SourceId};
use crate::model::slug::name_key;

/// What else than a source can be repeated, by its key: all sources of a title, all that a publisher reports at first
/// hand, an account that is no source of this site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Named {
    Title,
    Publisher,
    Words,
}

/// The graph's nodes are numbers: sources by their position, then whatever else is named.
pub struct Accounts {
    sources: usize,
    named: FxHashMap<(Named, String), usize>,
    /// The names of the nodes after the sources.
    names: Vec<OriginName>,
    /// What each node repeats. One that is not here is at first hand.
    repeats: BTreeMap<usize, Vec<usize>>,
    /// Which first-hand nodes are one account.
    joined: Joined,
}

impl Accounts {
    pub fn new(sources: usize) -> Self {
        Accounts {
            sources,
            named: FxHashMap::default(),
            names: Vec::new(),
            repeats: BTreeMap::new(),
            joined: Joined::default(),
        }
    }

    pub fn repeats(&mut self, id: SourceId, part: Part) {
        let node = match part.meaning {
            Meaning::Itself => return,
            Meaning::Source(source) => source.index(),
            Meaning::Title(first) => self.node(Named::Title, part.key, OriginName::Source(first)),
            Meaning::Publisher(found) => self.node(Named::Publisher, part.key, OriginName::Publisher(found)),
            Meaning::Words => self.node(Named::Words, part.key, OriginName::Words(part.words)),
        };
        self.repeats.entry(id.index()).or_default().push(node);
    }

    fn node(&mut self, named: Named, key: String, name: OriginName) -> usize {
        let next = self.sources + self.names.len();
        let node = *self.named.entry((named, key)).or_insert(next);
        if node == next {
            self.names.push(name);
        }
        node
    }

    /// Brings sources together with the titles and publishers that others name. A source that repeats somebody is behind its
    /// title, but it is nothing that its publisher reports at first hand.
    pub fn add_first_hand(&mut self, site: &Site) {
        let publishers: Vec<Option<usize>> =
            site.publishers.iter().map(|known| self.find(Named::Publisher, &known.name)).collect();
        let has_titles = self.named.keys().any(|(named, _)| *named == Named::Title);
        for (index, source) in site.sources.iter().enumerate() {
            let title = if has_titles { self.find(Named::Title, &source.title) } else { None };
            if self.repeats.contains_key(&index) {
                title.into_iter().for_each(|title| self.repeats.entry(title).or_default().push(index));
                continue;
            }
            let publisher = source.publisher.and_then(|id| publishers[id.index()]);
            title.into_iter().chain(publisher).for_each(|node| self.joined.join(index, node));
        }
    }

    fn find(&self, named: Named, name: &str) -> Option<usize> {
        self.named.get(&(named, name_key(name))).copied()
    }

    pub fn put_into(mut self, origins: &mut Origins) {
        let ground = std::mem::take(&mut self.joined).roots();
        let ends = settle(&self.repeats, &ground);
        let repeating = ends.iter().filter(|(node, _)| **node < self.sources);
        let repeated: BTreeSet<usize> = repeating.flat_map(|(_, ends)| ends).copied().collect();
        let mut rest: BTreeMap<usize, Vec<SourceId>> = BTreeMap::new();
        for index in 0..self.sources {
            let own = [*ground.get(&index).unwrap_or(&index)];
            let ends = ends.get(&index).map_or(&own[..], Vec::as_slice);
            for end in ends.iter().filter(|end| repeated.contains(end)) {
                rest.entry(*end).or_default().push(SourceId::new(index));
            }
        }
        let publishers = self.publishers(&ground);
        for (end, sources) in rest {
            let name = publishers.get(&end).map_or_else(|| self.name(end), |node| self.name(*node));
            origins.add(name, sources);
        }
    }

    /// Which account is all that a publisher reports at first hand, by the node of that account.
    fn publishers(&self, ground: &BTreeMap<usize, usize>) -> BTreeMap<usize, usize> {
        let mut found = BTreeMap::new();
        for (node, name) in (self.sources..).zip(&self.names) {
            if matches!(name, OriginName::Publisher(_)) {
                found.entry(*ground.get(&node).unwrap_or(&node)).or_insert(node);
            }
        }
        found
    }

    fn name(&self, node: usize) -> OriginName {
        match node.checked_sub(self.sources) {
            None => OriginName::Source(SourceId::new(node)),
            Some(place) => self.names[place].clone(),
        }
    }
}
