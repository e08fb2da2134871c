//! What an author wrote: one [`Document`] an item, typed, with the place of every value that can be at fault later.
//!
//! Nothing here is resolved: an actor is still the name or id that somebody typed. `parse` makes documents, `audience`
//! leaves some out, `link` makes the [`Site`](super::site::Site) of the rest.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::body::Body;
use super::date::{Edtf, Moment};
use super::marking::Marking;
use crate::source::{At, FileId, Span};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    Article,
    Actor,
    Country,
    Topic,
    Event,
    Source,
    Author,
    Page,
}

impl Kind {
    pub const ALL: [Kind; 8] = [
        Kind::Article,
        Kind::Actor,
        Kind::Country,
        Kind::Topic,
        Kind::Event,
        Kind::Source,
        Kind::Author,
        Kind::Page,
    ];

    /// The word, as in `[[actor:georgia]]`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Article => "article",
            Kind::Actor => "actor",
            Kind::Country => "country",
            Kind::Topic => "topic",
            Kind::Event => "event",
            Kind::Source => "source",
            Kind::Author => "author",
            Kind::Page => "page",
        }
    }

    /// The folder below `content/`.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Article => "articles",
            Kind::Actor => "actors",
            Kind::Country => "countries",
            Kind::Topic => "topics",
            Kind::Event => "events",
            Kind::Source => "sources",
            Kind::Author => "authors",
            Kind::Page => "pages",
        }
    }
}

/// One item of content.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    pub kind: Kind,
    /// The item's first line: where a missing field is reported.
    pub top: Span,
    /// The file of its text or, without one, of its metadata.
    pub file: FileId,
    /// What the file's name says: the stem without a date prefix; for an item of a list its name or title.
    pub stem: String,
    /// As written, or the stem; none for an event in a list that has no `id`.
    pub id: Option<At<String>>,
    /// Its title or name; where the metadata has none, what the text or the file's name says.
    pub title: String,
    /// Whether the text's first block repeats the title, and is left out below it.
    pub skip_opening: bool,
    /// Whether `[collections]` claimed it: what cannot be read there is a warning.
    pub collected: bool,
    pub common: Common,
    pub item: Item,
    /// Shared, so that builds for several audiences parse once.
    pub body: Arc<Body>,
    /// Where the body begins in the file; without a text beside the metadata: none.
    pub body_at: Option<Span>,
}

/// Keys that several kinds have.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Common {
    pub marking: Option<At<Marking>>,
    pub redirects: Vec<At<String>>,
    pub summary: Option<At<String>>,
    pub image: Option<Image>,
    pub extra: Extra,
}

/// Values under `extra`, and those of a foreign archive that found no other place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    Null,
    Bool(bool),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

