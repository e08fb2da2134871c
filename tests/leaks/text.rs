//! Scissors for texts: the lines of a body without what is marked above a limit.
//!
//! It goes by lines, as an editor with a pencil would, and knows only what docs/reference.md says of marks. It shares
//! nothing with the program under test.

use std::collections::BTreeSet;
use std::ops::Range;

const LABELS: [&str; 5] = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];

/// The place of a marking in the standard's order. What is none counts as the highest.
pub fn rank(label: &str) -> usize {
    let label = label.trim().trim_matches(['"', '\'']);
    if label == "TLP:WHITE" {
        return 0;
    }
    LABELS.iter().position(|known| *known == label).unwrap_or(LABELS.len() - 1)
}

/// What is left of a body, and the texts of headings that are gone.
pub fn cut(body: &str, limit: usize) -> (String, Vec<String>) {
    let lines: Vec<&str> = body.split_inclusive('\n').collect();
    let mut gone = Vec::new();
    Scan { lines: &lines, limit }.blocks(0..lines.len(), 0, &mut gone);
    let mut left: Vec<Option<String>> = lines.iter().map(|line| Some((*line).to_owned())).collect();
    for range in gone {
        take(&mut left, range);
    }
    notes(&lines, &mut left);
    let is_gone = |index: &usize| left[*index].is_none();
    let headings = |gone: bool| {
        let wanted = (0..lines.len()).filter(move |index| is_gone(index) == gone);
        wanted.filter_map(|index| heading_text(lines[index]))
    };
    let shown: Vec<String> = headings(false).collect();
    let headings = headings(true).filter(|text| !shown.contains(text)).collect();
    (left.into_iter().flatten().collect(), headings)
}

/// Deletes lines and the empty ones right after them.
fn take(left: &mut [Option<String>], range: Range<usize>) {
    let quotes = left[range.start].as_deref().map_or(0, |line| Line::of(line).quotes);
    left[range.clone()].fill(None);
    for line in left[range.end..].iter_mut() {
        match line {
            Some(text) if Line::of(text).is_empty() && Line::of(text).quotes <= quotes => *line = None,
            Some(_) => break,
            None => {}
        }
    }
}

fn heading_text(line: &str) -> Option<String> {
    let line = Line::of(line);
    let text = line.rest.trim_start_matches('#');
    let text = text.strip_prefix(' ').filter(|_| line.rest.starts_with('#'))?;
    Some(text.split_once(") ").map_or(text, |(_, text)| text).trim().to_owned())
}

/// A line without the marks of the quotations that it stands in.
struct Line<'t> {
    quotes: usize,
    indent: usize,
    rest: &'t str,
}

impl<'t> Line<'t> {
    fn of(line: &'t str) -> Self {
        Line::within(line, usize::MAX)
    }

    /// Further quotations' marks are a part of its text.
    fn within(line: &'t str, most: usize) -> Self {
        let mut rest = line.trim_end();
        let mut quotes = 0;
        while let Some(inner) = rest.trim_start().strip_prefix('>').filter(|_| quotes < most) {
            rest = inner.strip_prefix(' ').unwrap_or(inner);
            quotes += 1;
        }
        let text = rest.trim_start();
        Line { quotes, indent: rest.len() - text.len(), rest: text }
    }

    fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    fn colons(&self) -> usize {
        self.rest.bytes().take_while(|byte| *byte == b':').count()
    }

    fn is_code_fence(&self) -> bool {
        self.rest.starts_with("```")
    }

    fn begins_block(&self) -> bool {
        self.colons() >= 3
            || self.is_code_fence()
            || self.rest.starts_with('>')
            || !matches!(Opening::of(self).what, What::Paragraph)
    }
}

/// What a line opens, and what stands behind its marks.
struct Opening<'t> {
    what: What,
    text: &'t str,
}

enum What {
    Paragraph,
    Heading(usize),
    /// An item, a note or a definition: what is indented further belongs to it.
    Item(usize),
    Row,
}

