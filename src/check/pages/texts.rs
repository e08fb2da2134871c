//! Many short texts in little room, for thousands of pages at a time.
//!
//! Sorted texts mostly begin like the one before, as `../../articles/` does; that part is kept once.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A set of texts, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Texts {
    /// Of each text what it does not share with the one before.
    text: Box<str>,
    /// Where that ends.
    ends: Box<[u32]>,
    /// How many bytes each text shares with the one before.
    shared: Box<[u8]>,
}

impl Texts {
    /// Equal texts are kept once.
    pub fn new(mut texts: Vec<Cow<'_, str>>) -> Self {
        texts.sort_unstable();
        texts.dedup();
        let mut text = String::new();
        let mut ends = Vec::with_capacity(texts.len());
        let mut shared = Vec::with_capacity(texts.len());
        let mut last = "";
        for part in &texts {
            let common = common(last, part);
            text.push_str(&part[usize::from(common)..]);
            ends.push(u32::try_from(text.len()).expect("a page is smaller than four gigabytes"));
            shared.push(common);
            last = part;
        }
        Texts { text: text.into(), ends: ends.into(), shared: shared.into() }
    }

    pub fn iter(&self) -> impl Iterator<Item = String> {
        let mut start = 0;
        let mut last = String::new();
        self.ends.iter().zip(&self.shared).map(move |(&end, &shared)| {
            let end = end as usize;
            last.truncate(usize::from(shared));
            last.push_str(&self.text[start..end]);
            start = end;
            last.clone()
        })
    }
}

/// How many bytes two texts share at their beginnings: whole characters, and no more than a byte can count.
fn common(left: &str, right: &str) -> u8 {
    let same = left.bytes().zip(right.bytes()).take(u8::MAX.into()).take_while(|(left, right)| left == right);
    u8::try_from(right.floor_char_boundary(same.count())).expect("no more than were taken")
}
