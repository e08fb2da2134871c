//! Schemas and the code that reads know the same keys, words and defaults.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Subject, schema};
use crate::config::{self, Config};
use crate::model::document::{
    ActorKind, CONFIDENCES, CorrectionKind, Kind, LIKELIHOODS, RelationKind, Status,
};
use crate::parse;
use crate::source::FileId;

/// Every mapping with a fixed set of keys, by the path of keys that leads to it.
type Mappings = BTreeMap<String, BTreeSet<String>>;

/// The schema of one item of a kind, with everything that it refers to in its place.
fn whole(subject: Subject) -> Value {
    let root = schema(subject, None);
    let item = if root.get("anyOf").is_some() { &root["definitions"]["Item"] } else { &root };
    let mut item = item.clone();
    resolve(&mut item, &root["definitions"]);
    item
}

fn resolve(schema: &mut Value, definitions: &Value) {
    match schema {
        Value::Object(keys) => {
            if let Some(Value::String(target)) = keys.get("$ref") {
                let name = target.trim_start_matches("#/definitions/").to_owned();
                *schema = definitions[&name].clone();
                assert!(schema.is_object(), "there is no definition `{name}`");
                return resolve(schema, definitions);
            }
            keys.iter_mut()
                .filter(|(key, _)| *key != "definitions")
                .for_each(|(_, value)| resolve(value, definitions));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| resolve(item, definitions)),
        _ => {}
    }
}

/// The keys of the mapping that a value can be, alone or in a list.
fn mapping(schema: &Value) -> Option<&Map<String, Value>> {
    let own = schema.get("properties").and_then(Value::as_object);
    let parts = ["anyOf", "allOf"].into_iter().filter_map(|key| schema.get(key)?.as_array());
    own.or_else(|| parts.flatten().find_map(mapping)).or_else(|| mapping(schema.get("items")?))
}

