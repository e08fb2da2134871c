//! What one build keeps for the next: `.cache/PROFILE-NUMBER/`, one folder for each profile and output folder, and
//! what servers said of links to them.
//!
//! In: what a build parsed and wrote. Out: the same, in a later build by the same program; else nothing. It may be
//! deleted, cut short, damaged or carried to another machine at any time: whatever is not exactly what was kept counts as
//! nothing. It holds only what the profile may show, and only its owner may read it. It knows no stage.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64, xxh3_128};

use crate::diagnostic::Diagnostics;
use crate::model::mentions::Mentions;
use crate::parse::Memory;
use crate::pipeline::{Hashes, MadeFile};
use crate::write::FileState;

/// The folder below the site's root.
pub const FOLDER: &str = ".cache";
const SITE: &str = "site";
const TEXTS: &str = "texts";
const MENTIONS: &str = "mentions";
const DAMAGED: &str = "it is damaged";
const LINKED: &str = "`.cache` is a symbolic link";
const MAGIC: &[u8; 16] = b"chancery cache 1";

/// Where the cache of one profile and output folder lies.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
    program: Program,
}

/// A hash of the program: what another one kept may mean something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Program(u128);

impl Program {
    /// None where the program cannot read itself: then nothing says whose cache one would be.
    pub fn this() -> Option<Self> {
        let mut program = File::open(std::env::current_exe().ok()?).ok()?;
        let mut hasher = Xxh3Default::new();
        let mut piece = vec![0; 1 << 18];
        loop {
            match program.read(&mut piece).ok()? {
                0 => return Some(Program(hasher.digest128())),
                count => hasher.update(&piece[..count]),
            }
        }
    }
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
    /// What the site said.
    pub hashes: Hashes,
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
    pub fn new(program: Program, root: &Path, profile: &str, output: &Path) -> Self {
        // A folder within the root is the same one wherever the root lies.
        let shown = output.strip_prefix(root).unwrap_or(output);
        let number = xxh3_64(shown.as_os_str().as_encoded_bytes());
        let name = format!("{profile}-{:08x}", number >> 32);
        Cache { folder: root.join(FOLDER).join(name), program }
    }

    pub fn site(&self) -> Found<Site> {
        match self.bytes(SITE) {
            Found::Kept((bytes, range)) => {
                postcard::from_bytes(&bytes[range]).map_or(Found::Useless(DAMAGED), Found::Kept)
            }
            Found::Useless(why) => Found::Useless(why),
            Found::Nothing => Found::Nothing,
        }
    }

    pub fn texts(&self) -> Found<Memory> {
        match self.bytes(TEXTS) {
            Found::Kept((bytes, range)) => {
                Memory::of(bytes, range).map_or(Found::Useless(DAMAGED), Found::Kept)
            }
            Found::Useless(why) => Found::Useless(why),
            Found::Nothing => Found::Nothing,
        }
    }

    pub fn mentions(&self) -> Found<Vec<Arc<Mentions>>> {
        match self.bytes(MENTIONS) {
            Found::Kept((bytes, range)) => {
                postcard::from_bytes(&bytes[range]).map_or(Found::Useless(DAMAGED), Found::Kept)
            }
            Found::Useless(why) => Found::Useless(why),
            Found::Nothing => Found::Nothing,
        }
    }

    /// Keeps what is known of the site. Whoever reads at the same time finds the old or the new.
    pub fn save_site(&self, site: &Site) -> io::Result<()> {
        self.store(SITE, site)
    }

    /// Keeps what was parsed.
    pub fn save_texts(&self, texts: &Memory) -> io::Result<()> {
        self.store(TEXTS, texts)
    }

    /// Keeps whom texts refer to.
    pub fn save_mentions(&self, mentions: &[&Arc<Mentions>]) -> io::Result<()> {
        self.store(MENTIONS, &mentions)
    }

    pub fn has_texts(&self) -> bool {
        self.folder.join(TEXTS).exists()
    }

