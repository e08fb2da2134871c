//! The keys of each kind of item, typed, with what editors and the reference say of them.
//!
//! A field's first lines are read by authors: what the key says, with a unit or an example, and what is so without it.

use schemars::{JsonSchema, Schema};

use serde::{Deserialize, Serialize};

use super::{ActorKind, CorrectionKind, RelationKind, Status};
use crate::model::date::{Edtf, ForeignMoment, Moment};
use crate::model::marking::Marking;
use crate::model::shape::{
    ActorName, ArticleName, AuthorName, Confidence, CountryName, Degrees, Either, EventName, Filled, Flag,
    Holder, Identifiers, LanguageTag, Likelihood, List, Reliability, SourceName, Text, TopicName, UpTo,
    WebAddress,
};
use crate::source::{At, Span};

#[derive(Clone, Debug, Default, JsonSchema, Serialize, Deserialize)]
pub struct ArticleItem {
    /// The headline. Not needed where the text opens with a heading.
    #[schemars(with = "Option<Text>")]
    pub title: Option<At<String>>,
    /// When it was published: a day, or a time with its zone such as `2025-09-03T14:00:00Z`. Without it: the date that
    /// the file's name begins with. An article without any date is in no feed and on no timeline.
    #[schemars(with = "Option<ForeignMoment>")]
    pub date: Option<At<Moment>>,
    /// When it was last changed, written as `date` is.
    #[schemars(with = "Option<ForeignMoment>")]
    pub updated: Option<At<Moment>>,
    /// What happened or came out later was not known to the author.
    pub information_cutoff: Option<At<Moment>>,
    /// What a reader in a hurry should know, in a box above the text: texts, or judgments with words of estimation.
    #[schemars(with = "Option<List<Either<Text, KeyPoint>>>")]
    pub key_points: Vec<KeyPoint>,
    /// Bylines. An author needs no file.
    #[schemars(with = "Option<List<AuthorName>>")]
    pub authors: Vec<At<String>>,
    /// Whom it is about: ids, names or aliases, or mappings with `id` and `role`.
    #[schemars(with = "Option<List<Either<ActorName, ActorMention>>>")]
    pub actors: Vec<ActorMention>,
    /// Countries that it is about: codes such as `KP`, or names.
    #[schemars(with = "Option<List<CountryName>>")]
    pub countries: Vec<At<String>>,
    /// What it is about. A topic needs no file.
    #[schemars(with = "Option<List<TopicName>>")]
    pub topics: Vec<At<String>>,
    /// Dated events that it tells of.
    #[schemars(with = "Option<List<EventItem>>")]
    pub events: Vec<EventItem>,
    /// What it rests on: ids of shared sources, or sources of its own.
    #[schemars(with = "Option<List<Either<SourceName, SourceItem>>>")]
    pub sources: Vec<SourceItem>,
    /// Numbers worth a box of their own.
    #[schemars(with = "Option<List<Figure>>")]
    pub figures: Vec<Figure>,
    /// What was changed after publication, and said so.
    #[schemars(with = "Option<List<Correction>>")]
    pub corrections: Vec<Correction>,
    /// A draft is built only where drafts are asked for; a withdrawn article keeps its page, which says so.
    #[schemars(with = "Option<Status>", extend("default" = Status::default().word()))]
    pub status: Status,
    /// It is not built before this day or time.
    pub publish_at: Option<At<Moment>>,
    /// It is not built from this day or time on.
    pub expires: Option<At<Moment>>,
    /// The last part of its URL. Without it: the file's name, without a date at its beginning.
    #[schemars(with = "Option<Text>")]
    pub slug: Option<At<String>>,
    /// Its language as a BCP 47 tag, such as `en` or `pt-BR`. Without it: the site's.
    #[schemars(with = "Option<LanguageTag>")]
    pub lang: Option<At<String>>,
    /// The article of this site that it translates.
    #[schemars(with = "Option<ArticleName>")]
    pub translation_of: Option<At<String>>,
}

/// An actor in an article's metadata, perhaps with the part that it plays there.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[schemars(title = "actor with a role")]
pub struct ActorMention {
    /// Its id, name or alias.
    #[schemars(rename = "id", with = "Filled<ActorName>")]
    pub name: At<String>,
    /// The part that it plays, such as `host`.
    #[schemars(with = "Option<Text>")]
    pub role: Option<String>,
}

