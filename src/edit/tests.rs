//! Metadata as people write it, with a value more. What the edit must not touch is everything else.

use super::*;
use crate::parse::Written;
use crate::parse::yaml::{Node, NodeValue};
use crate::source::FileId;

/// Metadata before and after `actors` got `xi` more.
const LISTS: &[(&str, &str)] = &[
    ("actors: [kim]\n", "actors: [kim, xi]\n"),
    ("actors: [kim, ]\n", "actors: [kim, xi ]\n"),
    ("actors: [kim,]\n", "actors: [kim, xi]\n"),
    ("actors: []\n", "actors: [xi]\n"),
    ("actors: [ ]\n", "actors: [xi]\n"),
    ("actors: [  # none\n]\n", "actors: [xi  # none\n]\n"),
    ("actors:\n", "actors: [xi]\n"),
    ("actors:   # none yet\n", "actors: [xi]   # none yet\n"),
    ("actors: ~\ntitle: x\n", "actors: [xi]\ntitle: x\n"),
    ("actors: null # x\n", "actors: [xi] # x\n"),
    ("actors: ''\n", "actors: [xi]\n"),
    ("actors: kim\n", "actors: [kim, xi]\n"),
    ("actors: Kim, Jong Un # who\n", "actors: [\"Kim, Jong Un\", xi] # who\n"),
    ("actors: 'it''s'\n", "actors: ['it''s', xi]\n"),
    ("actors: \"a\\tb\"\n", "actors: [\"a\\tb\", xi]\n"),
    ("actors: {id: kim, role: host}\n", "actors: [{id: kim, role: host}, xi]\n"),
    ("actors: [kim, {id: a, role: b}] # c\n", "actors: [kim, {id: a, role: b}, xi] # c\n"),
    ("actors: ['kim', \"b, c\"]\n", "actors: ['kim', \"b, c\", xi]\n"),
    ("actors: [\n  kim,\n  b\n]\n", "actors: [\n  kim,\n  b,\n  xi\n]\n"),
    ("actors: [\n  kim,\n  b, # c\n]\n", "actors: [\n  kim,\n  b, # c\n  xi,\n]\n"),
    ("actors: [\n  kim # c, d\n  ]\n", "actors: [\n  kim, # c, d\n  xi\n  ]\n"),
    ("actors: [kim,\n         b]\n", "actors: [kim,\n         b, xi]\n"),
    ("actors: [kim # c\n]\n", "actors: [kim, xi # c\n]\n"),
    ("actors:\n- kim\n- b\ntitle: x\n", "actors:\n- kim\n- b\n- xi\ntitle: x\n"),
    ("actors:\n    -   kim # c\n# d\ntitle: x\n", "actors:\n    -   kim # c\n    -   xi\n# d\ntitle: x\n"),
    (
        "actors:\n  - id: kim\n    role: host\n\ntitle: x\n",
        "actors:\n  - id: kim\n    role: host\n  - xi\n\ntitle: x\n",
    ),
    ("actors:\n  - kim", "actors:\n  - kim\n  - xi"),
    ("actors:\n  - >-\n    a\n    b\ntitle: x\n", "actors:\n  - >-\n    a\n    b\n  - xi\ntitle: x\n"),
    ("actors:\n  # first\n  - kim  \ntitle: x\n", "actors:\n  # first\n  - kim  \n  - xi\ntitle: x\n"),
    ("actors:\n  -\n    kim\n", "actors:\n  -\n    kim\n  - xi\n"),
    ("\"actors\": [kim]\n", "\"actors\": [kim, xi]\n"),
    ("'actors' :\n", "'actors' : [xi]\n"),
    ("actors: &a [kim]\n", "actors: &a [kim, xi]\n"),
    ("title: x\ncountries: [KP]\n", "title: x\nactors: [xi]\ncountries: [KP]\n"),
    (
        "title: x\ndate: 2025-09-03 # d\nextra:\n  a: b\n",
        "title: x\ndate: 2025-09-03 # d\nactors: [xi]\nextra:\n  a: b\n",
    ),
    ("summary: |\n  a\n  b\n\n# c\nextra: {}\n", "summary: |\n  a\n  b\nactors: [xi]\n\n# c\nextra: {}\n"),
    ("summary: a\n  b\n  c\nextra: {}\n", "summary: a\n  b\n  c\nactors: [xi]\nextra: {}\n"),
    ("countries: [KP]\n", "countries: [KP]\nactors: [xi]\n"),
    ("title:\ntopics:\n  - a\n", "title:\nactors: [xi]\ntopics:\n  - a\n"),
    ("  title: x\n  topics: [a]\n", "  title: x\n  actors: [xi]\n  topics: [a]\n"),
    ("{title: x, topics: [a]}\n", "{title: x, topics: [a], actors: [xi]}\n"),
    ("{title: x,}\n", "{title: x, actors: [xi]}\n"),
    ("{\n  title: x,\n  topics: [a]\n}\n", "{\n  title: x,\n  topics: [a],\n  actors: [xi]\n}\n"),
    ("{}\n", "{actors: [xi]}\n"),
    ("# nothing but this\n", "# nothing but this\nactors: [xi]\n"),
    ("title: x # 金正恩\n", "title: x # 金正恩\nactors: [xi]\n"),
];

