//! Tables of `site.toml` and the plain values in them.
//!
//! In: tables of the `toml` crate, with byte ranges. Out: typed values and, for each that is not what its key takes, a
//! diagnostic at its place. It knows which keys there are, but not what they are for.

use std::fmt::Write;
use std::ops::RangeInclusive;

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean, nearest};
use crate::source::{At, FileId, Span};

const TOP: &str = "";
const PROFILE: &str = "profiles.NAME";
const CANARY: &str = "audience.canaries";

/// Every table with the keys that it may have. Tables whose keys are the site's own names (`front_matter`, `profiles`)
/// are not among them.
pub const KEYS: &[(&str, &[&str])] = &[
    (
        TOP,
        &[
            "title",
            "description",
            "base_url",
            "language",
            "default_marking",
            "timezone",
            "output",
            "links",
            "markdown",
            "feeds",
            "search",
            "lists",
            "urls",
            "actors",
            "countries",
            "audience",
            "diagnostics",
            "front_matter",
            "collections",
            "profiles",
        ],
    ),
    ("output", &["links"]),
    ("links", &["mentions", "not_names", "previews"]),
    ("markdown", &["raw_html", "smart_punctuation"]),
    ("feeds", &["limit"]),
    ("search", &["enabled"]),
    ("lists", &["page_size"]),
    ("urls", &["slugs"]),
    ("actors", &["undeclared"]),
    ("countries", &["pages"]),
    ("audience", &["withheld_word", "clear_banner", "canaries", "harmless"]),
    (CANARY, &["text", "marking"]),
    ("diagnostics", &["allow", "warn", "deny"]),
    ("collections", &["articles", "actors", "countries", "topics", "events", "sources", "authors", "pages"]),
    (PROFILE, &["marking", "base_url", "output", "links", "drafts"]),
];

/// A table, or the absence of one.
pub struct Table<'a> {
    /// As in [`KEYS`].
    name: &'static str,
    /// As its header says it.
    header: String,
    file: FileId,
    entries: Option<&'a DeTable<'a>>,
}

/// A value and the key under which it stands.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    pub key: &'a str,
    pub key_span: Span,
    pub value: &'a DeValue<'a>,
    pub span: Span,
    /// Whether the value is one of several in an array.
    item: bool,
}

impl<'a> Table<'a> {
    /// The file as a whole.
    pub fn top(file: FileId, entries: &'a DeTable<'a>, out: &mut Diagnostics) -> Self {
        let table = Table { name: TOP, header: String::new(), file, entries: Some(entries) };
        table.report_unknown_keys(out);
        table
    }