#[derive(Clone, Debug, JsonSchema, Serialize, Deserialize)]
#[schemars(title = "key point")]
pub struct KeyPoint {
    /// The point, in a sentence.
    #[schemars(with = "Filled<Text>")]
    pub text: String,
    /// How likely it is, in a word of estimation (ICD 203 or the PHIA yardstick).
    #[schemars(with = "Option<Likelihood>")]
    pub likelihood: Option<String>,
    /// How sure the judgment is.
    #[schemars(with = "Option<Confidence>")]
    pub confidence: Option<String>,
    /// Who may see it at most. Without it: as the article.
    pub marking: Option<At<Marking>>,
}

/// A number worth showing large.
#[derive(Clone, Debug, JsonSchema, Serialize, Deserialize)]
#[schemars(title = "figure")]
pub struct Figure {
    /// What is counted or measured.
    #[schemars(with = "Filled<Text>")]
    pub label: String,
    /// The number, shown as it is written: `1300`, `about 40`.
    #[schemars(with = "Filled<Text>")]
    pub value: String,
    /// What it is counted in, such as `km` or `%`.
    #[schemars(with = "Option<Text>")]
    pub unit: Option<String>,
    /// The id of the source that has it.
    #[schemars(with = "Option<SourceName>")]
    pub source: Option<At<String>>,
    /// Who may see it at most. Without it: as the article.
    pub marking: Option<At<Marking>>,
}

#[derive(Clone, Debug, JsonSchema, Serialize, Deserialize)]
#[schemars(title = "correction")]
pub struct Correction {
    /// When it was made: a day, or a time with its zone.
    #[schemars(with = "Filled<Moment>")]
    pub date: At<Moment>,
    /// Whether it mends a mistake, makes something clearer, adds news, or takes the article back.
    #[schemars(with = "Option<CorrectionKind>", extend("default" = CorrectionKind::default().word()))]
    pub kind: CorrectionKind,
    /// What was changed, in a sentence.
    #[schemars(with = "Filled<Text>")]
    pub text: String,
    /// Who may see it at most. Without it: as the article.
    pub marking: Option<At<Marking>>,
}

#[derive(Clone, Debug, JsonSchema, Serialize, Deserialize)]
#[schemars(title = "image")]
pub struct Image {
    /// The file: beside the text, or from `static/` on where it begins with `/`.
    #[schemars(with = "Filled<Text>")]
    pub src: At<String>,
    /// What it shows, for those who do not see it.
    #[schemars(with = "Option<Text>")]
    pub alt: Option<String>,
    /// What stands below it.
    #[schemars(with = "Option<Text>")]
    pub caption: Option<String>,
    /// Whose it is.
    #[schemars(with = "Option<Text>")]
    pub credit: Option<String>,
    /// Who may see it at most. Without it: as what it belongs to.
    pub marking: Option<At<Marking>>,
}