/// What is refused, for there is no saying what an edit would do to it.
const REFUSED: &[&str] = &[
    "actors: |\n  kim\n",
    "actors: Kim\n  Jong Un\n",
    "actors:\n  id: kim\n  role: host\n",
    "topics: &t [a]\nactors: *t\n",
    "actors: &t [a]\ntopics: *t\n",
    "topics: [&t a]\nactors: [kim, *t]\n",
    "actors: [kim\n",
    "actors: [a]\nactors: [b]\n",
    "- actors: [a]\n",
    "actors: !t kim\n",
    "just a text\n",
];

fn both_forms(metadata: &str) -> Vec<(Format, String)> {
    let newline = if metadata.ends_with('\n') { "" } else { "\n" };
    let front = format!("---\n{metadata}{newline}---\n\nA *text*  \n---\nactors: no\n");
    let mut forms = vec![(Format::Metadata, metadata.to_owned())];
    forms.extend(newline.is_empty().then_some((Format::Text, front)));
    let windows: Vec<_> = forms.iter().map(|(form, text)| (*form, text.replace('\n', "\r\n"))).collect();
    forms.extend(windows);
    let marked: Vec<_> = forms.iter().map(|(form, text)| (*form, format!("\u{feff}{text}"))).collect();
    forms.extend(marked);
    forms
}

#[test]
fn a_value_more() {
    for (before, after) in LISTS {
        for ((format, before), (_, after)) in both_forms(before).iter().zip(both_forms(after)) {
            let edited = add_to_list(before, *format, "actors", &["xi"]);
            assert_eq!(edited.as_deref(), Ok(after.as_str()), "{format:?}\n{before}");
        }
    }
}

#[test]
fn what_is_not_sure_is_refused() {
    for text in REFUSED {
        for (format, text) in both_forms(text) {
            assert!(add_to_list(&text, format, "actors", &["xi"]).is_err(), "{format:?}\n{text}");
        }
    }
    assert!(add_to_list("---\ntitle: x\n\nText", Format::Text, "actors", &["xi"]).is_err());
}

#[test]
fn several_values_and_values_that_need_quotes() {
    let add = |text: &str| add_to_list(text, Format::Metadata, "actors", &["a: b", "NO", "#c"]).unwrap();
    assert_eq!(add("actors: [x]\n"), "actors: [x, \"a: b\", \"NO\", \"#c\"]\n");
    assert_eq!(add("actors:\n- x\n"), "actors:\n- x\n- \"a: b\"\n- \"NO\"\n- \"#c\"\n");
    assert_eq!(add("actors: [\n x,\n y]\n"), "actors: [\n x,\n y, \"a: b\", \"NO\", \"#c\"]\n");
    assert_eq!(add("actors: [\n x,\n]\n"), "actors: [\n x,\n \"a: b\",\n \"NO\",\n \"#c\",\n]\n");
}

#[test]
fn a_text_without_metadata_gets_some() {
    let add = |text: &str| add_to_list(text, Format::Text, "actors", &["xi"]).unwrap();
    assert_eq!(add("# A\n\nb"), "---\nactors: [xi]\n---\n# A\n\nb");
    assert_eq!(add("\u{feff}A\r\nb\r\n"), "\u{feff}---\r\nactors: [xi]\r\n---\r\nA\r\nb\r\n");
    assert_eq!(add("---\n---\nA"), "---\nactors: [xi]\n---\nA");
    assert_eq!(add_to_list("", Format::Metadata, "actors", &["xi"]).unwrap(), "actors: [xi]\n");
    assert_eq!(add_to_list("# c", Format::Metadata, "actors", &["xi"]).unwrap(), "# c\nactors: [xi]\n");
}

