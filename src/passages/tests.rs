//! Texts as passages: which, in what order, and the way back into the HTML.

use std::borrow::Cow;

use super::{Passage, Shown, What, visit};
use crate::config::RawHtml;
use crate::model::slug::SlugStyle;
use crate::parse::body::{Options, parse};
use crate::source::FileId;

const OPTIONS: Options =
    Options { smart_punctuation: true, raw_html: RawHtml::Sanitize, slugs: SlugStyle::Unicode };

/// A text's passages, each with what is quiet in it in brackets.
fn passages(markdown: &str) -> Vec<String> {
    let options = Options { smart_punctuation: true, raw_html: RawHtml::Sanitize, slugs: SlugStyle::Unicode };
    let body = parse(FileId::of("a.md"), markdown, 0..markdown.len(), &options).body;
    let mut found = Vec::new();
    let name = |_, part| match part {
        crate::model::body::Part::Whole => Shown::Text(Cow::Borrowed("NAME")),
        _ => Shown::Label,
    };
    visit(&body.html, &body.holes, None, name, |passage| found.push(written(passage, &body.html)));
    found
}

fn written(passage: &Passage<'_>, html: &str) -> String {
    let mut text = passage.text.to_owned();
    for quiet in passage.quiet.iter().rev() {
        let sign = match quiet.what {
            What::Link => "link",
            What::Code => "code",
            What::Unlinked => "no",
            What::Reference(_) => "ref",
        };
        text.insert(quiet.range.end as usize, ']');
        text.insert_str(quiet.range.start as usize, &format!("[{sign}:"));
    }
    // Whatever stands in the HTML as it is can be found there again.
    for (at, character) in passage.text.char_indices() {
        let range = u32::try_from(at).unwrap()..u32::try_from(at + character.len_utf8()).unwrap();
        if let Some(place) = passage.html(range) {
            let there = &html[place.start as usize..place.end as usize];
            assert!(
                there.starts_with(character) || there.starts_with('&') || there.starts_with("<br"),
                "{there}"
            );
        }
    }
    let marking = passage.marking.map(|marking| format!(" {}", marking.label())).unwrap_or_default();
    let kind = if passage.is_heading { "h" } else { "-" };
    let id = passage.anchor.and_then(|anchor| anchor.id).map(|_| "#").unwrap_or_default();
    format!("{}{kind}{id}{marking} {}", passage.section, text.trim())
}

#[test]
fn blocks_are_passages() {
    let text = "One *two* three.\nFour & five.\n\n# Head\n\n- a\n- b\n  - c\n\n> quoted\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n";
    let expected = [
        "0-# One two three.\nFour & five.",
        "1h# Head",
        "1-# a",
        "1-# b",
        "1-# c",
        "1-# quoted",
        "1-# x",
        "1-# y",
        "1-# 1",
        "1-# 2",
    ];
    assert_eq!(passages(text), expected);
}

#[test]
fn what_is_no_prose_is_quiet() {
    let text = "See [[x]], [[y|the *why*]], [out](https://example.org/), `code`, [[!Jordan]] and x[@a].\n\nNote[^1] here.\n\n[^1]: A note.\n";
    let expected = [
        "0-# See [ref:NAME], [ref:the why], [link:out], [code:code], [no:Jordan] and x[ref:NAME].",
        "0-# Note here.",
        "0-# A note. [link:↩]",
    ];
    assert_eq!(passages(text), expected);
}

#[test]
fn portions_say_how_they_are_marked() {
    let text = "Open.\n\n(TLP:AMBER) Marked.\n\n## (TLP:GREEN) Section\n\nIn it.\n\n## Next\n\n::: {marking=TLP:RED}\nFenced.\n:::\n\n- (TLP:GREEN) item\n\n  more of it\n- other\n\nEnd.\n";
    let expected = [
        "0-# Open.",
        "0-# TLP:AMBER Marked.",
        "1h# TLP:GREEN Section",
        "1-# TLP:GREEN In it.",
        "2h# Next",
        "2-# TLP:RED Fenced.",
        "2-# TLP:GREEN item",
        "2-# TLP:GREEN more of it",
        "2-# other",
        "2-# End.",
    ];
    assert_eq!(passages(text), expected);
}

#[test]
fn odd_html_does_no_harm() {
    for html in [
        "<",
        "<p",
        "a < b",
        "</p></div>",
        "<p id=\"a>b\">c",
        "<!-- x",
        "<a><a></b>&;&#xffff;&nope;",
        "<pre>x",
    ] {
        visit(
            html,
            &[],
            None,
            |_, _| Shown::Label,
            |passage| {
                let end = u32::try_from(passage.text.len()).unwrap();
                assert!(
                    passage
                        .html(0..end)
                        .is_none_or(|place| html.get(place.start as usize..place.end as usize).is_some())
                );
            },
        );
    }
}

#[test]
fn citations_stand_close_to_the_word_before_them() {
    let body = parse(FileId::of("a.md"), "A word [@a] & more.\n", 0..20, &OPTIONS).body;
    let mut texts = Vec::new();
    visit(
        &body.html,
        &body.holes,
        None,
        |_, _| Shown::Label,
        |passage| {
            let place = passage.html(2..6).expect("the word stands there");
            texts.push((
                passage.text.to_owned(),
                body.html[place.start as usize..place.end as usize].to_owned(),
            ));
        },
    );
    assert_eq!(texts, [("A word & more.".to_owned(), "word".to_owned())]);
}