    /// The table under a key of this one; empty where there is none.
    pub fn table(&self, key: &'static str, out: &mut Diagnostics) -> Table<'a> {
        let entries = self.get(key).and_then(|entry| entries(entry, key, out));
        let table = Table { name: key, header: key.to_owned(), file: self.file, entries };
        table.report_unknown_keys(out);
        table
    }

    /// The table that an entry of this one is.
    pub fn profile(&self, entry: Entry<'a>, out: &mut Diagnostics) -> Table<'a> {
        let header = format!("profiles.{}", entry.key);
        let entries = entries(entry, &header, out);
        let table = Table { name: PROFILE, header, file: self.file, entries };
        table.report_unknown_keys(out);
        table
    }

    /// The table that a canary is.
    pub fn of_canary(entry: Entry<'a>, out: &mut Diagnostics) -> Self {
        let entries = entry.value.as_table();
        let table = Table { name: CANARY, header: CANARY.to_owned(), file: entry.span.file, entries };
        table.report_unknown_keys(out);
        table
    }

    /// All entries, in the order of the file.
    pub fn entries(&self) -> Vec<Entry<'a>> {
        let mut entries: Vec<_> = self
            .entries
            .into_iter()
            .flat_map(|table| table.iter())
            .map(|(key, value)| Entry {
                key: key.get_ref().as_ref(),
                key_span: span(self.file, key.span()),
                value: value.get_ref(),
                span: span(self.file, value.span()),
                item: false,
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span);
        entries
    }

    pub fn get(&self, key: &str) -> Option<Entry<'a>> {
        let (key, value) = self.entries?.get_key_value(key)?;
        Some(Entry {
            key: key.get_ref().as_ref(),
            key_span: span(self.file, key.span()),
            value: value.get_ref(),
            span: span(self.file, value.span()),
            item: false,
        })
    }

    /// The value of a key, where there is one that `how` takes.
    pub fn read<T>(
        &self,
        key: &str,
        how: impl FnOnce(Entry<'a>, &mut Diagnostics) -> Option<T>,
        out: &mut Diagnostics,
    ) -> Option<T> {
        self.get(key).and_then(|entry| how(entry, out))
    }

    /// Replaces a default by the value of a key.
    pub fn set<T>(
        &self,
        key: &str,
        slot: &mut T,
        how: impl FnOnce(Entry<'a>, &mut Diagnostics) -> Option<T>,
        out: &mut Diagnostics,
    ) {
        if let Some(value) = self.read(key, how, out) {
            *slot = value;
        }
    }

    fn report_unknown_keys(&self, out: &mut Diagnostics) {
        let Some(known) = keys(self.name) else { return };
        for entry in self.entries().into_iter().filter(|entry| !known.contains(&entry.key)) {
            let message = match self.name {
                TOP => format!("the key `{}` is not known", entry.key),
                _ => format!("the key `{}` is not known in `[{}]`", entry.key, self.header),
            };
            let help = where_it_belongs(entry.key)
                .or_else(|| did_you_mean(entry.key, known.iter().copied()))
                .or_else(|| near_elsewhere(entry.key))
                .or_else(|| (self.name != TOP).then(|| one_of(known.iter().copied())));
            out.push(Diagnostic::new(Code::UnknownKey, entry.key_span, message).help_if(help));
        }
    }
}

impl<'a> Entry<'a> {
    /// What a message calls it.
    pub fn subject(&self) -> String {
        if self.item { format!("an item of `{}`", self.key) } else { format!("`{}`", self.key) }
    }

    /// The value is of the right type, but cannot be taken; `why` follows the subject.
    pub fn refuse(&self, why: impl AsRef<str>, help: impl Into<String>) -> Diagnostic {
        let message = format!("{} {}", self.subject(), why.as_ref());
        Diagnostic::new(Code::InvalidValue, self.span, message).help(help)
    }

    /// The value is of another type than `expected`.
    pub fn wrong_type(&self, expected: &str, help: impl Into<String>) -> Diagnostic {
        self.refuse(format!("must be {expected}, not {}", type_name(self.value)), help)
    }

    fn text(&self, help: impl FnOnce() -> String, out: &mut Diagnostics) -> Option<&'a str> {
        let text = self.value.as_str();
        if text.is_none() {
            out.push(self.wrong_type("a string", help()));
        }
        text
    }

    fn item(self, value: &'a DeValue<'a>, range: std::ops::Range<usize>) -> Self {
        Entry { value, span: span(self.span.file, range), item: true, ..self }
    }
}

fn entries<'a>(entry: Entry<'a>, header: &str, out: &mut Diagnostics) -> Option<&'a DeTable<'a>> {
    let table = entry.value.as_table();
    if table.is_none() {
        let meant = if entry.value.is_array() { None } else { where_it_belongs(entry.key) };
        let help = meant.unwrap_or_else(|| write_table(header));
        out.push(entry.wrong_type("a table", help));
    }
    table
}

fn span(file: FileId, range: std::ops::Range<usize>) -> Span {
    Span::new(file, range.start, range.end)
}

fn keys(table: &str) -> Option<&'static [&'static str]> {
    KEYS.iter().find(|(name, _)| *name == table).map(|(_, keys)| *keys)
}

fn is_table(key: &str) -> bool {
    keys(key).is_some() || matches!(key, "front_matter" | "profiles")
}

fn where_it_belongs(key: &str) -> Option<String> {
    match places(key) {
        Some(places) => Some(format!("`{key}` belongs {places}")),
        None => is_table(key).then(|| write_table(key)),
    }
}

fn write_table(header: &str) -> String {
    let header = if header == "profiles" { PROFILE } else { header };
    format!("write `[{header}]` and its keys below")
}

