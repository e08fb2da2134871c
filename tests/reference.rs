//! docs/reference.md against the code: its tables are made from the schemas, the command line and the codes.
//!
//! A part of the page between `<!-- made from the code: NAME -->` and `<!-- end -->` is compared with what the code says;
//! `CHANCERY_BLESS=1 cargo test --test reference` rewrites it. A part that has no place in the page fails.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use chancery::diagnostic::Code;
use chancery::model::document::Kind;
use chancery::schema::{Subject, meaning, schema};
use clap::{Arg, Command};
use common::{assert_none, blesses, difference, manifest};
use serde_json::{Map, Value};

const PAGE: &str = "docs/reference.md";
const END: &str = "<!-- end -->";

/// Names of parts, and their text.
type Parts = BTreeMap<String, String>;

fn opening(name: &str) -> String {
    format!("<!-- made from the code: {name} -->")
}

/// The page with these parts put in; and names of parts that it has no place for.
fn filled(page: &str, parts: &Parts) -> (String, Vec<String>) {
    let mut out = page.to_owned();
    let mut missing = Vec::new();
    for (name, text) in parts {
        let opening = opening(name);
        let place = out.split_once(&opening).and_then(|(above, rest)| Some((above, rest.split_once(END)?.1)));
        match place {
            Some((above, below)) => out = format!("{above}{opening}\n\n{}\n\n{END}{below}", text.trim_end()),
            None => {
                missing.push(format!("{PAGE} has no place for `{name}`: write `{opening}` and `{END}` there"))
            }
        }
    }
    (out, missing)
}

/// Compares one sort of parts with the page, or rewrites them. Tests run at the same time: each changes its own parts.
fn check(parts: &Parts) {
    static ONE_AT_A_TIME: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let writing = ONE_AT_A_TIME.lock().expect("no test panics while it writes");
    let page = fs::read_to_string(manifest(PAGE)).expect("the page can be read");
    let (wanted, mut problems) = filled(&page, parts);
    if wanted != page && blesses() {
        fs::write(manifest(PAGE), &wanted).expect("the page can be written");
    } else if wanted != page {
        problems.push(difference(PAGE, &page, &wanted));
    }
    drop(writing);
    assert_none(problems);
}

fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
        writeln!(out, "| {} |", cells.join(" | ")).expect("a string takes all that is written to it");
    }
    out
}

// ---- keys ----

/// A schema and what it refers to.
struct Keys {
    root: Value,
}

impl Keys {
    fn of(subject: Subject) -> Self {
        Keys { root: schema(subject, None) }
    }

    fn item(&self) -> &Value {
        self.root.pointer("/definitions/Item").unwrap_or(&self.root)
    }

    fn definitions(&self) -> &Map<String, Value> {
        self.root["definitions"].as_object().expect("definitions are an object")
    }

    /// What a schema refers to, if it does.
    fn referred<'k>(&'k self, schema: &'k Value) -> &'k Value {
        let target = schema.get("$ref").or_else(|| schema.pointer("/allOf/0/$ref")).and_then(Value::as_str);
        target.map_or(schema, |target| &self.definitions()[target.trim_start_matches("#/definitions/")])
    }

    /// The type of a value in words.
    fn type_of(&self, schema: &Value) -> String {
        let schema = self.referred(schema);
        if let Some(all) = schema.get("anyOf").and_then(Value::as_array) {
            return self.type_of_any(all);
        }
        match (schema.get("title").and_then(Value::as_str), schema.get("enum").and_then(Value::as_array)) {
            (Some(title), _) => title.to_owned(),
            (None, Some(words)) => words.iter().map(code).collect::<Vec<_>>().join(", "),
            (None, None) => schema["type"].as_str().unwrap_or("anything").to_owned(),
        }
    }

    /// A list of something is named by what it is a list of: one value alone counts as one.
    fn type_of_any(&self, all: &[Value]) -> String {
        let is = |schema: &Value, name: &str| schema.get("type").is_some_and(|found| found == name);
        if let Some(list) = all.iter().find(|one| is(one, "array")) {
            return format!("list: {}", self.type_of(&list["items"]));
        }
        let known: Vec<String> =
            all.iter().filter(|one| !is(one, "null")).map(|one| self.type_of(one)).collect();
        known.join(" or ")
    }

