//! What an edit is to bring about in one mapping.

use crate::parse::yaml::{Node, NodeValue};

#[derive(Clone, Copy, Debug)]
pub enum Change<'c> {
    /// These values more in the list of a key.
    Add { key: &'c str, values: &'c [&'c str] },
    /// A text as the value of a key.
    Set { key: &'c str, value: &'c str },
}

/// What a list is to hold.
#[derive(Debug)]
pub enum Wanted<'w> {
    Old(&'w Node),
    New(&'w str),
}

impl<'c> Change<'c> {
    pub fn key(&self) -> &'c str {
        match self {
            Change::Add { key, .. } | Change::Set { key, .. } => key,
        }
    }

    /// What the key's value is to be, seen as a list, when this is what it was.
    pub fn wanted<'w>(&self, value: Option<&'w Node>) -> Vec<Wanted<'w>>
    where
        'c: 'w,
    {
        let old = items(value).into_iter();
        match *self {
            Change::Add { values, .. } => {
                old.map(Wanted::Old).chain(values.iter().map(|value| Wanted::New(value))).collect()
            }
            Change::Set { value, .. } => vec![Wanted::New(value)],
        }
    }
}

/// The items of a list; a value that is none counts as a list of one, an empty one as none.
pub fn items(value: Option<&Node>) -> Vec<&Node> {
    match value.map(|node| (node, &node.value)) {
        None | Some((_, NodeValue::Null)) => Vec::new(),
        Some((_, NodeValue::List(items))) => items.iter().collect(),
        Some((_, NodeValue::Scalar { text, .. })) if text.trim().is_empty() => Vec::new(),
        Some((node, _)) => vec![node],
    }
}
