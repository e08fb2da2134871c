//! CommonMark's own examples, against what the specification expects.
//!
//! What is ours is taken out on our side (ids of headings, `tabindex`) or filled in (holes, as the plain tags that
//! CommonMark would write); both sides are brought to one spelling of what HTML lets one choose. Examples in which an
//! extension of ours, or our refusal of something, decides are listed with the reason.

use super::super::{Options, parse};
use crate::config::RawHtml;
use crate::model::body::{Body, Part, ReferenceKind};
use crate::model::slug::SlugStyle;
use crate::source::FileId;

const SPECIFICATION: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/commonmark/spec.txt"));

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    const FENCE: &str = "````````````````````````````````";
    let mut examples = Vec::new();
    let mut rest = SPECIFICATION;
    while let Some((_, after)) = rest.split_once(&format!("{FENCE} example")) {
        let (_, after) = after.split_once('\n').expect("a fence has a line");
        let (example, after) = after.split_once(&format!("\n{FENCE}\n")).expect("an example ends");
        let (markdown, html) =
            example.split_once("\n.\n").unwrap_or((example.strip_suffix("\n.").unwrap_or(example), ""));
        examples.push(Example {
            number: examples.len() + 1,
            markdown: format!("{markdown}\n").replace('→', "\t"),
            html: html.replace('→', "\t"),
        });
        rest = after;
    }
    examples
}

/// Examples that come out otherwise here, and why.
const OTHERWISE: &[(&str, &[usize])] = &[
    (
        "raw HTML that is left open is closed, a stray closing tag is dropped, half a tag is text",
        &[
            21, 31, 148, 150, 151, 155, 156, 157, 158, 165, 173, 174, 175, 184, 187, 201, 344, 476, 477, 491,
            494, 524, 536, 613, 615, 623, 630, 631, 642, 643,
        ],
    ),
    ("code is highlighted, and a language has a name", &[142, 143, 144]),
    ("double brackets are a wikilink", &[548, 559, 590]),
    (
        "an image with a title, alone in its paragraph, is a figure",
        &[572, 573, 576, 577, 584, 585, 586, 588, 589, 591],
    ),
    ("a link may not have just any scheme", &[596, 598, 599, 601]),
];

#[test]
fn examples_of_the_specification() {
    let mut otherwise = Vec::new();
    let examples = examples();
    assert_eq!(examples.len(), 652);
    for example in examples {
        let ours = normalise(&filled(&example.markdown));
        let theirs = normalise(&shifted(&example.html));
        let known = OTHERWISE.iter().any(|(_, numbers)| numbers.contains(&example.number));
        if (ours != theirs) != known {
            otherwise
                .push(format!("{}\n{}\nours: {ours}\ntheirs: {theirs}", example.number, example.markdown));
        }
    }
    assert!(otherwise.is_empty(), "{}", otherwise.join("\n\n"));
}

/// Headings one level lower where there is one of the first, which one that the text opens with is only for itself.
fn shifted(html: &str) -> String {
    let rest = html.strip_prefix("<h1>").unwrap_or(html);
    let last = if rest.contains("<h1>") { 5 } else { 1 };
    (1..=last).rev().fold(html.to_owned(), |html, level| {
        let (from, to) = (format!("h{level}>"), format!("h{}>", level + 1));
        html.replace(&format!("<{from}"), &format!("<{to}")).replace(&format!("</{from}"), &format!("</{to}"))
    })
}

/// Our HTML with the tags in its holes that CommonMark would write.
fn filled(markdown: &str) -> String {
    let options = Options { smart_punctuation: false, raw_html: RawHtml::Allow, slugs: SlugStyle::Unicode };
    let body = parse(FileId::of("a.md"), markdown, 0..markdown.len(), &options).body;
    let mut out = String::new();
    let mut done = 0;
    for hole in &body.holes {
        out.push_str(&body.html[done..hole.at as usize]);
        done = hole.at as usize;
        out.push_str(&tag(&body, hole.reference, hole.part));
    }
    super::without_ids(&(out + &body.html[done..]))
}

fn tag(body: &Body, reference: u32, part: Part) -> String {
    match (&body.references[reference as usize].kind, part) {
        (_, Part::Close) => "</a>".to_owned(),
        (ReferenceKind::Link { dest }, Part::Open) => format!("<a href=\"{dest}\">"),
        (ReferenceKind::Link { dest }, Part::Whole) => format!("<a href=\"{dest}\"></a>"),
        (ReferenceKind::Image { dest, alt, .. }, _) => format!("<img src=\"{dest}\" alt=\"{alt}\" />"),
        (kind, _) => format!("{kind:?}"),
    }
}

/// One spelling of what HTML lets one choose: void tags, quotes in text, blanks beside tags, percent signs in URLs. Ids
/// of headings, titles of links (a hole has none) and `tabindex` are ours to give or not to give.
fn normalise(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    let mut in_code = false;
    while let Some(at) = rest.find('<') {
        push_text(&rest[..at], in_code, &mut out);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        in_code = (in_code || tag.starts_with("<pre")) && tag != "</pre>";
        push_tag(tag, &mut out);
        rest = &rest[end..];
    }
    push_text(rest, in_code, &mut out);
    // A heading without content is not written.
    (1..=6).fold(out, |out, level| out.replace(&format!("<h{level}></h{level}>"), ""))
}

fn push_text(text: &str, in_code: bool, out: &mut String) {
    let text = text.replace("&quot;", "\"");
    out.push_str(if in_code { &text } else { text.trim_matches('\n') });
}

fn push_tag(tag: &str, out: &mut String) {
    let tag = tag.replace(" />", ">").replace("/>", ">").replace(" tabindex=\"0\"", "");
    let mut tag = tag.replace("&quot;", "%22").replace("&amp;", "&").replace("&#x27;", "'");
    let ours = [" id=", " title="]
        .into_iter()
        .filter(|_| ["<a href", "<img", "<h"].iter().any(|t| tag.starts_with(t)));
    for attribute in ours.collect::<Vec<_>>() {
        if let Some(start) = tag.find(attribute) {
            let value = start + attribute.len() + 1;
            let end = tag[value..].find('"').map_or(tag.len() - 1, |end| value + end + 1);
            tag.replace_range(start..end, "");
        }
    }
    let name_end = tag.find([' ', '>']).unwrap_or(tag.len());
    out.push_str(&tag[..name_end].to_ascii_lowercase());
    out.push_str(&percent_encoding::percent_decode_str(&tag[name_end..]).decode_utf8_lossy());
}
