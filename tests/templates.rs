//! docs/templates.md against what templates are given: every key of every value that reaches one is on the page with its
//! type, and every row of the page was seen with something in it.
//!
//! Each template is replaced by one that hands its whole context to `record`; then the demo and all of tests/sites are
//! built. A row that no site shows wants a site in tests/sites that does.

mod common;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chancery::pipeline::{self, Output, Project, Timings};
use chancery::theme;
use common::{assert_none, manifest, now_of, sites};
use tera::{Kwargs, State, Tera, Value};

// ---- the page ----

/// What a cell of the page says.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Type {
    Text,
    Html,
    Number,
    YesOrNo,
    /// Always empty.
    Nothing,
    Anything,
    List(Box<Type>),
    OrNone(Box<Type>),
    Shape(String),
}

impl Type {
    fn parse(cell: &str) -> Self {
        if let Some(items) = cell.strip_prefix("list of ") {
            return Type::List(Box::new(Type::parse(items)));
        }
        match cell {
            "text" => Type::Text,
            "HTML" => Type::Html,
            "number" => Type::Number,
            "yes or no" => Type::YesOrNo,
            "nothing" => Type::Nothing,
            "map of anything" => Type::Anything,
            _ => match cell.strip_suffix(" or none") {
                Some(there) => Type::OrNone(Box::new(Type::parse(there))),
                None => Type::Shape(cell.to_owned()),
            },
        }
    }

    fn shape(&self) -> Option<&str> {
        match self {
            Type::List(inner) | Type::OrNone(inner) => inner.shape(),
            Type::Shape(name) => Some(name),
            _ => None,
        }
    }
}

type Keys = BTreeMap<String, Type>;

/// The sections of the page that have a table of keys, by the names in their headings.
fn documented() -> BTreeMap<String, Keys> {
    let mut sections: BTreeMap<String, Keys> = BTreeMap::new();
    let mut names: Vec<String> = Vec::new();
    for line in page().lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            names = heading.split(", ").map(|name| name.trim_matches('`').to_owned()).collect();
            for name in &names {
                let earlier = sections.insert(name.clone(), Keys::new());
                assert_eq!(earlier, None, "docs/templates.md has two sections `{name}`");
            }
        } else if line.starts_with("## ") {
            names.clear();
        } else if let Some((key, kind)) = row(line) {
            for name in &names {
                let keys = sections.get_mut(name).expect("its heading came before");
                let earlier = keys.insert(key.clone(), Type::parse(&kind));
                assert_eq!(earlier, None, "docs/templates.md has `{key}` twice under `{name}`");
            }
        }
    }
    sections
}

fn page() -> String {
    fs::read_to_string(manifest("docs/templates.md")).expect("the page can be read")
}

/// The key and the type of a row. A link is its words.
fn row(line: &str) -> Option<(String, String)> {
    let mut cells = line.strip_prefix("| `")?.split(" | ");
    let key = cells.next()?.strip_suffix('`')?;
    let mut kind = cells.next()?.to_owned();
    while let Some((before, after)) = kind.split_once('[') {
        let (words, after) = after.split_once(']')?;
        kind = format!("{before}{words}{}", after.split_once(')')?.1);
    }
    Some((key.to_owned(), kind))
}

// ---- what templates are given ----

/// What was seen of one row: with something in it, and without.
#[derive(Clone, Copy, Default)]
struct Seen {
    something: bool,
    nothing: bool,
}

struct Recorder {
    sections: BTreeMap<String, Keys>,
    seen: RefCell<BTreeMap<(String, String), Seen>>,
    problems: RefCell<BTreeSet<String>>,
}

impl Recorder {
    fn tell(&self, problem: String) {
        self.problems.borrow_mut().insert(problem);
    }

    /// Everything that one template sees.
    fn context(&self, template: &str, context: &Value) {
        // Rows are made apart from pages.
        let sections: &[&str] =
            if template.ends_with("_row.html") { &[template] } else { &["every page", template] };
        self.keys(sections, context, template);
    }

