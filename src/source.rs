//! The text of a site: which files there are, what stands in them, and where in a file something stands.
//!
//! In: paths and bytes from `read`, or string literals from a test. Out: [`Sources`], looked up by path or by [`FileId`].
//! It knows nothing of Markdown, YAML or any meaning.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use lz4_flex::{compress_prepend_size, decompress_size_prepended};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64, xxh3_128};

/// A file of [`Sources`]: a hash of its path, so that what was parsed once keeps its places whatever files come and go
/// beside it. Its order is always the same and means nothing; the order of files is that of their paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(u64);

impl FileId {
    pub fn of(path: &str) -> Self {
        FileId(xxh3_64(path.as_bytes()))
    }
}

/// A range of bytes in one file, the end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let bound = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { file, start: bound(start), end: bound(end.max(start)) }
    }

    /// The beginning of a file, for what concerns the file as a whole.
    pub fn top(file: FileId) -> Self {
        Span { file, start: 0, end: 0 }
    }
}

/// A value and the place where its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct At<T> {
    pub value: T,
    pub span: Span,
}

impl<T> At<T> {
    pub fn new(value: T, span: Span) -> Self {
        At { value, span }
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> At<U> {
        At { value: change(self.value), span: self.span }
    }
}

/// A line and column, both from 1, columns in Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// A file whose text the stages read.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// Relative to the root, with `/` between folders.
    pub path: Arc<str>,
    pub id: FileId,
    /// A hash of what stands in it: two texts of one hash are one text.
    pub hash: u128,
    /// Empty until somebody asks for it, and again after [`Sources::release`].
    text: OnceLock<Arc<str>>,
    /// From which it is made again, where it is not read again.
    packed: Option<Packed>,
}

/// A text in less room.
#[derive(Clone, Debug)]
struct Packed(Arc<[u8]>);

impl Packed {
    fn new(text: &str) -> Self {
        Packed(compress_prepend_size(text.as_bytes()).into())
    }

    fn text(&self) -> Option<Arc<str>> {
        let bytes = decompress_size_prepended(&self.0).ok()?;
        Some(String::from_utf8(bytes).ok()?.into())
    }
}

impl TextFile {
    pub fn new(path: String, text: Arc<str>) -> Self {
        TextFile::unread(path, text.as_bytes()).with(text)
    }

    /// A text that nobody may have to read again, since what it says is known by its hash.
    pub fn unread(path: String, bytes: &[u8]) -> Self {
        let (id, hash) = (FileId::of(&path), xxh3_128(bytes));
        TextFile { id, hash, text: OnceLock::new(), packed: None, path: path.into() }
    }

    pub fn with(self, text: Arc<str>) -> Self {
        TextFile { text: OnceLock::from(text), ..self }
    }

    /// Whether this is what stood in it when it was read.
    pub fn says(&self, text: &str) -> bool {
        xxh3_128(text.as_bytes()) == self.hash
    }

    /// Keeps the text in little room, whatever becomes of its file.
    pub fn packed(self, text: &str) -> Self {
        TextFile { packed: Some(Packed::new(text)), ..self }
    }
}

/// Gets the text of a path once more, for whoever has to show a line of it.
pub type Reread = dyn Fn(&str) -> Option<Arc<str>> + Send + Sync;

/// Gets one text once more.
pub type Again = dyn Fn() -> Option<Arc<str>> + Send + Sync;

/// A file that is only passed on: a picture, a style sheet, a font.
#[derive(Clone, Debug)]
pub enum Blob {
    Memory(Arc<[u8]>),
    /// Read when it is written, so that a folder of videos does not lie in memory.
    Disk(PathBuf),
}

/// Everything that a build reads.
#[derive(Clone, Default)]
pub struct Sources {
    /// In the order of paths.
    texts: Vec<TextFile>,
    by_id: Arc<FxHashMap<FileId, usize>>,
    blobs: Arc<BTreeMap<String, Blob>>,
    reread: Option<Arc<Reread>>,
}

