//! What one build keeps for the next: `.cache/PROFILE-XXXXXXXX/`, one folder for each profile and output folder.
//!
//! In: what a build parsed and wrote. Out: the same, in a later build by the same program; else nothing. It may be
//! deleted, cut short, damaged or carried to another machine at any time: whatever is not exactly what was kept counts as
//! nothing. It holds only what the profile may show, and only its owner may read it. It knows no stage.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use crate::diagnostic::Diagnostics;
use crate::parse::Memory;
use crate::pipeline::MadeFile;
use crate::write::FileState;

/// The folder below the site's root.
pub const FOLDER: &str = ".cache";
const SITE: &str = "site";
const TEXTS: &str = "texts";
const MAGIC: &[u8; 16] = b"chancery cache 1";

/// Where the cache of one profile and output folder lies.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
    /// Of the program: what another one kept may mean something else.
    program: u128,
}

/// What is known of the site as a whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Whole {
    /// A hash of all that the build read but for files that are only passed on.
    pub inputs: u128,
    /// Files that are only passed on: their paths, and hashes of what is in them.
    pub passed_on: Vec<(String, u64)>,
    /// The times between which nothing changes by itself, in nanoseconds since 1970.
    pub since: Option<i128>,
    pub until: Option<i128>,
    /// All that the build said.
    pub diagnostics: Diagnostics,
    pub pages: usize,
}

/// What a build wrote.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Site {
    /// None where a build says things that the profile's audience may not know: they are not kept.
    pub whole: Option<Whole>,
    pub files: BTreeMap<String, MadeFile>,
}

/// What came of looking for something kept.
#[derive(Debug)]
pub enum Found<T> {
    Nothing,
    /// There is something that cannot be used, for this reason.
    Useless(&'static str),
    Kept(T),
}

impl<T> Found<T> {
    pub fn kept(self) -> Option<T> {
        match self {
            Found::Kept(kept) => Some(kept),
            Found::Nothing | Found::Useless(_) => None,
        }
    }
}

impl Site {
    pub fn states(&self) -> Vec<(&str, FileState)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file.state)).collect()
    }
}

impl Cache {
    /// None where the program cannot read itself: then nothing says whose cache it would be.
    pub fn new(root: &Path, profile: &str, output: &Path) -> Option<Self> {
        let program = xxh3_128(&fs::read(std::env::current_exe().ok()?).ok()?);
        // A folder within the root is the same one wherever the root lies.
        let shown = output.strip_prefix(root).unwrap_or(output);
        let number = xxh3_64(shown.as_os_str().as_encoded_bytes());
        let name = format!("{profile}-{:08x}", number >> 32);
        Some(Cache { folder: root.join(FOLDER).join(name), program })
    }

    pub fn site(&self) -> Found<Site> {
        self.load(SITE)
    }

    pub fn texts(&self) -> Found<Memory> {
        self.load(TEXTS)
    }

    /// Keeps both. Whoever reads at the same time finds each old or new.
    pub fn save(&self, site: &Site, texts: &Memory) -> io::Result<()> {
        private_folder(&self.folder)?;
        // Nobody should publish it by accident.
        let ignored = self.folder.with_file_name(".gitignore");
        if !ignored.exists() {
            fs::write(ignored, "*\n")?;
        }
        self.store(SITE, site)?;
        self.store(TEXTS, texts)
    }

    fn load<T: DeserializeOwned>(&self, name: &str) -> Found<T> {
        let mut bytes = Vec::new();
        match File::open(self.folder.join(name)).and_then(|mut file| file.read_to_end(&mut bytes)) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Found::Nothing,
            Err(_) => return Found::Useless("it cannot be read"),
        }
        let Some(rest) = bytes.strip_prefix(MAGIC) else { return Found::Useless("it is damaged") };
        let Some((hash, rest)) = rest.split_at_checked(16) else { return Found::Useless("it is damaged") };
        if xxh3_128(rest).to_le_bytes() != hash {
            return Found::Useless("it is damaged");
        }
        let Some(kept) = rest.strip_prefix(&self.program.to_le_bytes()) else {
            return Found::Useless("another version of the program made it");
        };
        postcard::from_bytes(kept).map_or(Found::Useless("it is damaged"), Found::Kept)
    }

    fn store<T: Serialize>(&self, name: &str, value: &T) -> io::Result<()> {
        let start = [self.program.to_le_bytes().as_slice()].concat();
        let kept = postcard::to_extend(value, start).map_err(io::Error::other)?;
        let new = self.folder.join(format!("{name}-{}", std::process::id()));
        let written = private_file(&new).and_then(|mut file| {
            file.write_all(MAGIC)?;
            file.write_all(&xxh3_128(&kept).to_le_bytes())?;
            file.write_all(&kept)
        });
        written.and_then(|()| fs::rename(&new, self.folder.join(name))).inspect_err(|_| {
            // The failure above is the one to report.
            let _ = fs::remove_file(&new);
        })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

#[cfg(unix)]
fn private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    File::options().write(true).create(true).truncate(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<File> {
    File::create(path)
}
