//! Code to HTML with a dozen short classes for its parts.
//!
//! In: a language's name and code. Out: escaped HTML, or nothing where the language is not known. Colours are the
//! style sheet's.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// More than this is shown without colours: a regular expression a line adds up.
const LONGEST_BLOCK: usize = 200_000;
const LONGEST_LINE: usize = 4_000;

/// The grammars of all languages. The one thing that is made once for the whole process: they never change, loading
/// them takes longer than a hundred pages, and only sites with code need them.
static GRAMMARS: LazyLock<Grammars> = LazyLock::new(Grammars::load);

struct Grammars {
    syntaxes: SyntaxSet,
    /// Scopes and their classes; of two that fit the longer comes first.
    classes: Vec<(Scope, &'static str)>,
}

/// From TextMate's scopes to our classes. An empty class takes a part of a larger scope out again.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "c"),
    ("constant.character.escape", "e"),
    ("constant.numeric", "n"),
    ("constant.language", "k"),
    ("constant.other.placeholder", "e"),
    ("constant", "n"),
    ("string", "s"),
    ("string.unquoted", ""),
    ("keyword.operator", "o"),
    ("keyword.operator.word", "k"),
    ("keyword.operator.logical.python", "k"),
    ("keyword", "k"),
    ("storage.type", "k"),
    ("storage", "k"),
    ("entity.name.function", "f"),
    ("support.function", "f"),
    ("variable.function", "f"),
    ("meta.function-call.generic", "f"),
    ("entity.name.tag", "m"),
    ("entity.other.attribute-name", "a"),
    ("entity.other.inherited-class", "t"),
    ("entity.name.type", "t"),
    ("entity.name.class", "t"),
    ("entity.name.struct", "t"),
    ("entity.name.enum", "t"),
    ("entity.name.section", "m"),
    ("entity.name", "t"),
    ("support.type.property-name", "a"),
    ("support.type", "t"),
    ("support.class", "t"),
    ("support.constant", "n"),
    ("variable.language", "k"),
    ("variable.parameter", "v"),
    ("variable", "v"),
    ("markup.heading", "m"),
    ("markup.bold", "k"),
    ("markup.italic", "v"),
    ("markup.raw", "s"),
    ("markup.inserted", "s"),
    ("markup.deleted", "k"),
    ("meta.annotation", "a"),
];

impl Grammars {
    fn load() -> Self {
        let mut classes: Vec<(Scope, &str)> =
            CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect();
        classes.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
        Grammars { syntaxes: two_face::syntax::extra_newlines(), classes }
    }

    fn language(&self, name: &str) -> Option<&SyntaxReference> {
        let name = match name.to_ascii_lowercase().as_str() {
            "console" | "shell-session" => "sh".to_owned(),
            "jsonc" | "json5" => "json".to_owned(),
            "text" | "txt" | "plain" | "plaintext" => return None,
            other => other.to_owned(),
        };
        self.syntaxes.find_syntax_by_token(&name)
    }

    /// The class of the innermost scope that has one.
    fn class(&self, stack: &ScopeStack) -> &'static str {
        let known = |scope: &Scope| self.classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
        stack.scopes.iter().rev().find_map(known).map_or("", |(_, class)| *class)
    }
}

/// HTML for a block of code, if its language is known and it is not too long.
pub fn highlight(language: &str, code: &str) -> Option<String> {
    if language.is_empty() || code.len() > LONGEST_BLOCK || code.lines().any(|line| line.len() > LONGEST_LINE)
    {
        return None;
    }
    let grammars = &*GRAMMARS;
    let mut state = ParseState::new(grammars.language(language)?);
    let mut stack = ScopeStack::new();
    let mut out = Spans { html: String::with_capacity(code.len() * 2), class: "", blanks: String::new() };
    for line in code.split_inclusive('\n') {
        let operations = state.parse_line(line, &grammars.syntaxes).ok()?;
        let mut done = 0;
        for (at, operation) in operations {
            // Several operations in one place are one change.
            if at > done {
                out.push(line.get(done..at)?, grammars.class(&stack));
                done = at;
            }
            stack.apply(&operation).ok()?;
        }
        out.push(line.get(done..)?, grammars.class(&stack));
    }
    Some(out.finish())
}

/// Neighbours of one class share a span, with the blanks between them.
struct Spans {
    html: String,
    class: &'static str,
    /// Blanks that come inside a span only if more of its class follows.
    blanks: String,
}

impl Spans {
    fn push(&mut self, text: &str, class: &'static str) {
        let trimmed = text.trim_end();
        let words = trimmed.trim_start();
        if !words.is_empty() {
            self.blanks.push_str(&trimmed[..trimmed.len() - words.len()]);
            self.change(class);
            escape(&mut self.html, words);
        }
        self.blanks.push_str(&text[trimmed.len()..]);
    }

    fn change(&mut self, class: &'static str) {
        let same = class == self.class;
        if !same {
            self.close();
        }
        escape(&mut self.html, &self.blanks);
        self.blanks.clear();
        if !same && !class.is_empty() {
            self.html.push_str("<span class=\"");
            self.html.push_str(class);
            self.html.push_str("\">");
        }
        self.class = class;
    }

    fn close(&mut self) {
        if !self.class.is_empty() {
            self.html.push_str("</span>");
        }
    }

    fn finish(mut self) -> String {
        self.change("");
        self.html
    }
}

fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\t' => out.push(character),
            _ if character.is_ascii_control() => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::highlight;

    #[test]
    fn parts_get_short_classes_and_neighbours_share_a_span() {
        let html = highlight("rust", "// a < b\nlet x = \"s\\n\"; // c\n").unwrap();
        assert!(html.contains("<span class=\"c\">// a &lt; b"), "{html}");
        assert!(html.contains("<span class=\"k\">let</span>"), "{html}");
        assert!(html.contains("<span class=\"e\">\\n</span>"), "{html}");
        assert_eq!(html.matches("<span").count(), html.matches("</span>").count());
    }

    #[test]
    fn languages() {
        for known in
            ["rust", "rs", "toml", "TypeScript", "Dockerfile", "python", "bash", "console", "yaml", "json"]
        {
            assert!(highlight(known, "x = 1\n").is_some(), "{known}");
        }
        for unknown in ["", "no-such-language", "text"] {
            assert_eq!(highlight(unknown, "x = 1\n"), None, "{unknown}");
        }
    }

    #[test]
    fn what_is_too_long_stays_plain() {
        assert_eq!(highlight("rust", &"x".repeat(5_000)), None);
        assert_eq!(highlight("rust", &"x\n".repeat(150_000)), None);
    }
}
