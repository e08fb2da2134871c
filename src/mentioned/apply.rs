//! Metadata that names whom a text names for certain.
//!
//! In: what was read of a site. Out: the files with those actors and countries added, everything else in them as it was; and
//! what is not added, with the reason. The site is tried with the files: it must say nothing new, and each article must
//! declare whom it declared before and those added.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Report, TextReport, Thresholds, find, report};
use crate::config::Profile;
use crate::diagnostic::{Code, Diagnostics};
use crate::edit::{self, Format};
use crate::model::date::Now;
use crate::model::document::{Document, Item, Kind};
use crate::model::site::{Site, Target};
use crate::mv::trial::Said;
use crate::mv::{Changed, Renamed};
use crate::parse::Memory;
use crate::pipeline::{self, Edition, Project, Timings};
use crate::source::{FileId, Sources};

/// What is added, and what is not.
#[derive(Debug, Default)]
pub struct Applied {
    pub files: Vec<Changed>,
    /// The path of each article, and what its metadata names from now on, by key.
    pub added: Vec<(String, &'static str, Vec<String>)>,
    /// The path of each article, and why somebody is not added or nothing is.
    pub left: Vec<(String, String)>,
}

/// Why nothing is added.
pub enum Unapplied {
    /// The site has errors already.
    Errors(Diagnostics, Sources),
    /// There is no such article.
    Unknown(String),
    /// The site would say more than before.
    Refused(Vec<String>),
}

/// Plans what is added to the article named, or to all. `read` is what reading the folder had to say.
///
/// # Errors
///
/// As [`Unapplied`] says.
pub fn apply(
    sources: &Sources,
    read: &Diagnostics,
    only: Option<&str>,
    often: usize,
    now: Now,
) -> Result<Applied, Unapplied> {
    let memory = &mut Memory::default();
    let before = Said::new(sources.clone(), read.clone(), memory, now);
    let errors = before.errors();
    if !errors.is_empty() {
        return Err(Unapplied::Errors(errors, before.sources));
    }
    let (documents, edition) = whole(sources.clone(), memory, now);
    let only = match only {
        Some(wanted) => Some(find(&edition, wanted).ok_or_else(|| Unapplied::Unknown(wanted.to_owned()))?),
        None => None,
    };
    let report = report(&edition, Thresholds { often, recurring: usize::MAX }, only);
    let mut applied = Applied::default();
    let mut additions: Vec<Addition> = Vec::new();
    for text in &report.texts {
        let Some(addition) = Addition::of(text, &report, often, &mut applied.left) else { continue };
        additions.push(addition);
    }
    let documents: BTreeMap<FileId, &Document> = documents
        .iter()
        .filter(|document| document.kind == Kind::Article)
        .map(|document| (document.file, document))
        .collect();
    let mut trial = Trial { sources, documents, additions, memory, now };
    trial.edit(&mut applied.left);
    trial.settle(&before, read, &edition.site, &mut applied)?;
    Ok(trial.finish(applied))
}

/// A site of everything, as one sees it who may see everything.
fn whole(sources: Sources, memory: &mut Memory, now: Now) -> (Vec<Document>, Edition) {
    let mut timings = Timings::default();
    let project = Project::remembered(sources, Diagnostics::new(), memory, &mut timings);
    let documents = project.documents().to_vec();
    let (_, editions) = pipeline::editions(project, &[Profile::all_seeing()], now, &mut timings);
    (documents, editions.into_iter().next().expect("one audience was asked for"))
}

/// What one article gets.
struct Addition {
    path: String,
    file: FileId,
    actors: Vec<String>,
    countries: Vec<String>,
    /// The file that is edited, and its new text.
    edited: Option<(String, Arc<str>)>,
}

impl Addition {
    fn of(
        text: &TextReport,
        report: &Report<'_>,
        often: usize,
        left: &mut Vec<(String, String)>,
    ) -> Option<Self> {
        let site = report.site;
        let (mut actors, mut countries) = (Vec::new(), Vec::new());
        for one in &text.undeclared {
            let name = site.name(one.target);
            let (own, other) = (site.marking(text.owner), site.marking(one.target));
            if one.certain < often {
                let why =
                    format!("`{name}` is named {}, but surely only {}", times(one.count), times(one.certain));
                left.push((text.path.clone(), why));
            } else if other > own {
                left.push((text.path.clone(), format!("`{name}` is {other}, and the article {own}")));
            } else {
                match one.target {
                    Target::Country(id) => countries.push(site[id].row.code.to_owned()),
                    // An actor that names made is called by its name: another spelling could become it.
                    Target::Actor(id) if site[id].origin.is_none() => actors.push(site[id].name.clone()),
                    Target::Actor(id) => actors.push(site[id].id.clone()),
                    _ => {}
                }
            }
        }
        let file = site.file(text.owner)?;
        let is_empty = actors.is_empty() && countries.is_empty();
        (!is_empty).then(|| Addition { path: text.path.clone(), file, actors, countries, edited: None })
    }
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

struct Trial<'t> {
    sources: &'t Sources,
    documents: BTreeMap<FileId, &'t Document>,
    additions: Vec<Addition>,
    memory: &'t mut Memory,
    now: Now,
}

impl Trial<'_> {
    /// Edits every file; what is refused is left, with the reason.
    fn edit(&mut self, left: &mut Vec<(String, String)>) {
        for addition in &mut self.additions {
            let document = self.documents.get(&addition.file);
            match document.map(|document| edited(addition, document, self.sources)) {
                Some(Ok(edited)) => addition.edited = Some(edited),
                Some(Err(why)) => left.push((addition.path.clone(), why)),
                None => {}
            }
        }
        self.additions.retain(|addition| addition.edited.is_some());
    }

