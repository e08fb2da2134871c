//! Names in plain text. In go names with those who bear them, and texts; out come the places where they are mentioned, and
//! who is meant there. Must not know sites, HTML, or files: bearers are numbers that the caller chose.
//!
//! Names and texts are compared in one form (`normal`). One automaton finds all spellings of all names (`pattern`)
//! and all shields; what does not stand as a word of its script (`boundary`) or means a language (`language`) is put
//! aside, and of the rest the longest count (`choice`). Whom a name means is decided in the order of the text
//! ([`Introduced`]).

mod boundary;
mod choice;
mod countries;
mod draft;
mod introduced;
mod language;
mod lexicon;
mod neighbour;
mod normal;
mod pattern;
mod sentence;
mod shields;
#[cfg(test)]
mod tests;

pub use countries::of_country;
pub use introduced::{Introduced, Verdict};
pub use lexicon::{Examined, Hit, Lexicon, Scratch};
pub use normal::normalized;
pub use sentence::sentence;

/// A name and whom it may mean. Bearers are numbers that the caller chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'a> {
    pub text: &'a str,
    pub bearer: u32,
    pub strength: Strength,
}

/// How surely a name means its bearer. The surer come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Wherever it stands.
    Strong,
    /// Where its bearer has been introduced: it is also something else.
    Weak,
    /// As `Weak`, and never as the name of a language.
    Demonym,
}

/// A name of a [`Lexicon`]: all its spellings, and all who bear it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(u32);

/// One who bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearer {
    pub bearer: u32,
    pub strength: Strength,
}
