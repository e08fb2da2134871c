//! What a site means: every item with what it refers to and what refers to it.
//!
//! `link` makes it, once, from all documents that this audience may know. Ids are positions in its lists: handed out by
//! `link`, valid for one [`Site`] alone.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::{Serialize, Serializer};

use super::body::{Body, PlainName, ReferenceKind};
use super::country_table::{self, CountryRow};
use super::date::{Edtf, Moment};
use super::document::{
    ActorItem, Alias, CorrectionKind, Extra, Figure, GeoPlace, Image, KeyPoint, Kind, RelationKind, Status,
};
use super::marking::Marking;
use super::mentions::{Mentions, Named, Quote, Who};
use super::origins::Origins;
use super::seen;
use super::shared::Shared;
use crate::source::{At, FileId, Span};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident => $list:ident : $item:ident, $sort:expr;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
            pub struct $name(pub u32);

            impl $name {
                pub fn new(index: usize) -> Self {
                    $name(u32::try_from(index).expect("a site has fewer than four billion items"))
                }

                pub fn index(self) -> usize {
                    self.0 as usize
                }
            }

            impl std::ops::Index<$name> for Site {
                type Output = $item;

                /// Who looks at an item this way can be told later at which it looked ([`seen`]).
                fn index(&self, id: $name) -> &$item {
                    seen::note($sort, id.0);
                    &self.$list[id.index()]
                }
            }
        )*
    };
}

ids! {
    ArticleId => articles: Article, 0;
    ActorId => actors: Actor, 1;
    CountryId => countries: Country, 2;
    TopicId => topics: Topic, 3;
    AuthorId => authors: Author, 4;
    EventId => events: Event, 5;
    SourceId => sources: Source, 6;
    PublisherId => publishers: Publisher, 7;
    PageId => pages: Page, 8;
}

/// All items, each list in the order in which the site shows it.
/// A copy costs next to nothing: what is not changed in it is shared.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Newest first; undated ones last.
    pub articles: Items<Article>,
    /// By sort name.
    pub actors: Items<Actor>,
    /// By name; all that the table knows, with or without a page.
    pub countries: Items<Country>,
    /// Where each row of the table of countries is in `countries`.
    pub country_rows: Shared<Vec<CountryId>>,
    pub topics: Items<Topic>,
    pub authors: Items<Author>,
    /// By earliest possible day, latest possible day, id.
    pub events: Shared<Vec<Event>>,
    /// By title.
    pub sources: Shared<Vec<Source>>,
    pub publishers: Shared<Vec<Publisher>>,
    /// Which sources repeat the same account.
    pub origins: Shared<Origins>,
    pub pages: Items<Page>,
    /// Who has a role in a country or an actor: the actor, and the role's place in its list.
    pub offices: Shared<BTreeMap<Target, Vec<(ActorId, usize)>>>,
    /// Files of the content folder that something in this build refers to: their paths below the root.
    pub files: Shared<Vec<String>>,
}

/// A list of which two sites may share most items.
pub type Items<T> = Shared<Vec<Shared<T>>>;

/// Anything that a link can lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Target {
    Article(ArticleId),
    Actor(ActorId),
    Country(CountryId),
    Topic(TopicId),
    Author(AuthorId),
    Event(EventId),
    Source(SourceId),
    Page(PageId),
}

impl Target {
    pub fn kind(self) -> Kind {
        match self {
            Target::Article(_) => Kind::Article,
            Target::Actor(_) => Kind::Actor,
            Target::Country(_) => Kind::Country,
            Target::Topic(_) => Kind::Topic,
            Target::Author(_) => Kind::Author,
            Target::Event(_) => Kind::Event,
            Target::Source(_) => Kind::Source,
            Target::Page(_) => Kind::Page,
        }
    }
}

