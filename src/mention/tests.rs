//! What is meant and what is not, as a table; what holds for any text, tried at random; and what must hold for the data.

mod cases;
mod data;
mod properties;

use super::{Lexicon, Name, Strength, of_country};
use crate::model::country_table::COUNTRIES;

/// All countries by their place in the table.
fn country_names() -> impl Iterator<Item = Name<'static>> {
    COUNTRIES.iter().zip(0..).flat_map(|(row, bearer)| {
        of_country(row).map(move |(text, strength)| Name { text, bearer, strength })
    })
}

fn strong(text: &str, bearer: u32) -> Name<'_> {
    Name { text, bearer, strength: Strength::Strong }
}

fn lexicon<'a>(names: impl IntoIterator<Item = Name<'a>>) -> Lexicon {
    Lexicon::new(names, [])
}
