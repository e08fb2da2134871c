//! Ids of paragraphs, so that others can link to the very place.
//!
//! An id is a hash of what the paragraph says and of the heading above it: an edit elsewhere does not move it, and two
//! that are alike are told apart by a number. List items, rows, terms and definitions have ids likewise. Blanks do not count, nor
//! what stands in holes (the number of a citation, the name of a link's target). Labels do: whoever shows a paragraph in which one is
//! withheld leaves its id out, since a hash would be a way to try words.

use std::fmt::Write as _;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::draft::Draft;
use super::ids::Ids;
use super::write::bound;
use crate::model::body::PARAGRAPH;
use crate::passages::{Anchor, Passage, Shown, visit};

/// The digits of an id: small letters and digits without those that are easily taken for others.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Thirty bits: of the paragraphs of one text, no two meet by chance.
const LENGTH: u32 = 6;

/// Puts ids into a draft's HTML and moves everything that has a place in it.
pub(super) fn name(draft: &mut Draft, ids: &mut Ids) {
    let inserts = inserts(draft, ids);
    let added = inserts.iter().map(|(_, insert)| insert.len()).sum::<usize>();
    let mut html = String::with_capacity(draft.html.len() + added);
    let mut done = 0;
    for (at, insert) in &inserts {
        html.push_str(&draft.html[done..*at as usize]);
        html.push_str(insert);
        done = *at as usize;
    }
    html.push_str(&draft.html[done..]);
    draft.html = html;
    move_places(draft, &inserts);
}

fn inserts(draft: &Draft, ids: &mut Ids) -> Vec<(u32, String)> {
    let mut inserts = Vec::new();
    let mut heading = 0;
    let mut words = String::new();
    visit(
        &draft.html,
        &draft.holes,
        None,
        |_, _| Shown::Label,
        |passage| {
            let hash = hash(passage, heading, &mut words);
            if passage.is_heading {
                heading = hash;
            } else if let Some(Anchor { id: None, at, is_first: true }) = passage.anchor {
                inserts.push((at, format!(" id=\"{}\"", ids.generate(&id(hash)))));
            }
        },
    );
    inserts
}

/// `words` is room to work in.
fn hash(passage: &Passage<'_>, heading: u64, words: &mut String) -> u64 {
    words.clear();
    for line in passage.text.lines() {
        if line.contains("  ") || line.contains('\t') {
            line.split_whitespace().for_each(|word| words.extend([word, " "]));
        } else {
            words.extend([line.trim(), " "]);
        }
    }
    // Under a heading of the same words: which one it is in the text does not count.
    xxh3_64_with_seed(words.as_bytes(), if passage.is_heading { 0 } else { heading })
}

fn id(hash: u64) -> String {
    let mut id = PARAGRAPH.to_owned();
    for place in 0..LENGTH {
        let digit = (hash >> (5 * place)) & 31;
        let _ = write!(id, "{}", char::from(DIGITS[usize::try_from(digit).unwrap_or_default()]));
    }
    id
}

fn move_places(draft: &mut Draft, inserts: &[(u32, String)]) {
    let mut moved = 0;
    let totals: Vec<u32> = inserts
        .iter()
        .map(|(_, insert)| {
            moved += bound(insert.len());
            moved
        })
        .collect();
    let shift = |place: u32| {
        let before = inserts.partition_point(|(at, _)| *at < place);
        place + before.checked_sub(1).map_or(0, |last| totals[last])
    };
    draft.holes.iter_mut().for_each(|hole| hole.at = shift(hole.at));
    let (start, end) = draft.opening.first_block;
    draft.opening.first_block = (shift(start), shift(end));
}
