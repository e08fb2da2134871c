//! Nothing leaks: a site built from everything is, byte for byte, the one built from a folder that never held what this
//! audience may not know.
//!
//! Two small programs say what such a folder would hold, and neither knows anything of the filter. Random sites are
//! written twice: once whole, and once without the withheld items, parts and portions and without any reference to them.
//! The folders of tests/sites and the demo are cut line by line, with scissors (`leaks/folder.rs`, `leaks/text.rs`), and
//! so are the random sites, which is a test of the scissors.
//!
//! `CHANCERY_LEAKS=2000` tries more random sites than a test run has time for.

mod common;
#[path = "leaks/disk.rs"]
mod disk;
#[path = "leaks/folder.rs"]
mod folder;
#[path = "leaks/random.rs"]
mod random;
#[path = "leaks/text.rs"]
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use chancery::diagnostic::Code;
use chancery::source::{Blob, Sources};
use common::{Built, Files, NOW, Random, assert_none, build, manifest, now, now_of, sites};
use disk::Folder;
use folder::{Reader, WORD};
use random::{MarkedSite, Texts};
use rayon::prelude::*;

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

// ---- parts and portions ----

const MARKED_SITES: u64 = 60;

fn marked_sites() -> u64 {
    std::env::var("CHANCERY_LEAKS").ok().and_then(|text| text.parse().ok()).unwrap_or(MARKED_SITES)
}

const PUBLIC: Reader<'_> = Reader { limit: 0, drafts: false, now: NOW };

/// Builds from texts, with a picture wherever one is named.
fn built(texts: &Texts) -> Built {
    let picture = || Blob::Memory(Arc::from(&b"\x89PNG\r\n\x1a\n"[..]));
    let folders = ["actors", "articles", "pages"];
    let blobs = folders.iter().map(|folder| (format!("content/{folder}/dot.png"), picture()));
    let texts = texts.iter().map(|(path, text)| (path.clone(), Arc::from(text.as_str())));
    build(Sources::new(texts, blobs), Vec::new(), now(NOW))
}

fn files(built: &Built) -> &Files {
    &built.outputs[0].1
}

/// Paths of files in which two outputs differ.
fn differing<'f>(one: &'f Files, other: &'f Files) -> BTreeSet<&'f String> {
    one.keys().chain(other.keys()).filter(|path| one.get(*path) != other.get(*path)).collect()
}

