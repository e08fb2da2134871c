//! A site on the disk that is edited and built again and again.
//!
//! It remembers which files of it were touched, as an editor's user does not: a preview is told exactly that.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use chancery::build::{Audiences, Built, End, Failure, Order, Watch, build};
use chancery::cache::Program;
use chancery::model::date::Now;
use chancery::pipeline::{Output, Timings};
use chancery::report::{self, Format};

use super::common::{Files, difference, files_below};

pub struct Nobody;

impl Watch for Nobody {
    fn stage(&self, _: &'static str) {}

    fn file(&self, _: &Output<'_>) {}
}

pub struct Site {
    pub root: tempfile::TempDir,
    pub program: Option<Program>,
    touched: RefCell<BTreeSet<PathBuf>>,
}

/// Whether a build reads it.
fn is_input(path: &str) -> bool {
    ["content/", "static/", "templates/", "site.toml", "links.lock"]
        .iter()
        .any(|start| path.starts_with(start))
}

impl Site {
    pub fn new(texts: impl IntoIterator<Item = (String, Vec<u8>)>, program: Option<Program>) -> Self {
        let root = tempfile::tempdir().expect("a folder for the test");
        let site = Site { root, program, touched: RefCell::default() };
        for (path, bytes) in texts {
            site.write(&path, bytes);
        }
        site
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    // ---- edits ----

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        self.touch(path);
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }

    pub fn remove(&self, path: &str) {
        self.touch(path);
        fs::remove_file(self.path(path)).expect("a file can be removed");
    }

    /// Of a file or a folder.
    pub fn rename(&self, path: &str, other: &str) {
        self.touch(path);
        self.touch(other);
        let (from, to) = (self.path(path), self.path(other));
        fs::create_dir_all(to.parent().expect("a file has a folder")).expect("a folder can be made");
        fs::rename(from, to).expect("it can be renamed");
    }

    pub fn touch(&self, path: &str) {
        if is_input(path) {
            self.touched.borrow_mut().insert(PathBuf::from(path));
        }
    }

    /// What was touched since this was asked last.
    pub fn touched(&self) -> BTreeSet<PathBuf> {
        self.touched.take()
    }

    // ---- what is there ----

    pub fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).expect("what is there can be read")
    }

    /// Files that a build reads.
    pub fn inputs(&self) -> Vec<String> {
        files_below(self.root.path()).into_iter().filter(|path| is_input(path)).collect()
    }

    /// All that a build reads.
    pub fn content(&self) -> Files {
        self.inputs().into_iter().map(|path| (path.clone(), self.bytes(&path))).collect()
    }

    /// Makes the site again what it was.
    pub fn put_back(&self, content: &Files) {
        for path in self.inputs() {
            if !content.contains_key(&path) {
                self.remove(&path);
            }
        }
        for (path, bytes) in content {
            if fs::read(self.path(path)).ok().as_ref() != Some(bytes) {
                self.write(path, bytes);
            }
        }
    }

    pub fn files(&self, output: &str) -> Files {
        let folder = self.path(output);
        let read = |path: String| {
            let bytes = fs::read(folder.join(&path)).expect("what was written can be read");
            (path, bytes)
        };
        files_below(&folder).into_iter().map(read).collect()
    }

    // ---- builds ----

    pub fn build(&self, output: &str, program: Option<Program>, now: Now) -> Built {
        let order = Order {
            root: self.root.path(),
            audiences: Audiences::First,
            output: Some(&self.path(output)),
            base_url: None,
            drafts: false,
            strict: false,
            cached: program,
            now: &|_| Ok(now),
        };
        let built = build(&order, &mut Timings::default(), &Nobody);
        built.unwrap_or_else(|failure| panic!("the build can run: {}", failure.0))
    }

    /// What `build --drafts` makes in an empty folder without knowing anything.
    pub fn build_drafts(&self, output: &str, profile: Option<&str>, now: Now) -> Result<Built, Failure> {
        fs::remove_dir_all(self.path(output)).ok();
        let order = Order {
            root: self.root.path(),
            audiences: profile.map_or(Audiences::First, Audiences::Named),
            output: Some(&self.path(output)),
            base_url: None,
            drafts: true,
            strict: false,
            cached: None,
            now: &|_| Ok(now),
        };
        build(&order, &mut Timings::default(), &Nobody)
    }

    /// What a build that knows the earlier ones makes otherwise than one that does not.
    pub fn unlike(&self, now: Now) -> Option<String> {
        let warm = self.build("public", self.program, now);
        fs::remove_dir_all(self.path("clean")).ok();
        let clean = self.build("clean", None, now);
        let told = |built: &Built| report::render(&built.diagnostics, &built.sources, Format::Json);
        if warm.end != clean.end {
            return Some(format!("{:?} and not {:?}: {}{}", warm.end, clean.end, told(&warm), told(&clean)));
        }
        let places = |built: &Built| {
            built.diagnostics.iter().map(|found| (found.code, found.message.clone())).collect::<Vec<_>>()
        };
        if places(&warm) != places(&clean) {
            return Some(difference("diagnostics", &told(&clean), &told(&warm)));
        }
        if warm.end != End::Done {
            return None;
        }
        let (warm, clean) = (self.files("public"), self.files("clean"));
        let other = |path: &&String| warm.get(*path) != clean.get(*path);
        let path = warm.keys().chain(clean.keys()).find(other)?;
        let text = |files: &Files| {
            files.get(path).map_or("(none)".into(), |bytes| String::from_utf8_lossy(bytes).into_owned())
        };
        Some(difference(path, &text(&clean), &text(&warm)))
    }
}

/// The files of a folder, as a site is made of them.
pub fn folder_texts(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let read = |path: String| {
        let bytes = fs::read(folder.join(&path)).expect("a case can be read");
        (path, bytes)
    };
    files_below(folder).into_iter().map(read).collect()
}

pub fn small_site(program: Option<Program>) -> Site {
    let texts = [
        ("site.toml", "base_url = \"https://e.example/\"\n"),
        ("content/articles/2025-01-01-a.md", "---\ntitle: A\ncountries: [KP]\n---\nText.\n"),
        ("content/articles/2025-01-02-b.md", "---\ntitle: B\ntopics: [t]\n---\nSee [[a]].\n"),
    ];
    Site::new(texts.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())), program)
}

/// The files of the cache.
pub fn kept(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let folder = site.path(".cache");
    let all = files_below(&folder).into_iter().filter(|file| !file.ends_with(".gitignore"));
    all.map(|file| (file.clone(), fs::read(folder.join(&file)).expect("the cache can be read"))).collect()
}
