//! A finished site searched for what it may not say.
//!
//! In: the content folder as it is written, a profile, and the bytes of every output file. Out: where in them something
//! stands that only withheld items contain. It does not know the filter, and does not ask it: what is withheld is found by
//! a reading of its own, and what is shown by looking.

mod content;
mod needles;
mod pictures;
mod prose;
mod remote;
mod sample;
mod unpack;
mod view;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_128;

pub use self::needles::{Origin, Sort};
pub use self::remote::publishing_remote;
pub use self::sample::Sample;

use self::content::{Content, Heap, Piece, base_name};
use self::needles::{Hit, Key, Needles, OriginId};
use self::words::{SENTENCE, Word, composed};
use crate::config::{Config, Profile};
use crate::model::date::Now;
use crate::model::document::Document;
use crate::model::marking::Marking;
use crate::picture;
use crate::pipeline::Output;
use crate::source::{Blob, Sources, Span};

/// What is searched for.
pub struct Search {
    needles: Needles,
    /// Files that only withheld items refer to: a hash of what stands in each.
    files: FxHashMap<u128, Origin>,
    /// Whether anything in the content folder is above CLEAR.
    pub has_internal: bool,
}

/// Something that stands where it may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// Of the output; a thing in an archive after a `!`.
    pub path: String,
    pub at: Where,
    /// As it stands there.
    pub found: String,
    pub origin: Origin,
}

/// Where in a file of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// In its path.
    Path,
    /// The file as a whole is one that is withheld.
    Whole,
    /// Line and column, both from 1, of its end.
    Text { line: usize, column: usize },
    /// In a file that is no text.
    Bytes,
}

/// Something that an audit could not do, or that it has an eye on besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// A file of the output or of the site.
    pub path: Option<String>,
    pub message: String,
    pub help: String,
}

/// What has been found.
#[derive(Debug, Default)]
pub struct Found {
    /// By what was found, then by file.
    pub leaks: Vec<Leak>,
    pub remarks: Vec<Remark>,
    /// How many files have been searched, and how much stands in them.
    pub files: usize,
    pub bytes: u64,
}

// ---- what is searched for ----

impl Search {
    /// Reads the content folder. `documents` are all that were parsed; `sample` is what the program says of itself.
    pub fn new(
        sources: &Sources,
        documents: &[Document],
        config: &Config,
        profile: &Profile,
        now: Now,
        sample: &Sample,
    ) -> Self {
        let content = Content::new(sources, documents, config, profile, now);
        let mut needles = Needles::default();
        let mut files = FxHashMap::default();
        let ids = content.files();
        for pieces in ids.chunks(CHUNK) {
            let read: Vec<Vec<Piece>> = pieces.par_iter().map(|file| content.pieces(*file)).collect();
            read.into_iter().flatten().for_each(|piece| add(&mut needles, &piece));
        }
        content.defaults().iter().for_each(|piece| add(&mut needles, piece));
        for (path, place) in content.hidden_files(|name| names_file(sources, name)) {
            add_file(&mut needles, &mut files, sources, path, place);
        }
        if !files.is_empty() {
            let forms = |path: &str| bytes_of(sources, path).map(|bytes| forms(path, &bytes));
            let shown: Vec<Vec<u128>> = content.shown_files().into_par_iter().filter_map(forms).collect();
            shown.iter().flatten().for_each(|hash| drop(files.remove(hash)));
        }
        let canaries = config.canaries.iter().filter(|canary| canary.marking > profile.marking);
        canaries.for_each(|canary| needles.add(Sort::Canary, &canary.text, None));
        needles.settle();
        let shown = said(&content, &ids, &needles, config, sample);
        needles.forget(shown);
        needles.settle();
        Search { needles, files, has_internal: content.has_internal }
    }

    /// What is searched for as a whole, in the order of files.
    pub fn names(&self) -> Vec<&Origin> {
        self.needles.names()
    }

    /// How many rows of words are searched for that are parts of longer texts.
    pub fn sentences(&self) -> usize {
        self.needles.sentences()
    }

