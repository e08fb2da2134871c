//! Any text is read without a panic, in time that grows with its length, and gives HTML that breaks nothing.

use std::collections::BTreeSet;

use super::{OPTIONS, at, read_with};
use crate::config::RawHtml;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::body::{Body, Part, ReferenceKind};
use crate::model::marking::Marking;
use crate::parse::body::without;
use crate::source::FileId;

/// A small generator of numbers, the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % below
    }
}

/// What texts are made of: everything that means something to some part of the reader.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "    ",
    "\t",
    "> ",
    "- ",
    "1. ",
    "* ",
    ": ",
    "# ",
    "## ",
    "===",
    "---",
    "___",
    "```",
    "~~~",
    "`",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "[[",
    "]]",
    "|",
    "\\",
    "<",
    ">",
    "&",
    "\"",
    "'",
    "{",
    "}",
    "$",
    ":::",
    "::::",
    "::: {marking=TLP:RED}",
    ":::: {marking=TLP:AMBER}",
    "::: {marking=x}",
    "(TLP:RED) ",
    "(TLP:GREEN)",
    "(tlp:red)",
    "(TLP:",
    "[^1]",
    "[^1]: ",
    "[^a b]: ",
    "[@a]",
    "[@a; @b]",
    "[@",
    "[[x|y]]",
    "[[x#y]]",
    "![[n]]",
    "![[n.png]]",
    "[a](b)",
    "![a](b.png \"t\")",
    "![](https://x.example/y.png)",
    "[a](javascript:x)",
    "[r]",
    "[r]: /u",
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<a href=\"x\">",
    "</a>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<img src=x>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<style>",
    "<pre>",
    "</pre>",
    "<h1 id=x>",
    "</h1>",
    "<svg>",
    "<math>",
    "<select>",
    "<textarea>",
    "<li>",
    "<ul>",
    "<br>",
    "<input>",
    "<span id=\"a\" onclick='x'>",
    "<div title=\"",
    "| a | b |\n|---|:-:|\n| (TLP:RED) c | d |\n",
    "term\n: definition\n",
    "> [!NOTE]\n> x\n",
    "> [!tip]- Title\n> x\n",
    "- [ ] task\n",
    "- [x] ",
    "# (TLP:RED) head {#id .c}\n",
    "{#id}",
    "{{ x }}",
    "{% x %}",
    "{{< x >}}",
    "&#xFDD1;",
    "&#64977;",
    "&colon;",
    "\u{fdd1}",
    "\u{fdd2}",
    "\u{0}",
    "\u{7}",
    "\u{ffff}",
    "é",
    "김",
    "三位",
    "🙂",
    "\u{200b}",
    "word",
    "two words",
    "https://a.example",
    "<https://a.example>",
    "x@y.example",
    "...",
    "--",
];

fn random_text(random: &mut Random) -> String {
    let length = 1 + random.next(40);
    (0..length).map(|_| PIECES[random.next(PIECES.len())]).collect()
}

#[test]
fn any_text_gives_sound_html() {
    let mut random = Random(0x1234_5678_9abc_def1);
    for round in 0..3000 {
        let text = random_text(&mut random);
        let mode = [RawHtml::Sanitize, RawHtml::Escape, RawHtml::Allow][round % 3];
        check(&text, mode);
    }
}

#[test]
fn every_beginning_of_a_text_is_one() {
    let text = PIECES.concat();
    for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
        check(&text[..end], RawHtml::Sanitize);
    }
}

/// A text without the lines of portions above a marking, and without the empty lines right after them.
fn cut(text: &str, body: &Body, limit: Marking) -> String {
    let above = body.portions.iter().filter(|portion| portion.marking > limit);
    let mut gone = vec![false; text.len()];
    for portion in above {
        let mut end = portion.lines.end as usize;
        for line in text[end..].split_inclusive('\n') {
            let is_empty = line.trim_matches([' ', '\t', '\r', '\n', '>']).is_empty();
            if !is_empty || line.matches('>').count() > portion.quotes {
                break;
            }
            end += line.len();
        }
        gone[portion.lines.start as usize..end].fill(true);
    }
    text.char_indices().filter(|(at, _)| !gone[*at]).map(|(_, character)| character).collect()
}

