//! What becomes of each name in a text, for somebody who watches: the build itself asks for none of it.
//!
//! In: what `mentions` decides, while it decides. Out: calls of an [`Observer`].

use crate::mention::NameId;
use crate::passages::{Passage, What};

/// Is told of all that is looked at in a text, in its order.
pub trait Observer {
    /// A passage of the body, before the names in it.
    fn passage(&mut self, _passage: &Passage<'_>) {}

    fn name(&mut self, seen: &Seen<'_>);
}

/// A name in a text, or a link there to one who has names.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'s> {
    /// As it stands in the text.
    pub text: &'s str,
    /// Of the lexicon; none for a link.
    pub name: Option<NameId>,
    /// Whom it means; else whom it could mean.
    pub bearers: &'s [u32],
    /// Whether the one whom it means bears it strongly, or is named by a link.
    pub is_strong: bool,
    pub fate: Fate,
    /// What keeps it from being a name.
    pub shield: Option<&'s str>,
}

/// What becomes of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It is a link.
    Linked,
    /// Its author made it a link.
    Written,
    /// It would be a link, but for one before it in the same section or page.
    Again,
    /// It would be a link, but the lock does not have it.
    Unlocked,
    /// It would be a link, but the site wants none.
    Off,
    /// It would be a link, but part of it is emphasised.
    Divided,
    /// Its alias is not for links.
    NoLink,
    Heading,
    /// In the label of a link to another site.
    InLink,
    /// In a summary, a key point or another text beside the body.
    Beside,
    Weak,
    Ambiguous,
    /// Several bear it as a demonym.
    Shared,
    Shielded,
    /// It names the page's own subject.
    Own,
    /// `[[!word]]`
    Refused,
    Code,
    /// In the label of a link into the site, or in an image's text.
    InReference,
    /// In a portion above the text's own marking.
    Portion,
}

impl Fate {
    pub fn of(what: What) -> Self {
        match what {
            What::Link => Fate::InLink,
            What::Code => Fate::Code,
            What::Unlinked => Fate::Refused,
            What::Reference(_) => Fate::InReference,
        }
    }

    /// Whether it counts as a mention of somebody.
    pub fn counts(self) -> bool {
        use Fate::{Again, Beside, Divided, Heading, InLink, Linked, NoLink, Off, Unlocked, Written};
        matches!(
            self,
            Linked | Written | Again | Unlocked | Off | Divided | NoLink | Heading | InLink | Beside
        )
    }

    /// Its name for machines.
    pub fn word(self) -> &'static str {
        match self {
            Fate::Linked => "linked",
            Fate::Written => "written",
            Fate::Again => "again",
            Fate::Unlocked => "unlocked",
            Fate::Off => "off",
            Fate::Divided => "divided",
            Fate::NoLink => "no-link",
            Fate::Heading => "heading",
            Fate::InLink => "in-link",
            Fate::Beside => "beside",
            Fate::Weak => "weak",
            Fate::Ambiguous => "ambiguous",
            Fate::Shared => "shared",
            Fate::Shielded => "shielded",
            Fate::Own => "own",
            Fate::Refused => "refused",
            Fate::Code => "code",
            Fate::InReference => "in-reference",
            Fate::Portion => "portion",
        }
    }
}
