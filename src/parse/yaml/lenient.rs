//! YAML as libyaml reads it, for live sites whose metadata is not valid YAML 1.2.
//!
//! `serde_yaml` gives values without places. Keys and values stand in the text in the order in which they arrive, so a
//! cursor that only moves forward finds each again; and with it the source text of a number.

use serde::Deserialize as _;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

use super::{Entry, MAX_DEPTH, Node, NodeValue, insert};
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Span};

/// The tree, or none if libyaml refuses the text too.
pub fn parse(file: FileId, yaml: &str, base: usize) -> Option<(Option<Node>, Diagnostics)> {
    let mut reader = Reader { file, base, yaml, cursor: 0, depth: 0, diagnostics: Vec::new() };
    let mut documents = serde_yaml::Deserializer::from_str(yaml);
    let document = documents.next()?;
    let node = Seed(&mut reader).deserialize(document).ok()?;
    // A second document would be lost.
    if documents
        .next()
        .is_some_and(|more| !matches!(serde_yaml::Value::deserialize(more), Ok(serde_yaml::Value::Null)))
    {
        return None;
    }
    let node = (!node.is_null()).then_some(node);
    Some((node, reader.diagnostics))
}

struct Reader<'a> {
    file: FileId,
    base: usize,
    yaml: &'a str,
    cursor: usize,
    depth: usize,
    diagnostics: Diagnostics,
}

impl Reader<'_> {
    /// The next place where the beginning of `value` stands.
    fn locate(&mut self, value: &str) -> Span {
        let probe: &str = value.split(['\n', '"', '\'', '\\']).next().unwrap_or_default().trim_end();
        let probe = &probe[..probe.floor_char_boundary(48)];
        let Some(found) = self.yaml[self.cursor..].find(probe) else {
            return Span::new(self.file, self.base + self.cursor, self.base + self.cursor);
        };
        let start = self.cursor + found;
        self.cursor = start + probe.len();
        let whole = if self.yaml[start..].starts_with(value) { value.len() } else { probe.len() };
        Span::new(self.file, self.base + start, self.base + start + whole)
    }

    fn scalar(&mut self, text: &str, plain: bool) -> Node {
        let span = self.locate(text);
        Node { span, value: NodeValue::Scalar { text: super::clean(text.into()), plain } }
    }

    /// A number keeps its source text: `007` is no 7, `1.10` no 1.1.
    fn number(&mut self, canonical: &str) -> Node {
        let wanted: Option<f64> = canonical.parse().ok();
        let rest = &self.yaml[self.cursor..];
        let same = |token: &&str| token.parse::<f64>().ok() == wanted && wanted.is_some();
        let token = rest.split(|c: char| c.is_whitespace() || ",[]{}".contains(c)).find(same);
        let text = token.unwrap_or(canonical).to_owned();
        self.scalar(&text, true)
    }
}

struct Seed<'r, 'a>(&'r mut Reader<'a>);

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        if self.0.depth > MAX_DEPTH {
            return Err(D::Error::custom("too deep"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        let at = self.0.base + self.0.cursor;
        Ok(Node { span: Span::new(self.0.file, at, at), value: NodeValue::Null })
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        self.visit_unit()
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(self.0.scalar(if value { "true" } else { "false" }, true))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(self.0.number(&value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(self.0.number(&value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        Ok(self.0.number(&value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(self.0.number(&value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(self.0.number(&value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(self.0.scalar(value, false))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let at = self.0.base + self.0.cursor;
        let mut items = Vec::new();
        self.0.depth += 1;
        while let Some(item) = access.next_element_seed(Seed(self.0))? {
            items.push(item);
        }
        self.0.depth -= 1;
        Ok(super::list(Span::new(self.0.file, at, at), items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        let mut found = Diagnostics::new();
        self.0.depth += 1;
        while let Some(key) = access.next_key_seed(Seed(self.0))? {
            let value = access.next_value_seed(Seed(self.0))?;
            let name = super::key_text(&key).ok_or_else(|| A::Error::custom("a key must be a text"))?;
            insert(&mut entries, Entry { key: name, key_span: key.span, value }, &mut found);
        }
        self.0.depth -= 1;
        self.0.diagnostics.append(&mut found);
        let at = self.0.base + self.0.cursor;
        let start = entries.first().map_or(Span::new(self.0.file, at, at), |entry: &Entry| entry.key_span);
        Ok(super::map(start, entries))
    }

    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, access: A) -> Result<Node, A::Error> {
        // A local tag (`!something value`): the tag says nothing to us, the value counts.
        use serde::de::VariantAccess as _;
        struct Tag;
        impl<'de> DeserializeSeed<'de> for Tag {
            type Value = ();
            fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
                serde::de::IgnoredAny::deserialize(deserializer).map(|_| ())
            }
        }
        let ((), variant) = access.variant_seed(Tag)?;
        variant.newtype_variant_seed(self)
    }
}
