//! A plan to pages: one template and one view each.
//!
//! In: [`Site`], [`Plan`] and the templates. Out: the bytes of any planned page, made on demand and in parallel, or the
//! diagnostic of a template that failed. A page is a function of its templates and its view; it reads nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use tera::Context;

use crate::config::{Config, Profile};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::marking::Marking;
use crate::model::site::{Site, Target};
use crate::plan::{EventFormat, Plan, PlannedPage, View, encode};
use crate::source::Span;

mod rows;
mod templates;
mod value;
mod values;
mod views;

use rows::Rows;
pub use templates::{TemplateSource, Templates};
use value::Value;
use values::{Shapes, list, object, text};

/// The part of a page that all templates together are: should one of them be another, so is every page.
const TEMPLATES: &str = "templates";

/// Everything that the pages of one build share.
pub struct Renderer<'a> {
    pub site: &'a Site,
    pub plan: &'a Plan,
    pub config: &'a Config,
    pub profile: &'a Profile,
    templates: &'a Templates,
    shapes: Shapes<'a>,
    rows: Rows,
    frame: Frame<'a>,
    /// Whether it tells what pages are made of, and makes none.
    is_digest: bool,
    /// Errors of templates, once a place and message: a mistake in a layout would be told by every page.
    failures: Mutex<BTreeMap<(Option<Span>, String), Failure>>,
}

/// An error of a template, and the pages that have it, the shortest URL first: which of them is named must not depend on
/// the order of threads. Rows are on no page of their own.
struct Failure {
    diagnostic: Diagnostic,
    pages: BTreeSet<(usize, String)>,
}

/// Values of every page's frame: they depend on config and navigation alone.
struct Frame<'a> {
    site: Value<'a>,
    nav: BTreeMap<&'static str, Value<'a>>,
}

impl<'a> Renderer<'a> {
    /// What renders pages.
    pub fn new(
        site: &'a Site,
        plan: &'a Plan,
        config: &'a Config,
        profile: &'a Profile,
        templates: &'a Templates,
    ) -> Self {
        Self::with(site, plan, config, profile, templates, false)
    }

    /// What tells of what pages are made, and renders none: bodies and rows stand for themselves as hashes.
    pub fn digests(
        site: &'a Site,
        plan: &'a Plan,
        config: &'a Config,
        profile: &'a Profile,
        templates: &'a Templates,
    ) -> Self {
        Self::with(site, plan, config, profile, templates, true)
    }

    fn with(
        site: &'a Site,
        plan: &'a Plan,
        config: &'a Config,
        profile: &'a Profile,
        templates: &'a Templates,
        is_digest: bool,
    ) -> Self {
        Renderer {
            site,
            plan,
            config,
            profile,
            templates,
            shapes: Shapes::new(site, plan, config, is_digest),
            rows: Rows::new(site),
            frame: frame(site, plan, config),
            is_digest,
            failures: Mutex::default(),
        }
    }

    /// A hash of what pages show of the site that is not about one item: the frame's navigation.
    pub fn frame_digest(&self) -> u64 {
        let frames = self.frame.nav.values().chain([&self.frame.site]).cloned().collect::<Vec<_>>();
        Value::from(frames).digest()
    }

    /// Writes a page. False if its template failed; what went wrong is told by [`Renderer::failures`].
    pub fn page(&self, page: &'a PlannedPage, out: &mut Vec<u8>) -> bool {
        self.page_and_parts(page, out).0
    }

