//! A folder to [`Sources`].
//!
//! In: the site's root. Out: every file that a build may read, and a diagnostic for each that cannot be read. Nothing
//! outside the root is read, whatever symbolic links say. It knows no meaning of any file.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read as _};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::lock;
use crate::source::{Blob, Sources, Span, TextFile, is_metadata, is_text};

/// Longer than any text that a person writes by hand.
const MAX_TEXT: u64 = 8 << 20;

/// Room for most texts.
const COMMON_SIZE: usize = 64 << 10;

/// Folders of a site that a build reads.
const FOLDERS: [&str; 3] = ["content", "static", "templates"];

/// The file of a site's settings.
const SETTINGS: &str = "site.toml";

/// A file to read, before it is read.
struct Found {
    path: String,
    disk: PathBuf,
}

/// What became of a file.
enum Read {
    /// A text, and where in it UTF-8 ends.
    Text(TextFile, Option<usize>),
    Blob(String, Blob),
    Failed(Diagnostic),
}

/// What is kept of a text that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The text, until it is parsed; after that it is read again by whoever needs it.
    Text,
    /// Its hash. Whoever needs more reads it again.
    Hash,
    /// The text in less room: it stays what it is, whatever becomes of its file.
    Packed,
}

/// Reads a site. An `Err` is a root that cannot be used at all.
pub fn read(root: &Path) -> io::Result<(Sources, Diagnostics)> {
    read_keeping(root, Keep::Text)
}

/// The same, with less than the whole texts kept in memory.
pub fn read_keeping(root: &Path, keep: Keep) -> io::Result<(Sources, Diagnostics)> {
    let root = fs::canonicalize(root)?;
    let mut diagnostics = Diagnostics::new();
    let mut found = Vec::new();
    for folder in FOLDERS {
        walk(&root, folder, &mut found, &mut diagnostics);
    }
    for name in [SETTINGS, lock::FILE] {
        match at_root(&root, name) {
            Ok(file) => found.extend(file),
            Err(problem) => diagnostics.push(problem),
        }
    }
    let read: Vec<Read> =
        found.into_par_iter().map_init(Vec::new, |buffer, found| read_file(found, buffer, keep)).collect();
    let (sources, diagnostics) = gather(read, diagnostics);
    let again = move |path: &str| Some(String::from_utf8_lossy(&fs::read(root.join(path)).ok()?).into());
    Ok((sources.rereadable(Arc::new(again)), diagnostics))
}

/// Reads one text again that was read before, packed. None where it is no longer what it was: a whole text in its place.
pub fn again(root: &Path, path: &str) -> Option<TextFile> {
    let disk = fs::canonicalize(root).ok()?.join(path);
    let about = fs::symlink_metadata(&disk).ok()?;
    if !about.is_file() || about.len() > MAX_TEXT || fs::canonicalize(&disk).ok()? != disk {
        return None;
    }
    match text(path.to_owned(), &fs::read(&disk).ok()?, Keep::Packed) {
        Read::Text(text, None) => Some(text),
        _ => None,
    }
}

/// The file of that name at the root, if there is one. One that cannot be read is an error: a build by other settings than
/// the site's own could show what they withhold, and one without its lock would link as nobody has reviewed.
fn at_root(root: &Path, name: &str) -> Result<Option<Found>, Diagnostic> {
    let path = || name.to_owned();
    let disk = root.join(name);
    let of_system = |error: &io::Error| cannot_read(path(), &reason(error));
    match fs::symlink_metadata(&disk) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(of_system(&error)),
        Ok(_) => {}
    }
    let real = fs::canonicalize(&disk).map_err(|error| of_system(&error))?;
    if !real.starts_with(root) {
        let message = "this link leads out of the site's folder, and is not followed";
        return Err(Diagnostic::new(Code::OutsideRoot, Place::File(path()), message)
            .severity(Severity::Error)
            .help("copy the file into the folder"));
    }
    let about = fs::metadata(&real).map_err(|error| of_system(&error))?;
    if !about.is_file() {
        let sort = if about.is_dir() { "it is a folder" } else { "it is no regular file" };
        return Err(cannot_read(path(), sort));
    }
    Ok(Some(Found { path: path(), disk: real }))
}

/// Whether the settings were there and could not be read: then nothing can run.
pub fn has_unread_settings(sources: &Sources, diagnostics: &Diagnostics) -> bool {
    let unread =
        [Code::InvalidUtf8, Code::InvalidBody, Code::InvalidToml, Code::UnreadableFile, Code::OutsideRoot];
    diagnostics.iter().filter(|found| found.is_error() && unread.contains(&found.code)).any(|found| {
        match &found.place {
            Place::File(path) => path == SETTINGS,
            Place::Span(span) => sources.path(span.file) == SETTINGS,
            Place::Nowhere => false,
        }
    })
}

