//! How long each stage takes on a site of many articles, in memory, without a disk: `cargo bench`.
//!
//! `CHANCERY_BENCH_ARTICLES=10000 cargo bench` for another size. Prints the median of five runs in milliseconds.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use chancery::model::date::Now;
use chancery::pipeline::{Output, Project, Timings, editions};
use chancery::source::Sources;

const RUNS: usize = 5;

fn main() {
    let wanted = std::env::var("CHANCERY_BENCH_ARTICLES").ok().and_then(|text| text.parse().ok());
    let articles = wanted.unwrap_or(2000);
    let texts = site(articles);
    let mut stages: BTreeMap<(usize, &str), Vec<Duration>> = BTreeMap::new();
    for _ in 0..RUNS {
        for (index, (stage, time, _)) in build(&texts).0.into_iter().enumerate() {
            stages.entry((index, stage)).or_default().push(time);
        }
    }
    println!("{articles} articles, median of {RUNS} runs");
    for ((_, stage), mut times) in stages {
        times.sort_unstable();
        println!("{stage:>12} {:9.1} ms", times[RUNS / 2].as_secs_f64() * 1000.0);
    }
}

fn build(texts: &[(String, Arc<str>)]) -> Timings {
    let mut timings = Timings::default();
    let sources = Sources::new(texts.iter().cloned(), []);
    let project = Project::new(sources, Vec::new(), &mut timings);
    let profiles = project.config.profiles.clone();
    let now = Now::from_epoch_seconds(0).expect("the epoch is a time");
    let (_, editions) = editions(project, &profiles, now, &mut timings);
    timings.measure("render", || Output::new(&editions[0], false).try_all());
    timings
}

/// Articles that name actors, countries and topics, tell events, cite sources and link to each other.
fn site(articles: usize) -> Vec<(String, Arc<str>)> {
    let mut texts =
        vec![("site.toml".to_owned(), Arc::from("title = \"Bench\"\nbase_url = \"https://example.org/\"\n"))];
    let actors = (articles / 20).max(20);
    for actor in 0..actors {
        let text = format!("---\nname: Person Number{actor}\nkind: person\ncountries: [KP]\n---\n");
        texts.push((format!("content/actors/actor-{actor}.md"), text.into()));
    }
    texts.extend((0..articles).map(|article| {
        (format!("content/articles/article-{article}.md"), text(article, actors, articles).into())
    }));
    texts
}

fn text(article: usize, actors: usize, articles: usize) -> String {
    let countries = ["KP", "CN", "RU", "US", "KR", "JP", "DE", "FR"];
    let mut out = format!(
        "---\ntitle: \"Article {article}: what is known\"\ndate: {}-{:02}-{:02}\nactors: [actor-{}, actor-{}]\ncountries: [{}, {}]\ntopics: [topic-{}]\nevents:\n  - {{date: 2025-0{}, title: Event {article}, actors: [actor-{}]}}\nsources:\n  - {{id: s, title: Report {article}, publisher: Wire, url: \"https://example.org/{article}\"}}\n---\n",
        2010 + article % 15,
        1 + article % 12,
        1 + article % 28,
        article % actors,
        (article * 7 + 1) % actors,
        countries[article % 8],
        countries[(article + 3) % 8],
        article % 40,
        1 + article % 9,
        article % actors,
    );
    for section in 0..6 {
        let other = (article * 31 + section * 17 + 1) % articles;
        let _ = write!(
            out,
            "\n## Section {section} of it\n\nThe [[actor-{}]] said so [@s]. See [another](article-{other}.md) for *background*.[^{section}]\n\n{}\n\n| one | two |\n|---|--:|\n| a | {section} |\n\n[^{section}]: A note.\n",
            (article + section) % actors,
            "A long sentence follows another, with **weight** and without, until the paragraph is full. "
                .repeat(8),
        );
    }
    out
}
