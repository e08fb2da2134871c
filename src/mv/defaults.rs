//! What folders say of all that is in them: a file that moves must not come to mean something else by it.
//!
//! In: a file's paths before and after. Out: a refusal that names the first key of which the folders above say something
//! else there, unless the file says it itself.

use std::collections::BTreeMap;

use super::Refusal;
use super::subject::Subject;
use super::survey::Survey;
use crate::edit::Format;
use crate::parse::Written;
use crate::parse::yaml::{Entry, Node, NodeValue};
use crate::source::FileId;

pub fn are_alike(survey: &Survey, subject: &Subject<'_>) -> Result<(), Refusal> {
    let Some((old, new)) = subject.files.first() else { return Ok(()) };
    let own: Vec<String> = subject.files.iter().flat_map(|(path, _)| keys(survey, path)).collect();
    let (before, after) = (defaults(survey, old), defaults(survey, new));
    let all = before.keys().chain(after.keys()).filter(|key| !own.contains(key));
    for key in all {
        let says =
            |found: &BTreeMap<String, (String, String)>| found.get(key).map(|(_, value)| value.clone());
        if says(&before) != says(&after) {
            let place =
                after.get(key).or_else(|| before.get(key)).map(|(path, _)| path.as_str()).unwrap_or_default();
            return Err(Refusal::new(
                format!(
                    "`{new}` would get another `{key}` than `{old}` has: `{place}` says it for a whole folder"
                ),
                format!("write `{key}` into the file's own metadata first"),
            ));
        }
    }
    Ok(())
}

/// What the folders above a file say, with where and as text without places.
fn defaults(survey: &Survey, path: &str) -> BTreeMap<String, (String, String)> {
    let mut found = BTreeMap::new();
    let folders = path.match_indices('/').map(|(at, _)| &path[..at]).rev();
    for folder in folders {
        for ending in ["yaml", "yml"] {
            let place = format!("{folder}/_defaults.{ending}");
            for entry in entries(survey, &place) {
                found.entry(entry.key.clone()).or_insert_with(|| (place.clone(), shown(&entry.value)));
            }
        }
    }
    found
}

fn keys(survey: &Survey, path: &str) -> Vec<String> {
    entries(survey, path).into_iter().map(|entry| entry.key).collect()
}

/// The entries of a file's metadata, where that is one mapping.
fn entries(survey: &Survey, path: &str) -> Vec<Entry> {
    let Some(file) = survey.sources().find(path) else { return Vec::new() };
    let text = survey.sources().text(file);
    let written = match Format::of(path) {
        Format::Text => Written::of_text(FileId::of(path), text),
        Format::Metadata => Written::of_metadata(FileId::of(path), text),
    };
    match written.parsed.and_then(|parsed| parsed.node) {
        Some(Node { value: NodeValue::Map(entries), .. }) => entries,
        _ => Vec::new(),
    }
}

fn shown(node: &Node) -> String {
    match &node.value {
        NodeValue::Null => "~".to_owned(),
        NodeValue::Scalar { text, plain } => format!("{text:?} {plain}"),
        NodeValue::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        NodeValue::Map(entries) => {
            let pairs: Vec<String> =
                entries.iter().map(|entry| format!("{:?}: {}", entry.key, shown(&entry.value))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}
