//! The files of an edition, made on demand.
//!
//! In: an [`Edition`] and, perhaps, what an earlier build knew of its files. Out: the bytes of any path, what they are
//! made of, and what making them has shown. It writes nothing.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::{Edition, Hashes, pictures};
use crate::check::{self, pages};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::export::{self, EventFiles, FeedDigests, FeedKind};
use crate::model::date::Language;
use crate::model::seen::{self, Marked, Seen};
use crate::picture;
use crate::plan::{EventFile, FeedOf, PlannedFile};
use crate::render::{Renderer, base_path};
use crate::source::{Blob, FileId, Span};
use crate::theme;
use crate::write::FileState;

/// One file of the output, and how to make it.
enum Make {
    Page(usize),
    Feed(FeedOf, FeedKind),
    Events(EventFile),
    /// The place of a file of cards in the plan.
    Previews(usize),
    /// The place of a year in the timeline: what its filters need to know.
    Entries(usize),
    /// The place of a file in the plan.
    File(usize),
    Bytes(Vec<u8>),
}

/// Which files an edition has, and how each is made.
pub struct Entries(Vec<(String, Make)>);

impl Entries {
    pub fn new(edition: &Edition) -> Self {
        Entries(entries(edition))
    }

    pub fn place(&self, path: &str) -> Option<usize> {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(path)).ok()
    }
}

/// Every file of an edition, made on demand: a site of gigabytes never lies in memory at once.
pub struct Output<'e> {
    edition: &'e Edition,
    renderer: Renderer<'e>,
    entries: Arc<Entries>,
    /// Made when a file of events is wanted: a preview mostly wants none.
    events: OnceLock<EventFiles<'e>>,
    /// What finished pages hold, where they are checked.
    facts: Option<Mutex<BTreeMap<String, pages::PageFacts>>>,
    unread: Mutex<Diagnostics>,
    /// How many files have been made, for whoever shows progress.
    pub made: AtomicUsize,
    earlier: Option<Earlier<'e>>,
}

/// What is needed to tell which files are those of an earlier build.
struct Earlier<'e> {
    files: &'e BTreeMap<String, MadeFile>,
    /// Which items of the site are not what they were then, if that is known and nothing else has changed.
    changed: Option<Marked>,
    /// Made when a page is asked what it is made of: most builds ask few or none.
    digests: OnceLock<Renderer<'e>>,
    feeds: FeedDigests<'e>,
    /// What each file is made of, once that is known.
    parts: Vec<OnceLock<MadeOf>>,
}

/// Pages that were found to be sound, with what they were made of.
#[derive(Default)]
pub struct Tried(BTreeMap<String, MadeFile>);

/// What a file is made of: a hash of each part, by name.
pub type Parts = Vec<(Cow<'static, str>, u64)>;

/// The same, and at which items whoever told it has looked, if nothing else tells it.
type MadeOf = (Arc<Parts>, Option<Seen>);

/// A file of an earlier build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFile {
    pub parts: Arc<Parts>,
    /// The items of the site that tell what the parts are, if nothing else does but what all files share.
    pub seen: Option<Seen>,
    pub state: FileState,
    /// What the finished page holds, where that was asked.
    pub facts: Option<pages::PageFacts>,
}

impl<'e> Output<'e> {
    /// `thorough`: every finished page is looked at, whoever wrote its template.
    pub fn new(edition: &'e Edition, thorough: bool) -> Self {
        Self::of(edition, Arc::new(Entries::new(edition)), thorough)
    }

    /// The same of entries that are known.
    pub fn of(edition: &'e Edition, entries: Arc<Entries>, thorough: bool) -> Self {
        let Edition { project, profile, site, plan, .. } = edition;
        let renderer = Renderer::new(site, plan, &project.config, profile, &project.templates);
        let foreign = edition.is_foreign();
        Output {
            renderer,
            entries,
            events: OnceLock::new(),
            facts: (thorough || foreign).then(Mutex::default),
            edition,
            unread: Mutex::default(),
            made: AtomicUsize::new(0),
            earlier: None,
        }
    }

    /// The same, where files of an earlier build may still be what they should be. What they are made of is told only
    /// by such an output.
    pub fn after(edition: &'e Edition, files: &'e BTreeMap<String, MadeFile>) -> Self {
        Self::of_after(edition, Arc::new(Entries::new(edition)), files)
    }

