//! What values of metadata look like to an editor: JSON Schemas (draft 7) of texts, lists, dates, addresses and names.
//!
//! In: nothing but the types themselves; the types of `document` and `config` say with these which value a key takes.
//! Out: pieces of schema that never refuse what `parse` reads, and refuse of the rest what a pattern can tell. Whole
//! schemas are made in `schema`, which alone knows the kinds of items.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::date::{DAY_OR_TIME, ForeignMoment};
use super::document::{CONFIDENCES, LIKELIHOODS};
use super::marking::Marking;
use crate::source::At;

/// The place of a value is no part of what is written.
impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A type that stands for the schema of a value: its name among the definitions, and the schema.
macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident = $schema:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}

shapes! {
    /// One scalar: what an author means as text, an editor's YAML may read as a number or a truth value.
    Text = scalar("text");
    ActorName = scalar("actor");
    ArticleName = scalar("article");
    AuthorName = scalar("author");
    CountryName = scalar("country");
    /// A country or an actor, in this order if both have the name.
    Holder = scalar("country or actor");
    SourceName = scalar("id of a source");
    EventName = scalar("id of an event");
    TopicName = scalar("topic");
    /// Any mapping: what stands in it is the site's own.
    Anything = json_schema!({"title": "mapping", "type": "object"});
    Identifiers = json_schema!({
        "title": "mapping of texts",
        "type": "object",
        "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
    });
    Flag = json_schema!({
        "title": "`true` or `false`",
        "type": ["boolean", "string"],
        "pattern": "^(true|false)$",
        "patternErrorMessage": "write `true` or `false`",
    });
    WebAddress = patterned(
        "web address",
        r"(?:[Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://\S+",
        "write a whole address that begins with `https://`",
    );
    LanguageTag = patterned("language tag", LANGUAGE, LANGUAGE_HELP);
    Likelihood = words(LIKELIHOODS);
    Confidence = words(CONFIDENCES);
    Reliability = described_words("A to F", RELIABILITIES);
}

/// A well-formed tag of BCP 47, as `config` judges it.
pub const LANGUAGE: &str = "(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*|[xX](?:-[A-Za-z0-9]{1,8})+)";
pub const LANGUAGE_HELP: &str = "write a BCP 47 tag such as `en` or `pt-BR`";

/// The Admiralty code's words for a source.
const RELIABILITIES: &[(&str, &str)] = &[
    ("A", "completely reliable"),
    ("B", "usually reliable"),
    ("C", "fairly reliable"),
    ("D", "not usually reliable"),
    ("E", "unreliable"),
    ("F", "reliability cannot be judged"),
];

fn scalar(title: &str) -> Schema {
    json_schema!({"title": title, "type": ["string", "number", "boolean"]})
}

/// A text of which a pattern tells much. An empty one counts as none, so that it is no mistake.
pub fn patterned(title: &str, pattern: &str, help: &str) -> Schema {
    json_schema!({
        "title": title,
        "type": "string",
        "pattern": format!(r"^\s*(?:{pattern})?\s*$"),
        "patternErrorMessage": help,
    })
}

/// One of a few words.
pub fn words(words: &[&str]) -> Schema {
    json_schema!({"type": "string", "enum": words})
}

/// One of a few words, each with what it means.
pub fn described_words(title: &str, words: &[(&str, &str)]) -> Schema {
    let (words, meanings): (Vec<&str>, Vec<&str>) = words.iter().copied().unzip();
    json_schema!({"title": title, "type": "string", "enum": words, "enumDescriptions": meanings})
}

impl JsonSchema for Marking {
    fn schema_name() -> Cow<'static, str> {
        "Marking".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        described_words("marking", &Marking::ALL.map(|marking| (marking.label(), marking.meaning())))
    }
}

impl JsonSchema for ForeignMoment {
    fn schema_name() -> Cow<'static, str> {
        "ForeignMoment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        patterned("day or time", &ForeignMoment::pattern(), DAY_OR_TIME)
    }
}

/// A value of `T` that is not empty.
pub struct Filled<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for Filled<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = generator.subschema_for::<T>();
        schema.insert("pattern".to_owned(), json!(r"\S"));
        schema.insert("patternErrorMessage".to_owned(), json!("this cannot be empty"));
        schema
    }
}

/// A list, or one value alone as a list of one. Empty items count as none.
pub struct List<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for List<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("ListOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let item = generator.subschema_for::<T>();
        let mut items = alternatives(item.clone());
        items.push(json!({"type": "null"}));
        let mut all = alternatives(item);
        all.push(json!({"type": "array", "items": {"anyOf": items}}));
        json_schema!({"anyOf": all})
    }
}

/// What is written as an `A` or as a `B`.
pub struct Either<A, B>(PhantomData<(A, B)>);

impl<A: JsonSchema, B: JsonSchema> JsonSchema for Either<A, B> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}Or{}", A::schema_name(), B::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut all = alternatives(generator.subschema_for::<A>());
        all.append(&mut alternatives(generator.subschema_for::<B>()));
        json_schema!({"anyOf": all})
    }
}

/// The alternatives that a schema consists of; else the schema itself.
fn alternatives(schema: Schema) -> Vec<Value> {
    match schema.get("anyOf").and_then(Value::as_array) {
        Some(all) => all.clone(),
        None => vec![schema.to_value()],
    }
}

/// A number from `FROM` to `TO`, in quotes or not.
pub struct Degrees<const LIMIT: u16>;

impl<const LIMIT: u16> JsonSchema for Degrees<LIMIT> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Degrees{LIMIT}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let help = format!("write a number from -{LIMIT} to {LIMIT}");
        json_schema!({
            "title": format!("-{LIMIT} to {LIMIT}"),
            "type": ["number", "string"],
            "minimum": -i32::from(LIMIT),
            "maximum": LIMIT,
            "pattern": r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$",
            "patternErrorMessage": help,
        })
    }
}

/// A whole number from 1 to `TO`, which is one digit, in quotes or not.
pub struct UpTo<const TO: u8>;

impl<const TO: u8> JsonSchema for UpTo<TO> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("UpTo{TO}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": format!("1 to {TO}"),
            "type": ["integer", "string"],
            "minimum": 1,
            "maximum": TO,
            "pattern": format!(r"^\+?0*[1-{TO}]$"),
            "patternErrorMessage": format!("write a whole number from 1 to {TO}"),
        })
    }
}
