//! What the program says of itself in any site: words of its theme, its feeds and its pages.
//!
//! In: nothing of the site that is audited. Out: the files of a tiny site that has one of everything, made with the
//! built-in theme. What stands in them tells nothing of anybody's content.

use std::sync::Arc;

use crate::model::country_table::COUNTRIES;
use crate::model::date::Now;
use crate::pipeline::{Output, Project, Timings, editions};
use crate::source::Sources;
use crate::theme;

const SETTINGS: &str = r#"
title = "Qa"
base_url = "https://qa.invalid/qb/"
default_marking = "TLP:CLEAR"
[lists]
page_size = 1
[profiles.public]
drafts = true
marking = "TLP:RED"
"#;

const ARTICLE: &str = r"---
title: Qc
date: 2001-01-02
updated: 2001-01-03
information_cutoff: 2001-01-01
authors: [qd]
actors: [{id: qe, role: Qf}]
countries: [XK]
topics: [qg]
key_points: [Qh, {text: Qi, likelihood: likely, confidence: high, marking: TLP:GREEN}]
figures: [{label: Qj, value: 1, unit: qk, source: ql}]
corrections: [{date: 2001-01-03, text: Qm}, {date: 2001-01-03, kind: retraction, text: Qm}]
events: [{date: 2001~, title: Qn, id: qo, sources: [ql], place: {name: Qp, lat: 1, lon: 1}}]
sources: [ql, {title: Qq, date: 2001-01, url: 'https://qa.invalid/', reliability: A, credibility: 1}]
status: withdrawn
lang: de
---
Qr *qs* **qt** ~~qu~~ `qv` [qw](#qx)[^1] [@ql] [[qe]] [qy](https://qa.invalid/).

[^1]: Qz

## Qx

> [!NOTE]
> Ra

- [ ] rb
- rc

1. rd

| re | rf |
|:--:|---:|
| rg | rh |

Ri
: rj

```rust
fn rk() -> u8 { 1 }
```

::: {marking=TLP:AMBER}
(TLP:RED) Rl
:::
";

const ACTOR: &str = r"---
name: Rm
native_name: {text: Rn, lang: ko}
kind: person
aliases: [Ro]
countries: [XK]
roles: [{title: Rp, of: XK, from: 2001, source: ql}]
relations: [{type: ally, to: rq, from: 2001, note: Rr}]
born: 2001~
identifiers: {wikidata: Q1}
website: https://qa.invalid/
---
Rs
";

const TEXTS: &[(&str, &str)] = &[
    ("site.toml", SETTINGS),
    ("content/articles/qc.md", ARTICLE),
    ("content/articles/rt.md", "---\ntitle: Rt\ndate: 2001-02-02\nstatus: draft\ntopics: [qg]\n---\nRu\n"),
    ("content/articles/rv.md", "---\ntitle: Rv\ndate: 2001-03-02\nactors: [rq]\nauthors: [qd]\n---\nRw\n"),
    ("content/actors/qe.md", ACTOR),
    ("content/actors/rq.yaml", "name: Rx\nkind: organization\n"),
    ("content/events/ry.yaml", "title: Ry\ndate: 2001-01-01/2001-01-02\nsummary: Rz\ncountries: [XK]\n"),
    (
        "content/sources/ql.yaml",
        "title: Ql\npublisher: Sa\nauthor: Sb\naccessed: 2001\nlang: en\norigin: Sc\n",
    ),
    ("content/pages/sd.md", "# Sd\n\nSe\n"),
];

/// Every file, and each name of each country.
pub struct Sample(pub(super) Vec<Vec<u8>>);

impl Sample {
    #[expect(clippy::new_without_default, reason = "it builds a site, which nobody expects of a default")]
    pub fn new() -> Self {
        let texts = TEXTS.iter().map(|(path, text)| ((*path).to_owned(), Arc::from(*text)));
        let mut timings = Timings::default();
        let project = Project::new(Sources::new(texts, []), Vec::new(), &mut timings);
        let profiles = project.config.profiles.clone();
        let now = Now::from_epoch_seconds(1_000_000_000).expect("it is a moment");
        let (_, editions) = editions(project, &profiles, now, &mut timings);
        let made = editions.iter().flat_map(|edition| Output::new(edition, false).all());
        let mut texts: Vec<Vec<u8>> = made.flat_map(|(path, bytes)| [path.into_bytes(), bytes]).collect();
        texts.extend(theme::TEMPLATES.iter().map(|template| template.text.as_bytes().to_vec()));
        texts.extend(COUNTRIES.iter().map(|row| row.all_names().collect::<Vec<_>>().join("\0").into_bytes()));
        Sample(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_built() {
        let all = Sample::new().0.concat();
        for word in ["Qc", "Ql", "Rl", "Sd", "Ry", "Kosovo"] {
            assert!(memchr::memmem::find(&all, word.as_bytes()).is_some(), "{word}");
        }
    }
}