fn required(schema: &Value) -> BTreeSet<&str> {
    let own = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    let parts = ["anyOf", "allOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    let of_items = schema.get("items").map(required).unwrap_or_default();
    own.filter_map(Value::as_str).chain(parts.flat_map(required)).chain(of_items).collect()
}

/// Metadata with every mapping in it and every key that must be there.
fn sample(schema: &Value) -> Value {
    let Some(keys) = mapping(schema) else {
        return first_word(schema).unwrap_or_else(|| json!("2025-01-01"));
    };
    let required = required(schema);
    let wanted =
        keys.iter().filter(|(key, value)| required.contains(key.as_str()) || mapping(value).is_some());
    wanted.map(|(key, value)| (key.clone(), sample(value))).collect::<Map<_, _>>().into()
}

fn first_word(schema: &Value) -> Option<Value> {
    let parts = ["anyOf", "allOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    schema.get("enum").map(|words| words[0].clone()).or_else(|| parts.into_iter().find_map(first_word))
}

fn collect(path: &str, schema: &Value, out: &mut Mappings) {
    let Some(keys) = mapping(schema) else { return };
    out.entry(path.to_owned()).or_default().extend(keys.keys().cloned());
    for (key, value) in keys {
        let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        collect(&below, value, out);
    }
}

fn mappings(schema: &Value) -> Mappings {
    let mut out = Mappings::new();
    collect("", schema, &mut out);
    out
}

#[test]
fn schemas_have_the_keys_that_are_asked_for() {
    for kind in Kind::ALL {
        let schema = whole(Subject::Item(kind));
        let (asked, _) = parse::asked(kind, &sample(&schema).to_string());
        let asked: Mappings = asked
            .into_iter()
            .map(|(path, keys)| (path, keys.into_iter().map(str::to_owned).collect()))
            .collect();
        assert_eq!(mappings(&schema), asked, "{}", kind.word());
    }
}

#[test]
fn lists_of_keys_elsewhere_are_those_of_the_schemas() {
    let keys = |kind| mappings(&whole(Subject::Item(kind)))[""].clone();
    let known = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<_>>();
    let all: BTreeSet<String> = Kind::ALL.into_iter().flat_map(keys).collect();
    assert_eq!(known(parse::ITEM_KEYS), all);
    assert_eq!(known(config::ARTICLE_KEYS), keys(Kind::Article));
}

#[test]
fn the_schema_of_the_settings_has_the_tables_and_keys_that_are_read() {
    let schema = whole(Subject::Site);
    let mut found = mappings(&schema);
    let profile = &schema["properties"]["profiles"]["allOf"][0]["additionalProperties"];
    found.insert("profiles.NAME".to_owned(), mappings(profile)[""].clone());
    let known: Mappings = config::KEYS
        .iter()
        .map(|(table, keys)| ((*table).to_owned(), keys.iter().map(|key| (*key).to_owned()).collect()))
        .collect();
    assert_eq!(found, known);
}

#[test]
fn words_are_those_that_are_read() {
    let article = whole(Subject::Item(Kind::Article));
    let actor = whole(Subject::Item(Kind::Actor));
    let key = |schema: &Value, key: &str| mapping(schema).expect("it is a mapping")[key].clone();
    let point = key(&article, "key_points");
    for (schema, words) in [
        (key(&article, "status"), Status::WORDS),
        (key(&key(&article, "corrections"), "kind"), CorrectionKind::WORDS),
        (key(&point, "likelihood"), LIKELIHOODS),
        (key(&point, "confidence"), CONFIDENCES),
        (key(&actor, "kind"), ActorKind::WORDS),
        (key(&key(&actor, "relations"), "type"), RelationKind::WORDS),
    ] {
        let text = schema.to_string();
        assert!(text.contains(&json!({"enum": words}).to_string()[1..]), "{words:?}: {text}");
    }
}

/// A default that is written out gives what its absence gives. A key of the same length that nobody knows keeps every
/// place as it is.
#[test]
fn defaults_of_metadata_are_those_of_the_code() {
    let mut count = 0;
    for kind in Kind::ALL {
        let schema = whole(Subject::Item(kind));
        let sample = sample(&schema);
        for (pointer, key, default) in defaults(&schema, String::new()) {
            let read = |key: &str| {
                let mut metadata = sample.clone();
                metadata.pointer_mut(&pointer).expect("the sample has every mapping")[key] = default.clone();
                parse::asked(kind, &metadata.to_string()).1
            };
            assert_eq!(read(&key), read(&"x".repeat(key.len())), "{} {pointer}/{key}", kind.word());
            count += 1;
        }
    }
    assert!(count >= 8, "{count}");
}

fn defaults(schema: &Value, pointer: String) -> Vec<(String, String, Value)> {
    let mut out = Vec::new();
    for (key, value) in mapping(schema).into_iter().flatten() {
        out.extend(value.get("default").map(|default| (pointer.clone(), key.clone(), default.clone())));
        out.extend(defaults(value, format!("{pointer}/{key}")));
    }
    out
}

#[test]
fn defaults_of_the_settings_are_those_of_the_code() {
    let schema = whole(Subject::Site);
    let mut text = String::new();
    let profile = &schema["properties"]["profiles"]["allOf"][0]["additionalProperties"];
    for (header, table) in [("", &schema), ("/profiles/public", profile)] {
        for (pointer, key, default) in defaults(table, header.to_owned()) {
            let path = format!("{pointer}/{key}")[1..].replace('/', ".");
            text.push_str(&format!("{path} = {default}\n"));
        }
    }
    assert!(text.lines().count() >= 15, "{text}");
    let (read, diagnostics) = config::parse(FileId::of("a.md"), &text);
    assert_eq!(diagnostics, [], "{text}");
    let read = Config { file: None, ..read };
    assert_eq!(format!("{read:?}"), format!("{:?}", Config::default()), "{text}");
}

#[test]
fn every_key_is_described_in_plain_sentences() {
    for subject in Subject::all() {
        let schema = whole(subject);
        check_descriptions(subject.word(), &schema);
    }
}

fn check_descriptions(path: &str, schema: &Value) {
    for (key, value) in mapping(schema).into_iter().flatten() {
        let path = format!("{path}.{key}");
        // A table of the settings says what it is for by its keys.
        let table = path.starts_with("site.") && value.get("properties").is_some();
        let text = value.get("description").and_then(Value::as_str).unwrap_or_default();
        let fine = table || (text.ends_with(['.', '?']) && !text.contains('\n') && text.len() <= 240);
        assert!(fine, "{path}: {text:?}");
        check_descriptions(&path, value);
    }
}
