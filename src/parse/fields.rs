//! A mapping of metadata, read key by key.
//!
//! In: the entries of a YAML mapping. Out: typed values, each with its place; whatever cannot be read becomes a
//! diagnostic, and reading goes on. What nobody asked for is an unknown key.

use super::yaml::{Entry, Node, NodeValue};
use crate::config::{language_tag, old_marking, unknown_marking};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, did_you_mean};
use crate::model::date::{DateError, Edtf, Moment};
use crate::model::document::{Extra, Value};
use crate::model::marking::{Marking, Reading};
use crate::source::{At, Span};

/// What is found besides the values while one item is read.
#[derive(Debug, Default)]
pub struct Findings {
    pub diagnostics: Diagnostics,
    /// Keys of a collection that nobody knows, for one note a key for the whole site.
    pub foreign_keys: Vec<(String, Span)>,
    /// Keys of the item itself whose values are of the wrong sort: they are not missing on top.
    pub refused: Vec<String>,
    /// Values without a place of their own.
    pub extra: Extra,
    /// Ids of what a mistake kept from being read: a reference to one is not reported on top.
    pub broken: Vec<String>,
    /// Whether `[collections]` claimed the item.
    pub collected: bool,
    /// Whether part of the metadata was lost to a mistake, so that missing keys are no news.
    pub damaged: bool,
    #[cfg(test)]
    pub asked: Asked,
}

/// The keys that were asked for, by the path of their mapping without numbers.
#[cfg(test)]
pub type Asked = std::collections::BTreeMap<String, std::collections::BTreeSet<&'static str>>;

impl Findings {
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Remembers the id of an item that cannot be told.
    pub fn lose(&mut self, id: Option<&At<String>>) {
        self.broken.extend(id.map(|id| id.value.to_lowercase()));
    }

    /// A value that cannot be read: an error, or in a collection a warning.
    fn unreadable(&mut self, diagnostic: Diagnostic) {
        let severity = if self.collected { Severity::Warning } else { diagnostic.severity };
        self.report(diagnostic.severity(severity));
    }

    pub fn invalid(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.unreadable(Diagnostic::new(Code::InvalidValue, span, message).help(help));
    }
}

/// The entries of one mapping that have not been read yet.
pub struct Fields<'f> {
    pub findings: &'f mut Findings,
    entries: Vec<Entry>,
    asked: Vec<&'static str>,
    /// The way to this mapping from the item's top, as in `sources[2]`, which is the second; empty at the top.
    path: String,
    pub top: Span,
}

impl<'f> Fields<'f> {
    pub fn new(findings: &'f mut Findings, entries: Vec<Entry>, path: String, top: Span) -> Self {
        Fields { findings, entries, asked: Vec::new(), path, top }
    }

    /// The value of a key; none where it is missing or empty.
    pub fn take(&mut self, key: &'static str) -> Option<Node> {
        self.take_any(key).filter(|value| !value.is_null())
    }