fn gather(read: Vec<Read>, mut diagnostics: Diagnostics) -> (Sources, Diagnostics) {
    let (mut texts, mut blobs, mut broken) = (Vec::new(), Vec::new(), Vec::new());
    for file in read {
        match file {
            Read::Text(text, invalid) => {
                broken.extend(invalid.map(|offset| (text.id, offset)));
                texts.push(text);
            }
            Read::Blob(path, blob) => blobs.push((path, blob)),
            Read::Failed(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    for (file, offset) in broken {
        diagnostics.push(
            Diagnostic::new(
                Code::InvalidUtf8,
                Span::new(file, offset, offset + 1),
                "this file is not in UTF-8",
            )
            .help("save it as UTF-8: it holds bytes of another encoding here"),
        );
    }
    (Sources::of(texts, blobs), diagnostics)
}

fn walk(root: &Path, folder: &str, found: &mut Vec<Found>, diagnostics: &mut Diagnostics) {
    let start = root.join(folder);
    if fs::symlink_metadata(&start).is_err() {
        return;
    }
    let keep = |entry: &DirEntry| !is_ignored(entry, folder);
    let mut walker =
        WalkDir::new(&start).follow_links(true).sort_by_file_name().into_iter().filter_entry(keep);
    let mut skipped: Option<PathBuf> = None;
    while let Some(entry) = walker.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                diagnostics.push(unreadable(root, &error));
                continue;
            }
        };
        if skipped.as_ref().is_some_and(|outside| entry.path().starts_with(outside)) {
            continue;
        }
        if entry.path_is_symlink() && leaves(root, entry.path()) {
            diagnostics.push(outside(&relative(root, entry.path())));
            skipped = Some(entry.path().to_owned());
            if entry.file_type().is_dir() {
                walker.skip_current_dir();
            }
            continue;
        }
        if entry.file_type().is_file() {
            found.push(Found { path: relative(root, entry.path()), disk: entry.into_path() });
        }
    }
}

/// Whether a link leads to something that is not below the root.
fn leaves(root: &Path, path: &Path) -> bool {
    fs::canonicalize(path).map_or(true, |real| !real.starts_with(root))
}

/// What editors, version control and systems leave behind. `static/` may hold hidden files, such as `.well-known`.
fn is_ignored(entry: &DirEntry, folder: &str) -> bool {
    let name = entry.file_name().to_string_lossy();
    let hidden = folder != "static" && name.starts_with('.') && entry.depth() > 0;
    is_left_behind(&name) || hidden
}

/// Names that editors (Vim, Emacs, those of JetBrains, GNOME's), version control and systems use for their own ends.
pub fn is_left_behind(name: &str) -> bool {
    let of_systems = [".git", ".DS_Store", "Thumbs.db"].contains(&name);
    let swap = name.starts_with('.') && [".swp", ".swx", ".swo"].iter().any(|ending| name.ends_with(ending));
    let emacs = name.starts_with(".#") || (name.starts_with('#') && name.ends_with('#'));
    let jetbrains = name.ends_with("___jb_tmp___") || name.ends_with("___jb_old___");
    let gnome = name.starts_with(".goutputstream-");
    of_systems || swap || emacs || jetbrains || gnome || name.ends_with('~')
}

/// A path below the root with `/` between folders.
fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    if let (Some(text), '/') = (below.to_str(), MAIN_SEPARATOR) {
        return text.to_owned();
    }
    let parts: Vec<_> =
        below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}

fn unreadable(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().map_or_else(String::new, |path| relative(root, path));
    let why = match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => format!("this link leads back to `{}`", relative(root, ancestor)),
        (None, Some(error)) if error.kind() == io::ErrorKind::NotFound => {
            "this link leads nowhere".to_owned()
        }
        (None, Some(error)) => format!("this cannot be read: {}", reason(error)),
        (None, None) => "this cannot be read".to_owned(),
    };
    Diagnostic::new(Code::UnreadableFile, Place::File(path), why)
        .help("make it readable, or take it out of the folder")
}

/// The system's words without its number, which differs between systems.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

fn cannot_read(path: String, why: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, Place::File(path), format!("this cannot be read: {why}"))
        .help("make it readable, or take it out of the folder")
}

fn outside(path: &str) -> Diagnostic {
    Diagnostic::new(
        Code::OutsideRoot,
        Place::File(path.to_owned()),
        "this link leads out of the site's folder, and is skipped",
    )
    .help("copy the file into the folder, or remove the link")
}

/// Whether a file's text is read; all others are only passed on.
fn has_text(path: &str) -> bool {
    let in_content = path.starts_with("content/") && (is_text(path) || is_metadata(path));
    in_content || path.starts_with("templates/") || [SETTINGS, lock::FILE].contains(&path)
}

