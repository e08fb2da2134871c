//! Paragraphs whose ids this audience may not see.
//!
//! In: a text with its references resolved. Out: the ids that were made of a label which is withheld: whoever has the id
//! could try words until one makes it. Other paragraphs of the same text keep theirs.

use rustc_hash::FxHashSet;

use crate::model::body::PARAGRAPH;
use crate::model::site::{Resolved, Text};
use crate::passages::{Passage, Shown, What, visit};

/// Empty for almost every text: then nothing is looked at.
pub fn veiled(text: &Text) -> FxHashSet<String> {
    let mut ids = FxHashSet::default();
    if !text.withholds() {
        return ids;
    }
    let mut is_below = false;
    let body = &text.body;
    body.html.read(|html| {
        visit(
            html,
            &body.holes,
            None,
            |_, _| Shown::Label,
            |passage| {
                let withholds = withholds(text, passage);
                if passage.is_heading {
                    is_below = withholds;
                }
                // The heading above goes into an id, too.
                if withholds || is_below {
                    ids.extend(own_id(passage));
                }
            },
        );
    });
    ids
}

fn withholds(text: &Text, passage: &Passage<'_>) -> bool {
    passage.quiet.iter().any(|quiet| match quiet.what {
        What::Reference(reference) => text.resolved.get(reference as usize) == Some(&Resolved::Withheld),
        _ => false,
    })
}

fn own_id(passage: &Passage<'_>) -> Option<String> {
    let id = passage.anchor?.id?;
    id.starts_with(PARAGRAPH).then(|| id.to_owned())
}
