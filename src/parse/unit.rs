//! One text and its metadata to documents.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3Default;

use super::body::{self, Cut, ForeignKind, Options};
use super::claim::{DefaultsFile, Unit, folders_above, page_path};
use super::fields::{Fields, Findings};
use super::front::Language;
use super::yaml::{Entry, Node, NodeValue, Parsed};
use super::{Allowed, folder_and_stem, front, items, toml_front, yaml};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, did_you_mean};
use crate::model::body::Body;
use crate::model::date::{Day, Moment, day_prefix};
use crate::model::document::{ArticleItem, Document, Item, Kind};
use crate::model::marking::Marking;
use crate::model::slug::{name_key, slug};
use crate::source::{At, FileId, Sources, Span};

/// Keys of which nothing but an item's own words depends.
const INWARD_KEYS: &[&str] = &["summary", "extra"];

/// Those of articles besides. Others may link by a title: that is looked at elsewhere.
const INWARD_KEYS_OF_ARTICLES: &[&str] = &["title", "key_points", "information_cutoff"];

/// A hash of all metadata that more than the item's own words depends on, whatever its places.
fn outward(kind: Kind, entries: &[Entry]) -> u64 {
    let is_inward = |key: &str| {
        INWARD_KEYS.contains(&key) || (kind == Kind::Article && INWARD_KEYS_OF_ARTICLES.contains(&key))
    };
    let mut hasher = Xxh3Default::new();
    for entry in entries.iter().filter(|entry| !is_inward(&entry.key)) {
        entry.hash_into(&mut hasher);
    }
    hasher.digest()
}

/// Everything that came of one unit.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct UnitRead {
    pub documents: Vec<Document>,
    pub broken: Vec<String>,
    pub allow: Vec<Allowed>,
    pub diagnostics: Diagnostics,
    pub foreign_keys: Vec<(String, Span)>,
    /// Keys of a `_defaults.yaml` that no kind knows, for one warning each however many items are below it.
    pub unknown_defaults: Vec<(String, Span)>,
    pub foreign_templates: Vec<(ForeignKind, Span)>,
}

impl UnitRead {
    /// The item that it is, where there is one and nothing to be said of it.
    pub fn only_document(self) -> Option<Document> {
        let is_quiet = self.broken.is_empty()
            && self.allow.is_empty()
            && self.diagnostics.is_empty()
            && self.foreign_keys.is_empty()
            && self.unknown_defaults.is_empty()
            && self.foreign_templates.is_empty();
        let [document] = <[Document; 1]>::try_from(self.documents).ok()?;
        is_quiet.then_some(document)
    }
}

/// The entries of each folder's `_defaults.yaml`.
pub type Defaults = BTreeMap<String, Vec<Entry>>;

pub fn read_defaults(sources: &Sources, files: &[DefaultsFile], diagnostics: &mut Diagnostics) -> Defaults {
    let mut defaults = Defaults::new();
    for DefaultsFile { folder, file } in files {
        let text = sources.text(*file);
        let parsed = yaml::parse(*file, text, metadata_start(text)..text.len());
        diagnostics.extend(parsed.diagnostics);
        match parsed.node {
            Some(Node { value: NodeValue::Map(entries), .. }) => {
                drop(defaults.insert(folder.clone(), entries))
            }
            Some(node) if !node.is_null() => diagnostics.push(
                Diagnostic::new(
                    Code::InvalidValue,
                    node.span,
                    "defaults must be a mapping of keys and values",
                )
                .help("write lines such as `authors: [desk]`"),
            ),
            _ => {}
        }
    }
    defaults
}

/// A metadata file may begin with a byte order mark; a leading `---` belongs to YAML itself.
fn metadata_start(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

pub fn read(unit: &Unit, sources: &Sources, config: &Config, defaults: &Defaults) -> UnitRead {
    let reader = Reader { unit, sources, config, defaults };
    match unit.text {
        Some(file) => reader.text(file),
        None => unit.metadata.map_or_else(UnitRead::default, |file| reader.metadata_alone(file)),
    }
}

struct Reader<'a> {
    unit: &'a Unit,
    sources: &'a Sources,
    config: &'a Config,
    defaults: &'a Defaults,
}

