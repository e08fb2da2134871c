//! What is done to a text before it is read as Markdown: nothing that moves an offset.
//!
//! Lines that Markdown does not know (the fences of marked portions, the first lines of callouts) are replaced by lines
//! of the same length that it does know: a fence by a thematic break, which stands in the same container and ends the
//! same blocks as a fence does; a callout's first line by an empty one. Who writes the HTML recognises them by place.

use std::borrow::Cow;
use std::ops::Range;

use super::escape::without_noncharacters;

/// What a text may hold, found out in one pass: most texts have little of it, and each thing that cannot be there is
/// one that need not be looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hints(u8);

impl Hints {
    const HIGH: u8 = 1;
    const COLONS: u8 = 2;
    const CALLOUT: u8 = 4;
    const BRACE: u8 = 8;
    const TAG: u8 = 16;

    /// Without branches in the inner loop, so that the compiler can vectorise it.
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let pairs = bytes.iter().zip(bytes.iter().skip(1));
        let hints = pairs.fold(0, |hints, (&byte, &next)| hints | pair_hints(byte, next));
        Hints(hints | bytes.last().map_or(0, |&last| pair_hints(last, b' ')))
    }

    /// Whether there may be noncharacters.
    fn noncharacters(self) -> bool {
        self.0 & Hints::HIGH != 0
    }

    pub(super) fn brace(self) -> bool {
        self.0 & Hints::BRACE != 0
    }

    /// Whether there may be raw HTML.
    pub(super) fn tag(self) -> bool {
        self.0 & Hints::TAG != 0
    }
}

fn pair_hints(byte: u8, next: u8) -> u8 {
    // In UTF-8 noncharacters of the first plane begin with EF, those of the others with F0 to F4.
    (u8::from(byte >= 0xef) * Hints::HIGH)
        | (u8::from((byte == b':') & (next == b':')) * Hints::COLONS)
        | (u8::from((byte == b'[') & (next == b'!')) * Hints::CALLOUT)
        | (u8::from(byte == b'{') * Hints::BRACE)
        | (u8::from(byte == b'<') * Hints::TAG)
}

/// A text ready to be read, and the lines that were replaced in it.
pub(super) struct Prepared<'t> {
    /// As written, without noncharacters.
    pub(super) source: Cow<'t, str>,
    /// The same with stand-ins, if there are any.
    stand_ins: Option<String>,
    pub(super) hints: Hints,
    pub(super) fences: Vec<Fence>,
    pub(super) callouts: Vec<Callout>,
}

/// A line of three or more colons.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fence {
    /// The colons and what follows them on the line.
    pub(super) at: Range<usize>,
    pub(super) colons: usize,
    pub(super) kind: FenceKind,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum FenceKind {
    /// With the place of the value of `marking`.
    Open(Range<usize>),
    Close,
    Wrong,
}

/// The first line of a callout: `> [!tip] Title`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Callout {
    /// The place of the quotation's `>`.
    pub(super) at: usize,
    pub(super) line: Range<usize>,
    /// One of the five kinds of alert.
    pub(super) kind: &'static str,
    pub(super) title: String,
}

impl Prepared<'_> {
    /// The text that the Markdown parser reads.
    pub(super) fn markdown(&self) -> &str {
        self.stand_ins.as_deref().unwrap_or(&self.source)
    }

    pub(super) fn has_stand_ins(&self) -> bool {
        self.stand_ins.is_some()
    }
}

/// Without `callouts` their first lines stay text.
pub(super) fn prepare(text: &str, callouts: bool) -> Prepared<'_> {
    let hints = Hints::of(text);
    let source = if hints.noncharacters() { without_noncharacters(text) } else { Cow::Borrowed(text) };
    let fences = if hints.0 & Hints::COLONS != 0 { fences(&source) } else { Vec::new() };
    let callouts = callouts && hints.0 & Hints::CALLOUT != 0;
    let callouts = if callouts { find_callouts(&source) } else { Vec::new() };
    let stand_ins =
        (!fences.is_empty() || !callouts.is_empty()).then(|| stand_in(&source, &fences, &callouts));
    Prepared { source, stand_ins, hints, fences, callouts }
}

fn stand_in(source: &str, fences: &[Fence], callouts: &[Callout]) -> String {
    let breaks = fences.iter().map(|fence| (fence.at.clone(), "___"));
    let empty = callouts.iter().map(|callout| (callout.line.clone(), ""));
    let mut replaced: Vec<_> = breaks.chain(empty).collect();
    replaced.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(source.len());
    for (range, standing_in) in replaced {
        out.push_str(&source[out.len()..range.start]);
        out.push_str(standing_in);
        out.extend(std::iter::repeat_n(' ', range.len() - standing_in.len()));
    }
    out.push_str(&source[out.len()..]);
    out
}

/// The lines in which a needle is the first thing after the marks of quotations and list items, with its place.
fn opening_lines<'t>(
    text: &'t str,
    needle: &'static str,
) -> impl Iterator<Item = (Range<usize>, usize)> + 't {
    let mut start = 0;
    std::iter::from_fn(move || {
        loop {
            let found = start + text[start..].find(needle)?;
            let line_start = text[start..found].rfind('\n').map_or(start, |newline| start + newline + 1);
            let line_end = text[found..].find('\n').map_or(text.len(), |newline| found + newline);
            start = (line_end + 1).min(text.len());
            if line_start + prefix_len(&text[line_start..line_end]) == found {
                return Some((line_start..line_end, found));
            }
        }
    })
}

/// The length of the marks of quotations, list items and definitions, and the blanks, that a line begins with.
fn prefix_len(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(length) = prefix_mark(&bytes[at..]) {
        at += length;
    }
    at
}

