//! Markdown as somebody reads it: without the targets of links, in blocks.
//!
//! In: the text of a body as it is written, in which everything keeps its place. Out: its references, and its blocks as
//! plain words. This is no parser: what it takes for a link too many or too few makes an audit a little less sharp.

use std::ops::Range;

use super::view;
use super::words::BREAK;

/// Something in a text that leads elsewhere: `[[target|label]]` or `[label](target)`.
#[derive(Debug, PartialEq, Eq)]
pub struct Reference {
    pub target: Range<usize>,
    /// None where the target is its own label.
    pub label: Option<Range<usize>>,
    /// Whether it is a path or an address rather than a name.
    pub is_path: bool,
}

/// All references of a text, in order. Citations have no target that is ever shown.
pub fn references(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("[[") {
        found.extend(wiki_link(text, at));
    }
    for (at, _) in text.match_indices("](") {
        found.extend(link(text, at));
    }
    found.sort_by_key(|reference| reference.target.start);
    found
}

fn wiki_link(text: &str, at: usize) -> Option<Reference> {
    let inside = at + 2..at + 2 + text[at + 2..].split('\n').next()?.find("]]")?;
    // `[[!Name]]` is a word and no link.
    if text[inside.clone()].starts_with('!') {
        return None;
    }
    let bar = text[inside.clone()].find('|').map(|bar| inside.start + bar);
    let target_end = bar.map_or(inside.end, |bar| if text[..bar].ends_with('\\') { bar - 1 } else { bar });
    let label = bar.map(|bar| bar + 1..inside.end);
    Some(Reference { target: inside.start..target_end.max(inside.start), label, is_path: false })
}

fn link(text: &str, at: usize) -> Option<Reference> {
    let start = at + 2;
    let mut depth = 0;
    let end = text[start..].char_indices().find(|(_, character)| {
        depth += match character {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth < 0 || *character == '\n'
    })?;
    let label_start = text[..at].rfind(['[', '\n']).map_or(0, |open| open + 1);
    Some(Reference { target: start..start + end.0, label: Some(label_start..at), is_path: true })
}

/// A block of a text: where it begins, and its words.
#[derive(Debug, PartialEq, Eq)]
pub struct Block {
    pub at: usize,
    pub text: String,
    pub is_heading: bool,
}

/// The blocks of a text as they are read: targets of links, citations, notes' marks and attributes are taken out.
pub fn blocks(text: &str) -> Vec<Block> {
    let shown = without_targets(text);
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    let mut at = 0;
    for line in shown.split_inclusive('\n') {
        let opening = Opening::of(line);
        if opening.text.trim().is_empty() {
            open = false;
        } else if open && !opening.begins {
            let block = blocks.last_mut().expect("an open block has been begun");
            block.text.push(' ');
            block.text.push_str(opening.text.trim_end());
        } else {
            let (text, is_heading) = (opening.text.trim_end().to_owned(), opening.is_heading);
            blocks.push(Block { at, text, is_heading });
            open = !is_heading;
        }
        at += line.len();
    }
    blocks.into_iter().flat_map(split).collect()
}

/// The parts of a block that nobody reads in one go: cells of tables, blocks of HTML.
fn split(block: Block) -> Vec<Block> {
    let text = block.text.replace('|', "\0");
    let text = if text.contains('<') { view::without_tags(&text) } else { text };
    let parts = text.split(BREAK).filter(|part| !part.trim().is_empty());
    parts.map(|part| Block { text: part.to_owned(), ..block }).collect()
}

/// How a line begins.
struct Opening<'l> {
    text: &'l str,
    begins: bool,
    is_heading: bool,
}

impl<'l> Opening<'l> {
    fn of(line: &'l str) -> Self {
        let mut rest = line.trim_start_matches([' ', '\t', '>']);
        let is_heading = rest.starts_with('#');
        let mut begins =
            is_heading || rest.starts_with(":::") || rest.starts_with('|') || rest.starts_with("[^");
        rest = rest.trim_start_matches(['#', ':']);
        for bullet in ["- ", "* ", "+ "] {
            if let Some(item) = rest.strip_prefix(bullet) {
                (rest, begins) = (item, true);
            }
        }
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if let Some(item) = rest[digits..].strip_prefix(['.', ')']).filter(|_| digits > 0) {
            (rest, begins) = (item, true);
        }
        Opening { text: without_mark(rest.trim_start()), begins, is_heading }
    }
}

/// A block without the marking that it opens with.
fn without_mark(text: &str) -> &str {
    let bare = text.trim_start_matches(['*', '_']);
    let mark = bare.strip_prefix("(TLP:").and_then(|rest| rest.split_once(')'));
    match mark {
        Some((label, rest)) if label.len() < 16 => rest.trim_start_matches(['*', '_']),
        _ => text,
    }
}

/// The text with blanks over everything that is not read; line breaks and all places stay.
fn without_targets(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for reference in references(text) {
        match reference.label {
            Some(_) if reference.is_path => blank(&mut bytes, reference.target),
            // With the bar between them, which would be taken for that of a table.
            Some(label) => blank(&mut bytes, reference.target.start..label.start),
            None => {}
        }
    }
    for opening in ["[^", "[@", "{#", "{.", "{marking="] {
        for (at, _) in text.match_indices(opening) {
            let closing = if opening.starts_with('[') { ']' } else { '}' };
            let line = text[at..].split('\n').next().unwrap_or_default();
            if let Some(length) = line.find(closing) {
                blank(&mut bytes, at..at + length + 1);
            }
        }
    }
    String::from_utf8(bytes).expect("whole characters are replaced by blanks")
}

/// Puts blanks over a range of whole characters.
pub fn blank(bytes: &mut [u8], range: Range<usize>) {
    for byte in &mut bytes[range] {
        if !matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        blocks(text)
            .into_iter()
            .map(|block| block.text.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn references_are_found() {
        let text = "See [[actor:x|him]], [[y]], [[!z]] and [a (b)](../c(1).md \"t\"); ![](d.png)";
        let shown = |reference: Reference| {
            (text[reference.target].to_owned(), reference.label.map(|label| text[label].to_owned()))
        };
        let found: Vec<_> = references(text).into_iter().map(shown).collect();
        let label = |label: &str| Some(label.to_owned());
        assert_eq!(
            found,
            [
                ("actor:x".to_owned(), label("him")),
                ("y".to_owned(), None),
                ("../c(1).md \"t\"".to_owned(), label("a (b)")),
                ("d.png".to_owned(), label("")),
            ]
        );
    }

    #[test]
    fn blocks_are_what_is_read_in_one_go() {
        let text = "# Plan {#p}\nFirst line\nsecond [link](to.md) of[^1] it [@s].\n\n> - (TLP:RED) one\n> - two\n\n| a | b |\n1. [[x|three]]";
        assert_eq!(
            texts(text),
            ["Plan", "First line second [link]( ) of it .", "one", "two", "a", "b", "[[ three]]"]
        );
        assert_eq!(blocks("a\n\n  b").last().map(|block| block.at), Some(3));
        assert!(blocks("## x")[0].is_heading);
    }

    #[test]
    fn no_text_is_too_odd() {
        for text in ["[[", "](", "[[]]", "](\n", "[[a|", "{#", "[^ä", "(TLP:", "1.", "[[\\|]]", "ä](ö)ü"]
        {
            blocks(text);
        }
    }
}
