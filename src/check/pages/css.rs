//! What a style sheet within a page refers to.
//!
//! In: the text of a `style` element or attribute. Out: the URLs in it. It knows no properties: every `url(...)` and
//! `@import` counts, used or not.

use std::borrow::Cow;

/// Every `url(...)`, and every text after `@import`.
pub(super) fn urls(css: &str) -> Vec<String> {
    let css = without_comments(css);
    let mut urls = Vec::new();
    let mut at = 0;
    while let Some(found) = css[at..].find(['(', '@']) {
        let place = at + found;
        at = place + 1;
        let opens = if css.as_bytes()[place] == b'(' {
            ends_with(&css[..place], "url")
        } else {
            starts_with(&css[at..], "import")
        };
        if opens {
            let skip = if css.as_bytes()[place] == b'(' { 0 } else { "import".len() };
            urls.extend(value(&css[at + skip..], skip == 0));
        }
    }
    urls
}

fn ends_with(text: &str, word: &str) -> bool {
    let start = text.len().checked_sub(word.len());
    start.and_then(|start| text.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// A text in quotes, or what stands before the closing bracket.
fn value(rest: &str, bare: bool) -> Option<String> {
    let rest = rest.trim_start();
    match rest.chars().next()? {
        quote @ ('"' | '\'') => Some(until(&rest[1..], |letter| letter == quote)),
        _ if bare => Some(until(rest, |letter| letter == ')').trim_end().to_owned()),
        _ => None,
    }
}

/// A backslash makes the next letter an ordinary one; escapes by number are left as they are, for no page needs them.
fn until(text: &str, ends: impl Fn(char) -> bool) -> String {
    let mut value = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => value.extend(letters.next()),
            _ if ends(letter) => break,
            _ => value.push(letter),
        }
    }
    value
}

fn without_comments(css: &str) -> Cow<'_, str> {
    if !css.contains("/*") {
        return Cow::Borrowed(css);
    }
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    Cow::Owned(out + rest)
}
