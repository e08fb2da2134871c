//! Files to documents, each file for itself and in parallel.
//!
//! In: [`Sources`] and [`Config`]. Out: every item of content, typed, nothing resolved. One file knows no
//! other, but for a text and the metadata that belongs to it (its sidecar and the `_defaults.yaml` above it).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::document::{Document, Kind};
use crate::source::{At, FileId, Sources, Span, is_metadata};

pub mod body;
mod claim;
mod fields;
mod front;
pub mod highlight;
mod items;
mod memory;
mod toml_front;
mod unit;
pub mod yaml;

#[cfg(test)]
pub use self::unit::ITEM_KEYS;
pub use front::Language;
pub use memory::Memory;
pub use unit::{body_options, cut};

/// What is known of the content folder besides its items.
#[derive(Debug, Default)]
pub struct Remarks {
    /// Ids of items that a mistake kept from being read: a reference to one is not reported on top.
    pub broken: BTreeSet<String>,
    pub allow: Vec<Allowed>,
}

/// Codes that an author has seen and accepts in an item's files.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Allowed {
    pub files: Vec<FileId>,
    pub codes: Vec<At<Code>>,
}

/// How many texts are parsed before they are released: enough for all threads, few beside a large site.
const UNITS_AT_ONCE: usize = 1024;

/// Reads every file of `content/`, and releases its text. What `memory` knows is not parsed again; afterwards it knows all
/// that is here, and nothing else.
pub fn parse(
    sources: &mut Sources,
    config: &Config,
    memory: &mut Memory,
) -> (Vec<Document>, Remarks, Diagnostics) {
    let (units, defaults, mut diagnostics) = claim::units(sources, config);
    let recall = memory::Recall::new(sources, config, &defaults);
    let defaults = unit::read_defaults(sources, &defaults, &mut diagnostics);
    let mut read: Vec<unit::UnitRead> = Vec::with_capacity(units.len());
    let mut known: Vec<memory::Known> = Vec::with_capacity(units.len());
    for units in units.chunks(UNITS_AT_ONCE) {
        let parsed = units
            .par_iter()
            .map(|unit| memory.read(unit, sources, &recall, || unit::read(unit, sources, config, &defaults)));
        let parsed: Vec<(unit::UnitRead, memory::Known)> = parsed.collect();
        for (unit, stored) in parsed {
            read.push(unit);
            known.push(stored);
        }
        for file in units.iter().flat_map(|unit| [unit.text, unit.metadata]).flatten() {
            sources.release(file);
        }
    }
    memory.keep(known, memory::Around { units, defaults, recall });
    let mut documents = Vec::with_capacity(read.len());
    let mut remarks = Remarks::default();
    let mut foreign = ForeignKeys::new();
    let mut templates = BTreeMap::new();
    let mut unknown_defaults = BTreeMap::new();
    for unit in read {
        documents.extend(unit.documents);
        remarks.broken.extend(unit.broken);
        remarks.allow.extend(unit.allow);
        diagnostics.extend(unit.diagnostics);
        for (key, span) in unit.foreign_keys {
            foreign.entry(key).or_insert((span, 0)).1 += 1;
        }
        unknown_defaults.extend(unit.unknown_defaults.into_iter().map(|(key, span)| (span, key)));
        for (kind, span) in unit.foreign_templates {
            templates.entry(kind).or_insert((span, 0)).1 += 1;
        }
    }
    diagnostics.extend(unknown_defaults.iter().map(|(span, key)| unit::unknown_default(key, *span)));
    diagnostics.extend(foreign.iter().map(|(key, (span, count))| foreign_key(key, *span, *count)));
    diagnostics.extend(templates.iter().map(|(kind, (span, count))| foreign_template(*kind, *span, *count)));
    (documents, remarks, diagnostics)
}

/// A key, its first place, and in how many places it stands.
type ForeignKeys = BTreeMap<String, (Span, usize)>;

fn foreign_key(key: &str, span: Span, count: usize) -> Diagnostic {
    let places = if count == 1 { "1 place".to_owned() } else { format!("{count} places") };
    let message =
        format!("the key `{key}` is not known; its values went to `extra` ({places} in collections)");
    Diagnostic::new(Code::UnknownKey, span, message)
        .severity(Severity::Note)
        .help("say in `[front_matter]` of site.toml which key it means, or leave it to the templates")
}

fn foreign_template(kind: body::ForeignKind, span: Span, count: usize) -> Diagnostic {
    let texts = if count == 1 { "1 text".to_owned() } else { format!("{count} texts") };
    let message = format!("{} is not run, but shown as text ({texts})", kind.name());
    Diagnostic::new(Code::ForeignTemplate, span, message)
        .help("replace it with Markdown, or put it in a code block if it is meant to be seen")
}

/// What is asked for while an item of this metadata is read, and the item: for the tests that schemas know the same.
#[cfg(test)]
pub fn asked(kind: Kind, metadata: &str) -> (fields::Asked, String) {
    let parsed = yaml::parse(FileId::of("a.md"), metadata, 0..metadata.len());
    assert_eq!(parsed.diagnostics, [], "{metadata}");
    let Some(yaml::Node { value: yaml::NodeValue::Map(entries), .. }) = parsed.node else {
        panic!("not a mapping: {metadata}");
    };
    items::asked(kind, entries)
}

/// The metadata of a file as it is written, and where the text after it begins: for somebody who reads it for themselves.
pub fn written(file: FileId, path: &str, text: &str) -> (Option<yaml::Node>, usize) {
    if is_metadata(path) {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        return (yaml::parse(file, text, start..text.len()).node, text.len());
    }
    let parts = front::split(text);
    let read = |range| match parts.language {
        front::Language::Yaml => yaml::parse(file, text, range),
        front::Language::Toml => toml_front::parse(file, text, range),
    };
    (parts.metadata.and_then(|range| read(range).node), parts.body.start)
}

/// A file's metadata as it is written, where it stands, and what is wrong with it.
pub struct Written {
    pub language: Language,
    /// Between the lines that mark it, or the whole of a metadata file; none where a text has none.
    pub range: Option<Range<usize>>,
    pub parsed: Option<yaml::Parsed>,
    /// An opening line that nothing closes.
    pub unclosed: bool,
    /// Where the text after it begins.
    pub body: usize,
}

impl Written {
    pub fn of_text(file: FileId, text: &str) -> Self {
        let front::Parts { language, metadata, body, unclosed } = front::split(text);
        let read = |range| match language {
            Language::Yaml => yaml::parse(file, text, range),
            Language::Toml => toml_front::parse(file, text, range),
        };
        let parsed = metadata.clone().map(read);
        Written { language, range: metadata, parsed, unclosed, body: body.start }
    }

    pub fn of_metadata(file: FileId, text: &str) -> Self {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let range = start..text.len();
        let parsed = Some(yaml::parse(file, text, range.clone()));
        Written { language: Language::Yaml, range: Some(range), parsed, unclosed: false, body: text.len() }
    }
}

/// A path's folder (without `/` at its end) and the file's name without extension.
pub fn folder_and_stem(path: &str) -> (&str, &str) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    (folder, name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

/// Where a kind's items lie: `content/actors`.
pub fn folder_of(kind: Kind) -> String {
    format!("content/{}", kind.folder())
}