    /// The same for whoever knows what the earlier site said.
    pub fn knowing(mut self, now: &Hashes, then: &Hashes) -> Self {
        if let Some(earlier) = &mut self.earlier {
            earlier.changed = now.changed_since(then);
        }
        self
    }

    /// What the site says.
    pub fn hashes(&self) -> Hashes {
        Hashes::new(self.edition, self.renderer.frame_digest())
    }

    fn of_after(edition: &'e Edition, entries: Arc<Entries>, files: &'e BTreeMap<String, MadeFile>) -> Self {
        let Edition { project, site, plan, .. } = edition;
        let mut output = Output::of(edition, entries, false);
        let parts = output.entries.0.iter().map(|_| OnceLock::new()).collect();
        let feeds = FeedDigests::new(site, plan, &project.config);
        output.earlier = Some(Earlier { files, changed: None, digests: OnceLock::new(), feeds, parts });
        output
    }

    /// The state in which an earlier build left this file, if that made it of the same parts.
    pub fn known(&self, index: usize) -> Option<FileState> {
        let earlier = self.earlier.as_ref()?;
        let (path, make) = &self.entries.0[index];
        let file = earlier.files.get(path)?;
        // What a page that has to be made is made of, making it tells.
        if matches!(make, Make::Page(_)) && !self.renderer.has_templates_of(&file.parts) {
            return None;
        }
        if !self.is_of_the_same(index, file) && *self.parts(index)? != *file.parts {
            return None;
        }
        if let Some(facts) = &self.facts
            && path.ends_with(".html")
        {
            let found = file.facts.clone()?;
            facts.lock().expect("no thread panics while it holds this").insert(path.clone(), found);
        }
        Some(file.state)
    }

    /// Whether nothing has changed of what told the parts of a file: then they need not be asked for again.
    fn is_of_the_same(&self, index: usize, file: &MadeFile) -> bool {
        let Some(Earlier { changed: Some(changed), parts, .. }) = &self.earlier else { return false };
        let Some(seen) = file.seen.as_ref().filter(|seen| !seen.has_any_of(changed)) else { return false };
        debug_assert_eq!(self.parts(index), Some(&*file.parts), "whoever looks at the same sees the same");
        parts[index].get_or_init(|| (Arc::clone(&file.parts), Some(seen.clone())));
        true
    }

    /// What a file is made of; none if that cannot be read.
    fn parts(&self, index: usize) -> Option<&Parts> {
        let earlier = self.earlier.as_ref()?;
        let parts = &earlier.parts[index];
        if let Some((parts, _)) = parts.get() {
            return Some(parts);
        }
        let (made_of, seen) = seen::during(|| self.made_of(index, earlier));
        let (made_of, seen) = (made_of?, self.is_of_the_site(index).then_some(seen));
        Some(&parts.get_or_init(|| (Arc::new(made_of), seen)).0)
    }

    /// Whether a file is made of nothing but what the site says.
    fn is_of_the_site(&self, index: usize) -> bool {
        matches!(
            self.entries.0[index].1,
            Make::Page(_) | Make::Feed(..) | Make::Events(_) | Make::Previews(_) | Make::Entries(_)
        )
    }

