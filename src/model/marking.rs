//! Markings of the Traffic Light Protocol 2.0 (FIRST, August 2022), from the widest audience to the narrowest.

use serde::{Deserialize, Serialize};

use std::fmt;

use crate::source::At;

/// Who may see something. The order is the contract's: a higher marking is for fewer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Marking {
    #[default]
    Clear,
    Green,
    Amber,
    AmberStrict,
    Red,
}

/// What a text turned out to be as a marking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    Known(Marking),
    /// `TLP:WHITE` of TLP 1.0, which is CLEAR now.
    Old,
    /// Not one of the five; with the spelling that was perhaps meant.
    Unknown(Option<Marking>),
}

impl Marking {
    pub const ALL: [Marking; 5] =
        [Marking::Clear, Marking::Green, Marking::Amber, Marking::AmberStrict, Marking::Red];

    /// What a part of an item is marked with by itself; without a mark it is as what contains it.
    pub fn of_part(written: Option<&At<Marking>>) -> Self {
        written.map_or(Marking::Clear, |marking| marking.value)
    }

    /// As the standard spells it.
    pub fn label(self) -> &'static str {
        match self {
            Marking::Clear => "TLP:CLEAR",
            Marking::Green => "TLP:GREEN",
            Marking::Amber => "TLP:AMBER",
            Marking::AmberStrict => "TLP:AMBER+STRICT",
            Marking::Red => "TLP:RED",
        }
    }

    /// Who may know of it, in the words of the standard (section 4), shortened.
    pub fn meaning(self) -> &'static str {
        match self {
            Marking::Clear => "everybody may know it",
            Marking::Green => "for the community of those who receive it, not for the public",
            Marking::Amber => {
                "for those who need to know, in the recipient's organisation and among its clients"
            }
            Marking::AmberStrict => "for those who need to know, in the recipient's organisation alone",
            Marking::Red => "for the recipients in person, and nobody else",
        }
    }

    /// Reads a label. Only the standard's own spelling counts: a marking is never guessed, least of all a lower one.
    pub fn read(text: &str) -> Reading {
        if text == "TLP:WHITE" {
            return Reading::Old;
        }
        match Marking::ALL.into_iter().find(|marking| marking.label() == text) {
            Some(marking) => Reading::Known(marking),
            None => Reading::Unknown(meant(text)),
        }
    }
}

fn meant(text: &str) -> Option<Marking> {
    let squeezed: String = text.to_uppercase().chars().filter(|c| c.is_alphabetic()).collect();
    let colour = squeezed.strip_prefix("TLP").unwrap_or(&squeezed);
    Marking::ALL.into_iter().find(|marking| {
        let label: String = marking.label()[4..].chars().filter(|c| c.is_alphabetic()).collect();
        label == colour
    })
}

impl fmt::Display for Marking {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_spelling_is_read() {
        assert_eq!(Marking::read("TLP:AMBER+STRICT"), Reading::Known(Marking::AmberStrict));
        assert_eq!(Marking::read("TLP:WHITE"), Reading::Old);
        assert_eq!(Marking::read("tlp: red"), Reading::Unknown(Some(Marking::Red)));
        assert_eq!(Marking::read("GREEN"), Reading::Unknown(Some(Marking::Green)));
        assert_eq!(Marking::read("TLP:PURPLE"), Reading::Unknown(None));
    }
}
