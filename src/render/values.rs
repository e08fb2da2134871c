//! Values that templates see: the shapes of docs/templates.md, made of model data.

use super::value::{Entries, Key, Value};
use crate::config::Config;
use crate::model::date::{Edtf, Language, Moment};
use crate::model::document::{Extra, Image, Status, Value as Written};
use crate::model::language;
use crate::model::marking::Marking;
use crate::model::origins::OriginName;
use crate::model::seen::Once;
use crate::model::site::{
    ActorId, Article, ArticleId, AuthorId, CountryId, EventId, PublisherId, Site, SourceId, Target, Text,
    TopicId,
};
use crate::plan::prose::{self, Stand};
use crate::plan::{Plan, anchor};

/// A map with these keys.
pub fn object<'a, const N: usize>(pairs: [(&'static str, Value<'a>); N]) -> Value<'a> {
    Value::Map(entries(pairs))
}

/// Adds keys to a map.
pub fn extend<'a, const N: usize>(value: Value<'a>, pairs: [(&'static str, Value<'a>); N]) -> Value<'a> {
    Value::Extended(Box::new(value), entries(pairs))
}

fn entries<'a, const N: usize>(pairs: [(&'static str, Value<'a>); N]) -> Entries<'a> {
    pairs.into_iter().map(|(key, value)| (Key::Ours(key), value)).collect()
}

pub fn text(text: &str) -> Value<'_> {
    Value::from(text)
}

/// The summary of an item on its own page. One made of the text's beginning would stand right above that text.
pub fn own_summary<'a>(summary: &'a str, own: &Text) -> Value<'a> {
    text(if own.own_summary { summary } else { "" })
}

/// What a part of an item is marked with; empty where anybody may see it.
pub fn mark(marking: Marking) -> Value<'static> {
    text(if marking == Marking::Clear { "" } else { marking.label() })
}

pub fn optional(text: Option<&String>) -> Value<'_> {
    Value::from(text.map_or("", String::as_str))
}

/// HTML that is safe to print as it is.
pub fn html(html: impl Into<String>) -> Value<'static> {
    Value::Html(html.into())
}

pub fn list<'a, T>(items: impl IntoIterator<Item = T>, make: impl Fn(T) -> Value<'a>) -> Value<'a> {
    Value::from(items.into_iter().map(make).collect::<Vec<Value<'a>>>())
}

/// What the author put under `extra`.
pub fn extra(extra: &Extra) -> Value<'_> {
    Value::Map(extra.iter().map(|(key, value)| (Key::Written(key), written(value))).collect())
}

fn written(value: &Written) -> Value<'_> {
    match value {
        Written::Null => Value::None,
        Written::Bool(value) => Value::from(*value),
        Written::Text(value) => text(value),
        Written::List(items) => list(items, written),
        Written::Map(entries) => extra(entries),
    }
}

/// Shapes that need the site, the parts that many pages show made once.
pub struct Shapes<'a> {
    site: &'a Site,
    plan: &'a Plan,
    config: &'a Config,
    /// In which dates are told.
    pub language: Language,
    articles: Made<'a>,
    actors: Made<'a>,
    countries: Made<'a>,
    topics: Made<'a>,
    authors: Made<'a>,
    events: Made<'a>,
    sources: Made<'a>,
    /// Whether values are only told apart, and not shown.
    is_digest: bool,
}

/// Values of one kind of items, each made when it is first shown.
type Made<'a> = Vec<Once<Value<'a>>>;

impl<'a> Shapes<'a> {
    pub fn new(site: &'a Site, plan: &'a Plan, config: &'a Config, is_digest: bool) -> Self {
        fn none<'a, T>(items: &[T]) -> Made<'a> {
            items.iter().map(|_| Once::default()).collect()
        }
        Shapes {
            site,
            plan,
            config,
            language: Language::of(&config.language),
            articles: none(&site.articles),
            actors: none(&site.actors),
            countries: none(&site.countries),
            topics: none(&site.topics),
            authors: none(&site.authors),
            events: none(&site.events),
            sources: none(&site.sources),
            is_digest,
        }
    }