/// What a body's references turned out to be, one for each of its references.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Resolved {
    /// A link to an item, file or page, perhaps to a place in it (an HTML id).
    Link { target: Target, fragment: Option<String> },
    /// A place on the same page.
    Here { fragment: String },
    /// A path below the site's root, as its author wrote it: a page, or a file in `static/`.
    Path { path: String, fragment: Option<String> },
    /// A file below the root's `content/` or `static/`, by its path in [`Sources`](crate::source::Sources).
    File { path: String },
    /// Numbers in the article's list of sources, with the number of this use of each.
    Citation(Vec<(usize, usize)>),
    /// Nothing that this build shows: the label stays, without a link.
    Dropped,
    /// The same, and the label would name it: the site's word for that stands instead.
    Withheld,
}

/// A text with its references resolved.
#[derive(Clone, Debug, Serialize)]
pub struct Text {
    pub body: Arc<Body>,
    pub resolved: Vec<Resolved>,
    /// Whether the first block repeats the title and is left out.
    pub skip_opening: bool,
    /// Whether the author wrote a summary; else it is the text's own beginning.
    pub own_summary: bool,
    /// Sources in the order of their numbers, from 1.
    pub sources: Vec<SourceId>,
    /// How often the text cites each of them.
    pub uses: Vec<usize>,
    /// Whom it refers to.
    pub mentions: Arc<Mentions>,
}

impl Text {
    /// Whether something in it is not named to this audience.
    pub fn withholds(&self) -> bool {
        self.resolved.contains(&Resolved::Withheld)
    }
}

/// What is shared by all items without a text: most events and sources of a large site are such.
static NO_BODY: LazyLock<Arc<Body>> = LazyLock::new(Arc::default);
static NO_MENTIONS: LazyLock<Arc<Mentions>> = LazyLock::new(Arc::default);

impl Default for Text {
    fn default() -> Self {
        Text {
            body: Arc::clone(&NO_BODY),
            resolved: Vec::new(),
            skip_opening: false,
            own_summary: false,
            sources: Vec::new(),
            uses: Vec::new(),
            mentions: Arc::clone(&NO_MENTIONS),
        }
    }
}