    fn keys(&self, sections: &[&str], value: &Value, place: &str) {
        let Some(map) = value.as_map() else {
            return self.tell(format!("`{place}` is said to have keys, but is {}", value.name()));
        };
        let known =
            |key: &str| sections.iter().find_map(|name| Some((*name, self.sections.get(*name)?.get(key)?)));
        for (key, value) in map {
            let key = key.as_str().expect("keys are text");
            let place = format!("{place}: {key}");
            match known(key) {
                Some((section, kind)) => self.value(section, key, kind, value, &place),
                None => self.tell(format!(
                    "`{place}` ({}) is missing in docs/templates.md under `{}`",
                    value.name(),
                    sections.last().unwrap_or(&"")
                )),
            }
        }
        for section in sections {
            for key in self.sections.get(*section).into_iter().flat_map(Keys::keys) {
                if !map.iter().any(|(known, _)| known.as_str() == Some(key)) {
                    self.tell(format!(
                        "`{place}: {key}` is in docs/templates.md, but templates do not get it"
                    ));
                }
            }
        }
    }

    fn value(&self, section: &str, key: &str, kind: &Type, value: &Value, place: &str) {
        {
            let mut seen = self.seen.borrow_mut();
            let seen = seen.entry((section.to_owned(), key.to_owned())).or_default();
            let is_something = value.is_truthy() || value.is_number();
            seen.something |= is_something;
            seen.nothing |= !is_something;
        }
        self.fits(kind, value, place);
    }

    fn fits(&self, kind: &Type, value: &Value, place: &str) {
        let fits = match kind {
            // What is safe is not escaped, and text must be.
            Type::Text => value.is_string() && !value.is_safe(),
            Type::Html => value.is_string() && value.is_safe(),
            Type::Number => value.is_u64() || value.is_i64(),
            Type::YesOrNo => value.is_bool(),
            Type::Nothing => !value.is_truthy(),
            Type::Anything => value.is_map(),
            Type::OrNone(_) if value.is_none() => true,
            Type::OrNone(inner) => return self.fits(inner, value, place),
            Type::List(inner) => match value.as_array() {
                Some(items) => return items.iter().for_each(|item| self.fits(inner, item, place)),
                None => false,
            },
            Type::Shape(name) => return self.keys(&[name], value, name),
        };
        if !fits {
            self.tell(format!("`{place}` is said to be {kind:?}, but is {}", value.name()));
        }
    }

    /// Rows that no site has shown, or that are never what their type allows.
    fn unseen(&self) {
        for (section, keys) in &self.sections {
            for (key, kind) in keys {
                let seen =
                    self.seen.borrow().get(&(section.clone(), key.clone())).copied().unwrap_or_default();
                let wanted = match kind {
                    Type::Nothing => (false, true),
                    Type::YesOrNo | Type::OrNone(_) => (true, true),
                    _ => (true, false),
                };
                if wanted.0 && !seen.something {
                    self.tell(format!("no site shows anything in `{section}: {key}`"));
                }
                if wanted.1 && !seen.nothing {
                    self.tell(format!("no site shows `{section}: {key}` without anything in it"));
                }
            }
        }
    }
}

/// A template set in which every template records what it sees.
fn recording(recorder: &Arc<Mutex<Recorder>>) -> Tera {
    let mut tera = Tera::new();
    let recorder = Arc::clone(recorder);
    tera.register_filter("record", move |context: Value, arguments: Kwargs, _: &State| -> String {
        let template = arguments.must_get::<String>("template").expect("it is given");
        recorder.lock().expect("no thread panics while it holds this").context(&template, &context);
        template
    });
    let text = |name: &str| format!("{{{{ __tera_context | record(template=\"{name}\") }}}}");
    let templates = theme::TEMPLATES.iter().map(|template| (template.name, text(template.name)));
    tera.add_raw_templates(templates.collect::<Vec<_>>()).expect("the recording templates parse");
    tera
}

