//! YAML text to a tree in which every key and value knows its place.
//!
//! In: a range of a file. Out: a [`Node`], as much of it as could be read, and diagnostics. Scalars keep their source
//! text: what is a date, a number or a code is decided by whoever asks for the value. A strict YAML 1.2 parser with
//! marks reads first; what it refuses but libyaml accepts (as live sites need) is read through `serde_yaml`, with a
//! warning. Memory is bounded whatever the input: nesting, and what aliases expand to, have limits.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as Marks, StructureStyle};
use xxhash_rust::xxh3::Xxh3Default;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

mod help;
mod lenient;

/// Deeper than any metadata that a person writes, and shallow enough for every recursive reader.
const MAX_DEPTH: usize = 64;
/// What all aliases of one text together may come to.
const MAX_NODES: usize = 200_000;
const MAX_BYTES: usize = 16 << 20;

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub span: Span,
    pub value: NodeValue,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeValue {
    /// `~`, `null` or nothing at all.
    Null,
    /// The text as written, after quotes and escapes; `plain` if it stood without quotes.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key and its value. Keys are unique: of two the last was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub key: String,
    pub key_span: Span,
    pub value: Node,
}

impl Entry {
    /// Adds what it says to a hash, but not where.
    pub fn hash_into(&self, hasher: &mut Xxh3Default) {
        hash_text(&self.key, hasher);
        self.value.hash_into(hasher);
    }
}

fn hash_text(text: &str, hasher: &mut Xxh3Default) {
    hasher.update(&text.len().to_le_bytes());
    hasher.update(text.as_bytes());
}

impl Node {
    fn hash_into(&self, hasher: &mut Xxh3Default) {
        match &self.value {
            NodeValue::Null => hasher.update(b"n"),
            NodeValue::Scalar { text, plain } => {
                hasher.update(if *plain { b"p" } else { b"q" });
                hash_text(text, hasher);
            }
            NodeValue::List(nodes) => {
                hasher.update(b"l");
                hasher.update(&nodes.len().to_le_bytes());
                nodes.iter().for_each(|node| node.hash_into(hasher));
            }
            NodeValue::Map(entries) => {
                hasher.update(b"m");
                hasher.update(&entries.len().to_le_bytes());
                entries.iter().for_each(|entry| entry.hash_into(hasher));
            }
        }
    }

    pub fn is_null(&self) -> bool {
        self.value == NodeValue::Null
    }

    pub fn text(&self) -> Option<&str> {
        match &self.value {
            NodeValue::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }
}

/// What a text held.
#[derive(Debug)]
pub struct Parsed {
    /// None for an empty text. Of a text that is not YAML: the entries before the mistake.
    pub node: Option<Node>,
    /// Whether something is missing because of a mistake, so that nobody complains about missing keys on top.
    pub damaged: bool,
    pub diagnostics: Diagnostics,
}

/// After a mistake reading goes on at the next line that looks like a key, so that several mistakes in one text are
/// told at once; but not forever.
const MAX_MISTAKES: usize = 8;

/// Reads the YAML that lies in `range` of `text`.
pub fn parse(file: FileId, text: &str, range: Range<usize>) -> Parsed {
    let mut parsed = Parsed { node: None, damaged: false, diagnostics: Vec::new() };
    let mut start = Some(range.start);
    for _ in 0..MAX_MISTAKES {
        let Some(from) = start else { break };
        let (part, resume) = parse_part(file, text, from..range.end);
        parsed.damaged |= part.damaged;
        parsed.diagnostics.extend(part.diagnostics);
        join(&mut parsed.node, part.node);
        start = resume;
    }
    parsed
}

/// What stands in a range up to its first mistake, and where to go on behind that.
fn parse_part(file: FileId, text: &str, range: Range<usize>) -> (Parsed, Option<usize>) {
    let yaml = &text[range.clone()];
    let mut builder = Builder::new(file, range.start, yaml);
    let failure = match builder.read() {
        Ok(()) => return (builder.parsed(false), None),
        Err(failure) => failure,
    };
    if !failure.limit
        && let Some((node, mut diagnostics)) = lenient::parse(file, yaml, range.start)
    {
        diagnostics.insert(0, lenient_warning(&failure));
        return (Parsed { node, damaged: false, diagnostics }, None);
    }
    let resume = if failure.limit { None } else { next_key(text, failure.span.end as usize, range.end) };
    (builder.failed(failure), resume)
}

/// The start of the next line that begins with `word:`.
fn next_key(text: &str, after: usize, end: usize) -> Option<usize> {
    let mut start = after + text.get(after..end)?.find('\n')? + 1;
    for line in text[start..end].split_inclusive('\n') {
        let key = line.split(':').next().unwrap_or_default();
        if key.len() < line.trim_end().len()
            && !key.is_empty()
            && key.chars().all(|c| c.is_alphanumeric() || c == '_')
        {
            return Some(start);
        }
        start += line.len();
    }
    None
}

/// Adds the entries of a later part; what is known already stays.
fn join(node: &mut Option<Node>, later: Option<Node>) {
    let Some(NodeValue::Map(entries)) = node.as_mut().map(|node| &mut node.value) else {
        *node = node.take().or(later);
        return;
    };
    if let Some(Node { value: NodeValue::Map(more), .. }) = later {
        let new = |entry: &Entry| !entries.iter().any(|known| known.key == entry.key);
        let more: Vec<Entry> = more.into_iter().filter(new).collect();
        entries.extend(more);
    }
}

fn lenient_warning(failure: &Failure) -> Diagnostic {
    Diagnostic::new(
        Code::LenientYaml,
        failure.span,
        format!("this is not valid YAML 1.2: {}", failure.message),
    )
    .help("it was read as libyaml reads it; other tools may refuse it")
}

/// Why reading stopped.
struct Failure {
    span: Span,
    message: String,
    help: Option<String>,
    /// Refused for its size or depth, not for its grammar.
    limit: bool,
}

enum Frame {
    List {
        start: Span,
        style: StructureStyle,
        items: Vec<Node>,
        anchor: usize,
    },
    Map {
        start: Span,
        style: StructureStyle,
        entries: Vec<Entry>,
        key: Option<(String, Span)>,
        anchor: usize,
    },
}

struct Builder<'a> {
    file: FileId,
    base: usize,
    yaml: &'a str,
    stack: Vec<Frame>,
    root: Option<Node>,
    anchors: HashMap<usize, (Node, Size)>,
    used: Size,
    diagnostics: Diagnostics,
}

