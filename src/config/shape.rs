//! What values of `site.toml` look like to an editor: JSON Schemas of words, names and lists.
//!
//! In: nothing but the tables of words by which `config` reads. Out: pieces of schema for the fields of
//! [`Config`](super::Config) and [`Profile`](super::Profile). TOML has types of its own: a text is in quotes, and
//! nothing is empty.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::value::{self, SOFTENED};
use super::{
    COUNTRY_PAGES, FEED_LIMITS, LINK_STYLES, MENTION_SCOPES, PAGE_SIZES, Profile, RAW_HTML, SLUG_STYLES,
    UNDECLARED_ACTORS,
};
use crate::diagnostic::{Code, Severity};
use crate::model::document::Kind;
use crate::model::marking::Marking;
use crate::model::shape::{LANGUAGE, LANGUAGE_HELP, words};

/// A type that stands for the schema of a value: its name among the definitions, and the schema.
macro_rules! shapes {
    ($($name:ident = |$generator:ident| $schema:expr;)*) => {$(
        pub struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}

shapes! {
    PlainText = |_generator| json_schema!({"title": "text", "type": "string"});
    PlainTexts = |_generator| json_schema!({"title": "list of texts", "type": "array", "items": {"title": "text", "type": "string"}});
    Canaries = |_generator| canaries();
    OnOff = |_generator| json_schema!({"title": "`true` or `false`", "type": "boolean"});
    Address = |_generator| patterned("web address", r"\s*(?:[Hh][Tt][Tt][Pp][Ss]?://[^/\s\\?#@]+(?:/[^\\?#]*)?)?", ADDRESS);
    Language = |_generator| patterned("language tag", LANGUAGE, LANGUAGE_HELP);
    TimeZoneName = |_generator| json_schema!({"title": "time zone", "type": "string", "enum": value::timezones()});
    Links = |_generator| named(LINK_STYLES);
    Mentions = |_generator| named(MENTION_SCOPES);
    Html = |_generator| named(RAW_HTML);
    Slugs = |_generator| named(SLUG_STYLES);
    Undeclared = |_generator| named(UNDECLARED_ACTORS);
    Pages = |_generator| named(COUNTRY_PAGES);
    FeedLimit = |_generator| number(&FEED_LIMITS);
    PageSize = |_generator| number(&PAGE_SIZES);
    SofterCodes = |_generator| codes(|code| code.severity() != Severity::Error || SOFTENED.contains(&code));
    Codes = |_generator| codes(|_| true);
    Folder = |_generator| patterned("folder", r"[^/\\:\s][^\\:]*", "write a folder below the root, such as `public`");
    FrontMatter = |_generator| front_matter();
    Collections = |_generator| collections();
    Profiles = |generator| profiles(generator);
}

const ADDRESS: &str = "write the address of the front page, such as `https://example.org/briefings/`";

fn patterned(title: &str, pattern: &str, help: &str) -> Schema {
    json_schema!({
        "title": title, "type": "string", "pattern": format!("^{pattern}$"), "patternErrorMessage": help,
    })
}

fn named<T>(table: &[(&str, T)]) -> Schema {
    let known: Vec<&str> = table.iter().map(|(word, _)| *word).collect();
    words(&known)
}

fn number(range: &std::ops::RangeInclusive<usize>) -> Schema {
    let (from, to) = (range.start(), range.end());
    json_schema!({"title": format!("{from} to {to}"), "type": "integer", "minimum": from, "maximum": to})
}

fn codes(may_stand: impl Fn(Code) -> bool) -> Schema {
    let names: Vec<&str> =
        Code::ALL.iter().filter(|code| may_stand(**code)).map(|code| code.name()).collect();
    json_schema!({
        "title": "list of codes", "type": "array", "items": {"title": "code", "type": "string", "enum": names},
    })
}

fn canaries() -> Schema {
    let known = Marking::ALL.map(Marking::label);
    let text = json!({"title": "text", "type": "string", "description": "The words, in any case."});
    let marking = json!({
        "title": "marking", "type": "string", "enum": known,
        "description": "No site below this marking may hold it. Without it: `TLP:GREEN`.",
    });
    let canary = json!({
        "title": "canary", "type": "object", "required": ["text"],
        "properties": {"text": text, "marking": marking},
    });
    let item = json!({"title": "text or canary", "anyOf": [text, canary]});
    json_schema!({"title": "list of texts and canaries", "type": "array", "items": item})
}

/// The names of keys are another program's: only what they mean is ours.
fn front_matter() -> Schema {
    let keys = words(value::ARTICLE_KEYS);
    json_schema!({"title": "their key = our key", "type": "object", "additionalProperties": keys})
}

fn collections() -> Schema {
    let glob = json!({"title": "glob", "type": "string", "pattern": r"^[^/]", "patternErrorMessage": GLOB});
    let globs = json!({"type": "array", "items": glob});
    let kind = |kind: Kind| {
        let what = format!(
            "Files below content/ that are {}: a glob such as `_posts/**`, or several.",
            kind.folder()
        );
        (kind.folder().to_owned(), json!({"title": "globs", "description": what, "anyOf": [glob, globs]}))
    };
    let properties: Map<String, Value> = Kind::ALL.into_iter().map(kind).collect();
    json_schema!({"title": "kind = globs", "type": "object", "properties": properties})
}

const GLOB: &str = "write the path from `content/` on, such as `_posts/**`";

fn profiles(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "title": "audiences",
        "type": "object",
        "propertyNames": {"pattern": r"^[\p{Alphabetic}\p{N}_-]+$"},
        "additionalProperties": generator.subschema_for::<Profile>(),
    })
}