    pub fn files(&self) -> usize {
        self.files.len()
    }
}

/// How many files are read before what was read is added.
const CHUNK: usize = 256;

fn add(needles: &mut Needles, piece: &Piece) {
    match piece.heap {
        Heap::Name => needles.add(Sort::Name, &piece.text, Some(piece.place)),
        Heap::Text => needles.add(Sort::Text, &piece.text, Some(piece.place)),
        Heap::Shown | Heap::Around => {}
    }
}

/// A file that nobody but withheld items refers to: its name, what stands in it, and its words where it is a text.
fn add_file(
    needles: &mut Needles,
    files: &mut FxHashMap<u128, Origin>,
    sources: &Sources,
    path: &str,
    place: Span,
) {
    needles.add(Sort::Name, base_name(path), Some(place));
    let Some(bytes) = bytes_of(sources, path).filter(|bytes| !bytes.is_empty()) else { return };
    let origin = Origin { sort: Sort::Text, text: path.to_owned(), place: Some(place) };
    files.extend(forms(path, &bytes).into_iter().map(|hash| (hash, origin.clone())));
    if let Ok(text) = str::from_utf8(&bytes) {
        let plain = view::plain(text);
        let bare = view::without_tags(&plain);
        for part in bare.split(words::BREAK).filter(|part| is_sentence(part)) {
            needles.add(Sort::Text, part, Some(place));
        }
    }
}

/// Hashes of a file as it lies there, and as it would be published.
fn forms(path: &str, bytes: &[u8]) -> Vec<u128> {
    let cleaned = picture::cleaned(path, bytes).ok().flatten();
    std::iter::once(xxh3_128(bytes)).chain(cleaned.map(|bytes| xxh3_128(&bytes))).collect()
}

/// Whether a text is long enough to be told from chance.
fn is_sentence(text: &str) -> bool {
    let mut row = Vec::new();
    words::words(&composed(text), &mut row);
    row.iter().map(|word| u32::from(word.weight)).sum::<u32>() >= SENTENCE
}

/// Whether a template or a style sheet names a file: then it is for everybody.
fn names_file(sources: &Sources, name: &str) -> bool {
    let templates = sources.texts().filter(|(_, text)| text.path.starts_with("templates/"));
    let holds = |bytes: &[u8]| memchr::memmem::find(bytes, name.as_bytes()).is_some();
    let sheets = sources.blobs().filter(|(path, _)| path.starts_with("static/") && path.ends_with(".css"));
    templates.into_iter().any(|(file, _)| holds(content::text_of(sources, file).as_bytes()))
        || sheets.into_iter().any(|(path, _)| bytes_of(sources, path).is_some_and(|bytes| holds(&bytes)))
}

fn bytes_of(sources: &Sources, path: &str) -> Option<Vec<u8>> {
    match sources.blob(path)? {
        Blob::Memory(bytes) => Some(bytes.to_vec()),
        Blob::Disk(place) => fs::read(place).ok(),
    }
}

/// All that is searched for and stands in what may be shown.
fn said(
    content: &Content<'_>,
    files: &[crate::source::FileId],
    needles: &Needles,
    config: &Config,
    sample: &Sample,
) -> FxHashSet<Key> {
    let mut said = FxHashSet::default();
    let own = [&config.title, &config.description, &config.withheld_word, &config.language];
    let addresses = config.profiles.iter().filter_map(|profile| profile.base_url.as_ref());
    for text in own.into_iter().chain(addresses).chain(&config.base_url).chain(&config.harmless) {
        said.extend(keys(needles, text));
    }
    let found: Vec<Vec<Key>> =
        sample.0.par_iter().map(|bytes| keys(needles, &String::from_utf8_lossy(bytes))).collect();
    said.extend(found.into_iter().flatten());
    for pieces in files.chunks(CHUNK) {
        let found = pieces.par_iter().map(|file| of_pieces(needles, &content.pieces(*file)));
        said.extend(found.collect::<Vec<_>>().into_iter().flatten());
    }
    said.extend(of_pieces(needles, &content.defaults()));
    said
}