fn near_elsewhere(key: &str) -> Option<String> {
    let near = nearest(key, KEYS.iter().flat_map(|(_, keys)| keys.iter().copied()))?;
    let place = places(near).map(|places| format!(" it belongs {places}"));
    Some(format!("did you mean `{near}`?{}", place.unwrap_or_default()))
}

/// Where a key may stand that is not a table.
fn places(key: &str) -> Option<String> {
    let places: Vec<String> = KEYS
        .iter()
        .filter(|(name, keys)| keys.contains(&key) && !(*name == TOP && is_table(key)))
        .map(|(name, _)| match *name {
            TOP => "at the top of the file, before the first table".to_owned(),
            name => format!("in `[{name}]`"),
        })
        .collect();
    (!places.is_empty()).then(|| places.join(" or "))
}

fn type_name(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

/// A text, without the blanks around it.
pub fn text(entry: Entry, out: &mut Diagnostics) -> Option<String> {
    text_like("text")(entry, out).map(|text| text.trim().to_owned())
}

/// A string; where it is none, the help shows `example` in quotes.
pub fn text_like<'a>(example: &str) -> impl Fn(Entry<'a>, &mut Diagnostics) -> Option<&'a str> {
    move |entry, out| entry.text(|| format!("write it in quotes: `\"{example}\"`"), out)
}

pub fn flag(entry: Entry, out: &mut Diagnostics) -> Option<bool> {
    let flag = entry.value.as_bool();
    if flag.is_none() {
        out.push(entry.wrong_type("true or false", "write `true` or `false`, without quotes"));
    }
    flag
}

/// A whole number within a range.
pub fn number<'a>(range: RangeInclusive<usize>) -> impl Fn(Entry<'a>, &mut Diagnostics) -> Option<usize> {
    move |entry, out| {
        let help = format!("write a whole number from {} to {}", range.start(), range.end());
        let Some(integer) = entry.value.as_integer() else {
            out.push(entry.wrong_type("a whole number", help));
            return None;
        };
        let number = usize::from_str_radix(integer.as_str(), integer.radix()).ok();
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            out.push(entry.refuse(format!("cannot be {integer}"), help));
        }
        number
    }
}

/// One of a few words.
pub fn word<'a, T: Copy>(words: &[(&str, T)]) -> impl Fn(Entry<'a>, &mut Diagnostics) -> Option<T> {
    move |entry, out| {
        let known = || words.iter().map(|(word, _)| *word);
        let text = entry.text(|| one_of(known()), out)?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let near = did_you_mean(text, known()).map(|near| near + " ").unwrap_or_default();
            out.push(entry.refuse(format!("cannot be `{text}`"), near + &one_of(known())));
        }
        found.map(|(_, value)| *value)
    }
}

/// The values of an array, each read by itself: one that cannot be taken leaves the others.
pub fn list<'a, T>(
    help: &'static str,
    how: impl Fn(Entry<'a>, &mut Diagnostics) -> Option<T>,
) -> impl Fn(Entry<'a>, &mut Diagnostics) -> Option<Vec<T>> {
    move |entry, out| {
        let Some(values) = entry.value.as_array() else {
            out.push(entry.wrong_type("an array", help));
            return None;
        };
        let items = values.iter().map(|value| entry.item(value.get_ref(), value.span()));
        Some(items.filter_map(|item| how(item, out)).collect())
    }
}

/// Keeps the place of what `how` reads.
pub fn at<'a, T>(
    how: impl Fn(Entry<'a>, &mut Diagnostics) -> Option<T>,
) -> impl Fn(Entry<'a>, &mut Diagnostics) -> Option<At<T>> {
    move |entry, out| how(entry, out).map(|value| At::new(value, entry.span))
}

/// "write `a`, `b` or `c`"
pub fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.into_iter().collect();
    let mut out = "write ".to_owned();
    for (index, word) in words.iter().enumerate() {
        let glue = match index {
            0 => "",
            _ if index + 1 == words.len() => " or ",
            _ => ", ",
        };
        write!(out, "{glue}`{word}`").expect("a string takes all that is written to it");
    }
    out
}