    fn prepare(&self) -> io::Result<()> {
        if self.is_linked() {
            return Err(io::Error::other(LINKED));
        }
        private_folder(&self.folder)?;
        ignored(&self.folder.with_file_name(".gitignore"))
    }

    fn is_linked(&self) -> bool {
        self.folder.parent().is_some_and(is_linked)
    }

    /// The bytes of a file, and where in them lies what was kept.
    fn bytes(&self, name: &str) -> Found<(Vec<u8>, Range<usize>)> {
        if self.is_linked() {
            return Found::Useless(LINKED);
        }
        let mut bytes = Vec::new();
        match File::open(self.folder.join(name)).and_then(|mut file| file.read_to_end(&mut bytes)) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Found::Nothing,
            Err(_) => return Found::Useless("it cannot be read"),
        }
        let Some(kept) = whole(&bytes) else { return Found::Useless(DAMAGED) };
        let Some(kept) = kept.strip_prefix(&self.program.0.to_le_bytes()) else {
            return Found::Useless("another version of the program made it");
        };
        let end = bytes.len() - size_of::<u128>();
        let range = end - kept.len()..end;
        Found::Kept((bytes, range))
    }

    fn store<T: Serialize>(&self, name: &str, value: &T) -> io::Result<()> {
        self.prepare()?;
        let new = self.folder.join(format!("{name}-{}", std::process::id()));
        let written = private_file(&new).and_then(|file| {
            let hashed = Hashed { file, hasher: Xxh3Default::new() };
            let mut buffered = BufWriter::with_capacity(1 << 18, hashed);
            buffered.write_all(MAGIC)?;
            buffered.write_all(&self.program.0.to_le_bytes())?;
            let buffered = postcard::to_io(value, buffered).map_err(io::Error::other)?;
            let Hashed { mut file, hasher } = buffered.into_inner().map_err(|error| error.into_error())?;
            file.write_all(&hasher.digest128().to_le_bytes())
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

/// What servers said of links to them: below the root, since it belongs to no profile, and readable for people.
pub const ANSWERS: &str = ".cache/external-links.json";

/// The bytes that are kept there, whoever wrote them.
pub fn answers(root: &Path) -> Found<Vec<u8>> {
    if is_linked(&root.join(FOLDER)) {
        return Found::Useless(LINKED);
    }
    match fs::read(root.join(ANSWERS)) {
        Ok(bytes) => Found::Kept(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Found::Nothing,
        Err(_) => Found::Useless("it cannot be read"),
    }
}

/// Keeps them. Whoever reads at the same time finds the old or the new.
pub fn save_answers(root: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = root.join(FOLDER);
    if is_linked(&folder) {
        return Err(io::Error::other(LINKED));
    }
    private_folder(&folder)?;
    ignored(&folder.join(".gitignore"))?;
    let new = folder.join(format!("external-links-{}", std::process::id()));
    let written = private_file(&new).and_then(|mut file| file.write_all(bytes));
    written.and_then(|()| fs::rename(&new, root.join(ANSWERS))).inspect_err(|_| {
        // The failure above is the one to report.
        let _ = fs::remove_file(&new);
    })
}

/// Nobody should publish a cache by accident.
fn ignored(path: &Path) -> io::Result<()> {
    if path.exists() { Ok(()) } else { fs::write(path, "*\n") }
}

/// Whether the folder of all caches is a link: it may lead out of the site, and is not followed.
fn is_linked(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|about| about.is_symlink())
}

/// What stands between the first bytes and the hash of all before it, if that is right.
fn whole(bytes: &[u8]) -> Option<&[u8]> {
    let (hashed, hash) = bytes.split_last_chunk::<16>()?;
    if xxh3_128(hashed).to_le_bytes() != *hash {
        return None;
    }
    hashed.strip_prefix(MAGIC)
}

/// Writes to a file and hashes what it writes.
struct Hashed {
    file: File,
    hasher: Xxh3Default,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
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