fn of_pieces(needles: &Needles, pieces: &[Piece]) -> Vec<Key> {
    let mut out = Vec::new();
    for piece in pieces {
        match piece.heap {
            Heap::Shown => out.extend(keys(needles, &piece.text)),
            // The name of something withheld may stand there; a sentence of it has been made known.
            Heap::Around => {
                let found = keys_and_sorts(needles, &piece.text).into_iter();
                out.extend(found.filter(|(_, sort)| *sort != Sort::Name).map(|(key, _)| key));
            }
            Heap::Name | Heap::Text => {}
        }
    }
    out
}

fn keys(needles: &Needles, text: &str) -> Vec<Key> {
    keys_and_sorts(needles, text).into_iter().map(|(key, _)| key).collect()
}

fn keys_and_sorts(needles: &Needles, text: &str) -> Vec<(Key, Sort)> {
    let mut found = Vec::new();
    let mut buffer = Vec::new();
    let plain = view::plain(text);
    let mut note = |_: &str, hit: Hit| found.push((hit.key, needles.origin(hit.origin).sort));
    needles.search(&plain, &mut buffer, &mut note);
    if plain.contains('<') {
        needles.search(&view::without_tags(&plain), &mut buffer, &mut note);
    }
    found
}

// ---- the search ----

/// Makes every file of an output and searches it, one at a time on each thread.
pub fn search(output: &Output<'_>, search: &Search, watch: &(dyn Fn() + Sync)) -> Found {
    let paths = output.paths();
    let results: Vec<Found> = (0..paths.len())
        .into_par_iter()
        .map_init(Vec::new, |bytes, index| {
            watch();
            bytes.clear();
            output.make(index, bytes);
            in_file(search, paths[index], bytes)
        })
        .collect();
    let mut all = Found::default();
    for found in results {
        all.leaks.extend(found.leaks);
        all.remarks.extend(found.remarks);
        all.files += 1;
        all.bytes += found.bytes;
    }
    all.leaks.sort_by(|one, other| {
        let key = |leak: &Leak| {
            (leak.origin.sort, leak.origin.place, leak.origin.text.clone(), leak.path.clone(), leak.at)
        };
        key(one).cmp(&key(other))
    });
    all
}

/// Searches one file, and all that lies in it.
pub fn in_file(search: &Search, path: &str, bytes: &[u8]) -> Found {
    let mut found = Found { files: 1, bytes: bytes.len() as u64, ..Found::default() };
    one(search, path, bytes, &mut found.leaks);
    let closed = unpack::unpack(bytes, &mut |way, inner| {
        one(search, &format!("{path}{way}"), inner, &mut found.leaks);
    });
    found.remarks = closed
        .into_iter()
        .map(|(way, why)| Remark {
            path: Some(format!("{path}{way}")),
            message: format!("this has not been searched: {why}"),
            help: "look into it yourself, or publish it in another form".to_owned(),
        })
        .collect();
    found
}

fn one(search: &Search, path: &str, bytes: &[u8], out: &mut Vec<Leak>) {
    if let Some(origin) = search.files.get(&xxh3_128(bytes)) {
        let found = origin.text.clone();
        out.push(Leak { path: path.to_owned(), at: Where::Whole, found, origin: origin.clone() });
    }
    let mut file = File { needles: &search.needles, path, told: BTreeSet::new(), buffer: Vec::new(), out };
    file.path();
    let (texts, is_text) = view::texts(bytes);
    for text in texts {
        file.text(&text, is_text);
    }
}

/// In bytes that are no text, few letters may stand by chance.
const MIN_IN_BYTES: usize = 8;

/// A file that is being searched. Of one origin the first place in it is told.
struct File<'f> {
    needles: &'f Needles,
    path: &'f str,
    told: BTreeSet<OriginId>,
    buffer: Vec<Word>,
    out: &'f mut Vec<Leak>,
}

