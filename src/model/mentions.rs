//! What a text says of others: names in it that were found, and links, each with the sentence of its first place.

use serde::{Deserialize, Serialize};

use super::marking::Marking;

/// Whom a text refers to, and which of the names in it become links.
///
/// It is made of a text, the names of the site and little else, and kept between builds: so it speaks of bearers of names
/// and of references by their numbers, not of items by their place in one site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mentions {
    /// A hash of all that this was made of.
    pub key: u128,
    /// Names that become links, in the order of the text.
    pub links: Vec<NameLink>,
    /// In the order of their first places.
    pub named: Vec<Named>,
    /// Names that mean several.
    pub doubtful: Vec<Doubtful>,
    /// Names that would be links, but the lock does not have them.
    pub unlocked: Vec<LockedName>,
    /// Which of the pairs that the lock has for this text stand in it still. Those that do not are not named here: they may
    /// be above what this audience may know.
    pub kept: Vec<u32>,
    /// What `named` shows, one after the other.
    pub words: String,
}

/// A stretch of a body's HTML that becomes a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameLink {
    pub start: u32,
    pub end: u32,
    /// Index into the site's bearers of names.
    pub bearer: u32,
}

/// Somebody or something to whom a text refers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub who: Who,
    /// How often, whether linked or not.
    pub count: u32,
    /// The highest marking of the names that links show in that sentence.
    pub marking: Marking,
    /// The first place, in `words`: the id of the paragraph (nothing for what stands outside of the body), then the
    /// sentence up to the mention, the mention, and the rest: each by its end, from `start`.
    start: u32,
    ends: [u32; 4],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Who {
    /// By name: index into the site's bearers of names.
    Bearer(u32),
    /// By a link: index into the body's references.
    Reference(u32),
    /// By a citation: the source's number in the text.
    Source(u32),
}

/// A name that means several, so that it is not linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubtful {
    /// As it stands in the text.
    pub name: String,
    /// How often the same letters come before it.
    pub nth: u32,
    pub bearers: Vec<u32>,
}

/// A name in an article that is in the lock, and whom it means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LockedName {
    pub name: String,
    pub bearer: u32,
}

/// A sentence that refers to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote<'m> {
    /// The id of its paragraph, or of the heading above; empty where it stands outside of the body.
    pub paragraph: &'m str,
    pub before: &'m str,
    /// The mention; empty for a citation.
    pub mention: &'m str,
    pub after: &'m str,
}

impl Mentions {
    pub fn add(&mut self, who: Who, count: u32, marking: Marking, quote: Quote<'_>) {
        let start = bound(self.words.len());
        let parts = [quote.paragraph, quote.before, quote.mention, quote.after];
        let ends = parts.map(|part| {
            self.words.push_str(part);
            bound(self.words.len())
        });
        self.named.push(Named { who, count, marking, start, ends });
    }

    pub fn quote(&self, named: &Named) -> Quote<'_> {
        let part = |from: u32, to: u32| self.words.get(from as usize..to as usize).unwrap_or_default();
        let [paragraph, before, mention, after] = named.ends;
        Quote {
            paragraph: part(named.start, paragraph),
            before: part(paragraph, before),
            mention: part(before, mention),
            after: part(mention, after),
        }
    }
}

fn bound(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_come_out_as_they_went_in() {
        let quote = |paragraph| Quote { paragraph, before: "They met ", mention: "Kim", after: "." };
        let mut mentions = Mentions::default();
        mentions.add(Who::Bearer(1), 2, Marking::Clear, quote("p-1"));
        mentions.add(Who::Reference(0), 1, Marking::Clear, quote(""));
        let found: Vec<Quote<'_>> = mentions.named.iter().map(|named| mentions.quote(named)).collect();
        assert_eq!(found, [quote("p-1"), quote("")]);
    }
}
