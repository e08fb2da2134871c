//! Texts and what becomes of them.

mod commonmark;
mod cut;
mod hostile;
mod links;
mod markdown;
mod paragraphs;
mod portions;
mod raw_html;

use super::{Options, Parsed, parse};
use crate::config::RawHtml;
use crate::model::body::{Body, Part, ReferenceKind};
use crate::model::slug::SlugStyle;
use crate::source::{FileId, Span};

const OPTIONS: Options =
    Options { smart_punctuation: true, raw_html: RawHtml::Sanitize, slugs: SlugStyle::Unicode };

fn read(text: &str) -> Parsed {
    parse(FileId::of("a.md"), text, 0..text.len(), &OPTIONS)
}

fn read_with(text: &str, raw_html: RawHtml) -> Parsed {
    parse(FileId::of("a.md"), text, 0..text.len(), &Options { raw_html, ..OPTIONS })
}

/// HTML with something to see in its holes: `⟨a.md⟩label⟨/⟩`, `⟨wiki georgia⟩`, `⟨image a.png⟩`, `⟨cite a b⟩`.
fn shown(body: &Body) -> String {
    let mut out = String::new();
    let mut done = 0;
    for hole in &body.holes {
        out.push_str(&body.html[done..hole.at as usize]);
        done = hole.at as usize;
        let reference = &body.references[hole.reference as usize].kind;
        out.push_str(&match (hole.part, reference) {
            (Part::Close, _) => "⟨/⟩".to_owned(),
            (_, ReferenceKind::Link { dest }) => format!("⟨{dest}⟩"),
            (_, ReferenceKind::Wiki { target, fragment, .. }) => match fragment {
                Some(fragment) => format!("⟨wiki {target} # {fragment}⟩"),
                None => format!("⟨wiki {target}⟩"),
            },
            (_, ReferenceKind::Embed { target, .. }) => format!("⟨embed {target}⟩"),
            (_, ReferenceKind::Image { dest, alt, .. }) => format!("⟨image {dest}: {alt}⟩"),
            (_, ReferenceKind::Citation { ids }) => {
                format!("⟨cite {}⟩", ids.iter().map(|id| id.value.as_str()).collect::<Vec<_>>().join(" "))
            }
        });
    }
    without_ids(&(out + &body.html[done..]))
}

/// HTML without the ids of paragraphs, which a test of their own looks at.
fn without_ids(html: &str) -> String {
    let mut parts = html.split(" id=\"p-");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once('"').map_or("", |(_, rest)| rest))
}

fn html(text: &str) -> String {
    shown(&read(text).body).trim_end().to_owned()
}

fn at(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

/// What was said: codes, and the text at the place.
fn said<'t>(text: &'t str, parsed: &Parsed) -> Vec<(&'static str, &'t str)> {
    let place = |place: &crate::diagnostic::Place| match place {
        crate::diagnostic::Place::Span(span) => at(text, *span),
        _ => "",
    };
    parsed.diagnostics.iter().map(|problem| (problem.code.name(), place(&problem.place))).collect()
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(html(text), *expected, "\n{text}\n");
    }
}