    /// Writes a page, and says what it is made of, as [`Renderer::digest`] does.
    pub fn page_and_parts(
        &self,
        page: &'a PlannedPage,
        out: &mut Vec<u8>,
    ) -> (bool, Vec<(&'static str, u64)>) {
        let (template, values) = self.view(page);
        let parts = self.parts(template, &values);
        let mut context = Context::new();
        for (key, value) in values {
            context.insert_value(key, value.into_tera());
        }
        (self.render(template, &context, Some(&page.url), out), parts)
    }

    /// Whether a page that is made of these parts may be one of these templates.
    pub fn has_templates_of<N: AsRef<str>>(&self, parts: &[(N, u64)]) -> bool {
        parts.iter().any(|(name, hash)| name.as_ref() == TEMPLATES && *hash == self.templates.hash)
    }

    /// What a page is made of: a hash of each value that its template sees, by name, and of the templates.
    ///
    /// Where all are those of an earlier build, so is the page.
    pub fn digest(&self, page: &'a PlannedPage) -> Vec<(&'static str, u64)> {
        assert!(self.is_digest, "what renders pages does not tell what they are made of");
        let (template, values) = self.view(page);
        self.parts(template, &values)
    }

    fn parts(&self, template: &'static str, values: &views::Values<'_>) -> Vec<(&'static str, u64)> {
        let parts = values.iter().map(|(key, value)| (*key, value.digest()));
        parts
            .chain([("template", Value::from(template).digest()), (TEMPLATES, self.templates.hash)])
            .collect()
    }

    /// The name of a page's template, and all that it sees.
    fn view(&self, page: &'a PlannedPage) -> (&'static str, views::Values<'a>) {
        let root = if page.view == View::NotFound { self.absolute_root() } else { page.root() };
        let (mut values, about) = views::view(self, page, &root);
        values.insert("site", self.frame.site.clone());
        values.insert("nav", self.frame.nav.get(about.section).unwrap_or(&self.frame.nav[""]).clone());
        let template = about.template;
        values.insert("page", self.about_value(page, about));
        values.insert("root", Value::from(root));
        (template, values)
    }

    /// `url`: the page, if it is one.
    fn render(&self, template: &str, context: &Context, url: Option<&str>, out: &mut Vec<u8>) -> bool {
        let Err(error) = self.templates.tera.render_to(template, context, out) else { return true };
        let mut failures = self.failures.lock().expect("no thread panics while it holds this");
        for diagnostic in self.templates.diagnose(&error) {
            let span = match diagnostic.place {
                Place::Span(span) => Some(span),
                _ => None,
            };
            // What else a template sees, which Tera lists, is another matter on every kind of page.
            let told = diagnostic.message.split(". Available ").next().unwrap_or_default().to_owned();
            let page = url.map(|url| (url.len(), url.to_owned()));
            let failure = failures
                .entry((span, told))
                .or_insert_with(|| Failure { diagnostic: diagnostic.clone(), pages: BTreeSet::new() });
            if page.as_ref() < failure.pages.first() {
                failure.diagnostic = diagnostic;
            }
            failure.pages.extend(page);
        }
        false
    }

    /// All templates' failures so far, without repetition.
    pub fn failures(&self) -> Diagnostics {
        let failures = self.failures.lock().expect("no thread panics while it holds this");
        failures.values().map(Failure::told).collect()
    }

    /// `404.html` is served at any depth: its links begin at the site's root on the host.
    fn absolute_root(&self) -> String {
        base_path(self.plan.settings.base_url.as_deref())
    }

    fn about_value(&self, page: &PlannedPage, about: views::About<'a>) -> Value<'a> {
        let base = self.plan.settings.base_url.as_deref();
        let canonical = match base {
            Some(base) if page.view != View::NotFound => {
                format!("{base}{}", self.plan.page_href(about.canonical.as_deref().unwrap_or(&page.url)))
            }
            _ => String::new(),
        };
        let restricted = self.profile.marking > Marking::Clear;
        object([
            ("kind", Value::from(about.kind)),
            ("title", Value::from(about.title)),
            ("description", Value::from(about.description)),
            ("url", Value::from(self.plan.page_href(&page.url))),
            ("canonical", Value::from(canonical)),
            ("lang", text(about.lang)),
            ("noindex", Value::from(restricted || about.draft || page.view == View::NotFound)),
            ("marking", text(self.banner(about.marking))),
            ("exports", self.exports(&page.view)),
            ("feeds", self.feeds(about.feed.as_ref())),
            ("breadcrumbs", Value::from(about.breadcrumbs)),
            ("draft", Value::from(about.draft)),
            ("scripts", those_there(self.plan, about.scripts)),
        ])
    }

    /// The highest marking shown on the page; a CLEAR one shows a banner only where the site wants it.
    fn banner(&self, marking: Marking) -> &'static str {
        if marking > Marking::Clear || self.config.clear_banner { marking.label() } else { "" }
    }

    /// The files that tell other programs of the events that the page shows.
    fn exports(&self, view: &View) -> Value<'a> {
        let (of, title) = match view {
            View::Timeline | View::Year(..) => (None, &self.config.title),
            View::Actor(id, _) => (Some(Target::Actor(*id)), &self.site[*id].name),
            View::Country(id, _) => (Some(Target::Country(*id)), &self.site[*id].name),
            View::Topic(id, _) => (Some(Target::Topic(*id)), &self.site[*id].name),
            _ => return Value::from(Vec::new()),
        };
        list(self.plan.event_files_of(of), |file| {
            let (label, kind) = match file.format {
                EventFormat::Calendar => ("Calendar", "text/calendar"),
                EventFormat::TimelineJs => ("JSON", "application/json"),
                EventFormat::Csv => ("CSV", "text/csv"),
            };
            object([
                ("title", text(title)),
                ("label", text(label)),
                ("url", Value::from(encode(&file.path(self.site)))),
                ("type", text(kind)),
            ])
        })
    }