    /// What many pages show is made once, and only its hash is kept where nothing is shown.
    fn once(&self, made: &Once<Value<'a>>, make: impl FnOnce() -> Value<'a>) -> Value<'a> {
        made.get_or_init(|| if self.is_digest { make().hashed() } else { make().shared() }).clone()
    }

    /// What few pages show is not kept where it is shown, and hashed once where it is not.
    fn apart(&self, made: &Once<Value<'a>>, make: impl FnOnce() -> Value<'a>) -> Value<'a> {
        if self.is_digest { self.once(made, make) } else { make().shared() }
    }

    pub fn edtf<'d>(&self, date: &'d Edtf) -> Value<'d> {
        object([
            ("words", Value::from(self.language.date(date))),
            ("datetime", Value::from(date.datetime_attribute().unwrap_or_default())),
            ("text", text(date.text())),
        ])
    }

    pub fn optional_edtf<'d>(&self, date: Option<&'d Edtf>) -> Value<'d> {
        date.map_or_else(|| Value::None, |date| self.edtf(date))
    }

    pub fn moment<'d>(&self, date: &'d Moment) -> Value<'d> {
        object([
            ("words", Value::from(date.words(self.language))),
            ("datetime", Value::from(date.iso())),
            ("text", text(date.text())),
        ])
    }

    pub fn optional_moment<'d>(&self, date: Option<&'d Moment>) -> Value<'d> {
        date.map_or_else(|| Value::None, |date| self.moment(date))
    }

    /// An actor, with the part that it plays here.
    pub fn actor(&self, id: ActorId, role: Option<&'a String>) -> Value<'a> {
        let link = |role: &'a str| {
            let actor = &self.site[id];
            actor_link(&actor.name, self.plan.href(Target::Actor(id)), actor.item.kind.word(), role)
        };
        match role {
            None => self.once(&self.actors[id.index()], || link("")),
            Some(role) => link(role),
        }
    }

    pub fn actors(&self, actors: &'a [(ActorId, Option<String>)]) -> Value<'a> {
        list(actors, |(id, role)| self.actor(*id, role.as_ref()))
    }

    pub fn country(&self, id: CountryId) -> Value<'a> {
        self.once(&self.countries[id.index()], || self.link(Target::Country(id)))
    }

    pub fn countries(&self, countries: &[CountryId]) -> Value<'a> {
        list(countries, |id| self.country(*id))
    }

    pub fn topics(&self, topics: &[TopicId]) -> Value<'a> {
        list(topics, |id| self.once(&self.topics[id.index()], || self.link(Target::Topic(*id))))
    }

    pub fn authors(&self, authors: &[AuthorId]) -> Value<'a> {
        list(authors, |id| self.once(&self.authors[id.index()], || self.link(Target::Author(*id))))
    }

    pub fn link(&self, target: Target) -> Value<'a> {
        object([("name", text(self.site.name(target))), ("url", text(self.plan.href(target)))])
    }

    /// The language, where it is not the site's.
    pub fn foreign(&self, lang: Option<&'a String>) -> Value<'a> {
        text(lang.filter(|lang| **lang != self.config.language).map_or("", String::as_str))
    }

    /// The same in words.
    fn language(&self, lang: Option<&String>) -> Value<'a> {
        let foreign = lang.filter(|lang| **lang != self.config.language);
        Value::from(foreign.map_or_else(String::new, |lang| language::in_english(lang)))
    }

    pub fn card(&self, id: ArticleId) -> Value<'a> {
        self.once(&self.articles[id.index()], || self.card_of(id))
    }

    fn card_of(&self, id: ArticleId) -> Value<'a> {
        let article = &self.site[id];
        object([
            ("title", text(&article.title)),
            ("url", text(self.plan.href(Target::Article(id)))),
            ("date", self.optional_moment(article.date.as_ref())),
            ("summary", text(&article.summary)),
            ("authors", self.authors(&article.authors)),
            ("lang", self.foreign(article.lang.as_ref())),
            ("language", self.language(article.lang.as_ref())),
            ("withdrawn", Value::from(article.status == Status::Withdrawn)),
            ("draft", Value::from(article.draft)),
        ])
    }

    pub fn image(&self, image: Option<&'a (Image, String)>) -> Value<'a> {
        let Some((image, path)) = image else { return Value::None };
        object([
            ("url", Value::from(self.plan.file_href(path))),
            ("alt", optional(image.alt.as_ref())),
            ("marking", mark(Marking::of_part(image.marking.as_ref()))),
            ("caption", optional(image.caption.as_ref())),
            ("credit", optional(image.credit.as_ref())),
        ])
    }

    pub fn publisher(&self, id: Option<PublisherId>) -> Value<'a> {
        let (name, url) =
            id.map_or(("", ""), |id| (self.site[id].name.as_str(), self.plan.publisher_href(id)));
        object([("name", text(name)), ("url", text(url))])
    }

    /// What every row of an event shows.
    pub fn event(&self, id: EventId) -> Value<'a> {
        self.apart(&self.events[id.index()], || self.event_of(id))
    }

    fn event_of(&self, id: EventId) -> Value<'a> {
        let event = &self.site[id];
        let place = event.place.as_ref();
        let names = [
            place.and_then(|place| place.geo.name.as_deref()),
            place.and_then(|place| place.country).map(|id| self.site[id].name.as_str()),
        ];
        object([
            ("title", text(&event.title)),
            ("anchor", Value::from(anchor(&event.slug))),
            ("date", self.edtf(&event.date)),
            ("summary", text(&event.summary)),
            ("place", Value::from(names.into_iter().flatten().collect::<Vec<_>>().join(", "))),
            ("importance", Value::from(event.importance)),
            ("actors", list(&event.actors, |(id, _)| self.actor(*id, None))),
            ("countries", self.countries(&event.countries)),
            ("is_article", Value::from(false)),
            ("accounts", Value::from(event.accounts.len())),
        ])
    }

    /// A source, with its number in a page's list (0: none) and how often the page cites it.
    pub fn source(&self, id: SourceId, number: usize, uses: usize) -> Value<'a> {
        let anchor = if number == 0 { String::new() } else { prose::source_anchor(number) };
        extend(
            self.apart(&self.sources[id.index()], || self.source_of(id)),
            [
                ("number", Value::from(number)),
                ("anchor", Value::from(anchor)),
                ("uses", list(1..=uses, |nth| use_of(number, nth))),
            ],
        )
    }

    /// What every page shows of a source.
    fn source_of(&self, id: SourceId) -> Value<'a> {
        let source = &self.site[id];
        object([
            ("title", text(&source.title)),
            ("url", text(self.plan.href(Target::Source(id)))),
            ("publisher", self.publisher(source.publisher)),
            ("href", text(&source.url)),
            ("archive_href", text(&source.archive_url)),
            ("date", self.optional_edtf(source.date.as_ref())),
            ("accessed", self.optional_edtf(source.accessed.as_ref())),
            ("author", text(&source.author)),
            ("lang", text(&source.lang)),
            ("language", Value::from(language::in_english(&source.lang))),
            ("origin", text(&source.origin_account)),
            ("origins", list(self.site.origins.names(id), |name| self.origin(name))),
            ("reliability", Value::from(source.reliability.map_or_else(String::new, String::from))),
            (
                "credibility",
                Value::from(source.credibility.map_or_else(String::new, |grade| grade.to_string())),
            ),
        ])
    }

    /// The numbered sources of a text.
    pub fn sources(&self, text: &Text) -> Value<'a> {
        self.numbered(&text.sources, &text.uses)
    }

    /// A page's list of sources, with how often the page cites the first of them.
    pub fn numbered(&self, sources: &[SourceId], uses: &[usize]) -> Value<'a> {
        let uses = |index: usize| uses.get(index).copied().unwrap_or(0);
        list(sources.iter().enumerate(), |(index, id)| self.source(*id, index + 1, uses(index)))
    }

    /// What a source repeats, or the account that several share.
    pub fn origin(&self, name: &'a OriginName) -> Value<'a> {
        match name {
            OriginName::Source(id) => {
                object([("name", text(&self.site[*id].title)), ("url", Value::from(self.source_url(*id)))])
            }
            OriginName::Publisher(id) => self.publisher(Some(*id)),
            OriginName::Words(words) => object([("name", text(words)), ("url", text(""))]),
        }
    }

    /// A source's page. One without a page of its own leads to the list of the article that gives it.
    pub fn source_url(&self, id: SourceId) -> String {
        let own = self.plan.href(Target::Source(id));
        let article = self.site[id].articles.first().filter(|_| own.is_empty());
        article.map_or_else(
            || own.to_owned(),
            |article| {
                let listed = &self.site[*article].text.sources;
                let number = listed.iter().position(|known| *known == id).map_or(1, |index| index + 1);
                format!("{}#{}", self.plan.href(Target::Article(*article)), prose::source_anchor(number))
            },
        )
    }

    /// How many of the sources in a numbered list are independent of each other; none where there is nothing to compare,
    /// or where no source of the site says what it repeats.
    pub fn corroboration(&self, sources: &[SourceId]) -> Value<'a> {
        let site: &'a Site = self.site;
        if sources.len() < 2 || site.origins.is_empty() {
            return Value::None;
        }
        let shared = list(site.origins.shared(sources), |(account, places)| {
            let numbers = list(places, |place| source_number(place + 1));
            extend(self.origin(&site.origins[account].name), [("sources", numbers)])
        });
        object([
            ("independent", Value::from(site.origins.independent(sources))),
            ("reports", Value::from(sources.len())),
            ("shared", shared),
        ])
    }

    /// The HTML of a text on a page.
    pub fn body(&self, text: &Text, root: &str) -> Value<'a> {
        if text.body.html.is_empty() {
            return html("");
        }
        let stand = Stand { root, here: "", anchors: true };
        let withheld_word = &self.config.withheld_word;
        let digest = prose::digest(self.site, self.plan, text, stand, withheld_word);
        let shown = if self.is_digest {
            String::new()
        } else {
            prose::html(self.site, self.plan, text, stand, withheld_word)
        };
        Value::Made(shown, digest)
    }

    /// The headings of a text, two levels of them.
    pub fn toc(&self, body: &'a Text) -> Value<'a> {
        let opening = &body.body.opening;
        let first = usize::from(body.skip_opening && opening.opens_with_heading);
        let headings = body.body.headings.get(first..).unwrap_or_default();
        let top = headings.iter().map(|heading| heading.level).min().unwrap_or(2);
        list(headings.iter().filter(|heading| heading.level <= top + 1), |heading| {
            object([
                ("level", Value::from(heading.level - top + 2)),
                ("id", text(&heading.id)),
                (
                    "text",
                    Value::from(self.site.plain(
                        body,
                        &heading.text,
                        &heading.names,
                        &self.config.withheld_word,
                    )),
                ),
            ])
        })
    }
}