/// Nodes and bytes that aliases have brought in.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
}

impl<'a> Builder<'a> {
    fn new(file: FileId, base: usize, yaml: &'a str) -> Self {
        Builder {
            file,
            base,
            yaml,
            stack: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            used: Size::default(),
            diagnostics: Vec::new(),
        }
    }

    fn read(&mut self) -> Result<(), Failure> {
        let mut parser = Parser::new_from_str(self.yaml);
        while let Some(event) = parser.next_event() {
            let (event, marks) = event.map_err(|error| self.syntax(&error))?;
            let span = self.span(&marks);
            self.take(event, span)?;
        }
        Ok(())
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Failure> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain && tag.is_none();
                let null = plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let value =
                    if null { NodeValue::Null } else { NodeValue::Scalar { text: clean(text), plain } };
                self.place(Node { span, value }, anchor)
            }
            Event::SequenceStart(style, anchor, _) => {
                self.open(Frame::List { start: span, style, items: Vec::new(), anchor }, span)
            }
            Event::MappingStart(style, anchor, _) => {
                self.open(Frame::Map { start: span, style, entries: Vec::new(), key: None, anchor }, span)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(Some(span)),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::DocumentStart(..) if self.root.is_some() => Err(self.failure(
                span,
                "a second YAML document begins here".to_owned(),
                Some("keep one document in a file: remove the line `---`".to_owned()),
            )),
            _ => Ok(()),
        }
    }

    fn open(&mut self, frame: Frame, span: Span) -> Result<(), Failure> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(limit(
                span,
                format!("this is nested over {MAX_DEPTH} levels deep"),
                "make it flatter",
            ));
        }
        self.stack.push(frame);
        Ok(())
    }

    /// Finishes the innermost list or mapping. `end` is its closing bracket, if it has one and the text reached it.
    fn close(&mut self, end: Option<Span>) -> Result<(), Failure> {
        let (mut node, style, anchor) = match self.stack.pop() {
            Some(Frame::List { start, style, items, anchor }) => (list(start, items), style, anchor),
            Some(Frame::Map { start, style, entries, anchor, .. }) => (map(start, entries), style, anchor),
            None => return Ok(()),
        };
        if let (StructureStyle::Flow, Some(end)) = (style, end) {
            node.span.end = end.end.max(node.span.end);
        }
        self.place(node, anchor)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Failure> {
        let Some((node, size)) = self.anchors.get(&anchor) else {
            return Err(self.failure(span, "this alias stands inside its own anchor".to_owned(), None));
        };
        self.used.nodes += size.nodes;
        self.used.bytes += size.bytes;
        if self.used.nodes > MAX_NODES || self.used.bytes > MAX_BYTES {
            let message = "aliases expand to more than a site's metadata can be".to_owned();
            return Err(limit(span, message, "write the values out instead of repeating them by aliases"));
        }
        let node = node.clone();
        self.place(node, 0)
    }

    /// Puts a finished node where it belongs.
    fn place(&mut self, node: Node, anchor: usize) -> Result<(), Failure> {
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), size(&node)));
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Frame::List { items, .. }) => items.push(node),
            Some(Frame::Map { entries, key, .. }) => match key.take() {
                Some((name, key_span)) => {
                    insert(entries, Entry { key: name, key_span, value: node }, &mut self.diagnostics);
                }
                None => match key_text(&node) {
                    Some(name) => *key = Some((name, node.span)),
                    None => {
                        let message = "a key must be a text, not a list or mapping".to_owned();
                        return Err(self.failure(node.span, message, None));
                    }
                },
            },
        }
        Ok(())
    }

    fn syntax(&self, error: &ScanError) -> Failure {
        let at = self.base + error.marker().byte_offset().unwrap_or(0).min(self.yaml.len());
        let (span, help) = help::for_mistake(self.yaml, at - self.base);
        let span = span.map_or(Span::new(self.file, at, at), |found| {
            Span::new(self.file, self.base + found.start, self.base + found.end)
        });
        Failure { span, message: error.info().to_lowercase(), help, limit: false }
    }

    fn failure(&self, span: Span, message: String, help: Option<String>) -> Failure {
        Failure { span, message, help, limit: false }
    }

    fn span(&self, marks: &Marks) -> Span {
        let range = marks.byte_range().unwrap_or(0..0);
        // A plain scalar's mark may reach over the line break behind it.
        let end = range.start + self.yaml.get(range.clone()).map_or(0, |slice| slice.trim_end().len());
        Span::new(self.file, self.base + range.start, self.base + end)
    }

    fn parsed(self, damaged: bool) -> Parsed {
        Parsed { node: self.root, damaged, diagnostics: self.diagnostics }
    }

    /// What was read until then, with the mistake reported.
    fn failed(mut self, failure: Failure) -> Parsed {
        self.diagnostics
            .push(Diagnostic::new(Code::InvalidYaml, failure.span, failure.message).help_if(failure.help));
        while !self.stack.is_empty() {
            if self.close(None).is_err() {
                break;
            }
        }
        self.parsed(true)
    }
}