fn record_all(recorder: &Arc<Mutex<Recorder>>) {
    let fixtures = sites().into_iter().map(|(_, site)| (site.join("input"), now_of(&site)));
    let demo = (manifest(""), common::now(common::NOW));
    for (root, now) in fixtures.chain([demo]) {
        build(root, now, recorder);
    }
}

fn build(root: PathBuf, now: chancery::model::date::Now, recorder: &Arc<Mutex<Recorder>>) {
    let mut timings = Timings::default();
    let (sources, diagnostics) = chancery::read::read(&root).expect("the folder of a site can be read");
    let mut project = Project::new(sources, diagnostics, &mut timings);
    let templates = Arc::get_mut(&mut project.templates).expect("nobody else holds them");
    templates.tera = recording(recorder);
    let profiles = project.config.profiles.clone();
    for edition in &pipeline::editions(project, &profiles, now, &mut timings).1 {
        Output::new(edition, false).all();
    }
}

#[test]
fn the_page_is_what_templates_are_given() {
    let sections = documented();
    let recorder = Recorder { sections, seen: RefCell::default(), problems: RefCell::default() };
    let recorder = Arc::new(Mutex::new(recorder));
    record_all(&recorder);
    let recorder = recorder.lock().expect("no thread panicked");
    recorder.unseen();
    assert_none(recorder.problems.borrow().iter().cloned().collect());
}

#[test]
fn shapes_that_are_named_are_described_and_the_other_way_round() {
    let sections = documented();
    assert!(sections.len() > 40, "the page is read");
    let named: BTreeSet<&str> = sections.values().flat_map(Keys::values).filter_map(Type::shape).collect();
    let undescribed = named.iter().filter(|name| !sections.contains_key(**name));
    let mut problems: Vec<String> = undescribed.map(|name| format!("`{name}` is not described")).collect();
    let is_root = |name: &str| name == "every page" || name.ends_with(".html");
    let unnamed = sections.keys().filter(|name| !is_root(name) && !named.contains(name.as_str()));
    problems.extend(unnamed.map(|name| format!("`{name}` is described, but nothing has this shape")));
    assert_none(problems);
}

#[test]
fn every_template_of_the_theme_is_on_the_page() {
    let page = page();
    let missing = theme::TEMPLATES.iter().filter(|template| !page.contains(&format!("`{}`", template.name)));
    let mut problems: Vec<String> =
        missing.map(|template| format!("`{}` is missing", template.name)).collect();
    let quoted = page.split('`').skip(1).step_by(2).filter(|word| word.ends_with(".html"));
    let is_known = |word: &str| {
        theme::TEMPLATES.iter().any(|known| known.name == word || known.name.ends_with(&format!("/{word}")))
    };
    let unknown = quoted.filter(|word| !is_known(word) && !word.ends_with("index.html"));
    problems.extend(unknown.map(|word| format!("there is no template `{word}`")));
    assert_none(problems);
}

/// Tera refuses a template that names a filter, a test or a function that it does not have.
#[test]
fn filters_tests_and_functions_that_the_page_lists_exist() {
    let page = page();
    let listed = |what: &str| -> Vec<String> {
        let row = page.lines().find_map(|line| line.strip_prefix(&format!("| {what} | ")));
        row.expect("the page lists them").split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let is_known = |text: String| Tera::new().add_raw_templates([("page", text)]).is_ok();
    let filters = listed("filters").into_iter().map(|name| (format!("{{{{ 1 | {name} }}}}"), name));
    let tests =
        listed("tests").into_iter().map(|name| (format!("{{% if 1 is {name} %}}{{% endif %}}"), name));
    let functions = listed("functions").into_iter().map(|name| (format!("{{{{ {name}() }}}}"), name));
    let all: Vec<(String, String)> = filters.chain(tests).chain(functions).collect();
    assert!(all.len() > 50);
    assert!(!is_known("{{ 1 | no_such_filter }}".to_owned()), "the test can fail");
    let unknown = all.into_iter().filter(|(text, _)| !is_known(text.clone()));
    assert_none(unknown.map(|(_, name)| format!("Tera has no `{name}`")).collect());
}
