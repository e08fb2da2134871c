//! JSON Schemas (draft 7) of what an author writes, for editors.
//!
//! In: the types that `parse` and `config` fill, from which the schemas are derived, and perhaps the [`Ids`] of a site.
//! Out: one schema a [`Subject`], the same for the same program and ids. It reads no content and judges none: what a
//! schema cannot say is left to `chancery check`.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

pub use self::ids::Ids;

use crate::config::Config;
use crate::diagnostic::{Code, Severity};
use crate::explain;
use crate::model::document::{
    ActorItem, ArticleItem, Common, CommonKey, CountryItem, EventItem, Kind, NamedItem, PageItem, SourceItem,
};
use crate::model::shape::{List, Text, described_words};

mod ids;
#[cfg(test)]
mod tests;

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Item(Kind),
    /// `site.toml`
    Site,
}

impl Subject {
    pub fn all() -> impl Iterator<Item = Subject> {
        Kind::ALL.into_iter().map(Subject::Item).chain([Subject::Site])
    }

    pub fn word(self) -> &'static str {
        match self {
            Subject::Item(kind) => kind.word(),
            Subject::Site => "site",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Subject::all().find(|subject| subject.word() == word)
    }
}

/// The schema as text, on many lines, with a line break at its end.
pub fn text(subject: Subject, ids: Option<&Ids>) -> String {
    let json = serde_json::to_string_pretty(&schema(subject, ids));
    json.expect("a schema has texts for keys") + "\n"
}

/// The schema: of an item what its metadata may be, in any of its places.
pub fn schema(subject: Subject, ids: Option<&Ids>) -> Value {
    let mut generator = SchemaSettings::draft07().into_generator();
    let root = match subject {
        Subject::Item(kind) => file(kind, &mut generator),
        Subject::Site => site(&mut generator),
    };
    let mut definitions = generator.take_definitions(false);
    if let Some(ids) = ids {
        ids.offer(&mut definitions);
    }
    let mut out = json!({"$schema": "http://json-schema.org/draft-07/schema#"});
    let all = out.as_object_mut().expect("it was made as an object");
    all.insert("title".to_owned(), title(subject).into());
    all.insert("description".to_owned(), description(subject).into());
    all.extend(root.to_value().as_object().cloned().unwrap_or_default());
    all.insert("definitions".to_owned(), definitions.into());
    if subject == Subject::Site {
        without_null(&mut out);
    }
    finish(&mut out);
    out
}

fn title(subject: Subject) -> String {
    match subject {
        Subject::Item(kind) => format!("Chancery: {}", kind.word()),
        Subject::Site => "Chancery: site.toml".to_owned(),
    }
}

fn description(subject: Subject) -> String {
    match subject {
        Subject::Item(Kind::Article | Kind::Page) => "Metadata of one text.".to_owned(),
        Subject::Item(kind) => {
            format!("One {} as a mapping, or several as a list of mappings.", kind.word())
        }
        Subject::Site => "The settings of a site.".to_owned(),
    }
}

// ---- items ----

/// Keys that `parse` reads of every item, beside those of [`Common`].
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only their schema is wanted: `parse` reads them before it makes an item")]
struct Everywhere {
    /// What others call it by. Without it: the file's name without its ending; in a list the slug of its name or title.
    #[schemars(with = "Option<Text>")]
    id: (),
    /// Codes of warnings and notes that the author has seen and accepts in this file.
    #[schemars(with = "Option<List<Allowed>>")]
    allow: (),
}

/// A code that can be allowed in a file.
struct Allowed;

impl JsonSchema for Allowed {
    fn schema_name() -> Cow<'static, str> {
        "Allowed".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let soft = Code::ALL.iter().filter(|code| code.severity() != Severity::Error);
        let meanings: Vec<(&str, String)> = soft.map(|code| (code.name(), meaning(*code))).collect();
        let meanings: Vec<(&str, &str)> =
            meanings.iter().map(|(name, what)| (*name, what.as_str())).collect();
        described_words("code", &meanings)
    }
}

