//! Sites whose items hang together: a seed in, the files of a site out. Almost all of them are sound, so that edits of them
//! make states which can be shown.
//!
//! Articles are linked by title, id and heading, quoted and cited; actors are mentioned and known by several names; one
//! event has several accounts; there are drafts, markings above and below a profile, and templates of the site's own.

use chancery::theme;

use super::Random;

/// Articles: where they lie, their slugs and titles.
pub const ARTICLES: &[(&str, &str, &str)] = &[
    ("2025-09-03-parade.md", "parade", "The parade"),
    ("2025-09-05-train.md", "train", "A train to Beijing"),
    ("2025/2025-09-04-summit.md", "summit", "Summit"),
    ("2025-08-30-border.md", "border", "Border <closed>"),
    ("2024-12-24-visit.md", "visit", "Visit"),
    ("2025/notes/2025-10-01-grain.md", "grain", "Grain & fuel"),
    ("2025-10-02-三位领导人.md", "三位领导人", "三位领导人"),
    ("2025-09-03-echo.md", "echo", "Echo"),
];

/// Every site has as many.
const LEAST: usize = 5;

const ACTORS: &[(&str, &str)] = &[
    (
        "kim",
        "name: Kim Jong Un\naliases: [{text: Kim, weak: true}, The Marshal]\ncountries: [KP]\nkind: person\n\
        roles: [{title: Supreme Leader, of: KP, from: 2011-12-17, source: wire}]\nrelations: [{type: ally, to: xi}]\n",
    ),
    (
        "xi",
        "name: Xi Jinping\ncountries: [CN]\nborn: 1953-06-15\nrelations: [{type: leads, to: bank, from: 2020}]\n",
    ),
    ("bank", "name: Bank of Fog\nkind: company\naliases: [BoF, {text: The Fog, marking: TLP:AMBER}]\n"),
    ("ghost", "name: Ghost\nmarking: TLP:RED\nsummary: Nobody knows.\n"),
];

/// What a text may say. All of it is sound as long as the first articles, actors and sources are there, and [`piece`] has
/// put in the way to their folder.
const PIECES: &[&str] = &[
    "They *stood* on a **balcony**, and Kim Jong Un waved to Xi Jinping.",
    "See [[parade]] and [[The parade|what we said]], [[article:train]], [[Summit]].",
    "[[A train to Beijing]] left at night. [[The Marshal]] was on it.",
    "As [the other one](ARTICLES2025-08-30-border.md) says, the border is closed.",
    "![[The parade]]",
    "![[train]]",
    "A claim.[@wire] Another.[@wire; @gazette]",
    "Only one.[@gazette]",
    "## Background\n\nWhat was before. [[#Background]]",
    "## Background\n\n### What is new\n\nMore of it.",
    "# Überschrift\n\nText under it, and [there](#überschrift).",
    "[[parade#First part]] tells more.",
    "![A dot](/dot.png)",
    "[[KP]] and [[country:CN]]; Norway and North Korea are named only.",
    "Kim came back. So did Jordan, and Georgia.",
    "[[topic:sanctions]] hold. [[event:victory]] was told twice.",
    "A note.[^1]\n\n[^1]: Its text, with [[bank]] and a source.[@wire]",
    "| a | b |\n|---|:-:|\n| [[xi]] | 三位领导人 |",
    "> [!NOTE]\n> Bank of Fog is [[BoF]].",
    "```rust\nfn main() { println!(\"<script>\"); }\n```",
    "[about us](/about/) and [outside](https://example.org/?a=1&b=2#c)",
    "[[Ghost]] was there, [[!Jordan]] was not.",
    "- [ ] open, see [[visit]]\n- [x] done",
    "Quotes \"like this\" -- and so on...",
];

