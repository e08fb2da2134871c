//! A move in the making: every edit that follows from the new names, and the proof that nothing is led astray.
//!
//! In: a survey of the site, and what moves. Out: a [`Move`]. The site is linked again with what has been edited so far, until
//! each use leads to what it led to before.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::rewrite::{self, Edit, Edits, Moved, Unsure, Whether};
use super::subject::Subject;
use super::survey::{Identity, Known, Renamed, Survey};
use super::trial::Said;
use super::{Change, Changed, Move, Refusal, Trouble, redirect, told};
use crate::diagnostic::Diagnostics;
use crate::link::{Use, Way, beside};
use crate::lock;
use crate::model::date::Now;
use crate::model::document::Kind;
use crate::model::site::Target;
use crate::parse::Memory;
use crate::source::{Sources, Span, position};

/// How often uses are mended that an edit has led astray: once by the id, once more with the kind before it.
const ROUNDS: usize = 4;

pub struct Planned<'s> {
    survey: &'s Survey,
    subject: Subject<'s>,
    renamed: Renamed,
    edits: Edits,
    after: Survey,
    references: usize,
    urls: Option<(String, String)>,
    notes: Vec<String>,
}

impl<'s> Planned<'s> {
    /// First the site with the new names alone tells ids and addresses; then every reference is written anew, until all
    /// lead where they should.
    pub fn new(survey: &'s Survey, subject: Subject<'s>, memory: &mut Memory) -> Result<Self, Refusal> {
        let renamed = Renamed { paths: subject.files.iter().cloned().collect(), slug: None };
        let edits = subject.edits.clone();
        let after = Survey::new(edited(survey, &renamed, &edits)?, memory);
        let (references, urls, notes) = (0, None, Vec::new());
        let mut planned = Planned { survey, subject, renamed, edits, after, references, urls, notes };
        planned.name_slug();
        planned.rewrite()?;
        for _ in 0..ROUNDS {
            planned.after = Survey::new(edited(survey, &planned.renamed, &planned.edits)?, memory);
            if !planned.mend()? {
                return Ok(planned);
            }
        }
        Err(planned.astray())
    }

    /// An event is told apart by its slug, which may be what changes.
    fn name_slug(&mut self) {
        if let Some((item, id)) = self.subject.item.zip(self.subject.new_id.clone()) {
            self.renamed.slug = Some((item.kind, item.slug.clone(), id));
            return;
        }
        // An event's own file alone may say its id.
        let Some(item) = self.subject.item.filter(|item| item.kind == Kind::Event) else { return };
        let Some((_, new)) = self.subject.files.first() else { return };
        let is_it = |known: &&Known| {
            known.kind == Kind::Event
                && known.place.is_some_and(|place| self.after.sources().path(place.file) == new)
        };
        if let Some(found) = self.after.items.iter().find(is_it) {
            self.renamed.slug = Some((Kind::Event, item.slug.clone(), found.slug.clone()));
        }
    }

    /// What each item of the site before is in the site after.
    fn counterparts(&self) -> Counterparts {
        let before = self.survey.identities(&self.renamed);
        let after = self.after.identities(&Renamed::default());
        Counterparts::new(&before, &after, &self.survey.items, &self.after.items)
    }

    /// Every edit that follows from the new names.
    fn rewrite(&mut self) -> Result<(), Refusal> {
        let counterparts = self.counterparts();
        let of = |item: &Known| counterparts.of(item).map(|target| self.after.item(target));
        let new = self.subject.item.and_then(of).cloned();
        if self.subject.item.is_some() && new.is_none() {
            return Err(Refusal::new(
                "where it would be, it would be none of this kind any more",
                "keep it in the folder of its kind; `[collections]` of site.toml may claim it by its path",
            ));
        }
        let mut moved = Moved::default();
        for item in &self.survey.items {
            let Some(after) = of(item) else { continue };
            if item.kind == Kind::Event && item.slug != after.slug {
                moved.events.push((item.slug.clone(), after.slug.clone()));
            }
            if let (Some(old), Some(new)) = (&item.url, &after.url)
                && old != new
            {
                moved.urls.push((old.clone(), new.clone()));
                if Some(item.target) != self.subject.item.map(|item| item.target) {
                    self.notes.push(format!("`{old}` becomes `{new}`, and the old address will be gone"));
                }
            }
        }
        for used in self.survey.uses.iter().filter(|used| is_path(used)) {
            let made = rewrite::path(self.survey, used, &self.renamed, &moved);
            let made = made.map_err(|unsure| self.unsure(&unsure))?;
            made.into_iter().for_each(|edit| add(self.survey, &mut self.edits, used.at.span, edit));
        }
        self.rewrite_lock(self.subject.item.zip(new.as_ref()).filter(|(old, new)| old.id != new.id));
        if let (Some(item), Some(new)) = (self.subject.item, &new) {
            self.rename(item, new)?;
            self.redirect(item, new)?;
        }
        Ok(())
    }