    /// The value of a key, also where that is nothing.
    fn take_any(&mut self, key: &'static str) -> Option<Node> {
        self.asked.push(key);
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(index).value)
    }

    /// Whether a key has a value that is not empty.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key && !is_empty(&entry.value))
    }

    /// Text on one line, blanks at its ends removed.
    pub fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let node = self.take(key)?;
        self.as_text(key, node)
    }

    pub fn plain_text(&mut self, key: &'static str) -> Option<String> {
        self.text(key).map(|text| text.value)
    }

    /// A text that must be there.
    pub fn required_text(&mut self, key: &'static str, what: &str) -> Option<At<String>> {
        let node = self.take(key);
        let missing = node.as_ref().is_none_or(is_empty);
        let text = node.and_then(|node| self.as_text(key, node));
        if missing {
            self.missing(key, what);
        }
        text
    }

    pub fn missing(&mut self, key: &str, what: &str) {
        if self.findings.damaged {
            return;
        }
        let diagnostic = Diagnostic::new(Code::MissingField, self.top, format!("{what} needs a `{key}`"))
            .help(format!("add `{key}: ...`"));
        self.findings.unreadable(diagnostic);
    }

    fn as_text(&mut self, key: &str, node: Node) -> Option<At<String>> {
        match &node.value {
            NodeValue::Scalar { text, .. } if !text.trim().is_empty() => {
                Some(At::new(text.trim().to_owned(), node.span))
            }
            NodeValue::Scalar { .. } => None,
            _ => {
                self.wrong(key, &node, "a text");
                None
            }
        }
    }

    /// Reports a value of the wrong sort, and keeps it.
    pub fn wrong(&mut self, key: &str, node: &Node, wanted: &str) {
        if self.path.is_empty() {
            self.findings.refused.push(key.to_owned());
        }
        let message = format!("`{key}` must be {wanted}, not {}", sort(node));
        self.findings.invalid(node.span, message, format!("write {wanted}"));
        self.keep(key, node);
    }

    /// Reports an item of the wrong sort in a list, and keeps it.
    fn wrong_item(&mut self, key: &str, node: &Node, wanted: &str) {
        let message = format!("every item of `{key}` must be {wanted}, not {}", sort(node));
        self.findings.invalid(node.span, message, format!("write {wanted}"));
        self.keep(key, node);
    }

    /// In a collection the source text of what cannot be read goes to `extra`.
    fn keep(&mut self, key: &str, node: &Node) {
        if self.findings.collected {
            let name = self.key_path(key);
            self.findings.extra.push((name, value(node)));
        }
    }

    /// The way to the value of a key.
    pub fn key_path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The items of a list; a value that is no list counts as a list of one.
    pub fn list(&mut self, key: &'static str) -> Vec<Node> {
        match self.take(key) {
            Some(Node { value: NodeValue::List(items), .. }) => {
                items.into_iter().filter(|item| !item.is_null()).collect()
            }
            Some(node) => vec![node],
            None => Vec::new(),
        }
    }

    /// The texts of a list.
    pub fn texts(&mut self, key: &'static str) -> Vec<At<String>> {
        let items = match self.take(key) {
            Some(Node { value: NodeValue::List(items), .. }) => items,
            Some(node @ Node { value: NodeValue::Map(_), .. }) => {
                self.wrong(key, &node, "a list");
                return Vec::new();
            }
            node => node.into_iter().collect(),
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match item.text().map(str::trim) {
                Some("") => {}
                Some(text) => texts.push(At::new(text.to_owned(), item.span)),
                None if item.is_null() => {}
                None => self.wrong_item(key, &item, "a text"),
            }
        }
        texts
    }

    /// The mappings of a list, each read by `read`; its path is `key[number]`, from 1.
    pub fn mappings<T>(
        &mut self,
        key: &'static str,
        wanted: &str,
        mut read: impl FnMut(&mut Fields<'_>, ListItem) -> Option<T>,
    ) -> Vec<T> {
        let items = self.list(key);
        let mut out = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let path = format!("{}[{}]", self.key_path(key), index + 1);
            let (entries, given) = match item {
                Node { value: NodeValue::Map(entries), span } => (entries, ListItem::Map(span)),
                Node { value: NodeValue::Scalar { text, .. }, span } => {
                    (Vec::new(), ListItem::Text(At::new(text.trim().to_owned(), span)))
                }
                node => {
                    self.wrong_item(key, &node, wanted);
                    continue;
                }
            };
            let top = given.span();
            let mut fields = Fields::new(self.findings, entries, path, top);
            out.extend(read(&mut fields, given));
            fields.finish();
        }
        out
    }

    /// One mapping, read by `read`.
    pub fn mapping<T>(
        &mut self,
        key: &'static str,
        wanted: &str,
        read: impl FnOnce(&mut Fields<'_>) -> Option<T>,
    ) -> Option<T> {
        let node = self.take(key)?;
        let Node { value: NodeValue::Map(entries), span } = node else {
            self.wrong(key, &node, wanted);
            return None;
        };
        let path = self.key_path(key);
        let mut fields = Fields::new(self.findings, entries, path, span);
        let out = read(&mut fields);
        fields.finish();
        out
    }

    /// One of a few words.
    pub fn word<T>(
        &mut self,
        key: &'static str,
        words: &[&str],
        from_word: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let node = self.take(key)?;
        let text = self.as_text(key, node.clone())?;
        let read = from_word(&text.value);
        if read.is_none() {
            let help = did_you_mean(&text.value, words.iter().copied())
                .unwrap_or_else(|| format!("write one of {}", words.join(", ")));
            self.findings.invalid(text.span, format!("`{}` is not {}", text.value, one_value_of(key)), help);
            self.keep(key, &node);
        }
        read
    }

    /// A well-formed language tag (BCP 47).
    pub fn language(&mut self, key: &'static str) -> Option<At<String>> {
        let node = self.take(key)?;
        let text = self.as_text(key, node.clone())?;
        match language_tag(&text.value) {
            Ok(()) => Some(text),
            Err(help) => {
                self.findings.invalid(text.span, format!("`{}` is not a language tag", text.value), help);
                self.keep(key, &node);
                None
            }
        }
    }

    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let node = self.take(key)?;
        match node.text() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                self.wrong(key, &node, "`true` or `false`");
                None
            }
        }
    }

    /// A number within bounds.
    pub fn number(&mut self, key: &'static str, from: f64, to: f64) -> Option<f64> {
        let node = self.take(key)?;
        match node.text().and_then(|text| text.parse::<f64>().ok()) {
            Some(number) if (from..=to).contains(&number) => Some(number),
            _ => {
                let message = format!("`{key}` must be a number from {from} to {to}");
                self.findings.invalid(node.span, message, format!("write a number from {from} to {to}"));
                self.keep(key, &node);
                None
            }
        }
    }

    /// A whole number within bounds.
    pub fn whole_number(&mut self, key: &'static str, from: u8, to: u8) -> Option<u8> {
        let node = self.take(key)?;
        let number = node.text().and_then(|text| text.parse::<u8>().ok()).filter(|n| (from..=to).contains(n));
        if number.is_none() {
            let message = format!("`{key}` must be a whole number from {from} to {to}");
            self.findings.invalid(node.span, message, format!("write a whole number from {from} to {to}"));
            self.keep(key, &node);
        }
        number
    }

    pub fn edtf(&mut self, key: &'static str) -> Option<At<Edtf>> {
        self.date(key, Edtf::parse)
    }

    pub fn moment(&mut self, key: &'static str) -> Option<At<Moment>> {
        self.date(key, Moment::parse)
    }

    /// A date as other tools write it, too.
    pub fn lenient_moment(&mut self, key: &'static str) -> Option<At<Moment>> {
        self.date(key, Moment::parse_lenient)
    }

    fn date<T>(&mut self, key: &'static str, parse: impl Fn(&str) -> Result<T, DateError>) -> Option<At<T>> {
        let node = self.take(key)?;
        let text = self.as_text(key, node.clone())?;
        match parse(&text.value) {
            Ok(date) => Some(At::new(date, text.span)),
            Err(error) => {
                let span = within(text.span, &text.value, error.start, error.end);
                let diagnostic = Diagnostic::new(Code::InvalidDate, span, error.message).help(error.help);
                self.findings.unreadable(diagnostic);
                self.keep(key, &node);
                None
            }
        }
    }

    /// Neither a marking that was forgotten nor one with blanks in it is taken for none.
    pub fn marking(&mut self) -> Option<At<Marking>> {
        let node = self.take_any("marking")?;
        if matches!(node.value, NodeValue::List(_) | NodeValue::Map(_)) {
            self.as_text("marking", node);
            return None;
        }
        let written = node.text().unwrap_or_default();
        match Marking::read(written) {
            Reading::Known(marking) => Some(At::new(marking, node.span)),
            Reading::Old => {
                self.findings.report(old_marking(node.span));
                Some(At::new(Marking::Clear, node.span))
            }
            Reading::Unknown(meant) => {
                self.findings.report(unknown_marking(written, meant, node.span));
                None
            }
        }
    }

    /// All that is left goes to `extra` without a word: in `extra` itself.
    pub fn rest(&mut self) -> Extra {
        std::mem::take(&mut self.entries).into_iter().map(|entry| (entry.key, value(&entry.value))).collect()
    }

    /// Removes entries that are known elsewhere.
    pub fn forget(&mut self, mut known: impl FnMut(&Entry) -> bool) {
        self.entries.retain(|entry| !known(entry));
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(mut self) {
        #[cfg(test)]
        self.findings.asked.entry(without_indices(&self.path)).or_default().extend(&self.asked);
        for entry in std::mem::take(&mut self.entries) {
            if self.findings.collected {
                self.keep(&entry.key, &entry.value);
                let name = self.key_path(&entry.key);
                self.findings.foreign_keys.push((without_indices(&name), entry.key_span));
                continue;
            }
            let place = if self.path.is_empty() { String::new() } else { format!(" in `{}`", self.path) };
            let help = did_you_mean(&entry.key, self.asked.iter().copied())
                .unwrap_or_else(|| "remove it, or put it under `extra`".to_owned());
            let message = format!("the key `{}` is not known{place}", entry.key);
            self.findings.report(Diagnostic::new(Code::UnknownKey, entry.key_span, message).help(help));
        }
    }
}

