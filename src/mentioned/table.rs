//! The mention report for editors: a few lines a text, and the site's at the end. Long lists are cut, with a count.

use std::collections::BTreeMap;

use super::{NameReport, Report, TextReport, called};
use crate::link::Fate;
use crate::model::site::{Site, Target};
use crate::report::harmless;

/// How many texts, names in a line, and phrases are shown.
const TEXTS: usize = 50;
const NAMES: usize = 8;
const PHRASES: usize = 30;

/// How what is left alone is told, in this order.
const LEFT: &[(Fate, &str)] = &[
    (Fate::Weak, "weak"),
    (Fate::Ambiguous, "ambiguous"),
    (Fate::Shared, "shared by several"),
    (Fate::Shielded, "in a longer phrase"),
    (Fate::Unlocked, "not in links.lock"),
    (Fate::Off, "links are off"),
    (Fate::Divided, "partly emphasised"),
    (Fate::NoLink, "link: false"),
    (Fate::Refused, "unlinked by the author"),
    (Fate::Heading, "in a heading"),
    (Fate::InLink, "in a link"),
    (Fate::InReference, "in a link or image"),
    (Fate::Code, "in code"),
    (Fate::Portion, "in a portion of another marking"),
    (Fate::Own, "its own page"),
    (Fate::Beside, "beside the text, counted"),
];

pub fn table(report: &Report<'_>) -> String {
    let mut out = String::new();
    for text in report.texts.iter().take(TEXTS) {
        out.push_str(&of_text(text, report.site));
    }
    if let Some(more) = report.texts.len().checked_sub(TEXTS).filter(|more| *more > 0) {
        out.push_str(&format!("{more} more with names in them; see `--article` and `--format json`\n\n"));
    }
    out.push_str(&phrases(report));
    out.push_str(&look_alikes(report));
    out.push_str(&summary(report));
    out
}

fn of_text(text: &TextReport, site: &Site) -> String {
    let mut out = format!("{}  {}\n", harmless(&text.path), harmless(site.name(text.owner)));
    let mut line = |label: &str, shown: Vec<String>| {
        if !shown.is_empty() {
            out.push_str(&format!("  {label:<16} {}\n", harmless(&cut(shown))));
        }
    };
    line("linked", linked(text, site));
    line("linked by hand", named(text, site, |fate| fate == Fate::Written));
    for (fate, label) in LEFT {
        let names = named(text, site, |other| other == *fate);
        if !names.is_empty() {
            line("left alone", vec![format!("{label}: {}", cut(names))]);
        }
    }
    line("never mentioned", text.never.iter().map(|target| name_of(site, *target)).collect());
    let undeclared = text.undeclared.iter();
    line("not declared", undeclared.map(|one| times(&name_of(site, one.target), one.count)).collect());
    out.push('\n');
    out
}

/// Whom a text links to by name, with links and mentions.
fn linked(text: &TextReport, site: &Site) -> Vec<String> {
    let mut counts: Vec<(Target, usize, usize)> = Vec::new();
    for name in text.names.iter().filter(|name| matches!(name.fate, Fate::Linked | Fate::Again)) {
        let [bearer] = name.bearers[..] else { continue };
        let links = if name.fate == Fate::Linked { name.count } else { 0 };
        match counts.iter_mut().find(|(known, ..)| *known == bearer) {
            Some((_, all, of_links)) => (*all, *of_links) = (*all + name.count, *of_links + links),
            None => counts.push((bearer, name.count, links)),
        }
    }
    let shown = counts.iter().map(|(bearer, all, links)| match (all, links) {
        (1, 1) => name_of(site, *bearer),
        _ => format!("{} ({links} of {all})", name_of(site, *bearer)),
    });
    shown.collect()
}

