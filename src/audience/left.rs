//! What the filter leaves out and why, as data: for an editor who reviews a build before it is published.
//!
//! In: items as they come to the filter, and what it decides. Out: a [`Left`] for each item, part and portion, in the
//! order in which the filter comes to them. Nobody makes a page from it.

use crate::model::document::{Document, Item, Kind};
use crate::model::marking::Marking;
use crate::source::{At, Span};

/// Something that this audience's site does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub what: What,
    /// A title or name, or the words that it consists of; of a portion nothing, for its words stand at `span`.
    pub name: String,
    pub span: Span,
    /// At least one.
    pub why: Vec<Why>,
}

/// What was left out: an item, or a part of one that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Item(Kind),
    Alias,
    Role,
    Relation,
    KeyPoint,
    Figure,
    Correction,
    /// Told by an article.
    InlineEvent,
    /// Given by an article.
    InlineSource,
    Image,
    /// Lines of a text.
    Portion,
}

impl What {
    pub fn words(self) -> &'static str {
        match self {
            What::Item(kind) => kind.word(),
            What::Alias => "alias",
            What::Role => "role",
            What::Relation => "relation",
            What::KeyPoint => "key point",
            What::Figure => "figure",
            What::Correction => "correction",
            What::InlineEvent => "inline event",
            What::InlineSource => "inline source",
            What::Image => "image",
            What::Portion => "portion",
        }
    }
}

/// Why it was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is above the profile's marking. With the place that says so; none where the site's default does.
    Marking(Marking, Option<Span>),
    Draft,
    /// Not before this day or time, as written.
    Embargo(String),
    /// From this day or time on, as written.
    Expired(String),
}

/// An item as a whole.
pub(super) fn item(document: &Document, why: Vec<Why>) -> Left {
    Left { what: What::Item(document.kind), name: document.title.clone(), span: document.top, why }
}

/// The parts and portions of an item above a marking, when the item itself is not. Of portions within others the outer
/// ones.
pub(super) fn parts(document: &Document, limit: Marking, out: &mut Vec<Left>) {
    let mut parts = Parts { limit, out };
    if let Some(image) = &document.common.image {
        parts.add(What::Image, image.marking.as_ref(), image.src.span, &image.src.value);
    }
    match &document.item {
        Item::Article(article) => {
            for point in &article.key_points {
                parts.marked(What::KeyPoint, point.marking.as_ref(), &point.text);
            }
            for figure in &article.figures {
                let words = format!("{}: {}", figure.label, figure.value);
                parts.marked(What::Figure, figure.marking.as_ref(), &words);
            }
            for correction in &article.corrections {
                let place = correction.date.span;
                parts.add(What::Correction, correction.marking.as_ref(), place, &correction.text);
            }
            for event in &article.events {
                parts.add(What::InlineEvent, event.marking.as_ref(), event.top, &event.title.value);
            }
            for source in &article.sources {
                parts.add(What::InlineSource, source.marking.as_ref(), source.top, &source.title.value);
            }
        }
        Item::Actor(actor) => {
            for role in &actor.roles {
                parts.marked(What::Role, role.marking.as_ref(), &role.title);
            }
            for relation in &actor.relations {
                let words = format!("{} {}", relation.kind.word(), relation.to.value);
                parts.add(What::Relation, relation.marking.as_ref(), relation.to.span, &words);
            }
            for alias in &actor.aliases {
                parts.add(What::Alias, alias.marking.as_ref(), alias.text.span, &alias.text.value);
            }
        }
        Item::Country(country) => {
            for alias in &country.aliases {
                parts.add(What::Alias, alias.marking.as_ref(), alias.text.span, &alias.text.value);
            }
        }
        _ => {}
    }
    parts.portions(document);
}

struct Parts<'o> {
    limit: Marking,
    out: &'o mut Vec<Left>,
}

impl Parts<'_> {
    fn add(&mut self, what: What, marking: Option<&At<Marking>>, place: Span, name: &str) {
        if let Some(marking) = marking.filter(|marking| marking.value > self.limit) {
            let why = vec![Why::Marking(marking.value, Some(marking.span))];
            self.out.push(Left { what, name: name.to_owned(), span: place, why });
        }
    }

    /// A part that knows no other place than its mark.
    fn marked(&mut self, what: What, marking: Option<&At<Marking>>, name: &str) {
        if let Some(marking) = marking {
            self.add(what, Some(marking), marking.span, name);
        }
    }

    fn portions(&mut self, document: &Document) {
        let mut covered = 0;
        let mut above: Vec<_> =
            document.body.portions.iter().filter(|portion| portion.marking > self.limit).collect();
        above.sort_by_key(|portion| (portion.lines.start, std::cmp::Reverse(portion.lines.end)));
        for portion in above {
            if portion.lines.end > covered {
                covered = portion.lines.end;
                let why = vec![Why::Marking(portion.marking, Some(portion.mark))];
                let (what, span) = (What::Portion, portion.lines);
                self.out.push(Left { what, name: String::new(), span, why });
            }
        }
    }
}
