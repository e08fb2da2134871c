//! Values that templates see: the shapes of docs/templates.md, made of model data.

use std::sync::OnceLock;

use super::value::Value;
use crate::config::Config;
use crate::model::date::{Edtf, Moment, words_en};
use crate::model::document::{Extra, Image, Status, Value as Written};
use crate::model::language;
use crate::model::marking::Marking;
use crate::model::site::{
    ActorId, Article, ArticleId, AuthorId, CountryId, PublisherId, Site, SourceId, Target, Text, TopicId,
};
use crate::plan::Plan;
use crate::plan::prose::{self, Stand};

/// A map with these keys.
pub fn object<const N: usize>(pairs: [(&'static str, Value); N]) -> Value {
    Value::Map(pairs.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

/// Adds keys to a map.
pub fn extend<const N: usize>(value: Value, pairs: [(&'static str, Value); N]) -> Value {
    let mut entries = value.into_entries();
    entries.extend(pairs.into_iter().map(|(key, value)| (key.into(), value)));
    Value::Map(entries)
}

pub fn text(text: &str) -> Value {
    Value::from(text)
}

/// The summary of an item on its own page. One made of the text's beginning would stand right above that text.
pub fn own_summary(summary: &str, own: &Text) -> Value {
    text(if own.own_summary { summary } else { "" })
}

/// What a part of an item is marked with; empty where anybody may see it.
pub fn mark(marking: Marking) -> Value {
    text(if marking == Marking::Clear { "" } else { marking.label() })
}

pub fn optional(text: Option<&String>) -> Value {
    Value::from(text.map_or("", String::as_str))
}

/// HTML that is safe to print as it is.
pub fn html(html: impl Into<String>) -> Value {
    Value::Html(html.into())
}

pub fn list<T>(items: impl IntoIterator<Item = T>, make: impl Fn(T) -> Value) -> Value {
    Value::from(items.into_iter().map(make).collect::<Vec<Value>>())
}

pub fn edtf(date: &Edtf) -> Value {
    object([
        ("words", Value::from(words_en(date))),
        ("datetime", Value::from(date.datetime_attribute().unwrap_or_default())),
        ("text", text(date.text())),
    ])
}

pub fn optional_edtf(date: Option<&Edtf>) -> Value {
    date.map_or_else(|| Value::None, edtf)
}

pub fn moment(date: &Moment) -> Value {
    object([
        ("words", Value::from(date.words_en())),
        ("datetime", Value::from(date.iso())),
        ("text", text(date.text())),
    ])
}

pub fn optional_moment(date: Option<&Moment>) -> Value {
    date.map_or_else(|| Value::None, moment)
}

/// What the author put under `extra`.
pub fn extra(extra: &Extra) -> Value {
    Value::Map(extra.iter().map(|(key, value)| (key.clone().into(), written(value))).collect())
}

fn written(value: &Written) -> Value {
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
    actors: Vec<OnceLock<Value>>,
    countries: Vec<OnceLock<Value>>,
    topics: Vec<OnceLock<Value>>,
    authors: Vec<OnceLock<Value>>,
    none: Value,
    /// Whether texts are only told apart, and not shown.
    is_digest: bool,
}

impl<'a> Shapes<'a> {
    pub fn new(site: &'a Site, plan: &'a Plan, config: &'a Config, is_digest: bool) -> Self {
        fn none<T>(items: &[T]) -> Vec<OnceLock<Value>> {
            items.iter().map(|_| OnceLock::new()).collect()
        }
        Shapes {
            site,
            plan,
            config,
            actors: none(&site.actors),
            countries: none(&site.countries),
            topics: none(&site.topics),
            authors: none(&site.authors),
            none: Value::None,
            is_digest,
        }
    }

    pub fn none(&self) -> Value {
        self.none.clone()
    }

    /// An actor, with the part that it plays here.
    pub fn actor(&self, id: ActorId, role: Option<&String>) -> Value {
        let link = |role: &str| {
            let actor = &self.site[id];
            actor_link(&actor.name, self.plan.href(Target::Actor(id)), actor.item.kind.word(), role)
        };
        match role {
            None => self.actors[id.index()].get_or_init(|| link("").shared()).clone(),
            Some(role) => link(role),
        }
    }

    pub fn actors(&self, actors: &[(ActorId, Option<String>)]) -> Value {
        list(actors, |(id, role)| self.actor(*id, role.as_ref()))
    }

    pub fn country(&self, id: CountryId) -> Value {
        self.countries[id.index()].get_or_init(|| self.link(Target::Country(id)).shared()).clone()
    }

    pub fn countries(&self, countries: &[CountryId]) -> Value {
        list(countries, |id| self.country(*id))
    }

    pub fn topics(&self, topics: &[TopicId]) -> Value {
        let link = |id: &TopicId| self.link(Target::Topic(*id));
        list(topics, |id| self.topics[id.index()].get_or_init(|| link(id).shared()).clone())
    }

    pub fn authors(&self, authors: &[AuthorId]) -> Value {
        let link = |id: &AuthorId| self.link(Target::Author(*id));
        list(authors, |id| self.authors[id.index()].get_or_init(|| link(id).shared()).clone())
    }

    pub fn link(&self, target: Target) -> Value {
        object([("name", text(self.site.name(target))), ("url", text(self.plan.href(target)))])
    }

    /// The language, where it is not the site's.
    pub fn foreign(&self, lang: Option<&String>) -> Value {
        text(lang.filter(|lang| **lang != self.config.language).map_or("", String::as_str))
    }

    /// The same in words.
    fn language(&self, lang: Option<&String>) -> Value {
        let foreign = lang.filter(|lang| **lang != self.config.language);
        Value::from(foreign.map_or_else(String::new, |lang| language::in_english(lang)))
    }

    pub fn card(&self, id: ArticleId) -> Value {
        let article = &self.site[id];
        object([
            ("title", text(&article.title)),
            ("url", text(self.plan.href(Target::Article(id)))),
            ("date", optional_moment(article.date.as_ref())),
            ("summary", text(&article.summary)),
            ("authors", self.authors(&article.authors)),
            ("lang", self.foreign(article.lang.as_ref())),
            ("language", self.language(article.lang.as_ref())),
            ("withdrawn", Value::from(article.status == Status::Withdrawn)),
            ("draft", Value::from(article.draft)),
        ])
    }

    pub fn image(&self, image: Option<&(Image, String)>) -> Value {
        let Some((image, path)) = image else { return self.none() };
        object([
            ("url", Value::from(self.plan.file_href(path))),
            ("alt", optional(image.alt.as_ref())),
            ("marking", mark(Marking::of_part(image.marking.as_ref()))),
            ("caption", optional(image.caption.as_ref())),
            ("credit", optional(image.credit.as_ref())),
        ])
    }

    pub fn publisher(&self, id: Option<PublisherId>) -> Value {
        let (name, url) =
            id.map_or(("", ""), |id| (self.site[id].name.as_str(), self.plan.publisher_href(id)));
        object([("name", text(name)), ("url", text(url))])
    }

    /// A source, with its number in a page's list (0: none) and how often the text cites it.
    pub fn source(&self, id: SourceId, number: usize, uses: usize) -> Value {
        let source = &self.site[id];
        let anchor = if number == 0 { String::new() } else { prose::source_anchor(number) };
        object([
            ("number", Value::from(number)),
            ("anchor", Value::from(anchor)),
            ("title", text(&source.title)),
            ("url", text(self.plan.href(Target::Source(id)))),
            ("publisher", self.publisher(source.publisher)),
            ("href", text(&source.url)),
            ("archive_href", text(&source.archive_url)),
            ("date", optional_edtf(source.date.as_ref())),
            ("accessed", optional_edtf(source.accessed.as_ref())),
            ("author", text(&source.author)),
            ("lang", text(&source.lang)),
            ("origin", text(&source.origin_account)),
            ("reliability", Value::from(source.reliability.map_or_else(String::new, String::from))),
            (
                "credibility",
                Value::from(source.credibility.map_or_else(String::new, |grade| grade.to_string())),
            ),
            ("uses", list(1..=uses, |nth| Value::from(prose::use_anchor(number, nth)))),
        ])
    }

    /// The numbered sources of a text.
    pub fn sources(&self, text: &Text) -> Value {
        let numbered = text.sources.iter().enumerate();
        list(numbered, |(index, id)| self.source(*id, index + 1, text.uses.get(index).copied().unwrap_or(0)))
    }

    /// The HTML of a text on a page.
    pub fn body(&self, text: &Text, root: &str) -> Value {
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
    pub fn toc(&self, body: &Text) -> Value {
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

fn actor_link(name: &str, url: &str, kind: &str, role: &str) -> Value {
    object([("name", text(name)), ("url", text(url)), ("kind", text(kind)), ("role", text(role))])
}

/// An article's reading time in whole minutes, at 230 words a minute; 0 for a text without words.
pub fn minutes(article: &Article) -> u32 {
    article.text.body.words.div_ceil(230)
}
