//! The temporary folder in which new files wait: where in it each has its place. Knows nothing of what is in the files.
//!
//! ext4 passes over inodes that were freed lately when it looks for a free one, which makes files cost ten times as much
//! for minutes after many were removed, as the build before may have done. New inodes lie near the folder that they are made in,
//! and below a folder that has the flag for it each folder goes to a part of the disk given by its name. So the staging folder has
//! that flag, and the names in it differ from build to build. None of them reaches the output.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

use super::{NEW, WriteError, cannot};

/// So few that threads seldom wait for each other at one folder, and so many that making it costs nothing.
pub const FILES_TOGETHER: usize = 256;

#[derive(Debug)]
pub struct Staging {
    root: PathBuf,
    salt: u64,
}

impl Staging {
    pub fn new(dir: &Path) -> Self {
        Staging { root: dir.join(NEW), salt: RandomState::new().hash_one(NEW) }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn create(&self) -> Result<(), WriteError> {
        match fs::create_dir(&self.root) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => made.map_err(cannot("create the folder", &self.root))?,
        }
        scatter_below(&self.root);
        Ok(())
    }

    /// Files whose folder does not exist yet wait in a tree like that of the output, so that they can come with it.
    pub fn tree(&self, path: &str) -> PathBuf {
        let mut place = self.root.join(format!("{:016x}", self.salt));
        place.push(path);
        place
    }

    /// The others wait under their numbers, which saves making their folders twice.
    pub fn changed(&self, file: usize) -> PathBuf {
        let mut place = self.folder_of_changed(file);
        place.push(file.to_string());
        place
    }

    pub fn folder_of_changed(&self, file: usize) -> PathBuf {
        self.root.join(format!("{:016x}-{}", self.salt, file / FILES_TOGETHER))
    }
}

/// Where this is not possible it is not needed.
#[cfg(target_os = "linux")]
fn scatter_below(folder: &Path) {
    use std::fs::File;

    use rustix::fs::{IFlags, ioctl_getflags, ioctl_setflags};
    let Ok(folder) = File::open(folder) else {
        return;
    };
    if let Ok(flags) = ioctl_getflags(&folder) {
        let _ = ioctl_setflags(&folder, flags | IFlags::TOPDIR);
    }
}

#[cfg(not(target_os = "linux"))]
fn scatter_below(_: &Path) {}