/// The metadata of one item before its keys are read.
struct Metadata {
    entries: Vec<Entry>,
    top: Span,
    damaged: bool,
    /// Whether the author wrote any, defaults apart.
    any: bool,
}

/// The text of one item.
struct Text {
    file: FileId,
    body: Arc<Body>,
    at: Option<Span>,
}

impl Reader<'_> {
    fn text(&self, file: FileId) -> UnitRead {
        let text = self.sources.text(file);
        let parts = front::split(text);
        let mut out = UnitRead::default();
        let metadata = self.metadata_of(file, text, &parts, &mut out.diagnostics);
        let at = if parts.unclosed { text.len()..text.len() } else { parts.body };
        let parsed = body::parse(file, text, at.clone(), &body_options(self.config));
        out.diagnostics.extend(parsed.diagnostics);
        out.foreign_templates = parsed.foreign;
        let at = Some(Span::new(file, at.start, at.end));
        let stem = folder_and_stem(self.sources.path(file)).1.to_owned();
        self.item(
            metadata,
            Text { file, body: Arc::new(trimmed(parsed.body)), at },
            &stem,
            Some(file),
            &mut out,
        );
        out
    }

    fn metadata_of(
        &self,
        file: FileId,
        text: &str,
        parts: &front::Parts,
        diagnostics: &mut Diagnostics,
    ) -> Metadata {
        let top = Span::top(file);
        let mut metadata =
            Metadata { entries: Vec::new(), top, damaged: parts.unclosed, any: parts.unclosed };
        if parts.unclosed {
            diagnostics.push(unclosed(top, parts.language));
        }
        if let Some(range) = &parts.metadata {
            let parsed = match parts.language {
                Language::Yaml => yaml::parse(file, text, range.clone()),
                Language::Toml => toml_front::parse(file, text, range.clone()),
            };
            metadata.entries = self.entries(parsed, &mut metadata, diagnostics);
        }
        if let Some(sidecar) = self.unit.metadata {
            let text = self.sources.text(sidecar);
            let parsed = yaml::parse(sidecar, text, metadata_start(text)..text.len());
            for entry in self.entries(parsed, &mut metadata, diagnostics) {
                match metadata.entries.iter().find(|earlier| earlier.key == entry.key) {
                    Some(earlier) => diagnostics.push(given_twice(&entry, earlier)),
                    None => metadata.entries.push(entry),
                }
            }
        }
        metadata
    }

    /// The entries of one place of metadata, foreign keys under their own names.
    fn entries(&self, parsed: Parsed, metadata: &mut Metadata, diagnostics: &mut Diagnostics) -> Vec<Entry> {
        diagnostics.extend(parsed.diagnostics);
        metadata.damaged |= parsed.damaged;
        match parsed.node {
            Some(Node { value: NodeValue::Map(entries), .. }) => {
                metadata.any = true;
                self.renamed(entries)
            }
            Some(node) if !node.is_null() && !parsed.damaged => {
                metadata.damaged = true;
                diagnostics.push(
                    Diagnostic::new(
                        Code::InvalidYaml,
                        node.span,
                        "metadata must be a mapping of keys and values",
                    )
                    .help("write lines such as `title: A headline`"),
                );
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// `[front_matter]`: their keys under our names; several that mean one key are one list.
    fn renamed(&self, entries: Vec<Entry>) -> Vec<Entry> {
        let mut out: Vec<Entry> = Vec::with_capacity(entries.len());
        for mut entry in entries {
            let ours = self.our_key(&entry.key);
            if ours != entry.key {
                entry.key = ours.to_owned();
            }
            match out.iter_mut().find(|earlier| earlier.key == entry.key) {
                Some(earlier) => append(&mut earlier.value, entry.value),
                None => out.push(entry),
            }
        }
        out
    }

    /// The key under which an article's foreign key is read.
    fn our_key<'k>(&'k self, key: &'k str) -> &'k str {
        let ours = self.config.front_matter.get(key).filter(|_| self.unit.kind == Kind::Article);
        ours.map_or(key, String::as_str)
    }

    fn metadata_alone(&self, file: FileId) -> UnitRead {
        let mut out = UnitRead::default();
        let text = self.sources.text(file);
        let parsed = yaml::parse(file, text, metadata_start(text)..text.len());
        let damaged = parsed.damaged;
        out.diagnostics.extend(parsed.diagnostics);
        let stem = folder_and_stem(self.sources.path(file)).1.to_owned();
        let body = Arc::new(Body::default());
        let textless = || Text { file, body: body.clone(), at: None };
        match parsed.node {
            Some(Node { value: NodeValue::Map(entries), .. }) => {
                let metadata = Metadata { entries, top: Span::top(file), damaged, any: true };
                self.item(metadata, textless(), &stem, Some(file), &mut out);
            }
            Some(Node { value: NodeValue::List(nodes), .. }) => {
                for node in nodes {
                    self.list_item(node, damaged, textless(), &mut out);
                }
            }
            Some(node) if !node.is_null() && !damaged => out.diagnostics.push(
                Diagnostic::new(Code::InvalidYaml, node.span, "this must be a mapping or a list of mappings")
                    .help("write one item as `key: value` lines, or several with `- ` before each"),
            ),
            _ if damaged => out.broken.push(stem.to_lowercase()),
            _ => {
                let metadata = Metadata { entries: Vec::new(), top: Span::top(file), damaged, any: false };
                self.item(metadata, textless(), &stem, Some(file), &mut out);
            }
        }
        out
    }

    fn list_item(&self, node: Node, damaged: bool, text: Text, out: &mut UnitRead) {
        let Node { value: NodeValue::Map(entries), span } = node else {
            out.diagnostics.push(
                Diagnostic::new(Code::InvalidValue, node.span, "every item of this list must be a mapping")
                    .help("write `- name: ...` or `- title: ...`, with the other keys below it"),
            );
            return;
        };
        let metadata = Metadata { entries, top: span, damaged, any: true };
        self.item(metadata, text, "", None, out);
    }

    /// Reads the keys of one item. `named` is the file whose stem is its id; an item of a list has none.
    fn item(&self, metadata: Metadata, text: Text, stem: &str, named: Option<FileId>, out: &mut UnitRead) {
        let mut entries = metadata.entries;
        self.add_defaults(text.file, &mut entries);
        let mut findings =
            Findings { collected: self.unit.collected, damaged: metadata.damaged, ..Findings::default() };
        let outward = outward(self.unit.kind, &entries);
        let mut fields = Fields::new(&mut findings, entries, String::new(), metadata.top);
        let (allowed, read) = items::read(self.unit.kind, &mut fields);
        fields.forget(|entry| {
            let default = self.is_default(entry, text.file);
            let of_another_kind = default && ITEM_KEYS.contains(&entry.key.as_str());
            if default && !of_another_kind && !self.unit.collected {
                out.unknown_defaults.push((entry.key.clone(), entry.key_span));
                return true;
            }
            of_another_kind
        });
        fields.finish();
        let codes: Vec<At<Code>> =
            allowed.into_iter().filter_map(|code| allowed_code(code, &mut findings)).collect();
        match read {
            Some(read) => {
                let mut common = read.common;
                common.extra.append(&mut findings.extra);
                let mut document = Document {
                    kind: self.unit.kind,
                    top: metadata.top,
                    file: text.file,
                    collected: self.unit.collected,
                    has_metadata: metadata.any,
                    sidecar: self.unit.metadata.filter(|sidecar| *sidecar != text.file),
                    stem: stem.to_owned(),
                    id: read.id,
                    title: String::new(),
                    skip_opening: false,
                    common,
                    outward,
                    item: read.item,
                    body: text.body,
                    body_at: text.at,
                };
                self.complete(&mut document, named, &mut findings);
                if has_name(&document) {
                    out.documents.push(document);
                } else {
                    nameless(&document, &mut findings);
                }
            }
            None => out.broken.push(stem.to_lowercase()),
        }
        if !codes.is_empty() {
            let files = [Some(text.file), self.unit.metadata].into_iter().flatten().collect();
            out.allow.push(Allowed { files, codes });
        }
        out.broken.append(&mut findings.broken);
        out.diagnostics.append(&mut findings.diagnostics);
        out.foreign_keys.append(&mut findings.foreign_keys);
    }

    /// Adds what the folders above say, the nearest first, where the item says nothing.
    fn add_defaults(&self, file: FileId, entries: &mut Vec<Entry>) {
        for folder in folders_above(self.sources.path(file)) {
            for entry in self.defaults.get(folder).into_iter().flatten() {
                let key = self.our_key(&entry.key);
                if !entries.iter().any(|nearer| nearer.key == key) {
                    entries.push(Entry { key: key.to_owned(), ..entry.clone() });
                }
            }
        }
    }

    /// Whether a folder above says this. Defaults for all kinds stand together in one file: a key that this kind lacks
    /// is no mistake if another has it.
    fn is_default(&self, entry: &Entry, file: FileId) -> bool {
        entry.key_span.file != file && Some(entry.key_span.file) != self.unit.metadata
    }

    /// Fills in what the file's name and the text say: id, title, date.
    fn complete(&self, document: &mut Document, named: Option<FileId>, findings: &mut Findings) {
        let prefix = day_prefix(&document.stem).map(|(day, rest)| (day, rest.to_owned()));
        if document.kind == Kind::Article {
            self.date(document, prefix.as_ref().map(|(day, _)| *day), findings);
            if let Some((_, rest)) = prefix.filter(|(_, rest)| !rest.is_empty()) {
                document.stem = rest;
            }
            self.bundle_stem(document);
        }
        if document.kind == Kind::Page {
            document.stem = page_path(self.sources.path(document.file)).to_owned();
        }
        if title(document) {
            missing_title(document, findings);
        }
        self.id(document, named);
    }

    /// A text named `index` in a folder of its own is called as the folder is.
    fn bundle_stem(&self, document: &mut Document) {
        let folder = folder_and_stem(self.sources.path(document.file)).0;
        let name = folder.rsplit('/').next().unwrap_or_default();
        if document.stem == "index" && folder.matches('/').count() > 1 {
            document.stem = day_prefix(name).map_or(name, |(_, rest)| rest).to_owned();
        }
    }

    fn id(&self, document: &mut Document, named: Option<FileId>) {
        if document.id.is_some() {
            return;
        }
        document.id = match named {
            Some(file) => Some(At::new(document.stem.clone(), Span::top(file))),
            // An event in a list has an id only if it says so.
            None if document.kind == Kind::Event => None,
            None => {
                let id = slug(&document.title, self.config.slugs);
                // Of a title that leaves no slug, the diagnostic about that shows the title.
                Some(At::new(if id.is_empty() { document.title.clone() } else { id }, document.top))
            }
        };
        if named.is_none() {
            document.stem.clone_from(&document.title);
        }
    }

    fn date(&self, document: &mut Document, day: Option<Day>, findings: &mut Findings) {
        let (file, damaged) = (document.file, findings.damaged);
        let Item::Article(article) = &mut document.item else { return };
        // A default for a whole folder is not said of this article.
        let is_own = |span: Span| span.file == file || Some(span.file) == self.unit.metadata;
        match (&article.date, day) {
            (Some(date), Some(day)) if is_own(date.span) && date.value.day() != day => {
                let message = format!("`date` says {}, the file's name says {day}", date.value.day());
                findings.report(
                    Diagnostic::new(Code::DateMismatch, date.span, message)
                        .help("the date in the metadata counts; rename the file or mend the date"),
                );
            }
            (None, Some(day)) => {
                article.date =
                    Moment::parse(&day.to_string()).ok().map(|moment| At::new(moment, Span::top(file)));
            }
            (None, None) if !damaged => findings.report(
                Diagnostic::new(Code::UndatedArticle, document.top, "this article has no date")
                    .help("add `date:` with its day, as in `2025-09-03`; without it the article is in no feed and on no timeline"),
            ),
            _ => {}
        }
    }
}

/// Reads a document's text again without the portions above a marking: all that follows from the text with it.
pub fn cut(document: &mut Document, text: &str, config: &Config, limit: Marking) -> Cut {
    let Some(at) = document.body_at else { return Cut::default() };
    let range = at.start as usize..at.end as usize;
    let mut cut = body::without(at.file, text, range, &body_options(config), &document.body, limit);
    let had_title = document.body.opening.opens_with_heading;
    document.body = Arc::new(trimmed(std::mem::take(&mut cut.body)));
    if title(document) && had_title {
        cut.diagnostics.push(without_title(document));
    }
    cut
}

/// The title, from the metadata or, failing that, the text or the file's name. Whether an article should have one and has
/// not.
fn title(document: &mut Document) -> bool {
    let opening = &document.body.opening;
    let id = || document.id.as_ref().map_or("", |id| id.value.as_str());
    let stem = if document.stem.is_empty() { id() } else { &document.stem };
    let fallback = stem.replace(['-', '_'], " ");
    let from_text = || {
        let heading = opening.first_heading.clone().or_else(|| opening.first_line.clone());
        heading.unwrap_or_else(|| fallback.clone())
    };
    let given = match &document.item {
        Item::Article(article) => article.title.clone().map(|title| title.value),
        Item::Page(page) => page.title.clone().map(|title| title.value),
        Item::Actor(actor) => actor.name.clone().map(|name| name.value),
        Item::Country(country) => country.name.clone().map(|name| name.value),
        Item::Topic(named) | Item::Author(named) => named.name.clone().map(|name| name.value),
        Item::Event(event) => Some(event.title.value.clone()),
        Item::Source(source) => Some(source.title.value.clone()),
    };
    let missing = given.is_none();
    let title = match (given, document.kind) {
        (Some(title), _) => title,
        (None, Kind::Article | Kind::Page) => from_text(),
        (None, _) => fallback,
    };
    let repeated = same_words(&opening.first_block_text, &title);
    // The front page shows the site's title above this text, not the text's own.
    let front = document.kind == Kind::Page && document.stem == "index";
    document.skip_opening = repeated && !front && (missing || has_title(&document.item));
    let wanted = document.kind == Kind::Article && document.has_metadata && !opening.opens_with_heading;
    document.title = title;
    missing && wanted
}

/// How the site wants its texts read.
pub fn body_options(config: &Config) -> Options {
    Options { smart_punctuation: config.smart_punctuation, raw_html: config.raw_html, slugs: config.slugs }
}

/// A body lives as long as the build: it keeps no more memory than it needs.
fn trimmed(mut body: Body) -> Body {
    body.holes.shrink_to_fit();
    body.references.shrink_to_fit();
    body
}

/// Articles and pages show their title above their text; a text that opens with it would say it twice.
fn has_title(item: &Item) -> bool {
    matches!(item, Item::Article(_) | Item::Page(_))
}

/// Whether two texts differ in nothing but case, punctuation and blanks: quotation marks may have been made curly.
fn same_words(left: &str, right: &str) -> bool {
    !left.is_empty() && name_key(left) == name_key(right)
}

fn unclosed(top: Span, language: Language) -> Diagnostic {
    let (code, line) = match language {
        Language::Yaml => (Code::InvalidYaml, "---"),
        Language::Toml => (Code::InvalidToml, "+++"),
    };
    Diagnostic::new(code, top, "the metadata at the top of this text is never closed")
        .help(format!("add a line `{line}` between the metadata and the text"))
}

/// An item of a list can be named and found only by what its metadata says.
fn has_name(document: &Document) -> bool {
    document.id.as_ref().is_none_or(|id| !id.value.is_empty())
}

/// The mistake of such an item, unless it has been told.
fn nameless(document: &Document, findings: &mut Findings) {
    let told = findings.diagnostics.iter().any(|told| told.code == Code::MissingField);
    if !told && !findings.damaged && !findings.refused.iter().any(|key| key == "name" || key == "id") {
        let kind = document.kind.word();
        findings.report(
            Diagnostic::new(Code::MissingField, document.top, format!("a {kind} in a list needs a `name`"))
                .help("add `name: ...`"),
        );
    }
}

fn missing_title(document: &Document, findings: &mut Findings) {
    if !findings.damaged && !findings.refused.iter().any(|key| key == "title") {
        findings.report(without_title(document));
    }
}

fn without_title(document: &Document) -> Diagnostic {
    let severity = if document.collected { Severity::Warning } else { Severity::Error };
    Diagnostic::new(Code::MissingField, document.top, "an article needs a `title`")
        .severity(severity)
        .help("add `title: ...`, or open the text with a heading")
}

fn given_twice(entry: &Entry, earlier: &Entry) -> Diagnostic {
    let message = format!("the key `{}` is given in the text's metadata and in its sidecar", entry.key);
    Diagnostic::new(Code::DuplicateKey, entry.key_span, message)
        .severity(Severity::Error)
        .label(earlier.key_span, "here as well")
        .help("keep it in one of the two")
}

fn append(list: &mut Node, more: Node) {
    let first = std::mem::replace(&mut list.value, NodeValue::Null);
    let items = |value: NodeValue, span: Span| match value {
        NodeValue::List(items) => items,
        NodeValue::Null => Vec::new(),
        value => vec![Node { span, value }],
    };
    let mut all = items(first, list.span);
    all.extend(items(more.value, more.span));
    list.value = NodeValue::List(all);
}

fn allowed_code(code: At<String>, findings: &mut Findings) -> Option<At<Code>> {
    match Code::from_name(&code.value) {
        Some(known) if known.severity() != Severity::Error => Some(At::new(known, code.span)),
        Some(_) => {
            let message = format!("`{}` is an error and cannot be allowed", code.value);
            findings.invalid(code.span, message, "mend what it tells instead");
            None
        }
        None => {
            let names = Code::ALL.iter().map(|code| code.name());
            let help =
                did_you_mean(&code.value, names).unwrap_or_else(|| "see `chancery explain`".to_owned());
            findings.invalid(code.span, format!("`{}` is not a diagnostic", code.value), help);
            None
        }
    }
}

/// A key of a `_defaults.yaml` that no kind knows.
pub fn unknown_default(key: &str, span: Span) -> Diagnostic {
    let help = did_you_mean(key, ITEM_KEYS.iter().copied())
        .unwrap_or_else(|| "remove it, or put it under `extra`".to_owned());
    Diagnostic::new(Code::UnknownKey, span, format!("the key `{key}` is not known")).help(help)
}

/// The first level of every kind's keys, for defaults that speak for several kinds.
pub const ITEM_KEYS: &[&str] = &[
    "accessed",
    "actors",
    "aliases",
    "allow",
    "archive_url",
    "author",
    "authors",
    "born",
    "capital",
    "corrections",
    "countries",
    "credibility",
    "date",
    "demonym",
    "died",
    "dissolved",
    "events",
    "expires",
    "extra",
    "figures",
    "founded",
    "id",
    "identifiers",
    "image",
    "importance",
    "information_cutoff",
    "key_points",
    "kind",
    "lang",
    "marking",
    "name",
    "native_name",
    "origin",
    "place",
    "publish_at",
    "publisher",
    "redirects",
    "relations",
    "reliability",
    "roles",
    "slug",
    "sort_name",
    "sources",
    "status",
    "summary",
    "title",
    "topics",
    "translation_of",
    "updated",
    "url",
    "weak",
    "website",
];

impl ArticleItem {
    /// The day under which the article is listed.
    pub fn day(&self) -> Option<Day> {
        self.date.as_ref().map(|date| date.value.day())
    }
}