impl File<'_> {
    fn path(&mut self) {
        let found = self.hits(&view::plain(self.path));
        let mut told = BTreeSet::new();
        for (hit, words) in found {
            if told.insert(hit.origin) {
                self.tell(hit.origin, Where::Path, words);
            }
        }
    }

    fn text(&mut self, text: &str, is_text: bool) {
        let plain = view::plain(text);
        let mut found = self.hits(&plain);
        if is_text && plain.contains('<') {
            found.extend(self.hits(&view::without_tags(&plain)));
        }
        for (hit, words) in found {
            if (is_text || words.len() >= MIN_IN_BYTES) && self.told.insert(hit.origin) {
                let at = if is_text { self.place(text, hit.key) } else { Where::Bytes };
                self.tell(hit.origin, at, words);
            }
        }
    }

    /// What stands in a text, with its words; what follows each other and comes from one place is one.
    fn hits(&mut self, plain: &str) -> Vec<(Hit, String)> {
        let mut hits: Vec<(Hit, String)> = Vec::new();
        self.needles.search(plain, &mut self.buffer, &mut |text, hit| match hits.last_mut() {
            Some((last, words))
                if last.origin == hit.origin && last.start <= hit.start && hit.start < last.end =>
            {
                last.end = last.end.max(hit.end);
                *words = text[last.start..last.end].to_owned();
            }
            _ => hits.push((hit, text[hit.start..hit.end].to_owned())),
        });
        hits
    }

    fn tell(&mut self, origin: OriginId, at: Where, words: String) {
        let found = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let origin = self.needles.origin(origin).clone();
        self.out.push(Leak { path: self.path.to_owned(), at, found, origin });
    }

    /// Where in the text as it stands in the file something ends: at the end of the shortest beginning that holds it.
    fn place(&mut self, text: &str, key: Key) -> Where {
        let (mut without, mut with) = (0, text.len());
        while with - without > 1 {
            let middle = text.floor_char_boundary(without + (with - without) / 2);
            if middle <= without {
                break;
            }
            if self.holds(&text[..middle], key) {
                with = middle;
            } else {
                without = middle;
            }
        }
        let position = crate::source::position(text, with);
        Where::Text { line: position.line, column: position.column }
    }

    fn holds(&mut self, text: &str, key: Key) -> bool {
        let plain = view::plain(text);
        self.needles.holds(&plain, key, &mut self.buffer)
            || (plain.contains('<') && self.needles.holds(&view::without_tags(&plain), key, &mut self.buffer))
    }
}

// ---- besides ----

/// What is to be said of a site beside its output: pictures that carry more than a picture, and where its texts lie.
pub fn remarks(
    root: &Path,
    sources: &Sources,
    search: &Search,
    config: &Config,
    profile: &Profile,
) -> Vec<Remark> {
    let mut remarks = pictures::remarks(sources);
    let internal = search.has_internal || config.profiles.iter().any(|other| other.marking > Marking::Clear);
    if internal {
        let base_url = profile.base_url.as_deref().or(config.base_url.as_deref());
        let names = bytes_of(sources, "static/CNAME");
        let domain = names.as_deref().map(|name| String::from_utf8_lossy(name).trim().to_owned());
        remarks.extend(remote::remark(root, base_url, domain.as_deref()));
    }
    remarks
}

/// Leaks by what was found, in order.
pub fn by_origin(leaks: &[Leak]) -> Vec<(&Origin, Vec<&Leak>)> {
    let mut groups: Vec<(&Origin, Vec<&Leak>)> = Vec::new();
    let mut known: BTreeMap<(Sort, Option<Span>, &str), usize> = BTreeMap::new();
    for leak in leaks {
        let origin = &leak.origin;
        let group = *known.entry((origin.sort, origin.place, &origin.text)).or_insert_with(|| {
            groups.push((origin, Vec::new()));
            groups.len() - 1
        });
        groups[group].1.push(leak);
    }
    groups
}