    fn rename(&mut self, item: &Known, new: &Known) -> Result<(), Refusal> {
        if item.id == new.id && item.local == new.local {
            return Ok(());
        }
        let names = |used: &&Use| used.target == Some(item.target) && !is_path(used);
        for used in self.survey.uses.iter().filter(names) {
            let name = rewrite::name_for(new, used.way);
            let edit = rewrite::name(self.survey, used, item, name, Whether::ById);
            if let Some(edit) = edit.map_err(|unsure| self.unsure(&unsure))? {
                add(self.survey, &mut self.edits, used.at.span, edit);
            }
        }
        if item.kind == Kind::Source && item.local.is_none() {
            rewrite::origins(self.survey, item, &new.id, &mut self.edits);
        }
        Ok(())
    }

    /// The lock calls articles by their files, and those who bear names by their ids.
    fn rewrite_lock(&mut self, id: Option<(&Known, &Known)>) {
        let Some(file) = self.survey.sources().find(lock::FILE) else { return };
        let (lock, _) = lock::parse(file, self.survey.sources().text(file));
        for (path, locked) in &lock.articles {
            let mut put = |span: Span, new: &str| {
                let edit = Edit { start: span.start as usize, end: span.end as usize, new: new.to_owned() };
                add(self.survey, &mut self.edits, span, edit);
            };
            if let Some(new) = self.renamed.paths.get(path) {
                put(locked.span, new);
            }
            for link in &locked.links {
                let called = id.map(|(old, _)| format!("{}:{}", old.kind.word(), old.id));
                if let Some((_, new)) = id.filter(|_| called.as_ref() == Some(&link.bearer)) {
                    put(link.id, &new.id);
                }
            }
        }
    }

    fn redirect(&mut self, item: &Known, new: &Known) -> Result<(), Refusal> {
        let (Some(old), Some(new)) = (&item.url, &new.url) else { return Ok(()) };
        if old == new {
            return Ok(());
        }
        self.notes.extend(redirect::keep(self.survey, item, old, new, &mut self.edits)?);
        self.urls = Some((old.clone(), new.clone()));
        Ok(())
    }

    /// Whether a use had to be written anew because it led elsewhere.
    fn mend(&mut self) -> Result<bool, Refusal> {
        let pairs = self.pairs()?;
        let counterparts = self.counterparts();
        let mut mended = Vec::new();
        let mut right = 0;
        for (index, used) in pairs {
            let now = &self.after.uses[used];
            let before = &self.survey.uses[index];
            let Some(item) = before.target.map(|target| self.survey.item(target)) else { continue };
            let wanted = counterparts.of(item);
            if wanted.is_some() && wanted == now.target {
                right += usize::from(Some(item.target) == self.subject.item.map(|item| item.target));
            } else {
                mended.push((before, item, wanted, now));
            }
        }
        self.references = right;
        if mended.is_empty() {
            return Ok(false);
        }
        let mut edits = Vec::new();
        for (before, item, wanted, now) in mended {
            let new = wanted.map(|target| self.after.item(target)).ok_or_else(|| self.lost(before, now))?;
            let is_new = item.id != new.id || item.local != new.local;
            if !is_new || is_path(before) {
                return Err(self.lost(before, now));
            }
            let is_edited = now.at.value != before.at.value;
            let whether = if is_edited { Whether::WithKind } else { Whether::Always };
            let edit = rewrite::name(self.survey, before, item, rewrite::name_for(new, before.way), whether);
            let edit = edit.map_err(|unsure| self.unsure(&unsure))?.ok_or_else(|| self.lost(before, now))?;
            edits.push((before.at.span, edit));
        }
        for (span, edit) in edits {
            let path = self.survey.sources().path(span.file).to_owned();
            let all = self.edits.entry(path).or_default();
            all.retain(|other| other.end <= edit.start || edit.end <= other.start);
            all.push(edit);
        }
        Ok(true)
    }