#[test]
fn toml() {
    let cases = [
        ("actors = [\"kim\"]\n", "actors = [\"kim\", \"xi\"]\n"),
        ("actors = [\n  'kim', # c\n]\n", "actors = [\n  'kim', # c\n  \"xi\",\n]\n"),
        ("actors = []\n", "actors = [\"xi\"]\n"),
        ("actors = 'kim'\n", "actors = ['kim', \"xi\"]\n"),
        ("title = \"x\"\n[extra]\na = 1\n", "title = \"x\"\nactors = [\"xi\"]\n[extra]\na = 1\n"),
        ("[extra]\na = 1\n", "actors = [\"xi\"]\n[extra]\na = 1\n"),
        (
            "date = 2025-09-03\n\n[[events]]\ntitle = 'a'\n",
            "date = 2025-09-03\nactors = [\"xi\"]\n\n[[events]]\ntitle = 'a'\n",
        ),
    ];
    for (before, after) in cases {
        let whole = |metadata: &str| format!("+++\n{metadata}+++\nText");
        assert_eq!(
            add_to_list(&whole(before), Format::Text, "actors", &["xi"]),
            Ok(whole(after)),
            "{before}"
        );
    }
    let tables = "+++\n[[actors]]\nid = 'kim'\n+++\n";
    assert!(add_to_list(tables, Format::Text, "actors", &["xi"]).is_err());
}

#[test]
fn one_item_of_several() {
    let text = "- name: A\n  aliases: [a] # c\n- name: B\n\n- {name: C}\n";
    let add = |item: usize| {
        let place = Place { format: Format::Metadata, item: Some(item) };
        add_to_list(text, place, "aliases", &["z"])
    };
    assert_eq!(add(2).unwrap(), text.replace("[a]", "[a, z]"));
    let second = text.find("name: B").expect("it is there");
    assert_eq!(add(second).unwrap(), text.replace("name: B\n", "name: B\n  aliases: [z]\n"));
    let third = text.find("{name: C").expect("it is there");
    assert_eq!(add(third).unwrap(), text.replace("{name: C}", "{name: C, aliases: [z]}"));
    assert!(add(0).is_err(), "no mapping begins there");
}

#[test]
fn a_text_as_value() {
    let set = |text: &str| replace(text, &setting(text, Format::Metadata, "id", "new")?);
    assert_eq!(set("id: 'old' # c\n").unwrap(), "id: 'new' # c\n");
    assert_eq!(set("id:\nname: x\n").unwrap(), "id: new\nname: x\n");
    assert_eq!(set("name: x\nkind: person\n").unwrap(), "name: x\nid: new\nkind: person\n");
    assert!(set("id: [a]\n").is_err());
}

#[test]
fn replacements_do_not_overlap() {
    let at = |range, text: &str| Replacement::new(range, text);
    assert_eq!(replace("abc", &[at(1..2, "x"), at(0..1, "")]).as_deref(), Ok("xc"));
    assert_eq!(replace("abc", &[at(1..2, "x"), at(1..2, "x")]).as_deref(), Ok("axc"));
    assert!(replace("abc", &[at(0..2, "x"), at(1..3, "y")]).is_err());
    assert!(replace("aé", &[at(2..3, "x")]).is_err());
    assert!(replace("a", &[at(1..5, "x")]).is_err());
}

// ---- random shapes ----

/// A number after the other from a seed (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    fn pick<'p>(&mut self, from: &[&'p str]) -> &'p str {
        from[self.below(from.len())]
    }

    fn some(&mut self, from: &[&str], most: usize, glue: &str) -> String {
        let count = 1 + self.below(most);
        let picked: Vec<&str> = (0..count).map(|_| self.pick(from)).collect();
        picked.join(glue)
    }
}

const VALUES: &[&str] = &[
    "kim",
    "'a: b'",
    "\"c\\\"d\"",
    "{id: x, role: y}",
    "[n, m]",
    "金正恩",
    "2025",
    "~",
    "&q z",
    "true",
    "\"two\n   lines\"",
    "e f",
];

fn block(random: &mut Random, indent: &str) -> String {
    let item = |random: &mut Random| match random.below(6) {
        0 => format!("{indent}- id: x\n{indent}  role: y # r\n"),
        1 => format!("{indent}- |\n{indent}  k\n\n{indent}  l\n"),
        2 => format!("{indent}# between\n{indent}- p   \n"),
        3 => format!("{indent}-\n{indent}  below\n"),
        _ => format!("{indent}- {}{}\n", random.pick(VALUES), random.pick(&["", " # c", "  "])),
    };
    (0..1 + random.below(3)).map(|_| item(random)).collect()
}