#[test]
fn without_its_portions_a_text_is_sound() {
    let mut random = Random(0xfeed_beef_dead_cafe);
    let mut cuts = 0;
    for _ in 0..5_000 {
        let text = random_text(&mut random);
        let whole = read_with(&text, RawHtml::Sanitize);
        let invalid = |found: &[Diagnostic]| found.iter().any(|problem| problem.code == Code::InvalidBody);
        if whole.body.portions.is_empty() || invalid(&whole.diagnostics) {
            continue;
        }
        for limit in [Marking::Clear, Marking::Green, Marking::Amber] {
            let found = without(FileId::of("a.md"), &text, 0..text.len(), &OPTIONS, &whole.body, limit);
            let context = || format!("{limit}\n{text:?}\n{}\n", found.body.html);
            assert!(!invalid(&found.diagnostics), "{:?}{}", found.diagnostics, context());
            assert!(found.body.portions.iter().all(|portion| portion.marking <= limit), "{}", context());
            assert_portions(&text, &found.body, &context);
            assert_balanced(&filled(&found.body), &context);
            let (mut rest, mut again) = (text.clone(), whole.clone());
            // What is left can hold marks that were none before: they opened nothing.
            while again.body.portions.iter().any(|portion| portion.marking > limit) {
                rest = cut(&rest, &again.body, limit);
                again = read_with(&rest, RawHtml::Sanitize);
                cuts += 1;
            }
            if !text.contains("[^") {
                assert_eq!(found.body.html, again.body.html, "{}", context());
                assert_eq!(found.body.words, again.body.words, "{}", context());
            }
        }
    }
    assert!(cuts > 500, "{cuts}");
}

fn check(text: &str, mode: RawHtml) {
    let parsed = read_with(text, mode);
    let body = &parsed.body;
    let context = || format!("{mode:?}\n{text:?}\n{}\n", body.html);
    assert_holes(body, &context);
    assert_portions(text, body, &context);
    if mode != RawHtml::Allow {
        assert_balanced(&filled(body), &context);
        assert_harmless(&body.html, &context);
    }
    for problem in &parsed.diagnostics {
        if let crate::diagnostic::Place::Span(span) = problem.place {
            let _ = at(text, span);
        }
    }
    assert_eq!(read_with(text, mode).body.html, body.html, "{}", context());
}

fn filled(body: &Body) -> String {
    let mut out = String::new();
    let mut done = 0;
    for hole in &body.holes {
        out.push_str(&body.html[done..hole.at as usize]);
        done = hole.at as usize;
        out.push_str(match hole.part {
            Part::Open => "<a>",
            Part::Close => "</a>",
            Part::Whole
                if matches!(body.references[hole.reference as usize].kind, ReferenceKind::Image { .. }) =>
            {
                "<img>"
            }
            Part::Whole => "<a></a>",
        });
    }
    out + &body.html[done..]
}

fn assert_holes(body: &Body, context: &impl Fn() -> String) {
    assert!(body.holes.is_sorted_by_key(|hole| hole.at), "{}", context());
    for hole in &body.holes {
        assert!((hole.reference as usize) < body.references.len(), "{}", context());
        assert!(body.html.is_char_boundary(hole.at as usize), "{}", context());
    }
    let (start, end) = body.opening.first_block;
    assert!(body.html.get(start as usize..end as usize).is_some(), "{}", context());
}

fn assert_portions(text: &str, body: &Body, context: &impl Fn() -> String) {
    for portion in &body.portions {
        let (start, end) = (portion.lines.start as usize, portion.lines.end as usize);
        assert!(start == 0 || text.as_bytes()[start - 1] == b'\n', "{}", context());
        assert!(end == text.len() || text.as_bytes()[end - 1] == b'\n', "{}", context());
        assert!(
            portion.lines.start <= portion.mark.start && portion.mark.end <= portion.lines.end,
            "{}",
            context()
        );
    }
}