#[derive(Clone, Debug, Default, JsonSchema, Serialize, Deserialize)]
pub struct ActorItem {
    /// What it is called on this site.
    #[schemars(with = "Filled<Text>")]
    pub name: Option<At<String>>,
    /// Its name in its own language: a text, or a mapping with `text` and `lang`.
    #[schemars(with = "Option<Either<Text, NativeName>>")]
    pub native_name: Option<NativeName>,
    /// By what it is sorted in lists. Without it: its name.
    #[schemars(with = "Option<Text>")]
    pub sort_name: Option<String>,
    /// What sort of actor it is.
    #[schemars(with = "Option<ActorKind>")]
    pub kind: ActorKind,
    /// Other names, by which links and metadata find it.
    #[schemars(with = "Option<List<Either<Text, Alias>>>")]
    pub aliases: Vec<Alias>,
    /// Countries that it belongs to: codes such as `KP`, or names.
    #[schemars(with = "Option<List<CountryName>>")]
    pub countries: Vec<At<String>>,
    /// Offices and posts: titles, or mappings with `title`, `of`, `from` and `to`.
    #[schemars(with = "Option<List<Either<Text, Role>>>")]
    pub roles: Vec<Role>,
    /// What ties it to other actors. Each is shown on the other's page, too.
    #[schemars(with = "Option<List<Relation>>")]
    pub relations: Vec<Relation>,
    /// When a person was born: `1984`, `1984-01-08`, `1984~` (about).
    pub born: Option<At<Edtf>>,
    /// When a person died.
    pub died: Option<At<Edtf>>,
    /// When an organisation began.
    pub founded: Option<At<Edtf>>,
    /// When an organisation ended.
    pub dissolved: Option<At<Edtf>>,
    /// Codes by which others know it; `wikidata`, `lei`, `orcid`, `viaf` and `isni` become links.
    #[schemars(with = "Option<Identifiers>")]
    pub identifiers: Vec<(String, String)>,
    /// The address of its own site.
    #[schemars(with = "Option<WebAddress>")]
    pub website: Option<At<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[schemars(title = "native name")]
pub struct NativeName {
    /// The name as it is written there.
    #[schemars(with = "Filled<Text>")]
    pub text: String,
    /// The language of the name as a BCP 47 tag, such as `ko`.
    #[schemars(with = "Option<Text>")]
    pub lang: Option<String>,
}

#[derive(Clone, Debug, JsonSchema, Serialize, Deserialize)]
#[schemars(title = "alias")]
pub struct Alias {
    /// The other name.
    #[schemars(with = "Filled<Text>")]
    pub text: At<String>,
    /// Whether the name is also something else, so that it means this only where something stronger says so.
    #[schemars(with = "Option<Flag>", extend("default" = false))]
    pub weak: bool,
    /// Whether mentions under this name become links.
    #[schemars(with = "Option<Flag>", extend("default" = true))]
    pub link: bool,
    /// Who may see it at most. Without it: as what it names.
    pub marking: Option<At<Marking>>,
}

#[derive(Clone, Debug, JsonSchema, Serialize, Deserialize)]
#[schemars(title = "role")]
pub struct Role {
    /// The office or post.
    #[schemars(with = "Filled<Text>")]
    pub title: String,
    /// Where: a country or an actor.
    #[schemars(with = "Option<Holder>")]
    pub of: Option<At<String>>,
    /// When it began.
    pub from: Option<At<Edtf>>,
    /// When it ended. Without it, it is not known to have ended.
    pub to: Option<At<Edtf>>,
    /// The id of the source that says so.
    #[schemars(with = "Option<SourceName>")]
    pub source: Option<At<String>>,
    /// Who may see it at most. Without it: as the actor.
    pub marking: Option<At<Marking>>,
}

#[derive(Clone, Debug, JsonSchema, Serialize, Deserialize)]
#[schemars(title = "relation")]
pub struct Relation {
    /// What this actor is to the other one.
    #[schemars(rename = "type")]
    pub kind: RelationKind,
    /// The other actor: id, name or alias.
    #[schemars(with = "Filled<ActorName>")]
    pub to: At<String>,
    /// When it began.
    pub from: Option<At<Edtf>>,
    /// When it ended.
    pub until: Option<At<Edtf>>,
    /// The id of the source that says so.
    #[schemars(with = "Option<SourceName>")]
    pub source: Option<At<String>>,
    /// More about it, in a sentence.
    #[schemars(with = "Option<Text>")]
    pub note: Option<String>,
    /// Who may see it at most. Without it: as the actor.
    pub marking: Option<At<Marking>>,
}

#[derive(Clone, Debug, Default, JsonSchema, Serialize, Deserialize)]
pub struct CountryItem {
    /// What this site calls it. Without it: its English name in Unicode's CLDR.
    #[schemars(with = "Option<Text>")]
    pub name: Option<At<String>>,
    /// Other names, added to the built-in ones.
    #[schemars(with = "Option<List<Either<Text, Alias>>>")]
    pub aliases: Vec<Alias>,
    /// What its people are called, instead of the built-in words.
    #[schemars(with = "Option<Text>")]
    pub demonym: Option<String>,
    /// Its capital, instead of the built-in one.
    #[schemars(with = "Option<Text>")]
    pub capital: Option<String>,
    /// Whether its name is also something else. Without it the built-in list says so (Chad, Georgia, Jordan, ...).
    #[schemars(with = "Option<Flag>")]
    pub weak: Option<bool>,
}

/// A topic or an author.
#[derive(Clone, Debug, Default, JsonSchema, Serialize, Deserialize)]
#[schemars(transform = with_title)]
pub struct NamedItem {
    /// What it is called. Without it: the file's name, with blanks for hyphens.
    #[schemars(with = "Option<Text>")]
    pub name: Option<At<String>>,
    /// The address of its own site; shown for authors.
    #[schemars(with = "Option<WebAddress>")]
    pub website: Option<At<String>>,
}

/// Another word for the same: `title` is read as the name where there is no `name`.
fn with_title(schema: &mut Schema) {
    if let Some(properties) = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
        let mut title = properties.get("name").cloned().unwrap_or_default();
        title["description"] = "Read as `name` where there is none.".into();
        properties.shift_insert(1, "title".to_owned(), title);
    }
}

#[derive(Clone, Debug, Default, JsonSchema, Serialize, Deserialize)]
pub struct PageItem {
    /// What stands above the text. Without it: the text's first heading.
    #[schemars(with = "Option<Text>")]
    pub title: Option<At<String>>,
    /// Its language as a BCP 47 tag, such as `en` or `pt-BR`. Without it: the site's.
    #[schemars(with = "Option<LanguageTag>")]
    pub lang: Option<At<String>>,
}

