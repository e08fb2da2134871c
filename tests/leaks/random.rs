//! Sites made at random with markings everywhere, each twice: whole, and as it would be had nobody ever written what the
//! public may not know.
//!
//! Two seeds: one for what everybody may know, one for what is withheld. Sites that differ in the second alone are one
//! site to the public.

use std::collections::BTreeMap;

use super::common::Random;

/// Path to text.
pub type Texts = BTreeMap<String, String>;

/// A line as it is written, and what is left of it for the public.
struct Line {
    whole: String,
    left: Option<String>,
    /// Where a portion begins: in how many quotations it stands.
    begins: Option<usize>,
}

#[derive(Default)]
struct Lines {
    lines: Vec<Line>,
    begins: Option<usize>,
}

impl Lines {
    fn public(&mut self, line: impl Into<String>) {
        let whole = line.into();
        self.lines.push(Line { left: Some(whole.clone()), whole, begins: None });
    }

    fn secret(&mut self, line: impl Into<String>) {
        self.lines.push(Line { whole: line.into(), left: None, begins: self.begins.take() });
    }

    fn differing(&mut self, line: impl Into<String>, left: impl Into<String>) {
        self.lines.push(Line { whole: line.into(), left: Some(left.into()), begins: None });
    }

    /// The next secret line begins a portion.
    fn begin(&mut self, prefix: &str) {
        self.begins = Some(prefix.matches('>').count());
    }

    fn whole(&self) -> String {
        self.lines.iter().map(|line| format!("{}\n", line.whole)).collect()
    }

    /// Without withheld lines and the empty ones right after them, which have a `>` for every quotation.
    fn left(&self) -> String {
        let mut out = String::new();
        let mut after: Option<usize> = None;
        for line in &self.lines {
            let Some(left) = &line.left else {
                after = line.begins.or(after).or(Some(0));
                continue;
            };
            let is_empty = left.trim_matches([' ', '>']).is_empty();
            if is_empty && after.is_some_and(|quotes| left.matches('>').count() <= quotes) {
                continue;
            }
            after = None;
            out.push_str(left);
            out.push('\n');
        }
        out
    }
}

pub struct MarkedSite {
    pub whole: Texts,
    pub left: Texts,
}

impl MarkedSite {
    pub fn new(public: u64, secret: u64) -> Self {
        let seed = |seed: u64| Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let mut writer = Writer {
            public: seed(public),
            secret: seed(secret ^ 0x5555),
            site: MarkedSite { whole: Texts::new(), left: Texts::new() },
            notes: 0,
            pending: Vec::new(),
            article: 0,
            has_own: false,
        };
        writer.site();
        writer.site
    }
}

