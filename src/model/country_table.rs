//! The countries that a site may name: the 249 of ISO 3166-1; `XK` for Kosovo, which the standard leaves to its users; and
//! the former ones of ISO 3166-3. In goes a code or a name, out comes a row. Nothing here takes a side: a row is a code that
//! texts use, and a site that prefers `Turkey` or `Burma` says so in a file of its own, which this one must not know.
//!
//! `scripts/countries` makes `rows` and `names`, as docs/countries.md describes. Both are constants, so that a build pays
//! nothing for a table of which it needs a few rows.

#[rustfmt::skip]
mod names;
#[rustfmt::skip]
mod rows;
#[cfg(test)]
mod tests;

use super::slug::name_key;
use names::NAMES;
pub use rows::{COUNTRIES, LANGUAGES};

/// What is known of one country or territory. Texts are in English, with plain apostrophes and
/// full diacritics, unless they say otherwise.
#[derive(Debug, PartialEq, Eq)]
pub struct CountryRow {
    /// Its id, in capitals: ISO 3166-1 alpha-2 (`KP`; `XK` is user-assigned), or the four letters of ISO 3166-3 (`SUHH`).
    pub code: &'static str,
    /// ISO 3166-1 alpha-2 in capitals; of a former country, what it was.
    pub alpha2: &'static str,
    /// ISO 3166-1 alpha-3 in capitals: `PRK`. `XKX` is user-assigned.
    pub alpha3: &'static str,
    /// ISO 3166-1 numeric, which is also the M49 code: three digits, `408`. Empty where there is none.
    pub numeric: &'static str,
    /// The short name for running text and headings, without an article: `North Korea`.
    pub name: &'static str,
    /// The name in full, as ISO 3166-1 or the country's own law has it; the same as `name` where
    /// there is none or none agreed on.
    pub formal_name: &'static str,
    /// Every further English name that means this country and no other, the formal one among them
    /// wherever it differs from `name`. One may lie inside another's (`Republic of China`,
    /// `Republic of the Congo`): the longest match is the one meant.
    pub other_names: &'static [&'static str],
    /// Names in any language that mean it only where the rest of the text says so (`America`, `Turkey`, `Maurice`). Its
    /// `name` and names in other languages stand here as well as in their own places, English others here alone.
    pub weak_names: &'static [&'static str],
    /// Adjectives and singular nouns for its people. Not always its own: `Congolese`, `Dominican`
    /// and `Virgin Islander` are shared.
    pub demonyms: &'static [&'static str],
    /// The capital; the seat of government where none is declared or the declared one is out of
    /// its hands or abandoned; all of them where the functions are divided; none where there is
    /// none or it is only claimed.
    pub capitals: &'static [&'static str],
    /// The codes of those it shares a border on land with, in order. Each of them lists it, too.
    pub borders: &'static [&'static str],
    /// M49 region. Taiwan and Kosovo, unlisted there, stand with their neighbours; Antarctica, in
    /// no region, is its own.
    pub region: Region,
    /// M49 intermediate region, or the sub-region where M49 divides no further: `Eastern Africa`,
    /// `Western Europe`.
    pub subregion: Region,
    /// Language tag and usual name in it, in the order of [`LANGUAGES`]; of a former country perhaps none.
    pub names: &'static [(&'static str, &'static str)],
    /// Other names in these languages: variants, European Portuguese, traditional Chinese.
    pub foreign_names: &'static [&'static str],
    /// Present for a country that has no code of its own any more.
    pub former: Option<Former>,
}

/// A region of the United Nations' M49: three digits, and the English name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Region {
    pub code: &'static str,
    pub name: &'static str,
}

/// What became of a country of ISO 3166-3.
#[derive(Debug, PartialEq, Eq)]
pub struct Former {
    /// When its code was withdrawn: a year or a day, as `1992-08-30`.
    pub withdrawn: &'static str,
    /// The years of its beginning and end, where it was a country or territory that ended, and not only a code.
    pub existed: Option<(&'static str, &'static str)>,
    /// The codes of those that lie where it lay, or came right after it, in order.
    pub successors: &'static [&'static str],
}

/// How a name stands to its country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    Id,
    Name,
    /// Another English name.
    Other,
    /// A name in another language.
    Foreign,
    /// A code that is not its id.
    Code,
}

/// What a name means: the row's place in [`COUNTRIES`], and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    pub row: usize,
    pub kind: NameKind,
    /// Whether the name is also something else.
    pub weak: bool,
}

impl CountryRow {
    /// All its names but codes: the usual one, English others, then those in other languages.
    pub fn all_names(&self) -> impl Iterator<Item = &'static str> {
        let english = self.other_names.iter().chain(self.weak_names);
        let foreign = self.names.iter().map(|(_, name)| name).chain(self.foreign_names);
        std::iter::once(self.name).chain(english.chain(foreign).copied())
    }

    /// Its capitals as running text: `Pretoria, Cape Town and Bloemfontein`.
    pub fn capital(&self) -> String {
        match self.capitals {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [others @ .., last] => format!("{} and {last}", others.join(", ")),
        }
    }
}

/// The place in [`COUNTRIES`] of an id in any case.
pub fn place(code: &str) -> Option<usize> {
    let code = code.to_ascii_uppercase();
    COUNTRIES.binary_search_by(|row| row.code.cmp(code.as_str())).ok()
}

/// The row of an id in any case: an alpha-2 code, or the four letters of a former country.
pub fn by_code(code: &str) -> Option<&'static CountryRow> {
    place(code).map(|place| &COUNTRIES[place])
}

/// Whom a name means, in the order of codes: nobody, one country, or several that share it. An article before it does not
/// matter.
pub fn meanings(name: &str) -> impl Iterator<Item = Meaning> {
    let found = with_key(&name_key(name));
    let found = match without_article(name) {
        Some(rest) if found.is_empty() => with_key(&name_key(rest)),
        _ => found,
    };
    found.iter().map(|&(_, row, kind, weak)| Meaning { row: usize::from(row), kind, weak })
}

fn with_key(key: &str) -> &'static [(&'static str, u16, NameKind, bool)] {
    let start = NAMES.partition_point(|entry| entry.0 < key);
    let length = NAMES[start..].iter().take_while(|entry| entry.0 == key).count();
    &NAMES[start..start + length]
}

fn without_article(name: &str) -> Option<&str> {
    let (article, rest) = name.trim_start().split_at_checked(4)?;
    article.eq_ignore_ascii_case("the ").then_some(rest)
}

/// Whether a name on a list of mixed names is a country's, and nobody would take it for a person's or a code.
pub fn is_plainly_country(name: &str) -> bool {
    let mut meanings = meanings(name);
    let (Some(meaning), None) = (meanings.next(), meanings.next()) else { return false };
    let row = &COUNTRIES[meaning.row];
    match meaning.kind {
        NameKind::Name | NameKind::Other => true,
        NameKind::Foreign => !meaning.weak,
        NameKind::Id | NameKind::Code => {
            row.other_names.iter().chain(row.weak_names).any(|known| *known == name)
        }
    }
}