    /// Remembers what a page that was rendered is made of, so that nobody has to find out again.
    fn made_of_these(&self, index: usize, parts: Vec<(&'static str, u64)>, seen: Seen) {
        let Some(earlier) = &self.earlier else { return };
        let parts: Parts = parts.into_iter().map(|(name, hash)| (Cow::Borrowed(name), hash)).collect();
        let (known, _) = earlier.parts[index].get_or_init(|| (Arc::new(parts.clone()), Some(seen)));
        debug_assert_eq!(**known, parts, "what is compared and what is rendered are made of the same");
    }

    fn made_of(&self, index: usize, earlier: &Earlier<'e>) -> Option<Parts> {
        let Edition { project, profile, site, plan, .. } = self.edition;
        let digests = || Renderer::digests(site, plan, &project.config, profile, &project.templates);
        let whole = |name, bytes: &[u8]| vec![(Cow::Borrowed(name), xxh3_64(bytes))];
        Some(match &self.entries.0[index].1 {
            Make::Page(page) => {
                let parts = earlier.digests.get_or_init(digests).digest(&plan.pages[*page]);
                parts.into_iter().map(|(name, hash)| (Cow::Borrowed(name), hash)).collect()
            }
            Make::Feed(of, kind) => vec![(Cow::Borrowed("feed"), earlier.feeds.of(*of, *kind))],
            Make::Events(file) => vec![(Cow::Borrowed("events"), self.events().digest(*file))],
            Make::Previews(shard) => {
                let mut bytes = Vec::new();
                self.previews(*shard, &mut bytes);
                whole("previews", &bytes)
            }
            Make::Entries(year) => {
                let mut bytes = Vec::new();
                self.year(*year, &mut bytes);
                whole("entries", &bytes)
            }
            Make::File(file) => {
                let mut bytes = Vec::new();
                self.file(&plan.files[*file], &mut bytes).then(|| whole("file", &bytes))?
            }
            Make::Bytes(bytes) => whole("file", bytes),
        })
    }

    /// A file that had to be made, and why: the parts that are not those of the earlier build.
    pub fn why(&self, index: usize) -> (String, String) {
        let path = self.entries.0[index].0.clone();
        let Some(earlier) = self.earlier.as_ref().and_then(|earlier| earlier.files.get(&path)) else {
            return (path, "new".to_owned());
        };
        let parts = self.parts(index).map_or(&[][..], Vec::as_slice);
        let changed =
            parts.iter().filter(|part| !earlier.parts.contains(part)).map(|(name, _)| name.as_ref());
        let changed: Vec<&str> = changed.collect();
        let why =
            if changed.is_empty() { "the file is not as it was left".to_owned() } else { changed.join(", ") };
        (path, why)
    }

    /// What the next build has to know of the files, which are in these states.
    pub fn remember(self, states: Vec<FileState>) -> BTreeMap<String, MadeFile> {
        (0..self.entries.0.len()).into_par_iter().for_each(|index| {
            self.parts(index);
        });
        let Output { entries, facts, earlier, .. } = self;
        let paths = entries.0.iter().map(|(path, _)| path.clone());
        let mut facts = facts.map(|facts| facts.into_inner().expect("no thread panics while it holds this"));
        let parts = earlier.map(|earlier| earlier.parts).unwrap_or_default();
        let mut files = BTreeMap::new();
        for ((path, state), parts) in paths.zip(states).zip(parts) {
            let Some((parts, seen)) = parts.into_inner() else { continue };
            let facts = facts.as_mut().and_then(|facts| facts.remove(&path));
            files.insert(path, MadeFile { parts, seen, state, facts });
        }
        files
    }

    /// Paths below the output folder, in order.
    pub fn paths(&self) -> Vec<&str> {
        self.entries.0.iter().map(|(path, _)| path.as_str()).collect()
    }

    /// Makes the bytes of a file. False if a template failed or a file could not be read.
    pub fn make(&self, index: usize, out: &mut Vec<u8>) -> bool {
        self.made.fetch_add(1, Ordering::Relaxed);
        let (path, make) = &self.entries.0[index];
        let Edition { project, site, plan, .. } = self.edition;
        match make {
            Make::Page(page) => {
                let start = out.len();
                let page = || self.renderer.page_and_parts(&plan.pages[*page], out);
                let ((made, parts), seen) = seen::during(page);
                self.made_of_these(index, parts, seen);
                if let Some(facts) = &self.facts {
                    let found = pages::scan(&out[start..]);
                    facts.lock().expect("no thread panics while it holds this").insert(path.clone(), found);
                }
                made
            }
            Make::Feed(of, kind) => {
                export::feed(site, plan, &project.config, *of, *kind, out);
                true
            }
            Make::Events(file) => {
                self.events().write(*file, out);
                true
            }
            Make::Previews(shard) => {
                self.previews(*shard, out);
                true
            }
            Make::Entries(year) => {
                self.year(*year, out);
                true
            }
            Make::File(file) => self.file(&plan.files[*file], out),
            Make::Bytes(bytes) => {
                out.extend_from_slice(bytes);
                true
            }
        }
    }

    /// The entries of a year, for its filters.
    fn year(&self, year: usize, out: &mut Vec<u8>) {
        let Edition { project, site, plan, .. } = self.edition;
        let language = Language::of(&project.config.language);
        export::entries(site, plan, language, &plan.timeline.years[year], out);
    }

    fn events(&self) -> &EventFiles<'e> {
        let Edition { project, site, plan, .. } = self.edition;
        self.events.get_or_init(|| EventFiles::new(site, plan, &project.config))
    }

    fn previews(&self, shard: usize, out: &mut Vec<u8>) {
        let Edition { project, site, plan, .. } = self.edition;
        export::previews(site, plan, &project.config, &plan.previews[shard], out);
    }