/// Where an item comes from and what all items have.
#[derive(Clone, Debug, Serialize)]
pub struct Origin {
    pub file: FileId,
    /// For messages. No page shows it, and it moves whenever anything above it is edited.
    #[serde(skip)]
    pub top: Span,
    pub collected: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Article {
    pub origin: Origin,
    pub slug: String,
    pub title: String,
    pub date: Option<Moment>,
    pub updated: Option<Moment>,
    pub information_cutoff: Option<Moment>,
    pub summary: String,
    pub key_points: Vec<KeyPoint>,
    pub authors: Vec<AuthorId>,
    pub actors: Vec<(ActorId, Option<String>)>,
    pub countries: Vec<CountryId>,
    pub topics: Vec<TopicId>,
    /// In the order of their dates.
    pub events: Vec<EventId>,
    pub figures: Vec<(Figure, Option<SourceId>)>,
    pub corrections: Vec<Correction>,
    pub image: Option<(Image, String)>,
    pub status: Status,
    pub lang: Option<String>,
    /// The same article in other languages.
    pub translations: Vec<ArticleId>,
    pub redirects: Vec<At<String>>,
    pub text: Text,
    pub extra: Extra,
    /// Whether this build shows it although it is not published.
    pub draft: bool,
    /// Reverse: articles and pages whose text links here.
    pub linked_from: Vec<Target>,
    pub marking: Marking,
}

#[derive(Clone, Debug, Serialize)]
pub struct Correction {
    pub date: Moment,
    pub kind: CorrectionKind,
    pub text: String,
    pub marking: Marking,
}

/// What refers to an actor, a country or a topic.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NamedBy {
    /// Articles whose metadata name it or whose text links to it, newest first.
    pub articles: Vec<ArticleId>,
    /// Events in the order of time.
    pub events: Vec<EventId>,
    /// Those named by the same articles, with the number of such articles, most frequent first.
    pub co_actors: Vec<(ActorId, usize)>,
    pub co_countries: Vec<(CountryId, usize)>,
    /// Other items whose texts link to it: profiles, pages, events.
    pub linked_from: Vec<Target>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Actor {
    pub origin: Option<Origin>,
    pub id: String,
    pub slug: String,
    pub name: String,
    /// Whether the name alone says too little for a mention to count.
    pub weak_name: bool,
    pub sort_name: String,
    /// What the author wrote, but for what is resolved below.
    pub item: ActorItem,
    pub summary: String,
    pub image: Option<(Image, String)>,
    pub countries: Vec<CountryId>,
    pub roles: Vec<Role>,
    pub relations: Vec<Relation>,
    pub redirects: Vec<At<String>>,
    pub text: Text,
    pub extra: Extra,
    pub named_by: NamedBy,
    pub marking: Marking,
}

#[derive(Clone, Debug, Serialize)]
pub struct Role {
    pub title: String,
    /// A country or an actor.
    pub of: Option<Target>,
    pub from: Option<Edtf>,
    pub to: Option<Edtf>,
    pub source: Option<SourceId>,
    pub marking: Marking,
}

#[derive(Clone, Debug, Serialize)]
pub struct Relation {
    pub kind: RelationKind,
    /// Whether the other one declared it: then the words are the inverse ones.
    pub inverse: bool,
    pub to: ActorId,
    pub from: Option<Edtf>,
    pub until: Option<Edtf>,
    pub source: Option<SourceId>,
    pub note: Option<String>,
    pub marking: Marking,
}

#[derive(Clone, Debug, Serialize)]
pub struct Country {
    pub origin: Option<Origin>,
    #[serde(serialize_with = "code")]
    pub row: &'static CountryRow,
    /// Its code in small letters.
    pub slug: String,
    pub name: String,
    pub aliases: Vec<Alias>,
    pub demonyms: Vec<String>,
    /// Whether its name is also something else, if its file says so.
    pub weak: Option<bool>,
    pub capital: String,
    pub summary: String,
    pub image: Option<(Image, String)>,
    pub text: Text,
    pub extra: Extra,
    pub named_by: NamedBy,
    /// Actors that belong to it.
    pub actors: Vec<ActorId>,
    /// Whether it has a page in this build.
    pub has_page: bool,
    pub marking: Marking,
}

/// A row stands for itself by its code: the table is part of the program.
fn code<S: Serializer>(row: &CountryRow, serializer: S) -> Result<S::Ok, S::Error> {
    row.code.serialize(serializer)
}

#[derive(Clone, Debug, Serialize)]
pub struct Topic {
    pub origin: Option<Origin>,
    pub slug: String,
    pub name: String,
    pub summary: String,
    pub image: Option<(Image, String)>,
    pub redirects: Vec<At<String>>,
    pub text: Text,
    pub extra: Extra,
    pub named_by: NamedBy,
    pub marking: Marking,
}

#[derive(Clone, Debug, Serialize)]
pub struct Author {
    pub origin: Option<Origin>,
    pub slug: String,
    pub name: String,
    pub summary: String,
    pub website: String,
    /// Where its author wrote it.
    pub website_at: Option<Span>,
    pub image: Option<(Image, String)>,
    pub text: Text,
    pub extra: Extra,
    /// Newest first.
    pub articles: Vec<ArticleId>,
    pub marking: Marking,
}

#[derive(Clone, Debug, Serialize)]
pub struct Event {
    /// Its own file, if it has one.
    pub file: Option<FileId>,
    /// Only events with an id of their own have a page.
    pub id: Option<String>,
    /// The part of its URL, and of its anchor on the timeline (`event-SLUG`).
    pub slug: String,
    pub date: Edtf,
    pub title: String,
    pub summary: String,
    pub actors: Vec<(ActorId, Option<String>)>,
    pub countries: Vec<CountryId>,
    pub topics: Vec<TopicId>,
    pub place: Option<Place>,
    pub sources: Vec<SourceId>,
    pub importance: u8,
    pub image: Option<(Image, String)>,
    pub redirects: Vec<At<String>>,
    pub text: Text,
    pub extra: Extra,
    pub accounts: Vec<Account>,
    pub linked_from: Vec<Target>,
    pub marking: Marking,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    pub geo: GeoPlace,
    pub country: Option<CountryId>,
}

/// One telling of an event.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// None: the event's own file.
    pub article: Option<ArticleId>,
    /// For messages, as [`Origin::top`].
    #[serde(skip)]
    pub span: Span,
    pub date: Edtf,
    pub place: Option<Place>,
    pub summary: String,
    pub sources: Vec<SourceId>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Source {
    pub origin: Origin,
    /// Whether it has a file of its own, for all articles to cite.
    pub is_shared: bool,
    /// None: inline in an article and without an id, so without a page.
    pub id: Option<String>,
    /// The part of its URL.
    pub slug: String,
    pub title: String,
    pub publisher: Option<PublisherId>,
    pub url: String,
    pub archive_url: String,
    /// Where its author wrote these two.
    pub url_at: Option<Span>,
    pub archive_url_at: Option<Span>,
    pub date: Option<Edtf>,
    pub accessed: Option<Edtf>,
    pub author: String,
    pub lang: String,
    /// What it repeats, as its author wrote it, without what is withheld. What that means is in [`Origins`].
    pub origin_account: String,
    pub reliability: Option<char>,
    pub credibility: Option<u8>,
    pub text: Text,
    pub extra: Extra,
    /// Newest first.
    pub articles: Vec<ArticleId>,
    pub events: Vec<EventId>,
    /// Other texts and items that rely on it: profiles, roles, relations.
    pub linked_from: Vec<Target>,
    pub marking: Marking,
}

#[derive(Clone, Debug, Serialize)]
pub struct Publisher {
    pub slug: String,
    pub name: String,
    /// By title.
    pub sources: Vec<SourceId>,
    /// How many articles rely on at least one of them.
    pub articles: usize,
    /// The lowest of theirs: whoever may know one of them may know it.
    pub marking: Marking,
}

#[derive(Clone, Debug, Serialize)]
pub struct Page {
    pub origin: Origin,
    /// Its URL below the root without slashes at its ends; empty for the front page's text.
    pub path: String,
    pub title: String,
    pub summary: String,
    pub lang: Option<String>,
    pub image: Option<(Image, String)>,
    pub redirects: Vec<At<String>>,
    pub text: Text,
    pub extra: Extra,
    pub marking: Marking,
}

impl Site {
    /// The country of a code: ISO 3166-1 alpha-2, or the four letters of ISO 3166-3.
    pub fn country(&self, code: &str) -> Option<CountryId> {
        self.country_rows.get(country_table::place(code)?).copied()
    }