pub type Extra = Vec<(String, Value)>;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Item {
    Article(Box<ArticleItem>),
    Actor(Box<ActorItem>),
    Country(Box<CountryItem>),
    Topic(NamedItem),
    Event(Box<EventItem>),
    Source(Box<SourceItem>),
    Author(NamedItem),
    Page(PageItem),
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ArticleItem {
    pub title: Option<At<String>>,
    pub date: Option<At<Moment>>,
    pub updated: Option<At<Moment>>,
    pub information_cutoff: Option<At<Moment>>,
    pub key_points: Vec<KeyPoint>,
    pub authors: Vec<At<String>>,
    pub actors: Vec<ActorMention>,
    pub countries: Vec<At<String>>,
    pub topics: Vec<At<String>>,
    pub events: Vec<EventItem>,
    pub sources: Vec<SourceItem>,
    pub figures: Vec<Figure>,
    pub corrections: Vec<Correction>,
    pub status: Status,
    pub publish_at: Option<At<Moment>>,
    pub expires: Option<At<Moment>>,
    pub slug: Option<At<String>>,
    pub lang: Option<At<String>>,
    pub translation_of: Option<At<String>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    #[default]
    Published,
    Draft,
    Withdrawn,
}

/// An actor in an article's metadata, perhaps with the part that it plays there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorMention {
    pub name: At<String>,
    pub role: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeyPoint {
    pub text: String,
    pub likelihood: Option<String>,
    pub confidence: Option<String>,
    pub marking: Option<At<Marking>>,
}

/// A number worth showing large.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Figure {
    pub label: String,
    /// As written.
    pub value: String,
    pub unit: Option<String>,
    pub source: Option<At<String>>,
    pub marking: Option<At<Marking>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Correction {
    pub date: At<Moment>,
    pub kind: CorrectionKind,
    pub text: String,
    pub marking: Option<At<Marking>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CorrectionKind {
    #[default]
    Correction,
    Clarification,
    Update,
    Retraction,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Image {
    pub src: At<String>,
    pub alt: Option<String>,
    pub caption: Option<String>,
    pub credit: Option<String>,
    pub marking: Option<At<Marking>>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ActorItem {
    pub name: Option<At<String>>,
    pub native_name: Option<NativeName>,
    pub sort_name: Option<String>,
    pub kind: ActorKind,
    pub aliases: Vec<Alias>,
    pub countries: Vec<At<String>>,
    pub roles: Vec<Role>,
    pub relations: Vec<Relation>,
    pub born: Option<At<Edtf>>,
    pub died: Option<At<Edtf>>,
    pub founded: Option<At<Edtf>>,
    pub dissolved: Option<At<Edtf>>,
    pub identifiers: Vec<(String, String)>,
    pub website: Option<At<String>>,
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

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NativeName {
    pub text: String,
    pub lang: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Alias {
    pub text: At<String>,
    pub weak: bool,
    /// Whether mentions under this name become links.
    pub link: bool,
    pub marking: Option<At<Marking>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    pub title: String,
    pub of: Option<At<String>>,
    pub from: Option<At<Edtf>>,
    pub to: Option<At<Edtf>>,
    pub source: Option<At<String>>,
    pub marking: Option<At<Marking>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Relation {
    pub kind: RelationKind,
    pub to: At<String>,
    pub from: Option<At<Edtf>>,
    pub until: Option<At<Edtf>>,
    pub source: Option<At<String>>,
    pub note: Option<String>,
    pub marking: Option<At<Marking>>,
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

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CountryItem {
    pub name: Option<At<String>>,
    pub aliases: Vec<Alias>,
    pub demonym: Option<String>,
    pub capital: Option<String>,
    /// Whether the country's own name is a weak one; by default the built-in list says so.
    pub weak: Option<bool>,
}

/// A topic or an author.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NamedItem {
    pub name: Option<At<String>>,
    pub website: Option<At<String>>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PageItem {
    pub title: Option<At<String>>,
    pub lang: Option<At<String>>,
}

/// A dated event, from a file of its own or told by an article.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EventItem {
    /// The item's first line.
    pub top: Span,
    pub id: Option<At<String>>,
    pub date: At<Edtf>,
    pub title: At<String>,
    pub summary: Option<String>,
    pub actors: Vec<ActorMention>,
    pub countries: Vec<At<String>>,
    pub topics: Vec<At<String>>,
    pub place: Option<GeoPlace>,
    pub sources: Vec<At<String>>,
    /// 1 to 5.
    pub importance: u8,
    pub marking: Option<At<Marking>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GeoPlace {
    pub name: Option<String>,
    pub country: Option<At<String>>,
    /// Degrees, WGS 84.
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

/// A source, from a file of its own or inline in an article.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SourceItem {
    pub top: Span,
    pub id: Option<At<String>>,
    pub title: At<String>,
    pub publisher: Option<String>,
    pub url: Option<At<String>>,
    pub archive_url: Option<At<String>>,
    pub date: Option<At<Edtf>>,
    pub accessed: Option<At<Edtf>>,
    pub author: Option<String>,
    pub lang: Option<String>,
    pub origin: Option<String>,
    /// Admiralty code, `A` to `F`.
    pub reliability: Option<char>,
    /// Admiralty code, 1 to 6.
    pub credibility: Option<u8>,
    pub marking: Option<At<Marking>>,
}

impl SourceItem {
    /// An article's mention of a source that is known elsewhere.
    pub fn reference(id: At<String>) -> Self {
        SourceItem {
            top: id.span,
            title: At::new(String::new(), id.span),
            id: Some(id),
            publisher: None,
            url: None,
            archive_url: None,
            date: None,
            accessed: None,
            author: None,
            lang: None,
            origin: None,
            reliability: None,
            credibility: None,
            marking: None,
        }
    }

    /// Whether it only names a source that is known elsewhere.
    pub fn is_reference(&self) -> bool {
        self.title.value.is_empty()
    }
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
