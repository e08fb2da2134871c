//! The words of the contract that a key can have, each with what it stands for.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};

use serde::{Deserialize, Serialize};

use crate::model::shape;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    #[default]
    Published,
    Draft,
    Withdrawn,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CorrectionKind {
    #[default]
    Correction,
    Clarification,
    Update,
    Retraction,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ActorKind {
    Person,
    Organization,
    Group,
    Government,
    Company,
    Media,
    /// Not said.
    #[default]
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RelationKind {
    Ally,
    Rival,
    MemberOf,
    PartOf,
    Leads,
    WorksFor,
    Owns,
    Supports,
    Opposes,
    Family,
    PredecessorOf,
    PartyTo,
    Other,
}

/// Words of estimation, from least to most likely: those of ICD 203 (both columns) and of the PHIA yardstick.
pub const LIKELIHOODS: &[&str] = &[
    "almost no chance",
    "remote",
    "remote chance",
    "very unlikely",
    "highly unlikely",
    "highly improbable",
    "unlikely",
    "improbable",
    "roughly even chance",
    "roughly even odds",
    "even chance",
    "realistic possibility",
    "likely",
    "probable",
    "very likely",
    "highly likely",
    "highly probable",
    "almost certain",
    "nearly certain",
];
/// How sure a judgment is.
pub const CONFIDENCES: &[&str] = &["low", "moderate", "high"];

/// The words to an editor.
macro_rules! shown_as_words {
    ($type:ty) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                shape::words(Self::WORDS)
            }
        }
    };
}

/// A word of the contract for each variant, both ways.
macro_rules! words {
    ($type:ty { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $type {
            pub const WORDS: &[&str] = &[$($word),*];

            pub fn word(self) -> &'static str {
                match self { $(<$type>::$variant => $word),* }
            }

            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(<$type>::$variant),)* _ => None }
            }
        }

        shown_as_words!($type);
    };
}

words!(Status { Published = "published", Draft = "draft", Withdrawn = "withdrawn" });
words!(CorrectionKind {
    Correction = "correction",
    Clarification = "clarification",
    Update = "update",
    Retraction = "retraction",
});
words!(RelationKind {
    Ally = "ally",
    Rival = "rival",
    MemberOf = "member-of",
    PartOf = "part-of",
    Leads = "leads",
    WorksFor = "works-for",
    Owns = "owns",
    Supports = "supports",
    Opposes = "opposes",
    Family = "family",
    PredecessorOf = "predecessor-of",
    PartyTo = "party-to",
    Other = "other",
});

shown_as_words!(ActorKind);

impl ActorKind {
    pub const WORDS: &[&str] = &["person", "organization", "group", "government", "company", "media"];

    /// Empty where the kind is not said.
    pub fn word(self) -> &'static str {
        match self {
            ActorKind::Person => "person",
            ActorKind::Organization => "organization",
            ActorKind::Group => "group",
            ActorKind::Government => "government",
            ActorKind::Company => "company",
            ActorKind::Media => "media",
            ActorKind::Unknown => "",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "person" => Some(ActorKind::Person),
            "organization" => Some(ActorKind::Organization),
            "group" => Some(ActorKind::Group),
            "government" => Some(ActorKind::Government),
            "company" => Some(ActorKind::Company),
            "media" => Some(ActorKind::Media),
            _ => None,
        }
    }
}