fn value(random: &mut Random) -> String {
    match random.below(7) {
        0 => "\n".to_owned(),
        1 => format!(" {}\n", random.pick(VALUES)),
        2 => format!(
            " [{}{}]{}\n",
            random.some(VALUES, 3, ", "),
            random.pick(&["", ",", " "]),
            random.pick(&["", " # e"])
        ),
        3 => format!(
            " [\n  {}{}\n  ]\n",
            random.some(VALUES, 3, ",\n  "),
            random.pick(&["", ",", " # f", ", # g"])
        ),
        4 => format!(" # h\n{}", block(random, "  ")),
        5 => format!("\n{}", block(random, "")),
        _ => format!("\n{}\n", block(random, "   ")),
    }
}

fn metadata(random: &mut Random) -> String {
    let mut keys = vec!["title", "actors", "topics", "extra", "\"summary\"", "'countries'", "unknown"];
    let mut out = String::new();
    for _ in 0..1 + random.below(4) {
        let key = keys.remove(random.below(keys.len()));
        out.push_str(random.pick(&["", "", "# a comment: [x\n", "\n"]));
        out.push_str(&format!("{key}:{}", value(random)));
    }
    out
}

/// The texts of all values that a reader would see, for a comparison that knows nothing of edits.
fn flat(path: &str, node: &Node, out: &mut Vec<String>) {
    match &node.value {
        NodeValue::Null => out.push(format!("{path} nothing")),
        NodeValue::Scalar { text, .. } => out.push(format!("{path}={text:?}")),
        NodeValue::List(items) => items.iter().for_each(|item| flat(&format!("{path}[]"), item, out)),
        NodeValue::Map(entries) => {
            entries.iter().for_each(|entry| flat(&format!("{path}.{}", entry.key), &entry.value, out));
        }
    }
}

fn read(text: &str) -> Option<Vec<String>> {
    let written = Written::of_metadata(FileId::of(""), text);
    let parsed = written.parsed.filter(|parsed| !parsed.damaged && parsed.diagnostics.is_empty())?;
    let mut out = Vec::new();
    flat("", &parsed.node?, &mut out);
    Some(out)
}

/// Whatever is edited has gained lines or parts of lines, and lost nothing but a `~` or an empty text.
fn is_only_longer(before: &str, after: &str) -> bool {
    let mut rest = after.chars();
    before.chars().filter(|c| !"~'\"".contains(*c)).all(|wanted| rest.any(|found| found == wanted))
}

#[test]
fn random_metadata_says_what_it_said_and_one_thing_more() {
    let (mut edited, mut refused) = (0, 0);
    for seed in 0..4000 {
        let mut random = Random(seed);
        let text = metadata(&mut random);
        let line_end = random.pick(&["\n", "\r\n"]);
        let text = text.replace('\n', line_end);
        let Some(before) = read(&text) else { continue };
        let key = random.pick(&["actors", "topics", "countries", "summary", "redirects"]);
        let Ok(after) = add_to_list(&text, Format::Metadata, key, &["new one"]) else {
            refused += 1;
            continue;
        };
        edited += 1;
        let mut after_flat =
            read(&after).unwrap_or_else(|| panic!("seed {seed}: unreadable\n{text}\n->\n{after}"));
        let added = [format!(".{key}[]=\"new one\"")];
        let found = after_flat.iter().position(|line| *line == added[0]);
        after_flat.remove(found.unwrap_or_else(|| panic!("seed {seed}: not added\n{text}\n->\n{after}")));
        // A single value, or none, has become a list.
        let nothing = [format!(".{key} nothing"), format!(".{key}[] nothing"), format!(".{key}=\"\"")];
        let plain = |lines: &[String]| -> Vec<String> {
            let of_key = |line: &str| line.replacen(&format!(".{key}[]"), &format!(".{key}"), 1);
            lines.iter().filter(|line| !nothing.contains(line)).map(|line| of_key(line)).collect()
        };
        assert_eq!(plain(&before), plain(&after_flat), "seed {seed}\n{text}\n->\n{after}");
        assert!(is_only_longer(&text, &after), "seed {seed}\n{text}\n->\n{after}");
    }
    assert!(edited > 4 * refused, "{edited} edited, {refused} refused");
}