    /// Leaves out articles of which the site would have something new to say, until it has nothing.
    fn settle(
        &mut self,
        before: &Said,
        read: &Diagnostics,
        site: &Site,
        applied: &mut Applied,
    ) -> Result<(), Unapplied> {
        while !self.additions.is_empty() {
            let mut refused = self.new_problems(before, read);
            refused.extend(self.not_declared(site));
            if refused.is_empty() {
                return Ok(());
            }
            let touched: BTreeSet<&String> = refused.iter().map(|(path, _)| path).collect();
            let is_at_fault = |addition: &Addition| {
                let edited = addition.edited.as_ref().is_some_and(|(path, _)| touched.contains(path));
                edited || touched.contains(&addition.path)
            };
            if !self.additions.iter().any(is_at_fault) {
                return Err(Unapplied::Refused(refused.into_iter().map(|(_, said)| said).collect()));
            }
            self.additions.retain(|addition| !is_at_fault(addition));
            applied.left.extend(refused);
        }
        Ok(())
    }

    fn sources_after(&self) -> Sources {
        let edited = self.additions.iter().filter_map(|addition| addition.edited.clone());
        self.sources.changed(&[], edited.collect())
    }

    fn new_problems(&mut self, before: &Said, read: &Diagnostics) -> Vec<(String, String)> {
        let mut after = Said::new(self.sources_after(), read.clone(), self.memory, self.now);
        // That declared ones may be named by more names is what the lock asks about, not a mistake.
        after.diagnostics.retain(|said| said.code != Code::UnlockedMention);
        after.new_by_file(before, &Renamed::default())
    }

    /// Articles that would not declare what they should.
    fn not_declared(&mut self, site: &Site) -> Vec<(String, String)> {
        let (_, after) = whole(self.sources_after(), self.memory, self.now);
        let old = declared_by_file(site);
        let new = declared_by_file(&after.site);
        let is_wrong = |addition: &&Addition| {
            let mut wanted = old.get(&addition.file).cloned().unwrap_or_default();
            wanted.extend(addition.actors.iter().map(|id| format!("actor {id}")));
            wanted.extend(addition.countries.iter().map(|code| format!("country {code}")));
            new.get(&addition.file) != Some(&wanted)
        };
        let wrong = self.additions.iter().filter(is_wrong);
        let why = "its metadata would not say what it said and that besides; add to it by hand";
        wrong.map(|addition| (addition.path.clone(), why.to_owned())).collect()
    }

    fn finish(self, mut applied: Applied) -> Applied {
        for addition in self.additions {
            let Some((path, new)) = addition.edited else { continue };
            let old = self.sources.find(&path).map(|file| self.sources.text(file)).unwrap_or_default();
            let (old, new) = (old.to_owned(), new.to_string());
            applied.files.push(Changed { from: path.clone(), to: path, old, new });
            for (key, values) in [("actors", addition.actors), ("countries", addition.countries)] {
                if !values.is_empty() {
                    applied.added.push((addition.path.clone(), key, values));
                }
            }
        }
        applied.left.sort();
        applied
    }
}

/// Whom each article's metadata names, as it is added.
fn declared_by_file(site: &Site) -> BTreeMap<FileId, BTreeSet<String>> {
    let of = |article: &crate::model::site::Article| {
        let actors = article.actors.iter().map(|(id, _)| match &site[*id].origin {
            None => format!("actor {}", site[*id].name),
            Some(_) => format!("actor {}", site[*id].id),
        });
        let countries = article.countries.iter().map(|id| format!("country {}", site[*id].row.code));
        (article.origin.file, actors.chain(countries).collect())
    };
    site.articles.iter().map(|article| of(article)).collect()
}

/// The file in which an article's metadata gets more, and its new text.
fn edited(addition: &Addition, document: &Document, sources: &Sources) -> Result<(String, Arc<str>), String> {
    let Item::Article(article) = &document.item else { return Err("it is no article".to_owned()) };
    let actors = article.actors.first().map(|actor| actor.name.span.file);
    let countries = article.countries.first().map(|country| country.span.file);
    let said = [(&addition.actors, actors), (&addition.countries, countries)];
    let mut files = said.iter().filter(|(values, _)| !values.is_empty()).filter_map(|(_, file)| *file);
    let own = default_file(document, sources);
    let file = files.next().unwrap_or(own);
    if files.any(|other| other != file) || ![Some(document.file), document.sidecar].contains(&Some(file)) {
        let path = sources.path(file);
        return Err(format!(
            "its metadata comes from `{path}`, which is not its own or not alone; add to it by hand"
        ));
    }
    let path = sources.path(file).to_owned();
    let format = Format::of(&path);
    let mut text = sources.text(file).to_owned();
    for (key, values) in [("actors", &addition.actors), ("countries", &addition.countries)] {
        if !values.is_empty() {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            text = edit::add_to_list(&text, format, key, &values).map_err(|refused| refused.to_string())?;
        }
    }
    Ok((path, text.into()))
}

/// Where an article's metadata stands: in its sidecar, if it has one and no front matter.
fn default_file(document: &Document, sources: &Sources) -> FileId {
    let text = sources.text(document.file).trim_start_matches('\u{feff}');
    let has_front_matter = text.starts_with("---") || text.starts_with("+++");
    document.sidecar.filter(|_| !has_front_matter).unwrap_or(document.file)
}