/// Metadata of an article: keys, and values that each may have.
pub const METADATA: &[(&str, &[&str])] = &[
    (
        "title",
        &["The parade", "Summit", "Kim Jong Un", "New title", "\"<b>x</b> & y\"", "Georgia", "Renamed"],
    ),
    ("summary", &["One sentence.", "Xi Jinping met *Kim Jong Un*.", "\"Bank of Fog: a history\""]),
    (
        "key_points",
        &[
            "[One., {text: Two., likelihood: likely}]",
            "[Kim Jong Un came.]",
            "[Open., {text: Hidden., marking: TLP:AMBER}]",
        ],
    ),
    ("extra", &["{note: one}", "{note: two, wide: true}", "{other: [1, {b: c}]}"]),
    ("updated", &["2025-10-10", "2025-12-01", "2026-02-01T10:00:00Z"]),
    ("date", &["2025-09-03", "2025-09-06", "2024-01-01", "2025-12-31T23:00:00Z"]),
    ("information_cutoff", &["2025-09-02T18:00:00Z", "2025-09-03"]),
    ("authors", &["[desk-asia]", "[desk-asia, Anna Berg]", "[Anna Berg]"]),
    ("actors", &["[kim]", "[{id: xi, role: host}, kim]", "[The Marshal]", "[bank, ghost]", "[Bank of Fog]"]),
    ("countries", &["[KP]", "[CN, RU]", "[Georgia]", "[North Korea, kp]"]),
    ("topics", &["[sanctions]", "[Sanctions, new topic]", "[SANCTIONS]", "[grain, sanctions]"]),
    (
        "events",
        &[
            "[{date: 2025-09-03, title: Parade in Beijing, actors: [xi], sources: [wire]}]",
            "[{id: victory, date: 2025-09-04, title: Victory day, countries: [CN], sources: [gazette]}]",
            "[{id: victory, date: 2025-09, title: Victory, importance: 5, sources: [wire]}, {date: 2025-21, title: Spring}]",
            "[{date: 2024, title: A year, marking: TLP:AMBER}]",
        ],
    ),
    (
        "sources",
        &[
            "[wire]",
            "[gazette, wire]",
            "[{id: own, title: Own notes, reliability: B, credibility: 2}]",
            "[wire, {id: own, title: Own notes, origin: Gazette}, {title: Notes, origin: A ministry; own}]",
        ],
    ),
    ("figures", &["[{label: Length, value: 1300, unit: km, source: wire}]", "[{label: Nights, value: 3}]"]),
    (
        "corrections",
        &[
            "[{date: 2025-09-05, text: It was another station.}]",
            "[{date: 2025-09-06, kind: retraction, text: None of it is true.}]",
        ],
    ),
    ("image", &["{src: /dot.png, alt: A dot, caption: A dot in black}", "{src: /dot.png, alt: Other}"]),
    ("marking", &["TLP:GREEN", "TLP:AMBER", "TLP:RED", "TLP:CLEAR"]),
    ("status", &["draft", "withdrawn", "published"]),
    ("publish_at", &["2025-12-01T00:00:00Z", "2026-02-01T00:00:00Z"]),
    ("expires", &["2026-02-01", "2025-12-01"]),
    ("slug", &["other-slug", "parade", "ümlaut"]),
    ("redirects", &["[/old/path/]", "[/older/path/, /older/]", "[/parade/]"]),
    ("lang", &["de", "en", "ko"]),
    ("translation_of", &["parade", "train"]),
    ("allow", &["[missing-alt]", "[unused-source, undated-article]", "[date-mismatch]"]),
];

const SETTINGS: &[&str] = &[
    "[output]\nlinks = \"file\"\n",
    "[lists]\npage_size = 2\n",
    "[urls]\nslugs = \"ascii\"\n",
    "[links]\nmentions = \"page\"\n",
    "[links]\nmentions = \"all\"\n",
    "[links]\nmentions = \"off\"\n",
    "[links]\npreviews = false\n",
    "[feeds]\nlimit = 2\n",
    "[markdown]\nraw_html = \"allow\"\n",
    "[actors]\nundeclared = \"create\"\n",
    "[search]\nenabled = false\n",
    "[diagnostics]\nallow = [\"unused-source\"]\n",
    "[audience]\nwithheld_word = \"somebody\"\n",
    "[collections]\narticles = [\"articles/**\", \"_posts/**\"]\n",
    "[front_matter]\nhint = \"summary\"\n",
    "",
    "",
];

/// Settings with a profile below what some items are marked, and one above. The first profile is either.
pub fn settings(random: &mut Random) -> String {
    let base =
        random.pick(&["base_url = \"https://desk.example/sub/\"\n", "base_url = \"https://desk.example\"\n"]);
    let title = random.pick(&["Desk", "Désk & <Söhne>", "Bureau"]);
    let profiles = [
        "[profiles.public]\nmarking = \"TLP:CLEAR\"\n",
        "[profiles.internal]\nmarking = \"TLP:AMBER\"\nbase_url = \"https://in.example/\"\n",
    ];
    let first = random.below(2);
    format!(
        "title = {title:?}\ndefault_marking = \"TLP:CLEAR\"\n{base}{}{}{}",
        random.pick(SETTINGS),
        profiles[first],
        profiles[1 - first]
    )
}

