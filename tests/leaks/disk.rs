//! Folders on the disk that are built again and again, with what an earlier build has kept.

use std::fs;
use std::path::PathBuf;

use chancery::build::{Audiences, End, Order, Watch, build};
use chancery::cache::Program;
use chancery::pipeline::{Output, Timings};
use chancery::report::{self, Format};

use super::common::{Files, NOW, files_below, now};
use super::random::Texts;

struct Nobody;

impl Watch for Nobody {
    fn stage(&self, _: &'static str) {}

    fn file(&self, _: &Output<'_>) {}
}

pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Folder(tempfile::tempdir().expect("a folder for the test"))
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }

    /// Puts a site in place of the one that was there, and builds it for the public.
    pub fn build(&self, texts: &Texts) -> Files {
        fs::remove_dir_all(self.path("content")).ok();
        for (path, text) in texts {
            self.write(path, text.as_bytes());
        }
        for folder in ["actors", "articles", "articles/inner", "articles/inner/deeper", "pages"] {
            self.write(&format!("content/{folder}/dot.png"), b"\x89PNG\r\n\x1a\n");
        }
        let order = Order {
            root: self.0.path(),
            audiences: Audiences::First,
            output: None,
            base_url: None,
            drafts: false,
            strict: false,
            cached: Program::this(),
            now: &|_| Ok(now(NOW)),
        };
        let built = build(&order, &mut Timings::default(), &Nobody);
        let built = built.unwrap_or_else(|failure| panic!("the build can run: {}", failure.0));
        let told = || report::render(&built.diagnostics, &built.sources, Format::Json);
        assert_eq!(built.end, End::Done, "{}", told());
        self.files("public")
    }

    /// What is kept for a later build.
    pub fn kept(&self) -> Files {
        self.files(".cache")
    }

    fn files(&self, folder: &str) -> Files {
        let folder = self.path(folder);
        let read = |path: String| {
            let bytes = fs::read(folder.join(&path)).expect("what was written can be read");
            (path, bytes)
        };
        files_below(&folder).into_iter().map(read).collect()
    }
}
