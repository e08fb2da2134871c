//! Whether an edit did what was asked, and nothing else: the metadata before and after, compared without places.

use super::change::{Change, Wanted, items};
use super::mapping::Mapping;
use crate::parse::yaml::{Entry, Node, NodeValue};

pub fn holds(before: &Mapping<'_>, after: &Mapping<'_>, change: &Change<'_>) -> bool {
    let body = |mapping: &Mapping<'_>| mapping.text.get(mapping.written.body..).map(str::to_owned);
    let own = before.own();
    // Where the file's own mapping was asked for there is nothing around it.
    let around = match (before.place.item, before.root(), after.root()) {
        (Some(_), Some(old), Some(new)) => alike(old, new, own),
        (item, ..) => item.is_none(),
    };
    body(before) == body(after) && around && changed(own, after.own(), change)
}

/// Whether one mapping differs from the other by the change alone.
fn changed(old: Option<&Node>, new: Option<&Node>, change: &Change<'_>) -> bool {
    let (old, new) = (entries(old), entries(new));
    let others = |entries: &[Entry]| -> Vec<Entry> {
        entries.iter().filter(|entry| entry.key != change.key()).cloned().collect()
    };
    let value = |entries: &'_ [Entry]| -> Option<Node> {
        entries.iter().find(|entry| entry.key == change.key()).map(|entry| entry.value.clone())
    };
    let (before, after) = (value(old), value(new));
    let (wanted, found) = (change.wanted(before.as_ref()), items(after.as_ref()));
    let as_wanted = |(wanted, found): (&Wanted<'_>, &&Node)| match wanted {
        Wanted::Old(old) => alike(old, found, None),
        Wanted::New(text) => found.text() == Some(*text),
    };
    all_alike(&others(old), &others(new), None)
        && wanted.len() == found.len()
        && wanted.iter().zip(&found).all(as_wanted)
}

fn entries(node: Option<&Node>) -> &[Entry] {
    match node.map(|node| &node.value) {
        Some(NodeValue::Map(entries)) => entries,
        _ => &[],
    }
}

/// Whether two values say the same, places apart. What lies in `but` is not looked at.
fn alike(old: &Node, new: &Node, but: Option<&Node>) -> bool {
    if but.is_some_and(|but| std::ptr::eq(but, old)) {
        return matches!(new.value, NodeValue::Map(_));
    }
    match (&old.value, &new.value) {
        (NodeValue::Null, NodeValue::Null) => true,
        (NodeValue::Scalar { text, .. }, NodeValue::Scalar { text: other, .. }) if text == other => {
            is_flag(old) == is_flag(new)
        }
        (NodeValue::List(old), NodeValue::List(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| alike(old, new, but))
        }
        (NodeValue::Map(old), NodeValue::Map(new)) => all_alike(old, new, but),
        _ => false,
    }
}

fn all_alike(old: &[Entry], new: &[Entry], but: Option<&Node>) -> bool {
    let pair = |(old, new): (&Entry, &Entry)| old.key == new.key && alike(&old.value, &new.value, but);
    old.len() == new.len() && old.iter().zip(new).all(pair)
}

/// Whether it stood without quotes and so is more than text under `extra`.
fn is_flag(node: &Node) -> bool {
    matches!(&node.value, NodeValue::Scalar { text, plain: true } if text == "true" || text == "false")
}
