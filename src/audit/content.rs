//! The content folder as it is written, in two heaps: what a profile may show, and what it may not.
//!
//! In: the texts, the documents for their markings and dates, a profile, the day. Out: [`Piece`]s of both sorts, with their
//! places. The filter of the build is not asked: this is a second reading, so that a mistake of the first one shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::prose;
use crate::config::{Config, Profile};
use crate::model::body::{Portion, ReferenceKind};
use crate::model::date::{Now, day_prefix};
use crate::model::document::{Alias, Document, Image, Item, Status};
use crate::model::marking::{Marking, Reading};
use crate::model::slug::{SlugStyle, name_key, slug};
use crate::parse::yaml::{Node, NodeValue};
use crate::parse::{self, folder_and_stem};
use crate::source::{At, FileId, Sources, Span};

/// Something that stands in the content folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub heap: Heap,
    pub text: String,
    pub place: Span,
}

/// What may become of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heap {
    /// It is shown, word by word.
    Shown,
    /// It may be shown, but its words alone are no reason to name something: `extra`, and texts with all their targets.
    Around,
    /// It is a name of something withheld.
    Name,
    /// It is a text that is withheld.
    Text,
}

/// All that is known of a content folder.
pub struct Content<'c> {
    sources: &'c Sources,
    config: &'c Config,
    limit: Marking,
    drafts: bool,
    now: Now,
    /// Keys of the names of what is withheld.
    names: BTreeSet<String>,
    /// Files of the folder that withheld items and portions refer to, each with the place of a reference.
    wanted: BTreeMap<String, Span>,
    /// Those that something shown refers to.
    shown: BTreeSet<String>,
    /// The documents by the file of their text or metadata.
    files: BTreeMap<FileId, Vec<Sketch>>,
    /// Whether anything in it is above CLEAR.
    pub has_internal: bool,
}

/// What this reading needs to know of an item.
struct Sketch {
    top: Span,
    title: String,
    names: Vec<String>,
    withheld: bool,
    portions: Vec<Portion>,
    body_at: Option<Span>,
}

/// Keys whose values are words of ours, and not an author's.
const CLOSED_KEYS: &[&str] = &[
    "allow",
    "confidence",
    "countries",
    "country",
    "kind",
    "lang",
    "likelihood",
    "link",
    "marking",
    "reliability",
    "status",
    "type",
    "unit",
    "weak",
];

/// Keys whose values name something that is told elsewhere.
const REFERENCE_KEYS: &[&str] =
    &["actors", "authors", "of", "source", "sources", "src", "to", "topics", "translation_of"];

/// Keys whose values are names, so that one word alone may be a secret.
const NAME_KEYS: &[&str] = &[
    "actors",
    "aliases",
    "archive_url",
    "author",
    "authors",
    "id",
    "image",
    "name",
    "native_name",
    "of",
    "origin",
    "place",
    "publisher",
    "redirects",
    "slug",
    "sort_name",
    "source",
    "sources",
    "src",
    "text",
    "title",
    "to",
    "topics",
    "translation_of",
    "url",
    "website",
];

impl<'c> Content<'c> {
    pub fn new(
        sources: &'c Sources,
        documents: &[Document],
        config: &'c Config,
        profile: &Profile,
        now: Now,
    ) -> Self {
        let mut content = Content {
            sources,
            config,
            limit: profile.marking,
            drafts: profile.drafts,
            now,
            names: BTreeSet::new(),
            wanted: BTreeMap::new(),
            shown: BTreeSet::new(),
            files: BTreeMap::new(),
            has_internal: false,
        };
        documents.iter().for_each(|document| content.sketch(document));
        content
    }

    fn marking_of(&self, document: &Document) -> Marking {
        let own = document.common.marking.as_ref().map(|marking| marking.value);
        own.or(self.config.default_marking).unwrap_or_default()
    }

    fn is_withheld(&self, document: &Document) -> bool {
        if self.marking_of(document) > self.limit {
            return true;
        }
        let Item::Article(article) = &document.item else { return false };
        let is_ahead = |time: &At<_>| self.instant(time) > self.now.timestamp();
        (article.status == Status::Draft && !self.drafts)
            || article.publish_at.as_ref().is_some_and(is_ahead)
            || article.expires.as_ref().is_some_and(|time| !is_ahead(time))
    }