    fn file(&self, file: &PlannedFile, out: &mut Vec<u8>) -> bool {
        if let Some(path) = file.source.strip_prefix("theme:") {
            let known = theme::FILES.iter().find(|(known, _)| *known == path);
            out.extend_from_slice(known.map_or(&[][..], |(_, bytes)| bytes));
            return true;
        }
        let start = out.len();
        match self.edition.project.sources.blob(&file.source) {
            Some(Blob::Memory(bytes)) => out.extend_from_slice(bytes),
            Some(Blob::Disk(path)) if !self.read(&file.source, path, out) => return false,
            Some(Blob::Disk(_)) | None => {}
        }
        !pictures::is_cleaned(&file.source) || self.clean(&file.source, out, start)
    }

    /// Takes hidden data out of a picture. It was found to be sound when the site was planned.
    fn clean(&self, source: &str, out: &mut Vec<u8>, start: usize) -> bool {
        match picture::cleaned(source, &out[start..]) {
            Ok(None) => true,
            Ok(Some(cleaned)) => {
                out.truncate(start);
                out.extend_from_slice(&cleaned);
                true
            }
            Err(_) => {
                out.truncate(start);
                let message = "this picture was changed while the site was being built from it";
                self.unread(source, message, "build again")
            }
        }
    }

    fn read(&self, source: &str, path: &Path, out: &mut Vec<u8>) -> bool {
        let Err(error) = fs::File::open(path).and_then(|mut file| std::io::Read::read_to_end(&mut file, out))
        else {
            return true;
        };
        let message = format!("this cannot be read: {}", error.kind());
        self.unread(source, &message, "make it readable, or take it out of the folder")
    }

    fn unread(&self, source: &str, message: &str, help: &str) -> bool {
        let found = Diagnostic::new(Code::UnreadableFile, Place::File(source.to_owned()), message).help(help);
        self.unread.lock().expect("no thread panics while it holds this").push(found);
        false
    }