/// Names of such a fate, each with whom it means and how often.
fn named(text: &TextReport, site: &Site, is_such: impl Fn(Fate) -> bool) -> Vec<String> {
    let by_hand = |bearer: &Target| {
        text.names.iter().any(|name| name.fate == Fate::Written && name.bearers.contains(bearer))
    };
    // The label of a link says once more whom it leads to.
    let is_told = |name: &NameReport| name.fate == Fate::InReference && name.bearers.iter().any(by_hand);
    let names = text.names.iter().filter(|name| is_such(name.fate) && !is_told(name));
    names.map(|name| times(&with_reason(name, site), name.count)).collect()
}

fn with_reason(name: &NameReport, site: &Site) -> String {
    let bearers: Vec<String> = match name.fate {
        Fate::Ambiguous => name.bearers.iter().map(|bearer| called(site, *bearer)).collect(),
        _ => name.bearers.iter().map(|bearer| name_of(site, *bearer)).collect(),
    };
    match (&name.shield, &bearers[..]) {
        (Some(shield), _) => format!("{} ({shield})", name.text),
        (None, [one]) if *one == name.text => one.clone(),
        (None, []) => name.text.clone(),
        (None, several) => format!("{} ({})", name.text, several.join(" or ")),
    }
}

fn name_of(site: &Site, target: Target) -> String {
    site.name(target).to_owned()
}

fn times(text: &str, count: usize) -> String {
    if count == 1 { text.to_owned() } else { format!("{text} x{count}") }
}

fn cut(mut shown: Vec<String>) -> String {
    let more = shown.len().saturating_sub(NAMES);
    shown.truncate(NAMES);
    shown.extend((more > 0).then(|| format!("and {more} more")));
    shown.join(", ")
}

fn phrases(report: &Report<'_>) -> String {
    let candidates = &report.candidates;
    if candidates.is_empty() {
        return String::new();
    }
    let mut out = "recurring names that are nobody's: an actor, a topic, a shield, or nothing\n".to_owned();
    for candidate in candidates.iter().take(PHRASES) {
        let (articles, text) = (candidate.articles.len(), harmless(&candidate.text));
        let word = if articles == 1 { "article " } else { "articles" };
        out.push_str(&format!("  {articles:>6} {word}  {text}\n"));
    }
    if let Some(more) = candidates.len().checked_sub(PHRASES).filter(|more| *more > 0) {
        out.push_str(&format!("  and {more} more; see `--format json`\n"));
    }
    out.push('\n');
    out
}

fn look_alikes(report: &Report<'_>) -> String {
    let groups = &report.look_alikes;
    let shown = groups.iter().take(PHRASES);
    let mut out: String =
        shown.map(|group| format!("perhaps one: {}\n", harmless(&group.join(" = ")))).collect();
    match groups.len().saturating_sub(PHRASES) {
        0 if groups.is_empty() => {}
        0 => out.push('\n'),
        more => out.push_str(&format!("and {more} more; see `--format json`\n\n")),
    }
    out
}

fn summary(report: &Report<'_>) -> String {
    let mut fates: BTreeMap<Fate, usize> = BTreeMap::new();
    for name in report.texts.iter().flat_map(|text| &text.names) {
        *fates.entry(name.fate).or_default() += name.count;
    }
    let count = |fate: Fate| fates.get(&fate).copied().unwrap_or_default();
    let left: usize = fates.iter().filter(|(fate, _)| !fate.counts()).map(|(_, count)| count).sum();
    let all: usize = fates.iter().filter(|(fate, _)| fate.counts()).map(|(_, count)| count).sum();
    let never: usize = report.texts.iter().map(|text| text.never.len()).sum();
    let undeclared: usize = report.texts.iter().map(|text| text.undeclared.len()).sum();
    format!(
        "profile {}: texts with names {}, mentions {all}, of them linked {} and by hand {}; names left alone {left}; \
         declared and never mentioned {never}; mentioned often and not declared {undeclared}\n",
        harmless(report.profile),
        report.texts.len(),
        count(Fate::Linked),
        count(Fate::Written),
    )
}