impl Sources {
    /// Texts and blobs by path relative to the root. Their order does not matter; the last of two equal paths wins.
    pub fn new(
        texts: impl IntoIterator<Item = (String, Arc<str>)>,
        blobs: impl IntoIterator<Item = (String, Blob)>,
    ) -> Self {
        let files = texts.into_iter().map(|(path, text)| TextFile::new(path, text)).collect();
        Sources::of(files, blobs)
    }

    /// The same of texts that are perhaps not in memory.
    pub fn of(files: Vec<TextFile>, blobs: impl IntoIterator<Item = (String, Blob)>) -> Self {
        let mut texts = files;
        // The last of equal ones is kept: it comes first once they are turned round.
        texts.reverse();
        texts.sort_by(|left, right| left.path.cmp(&right.path));
        texts.dedup_by(|later, earlier| later.path == earlier.path);
        let by_id = texts.iter().enumerate().map(|(index, file)| (file.id, index)).collect();
        Sources { texts, by_id: Arc::new(by_id), blobs: Arc::new(blobs.into_iter().collect()), reread: None }
    }

    /// Says how a text is read again after it was released.
    pub fn rereadable(mut self, reread: Arc<Reread>) -> Self {
        self.reread = Some(reread);
        self
    }

    /// With one text more, or another at a path that is there already.
    pub fn with(mut self, path: &str, text: Arc<str>) -> Self {
        let file = TextFile::new(path.to_owned(), Arc::clone(&text));
        match self.by_id.get(&file.id) {
            Some(index) => self.texts[*index] = file,
            None => {
                self.texts.push(file);
                let (blobs, reread) = (self.blobs, self.reread);
                self = Sources { reread, blobs, ..Sources::of(self.texts, []) };
            }
        }
        let own = path.to_owned();
        self.reread = self.reread.take().map(|others| -> Arc<Reread> {
            Arc::new(move |path: &str| if path == own { Some(Arc::clone(&text)) } else { others(path) })
        });
        self
    }

    /// Without some texts and with others, new or changed.
    pub fn changed(&self, gone: &[&str], texts: BTreeMap<String, Arc<str>>) -> Self {
        let is_kept = |file: &&TextFile| !gone.contains(&&*file.path) && !texts.contains_key(&*file.path);
        let kept = self.texts.iter().filter(is_kept).cloned();
        let new = texts.iter().map(|(path, text)| TextFile::new(path.clone(), Arc::clone(text)));
        let mut changed =
            Sources { blobs: Arc::clone(&self.blobs), ..Sources::of(kept.chain(new).collect(), []) };
        let texts = texts.clone();
        changed.reread = self.reread.clone().map(|others| -> Arc<Reread> {
            Arc::new(move |path: &str| texts.get(path).cloned().or_else(|| others(path)))
        });
        changed
    }

    /// With what stands now in a text that is there already.
    pub fn replace(&mut self, file: TextFile) {
        let index = self.by_id[&file.id];
        self.texts[index] = file;
    }

    /// Adds all that is here to a hash: the paths of all files, and what stands in the texts.
    pub fn hash_into(&self, hasher: &mut Xxh3Default) {
        for file in &self.texts {
            hasher.update(&file.path.len().to_le_bytes());
            hasher.update(file.path.as_bytes());
            hasher.update(&file.hash.to_le_bytes());
        }
        for path in self.blobs.keys() {
            hasher.update(&path.len().to_le_bytes());
            hasher.update(path.as_bytes());
        }
    }

    /// Gives up a text that is parsed by now: those of a large site are a good part of all its memory. Only what can be
    /// read again is given up. A diagnostic that shows a line asks for its text once more; should the file have changed
    /// meanwhile, the line shown is the new one.
    pub fn release(&mut self, file: FileId) {
        let text = &mut self.texts[self.by_id[&file]];
        if text.packed.is_some() || self.reread.is_some() {
            text.text.take();
        }
    }