    fn instant(&self, time: &At<crate::model::date::Moment>) -> jiff::Timestamp {
        time.value.instant_in(&self.config.timezone)
    }

    fn is_above(&self, marking: Option<&At<Marking>>) -> bool {
        marking.is_some_and(|marking| marking.value > self.limit)
    }

    // ---- items ----

    fn sketch(&mut self, document: &Document) {
        let withheld = self.is_withheld(document);
        let names = names(document);
        if withheld {
            self.names.extend(names.iter().map(|name| name_key(name)));
        }
        self.hidden_parts(document, withheld);
        self.references(document, withheld);
        self.has_internal |= self.marking_of(document) > Marking::Clear
            || document.body.portions.iter().any(|portion| portion.marking > Marking::Clear);
        let portions = document.body.portions.iter().filter(|portion| portion.marking > self.limit);
        let sketch = Sketch {
            top: document.top,
            title: document.title.clone(),
            names,
            withheld,
            portions: portions.cloned().collect(),
            body_at: document.body_at,
        };
        self.files.entry(document.file).or_default().push(sketch);
    }

    /// Names of parts that are withheld, for references to them.
    fn hidden_parts(&mut self, document: &Document, withheld: bool) {
        let mut found: Vec<&str> = Vec::new();
        let aliases: &[Alias] = match &document.item {
            Item::Actor(actor) => &actor.aliases,
            Item::Country(country) => &country.aliases,
            _ => &[],
        };
        let hidden = |marking: Option<&At<Marking>>| withheld || self.is_above(marking);
        found.extend(
            aliases
                .iter()
                .filter(|alias| hidden(alias.marking.as_ref()))
                .map(|alias| alias.text.value.as_str()),
        );
        if let Item::Article(article) = &document.item {
            for event in article.events.iter().filter(|event| hidden(event.marking.as_ref())) {
                found.push(&event.title.value);
                found.extend(event.id.as_ref().map(|id| id.value.as_str()));
            }
            let sources = article.sources.iter().filter(|source| !source.is_reference());
            for source in sources.filter(|source| hidden(source.marking.as_ref())) {
                found.extend(source.id.as_ref().map(|id| id.value.as_str()));
            }
        }
        let keys: Vec<String> = found.into_iter().map(name_key).collect();
        self.names.extend(keys);
    }

    /// Which files an item refers to, and whether they are for this profile.
    fn references(&mut self, document: &Document, withheld: bool) {
        let folder = folder_and_stem(self.sources.path(document.file)).0.to_owned();
        if let Some(Image { src, marking, .. }) = &document.common.image {
            let hidden = withheld || self.is_above(marking.as_ref());
            self.refer(&folder, &src.value, src.span, hidden);
        }
        for reference in &document.body.references {
            let dest = match &reference.kind {
                ReferenceKind::Link { dest } | ReferenceKind::Image { dest, .. } => dest,
                ReferenceKind::Wiki { target, .. } | ReferenceKind::Embed { target, .. } => target,
                ReferenceKind::Citation { .. } => continue,
            };
            let is_inside = |portion: &Portion| {
                portion.marking > self.limit
                    && (portion.lines.start..portion.lines.end).contains(&reference.span.start)
            };
            let hidden = withheld || document.body.portions.iter().any(is_inside);
            self.refer(&folder, dest, reference.span, hidden);
        }
    }

    fn refer(&mut self, folder: &str, dest: &str, place: Span, hidden: bool) {
        let dest = dest.split(['#', '?']).next().unwrap_or_default();
        let path = match dest.strip_prefix('/') {
            Some(rooted) => format!("static/{rooted}"),
            None => resolved(folder, dest),
        };
        if self.sources.blob(&path).is_none() {
            return;
        }
        if hidden {
            self.wanted.entry(path).or_insert(place);
        } else {
            self.shown.insert(path);
        }
    }

    /// Files that nothing but withheld items and portions refers to. What a template or a style sheet names is for all.
    pub fn hidden_files(&self, named_elsewhere: impl Fn(&str) -> bool) -> Vec<(&str, Span)> {
        let hidden = self.wanted.iter().filter(|(path, _)| !self.shown.contains(*path));
        hidden
            .filter(|(path, _)| !named_elsewhere(base_name(path)))
            .map(|(path, place)| (path.as_str(), *place))
            .collect()
    }