    fn row(&self, name: &str, key: &str, mapping: &Value) -> Vec<String> {
        let schema = &mapping["properties"][key];
        let is_required =
            mapping.get("required").and_then(Value::as_array).is_some_and(|keys| keys.contains(&key.into()));
        let default = match schema.get("default") {
            _ if is_required => "required".to_owned(),
            Some(Value::String(text)) if text.is_empty() => "empty".to_owned(),
            Some(default) => code(default),
            None => String::new(),
        };
        let meaning = schema["description"].as_str().unwrap_or_default();
        vec![format!("`{name}`"), self.type_of(schema), default, meaning.to_owned()]
    }

    /// The rows of a mapping's keys, but for those that are told elsewhere.
    fn table(&self, mapping: &Value, without: &[String]) -> String {
        let keys = mapping["properties"].as_object().expect("a mapping has keys").keys();
        let keys = keys.filter(|key| !without.contains(key));
        table(&["key", "type", "default", "meaning"], keys.map(|key| self.row(key, key, mapping)))
    }
}

fn code(value: &Value) -> String {
    value.as_str().map_or_else(|| format!("`{value}`"), |text| format!("`{text}`"))
}

/// Keys that three kinds or more have in the same words, and who has them.
fn common_keys() -> Vec<(String, Vec<Kind>)> {
    let mut found: Vec<(String, Value, Vec<Kind>)> = Vec::new();
    for kind in Kind::ALL {
        let keys = Keys::of(Subject::Item(kind));
        for (key, value) in keys.item()["properties"].as_object().expect("an item has keys") {
            match found.iter_mut().find(|(name, known, _)| name == key && known == value) {
                Some((_, _, kinds)) => kinds.push(kind),
                None => found.push((key.clone(), value.clone(), vec![kind])),
            }
        }
    }
    found.into_iter().filter(|(_, _, kinds)| kinds.len() >= 3).map(|(key, _, kinds)| (key, kinds)).collect()
}

/// A kind's own keys: those that the table of common keys does not tell of it.
fn told_elsewhere(kind: Kind, common: &[(String, Vec<Kind>)]) -> Vec<String> {
    let told = common.iter().filter(|(_, kinds)| kinds.contains(&kind));
    told.map(|(key, _)| key.clone()).collect()
}

fn common_table(common: &[(String, Vec<Kind>)]) -> String {
    let rows = common.iter().map(|(key, kinds)| {
        let keys = Keys::of(Subject::Item(kinds[0]));
        let mut row = keys.row(key, key, keys.item());
        let folders: Vec<&str> = kinds.iter().map(|kind| kind.folder()).collect();
        row[2] = if kinds.len() == Kind::ALL.len() { "all".to_owned() } else { folders.join(", ") };
        row
    });
    table(&["key", "type", "of", "meaning"], rows)
}

/// The mappings within items: figures, roles and so on. Events and sources in an article are those of files.
fn nested() -> Parts {
    let mut parts = Parts::new();
    for kind in Kind::ALL {
        let keys = Keys::of(Subject::Item(kind));
        for (name, definition) in keys.definitions() {
            let is_told = ["Item", "EventItem", "SourceItem"].contains(&name.as_str());
            if !is_told && definition.get("properties").is_some() {
                let title = definition["title"].as_str().expect("a mapping has a title");
                parts.insert(format!("keys of {title}"), keys.table(definition, &[]));
            }
        }
    }
    parts
}

fn parts_of_metadata() -> Parts {
    let common = common_keys();
    let mut parts = nested();
    for kind in Kind::ALL {
        let keys = Keys::of(Subject::Item(kind));
        let own = keys.table(keys.item(), &told_elsewhere(kind, &common));
        parts.insert(format!("keys of {}", kind.word()), own);
    }
    // One page section tells of both.
    let author = parts.remove("keys of author").expect("it has been put in");
    assert_eq!(Some(&author), parts.get("keys of topic"));
    parts.insert("keys of every kind".to_owned(), common_table(&common));
    parts
}

#[test]
fn keys_of_metadata_are_those_of_the_schemas() {
    check(&parts_of_metadata());
}

#[test]
fn an_event_and_a_source_in_an_article_have_keys_of_those_in_files() {
    let article = Keys::of(Subject::Item(Kind::Article));
    for (name, kind) in [("EventItem", Kind::Event), ("SourceItem", Kind::Source)] {
        let inline = article.definitions()[name]["properties"].as_object().expect("it has keys");
        let file = Keys::of(Subject::Item(kind));
        for (key, value) in inline {
            assert_eq!(file.item()["properties"][key], *value, "{name} {key}");
        }
    }
}