    /// The name by which a link without a label shows its target.
    pub fn name(&self, target: Target) -> &str {
        match target {
            Target::Article(id) => &self[id].title,
            Target::Actor(id) => &self[id].name,
            Target::Country(id) => &self[id].name,
            Target::Topic(id) => &self[id].name,
            Target::Author(id) => &self[id].name,
            Target::Event(id) => &self[id].title,
            Target::Source(id) => &self[id].title,
            Target::Page(id) => &self[id].title,
        }
    }

    /// The text of an item.
    pub fn text(&self, owner: Target) -> &Text {
        match owner {
            Target::Article(id) => &self[id].text,
            Target::Actor(id) => &self[id].text,
            Target::Country(id) => &self[id].text,
            Target::Topic(id) => &self[id].text,
            Target::Author(id) => &self[id].text,
            Target::Event(id) => &self[id].text,
            Target::Source(id) => &self[id].text,
            Target::Page(id) => &self[id].text,
        }
    }

    pub fn text_mut(&mut self, owner: Target) -> &mut Text {
        match owner {
            Target::Article(id) => &mut self.articles[id.index()].text,
            Target::Actor(id) => &mut self.actors[id.index()].text,
            Target::Country(id) => &mut self.countries[id.index()].text,
            Target::Topic(id) => &mut self.topics[id.index()].text,
            Target::Author(id) => &mut self.authors[id.index()].text,
            Target::Event(id) => &mut self.events[id.index()].text,
            Target::Source(id) => &mut self.sources[id.index()].text,
            Target::Page(id) => &mut self.pages[id.index()].text,
        }
    }