    /// Files beside texts that shown items refer to.
    pub fn shown_files(&self) -> Vec<&str> {
        self.shown.iter().map(|path| &**path).collect()
    }

    // ---- files ----

    /// The files that items were made of.
    pub fn files(&self) -> Vec<FileId> {
        self.files.keys().copied().collect()
    }

    /// What stands in the files of these items.
    pub fn pieces(&self, file: FileId) -> Vec<Piece> {
        let path = self.sources.path(file);
        let sketches = &self.files[&file];
        let mut reader = Reader { content: self, out: Vec::new() };
        let text = text_of(self.sources, file);
        let (node, _) = parse::written(file, path, &text);
        for sketch in sketches {
            reader.names(sketch, path);
            reader.metadata(node.as_ref(), sketch, sketches.len());
            reader.body(&text, sketch);
        }
        for sidecar in [".yaml", ".yml"].map(|ending| format!("{}{ending}", without_extension(path))) {
            if let Some(own) = self.sources.find(&sidecar).filter(|own| *own != file) {
                let text = text_of(self.sources, own);
                let (node, _) = parse::written(own, &sidecar, &text);
                sketches.iter().for_each(|sketch| reader.metadata(node.as_ref(), sketch, 1));
            }
        }
        reader.out
    }

    /// What the folders say of all in them: shown where something in them is.
    pub fn defaults(&self) -> Vec<Piece> {
        let mut reader = Reader { content: self, out: Vec::new() };
        let own = self.sources.texts().filter(|(_, text)| folder_and_stem(&text.path).1 == "_defaults");
        for (file, _) in own {
            let path = self.sources.path(file);
            let folder = format!("{}/", folder_and_stem(path).0);
            let below = self.files.iter().filter(|(file, _)| self.sources.path(**file).starts_with(&folder));
            let mut below = below.flat_map(|(_, sketches)| sketches).peekable();
            let hidden = below.peek().is_some() && below.all(|sketch| sketch.withheld);
            let (node, _) = parse::written(file, path, &text_of(self.sources, file));
            reader.mapping(node.as_ref(), hidden);
        }
        reader.out
    }

    /// Whether a target leads to something withheld: `actor:x`, `Note#part`, `../a/b.md`, `/actors/x/`.
    fn is_hidden_target(&self, target: &str) -> bool {
        let decoded = super::view::plain(target);
        let target = decoded.split(['#', '?']).next().unwrap_or_default().trim();
        let target = target.split(" \"").next().unwrap_or_default().trim_end_matches("index.html");
        let bare = |target: &str| {
            let last = base_name(target.trim_end_matches('/'));
            let stem =
                [".md", ".markdown", ".txt", ".yaml"].iter().find_map(|ending| last.strip_suffix(ending));
            let stem = stem.unwrap_or(last);
            [stem.to_owned(), day_prefix(stem).map_or(stem, |(_, rest)| rest).to_owned()]
        };
        let without_kind = target.split_once(':').map_or(target, |(_, name)| name);
        let known = |name: &str| !name.is_empty() && self.names.contains(&name_key(name));
        known(target) || known(without_kind) || bare(without_kind).iter().any(|name| known(name))
    }
}

/// All by which others may call an item.
fn names(document: &Document) -> Vec<String> {
    let mut names = vec![document.title.clone(), document.stem.clone()];
    names.push(slug(&document.stem, SlugStyle::Unicode));
    names.push(slug(&document.stem, SlugStyle::Ascii));
    names.extend(document.id.as_ref().map(|id| id.value.clone()));
    match &document.item {
        Item::Article(article) => names.extend(article.slug.as_ref().map(|slug| slug.value.clone())),
        Item::Actor(actor) => names.extend(actor.native_name.as_ref().map(|name| name.text.clone())),
        _ => {}
    }
    names.sort();
    names.dedup();
    names
}

/// What of a file's text somebody made of it.
struct Reader<'r> {
    content: &'r Content<'r>,
    out: Vec<Piece>,
}

/// Where in metadata a value stands.
#[derive(Clone, Copy)]
struct Way<'w> {
    key: &'w str,
    /// The key of what holds it.
    above: &'w str,
    hidden: bool,
    extra: bool,
}

