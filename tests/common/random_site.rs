//! Small sites made at random: a seed in, the texts of a site out. Every second one is broken in some way.

use std::sync::Arc;

use super::Random;

const NAMES: &[&str] =
    &["Kim Jong Un", "习近平", "Влади́мир Путин", "O’Brien & Söhne", "Åse", "The \"Desk\"", "İstanbul Group"];
const COUNTRIES: &[&str] = &["KP", "NO", "xk", "Georgia", "Côte d'Ivoire", "North Korea"];
const TOPICS: &[&str] = &["sanctions", "military parade", "阅兵", "Ölpreis", "A/B testing"];
const DATES: &[&str] = &[
    "2025",
    "2025-09",
    "2025-09-03",
    "2025-09~",
    "202X",
    "2025-21",
    "2025-34",
    "2025-09/..",
    "-0044",
    "2024-02-29/2024-03",
    "../2025-09",
];
const TEXTS: &[&str] = &[
    "They *stood* on a **balcony** for ~~two~~ three hours.",
    "> [!NOTE]\n> Nobody knows more.",
    "- [ ] open\n- [x] done\n    - nested\n\n1. one\n2. two",
    "| a | b |\n|---|:-:|\n| `x` | 三位领导人 |",
    "Term\n: What it means.",
    "A claim.[^1]\n\n[^1]: Its note, with `code`.",
    "```rust\nfn main() { println!(\"<script>\"); }\n```",
    "<b>bold <i>wrong</b> order</i> <div onclick=\"x()\">div",
    "![Three men](balcony.png)",
    "Quotes \"like this\" -- and so on... & <angles>",
    "# Überschrift\n\n## Same\n\n## Same\n\n[[#same]]",
    "[outside](https://example.org/?a=1&b=2#c) and <https://example.org/ü>",
    "<details><summary>More</summary>\n\nHidden.\n\n</details>",
    "{{ page.title }} {% raw %} {{< figure >}}",
    "Kim Jong Un 0 met O'Brien & Söhne 3 in Norway; KIM JONG UN 0's guests, *Åse 4* and **Влади́мир** Путин 2 in Georgia, 习近平 1也.",
    "a\u{202e}b \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} e\u{301}",
];
pub const BROKEN_TEXTS: &[&str] = &[
    "[[nobody of that name]]",
    "[lost](lost.md)",
    "[@no-such-source]",
    "::: {marking=TLP:BLUE}\nx",
    "[x](#nowhere)",
    "![](gone.png)",
    "[x](javascript:alert(1))",
    "![far](https://example.org/x.png)",
    "[/](/nowhere/)",
    "[[a0#no heading]]",
];
pub const BROKEN_LINES: &[&str] = &[
    "titel: x",
    "date: 2025-02-30",
    "marking: TLP:BLUE",
    "actors: [nobody]",
    "countries: {a: b}",
    "status: [",
    "updated: soon",
    "redirects: [../up]",
    "slug: '///'",
    "image: {src: gone.png}",
    "extra: {a: [1, {b: c}]}",
    "summary: \"a\nb\"",
];

/// Every second site is broken in some way.
pub fn random_texts(random: &mut Random) -> Vec<(String, Arc<str>)> {
    let broken = random.one_in(2);
    let (articles, actors) = (1 + random.below(6), random.below(4));
    let mut texts = vec![("site.toml".to_owned(), random_config(random))];
    for (actor, name) in NAMES.iter().enumerate().take(actors) {
        let kind = random.pick(&["person", "organization", "company"]);
        let text = format!(
            "---\nname: {:?}\nkind: {kind}\nborn: {}\n---\n{}\n",
            format!("{name} {actor}"),
            random.pick(DATES),
            random.pick(TEXTS)
        );
        texts.push((format!("content/actors/p{actor}.md"), text));
    }
    texts.push((
        "content/sources/shared.yaml".to_owned(),
        "- {id: s0, title: Shared, publisher: Agency}\n".to_owned(),
    ));
    texts.push(("content/pages/about.md".to_owned(), format!("# About\n\n{}\n", random.pick(TEXTS))));
    for article in 0..articles {
        let text = random_article(random, article, articles, actors, broken);
        texts.push((format!("content/articles/2025-0{}-1{article}-a{article}.md", 1 + article), text));
    }
    texts.into_iter().map(|(path, text)| (path, text.into())).collect()
}

fn random_config(random: &mut Random) -> String {
    let base = random.pick(&[
        "base_url = \"https://desk.example/sub/path/\"\n",
        "base_url = \"https://desk.example\"\n",
        "",
    ]);
    let tables = random.pick(&[
        "", "[output]\nlinks = \"file\"\n", "[lists]\npage_size = 1\n", "[urls]\nslugs = \"ascii\"\n", "[markdown]\nraw_html = \"escape\"\n",
        "[countries]\npages = \"all\"\n", "[profiles.public]\nmarking = \"TLP:CLEAR\"\n[profiles.all]\nmarking = \"TLP:RED\"\nbase_url = \"https://in.example/\"\n",
    ]);
    format!("title = \"Désk & <Söhne>\"\ndefault_marking = \"TLP:CLEAR\"\n{base}{tables}")
}

fn random_article(
    random: &mut Random,
    article: usize,
    articles: usize,
    actors: usize,
    broken: bool,
) -> String {
    let mut out = format!(
        "---\ntitle: \"Article {article}: {}\"\n",
        random.pick(&["<b>x</b>", "三位领导人", "A & B", "plain"])
    );
    if actors > 0 {
        out.push_str(&format!("actors: [p{}]\n", random.below(actors)));
    }
    out.push_str(&format!(
        "countries: [\"{}\"]\ntopics: [\"{}\"]\n",
        random.pick(COUNTRIES),
        random.pick(TOPICS)
    ));
    if random.one_in(2) {
        out.push_str(&format!(
            "events:\n  - {{date: {}, title: An event, sources: [s0]}}\n",
            random.pick(DATES)
        ));
    }
    if random.one_in(4) {
        out.push_str(random.pick(&[
            "marking: TLP:GREEN\n",
            "status: draft\n",
            "status: withdrawn\n",
            "lang: de\n",
            "key_points: [One., {text: Two., likelihood: likely}]\n",
        ]));
    }
    if broken && random.one_in(3) {
        out.push_str(random.pick(BROKEN_LINES));
        out.push('\n');
    }
    out.push_str("---\n");
    for _ in 0..1 + random.below(4) {
        out.push_str(&format!("{}\n\n", random.pick(TEXTS)));
    }
    out.push_str(&format!("See [[a{}]] and [@s0] and [[KP]].\n", random.below(articles)));
    if broken && random.one_in(2) {
        out.push_str(&format!("\n{}\n", random.pick(BROKEN_TEXTS)));
    }
    out
}