    /// Every item that can have a text, in the order of kinds.
    pub fn targets(&self) -> impl Iterator<Item = Target> {
        fn all<T>(length: usize, target: impl Fn(u32) -> T) -> impl Iterator<Item = T> {
            (0..u32::try_from(length).unwrap_or(u32::MAX)).map(target)
        }
        all(self.articles.len(), |index| Target::Article(ArticleId(index)))
            .chain(all(self.actors.len(), |index| Target::Actor(ActorId(index))))
            .chain(all(self.countries.len(), |index| Target::Country(CountryId(index))))
            .chain(all(self.topics.len(), |index| Target::Topic(TopicId(index))))
            .chain(all(self.authors.len(), |index| Target::Author(AuthorId(index))))
            .chain(all(self.events.len(), |index| Target::Event(EventId(index))))
            .chain(all(self.sources.len(), |index| Target::Source(SourceId(index))))
            .chain(all(self.pages.len(), |index| Target::Page(PageId(index))))
    }

    /// Who bears a name in texts: actors come first, then countries.
    pub fn bearer(&self, bearer: u32) -> Target {
        match (bearer as usize).checked_sub(self.actors.len()) {
            None => Target::Actor(ActorId(bearer)),
            Some(country) => Target::Country(CountryId::new(country)),
        }
    }

    /// To whom a text refers there.
    pub fn target_of(&self, who: Who, owner: Target) -> Option<Target> {
        let text = self.text(owner);
        match who {
            Who::Bearer(bearer) => Some(self.bearer(bearer)),
            Who::Reference(reference) => match text.resolved.get(reference as usize)? {
                Resolved::Link { target, .. } => Some(*target),
                _ => None,
            },
            Who::Source(number) => {
                let index = (number as usize).checked_sub(1)?;
                text.sources.get(index).copied().map(Target::Source)
            }
        }
    }

    /// Everything that a text refers to, each once.
    pub fn named(&self, owner: Target) -> impl Iterator<Item = Target> {
        let named = self.text(owner).mentions.named.iter();
        named.filter_map(move |named| self.target_of(named.who, owner)).filter(move |target| *target != owner)
    }

    /// The sentence in which a text first refers to something, and what else is known of that.
    pub fn quote(&self, owner: Target, of: Target) -> Option<(Quote<'_>, &Named)> {
        let mentions = &self.text(owner).mentions;
        let named = mentions.named.iter().find(|named| self.target_of(named.who, owner) == Some(of))?;
        Some((mentions.quote(named), named))
    }

    /// The file that holds an item's text, if a file declares it.
    pub fn file(&self, owner: Target) -> Option<FileId> {
        let of = |origin: &Option<Origin>| origin.as_ref().map(|origin| origin.file);
        match owner {
            Target::Article(id) => Some(self[id].origin.file),
            Target::Actor(id) => of(&self[id].origin),
            Target::Country(id) => of(&self[id].origin),
            Target::Topic(id) => of(&self[id].origin),
            Target::Author(id) => of(&self[id].origin),
            Target::Event(id) => self[id].file,
            Target::Source(id) => self[id].is_shared.then_some(self[id].origin.file),
            Target::Page(id) => Some(self[id].origin.file),
        }
    }

    /// A plain text of a body, with the names of what its links lead to where they have no label of their own.
    pub fn plain(&self, text: &Text, plain: &str, names: &[PlainName], withheld_word: &str) -> String {
        let mut out = String::with_capacity(plain.len());
        let mut done = 0;
        for name in names {
            let (start, end) = (name.start as usize, name.end as usize);
            let Some(shown) = self.name_of_link(text, name.reference as usize, withheld_word) else {
                continue;
            };
            out.push_str(plain.get(done..start).unwrap_or_default());
            out.push_str(shown);
            done = end;
        }
        out.push_str(plain.get(done..).unwrap_or_default());
        out
    }