impl Reader<'_> {
    fn piece(&mut self, heap: Heap, text: &str, place: Span) {
        self.out.push(Piece { heap, text: text.to_owned(), place });
    }

    /// The names that an item has without saying so, and the path of its file.
    fn names(&mut self, sketch: &Sketch, path: &str) {
        let (folders, stem) = folder_and_stem(path);
        let mut said: Vec<&str> = sketch.names.iter().map(String::as_str).chain([stem]).collect();
        said.extend(folders.split('/').skip(1));
        let heap = if sketch.withheld { Heap::Name } else { Heap::Shown };
        for name in said {
            if heap == Heap::Shown || is_worth(name, true) {
                self.piece(heap, name, sketch.top);
            }
        }
        if !sketch.withheld {
            self.piece(Heap::Shown, &sketch.title, sketch.top);
        }
    }

    /// The metadata of one of so many items that a file holds.
    fn metadata(&mut self, node: Option<&Node>, sketch: &Sketch, items: usize) {
        match node.map(|node| (&node.value, node)) {
            Some((NodeValue::List(nodes), _)) => {
                let own = nodes.iter().find(|node| items == 1 && nodes.len() == 1 || node.span == sketch.top);
                self.mapping(own, sketch.withheld);
            }
            _ => self.mapping(node, sketch.withheld),
        }
    }

    fn mapping(&mut self, node: Option<&Node>, hidden: bool) {
        let Some(Node { value: NodeValue::Map(entries), .. }) = node else { return };
        for entry in entries {
            let renamed = self.content.config.front_matter.get(&entry.key);
            let key = renamed.map_or(entry.key.as_str(), String::as_str);
            self.value(&entry.value, Way { key, above: "", hidden, extra: key == "extra" });
        }
    }

    fn value(&mut self, node: &Node, way: Way<'_>) {
        match &node.value {
            NodeValue::Null => {}
            NodeValue::Scalar { text, .. } => self.scalar(text, node.span, way),
            NodeValue::List(nodes) => nodes.iter().for_each(|node| self.value(node, way)),
            NodeValue::Map(entries) => {
                let own = entries.iter().find(|entry| entry.key == "marking" && !way.extra);
                let hidden = way.hidden || own.is_some_and(|entry| self.is_above(&entry.value));
                for entry in entries {
                    self.value(&entry.value, Way { key: &entry.key, above: way.key, hidden, ..way });
                }
            }
        }
    }

    /// Whether a marking as it is written is above the limit; what is none counts as the highest.
    fn is_above(&self, marking: &Node) -> bool {
        let marking = match marking.text().map(Marking::read) {
            Some(Reading::Known(marking)) => marking,
            Some(Reading::Old) => Marking::Clear,
            _ => Marking::Red,
        };
        marking > self.content.limit
    }

    fn scalar(&mut self, text: &str, place: Span, way: Way<'_>) {
        let is_name = NAME_KEYS.contains(&way.key) && !way.extra;
        let is_reference = REFERENCE_KEYS.contains(&way.key)
            || (way.key == "id" && matches!(way.above, "actors" | "sources"));
        if way.hidden {
            if !CLOSED_KEYS.contains(&way.key) && is_worth(text, is_name) {
                self.piece(if is_name { Heap::Name } else { Heap::Text }, text, place);
            }
        } else if way.extra || (is_reference && self.content.is_hidden_target(text)) {
            self.piece(Heap::Around, text, place);
        } else {
            self.piece(Heap::Shown, text, place);
        }
    }

    // ---- texts ----

    fn body(&mut self, text: &str, sketch: &Sketch) {
        let Some(at) = sketch.body_at else { return };
        let range = at.start as usize..at.end as usize;
        let Some(body) = text.get(range.clone()) else { return };
        if sketch.withheld {
            return self.hidden_text(body, range.start, at.file);
        }
        let mut shown = body.as_bytes().to_vec();
        for portion in &sketch.portions {
            let lines = portion.lines.start as usize - range.start..portion.lines.end as usize - range.start;
            if let Some(inside) = body.get(lines.clone()) {
                self.hidden_text(inside, range.start + lines.start, at.file);
                prose::blank(&mut shown, lines);
            }
        }
        let rest = String::from_utf8(shown).expect("whole lines are replaced by blanks");
        let notes = if sketch.portions.is_empty() { Vec::new() } else { hidden_notes(&rest, body) };
        let mut shown = rest.clone().into_bytes();
        for note in notes {
            self.hidden_text(&rest[note.clone()], range.start + note.start, at.file);
            prose::blank(&mut shown, note);
        }
        let shown = String::from_utf8(shown).expect("whole lines are replaced by blanks");
        self.shown_text(&shown, range.start, at.file);
    }

    fn hidden_text(&mut self, text: &str, start: usize, file: FileId) {
        for block in prose::blocks(text) {
            let at = start + block.at;
            let place = Span::new(file, at, at + block.text.len());
            // Of what is short in a text only a heading of several words is told from chance.
            let words = block.text.split_whitespace().count();
            if block.is_heading && words > 1 && is_worth(&block.text, true) {
                self.piece(Heap::Name, &block.text, place);
            } else if super::is_sentence(&block.text) {
                self.piece(Heap::Text, &block.text, place);
            }
        }
    }

    fn shown_text(&mut self, text: &str, start: usize, file: FileId) {
        let place = Span::new(file, start, start + text.len());
        let mut open = text.as_bytes().to_vec();
        for reference in prose::references(text) {
            if !self.content.is_hidden_target(&text[reference.target.clone()]) {
                continue;
            }
            prose::blank(&mut open, reference.target);
            let is_name = |label: &str| self.content.names.contains(&name_key(label));
            if let Some(label) = reference.label.filter(|label| is_name(&text[label.clone()])) {
                prose::blank(&mut open, label);
            }
        }
        let open = String::from_utf8(open).expect("whole characters are replaced by blanks");
        if open != text {
            self.piece(Heap::Around, text, place);
        }
        for block in prose::blocks(&open) {
            self.piece(Heap::Shown, &block.text, place);
        }
        self.piece(Heap::Shown, &open, place);
    }
}