const SECRET: [&str; 4] = ["TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];
const WORDS: [&str; 22] = [
    "parade",
    "train",
    "treaty",
    "**bold**",
    "三位",
    "`code`",
    "border",
    "*stress*",
    "quote \"so\"",
    "Kim",
    "1,300",
    "km",
    "Person 0",
    "Person 1's",
    "PERSON 2",
    "Agent 0",
    "Agent 1",
    "Jackal 0",
    "Nickname 000",
    "Norway",
    "Georgia",
    "the North Koreans",
];

/// A footnote whose definition is still to be written.
struct Note {
    label: String,
    withheld: bool,
    marked: bool,
}

struct Writer {
    public: Random,
    secret: Random,
    site: MarkedSite,
    /// How many footnotes there have been, for their labels.
    notes: usize,
    pending: Vec<Note>,
    article: usize,
    /// Whether the text has a source of its own to cite.
    has_own: bool,
}

impl Writer {
    fn random(&mut self, withheld: bool) -> &mut Random {
        if withheld { &mut self.secret } else { &mut self.public }
    }

    fn below(&mut self, withheld: bool, end: usize) -> usize {
        self.random(withheld).below(end)
    }

    fn one_in(&mut self, withheld: bool, chance: usize) -> bool {
        self.random(withheld).one_in(chance)
    }

    fn words(&mut self, withheld: bool) -> String {
        let count = 1 + self.below(withheld, 9);
        let random = self.random(withheld);
        let mut words: Vec<String> = (0..count).map(|_| random.pick(&WORDS).to_owned()).collect();
        if withheld {
            words.push(format!("canary{}", self.secret.below(100_000)));
        }
        words.join(" ")
    }

    fn put(&mut self, path: &str, lines: &Lines) {
        self.site.whole.insert(path.to_owned(), lines.whole());
        self.site.left.insert(path.to_owned(), lines.left());
    }

    fn put_secret(&mut self, path: &str, lines: &Lines) {
        self.site.whole.insert(path.to_owned(), lines.whole());
    }

    // ---- the site ----

    fn site(&mut self) {
        let undeclared = ["create", "error"][self.public.below(2)];
        let mut settings = Lines::default();
        settings.public(format!(
            "title = \"Leaks\"\nbase_url = \"https://example.org/\"\ndefault_marking = \"TLP:CLEAR\"\n[lists]\npage_size = {}\n[actors]\nundeclared = \"{undeclared}\"",
            2 + self.public.below(5)
        ));
        self.put("site.toml", &settings);
        for index in 0..3 {
            self.actor(index, false);
            self.source(index, false);
        }
        for index in 0..1 + self.secret.below(3) {
            self.actor(index, true);
            self.source(index, true);
            self.named("topics", index);
            self.named("authors", index);
            self.event(index);
        }
        let mut defaults = Lines::default();
        defaults.secret(format!("marking: {}\ntopics: [inner-circle]", self.secret.pick(&SECRET)));
        self.put_secret("content/articles/inner/_defaults.yaml", &defaults);
        for index in 0..5 {
            self.article = index;
            let lines = self.article(undeclared == "create", false);
            self.put(&format!("content/articles/2025-0{}-03-open-{index}.md", index + 1), &lines);
        }
        for index in 0..2 {
            let mut lines = Lines::default();
            self.body(&mut lines, false);
            self.put(&format!("content/pages/page-{index}.md"), &lines);
        }
        let mut lock = Lines::default();
        lock.public("content/articles/2025-01-03-open-0.md\n  Person 0 = actor:person-0");
        lock.secret("  Agent 0 = actor:agent-0\n  Codename 00 = actor:person-0\ncontent/articles/inner/2025-02-03-closed-0.md");
        lock.public("content/articles/2025-02-03-open-1.md\n  Kim = actor:person-1");
        self.put("links.lock", &lock);
        // Last, for it is written with chances of both kinds.
        for index in 0..1 + self.secret.below(3) {
            self.article = 10 + index;
            let lines = self.article(undeclared == "create", true);
            let folder = ["inner/", "inner/deeper/"][self.secret.below(2)];
            self.put_secret(&format!("content/articles/{folder}2025-02-03-closed-{index}.md"), &lines);
        }
    }

    fn marking(&mut self) -> String {
        self.secret.pick(&SECRET).to_owned()
    }

    fn actor(&mut self, index: usize, withheld: bool) {
        let mut lines = Lines::default();
        lines.public("---");
        if withheld {
            lines.public(format!(
                "name: Agent {index}\naliases: [Jackal {index}]\nmarking: {}",
                self.marking()
            ));
        } else {
            lines.public(format!("name: Person {index}"));
            self.list(&mut lines, "aliases", |writer, withheld, number| {
                let name = if withheld { "Codename" } else { "Nickname" };
                format!("text: {name} {index}{number}{}", if withheld { writer.secret.below(99) } else { 0 })
            });
            self.list(&mut lines, "roles", |writer, withheld, _| {
                format!("title: {}, of: KP", writer.plain(withheld))
            });
            self.list(&mut lines, "relations", |writer, withheld, number| {
                format!(
                    "type: other, to: person-{}, note: {}",
                    (index + 1 + number % 2) % 3,
                    writer.plain(withheld)
                )
            });
            if self.secret.one_in(2) {
                lines.secret(format!("image: {{src: dot.png, alt: x, marking: {}}}", self.marking()));
            }
        }
        lines.public("---");
        self.body(&mut lines, withheld);
        let path = format!("content/actors/{}-{index}.md", if withheld { "agent" } else { "person" });
        if withheld { self.put_secret(&path, &lines) } else { self.put(&path, &lines) }
    }

    /// Words for metadata.
    fn plain(&mut self, withheld: bool) -> String {
        let number = self.below(withheld, 10_000);
        if withheld { format!("canary{number} of theirs") } else { format!("Thing {number}") }
    }

    /// A list of mappings, some of them withheld.
    fn list(&mut self, lines: &mut Lines, key: &str, entry: impl Fn(&mut Self, bool, usize) -> String) {
        if self.one_in(false, 4) {
            return;
        }
        lines.public(format!("{key}:"));
        for number in 0..1 + self.public.below(3) {
            for _ in 0..self.secret.below(3) {
                let inside = entry(self, true, number);
                let marking = self.marking();
                if self.secret.one_in(2) {
                    lines.secret(format!("  - {{{inside}, marking: {marking}}}"));
                } else {
                    lines.secret(format!("  - marking: {marking}\n    {}", inside.replace(", ", "\n    ")));
                }
            }
            let inside = entry(self, false, number);
            lines.public(format!("  - {{{inside}}}"));
        }
    }

    fn source(&mut self, index: usize, withheld: bool) {
        let mut lines = Lines::default();
        let name = if withheld { "cable" } else { "wire" };
        lines.public(format!("title: The {name} {index}\npublisher: The {name} office"));
        if !withheld && index > 0 {
            lines.public(format!("origin: The wire {}", self.below(false, index)));
        } else if !withheld {
            lines.secret("origin: cable-0");
        }
        if withheld {
            lines.public(format!("marking: {}", self.marking()));
            self.put_secret(&format!("content/sources/{name}-{index}.yaml"), &lines);
        } else {
            self.put(&format!("content/sources/{name}-{index}.yaml"), &lines);
        }
    }

    fn named(&mut self, folder: &str, index: usize) {
        let mut lines = Lines::default();
        lines.public(format!("name: Cell {index}\nmarking: {}", self.marking()));
        self.put_secret(&format!("content/{folder}/cell-{index}.yaml"), &lines);
    }

    fn event(&mut self, index: usize) {
        let mut lines = Lines::default();
        let marking = self.marking();
        lines.public(format!(
            "date: 2025-03-1{index}\ntitle: A raid {index}\nmarking: {marking}\nactors: [agent-0]"
        ));
        self.put_secret(&format!("content/events/told-{index}.yaml"), &lines);
    }

    fn article(&mut self, creates: bool, withheld: bool) -> Lines {
        let mut lines = Lines::default();
        let number = self.article;
        lines.public(format!("---\ntitle: \"{} {number}\"", if withheld { "Closed" } else { "Open" }));
        if self.one_in(withheld, 2) {
            lines.public(format!("summary: In short, {number}"));
        }
        // Names of what is withheld are dropped; an actor that nobody declares comes into being, but not from them.
        let created = if creates { ", Somebody New" } else { "" };
        lines.differing(
            format!("actors: [person-{}, agent-0, Jackal 0{created}]", number % 3),
            format!("actors: [person-{}{created}]", number % 3),
        );
        lines.differing("topics: [parade, cell-0]", "topics: [parade]");
        lines.differing("authors: [Cell 0, desk]", "authors: [desk]");
        self.list(&mut lines, "key_points", |writer, withheld, _| {
            format!("text: {}", writer.plain(withheld))
        });
        self.list(&mut lines, "figures", |writer, withheld, number| {
            let source = if withheld { "cable-0".to_owned() } else { format!("wire-{number}") };
            format!("label: {}, value: {number}, source: {source}", writer.plain(withheld))
        });
        self.list(&mut lines, "corrections", |writer, withheld, number| {
            let month = if withheld { 1 + writer.secret.below(9) } else { 3 };
            format!("date: 2025-0{month}-1{number}, text: {}", writer.plain(withheld))
        });
        self.list(&mut lines, "events", |writer, withheld, number| {
            let day = 1 + writer.below(withheld, 9);
            let id = if withheld { writer.secret.below(3) } else { number };
            format!(
                "id: told-{id}, date: 2025-04-0{day}, title: {}, actors: [person-0]",
                writer.plain(withheld)
            )
        });
        lines.public("sources:\n  - {id: own, title: Our own, publisher: Us}");
        if !withheld {
            lines.secret(format!(
                "  - {{id: theirs, title: canary Theirs, publisher: Them, marking: {}}}",
                self.marking()
            ));
        }
        lines.public("---");
        self.has_own = true;
        self.body(&mut lines, withheld);
        self.has_own = false;
        lines
    }

    // ---- texts ----

    fn body(&mut self, lines: &mut Lines, withheld: bool) {
        self.pending.clear();
        self.blocks(lines, "", 0, withheld);
        self.definitions(lines, withheld);
        self.blocks(lines, "", 0, withheld);
        self.definitions(lines, withheld);
    }

    /// A line that is for everybody, unless it stands in something withheld.
    fn line(&mut self, lines: &mut Lines, withheld: bool, line: impl Into<String>) {
        if withheld { lines.secret(line) } else { lines.public(line) }
    }

    fn end(&mut self, lines: &mut Lines, prefix: &str, withheld: bool) {
        self.line(lines, withheld, prefix.trim_end());
    }

    fn blocks(&mut self, lines: &mut Lines, prefix: &str, depth: usize, withheld: bool) {
        for _ in 0..1 + self.below(withheld, 4) {
            if !withheld {
                for _ in 0..self.secret.below(2) {
                    self.portion(lines, prefix, depth);
                }
            }
            self.block(lines, prefix, depth, withheld);
        }
    }

    fn block(&mut self, lines: &mut Lines, prefix: &str, depth: usize, withheld: bool) {
        let kinds = if depth < 3 { 9 } else { 4 };
        match self.below(withheld, kinds) {
            0 | 1 => self.paragraph(lines, prefix, withheld),
            2 => self.table(lines, prefix, withheld),
            3 => self.code(lines, prefix, withheld),
            4 => self.bullets(lines, prefix, depth, withheld),
            5 => {
                let inner = format!("{prefix}> ");
                self.blocks(lines, &inner, depth + 1, withheld);
                self.end(lines, prefix, withheld);
            }
            6 if depth == 0 || withheld => {
                if !withheld {
                    for _ in 0..self.secret.below(3) {
                        self.section(lines);
                    }
                }
                let title = ["Same", "Other", "Überschrift"][self.below(withheld, 3)];
                // Only at the top a heading can end a section.
                let hashes = if depth == 0 { "##" } else { "#####" };
                self.line(lines, withheld, format!("{prefix}{hashes} {title}"));
                self.end(lines, prefix, withheld);
            }
            7 => {
                self.fence(lines, prefix, depth, "TLP:CLEAR", withheld);
                self.end(lines, prefix, withheld);
            }
            _ => self.definition(lines, prefix, withheld),
        }
    }

    /// Something withheld among what is not.
    fn portion(&mut self, lines: &mut Lines, prefix: &str, depth: usize) {
        let marking = self.marking();
        lines.begin(prefix);
        let mark = [format!("({marking}) "), format!("**({marking})** ")][self.secret.below(2)].clone();
        if depth < 3 && self.secret.one_in(2) {
            self.fence(lines, prefix, depth, &marking, true);
        } else {
            self.text(lines, prefix, &mark, true);
            lines.public(prefix.trim_end());
        }
    }

    /// A section that nobody may know of, before a heading that ends it.
    fn section(&mut self, lines: &mut Lines) {
        let (marking, level) = (self.marking(), 2 + self.secret.below(3));
        let title = self.secret.pick(&["Same", "Hidden canary"]).to_owned();
        lines.begin("");
        lines.secret(format!("{} ({marking}) {title}", "#".repeat(level)));
        lines.secret("");
        self.blocks(lines, "", 1, true);
    }

    fn fence(&mut self, lines: &mut Lines, prefix: &str, depth: usize, marking: &str, withheld: bool) {
        let colons = ":".repeat(7 - depth);
        self.line(lines, withheld, format!("{prefix}{colons} {{marking={marking}}}"));
        self.blocks(lines, prefix, depth + 1, withheld);
        self.line(lines, withheld, format!("{prefix}{colons}"));
    }

    fn paragraph(&mut self, lines: &mut Lines, prefix: &str, withheld: bool) {
        self.text(lines, prefix, "", withheld);
        self.end(lines, prefix, withheld);
    }

    fn text(&mut self, lines: &mut Lines, prefix: &str, mark: &str, withheld: bool) {
        let words = self.words(withheld);
        let (more, less) = self.reference(withheld);
        let (line, left) = (format!("{prefix}{mark}{words}{more}"), format!("{prefix}{mark}{words}{less}"));
        if withheld {
            lines.secret(line);
        } else {
            lines.differing(line, left);
        }
        if self.one_in(withheld, 3) {
            // Without the fence its two neighbours are one paragraph.
            if !withheld && self.secret.one_in(3) {
                let marking = self.marking();
                lines.begin(prefix);
                self.fence(lines, prefix, 3, &marking, true);
            }
            let words = self.words(withheld);
            self.line(lines, withheld, format!("{prefix}and {words}"));
        }
    }

    /// Something that a text refers to, and what of it the public sees.
    fn reference(&mut self, withheld: bool) -> (String, String) {
        let same = |text: String| (text.clone(), text);
        let person = self.below(withheld, 3);
        match self.below(withheld, 9) {
            0 => same(format!(" [[person-{person}]]")),
            1 => same(format!(" [@wire-{person}]")),
            2 => (" [[agent-0|somebody]]".to_owned(), " somebody".to_owned()),
            3 if withheld => same(" [@cable-0; @wire-1]".to_owned()),
            3 if self.has_own => same(" [@own]".to_owned()),
            4 => {
                let label = self.note(withheld, false);
                same(format!(" a note[^{label}]"))
            }
            5 if !withheld => {
                let label = self.note(false, true);
                (format!(" a note[^{label}] of some"), " a note of some".to_owned())
            }
            6 => (" [him](/actors/agent-0/)".to_owned(), " him".to_owned()),
            7 if withheld => same(" ![](dot.png)".to_owned()),
            _ => same(String::new()),
        }
    }

    fn note(&mut self, withheld: bool, marked: bool) -> String {
        // What is withheld changes no label that everybody sees.
        let label = if withheld || marked {
            self.notes += 1;
            format!("s{}", self.notes)
        } else {
            let known = self.pending.iter().filter(|note| !note.withheld && !note.marked).count();
            format!("p{known}-{}", self.public.below(1_000_000))
        };
        self.pending.push(Note { label: label.clone(), withheld, marked });
        label
    }

    fn definitions(&mut self, lines: &mut Lines, withheld: bool) {
        for note in std::mem::take(&mut self.pending) {
            let is_secret = withheld || note.withheld || note.marked;
            let mark = if note.marked { format!("({}) ", self.marking()) } else { String::new() };
            let words = self.words(is_secret);
            lines.begin("");
            let deeper = if is_secret && !note.marked && self.secret.one_in(3) {
                self.notes += 1;
                format!(" deeper[^s{}]", self.notes)
            } else {
                String::new()
            };
            self.line(lines, is_secret, format!("[^{}]: {mark}{words}{deeper}", note.label));
            self.line(lines, is_secret, "");
            if is_secret && self.secret.one_in(2) {
                self.line(lines, true, "    ## Same {#parade}");
                self.line(lines, true, "");
            }
            if let Some(label) = deeper.strip_prefix(" deeper") {
                self.line(lines, true, format!("{label}: canary deeper"));
                self.line(lines, true, "");
            }
        }
    }

    fn table(&mut self, lines: &mut Lines, prefix: &str, withheld: bool) {
        self.line(lines, withheld, format!("{prefix}| a | b |"));
        self.line(lines, withheld, format!("{prefix}|---|---|"));
        for number in 0..1 + self.below(withheld, 3) {
            if !withheld {
                for _ in 0..self.secret.below(2) {
                    let marking = self.marking();
                    lines.begin(prefix);
                    lines.secret(format!("{prefix}| ({marking}) canary | {} |", self.secret.below(99)));
                }
            }
            self.line(lines, withheld, format!("{prefix}| {number} | x |"));
        }
        self.end(lines, prefix, withheld);
    }

    fn code(&mut self, lines: &mut Lines, prefix: &str, withheld: bool) {
        let inside =
            ["(TLP:RED) no mark", "::: {marking=TLP:RED}", "- (TLP:AMBER) no item", "[^s1]: no note"];
        let inside = inside[self.below(withheld, 3)];
        for line in ["```text", inside, "```"] {
            self.line(lines, withheld, format!("{prefix}{line}"));
        }
        self.end(lines, prefix, withheld);
    }

    fn bullets(&mut self, lines: &mut Lines, prefix: &str, depth: usize, withheld: bool) {
        let (mark, inner) = if self.one_in(withheld, 2) { ("- ", "  ") } else { ("1. ", "   ") };
        let task = if self.one_in(withheld, 4) { "[ ] " } else { "" };
        for _ in 0..1 + self.below(withheld, 3) {
            if !withheld && self.secret.one_in(2) {
                let marking = self.marking();
                lines.begin(prefix);
                lines.secret(format!("{prefix}{mark}{task}({marking}) canary item"));
                if self.secret.one_in(2) {
                    lines.secret(prefix.trim_end());
                    self.blocks(lines, &format!("{prefix}{inner}"), depth + 1, true);
                }
            }
            let words = self.words(withheld);
            self.line(lines, withheld, format!("{prefix}{mark}{task}{words}"));
            if self.one_in(withheld, 3) {
                self.end(lines, prefix, withheld);
                self.blocks(lines, &format!("{prefix}{inner}"), depth + 1, withheld);
            }
        }
        self.end(lines, prefix, withheld);
    }

    fn definition(&mut self, lines: &mut Lines, prefix: &str, withheld: bool) {
        self.line(lines, withheld, format!("{prefix}Term"));
        if !withheld && self.secret.one_in(2) {
            let marking = self.marking();
            lines.begin(prefix);
            lines.secret(format!("{prefix}: ({marking}) canary meaning"));
        }
        let words = self.words(withheld);
        self.line(lines, withheld, format!("{prefix}: {words}"));
        self.end(lines, prefix, withheld);
    }
}