/// Every element is closed in its turn, and no id comes twice.
fn assert_balanced(html: &str, context: &impl Fn() -> String) {
    let mut open = Vec::new();
    let mut ids = BTreeSet::new();
    for tag in tags(html) {
        let name = tag.trim_start_matches(['<', '/']).split([' ', '>']).next().unwrap_or_default();
        let parts: Vec<_> = tag.split('"').collect();
        for pair in parts.chunks(2).filter(|pair| pair[0].ends_with(" id=")) {
            assert!(ids.insert(pair[1].to_owned()), "id {} twice: {}", pair[1], context());
        }
        if tag.starts_with("</") {
            assert_eq!(open.pop(), Some(name), "{}", context());
        } else if !matches!(name, "br" | "hr" | "img" | "input" | "wbr" | "col") {
            assert!(name != "a" || !open.contains(&"a"), "a link in a link: {}", context());
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} open: {}", context());
}

fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).map(|rest| {
        let start = rest.as_ptr().addr() - html.as_ptr().addr() - 1;
        &html[start..start + 1 + rest.find('>').map_or(rest.len(), |end| end + 1)]
    })
}

fn assert_harmless(html: &str, context: &impl Fn() -> String) {
    for tag in tags(html) {
        let lower = tag.to_ascii_lowercase();
        let outside_values: String = lower.split('"').step_by(2).collect();
        for word in ["<script", "<style", "<svg", "<math", "<iframe", "<form", " on", " style=", " data-c="] {
            assert!(!outside_values.contains(word), "{word}: {}", context());
        }
        assert!(!lower.contains("=\"javascript:"), "{}", context());
    }
    let forbidden =
        |c: char| (c.is_ascii_control() && c != '\n' && c != '\t') || ('\u{fdd0}'..='\u{fdef}').contains(&c);
    assert!(!html.contains(forbidden), "{}", context());
}

/// No timed assertions: in a release build each of these takes minutes, or the stack, if anything is quadratic or
/// recurses.
#[test]
fn hostile_texts_take_no_longer_than_others() {
    const MANY: usize = if cfg!(debug_assertions) { 2_000 } else { 20_000 };
    let repeated = [
        "> ",
        "- ",
        "<div>",
        "<div>\n\n> ",
        "<b>",
        "**a ",
        "[",
        "[[",
        "![[",
        "[@",
        "<a <",
        "<a title=\"",
        "<!--",
        "::: {marking=TLP:RED}\n",
        ":::",
        "> [!tip] x\n\n",
        "# same\n",
        "# (TLP:RED) same\n",
        "{{",
        "{#",
        "&#x",
        "<p>",
        "</p>",
        "<table><tr><td>",
        "- [ ] ",
        "x\n: ",
        "<b>x\n\n",
        "<a href=x>",
        "<script>",
        "<td>a",
        "`",
        "`a``b",
        "![a](",
        "{#a}\n# x {#b}\n",
        "<div id=a>\n\n</div>\n\n",
        "(TLP:RED) x\n\n",
        "- (TLP:RED)\n  ",
        "[^a]: (TLP:RED)\n",
    ];
    let chain: String = (0..MANY / 4).map(|n| format!("[^{n}]: [^{}]\n\n", n + 1)).collect();
    let others = [
        "[^1] ".repeat(MANY) + "\n\n[^1]: x",
        chain + "[^0]",
        "| a | b |\n|---|---|\n".to_owned() + &"| (TLP:RED) x | y |\n".repeat(MANY),
    ];
    for text in repeated.iter().map(|piece| piece.repeat(MANY)).chain(others) {
        for mode in [RawHtml::Sanitize, RawHtml::Allow] {
            let _ = read_with(&text, mode);
        }
    }
}