/// Unicode keeps some characters for programs' own use, and templates use one: no text may hold it.
pub fn clean(text: Cow<'_, str>) -> String {
    const OURS: char = '\u{fdd0}';
    if text.contains(OURS) { text.replace(OURS, "\u{fffd}") } else { text.into_owned() }
}

fn limit(span: Span, message: String, help: &str) -> Failure {
    Failure { span, message, help: Some(help.to_owned()), limit: true }
}

fn list(start: Span, items: Vec<Node>) -> Node {
    let end = items.last().map_or(start.end, |item| item.span.end);
    Node { span: Span { end: end.max(start.end), ..start }, value: NodeValue::List(items) }
}

fn map(start: Span, entries: Vec<Entry>) -> Node {
    // A block mapping's own mark is empty: its place is its first key. One in brackets ends where these do.
    let first = entries.first().map_or(start, |entry| entry.key_span);
    Node { span: Span { end: start.end.max(first.end), ..start }, value: NodeValue::Map(entries) }
}

fn key_text(node: &Node) -> Option<String> {
    match &node.value {
        NodeValue::Scalar { text, .. } => Some(text.clone()),
        NodeValue::Null => Some(String::new()),
        _ => None,
    }
}

/// Adds an entry, or replaces the earlier one of the same key, with a warning.
fn insert(entries: &mut Vec<Entry>, entry: Entry, diagnostics: &mut Diagnostics) {
    let Some(earlier) = entries.iter_mut().find(|earlier| earlier.key == entry.key) else {
        entries.push(entry);
        return;
    };
    let message = format!("the key `{}` stands here a second time; this value is kept", entry.key);
    diagnostics.push(
        Diagnostic::new(Code::DuplicateKey, entry.key_span, message)
            .label(earlier.key_span, "its first value")
            .help("remove one of the two"),
    );
    *earlier = entry;
}

fn size(node: &Node) -> Size {
    let mut total = Size { nodes: 1, bytes: 0 };
    let mut add = |child: Size| {
        total.nodes += child.nodes;
        total.bytes += child.bytes;
    };
    match &node.value {
        NodeValue::Null => {}
        NodeValue::Scalar { text, .. } => add(Size { nodes: 0, bytes: text.len() }),
        NodeValue::List(items) => items.iter().map(size).for_each(add),
        NodeValue::Map(entries) => entries.iter().for_each(|entry| {
            add(Size { nodes: 0, bytes: entry.key.len() });
            add(size(&entry.value));
        }),
    }
    total
}

#[cfg(test)]
mod tests;