/// A dated event, from a file of its own or told by an article.
#[derive(Clone, Debug, JsonSchema, Serialize, Deserialize)]
#[schemars(title = "event")]
pub struct EventItem {
    /// The item's first line.
    #[schemars(skip)]
    pub top: Span,
    /// What others call it by; accounts with one id are of one event, which has a page of its own.
    #[schemars(with = "Option<EventName>")]
    pub id: Option<At<String>>,
    /// When it happened: `2025-09-03`, `2025-09`, `2025~` (about), `2025-09-01/2025-09-03`, or a time with its zone.
    #[schemars(with = "Filled<Edtf>")]
    pub date: At<Edtf>,
    /// What happened, in a few words.
    #[schemars(with = "Filled<Text>")]
    pub title: At<String>,
    /// One sentence that stands alone.
    #[schemars(with = "Option<Text>")]
    pub summary: Option<String>,
    /// Who took part: ids, names or aliases, or mappings with `id` and `role`.
    #[schemars(with = "Option<List<Either<ActorName, ActorMention>>>")]
    pub actors: Vec<ActorMention>,
    /// Countries that took part: codes such as `CN`, or names.
    #[schemars(with = "Option<List<CountryName>>")]
    pub countries: Vec<At<String>>,
    /// What it belongs to.
    #[schemars(with = "Option<List<TopicName>>")]
    pub topics: Vec<At<String>>,
    /// Where it happened: a name, or a mapping with `name`, `country`, `lat` and `lon`.
    #[schemars(with = "Option<Either<Text, GeoPlace>>")]
    pub place: Option<GeoPlace>,
    /// Ids of the sources that tell of it.
    #[schemars(with = "Option<List<SourceName>>")]
    pub sources: Vec<At<String>>,
    /// How much it weighs, from 1 (hardly) to 5 (very much).
    #[schemars(with = "Option<UpTo<5>>", extend("default" = DEFAULT_IMPORTANCE))]
    pub importance: u8,
    /// Who may see it at most. Without it: as what contains it, else the site's `default_marking`.
    pub marking: Option<At<Marking>>,
}

/// The importance of an event that does not say it.
pub const DEFAULT_IMPORTANCE: u8 = 3;

#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize, Deserialize)]
#[schemars(title = "place")]
pub struct GeoPlace {
    /// What it is called.
    #[schemars(with = "Option<Text>")]
    pub name: Option<String>,
    /// The country in which it lies: code or name.
    #[schemars(with = "Option<CountryName>")]
    pub country: Option<At<String>>,
    /// Latitude in degrees (WGS 84), north positive.
    #[schemars(with = "Option<Degrees<90>>")]
    pub lat: Option<f64>,
    /// Longitude in degrees (WGS 84), east positive.
    #[schemars(with = "Option<Degrees<180>>")]
    pub lon: Option<f64>,
}

/// A source, from a file of its own or inline in an article.
#[derive(Clone, Debug, JsonSchema, Serialize, Deserialize)]
#[schemars(title = "source")]
pub struct SourceItem {
    #[schemars(skip)]
    pub top: Span,
    /// What `[@id]` cites.
    #[schemars(with = "Option<Text>")]
    pub id: Option<At<String>>,
    /// What it is called.
    #[schemars(with = "Filled<Text>")]
    pub title: At<String>,
    /// Who published it; gets a page that lists its sources.
    #[schemars(with = "Option<Text>")]
    pub publisher: Option<String>,
    /// Where it can be read.
    #[schemars(with = "Option<WebAddress>")]
    pub url: Option<At<String>>,
    /// Where a copy is kept.
    #[schemars(with = "Option<WebAddress>")]
    pub archive_url: Option<At<String>>,
    /// When it was published: `2025-09-02`, `2025-09`, `2025`.
    pub date: Option<At<Edtf>>,
    /// When it was read.
    pub accessed: Option<At<Edtf>>,
    /// Who wrote it.
    #[schemars(with = "Option<Text>")]
    pub author: Option<String>,
    /// The language that it is in, as a BCP 47 tag.
    #[schemars(with = "Option<Text>")]
    pub lang: Option<String>,
    /// The first-hand account that it repeats.
    #[schemars(with = "Option<Text>")]
    pub origin: Option<String>,
    /// How reliable the source is, by the Admiralty code: `A` (completely) to `E` (not), `F` where it cannot be judged.
    #[schemars(with = "Option<Reliability>")]
    pub reliability: Option<char>,
    /// How credible what it says is, by the Admiralty code: 1 (confirmed) to 5 (improbable), 6 where it cannot be judged.
    #[schemars(with = "Option<UpTo<6>>")]
    pub credibility: Option<u8>,
    /// Who may see it at most. Without it: as what contains it, else the site's `default_marking`.
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