    /// Each use with the one at the same place of the site after: edits change what stands there, but neither how many
    /// there are nor their order.
    fn pairs(&self) -> Result<Vec<(usize, usize)>, Refusal> {
        let order = |survey: &Survey, renamed: &Renamed| {
            let mut order: Vec<(String, u32, Way, usize)> = survey
                .uses
                .iter()
                .enumerate()
                .map(|(index, used)| {
                    let path = survey.sources().path(used.at.span.file);
                    (renamed.path(path).to_owned(), used.at.span.start, used.way, index)
                })
                .collect();
            order.sort_by(|left, right| (&left.0, left.1, left.2).cmp(&(&right.0, right.1, right.2)));
            order
        };
        let before = order(self.survey, &self.renamed);
        let after = order(&self.after, &Renamed::default());
        let mut pairs = Vec::with_capacity(before.len());
        for (left, right) in before.iter().zip(&after) {
            if left.0 != right.0 || left.2 != right.2 {
                return Err(self.elsewhere(left.3));
            }
            pairs.push((left.3, right.3));
        }
        if before.len() == after.len() { Ok(pairs) } else { Err(self.elsewhere(0)) }
    }

    fn elsewhere(&self, index: usize) -> Refusal {
        let place = self.survey.uses.get(index).map(|used| told(self.survey.sources(), used.at.span));
        Refusal::new(
            format!("{}: this would be read as another reference than it is", place.unwrap_or_default()),
            "choose another name",
        )
    }

    fn lost(&self, before: &Use, now: &Use) -> Refusal {
        let place = told(self.survey.sources(), before.at.span);
        let leads = match now.target.map(|target| self.after.item(target)) {
            Some(item) => format!("would lead to the {} `{}`", item.kind.word(), item.id),
            None => "would lead nowhere".to_owned(),
        };
        Refusal::new(
            format!("{place}: `{}` {leads}", before.at.value),
            "choose another name, or write it there with the kind before it, as in `actor:kim-jong-un`",
        )
    }

    fn astray(&self) -> Refusal {
        Refusal::new("some references would not lead where they do", "choose another name")
    }

    fn unsure(&self, Unsure(span): &Unsure) -> Refusal {
        let sources = self.survey.sources();
        let source = sources.text(span.file).get(rewrite::range(*span)).unwrap_or_default();
        Refusal::new(
            format!("{}: it cannot be told where in `{source}` the name stands", told(sources, *span)),
            "write the reference in a simpler way, and run the command again",
        )
    }

    /// The whole pipeline looks at the site that would be.
    pub fn finish(
        mut self,
        before: &Said,
        read: &Diagnostics,
        memory: &mut Memory,
        now: Now,
    ) -> Result<Move, Trouble> {
        self.paths_hold()?;
        let after = Said::new(edited(self.survey, &self.renamed, &self.edits)?, read.clone(), memory, now);
        let new = after.new_since(before, &self.renamed);
        if !new.is_empty() {
            let refusals = new.into_iter().map(|said| Refusal::new(said, String::new()));
            return Err(Trouble::Refused(refusals.collect()));
        }
        if self.subject.item.is_none() || self.urls.is_none() {
            self.notes.push("its address stays".to_owned());
        }
        let (survey, urls) = (self.survey, self.urls.take());
        let mut changes: Vec<Change> = Vec::new();
        for (path, edits) in &self.edits {
            changes.extend(edits.iter().map(|edit| change(survey.sources(), path, edit)));
        }
        changes.sort();
        changes.dedup();
        Ok(Move { files: self.files()?, changes, references: self.references, urls, notes: self.notes })
    }

