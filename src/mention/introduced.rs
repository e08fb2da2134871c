//! Whom a name means where it stands: weak names need an introduction. In go the hits of a text in their order, out come
//! verdicts. Must not know where a hit stands.

use rustc_hash::FxHashSet;

use super::{Lexicon, NameId, Strength};

/// Who may be meant by weak names: those declared, and those whose strong name came earlier.
#[derive(Clone, Debug, Default)]
pub struct Introduced {
    bearers: FxHashSet<u32>,
}

/// Whom a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Means(u32),
    /// Nobody: all who bear the name bear it weakly, and none of them has been introduced.
    Weak,
    /// Several, in the order of their numbers. Somebody can mend it: with a link, another name, or other metadata.
    Ambiguous(Vec<u32>),
    /// Several by demonyms alone (`Korean`, in a text about both): nobody can mend that, and nothing is to be said of it.
    Shared(Vec<u32>),
}

impl Introduced {
    pub fn new(declared: impl IntoIterator<Item = u32>) -> Self {
        Introduced { bearers: declared.into_iter().collect() }
    }

    /// Somebody was named by other means than by name.
    pub fn introduce(&mut self, bearer: u32) {
        self.bearers.insert(bearer);
    }

    /// Decides a hit, in the order of the text, and learns from it: whom a strong name means has been introduced.
    ///
    /// Candidates are all who bear the name strongly, and those introduced who bear it weakly. Two of them are never
    /// chosen between.
    pub fn verdict(&mut self, lexicon: &Lexicon, name: NameId) -> Verdict {
        let bearers = lexicon.bearers(name);
        let is_candidate = |bearer: &&super::Bearer| {
            bearer.strength == Strength::Strong || self.bearers.contains(&bearer.bearer)
        };
        let candidates: Vec<_> = bearers.iter().filter(is_candidate).collect();
        match candidates[..] {
            [] => Verdict::Weak,
            [one] => {
                self.bearers.insert(one.bearer);
                Verdict::Means(one.bearer)
            }
            _ => several(&candidates),
        }
    }
}

fn several(candidates: &[&super::Bearer]) -> Verdict {
    let numbers = candidates.iter().map(|bearer| bearer.bearer).collect();
    if candidates.iter().all(|bearer| bearer.strength == Strength::Demonym) {
        Verdict::Shared(numbers)
    } else {
        Verdict::Ambiguous(numbers)
    }
}