/// The notes in what is left of a text that nothing left refers to, but something did before.
fn hidden_notes(rest: &str, whole: &str) -> Vec<std::ops::Range<usize>> {
    let mut hidden: Vec<std::ops::Range<usize>> = Vec::new();
    let notes = notes(rest);
    loop {
        let is_hidden = |range: &std::ops::Range<usize>| hidden.contains(range);
        let found = notes.iter().find(|(label, range)| {
            let uses = rest.match_indices(label.as_str());
            let is_use = |at: usize| at != range.start && !hidden.iter().any(|hidden| hidden.contains(&at));
            !is_hidden(range)
                && !uses.into_iter().any(|(at, _)| is_use(at))
                && whole.matches(label.as_str()).count() > 1
        });
        match found {
            Some((_, range)) => hidden.push(range.clone()),
            None => return hidden,
        }
    }
}

/// The notes of a text: the mark `[^x]` of each, and its lines.
fn notes(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let mut notes: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    let (mut at, mut open, mut after_blank) = (0, false, false);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let label = line.strip_prefix("[^").and_then(|rest| rest.split_once("]:"));
        if let Some((label, _)) = label {
            notes.push((format!("[^{label}]"), at..end));
            open = true;
        } else if line.trim().is_empty() {
            after_blank = true;
            at = end;
            continue;
        } else if open && (!after_blank || line.starts_with([' ', '\t'])) {
            notes.last_mut().expect("an open note has begun").1.end = end;
        } else {
            open = false;
        }
        after_blank = false;
        at = end;
    }
    notes
}

/// Whether a short text is told from chance: a name of three letters, two characters of a script without blanks, a long
/// number or a code; anything else needs several words, or a long one.
fn is_worth(text: &str, is_name: bool) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (alone, letters): (Vec<char>, Vec<char>) = letters.partition(|c| super::words::stands_alone(*c));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let several = text.split_whitespace().count() > 1 && letters.len() > 3;
    let is_code = digits > 6 && !text.contains(['-', '/'])
        || (digits > 0 && letters.len() + digits > 5 && !letters.is_empty());
    let enough = if is_name { 3 } else { 6 };
    let is_date = !letters.is_empty() && letters.iter().all(|c| matches!(c, 'T' | 'Z' | 'X'));
    !is_date && (alone.len() > 1 || letters.len() >= enough || several || is_code)
}

fn resolved(folder: &str, dest: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in dest.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

pub fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn without_extension(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// A text without keeping it.
pub fn text_of(sources: &Sources, file: FileId) -> Arc<str> {
    sources.again(file).and_then(|again| again()).unwrap_or_else(|| Arc::from(sources.text(file)))
}