    pub fn texts(&self) -> impl ExactSizeIterator<Item = (FileId, &TextFile)> {
        self.texts.iter().map(|file| (file.id, file))
    }

    pub fn blobs(&self) -> impl Iterator<Item = (&str, &Blob)> {
        self.blobs.iter().map(|(path, blob)| (path.as_str(), blob))
    }

    /// How a text is got once more.
    pub fn again(&self, file: FileId) -> Option<Box<Again>> {
        let file = self.file(file);
        if let Some(packed) = file.packed.clone() {
            return Some(Box::new(move || packed.text()));
        }
        let (reread, path) = (self.reread.clone()?, Arc::clone(&file.path));
        Some(Box::new(move || reread(&path)))
    }

    pub fn blob(&self, path: &str) -> Option<&Blob> {
        self.blobs.get(path)
    }

    pub fn find(&self, path: &str) -> Option<FileId> {
        let id = FileId::of(path);
        self.by_id.contains_key(&id).then_some(id)
    }

    /// Whether there is such a file, of whatever sort.
    pub fn contains(&self, path: &str) -> bool {
        self.find(path).is_some() || self.blobs.contains_key(path)
    }

    pub fn file(&self, file: FileId) -> &TextFile {
        &self.texts[self.by_id[&file]]
    }

    pub fn path(&self, file: FileId) -> &str {
        &self.file(file).path
    }

    pub fn text(&self, file: FileId) -> &str {
        let again = || self.again(file).and_then(|again| again()).unwrap_or_else(|| Arc::from(""));
        self.file(file).text.get_or_init(again)
    }

    /// Where a span begins and ends. Offsets past the text or inside a character count as the next boundary before.
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let text = self.text(span.file);
        (position(text, span.start as usize), position(text, span.end as usize))
    }
}

/// Whether a path is that of a text with a body.
pub fn is_text(path: &str) -> bool {
    [".md", ".markdown", ".txt"].iter().any(|ending| path.ends_with(ending))
}

/// Whether a path is that of metadata alone.
pub fn is_metadata(path: &str) -> bool {
    path.ends_with(".yaml") || path.ends_with(".yml")
}

/// Line and column of a byte offset.
pub fn position(text: &str, offset: usize) -> Position {
    let offset = text.floor_char_boundary(offset);
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before[line_start..].trim_start_matches('\u{feff}').chars().count() + 1;
    Position { line: before.bytes().filter(|&byte| byte == b'\n').count() + 1, column }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let at = |text, offset| {
            let Position { line, column } = position(text, offset);
            (line, column)
        };
        assert_eq!(at("ab\ncd", 0), (1, 1));
        assert_eq!(at("ab\ncd", 4), (2, 2));
        assert_eq!(at("김정은: x", 9), (1, 4));
        assert_eq!(at("a", 99), (1, 2));
        assert_eq!(at("\u{feff}a", 3), (1, 1));
    }

    #[test]
    fn a_released_text_is_read_again_when_it_is_asked_for() {
        let text = |path: &str, text: &str| (path.to_owned(), Arc::from(text));
        let reread = Arc::new(|path: &str| (path == "content/a").then(|| Arc::from("again")));
        let mut sources =
            Sources::new([text("content/a", "first"), text("site.toml", "x")], []).rereadable(reread);
        sources.release(FileId::of("content/a"));
        let texts = ["content/a", "site.toml"].map(|path| sources.text(FileId::of(path)));
        assert_eq!(texts, ["again", "x"]);
    }

    #[test]
    fn files_are_ordered_by_path() {
        let text = |path: &str| (path.to_owned(), Arc::from(""));
        let sources = Sources::new([text("b"), text("a")], []);
        assert_eq!(sources.texts().map(|(_, file)| &*file.path).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(sources.find("b").map(|file| sources.path(file)), Some("b"));
        assert_eq!(sources.find("c"), None);
    }
}