fn parts_of_settings() -> Parts {
    let keys = Keys::of(Subject::Site);
    let mut rows = Vec::new();
    for (name, schema) in keys.root["properties"].as_object().expect("the settings have keys") {
        match schema.get("properties").and_then(Value::as_object) {
            Some(table) => {
                rows.extend(table.keys().map(|key| keys.row(&format!("[{name}] {key}"), key, schema)));
            }
            None => rows.push(keys.row(name, name, &keys.root)),
        }
    }
    let profile = &keys.definitions()["Profile"];
    Parts::from([
        ("keys of site.toml".to_owned(), table(&["key", "type", "default", "meaning"], rows)),
        ("keys of a profile".to_owned(), keys.table(profile, &[])),
    ])
}

#[test]
fn keys_of_the_settings_are_those_of_the_schema() {
    check(&parts_of_settings());
}

// ---- the command line ----

/// `--profile NAME`, or `KIND` for what has no name of its own.
fn written(arg: &Arg) -> String {
    let values: Vec<&str> = arg.get_value_names().into_iter().flatten().map(|name| name.as_str()).collect();
    let value = if arg.get_action().takes_values() { values.join(" ") } else { String::new() };
    match arg.get_long() {
        Some(long) => format!("`--{long} {value}").trim_end().to_owned() + "`",
        None => format!("`{value}`"),
    }
}

fn option_row(command: &Command, arg: &Arg) -> Vec<String> {
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let values = if arg.get_action().takes_values() { arg.get_possible_values() } else { Vec::new() };
    let words: Vec<String> = values.iter().map(|value| format!("`{}`", value.get_name())).collect();
    if !words.is_empty() {
        write!(help, ": {}", words.join(", ")).expect("a string takes all that is written to it");
    }
    let default = arg.get_default_values().first().filter(|_| arg.get_action().takes_values());
    if let Some(default) = default {
        write!(help, " [default: `{}`]", default.to_string_lossy()).expect("a string takes it");
    }
    let others: Vec<String> = command
        .get_arg_conflicts_with(arg)
        .iter()
        .filter_map(|other| Some(format!("`--{}`", other.get_long()?)))
        .collect();
    if !others.is_empty() {
        write!(help, "; not with {}", others.join(", ")).expect("a string takes it");
    }
    vec![written(arg), help]
}

/// What a command takes beside what all take.
fn own_options(command: &Command) -> Vec<&Arg> {
    let ours = |arg: &&Arg| !arg.is_global_set() && !["help", "version"].contains(&arg.get_id().as_str());
    command.get_arguments().filter(ours).collect()
}

fn described(command: &Command, name: &str) -> String {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let mut out = format!("### `{name}`\n\n{about}.\n\n");
    let options = own_options(command);
    if !options.is_empty() {
        out.push_str(&table(&["option", "meaning"], options.into_iter().map(|arg| option_row(command, arg))));
        out.push('\n');
    }
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        out.push_str(&described(below, &format!("{name} {}", below.get_name())));
    }
    out
}

fn parts_of_commands() -> Parts {
    let program = chancery::cli::command();
    let below = program.get_subcommands().filter(|below| below.get_name() != "help" && !below.is_hide_set());
    let commands: String =
        below.map(|below| described(below, &format!("chancery {}", below.get_name()))).collect();
    let global = program.get_arguments().filter(|arg| arg.is_global_set());
    Parts::from([
        ("commands".to_owned(), commands),
        (
            "options of all commands".to_owned(),
            table(&["option", "meaning"], global.map(|arg| option_row(&program, arg))),
        ),
    ])
}

#[test]
fn commands_and_options_are_those_of_the_program() {
    check(&parts_of_commands());
}

// ---- messages ----

fn parts_of_messages() -> Parts {
    let rows = Code::ALL
        .iter()
        .map(|code| vec![code.severity().word().to_owned(), format!("`{}`", code.name()), meaning(*code)]);
    Parts::from([("messages".to_owned(), table(&["severity", "code", "said when"], rows))])
}

#[test]
fn messages_are_those_of_the_program() {
    check(&parts_of_messages());
}

/// A part that was renamed would stay behind and never change again.
#[test]
fn the_page_has_no_part_that_nothing_makes() {
    let page = fs::read_to_string(manifest(PAGE)).expect("the page can be read");
    let made = [parts_of_metadata(), parts_of_settings(), parts_of_commands(), parts_of_messages()];
    let made: BTreeSet<String> = made.into_iter().flatten().map(|(name, _)| name).collect();
    let opened = page.split("<!-- made from the code: ").skip(1);
    let found: Vec<&str> = opened.filter_map(|rest| Some(rest.split_once(" -->")?.0)).collect();
    assert_eq!(found.len(), page.matches(END).count(), "every part ends");
    assert_eq!(found.len(), made.len(), "no part stands there twice");
    assert_eq!(found.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), made);
}