impl<'t> Opening<'t> {
    fn of(line: &Line<'t>) -> Self {
        let (mut what, mut text, mut column) = (What::Paragraph, line.rest, line.indent);
        while let Some((length, found)) = marker(text, column) {
            what = found;
            let rest = text[length..].trim_start();
            column += text.len() - rest.len();
            text = rest;
        }
        let text = text.strip_prefix("[ ] ").or(text.strip_prefix("[x] ")).unwrap_or(text);
        Opening { what, text: text.trim_start_matches('*') }
    }

    fn mark(&self) -> Option<usize> {
        let label = self.text.strip_prefix('(')?.split(')').next()?;
        label.starts_with("TLP:").then(|| rank(label))
    }
}

fn marker(text: &str, column: usize) -> Option<(usize, What)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let hashes = text.bytes().take_while(|byte| *byte == b'#').count();
    if ["- ", "+ ", "* ", ": "].iter().any(|mark| text.starts_with(mark)) {
        Some((2, What::Item(column)))
    } else if digits > 0 && text[digits..].starts_with(". ") {
        Some((digits + 2, What::Item(column)))
    } else if (1..=6).contains(&hashes) && text[hashes..].starts_with(' ') {
        Some((hashes + 1, What::Heading(hashes)))
    } else if let Some(label) = defined(text) {
        // What belongs to a note is indented by four.
        Some((label.len() + "[^]:".len(), What::Item(column + 3)))
    } else {
        text.starts_with("| ").then_some((2, What::Row))
    }
}

/// The label of a footnote that a line defines.
fn defined(text: &str) -> Option<&str> {
    let (label, rest) = text.strip_prefix("[^")?.split_once(']')?;
    rest.starts_with(':').then_some(label)
}

struct Scan<'l, 't> {
    lines: &'l [&'t str],
    limit: usize,
}

impl Scan<'_, '_> {
    fn line(&self, index: usize) -> Line<'_> {
        Line::of(self.lines[index])
    }

    /// Finds portions among lines that stand in so many quotations.
    fn blocks(&self, range: Range<usize>, quotes: usize, gone: &mut Vec<Range<usize>>) {
        let mut at = range.start;
        let mut in_paragraph = false;
        let mut depth = quotes;
        while at < range.end {
            let line = self.line(at);
            in_paragraph &= line.quotes <= depth;
            depth = line.quotes;
            if line.is_code_fence() {
                at = self.after_code(at, range.end);
                in_paragraph = false;
                continue;
            }
            if line.colons() >= 3 && line.rest.contains("{marking=") {
                let end = self.after_fence(at, range.end);
                let label = line.rest.split("{marking=").nth(1).unwrap_or_default();
                if rank(label.trim_end_matches('}')) > self.limit {
                    gone.push(at..end);
                } else {
                    self.blocks(at + 1..end - 1, line.quotes, gone);
                }
                at = end;
                in_paragraph = false;
                continue;
            }
            let opening = Opening::of(&line);
            let opens = !in_paragraph || !matches!(opening.what, What::Paragraph);
            match opening.mark().filter(|mark| opens && *mark > self.limit) {
                Some(_) => {
                    let end = self.end(&opening, at, range.end);
                    gone.push(at..end);
                    at = end;
                    in_paragraph = false;
                }
                None => {
                    let is_alert = line.rest.starts_with("[!");
                    let is_text = !matches!(opening.what, What::Heading(_) | What::Row);
                    in_paragraph = !line.is_empty() && is_text && !is_alert;
                    at += 1;
                }
            }
        }
    }

    fn after_code(&self, at: usize, end: usize) -> usize {
        let quotes = self.line(at).quotes;
        let closes = |line: &Line<'_>| line.quotes < quotes || line.rest == "```";
        (at + 1..end).find(|index| closes(&self.line(*index))).map_or(end, |close| close + 1)
    }

    fn after_fence(&self, at: usize, end: usize) -> usize {
        let colons = self.line(at).colons();
        let closes = |line: &Line<'_>| line.colons() == colons && line.rest.len() == colons;
        let mut index = at + 1;
        while index < end && !closes(&self.line(index)) {
            index = if self.line(index).is_code_fence() { self.after_code(index, end) } else { index + 1 };
        }
        (index + 1).min(end)
    }

    /// Where what a marked line opens ends, without empty lines.
    fn end(&self, opening: &Opening<'_>, at: usize, end: usize) -> usize {
        let quotes = self.line(at).quotes;
        let mut next = at + 1;
        let mut last = at + 1;
        while next < end {
            let line = self.line(next);
            let is_blank = line.is_empty() && line.quotes <= quotes;
            let ends = match opening.what {
                What::Row => true,
                What::Paragraph => line.is_empty() || line.begins_block() || line.quotes != quotes,
                What::Heading(level) => {
                    let same = matches!(Opening::of(&line).what, What::Heading(other) if other <= level);
                    line.quotes < quotes || (same && line.quotes == quotes)
                }
                What::Item(column) => {
                    let line = Line::within(self.lines[next], quotes);
                    let lazy = last == next && !line.begins_block();
                    line.quotes < quotes || (!line.is_empty() && line.indent <= column && !lazy)
                }
            };
            if ends {
                break;
            }
            let after = match opening.what {
                What::Heading(_) if line.is_code_fence() => self.after_code(next, end),
                What::Heading(_) if line.colons() >= 3 && line.rest.contains('{') => {
                    self.after_fence(next, end)
                }
                _ => next + 1,
            };
            if !is_blank {
                last = after;
            }
            next = after;
        }
        last
    }
}

