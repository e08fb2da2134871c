//! What an author wrote: one [`Document`] an item, typed, with the place of every value that can be at fault later.
//!
//! Nothing here is resolved: an actor is still the name or id that somebody typed. `parse` makes documents, `audience`
//! leaves some out, `link` makes the [`Site`](super::site::Site) of the rest.

mod items;
mod words;

use std::sync::Arc;

use schemars::JsonSchema;

pub use self::items::{
    ActorItem, ActorMention, Alias, ArticleItem, Correction, CountryItem, DEFAULT_IMPORTANCE, EventItem,
    Figure, GeoPlace, Image, KeyPoint, NamedItem, NativeName, PageItem, Relation, Role, SourceItem,
};
pub use self::words::{ActorKind, CONFIDENCES, CorrectionKind, LIKELIHOODS, RelationKind, Status};

use serde::{Deserialize, Serialize};

use super::body::Body;
use super::marking::Marking;
use super::shape::{Anything, Either, List, Text};
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

    /// Whether items of this kind have one of the keys that several kinds have.
    pub fn has(self, key: CommonKey) -> bool {
        match key {
            // An article's and a page's id is its URL; theirs is written as `slug`, or is the file's name.
            CommonKey::Id => !matches!(self, Kind::Article | Kind::Page),
            CommonKey::Redirects => {
                matches!(self, Kind::Article | Kind::Actor | Kind::Topic | Kind::Event | Kind::Page)
            }
            // An event's summary belongs to the account that it gives.
            CommonKey::Summary => !matches!(self, Kind::Event | Kind::Source),
            CommonKey::Image => self != Kind::Source,
        }
    }
}

/// Keys that several kinds have, but not all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CommonKey {
    Id,
    Redirects,
    Summary,
    Image,
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
    /// Whether its author wrote any metadata, defaults apart.
    pub has_metadata: bool,
    /// A file of metadata beside that of its text.
    pub sidecar: Option<FileId>,
    pub common: Common,
    /// A hash of the metadata on which more than the item's own words depends: where it is that of an earlier state, all
    /// that was made of that still holds.
    pub outward: u64,
    pub item: Item,
    /// Shared, so that builds for several audiences parse once.
    pub body: Arc<Body>,
    /// Where the body begins in the file; without a text beside the metadata: none.
    pub body_at: Option<Span>,
}

/// Keys that several kinds have; [`Kind::has`] says which kind has which.
#[derive(Clone, Debug, Default, JsonSchema, Serialize, Deserialize)]
pub struct Common {
    /// Who may see it at most, by the Traffic Light Protocol 2.0. Without it: as what contains it, else the site's
    /// `default_marking`.
    pub marking: Option<At<Marking>>,
    /// Old paths below the site's address that lead here, such as `/old/path/`.
    #[schemars(with = "Option<List<Text>>")]
    pub redirects: Vec<At<String>>,
    /// One sentence that stands alone in lists and feeds. An article without one shows how its first paragraph begins.
    #[schemars(with = "Option<Text>")]
    pub summary: Option<At<String>>,
    /// A picture: its path, or a mapping with `src` and `alt`.
    #[schemars(with = "Option<Either<Text, Image>>")]
    pub image: Option<Image>,
    /// Anything of your own; templates get it as it is.
    #[schemars(with = "Option<Anything>")]
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
