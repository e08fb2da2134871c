//! TOML front matter to the tree that YAML is read into.
//!
//! In: a range of a file, between `+++` lines. Out: a [`Node`](yaml::Node) with the place of every key and value, and
//! `invalid-toml` for what is none. Numbers and dates keep their source text, as scalars of YAML do. It knows no key.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::yaml::{Entry, Node, NodeValue, Parsed, clean};
use crate::config;
use crate::diagnostic::{Diagnostics, Place};
use crate::source::{FileId, Span};

/// Reads the TOML that lies in `range` of `text`. Of a text with mistakes: the entries that they do not touch.
pub fn parse(file: FileId, text: &str, range: Range<usize>) -> Parsed {
    let toml = &text[range.clone()];
    let (root, errors) = DeTable::parse_recoverable(toml);
    let diagnostics = config::syntax_errors(file, text, range.start, &errors);
    let reader = Reader { file, base: range.start, toml };
    let mut entries = reader.entries(root.get_ref());
    entries.retain(|entry| !reader.is_touched(entry, &diagnostics));
    let span = entries.first().map_or(reader.span(0..0), |entry| entry.key_span);
    let damaged = !diagnostics.is_empty();
    Parsed { node: Some(Node { span, value: NodeValue::Map(entries) }), damaged, diagnostics }
}

struct Reader<'a> {
    file: FileId,
    base: usize,
    toml: &'a str,
}

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }

    /// In the order of the file. The parser bounds how deep they are nested.
    fn entries(&self, table: &DeTable<'_>) -> Vec<Entry> {
        let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
            let name: &std::borrow::Cow<'_, str> = key.get_ref();
            Entry {
                key: clean(name.as_ref().into()),
                key_span: self.span(key.span()),
                value: self.node(value.get_ref(), value.span()),
            }
        };
        let mut entries: Vec<Entry> = table.iter().map(entry).collect();
        entries.sort_by_key(|entry| entry.key_span);
        entries
    }

    fn node(&self, value: &DeValue<'_>, range: Range<usize>) -> Node {
        let span = self.span(range.clone());
        let source = || self.toml.get(range.clone()).unwrap_or_default().to_owned();
        let scalar = |text, plain| NodeValue::Scalar { text, plain };
        let value = match value {
            DeValue::String(text) => scalar(clean(text.as_ref().into()), false),
            DeValue::Boolean(flag) => scalar(flag.to_string(), true),
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => scalar(source(), true),
            DeValue::Array(items) => {
                NodeValue::List(items.iter().map(|item| self.node(item.get_ref(), item.span())).collect())
            }
            DeValue::Table(table) => NodeValue::Map(self.entries(table)),
        };
        Node { span, value }
    }

    /// Whether a mistake lies in an entry or on one of its lines: what was read of it may not be what was meant.
    fn is_touched(&self, entry: &Entry, mistakes: &Diagnostics) -> bool {
        let line_start = |offset: u32| {
            let before = self.toml.get(..(offset as usize).saturating_sub(self.base)).unwrap_or(self.toml);
            self.base + before.rfind('\n').map_or(0, |newline| newline + 1)
        };
        let lines = line_start(entry.key_span.start)..=line_start(end(&entry.value).max(entry.key_span.end));
        mistakes.iter().any(|mistake| match mistake.place {
            Place::Span(span) => lines.contains(&line_start(span.start)),
            Place::File(_) | Place::Nowhere => true,
        })
    }
}

/// Where a value ends: of a table, whose own place is its header, its last value.
fn end(node: &Node) -> u32 {
    let inner = match &node.value {
        NodeValue::List(items) => items.iter().map(end).max(),
        NodeValue::Map(entries) => entries.iter().map(|entry| end(&entry.value)).max(),
        _ => None,
    };
    inner.unwrap_or(0).max(node.span.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `key=value @ source` of every scalar.
    fn flat(toml: &str) -> Vec<String> {
        fn show(path: &str, node: &Node, text: &str, out: &mut Vec<String>) {
            match &node.value {
                NodeValue::Scalar { text: value, .. } => {
                    let source = &text[node.span.start as usize..node.span.end as usize];
                    out.push(format!("{path}={value} @ {source}"));
                }
                NodeValue::List(items) => {
                    items.iter().for_each(|item| show(&format!("{path}[]"), item, text, out));
                }
                NodeValue::Map(entries) => entries
                    .iter()
                    .for_each(|entry| show(&format!("{path}.{}", entry.key), &entry.value, text, out)),
                NodeValue::Null => unreachable!("TOML has no null"),
            }
        }
        let text = format!("+++\n{toml}");
        let parsed = parse(FileId::of("a.md"), &text, 4..text.len());
        let mut out = Vec::new();
        show("", &parsed.node.expect("there is always a tree"), &text, &mut out);
        out.extend(parsed.diagnostics.iter().map(|found| {
            let Place::Span(span) = found.place else { unreachable!("TOML has places") };
            format!("{} @ {}", found.code.name(), &text[span.start as usize..span.end as usize])
        }));
        out
    }

    #[test]
    fn values_keep_their_source_text_and_place() {
        let toml = "title = \"A \\\"b\\\"\"\ndate = 2025-09-03\nmarking = 'TLP:RED'\ndraft = true\nvalue = 1_300\n\
                    lat = 39.90\npublish_at = 2025-09-04 06:00:00Z\ntopics = ['a', 'b']\n";
        assert_eq!(
            flat(toml),
            [
                ".title=A \"b\" @ \"A \\\"b\\\"\"",
                ".date=2025-09-03 @ 2025-09-03",
                ".marking=TLP:RED @ 'TLP:RED'",
                ".draft=true @ true",
                ".value=1_300 @ 1_300",
                ".lat=39.90 @ 39.90",
                ".publish_at=2025-09-04 06:00:00Z @ 2025-09-04 06:00:00Z",
                ".topics[]=a @ 'a'",
                ".topics[]=b @ 'b'",
            ]
        );
    }

    #[test]
    fn tables_are_mappings() {
        let toml =
            "image = {src = 'x'}\n[[events]]\ndate = 2025\n[[events]]\ndate = '2025~'\n[extra]\na.b = 1\n";
        assert_eq!(
            flat(toml),
            [
                ".image.src=x @ 'x'",
                ".events[].date=2025 @ 2025",
                ".events[].date=2025~ @ '2025~'",
                ".extra.a.b=1 @ 1"
            ]
        );
    }

    #[test]
    fn what_a_mistake_does_not_touch_is_kept() {
        assert_eq!(
            flat("title = Desk\ndate = 2025-09-03\nx = 'a\nmarking = 'TLP:RED'\n"),
            [
                ".date=2025-09-03 @ 2025-09-03",
                ".marking=TLP:RED @ 'TLP:RED'",
                "invalid-toml @ Desk",
                "invalid-toml @ "
            ]
        );
    }

    #[test]
    fn nothing_is_too_deep_or_too_broken_to_be_read() {
        for toml in [format!("{}=1", vec!["a"; 100_000].join(".")), format!("a={}", "[".repeat(100_000))] {
            assert!(flat(&toml).iter().any(|found| found.starts_with("invalid-toml")));
        }
    }
}