// ---- footnotes ----

/// Takes out notes to which nothing refers any more, and references to notes that are gone.
fn notes(whole: &[&str], left: &mut [Option<String>]) {
    let all: Vec<Option<String>> = whole.iter().map(|line| Some((*line).to_owned())).collect();
    let (before, after) = (Notes::of(&all), Notes::of(left));
    for (label, lines) in &after.defined {
        if before.used.contains(label) && !after.used.contains(label) {
            take(left, lines.clone());
        }
    }
    let left_now = Notes::of(left);
    for (label, _) in &before.defined {
        if !left_now.defined.iter().any(|(known, _)| known == label) {
            let reference = format!("[^{label}]");
            for line in left.iter_mut().flatten() {
                *line = line.replace(&reference, "");
            }
        }
    }
}

struct Notes {
    defined: Vec<(String, Range<usize>)>,
    used: BTreeSet<String>,
}

impl Notes {
    fn of(lines: &[Option<String>]) -> Self {
        let texts: Vec<&str> = lines.iter().map(|line| line.as_deref().unwrap_or_default()).collect();
        let scan = Scan { lines: &texts, limit: 0 };
        let mut defined = Vec::new();
        let mut at = 0;
        let mut used = Vec::new();
        while at < texts.len() {
            let line = scan.line(at);
            match defined_here(&line) {
                Some(label) => {
                    let end = scan.end(&Opening::of(&line), at, texts.len());
                    defined.push((label.to_owned(), at..end));
                    at = end;
                }
                None => {
                    used.extend(references(texts[at]));
                    at += 1;
                }
            }
        }
        let mut reached = BTreeSet::new();
        while let Some(label) = used.pop() {
            if reached.insert(label.clone())
                && let Some((_, lines)) = defined.iter().find(|(known, _)| *known == label)
            {
                used.extend(texts[lines.clone()].iter().flat_map(|line| references(line)));
            }
        }
        Notes { defined, used: reached }
    }
}

fn defined_here<'t>(line: &Line<'t>) -> Option<&'t str> {
    defined(line.rest)
}

fn references(line: &str) -> Vec<String> {
    let parts = line.split("[^").skip(1);
    let labels = parts.filter_map(|part| part.split_once(']'));
    labels.filter(|(_, rest)| !rest.starts_with(':')).map(|(label, _)| label.to_owned()).collect()
}