/// What a code means, on one line.
pub fn meaning(code: Code) -> String {
    explain::explanation(code).what.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A file of metadata: one item, or for kinds that need no text of their own also many.
fn file(kind: Kind, generator: &mut SchemaGenerator) -> Schema {
    let mut item = item(kind, generator);
    if matches!(kind, Kind::Article | Kind::Page) {
        // The schema as a whole has one.
        item.remove("title");
        return item;
    }
    let one = json_schema!({"$ref": "#/definitions/Item"});
    let many = json!({"type": "array", "items": one});
    generator.definitions_mut().insert("Item".to_owned(), item.to_value());
    json_schema!({"anyOf": [one, many]})
}

/// The mapping of one item: its own keys, then those of every kind.
fn item(kind: Kind, generator: &mut SchemaGenerator) -> Schema {
    let mut item = match kind {
        Kind::Article => ArticleItem::json_schema(generator),
        Kind::Actor => ActorItem::json_schema(generator),
        Kind::Country => CountryItem::json_schema(generator),
        Kind::Topic | Kind::Author => NamedItem::json_schema(generator),
        Kind::Event => EventItem::json_schema(generator),
        Kind::Source => SourceItem::json_schema(generator),
        Kind::Page => PageItem::json_schema(generator),
    };
    // What is known of the type is meant for who reads the code.
    item.remove("description");
    item.insert("title".to_owned(), kind.word().into());
    let common = [Common::json_schema(generator), Everywhere::json_schema(generator)];
    let keys = properties(&mut item);
    for mut more in common {
        for (key, value) in std::mem::take(properties(&mut more)) {
            if common_key(&key).is_none_or(|key| kind.has(key)) {
                keys.entry(key).or_insert(value);
            }
        }
    }
    item
}

fn common_key(key: &str) -> Option<CommonKey> {
    match key {
        "id" => Some(CommonKey::Id),
        "redirects" => Some(CommonKey::Redirects),
        "summary" => Some(CommonKey::Summary),
        "image" => Some(CommonKey::Image),
        _ => None,
    }
}

fn properties(schema: &mut Schema) -> &mut Map<String, Value> {
    let properties = schema.ensure_object().entry("properties").or_insert_with(|| json!({}));
    properties.as_object_mut().expect("properties are an object")
}

// ---- site.toml ----

/// The fields of [`Config`], `table.key` each in its table.
fn site(generator: &mut SchemaGenerator) -> Schema {
    let mut config = Config::json_schema(generator);
    let mut keys = Map::new();
    for (name, value) in std::mem::take(properties(&mut config)) {
        match name.split_once('.') {
            None => drop(keys.insert(name, value)),
            Some((table, key)) => {
                let table = keys.entry(table).or_insert_with(|| json!({"type": "object", "properties": {}}));
                table["properties"][key] = value;
            }
        }
    }
    json_schema!({"type": "object", "properties": keys})
}

/// TOML has no empty value.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(keys) => {
            if let Some(Value::Array(types)) = keys.get_mut("type") {
                types.retain(|name| name != "null");
            }
            if let Some(Value::Array(values)) = keys.get_mut("enum") {
                values.retain(|value| !value.is_null());
            }
            if let Some(Value::Array(all)) = keys.get_mut("anyOf") {
                all.retain(|one| one.get("type").is_none_or(|name| name != "null"));
            }
            if let Some(only) = keys.get("anyOf").and_then(|all| only(all)).cloned() {
                keys.remove("anyOf");
                for (key, value) in only {
                    keys.entry(key).or_insert(value);
                }
            }
            keys.values_mut().for_each(without_null);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}

/// The one alternative of several that is left.
fn only(all: &Value) -> Option<&Map<String, Value>> {
    match all.as_array()?.as_slice() {
        [only] => only.as_object(),
        _ => None,
    }
}

// ---- every schema ----

/// Makes of the derived schemas what editors want: only known keys, descriptions on one line, and nothing beside a
/// `$ref`, where draft 7 would not see it.
fn finish(schema: &mut Value) {
    match schema {
        Value::Object(keys) => {
            if keys.get("properties").is_some_and(Value::is_object) {
                keys.entry("additionalProperties").or_insert(Value::Bool(false));
            }
            if let Some(Value::String(text)) = keys.get_mut("description") {
                *text = text.replace('\n', " ");
            }
            keys.values_mut().for_each(finish);
            if keys.len() > 1
                && let Some(target) = keys.remove("$ref")
            {
                let all = keys.entry("allOf").or_insert_with(|| json!([]));
                all.as_array_mut().expect("`allOf` is an array").push(json!({"$ref": target}));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(finish),
        _ => {}
    }
}
