//! Views: what each kind of page tells its template (docs/templates.md).

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Renderer;
use super::value::Value;
use super::values::{html, list, object, text};
use crate::model::marking::Marking;
use crate::plan::{PlannedPage, Turn, View, page_url};

mod article;
mod banner;
mod country;
mod drawings;
mod entities;
mod events;
mod home;
mod lists;
mod offices;
mod sources;
mod timelines;

pub use country::detail as country_detail;

/// What the frame around a page must know of it.
pub struct About<'a> {
    pub template: &'static str,
    pub kind: &'static str,
    pub title: Cow<'a, str>,
    pub description: Cow<'a, str>,
    /// The navigation's entry under which the page stands.
    pub section: &'static str,
    pub lang: &'a str,
    pub draft: bool,
    /// The highest of what the page shows.
    pub marking: Marking,
    pub breadcrumbs: Vec<Value<'a>>,
    /// Title and folder of the feed of the page's own subject.
    pub feed: Option<(&'a str, String)>,
    /// The URL that speaks for this page, if it is another one.
    pub canonical: Option<String>,
    /// Scripts of the theme that only pages of this kind have.
    pub scripts: &'static [&'static str],
}

impl<'a> About<'a> {
    fn new(
        template: &'static str,
        kind: &'static str,
        title: impl Into<Cow<'a, str>>,
        section: &'static str,
    ) -> Self {
        About {
            template,
            kind,
            title: title.into(),
            description: "".into(),
            section,
            lang: "",
            draft: false,
            marking: Marking::Clear,
            breadcrumbs: Vec::new(),
            feed: None,
            canonical: None,
            scripts: &[],
        }
    }

    fn described(mut self, description: impl Into<Cow<'a, str>>) -> Self {
        self.description = description.into();
        self
    }

    fn crumbs(mut self, renderer: &Renderer<'_>, crumbs: &[(&'static str, &'static str)]) -> Self {
        let home = ("Home", "");
        self.breadcrumbs = std::iter::once(&home)
            .chain(crumbs)
            .map(|(title, url)| {
                object([("title", text(title)), ("url", Value::from(renderer.plan.page_href(url)))])
            })
            .collect();
        self
    }

    fn fed(mut self, title: &'a str, folder: String) -> Self {
        self.feed = Some((title, folder));
        self
    }

    /// A later page of a list says so in its title.
    fn turned(mut self, turn: Turn) -> Self {
        if turn.number > 1 {
            self.title = format!("{}, page {}", self.title, turn.number).into();
        }
        self
    }

    /// A page whose entries may be filtered.
    fn filtered(mut self, is_so: bool) -> Self {
        self.scripts = if is_so { &["theme/timeline.js"] } else { &[] };
        self
    }
}

/// All that a template sees of a page, by name.
pub type Values<'a> = BTreeMap<&'static str, Value<'a>>;

/// A page's view without the frame around it.
pub fn view<'a>(renderer: &Renderer<'a>, page: &'a PlannedPage, root: &str) -> (Values<'a>, About<'a>) {
    let mut view = ViewOf { renderer, root, values: Values::new(), shown: Marking::Clear };
    let mut about = match &page.view {
        View::Home => view.home(),
        View::NotFound => About::new("404.html", "not-found", "Page not found", ""),
        View::Redirect(target) => {
            view.put("target", text(target));
            let mut about = About::new("redirect.html", "redirect", "Moved", "");
            about.canonical = Some(target.clone());
            about
        }
        View::Article(id) => view.article(*id),
        View::Actor(id, turn) => view.actor(*id, *turn),
        View::Country(id, turn) => view.country(*id, *turn),
        View::Topic(id, turn) => view.topic(*id, *turn),
        View::Author(id, turn) => view.author(*id, *turn),
        View::Event(id) => view.event(*id),
        View::Timeline => view.timeline(),
        View::Year(index, turn) => view.year(*index, *turn),
        View::TimelineOf(target, turn) => view.timeline_of(*target, *turn),
        View::Source(id, turn) => view.source(*id, *turn),
        View::Publisher(id, turn) => view.publisher(*id, *turn),
        View::Corrections(turn) => view.corrections(*turn),
        View::Page(id) => view.page(*id),
        View::Articles(turn)
        | View::Actors(turn)
        | View::Countries(turn)
        | View::Topics(turn)
        | View::Authors(turn)
        | View::Sources(turn)
        | View::Publishers(turn) => view.list(&page.view, *turn),
    };
    about.marking = view.shown;
    (view.values, about)
}

/// A page's view while it is put together.
struct ViewOf<'v, 'a> {
    renderer: &'v Renderer<'a>,
    /// The way from the page to the site's root.
    root: &'v str,
    values: Values<'a>,
    /// The highest marking of what it shows so far.
    shown: Marking,
}

impl<'a> ViewOf<'_, 'a> {
    fn put(&mut self, key: &'static str, value: Value<'a>) {
        self.values.insert(key, value);
    }

    fn put_pagination(&mut self, base: &str, turn: Turn) {
        let plan = self.renderer.plan;
        let href = |number: usize| Value::from(plan.page_href(&page_url(base, number)));
        let edge = |number: Option<usize>| number.map_or_else(|| text(""), href);
        let previous = (turn.number > 1).then(|| turn.number - 1);
        let next = (turn.number < turn.total).then(|| turn.number + 1);
        // The first, the last and the neighbours: a list of all would make long lists quadratic.
        let near = (1..=turn.total)
            .filter(|&number| number == 1 || number == turn.total || number.abs_diff(turn.number) <= 3);
        let pages = list(near, |number| {
            object([
                ("number", Value::from(number)),
                ("url", href(number)),
                ("current", Value::from(number == turn.number)),
            ])
        });
        let pagination = object([
            ("number", Value::from(turn.number)),
            ("total", Value::from(turn.total)),
            ("previous", edge(previous)),
            ("next", edge(next)),
            ("pages", pages),
        ]);
        self.put("pagination", pagination);
    }

    fn no_html() -> Value<'a> {
        html("")
    }
}
