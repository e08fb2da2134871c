//! The banner of a page: the highest marking of what it shows (contract, section 6).
//!
//! In: what a view puts on its page, as it puts it there. Out: one marking. A row counts with all that it names; a link
//! in running text only where it shows its target's own name, since its label has the marking of the text.

use super::ViewOf;
use crate::model::body::ReferenceKind;
use crate::model::document::{Alias, Image};
use crate::model::marking::Marking;
use crate::model::origins::OriginName;
use crate::model::site::{
    Actor, ActorId, Article, ArticleId, AuthorId, CountryId, EventId, PublisherId, Resolved, SourceId,
    Target, Text, TopicId,
};
use crate::render::value::Value;

impl<'a> ViewOf<'_, 'a> {
    pub fn shows(&mut self, marking: Marking) {
        self.shown = self.shown.max(marking);
    }

    /// A part of an item that may have a marking of its own.
    pub fn shows_part(&mut self, marking: Option<&crate::source::At<Marking>>) {
        self.shows(Marking::of_part(marking));
    }

    /// Items that the page is about or names.
    pub fn shows_items(&mut self, targets: impl IntoIterator<Item = Target>) {
        let site = self.renderer.site;
        self.shows(highest(targets.into_iter().map(|target| site.marking(target))));
    }

    /// Items that the page shows as rows.
    fn shows_rows(&mut self, targets: impl IntoIterator<Item = Target>) {
        let site = self.renderer.site;
        for target in targets {
            self.shows_items([target]);
            match target {
                Target::Article(id) => self.shows_items(authors(&site[id].authors)),
                Target::Actor(id) => self.shows_items(countries(&site[id].countries)),
                Target::Event(id) => {
                    let event = &site[id];
                    self.shows_items(actors(&event.actors));
                    self.shows_items(countries(&event.countries));
                    self.shows_items(
                        event.place.iter().filter_map(|place| place.country.map(Target::Country)),
                    );
                    let told = event.accounts.iter().find_map(|account| account.article);
                    self.shows_items(told.map(Target::Article));
                }
                _ => {}
            }
        }
    }

    /// A text with its marked portions, the names that its links show, and its list of sources.
    pub fn shows_text(&mut self, text: &Text) {
        self.shows(highest(text.body.portions.iter().map(|portion| portion.marking)));
        self.shows_sources(&text.sources);
        for (reference, resolved) in text.body.references.iter().zip(&text.resolved) {
            let is_named = matches!(
                reference.kind,
                ReferenceKind::Wiki { label: None, .. } | ReferenceKind::Embed { .. }
            );
            if let Resolved::Link { target, .. } = resolved
                && is_named
            {
                self.shows_items([*target]);
            }
        }
    }

    /// Sources in a list, each with the titles of those that it repeats.
    pub fn shows_sources(&mut self, sources: &[SourceId]) {
        let origins = &self.renderer.site.origins;
        self.shows_items(sources.iter().copied().map(Target::Source));
        for source in sources {
            let ends = origins.of(*source).iter().map(|account| &origins[*account].name);
            self.shows_items(ends.chain(origins.names(*source)).filter_map(source_named));
        }
    }

    pub fn shows_image(&mut self, image: Option<&(Image, String)>) {
        self.shows_part(image.and_then(|(image, _)| image.marking.as_ref()));
    }

    /// What an article's head, side and sections show.
    pub fn shows_article(&mut self, id: ArticleId, article: &Article) {
        self.shows_items([Target::Article(id)]);
        self.shows_text(&article.text);
        self.shows_image(article.image.as_ref());
        for marking in article.key_points.iter().map(|point| &point.marking) {
            self.shows_part(marking.as_ref());
        }
        for (figure, source) in &article.figures {
            self.shows_part(figure.marking.as_ref());
            self.shows_items(source.map(Target::Source));
        }
        self.shows(highest(article.corrections.iter().map(|correction| correction.marking)));
        self.shows_items(authors(&article.authors));
        self.shows_items(actors(&article.actors));
        self.shows_items(countries(&article.countries));
        self.shows_items(topics(&article.topics));
        self.shows_items(article.translations.iter().copied().map(Target::Article));
    }

    pub fn shows_aliases(&mut self, aliases: &[Alias]) {
        for alias in aliases {
            self.shows_part(alias.marking.as_ref());
        }
    }

    /// What an actor's profile shows besides its name: aliases, roles and relations have markings of their own.
    pub fn shows_profile(&mut self, actor: &Actor) {
        self.shows_aliases(&actor.item.aliases);
        for role in &actor.roles {
            self.shows(role.marking);
            self.shows_items(role.of);
            self.shows_items(role.source.map(Target::Source));
        }
        for relation in &actor.relations {
            self.shows(relation.marking);
            self.shows_items([Target::Actor(relation.to)]);
            self.shows_items(relation.source.map(Target::Source));
        }
    }

    /// The publisher of anything that may be known is no secret; its list of sources is another matter.
    pub fn shows_publishers(&mut self, publishers: impl IntoIterator<Item = PublisherId>) {
        let site = self.renderer.site;
        self.shows(highest(publishers.into_iter().map(|id| site[id].marking)));
    }

    pub fn article_rows(&mut self, articles: &[ArticleId]) -> Value<'a> {
        self.shows_rows(articles.iter().copied().map(Target::Article));
        self.renderer.article_rows(articles, self.root)
    }

    pub fn event_rows(&mut self, events: &[EventId]) -> Value<'a> {
        self.shows_rows(events.iter().copied().map(Target::Event));
        self.renderer.event_rows(events, self.root)
    }

    /// Rows of events that may stand on the page a second time: without the ids that places have.
    pub fn bare_event_rows(&mut self, events: &[EventId]) -> Value<'a> {
        self.shows_rows(events.iter().copied().map(Target::Event));
        self.renderer.bare_event_rows(events, self.root)
    }

    /// Rows of the events of an article on its own page.
    pub fn own_event_rows(&mut self, here: ArticleId, events: &[EventId]) -> Value<'a> {
        self.shows_rows(events.iter().copied().map(Target::Event));
        self.renderer.event_rows_in(here, events, self.root)
    }

    pub fn entry_rows(&mut self, entries: &[crate::plan::Entry]) -> Value<'a> {
        self.shows_rows(entries.iter().map(|entry| match entry {
            crate::plan::Entry::Event(id) => Target::Event(*id),
            crate::plan::Entry::Article(id) => Target::Article(*id),
        }));
        self.renderer.entry_rows(entries, self.root)
    }

    /// Rows of what refers to an item, each with the sentence that does.
    pub fn backlink_rows(&mut self, of: Target, from: &[Target]) -> Value<'a> {
        self.shows_rows(from.iter().copied());
        let site = self.renderer.site;
        let quoted = from.iter().filter_map(|owner| site.quote(*owner, of));
        self.shows(highest(quoted.map(|(_, named)| named.marking)));
        self.renderer.backlink_rows(of, from, self.root)
    }

    pub fn target_rows(&mut self, targets: &[Target]) -> Value<'a> {
        self.shows_rows(targets.iter().copied());
        self.renderer.target_rows(targets, self.root)
    }
}

fn highest(markings: impl IntoIterator<Item = Marking>) -> Marking {
    markings.into_iter().max().unwrap_or_default()
}

/// A publisher is named in its source's own words.
fn source_named(name: &OriginName) -> Option<Target> {
    match name {
        OriginName::Source(id) => Some(Target::Source(*id)),
        OriginName::Publisher(_) | OriginName::Words(_) => None,
    }
}

pub fn actors(actors: &[(ActorId, Option<String>)]) -> impl Iterator<Item = Target> {
    actors.iter().map(|(id, _)| Target::Actor(*id))
}

pub fn countries(countries: &[CountryId]) -> impl Iterator<Item = Target> {
    countries.iter().copied().map(Target::Country)
}

pub fn topics(topics: &[TopicId]) -> impl Iterator<Item = Target> {
    topics.iter().copied().map(Target::Topic)
}

pub fn authors(authors: &[AuthorId]) -> impl Iterator<Item = Target> {
    authors.iter().copied().map(Target::Author)
}