    /// What making the files has shown. To be asked when all are made.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut diagnostics = self.renderer.failures();
        if self.edition.project.has_moved() {
            let message = "a text was changed while the site was being built from it";
            diagnostics
                .push(Diagnostic::new(Code::UnreadableFile, Place::Nowhere, message).help("build again"));
        }
        diagnostics.append(&mut self.unread.lock().expect("no thread panics while it holds this"));
        if let Some(facts) = &self.facts
            && diagnostics.is_empty()
        {
            let facts = facts.lock().expect("no thread panics while it holds this");
            let files: BTreeSet<String> = self.entries.0.iter().map(|(path, _)| path.clone()).collect();
            let base = base_path(self.edition.plan.settings.base_url.as_deref());
            let mut problems = pages::check(&facts, &files, &base);
            let told = check::broken_rooted_links(&self.edition.site, &self.edition.plan);
            problems.retain(|problem| !told.iter().any(|(path, _)| same_path(path, &problem.target)));
            diagnostics.extend(pages::diagnostics(problems, |problem| self.source_of(problem)));
        }
        diagnostics
    }

    /// Where a problem of a finished page was written: in the text that the page shows, else in a template of the site's
    /// own.
    fn source_of(&self, problem: &pages::PageProblem) -> Option<Span> {
        self.in_text(problem).or_else(|| self.in_template(problem))
    }

    fn in_text(&self, problem: &pages::PageProblem) -> Option<Span> {
        let page = self.edition.plan.pages.iter().find(|page| page.path() == problem.page)?;
        let file = self.edition.site.file(page.view.target()?)?;
        self.find(file, &problem.what)
    }

    /// Templates write `{{ root }}` where a page has the way to the site's root.
    fn in_template(&self, problem: &pages::PageProblem) -> Option<Span> {
        let wanted = problem.what.trim_start_matches("../").trim_start_matches("./").trim_end_matches('>');
        let wanted = wanted.rsplit(' ').next().unwrap_or(wanted);
        let own =
            self.edition.project.sources.texts().filter(|(_, text)| text.path.starts_with("templates/"));
        own.map(|(file, _)| file).find_map(|file| self.find(file, wanted))
    }

    fn find(&self, file: FileId, wanted: &str) -> Option<Span> {
        let at = self.edition.project.sources.text(file).find(wanted).filter(|_| !wanted.is_empty())?;
        Some(Span::new(file, at, at + wanted.len()))
    }

    /// Makes every file without keeping any, and says what that has shown.
    pub fn try_all(&self) -> Diagnostics {
        (0..self.entries.0.len()).into_par_iter().for_each_init(Vec::new, |buffer, index| {
            buffer.clear();
            self.make(index, buffer);
        });
        self.diagnostics()
    }

    /// The same, without the pages that were tried before and would be made of the same. Where nothing is to be said, all
    /// of them are tried from now on.
    pub fn try_new(edition: &Edition, entries: &Arc<Entries>, tried: &mut Tried) -> Diagnostics {
        let output = Output::of_after(edition, Arc::clone(entries), &tried.0);
        (0..output.entries.0.len()).into_par_iter().for_each_init(Vec::new, |buffer, index| {
            buffer.clear();
            let is_tried = match output.entries.0[index].1 {
                Make::Page(_) => output.known(index).is_some(),
                Make::File(_) => false,
                Make::Feed(..) | Make::Events(_) | Make::Previews(_) | Make::Entries(_) | Make::Bytes(_) => {
                    true
                }
            };
            if !is_tried {
                output.make(index, buffer);
            }
        });
        let diagnostics = output.diagnostics();
        if diagnostics.is_empty() {
            tried.0 = output.pages();
        }
        diagnostics
    }

    /// What all pages were made of.
    fn pages(self) -> BTreeMap<String, MadeFile> {
        let Output { entries, facts, earlier, .. } = self;
        let mut facts = facts.map(|facts| facts.into_inner().expect("no thread panics while it holds this"));
        let parts = earlier.map(|earlier| earlier.parts).unwrap_or_default();
        let pages = entries.0.iter().zip(parts).filter(|((_, make), _)| matches!(make, Make::Page(_)));
        let page = |((path, _), parts): (&(String, Make), OnceLock<MadeOf>)| {
            let facts = facts.as_mut().and_then(|facts| facts.remove(path));
            let (parts, seen) = parts.into_inner()?;
            Some((path.clone(), MadeFile { parts, seen, state: FileState::default(), facts }))
        };
        pages.filter_map(page).collect()
    }

    /// All files, for tests and small sites.
    pub fn all(&self) -> BTreeMap<String, Vec<u8>> {
        let made = (0..self.entries.0.len()).into_par_iter().map(|index| {
            let mut bytes = Vec::new();
            self.make(index, &mut bytes);
            (self.entries.0[index].0.clone(), bytes)
        });
        made.collect()
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.entries.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.0.is_empty()
    }
}

/// Whether a path as its author wrote it is that of an output file or folder.
fn same_path(path: &str, output: &str) -> bool {
    let bare = |path: &str| path.trim_end_matches("index.html").trim_end_matches('/').to_owned();
    bare(path.split('#').next().unwrap_or_default()) == bare(output.split('#').next().unwrap_or_default())
}

fn entries(edition: &Edition) -> Vec<(String, Make)> {
    let Edition { profile, site, plan, .. } = edition;
    let pages = plan.pages.iter().enumerate().map(|(index, page)| (page.path(), Make::Page(index)));
    let feeds = plan.feeds.iter().flat_map(|feed| {
        let folder = plan.feed_folder(site, *feed);
        [
            (format!("{folder}feed.xml"), Make::Feed(*feed, FeedKind::Atom)),
            (format!("{folder}feed.json"), Make::Feed(*feed, FeedKind::Json)),
        ]
    });
    let events = plan.event_files.iter().map(|file| (file.path(site), Make::Events(*file)));
    let files = plan.files.iter().enumerate().map(|(index, file)| (file.path.clone(), Make::File(index)));
    let previews = plan.previews.iter().enumerate();
    let previews = previews.map(|(index, shard)| (shard.path(), Make::Previews(index)));
    let years = plan.timeline.years.iter().enumerate();
    let years = years.map(|(index, year)| (year.data(), Make::Entries(index)));
    let fixed = export::fixed(site, plan, profile);
    let fixed = fixed.into_iter().map(|(path, bytes)| (path, Make::Bytes(bytes)));
    let mut entries: Vec<(String, Make)> =
        pages.chain(feeds).chain(files).chain(events).chain(previews).chain(years).chain(fixed).collect();
    entries.sort_by(|left, right| left.0.cmp(&right.0));
    // What claims one path twice has been reported, and nothing is written then.
    entries.dedup_by(|later, earlier| later.0 == earlier.0);
    entries
}