fn prefix_mark(bytes: &[u8]) -> Option<usize> {
    let blank = |index: usize| matches!(bytes.get(index), Some(b' ' | b'\t'));
    match bytes.first()? {
        b' ' | b'\t' | b'>' => Some(1),
        b'-' | b'+' | b'*' | b':' if blank(1) => Some(2),
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            (matches!(bytes.get(digits), Some(b'.' | b')')) && blank(digits + 1)).then_some(digits + 2)
        }
        _ => None,
    }
}

/// Two colons are none, but whoever writes a marking behind them means one.
fn fences(text: &str) -> Vec<Fence> {
    let all =
        opening_lines(text, "::").map(|(line, at)| fence(text, at..line.start + text[line].trim_end().len()));
    all.filter(|fence| fence.colons > 2 || text[fence.at.clone()].contains("marking=")).collect()
}

fn fence(text: &str, at: Range<usize>) -> Fence {
    let colons = text[at.clone()].bytes().take_while(|&byte| byte == b':').count();
    let rest = text[at.start + colons..at.end].trim();
    let kind = if colons > 2 { fence_kind(text, rest) } else { FenceKind::Wrong };
    Fence { colons, kind, at }
}

fn fence_kind(text: &str, rest: &str) -> FenceKind {
    if rest.is_empty() {
        return FenceKind::Close;
    }
    let inside = rest.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    match inside.and_then(|inside| inside.trim().strip_prefix("marking=")) {
        Some(value) => {
            let start = value.as_ptr().addr() - text.as_ptr().addr();
            FenceKind::Open(start..start + value.len())
        }
        None => FenceKind::Wrong,
    }
}

fn find_callouts(text: &str) -> Vec<Callout> {
    opening_lines(text, "[!").filter_map(|(line, at)| callout(text, line, at)).collect()
}

fn callout(text: &str, line: Range<usize>, at: usize) -> Option<Callout> {
    let prefix = &text[line.start..at];
    let quote = line.start + prefix.trim_end().strip_suffix('>')?.len();
    let (word, rest) = text[at + 2..line.end].split_once(']')?;
    let folded = rest.strip_prefix(['+', '-']);
    let title = folded.unwrap_or(rest).trim();
    let kind = alert_kind(word)?;
    // What the Markdown parser knows itself is left to it.
    let known = kind.eq_ignore_ascii_case(word) && folded.is_none() && title.is_empty();
    if known || !begins_quotation(text, line.start, prefix) {
        return None;
    }
    let title = if title.is_empty() { capitalised(word) } else { title.to_owned() };
    Some(Callout { at: quote, line: at..line.start + text[line].trim_end().len(), kind, title })
}

/// Whether a quotation begins on a line: the line before has fewer `>`, or a list item begins between.
fn begins_quotation(text: &str, line_start: usize, prefix: &str) -> bool {
    let marks = |prefix: &str| prefix.bytes().filter(|&byte| byte == b'>').count();
    let before = text[..line_start].trim_end_matches(['\n', '\r']);
    // An empty line ends every quotation.
    if text[before.len()..line_start].matches('\n').count() > 1 || before.is_empty() {
        return true;
    }
    let before = &before[before.rfind('\n').map_or(0, |newline| newline + 1)..];
    marks(&before[..prefix_len(before)]) < marks(prefix)
        || prefix.bytes().any(|b| !matches!(b, b' ' | b'\t' | b'>'))
}

/// Obsidian's kinds of callout, as the five kinds of alert.
fn alert_kind(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "note" | "info" | "abstract" | "summary" | "tldr" | "todo" | "question" | "help" | "faq"
        | "example" | "quote" | "cite" => "note",
        "tip" | "hint" | "success" | "check" | "done" => "tip",
        "important" => "important",
        "warning" | "attention" => "warning",
        "caution" | "failure" | "fail" | "missing" | "danger" | "error" | "bug" => "caution",
        _ => return None,
    })
}

pub(super) fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters.map(|character| character.to_ascii_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_keep_every_offset() {
        let text = "> - ::: {marking=TLP:RED} \r\n> > é\n:::é\n";
        let prepared = prepare(text, true);
        assert_eq!(prepared.markdown().len(), text.len());
        assert_eq!(prepared.markdown(), "> - ___                   \r\n> > é\n___  \n");
        assert_eq!(prepared.fences[0].kind, FenceKind::Open(17..24));
        assert_eq!(prepared.fences[1].kind, FenceKind::Wrong);
    }

    #[test]
    fn fences_stand_on_lines_of_their_own() {
        let found = |text: &str| fences(text).len();
        for line in [":::", "   :::::", "> :::", "1. :::", "* :::", ": :::"] {
            assert_eq!(found(line), 1, "{line}");
        }
        for line in ["a :::", "::", "-:::", "`:::"] {
            assert_eq!(found(line), 0, "{line}");
        }
    }

    #[test]
    fn callouts_begin_a_quotation() {
        let titles = |text: &str| -> Vec<String> {
            find_callouts(text)
                .into_iter()
                .map(|callout| format!("{} {}", callout.kind, callout.title))
                .collect()
        };
        assert_eq!(titles("> [!info]- What *is* it\n> text"), ["note What *is* it"]);
        assert_eq!(titles("> [!danger]"), ["caution Danger"]);
        assert_eq!(titles("- > [!tip] a\n- > [!bug] b"), ["tip a", "caution b"]);
        assert_eq!(titles("> [!faq]\n> > [!todo]"), ["note Faq", "note Todo"]);
        let none: [&str; 5] =
            ["> [!NOTE]\n> x", "> [!Jordan]", "> text\n> [!tip] a", "[!tip] a", "> [!note x"];
        for text in none {
            assert_eq!(titles(text), [""; 0], "{text}");
        }
    }
}