fn actor_link<'a>(name: &'a str, url: &'a str, kind: &'static str, role: &'a str) -> Value<'a> {
    object([("name", text(name)), ("url", text(url)), ("kind", text(kind)), ("role", text(role))])
}

/// A place that cites a source: where it is, and by which letter the list of sources leads back to it.
fn use_of(number: usize, nth: usize) -> Value<'static> {
    object([("anchor", Value::from(prose::use_anchor(number, nth))), ("label", Value::from(letters(nth)))])
}

/// `a` to `z`, then `aa`, `ab` and so on.
fn letters(nth: usize) -> String {
    let mut left = nth;
    let mut letters = Vec::new();
    while left > 0 {
        left -= 1;
        letters.push(b'a' + u8::try_from(left % 26).expect("26 letters fit into a byte"));
        left /= 26;
    }
    letters.into_iter().rev().map(char::from).collect()
}

/// A source in a page's list.
pub fn source_number(number: usize) -> Value<'static> {
    object([("number", Value::from(number)), ("anchor", Value::from(prose::source_anchor(number)))])
}

/// An article's reading time in whole minutes, at 230 words a minute; 0 for a text without words.
pub fn minutes(article: &Article) -> u32 {
    article.text.body.words.div_ceil(230)
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn places_are_lettered() {
        let cases =
            [(1, "a"), (2, "b"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba"), (702, "zz"), (703, "aaa")];
        for (nth, expected) in cases {
            assert_eq!(letters(nth), expected);
        }
    }
}