    /// The site's feeds, and those of the item that the page is about.
    fn feeds(&self, own: Option<&(&'a str, String)>) -> Value<'a> {
        if self.plan.settings.base_url.is_none() {
            return Value::from(Vec::new());
        }
        let mut feeds = Vec::with_capacity(4);
        let own = own.map(|(title, folder)| (*title, folder.as_str()));
        for (title, folder) in [(self.config.title.as_str(), "")].into_iter().chain(own) {
            for (name, kind) in [("feed.xml", "application/atom+xml"), ("feed.json", "application/feed+json")]
            {
                feeds.push(object([
                    ("title", Value::from(title)),
                    ("url", Value::from(crate::plan::encode(&format!("{folder}{name}")))),
                    ("type", Value::from(kind)),
                ]));
            }
        }
        Value::from(feeds)
    }
}

impl Failure {
    fn told(&self) -> Diagnostic {
        let mut diagnostic = self.diagnostic.clone();
        if let Some((_, page)) = self.pages.first() {
            let others = match self.pages.len() - 1 {
                0 => String::new(),
                1 => " and 1 more page".to_owned(),
                more => format!(" and {more} more pages"),
            };
            diagnostic.message.push_str(&format!(" (on the page `/{page}`{others})"));
        }
        diagnostic
    }
}

/// The path of the base URL on its host.
pub fn base_path(base_url: Option<&str>) -> String {
    base_url
        .and_then(|base| url::Url::parse(base).ok())
        .map_or_else(|| "/".to_owned(), |url| url.path().to_owned())
}

/// The navigation: the lists that every site has, then the free pages at the top level.
fn frame<'a>(site: &'a Site, plan: &'a Plan, config: &'a Config) -> Frame<'a> {
    let lists = [
        ("Articles", "articles"),
        ("Actors", "actors"),
        ("Countries", "countries"),
        ("Topics", "topics"),
        ("Timeline", "timeline"),
        ("Sources", "sources"),
    ];
    let top =
        site.pages.iter().enumerate().filter(|(_, page)| !page.path.is_empty() && !page.path.contains('/'));
    let pages: Vec<(&'a str, &'a str)> = top
        .map(|(index, page)| {
            let id = crate::model::site::PageId::new(index);
            (page.title.as_str(), plan.href(Target::Page(id)))
        })
        .collect();
    let nav = |current: &str| {
        let lists = lists
            .iter()
            .map(|(title, key)| nav_entry(title, plan.page_href(&format!("{key}/")), key, current));
        let pages = pages.iter().map(|(title, url)| nav_entry(title, (*url).to_owned(), url, current));
        Value::from(lists.chain(pages).collect::<Vec<_>>())
    };
    let sections = lists.iter().map(|(_, key)| *key).chain(["", "home"]);
    Frame {
        site: site_value(plan, config).shared(),
        nav: sections.map(|key| (key, nav(key).shared())).collect(),
    }
}

fn nav_entry<'a>(title: &'a str, url: String, key: &'a str, current: &str) -> Value<'a> {
    object([
        ("title", Value::from(title)),
        ("url", Value::from(url)),
        ("key", Value::from(key)),
        ("current", Value::from(key == current)),
    ])
}

fn site_value<'a>(plan: &Plan, config: &'a Config) -> Value<'a> {
    object([
        ("title", Value::from(config.title.as_str())),
        ("description", Value::from(config.description.as_str())),
        ("language", Value::from(config.language.as_str())),
        ("stylesheets", stylesheets(plan)),
        ("scripts", scripts(plan)),
        ("generator", Value::from(concat!("Chancery ", env!("CARGO_PKG_VERSION")))),
        ("home_url", Value::from(plan.page_href(""))),
        ("articles_url", Value::from(plan.page_href("articles/"))),
        ("timeline_url", Value::from(plan.page_href("timeline/"))),
        ("corrections_url", Value::from(plan.page_href("corrections/"))),
        ("publishers_url", Value::from(plan.page_href("publishers/"))),
    ])
}

/// The theme's stylesheet, and after it the site's own, if it has one. Only paths that exist: a page links nothing else.
fn stylesheets(plan: &Plan) -> Value<'static> {
    those_there(plan, &["theme/style.css", "theme/custom.css"])
}

/// The theme's scripts, those that the site has switched off left out.
fn scripts(plan: &Plan) -> Value<'static> {
    those_there(plan, if plan.settings.previews { &["theme/previews.js"] } else { &[] })
}

fn those_there(plan: &Plan, paths: &'static [&'static str]) -> Value<'static> {
    let is_there = |path: &&&str| plan.files.iter().any(|file| file.path == **path);
    Value::from(paths.iter().filter(is_there).map(|path| Value::from(*path)).collect::<Vec<_>>())
}
