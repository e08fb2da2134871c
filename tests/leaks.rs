//! Nothing leaks: a site built from everything is, byte for byte, the one built from a folder that never held what this
//! audience may not know.
//!
//! Random sites are written twice by a small program that knows nothing of the filter: once whole, and once without the
//! withheld items and without any reference to them.

mod common;

use std::collections::BTreeMap;
use std::sync::Arc;

use chancery::source::Sources;
use common::{Files, NOW, Random, build, now};

const SITES: u64 = 60;

/// Why an item is not for everyone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Shown,
    Marked,
    Draft,
    Embargoed,
    Expired,
}

/// One item of a random site: what it is called and whom it names.
struct Item {
    id: String,
    fate: Fate,
    names: Vec<usize>,
}

/// Up to three different numbers below a limit, in order.
fn some(random: &mut Random, limit: usize) -> Vec<usize> {
    let mut chosen: Vec<usize> = (0..random.below(4)).map(|_| random.below(limit)).collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

#[test]
fn a_public_site_is_the_one_of_a_folder_without_what_is_withheld() {
    for seed in 1..=SITES {
        let site = RandomSite::new(seed);
        let whole = public(&site.texts(false));
        let cut = public(&site.texts(true));
        let differing: Vec<&String> =
            whole.keys().chain(cut.keys()).filter(|path| whole.get(*path) != cut.get(*path)).collect();
        assert!(differing.is_empty(), "site {seed} leaks in {differing:?}");
    }
}

#[test]
fn the_test_can_fail() {
    let texts =
        |name: &str| BTreeMap::from([("content/actors/a.yaml".to_owned(), format!("name: {name}\n"))]);
    assert_ne!(public(&texts("Known")), public(&texts("Other")));
}

fn public(texts: &BTreeMap<String, String>) -> Files {
    let config = ("site.toml".to_owned(), Arc::from(CONFIG));
    let texts = texts.iter().map(|(path, text)| (path.clone(), Arc::from(text.as_str())));
    let built = build(Sources::new(texts.chain([config]), []), Vec::new(), now(NOW));
    assert!(!built.has_content_errors, "{}", built.told);
    built.outputs.into_iter().next().map(|(_, files)| files).unwrap_or_default()
}

const CONFIG: &str = "title = \"Leaks\"\nbase_url = \"https://example.org/\"\ndefault_marking = \"TLP:CLEAR\"\n[lists]\npage_size = 3\n";

struct RandomSite {
    actors: Vec<Item>,
    sources: Vec<Item>,
    events: Vec<Item>,
    articles: Vec<Item>,
    random: u64,
}

impl RandomSite {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut items = |kind: &str, count: usize, names: usize, fates: &[Fate]| {
            let make = |index| Item {
                id: format!("{kind}-{index}"),
                fate: if random.below(3) == 0 { fates[random.below(fates.len())] } else { Fate::Shown },
                names: some(&mut random, names),
            };
            (0..count).map(make).collect::<Vec<Item>>()
        };
        RandomSite {
            actors: items("actor", 6, 6, &[Fate::Marked]),
            sources: items("source", 4, 1, &[Fate::Marked]),
            events: items("event", 5, 6, &[Fate::Marked]),
            articles: items("article", 9, 6, &[Fate::Marked, Fate::Draft, Fate::Embargoed, Fate::Expired]),
            random: seed,
        }
    }

    /// The files of the site; if `cut`, without anything that everybody may not know.
    fn texts(&self, cut: bool) -> BTreeMap<String, String> {
        let mut random = Random(self.random.wrapping_mul(0xd134_2543_de82_ef95) | 1);
        let mut texts = BTreeMap::new();
        for (index, actor) in self.actors.iter().enumerate() {
            let allies = self.named(&actor.names, cut).into_iter().filter(|ally| *ally != actor.id);
            let relations: Vec<String> = allies.map(|ally| format!("{{type: ally, to: {ally}}}")).collect();
            let text = format!(
                "name: Person {index}\n{}relations: [{}]\ncountries: [{}]\n",
                fate(actor.fate),
                relations.join(", "),
                ["KP", "CN", "RU"][index % 3]
            );
            put(&mut texts, cut, actor, format!("content/actors/{}.yaml", actor.id), text);
        }
        for source in &self.sources {
            let text = format!("title: Report {}\npublisher: Wire\n{}", source.id, fate(source.fate));
            put(&mut texts, cut, source, format!("content/sources/{}.yaml", source.id), text);
        }
        for (index, event) in self.events.iter().enumerate() {
            let actors = self.named(&event.names, cut).join(", ");
            let text = format!(
                "date: 202{index}-0{}\ntitle: Event {index}\nactors: [{actors}]\n{}",
                index + 1,
                fate(event.fate)
            );
            put(&mut texts, cut, event, format!("content/events/{}.yaml", event.id), text);
        }
        for (index, article) in self.articles.iter().enumerate() {
            let text = self.article(index, article, cut, &mut random);
            put(&mut texts, cut, article, format!("content/articles/{}.md", article.id), text);
        }
        texts
    }

    fn article(&self, index: usize, article: &Item, cut: bool, random: &mut Random) -> String {
        let actors = self.named(&article.names, cut).join(", ");
        let mut out = format!(
            "---\ntitle: Article {index}\ndate: 2025-0{}-03\nactors: [{actors}]\ntopics: [topic-{}]\nauthors: [desk-{}]\n{}",
            index % 9 + 1,
            random.below(5),
            random.below(3),
            fate(article.fate)
        );
        let told = random.below(self.events.len());
        // An account stays where the event's own file is withheld: it is this article's.
        out.push_str(&format!(
            "events:\n  - {{id: told-{told}, date: 2025-03-0{}, title: Told {told}}}\n",
            told + 1
        ));
        if !cut && index.is_multiple_of(2) {
            out.push_str(&format!("  - {{date: 2025-04-01, title: Secret {index}, marking: TLP:RED}}\n"));
        }
        out.push_str("---\n");
        for _ in 0..2 {
            let other = random.below(self.articles.len());
            out.push_str(&self.link(&self.articles[other], &format!("../articles/article-{other}.md"), cut));
            let actor = random.below(self.actors.len());
            out.push_str(&self.link(&self.actors[actor], &format!("../actors/actor-{actor}.yaml"), cut));
        }
        out
    }

    /// A link with a label of its own; where its target is cut, the label alone.
    fn link(&self, target: &Item, path: &str, cut: bool) -> String {
        if cut && target.fate != Fate::Shown {
            "As somebody wrote. ".to_owned()
        } else {
            format!("As [somebody]({path}) wrote. ")
        }
    }

    fn named(&self, names: &[usize], cut: bool) -> Vec<String> {
        let shown =
            names.iter().map(|&index| &self.actors[index]).filter(|actor| !cut || actor.fate == Fate::Shown);
        shown.map(|actor| actor.id.clone()).collect()
    }
}

fn put(texts: &mut BTreeMap<String, String>, cut: bool, item: &Item, path: String, text: String) {
    if !cut || item.fate == Fate::Shown {
        texts.insert(path, text);
    }
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Shown => "",
        Fate::Marked => "marking: TLP:RED\n",
        Fate::Draft => "status: draft\n",
        Fate::Embargoed => "publish_at: 2090-01-01\n",
        Fate::Expired => "expires: 2001-01-01\n",
    }
}
