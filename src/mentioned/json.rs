//! The mention report for machines: `docs/mentions.md` says what each field is.

use serde_json::{Value, json};

use super::phrases::Candidate;
use super::{NameReport, Report, TextReport, Undeclared, called};
use crate::model::site::{Site, Target};

pub fn json(report: &Report<'_>) -> Value {
    let site = report.site;
    json!({
        "profile": report.profile,
        "texts": report.texts.iter().map(|text| of_text(text, site)).collect::<Vec<_>>(),
        "candidates": report.candidates.iter().map(candidate).collect::<Vec<_>>(),
        "look_alikes": report.look_alikes,
    })
}

fn of_text(text: &TextReport, site: &Site) -> Value {
    json!({
        "file": text.path,
        "item": called(site, text.owner),
        "title": site.name(text.owner),
        "names": text.names.iter().map(|one| name(one, site)).collect::<Vec<_>>(),
        "never_mentioned": all(&text.never, site),
        "undeclared": text.undeclared.iter().map(|one| undeclared(one, site)).collect::<Vec<_>>(),
    })
}

fn name(name: &NameReport, site: &Site) -> Value {
    json!({
        "text": name.text,
        "fate": name.fate.word(),
        "bearers": all(&name.bearers, site),
        "count": name.count,
        "shield": name.shield,
    })
}

fn undeclared(one: &Undeclared, site: &Site) -> Value {
    json!({ "bearer": called(site, one.target), "count": one.count, "certain": one.certain })
}

fn all(targets: &[Target], site: &Site) -> Vec<String> {
    targets.iter().map(|target| called(site, *target)).collect()
}

fn candidate(candidate: &Candidate) -> Value {
    json!({ "text": candidate.text, "count": candidate.count, "files": candidate.articles })
}