/// `buffer` is room to read into.
fn read_file(found: Found, buffer: &mut Vec<u8>, keep: Keep) -> Read {
    if !has_text(&found.path) {
        return Read::Blob(found.path, Blob::Disk(found.disk));
    }
    match read_whole(&found.disk, buffer) {
        Ok(None) => text(found.path, buffer, keep),
        Ok(Some(size)) => Read::Failed(too_long(found.path, size)),
        Err(error) => Read::Failed(cannot_read(found.path, &reason(&error))),
    }
}

/// Reads a text into the buffer. The size is asked only of one that is too long, and returned: most calls of the system
/// that a build makes are made here.
fn read_whole(disk: &Path, buffer: &mut Vec<u8>) -> io::Result<Option<u64>> {
    buffer.clear();
    buffer.reserve(COMMON_SIZE);
    let file = fs::File::open(disk)?;
    (&file).take(MAX_TEXT + 1).read_to_end(buffer)?;
    if buffer.len() as u64 <= MAX_TEXT {
        return Ok(None);
    }
    Ok(Some(file.metadata()?.len()))
}

fn too_long(path: String, size: u64) -> Diagnostic {
    let megabytes = size >> 20;
    Diagnostic::new(
        Code::InvalidBody,
        Place::File(path),
        format!("this text has {megabytes} MiB; a text may have 8"),
    )
    .help("divide it, or keep it as a file to download under another ending")
}

fn text(path: String, bytes: &[u8], keep: Keep) -> Read {
    let unread = TextFile::unread(path, bytes);
    let (text, invalid) = match str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(error) => (String::from_utf8_lossy(bytes), Some(error.valid_up_to())),
    };
    let file = match keep {
        Keep::Hash if invalid.is_none() => unread,
        Keep::Text | Keep::Hash => unread.with(text.into()),
        Keep::Packed => unread.packed(&text),
    };
    Read::Text(file, invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(root: &Path) -> Vec<String> {
        let (_, diagnostics) = read(root).expect("the folder is there");
        diagnostics.iter().map(|found| format!("{} {:?}", found.code.name(), found.place)).collect()
    }

    #[test]
    fn files_are_read_by_their_place_and_ending() {
        let root = tempfile::tempdir().expect("a folder for the test");
        for (path, text) in [
            ("content/articles/a.md", "A"),
            ("content/articles/a.png", "P"),
            ("static/.well-known/x", "W"),
            ("content/.a.md.swp", ""),
        ] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
            fs::write(path, text).expect("a file can be written");
        }
        let (sources, diagnostics) = read(root.path()).expect("the folder is there");
        assert_eq!(diagnostics, []);
        assert_eq!(
            sources.texts().map(|(_, file)| &*file.path).collect::<Vec<_>>(),
            ["content/articles/a.md"]
        );
        assert_eq!(
            sources.blobs().map(|(path, _)| path).collect::<Vec<_>>(),
            ["content/articles/a.png", "static/.well-known/x"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_inside() {
        let root = tempfile::tempdir().expect("a folder for the test");
        let elsewhere = tempfile::tempdir().expect("a folder for the test");
        fs::write(elsewhere.path().join("secret.md"), "secret").expect("a file can be written");
        fs::create_dir_all(root.path().join("content/articles")).expect("a folder can be made");
        let link = |to: &Path, name: &str| {
            std::os::unix::fs::symlink(to, root.path().join(name)).expect("a link can be made");
        };
        link(elsewhere.path(), "content/articles/out");
        link(&elsewhere.path().join("secret.md"), "content/articles/out.md");
        link(Path::new("nowhere.md"), "content/articles/broken.md");
        link(Path::new("."), "content/articles/loop");
        let found = codes(root.path());
        let count = |code: &str| found.iter().filter(|line| line.starts_with(code)).count();
        assert_eq!((count("outside-root"), count("unreadable-file")), (2, 2), "{found:?}");
        let (sources, _) = read(root.path()).expect("the folder is there");
        assert_eq!(sources.texts().len(), 0);
    }

    #[test]
    fn what_is_not_utf8_is_told_with_its_place() {
        let root = tempfile::tempdir().expect("a folder for the test");
        fs::create_dir_all(root.path().join("content/articles")).expect("a folder can be made");
        fs::write(root.path().join("content/articles/a.md"), b"# T\n\nGr\xfc\xdfe\n")
            .expect("a file can be written");
        let (sources, diagnostics) = read(root.path()).expect("the folder is there");
        let Place::Span(span) = diagnostics[0].place else { panic!("it has a place") };
        let (start, _) = sources.positions(span);
        assert_eq!((diagnostics[0].code, start.line, start.column), (Code::InvalidUtf8, 3, 3));
    }
}