    /// Every path leads to the file to which it led, wherever that is now.
    fn paths_hold(&self) -> Result<(), Refusal> {
        let led = |survey: &Survey, used: &Use| {
            let path = used.at.value.split(['#', '?']).next().unwrap_or_default();
            let is_relative = is_path(used) && !path.starts_with('/');
            is_relative.then(|| beside(survey.sources().path(used.at.span.file), path)).flatten()
        };
        for (before, after) in self.pairs()? {
            let (before, after) = (&self.survey.uses[before], &self.after.uses[after]);
            let wanted = led(self.survey, before).map(|path| self.renamed.path(&path).to_owned());
            if wanted != led(&self.after, after) && !before.at.value.starts_with('#') {
                return Err(self.lost(before, after));
            }
        }
        Ok(())
    }

    fn files(&self) -> Result<Vec<Changed>, Refusal> {
        let sources = self.survey.sources();
        let mut paths: Vec<&String> = self.edits.keys().chain(self.renamed.paths.keys()).collect();
        paths.sort();
        paths.dedup();
        let changed = |path: &String| {
            let file = sources.find(path).expect("only files that are there move");
            let old = sources.text(file).to_owned();
            let new = text_of(self.survey, &self.edits, path)?.to_string();
            Ok(Changed { from: path.clone(), to: self.renamed.path(path).to_owned(), old, new })
        };
        let all: Result<Vec<Changed>, Refusal> = paths.into_iter().map(changed).collect();
        Ok(all?.into_iter().filter(|file| file.from != file.to || file.old != file.new).collect())
    }
}

/// Whether it leads there by a path, and not by a name.
fn is_path(used: &Use) -> bool {
    matches!(used.way, Way::Path | Way::Picture)
}

fn add(survey: &Survey, edits: &mut Edits, span: Span, edit: Edit) {
    let all = edits.entry(survey.sources().path(span.file).to_owned()).or_default();
    if !all.contains(&edit) {
        all.push(edit);
    }
}

fn text_of(survey: &Survey, edits: &Edits, path: &str) -> Result<Arc<str>, Refusal> {
    let own = edits.get(path).map(Vec::as_slice).unwrap_or_default();
    rewrite::apply(survey, path, own).map_err(|why| {
        Refusal::new(format!("`{path}`: {why}"), "mend the file by hand, and run the command again")
    })
}

/// The sources as they would be.
fn edited(survey: &Survey, renamed: &Renamed, edits: &Edits) -> Result<Sources, Refusal> {
    let mut texts: BTreeMap<String, Arc<str>> = BTreeMap::new();
    for path in edits.keys().chain(renamed.paths.keys()) {
        texts.insert(renamed.path(path).to_owned(), text_of(survey, edits, path)?);
    }
    let gone: Vec<&str> = renamed.paths.keys().map(String::as_str).collect();
    Ok(survey.sources().changed(&gone, texts))
}

fn change(sources: &Sources, path: &str, edit: &Edit) -> Change {
    let text = sources.find(path).map(|file| sources.text(file)).unwrap_or_default();
    let at = position(text, edit.start);
    let old = text.get(edit.start..edit.end).unwrap_or_default();
    Change {
        path: path.to_owned(),
        line: at.line,
        column: at.column,
        old: old.to_owned(),
        new: edit.new.clone(),
    }
}

/// Items of one site in another.
struct Counterparts(HashMap<Target, Target>);

impl Counterparts {
    fn new(
        before: &HashMap<Target, Identity>,
        after: &HashMap<Target, Identity>,
        items: &[Known],
        others: &[Known],
    ) -> Self {
        let key = |identity: &Identity| format!("{identity:?}");
        let by_key: BTreeMap<String, Target> =
            others.iter().map(|item| (key(&after[&item.target]), item.target)).collect();
        let pair = |item: &Known| Some((item.target, *by_key.get(&key(&before[&item.target]))?));
        Counterparts(items.iter().filter_map(pair).collect())
    }

    fn of(&self, item: &Known) -> Option<Target> {
        self.0.get(&item.target).copied()
    }
}