    /// What stands for a link's label, where that is not what its author wrote.
    fn name_of_link<'s>(&'s self, text: &Text, reference: usize, withheld_word: &'s str) -> Option<&'s str> {
        let labelled =
            !matches!(text.body.references.get(reference)?.kind, ReferenceKind::Wiki { label: None, .. });
        match text.resolved.get(reference)? {
            Resolved::Withheld => Some(withheld_word),
            Resolved::Link { target, .. } if !labelled => Some(self.name(*target)),
            _ => None,
        }
    }

    /// Where an item comes from, if a file declares it alone or among others.
    pub fn origin(&self, owner: Target) -> Option<&Origin> {
        match owner {
            Target::Article(id) => Some(&self[id].origin),
            Target::Actor(id) => self[id].origin.as_ref(),
            Target::Country(id) => self[id].origin.as_ref(),
            Target::Topic(id) => self[id].origin.as_ref(),
            Target::Author(id) => self[id].origin.as_ref(),
            Target::Event(_) => None,
            Target::Source(id) => Some(&self[id].origin),
            Target::Page(id) => Some(&self[id].origin),
        }
    }

    /// The effective marking of an item.
    pub fn marking(&self, owner: Target) -> Marking {
        match owner {
            Target::Article(id) => self[id].marking,
            Target::Actor(id) => self[id].marking,
            Target::Country(id) => self[id].marking,
            Target::Topic(id) => self[id].marking,
            Target::Author(id) => self[id].marking,
            Target::Event(id) => self[id].marking,
            Target::Source(id) => self[id].marking,
            Target::Page(id) => self[id].marking,
        }
    }

    /// The picture of an item and its path in [`Sources`](crate::source::Sources).
    pub fn image(&self, owner: Target) -> Option<&(Image, String)> {
        match owner {
            Target::Article(id) => self[id].image.as_ref(),
            Target::Actor(id) => self[id].image.as_ref(),
            Target::Country(id) => self[id].image.as_ref(),
            Target::Topic(id) => self[id].image.as_ref(),
            Target::Author(id) => self[id].image.as_ref(),
            Target::Event(id) => self[id].image.as_ref(),
            Target::Source(_) => None,
            Target::Page(id) => self[id].image.as_ref(),
        }
    }

    pub fn image_mut(&mut self, owner: Target) -> Option<&mut Option<(Image, String)>> {
        match owner {
            Target::Article(id) => Some(&mut self.articles[id.index()].image),
            Target::Actor(id) => Some(&mut self.actors[id.index()].image),
            Target::Country(id) => Some(&mut self.countries[id.index()].image),
            Target::Topic(id) => Some(&mut self.topics[id.index()].image),
            Target::Author(id) => Some(&mut self.authors[id.index()].image),
            Target::Event(id) => Some(&mut self.events[id.index()].image),
            Target::Source(_) => None,
            Target::Page(id) => Some(&mut self.pages[id.index()].image),
        }
    }

    /// The summary of an item, for those that may take it from their text.
    pub fn summary_mut(&mut self, owner: Target) -> Option<&mut String> {
        match owner {
            Target::Article(id) => Some(&mut self.articles[id.index()].summary),
            Target::Actor(id) => Some(&mut self.actors[id.index()].summary),
            Target::Country(id) => Some(&mut self.countries[id.index()].summary),
            Target::Topic(id) => Some(&mut self.topics[id.index()].summary),
            Target::Author(id) => Some(&mut self.authors[id.index()].summary),
            Target::Page(id) => Some(&mut self.pages[id.index()].summary),
            Target::Event(_) | Target::Source(_) => None,
        }
    }

    /// What its author put under `extra`, for those whose texts may change alone.
    pub fn extra_mut(&mut self, owner: Target) -> Option<&mut Extra> {
        match owner {
            Target::Article(id) => Some(&mut self.articles[id.index()].extra),
            Target::Actor(id) => Some(&mut self.actors[id.index()].extra),
            Target::Country(id) => Some(&mut self.countries[id.index()].extra),
            Target::Topic(id) => Some(&mut self.topics[id.index()].extra),
            Target::Author(id) => Some(&mut self.authors[id.index()].extra),
            Target::Page(id) => Some(&mut self.pages[id.index()].extra),
            Target::Event(_) | Target::Source(_) => None,
        }
    }
}