/// What stands in a list where a mapping may stand.
pub enum ListItem {
    Map(Span),
    Text(At<String>),
}

impl ListItem {
    pub fn span(&self) -> Span {
        match self {
            ListItem::Map(span) => *span,
            ListItem::Text(text) => text.span,
        }
    }
}

/// "a status"
fn one_value_of(key: &str) -> String {
    match key {
        "confidence" => "a degree of confidence".to_owned(),
        "likelihood" => "a word of estimation".to_owned(),
        "reliability" => "a grade of reliability".to_owned(),
        key => format!("a {key}"),
    }
}

/// The part of a value's place that a range of its text covers, where the text stands in the file as it is.
fn within(span: Span, text: &str, start: usize, end: usize) -> Span {
    if (span.end - span.start) as usize == text.len() {
        let from = span.start as usize;
        Span::new(span.file, from + start, from + end.min(text.len()))
    } else {
        span
    }
}

fn without_indices(path: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for character in path.chars() {
        match character {
            '[' => inside = true,
            ']' => inside = false,
            other if !inside => out.push(other),
            _ => {}
        }
    }
    out
}

fn is_empty(node: &Node) -> bool {
    node.is_null() || node.text().is_some_and(|text| text.trim().is_empty())
}

fn sort(node: &Node) -> &'static str {
    match node.value {
        NodeValue::Null => "nothing",
        NodeValue::Scalar { .. } => "a text",
        NodeValue::List(_) => "a list",
        NodeValue::Map(_) => "a mapping",
    }
}

/// A value as templates get it: only `true`, `false` and `null` are more than text.
pub fn value(node: &Node) -> Value {
    match &node.value {
        NodeValue::Null => Value::Null,
        NodeValue::Scalar { text, plain: true } if text == "true" => Value::Bool(true),
        NodeValue::Scalar { text, plain: true } if text == "false" => Value::Bool(false),
        NodeValue::Scalar { text, .. } => Value::Text(text.clone()),
        NodeValue::List(items) => Value::List(items.iter().map(value).collect()),
        NodeValue::Map(entries) => {
            Value::Map(entries.iter().map(|entry| (entry.key.clone(), value(&entry.value))).collect())
        }
    }
}