/// The first file in which they differ, line by line.
fn shown(one: &Files, other: &Files) -> Option<String> {
    let path = differing(one, other).into_iter().next()?;
    let text = |files: &Files| {
        files.get(path).map_or("(none)".into(), |bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    Some(common::difference(path, &text(other), &text(one)))
}

#[test]
fn a_public_site_is_the_one_of_a_folder_without_withheld_parts_and_portions() {
    let problems = (1..=marked_sites()).into_par_iter().filter_map(|seed| {
        let site = MarkedSite::new(seed, seed);
        let (whole, left) = (built(&site.whole), built(&site.left));
        assert!(!left.has_content_errors, "site {seed}: {}", left.told);
        assert!(!whole.has_content_errors, "site {seed}: {}", whole.told);
        shown(files(&whole), files(&left)).map(|shown| format!("site {seed} leaks:\n{shown}"))
    });
    assert_none(problems.collect());
}

#[test]
fn other_withheld_words_change_no_byte() {
    let problems = (1..=marked_sites() / 2).into_par_iter().filter_map(|seed| {
        let (one, other) = (MarkedSite::new(seed, seed), MarkedSite::new(seed, seed + 1_000_000));
        assert_eq!(one.left, other.left, "the random sites themselves tell what is withheld");
        assert_ne!(one.whole, other.whole);
        let (one, other) = (built(&one.whole), built(&other.whole));
        shown(files(&one), files(&other)).map(|shown| format!("site {seed} tells:\n{shown}"))
    });
    assert_none(problems.collect());
}

/// The files that hold a word of something withheld, or are named after it.
fn telling(files: &Files) -> Vec<&String> {
    let has_canary = |bytes: &[u8]| bytes.windows(6).any(|window| window == b"canary");
    let telling = files.iter().filter(|(path, bytes)| path.contains("canary") || has_canary(bytes));
    telling.map(|(path, _)| path).collect()
}

#[test]
fn nothing_withheld_is_said_anywhere() {
    for seed in 1..=10 {
        let site = MarkedSite::new(seed, seed);
        assert!(site.whole.values().any(|text| text.contains("canary")));
        assert_eq!(telling(files(&built(&site.whole))), [""; 0], "site {seed}");
    }
}

// ---- what was built before ----

/// Everything for everybody.
fn unmarked(texts: &Texts) -> Texts {
    let clear = |text: &String| {
        let higher = ["TLP:GREEN", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:RED"];
        higher.iter().fold(text.clone(), |text, marking| text.replace(marking, "TLP:CLEAR"))
    };
    texts.iter().map(|(path, text)| (path.clone(), clear(text))).collect()
}

#[test]
fn what_was_public_before_its_marking_was_raised_is_gone() {
    let problems = (1..=marked_sites() / 8).into_par_iter().filter_map(|seed| {
        let site = MarkedSite::new(seed, seed);
        let (folder, clean) = (Folder::new(), Folder::new());
        assert!(
            !telling(&folder.build(&unmarked(&site.whole))).is_empty(),
            "site {seed} had something to lose"
        );
        let raised = folder.build(&site.whole);
        assert_eq!(telling(&raised), [""; 0], "site {seed}");
        assert_eq!(telling(&folder.kept()), [""; 0], "site {seed}");
        shown(&raised, &clean.build(&site.left)).map(|shown| format!("site {seed} leaks:\n{shown}"))
    });
    assert_none(problems.collect());
}

#[test]
fn a_build_after_another_tells_no_more() {
    let problems = (1..=marked_sites() / 8).into_par_iter().filter_map(|seed| {
        let folder = Folder::new();
        let before = folder.build(&MarkedSite::new(seed, seed).whole);
        let after = folder.build(&MarkedSite::new(seed, seed + 1_000_000).whole);
        assert_eq!(telling(&folder.kept()), [""; 0], "site {seed}");
        shown(&after, &before).map(|shown| format!("site {seed} tells:\n{shown}"))
    });
    assert_none(problems.collect());
}

#[test]
fn the_scissors_cut_what_the_random_sites_leave_out() {
    let problems = (1..=marked_sites() / 2).into_par_iter().filter_map(|seed| {
        let site = MarkedSite::new(seed, seed);
        let cut = built(&folder::cut(&site.whole, &PUBLIC));
        shown(files(&cut), files(&built(&site.left))).map(|shown| format!("site {seed}:\n{shown}"))
    });
    assert_none(problems.collect());
}

// ---- sites in folders ----

/// The marking and the drafts of each profile, in the order of site.toml.
fn readers<'r>(settings: &str, now: &'r str) -> Vec<Reader<'r>> {
    let tables: Vec<&str> = settings.split("\n[profiles.").skip(1).collect();
    let of = |table: &str| {
        let own: Vec<&str> = table.lines().skip(1).take_while(|line| !line.starts_with('[')).collect();
        let marking = own.iter().find_map(|line| line.strip_prefix("marking = "));
        Reader { limit: marking.map_or(0, text::rank), drafts: own.contains(&"drafts = true"), now }
    };
    let readers: Vec<Reader<'_>> = tables.iter().map(|table| of(table)).collect();
    if readers.is_empty() { vec![Reader { limit: 0, drafts: false, now }] } else { readers }
}

/// Codes of errors and how often each is told.
fn errors(built: &Built) -> BTreeMap<Code, usize> {
    let mut errors = BTreeMap::new();
    for found in built.diagnostics.iter().filter(|found| found.is_error()) {
        *errors.entry(found.code).or_default() += 1;
    }
    errors
}

/// Where a name is withheld, the page says so in an element of its own.
fn plainly(files: &Files) -> Files {
    let spans = [
        format!("<span class=\"withheld\">{WORD}</span>"),
        format!("&lt;span class=\"withheld\"&gt;{WORD}&lt;/span&gt;"),
        format!("&lt;span class=&quot;withheld&quot;&gt;{WORD}&lt;/span&gt;"),
        format!("<span class=\\\"withheld\\\">{WORD}</span>"),
    ];
    let plain = |bytes: &Vec<u8>| match std::str::from_utf8(bytes) {
        Ok(text) => {
            let text = spans.iter().fold(text.to_owned(), |text, span| text.replace(span, WORD));
            without_paragraph_ids(&text).into_bytes()
        }
        Err(_) => bytes.clone(),
    };
    files.iter().map(|(path, bytes)| (path.clone(), plain(bytes))).collect()
}

/// The scissors put words where links to withheld items stood. What is a link does not count for the id of a paragraph, and
/// words do, so these ids differ.
fn without_paragraph_ids(text: &str) -> String {
    [(" id=\"p-", "\"", 1), (" id=\\\"p-", "\\\"", 2), ("#p-", "\"", 0)].iter().fold(
        text.to_owned(),
        |text, (mark, end, length)| {
            let mut parts = text.split(mark);
            let first = parts.next().unwrap_or_default().to_owned();
            parts.fold(first, |out, part| out + part.find(end).map_or(part, |end| &part[end + length..]))
        },
    )
}

/// What each profile of a site tells that it would not, had its folder never held what it may not know.
fn leaks_of_folder(name: &str, root: &Path, moment: chancery::model::date::Now) -> Vec<String> {
    let (sources, diagnostics) = chancery::read::read(root).expect("the folder of a site can be read");
    let texts: Texts =
        sources.texts().map(|(id, file)| (file.path.to_string(), sources.text(id).to_owned())).collect();
    let blobs: Vec<(String, Blob)> =
        sources.blobs().map(|(path, blob)| (path.to_owned(), blob.clone())).collect();
    let made = |texts: &Texts| {
        let texts = texts.iter().map(|(path, text)| (path.clone(), Arc::from(text.as_str())));
        build(Sources::new(texts, blobs.clone()), diagnostics.clone(), moment)
    };
    let whole = made(&texts);
    // A mistake in a mark is one for everybody, and may lie in what some may not know.
    let of_marks = [Code::MarkingConflict, Code::InvalidBody, Code::UnknownMarking];
    if of_marks.iter().any(|code| errors(&whole).contains_key(code)) {
        return Vec::new();
    }
    let at = moment.timestamp().to_string();
    let settings = texts.get("site.toml").map_or("", String::as_str);
    let mut problems = Vec::new();
    for (index, reader) in readers(settings, &at).iter().enumerate() {
        let left = folder::cut(&texts, reader);
        let cut = made(&left);
        let known = errors(&cut);
        // An error of what this profile withholds is one of the whole site.
        let told = errors(&whole)
            .into_iter()
            .filter(|(code, count)| known.get(code).is_none_or(|known| count > known));
        problems.extend(
            told.filter(|_| left != texts)
                .map(|(code, _)| format!("{name}: only the whole has {}", code.name())),
        );
        let (Some((profile, whole)), Some((_, cut))) = (whole.outputs.get(index), cut.outputs.get(index))
        else {
            continue;
        };
        if let Some(shown) = shown(&plainly(whole), &plainly(cut)) {
            problems.push(format!("{name} leaks for {profile}:\n{shown}"));
        }
    }
    problems
}

#[test]
fn sites_tell_no_profile_what_it_may_not_know() {
    let of = |(name, site): &(String, std::path::PathBuf)| {
        leaks_of_folder(name, &site.join("input"), now_of(site))
    };
    assert_none(sites().par_iter().flat_map_iter(of).collect());
}

#[test]
fn neither_does_the_demo() {
    assert_none(leaks_of_folder("the demo", &manifest(""), now(NOW)));
}