/// The files of a site.
pub fn linked_files(random: &mut Random) -> Vec<(String, Vec<u8>)> {
    let mut texts = vec![("site.toml".to_owned(), settings(random))];
    let mut put = |path: &str, text: &str| texts.push((path.to_owned(), text.to_owned()));
    for (id, metadata) in ACTORS {
        let path = format!("content/actors/{id}.md");
        let text = format!("---\n{metadata}---\n{}\n", piece(random, &path));
        put(&path, &text);
    }
    put("content/sources/wire.yaml", "title: The wire\npublisher: Agency\nurl: https://wire.example/\n");
    put("content/sources/gazette.md", "---\ntitle: Gazette\norigin: The wire\n---\nA paper.\n");
    put("content/events/victory.yaml", "date: 2025-09-03\ntitle: Victory day\nactors: [xi, kim]\n");
    put("content/pages/about.md", &format!("# About\n\n{}\n", piece(random, "content/pages/about.md")));
    put("static/dot.png", "\u{89}PNG");
    put("content/topics/sanctions.md", "---\nname: Sanctions\n---\nSee [[parade]].\n");
    if random.one_in(2) {
        put("content/countries/KP.md", "---\naliases: [{text: The North, weak: true}]\n---\nSee [[kim]].\n");
    }
    if random.one_in(2) {
        put("content/pages/index.md", "We watch [[kim]] and Xi Jinping. See [[The parade]].\n");
    }
    if random.one_in(3) {
        put("templates/article.html", &own_template("article.html"));
        put("templates/partials/own.html", OWN_PARTIAL);
    }
    if random.one_in(4) {
        put("content/articles/2025/_defaults.yaml", "topics: [sanctions]\n");
    }
    if random.one_in(2) {
        put("links.lock", &lock(random));
    }
    for (index, (path, slug, title)) in ARTICLES.iter().enumerate() {
        if index < LEAST || random.one_in(2) {
            let path = format!("content/articles/{path}");
            let redirect =
                if random.one_in(4) { format!("redirects: [/old/{slug}/]\n") } else { String::new() };
            put(&path, &article(random, index, title, &redirect, &path));
        }
    }
    texts.into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
}

/// Some articles and names, in any order; not all of them are there.
pub fn lock(random: &mut Random) -> String {
    const NAMES: &[&str] = &[
        "Kim Jong Un = actor:kim",
        "Kim = actor:kim",
        "Xi Jinping = actor:xi",
        "BoF = actor:bank",
        "Norway = country:NO",
        "Ghost = actor:ghost",
        "Nobody = actor:nobody",
    ];
    let mut text = String::new();
    for _ in 0..1 + random.below(4) {
        text.push_str(&format!("content/articles/{}\n", ARTICLES[random.below(ARTICLES.len())].0));
        (0..random.below(4)).for_each(|_| text.push_str(&format!("  {}\n", random.pick(NAMES))));
    }
    text
}

const OWN_PARTIAL: &str = "<p class=\"own\">{{ article.title }}{% if article.extra.note is defined %}: {{ article.extra.note }}{% endif %}</p>";

/// One of the theme's templates that includes another of the site's own.
pub fn own_template(name: &str) -> String {
    let known = theme::TEMPLATES.iter().find(|known| known.name == name).map_or("", |known| known.text);
    known.replacen("</header>", "{% include \"partials/own.html\" %}</header>", 1)
}

/// Something that a text in this file may say.
pub fn piece(random: &mut Random, path: &str) -> String {
    random.pick(PIECES).replace("ARTICLES", &to_articles(path))
}

/// The way from a file's folder to that of the articles.
pub fn to_articles(path: &str) -> String {
    match path.strip_prefix("content/articles/") {
        Some(below) => "../".repeat(below.matches('/').count()),
        None => format!("{}articles/", "../".repeat(path.matches('/').count().saturating_sub(1))),
    }
}

fn article(random: &mut Random, index: usize, title: &str, redirect: &str, path: &str) -> String {
    let mut out = format!("---\ntitle: {title:?}\n{redirect}");
    let unique = ["title", "slug", "redirects"];
    for (key, values) in METADATA.iter().filter(|(key, _)| !unique.contains(key)) {
        // What changes an article's audience is rarer than what it says.
        let is_rare = ["marking", "publish_at", "expires", "translation_of", "status"].contains(key);
        if index > 0 && random.one_in(if is_rare { 12 } else { 5 }) {
            out.push_str(&format!("{key}: {}\n", random.pick(values)));
        }
    }
    out.push_str("---\n");
    if index == 0 {
        out.push_str("The first of them.\n\n## First part\n\nWhat came first.\n\n");
    }
    for _ in 0..1 + random.below(4) {
        out.push_str(&format!("{}\n\n", piece(random, path)));
    }
    out
}
