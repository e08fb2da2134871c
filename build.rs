//! Which commit the program is made from, for `chancery --version`: ` (b11e57f 2026-11-22)`, or nothing.
//!
//! In: `CHANCERY_COMMIT` if it is set (packagers say what they like, or nothing by setting it to nothing); else
//! `.cargo_vcs_info.json`, which a published package holds; else git, asked in optimised builds alone: others would be
//! compiled anew at every commit. Out: `CHANCERY_BUILD` for the compiler. Nothing but `--version` may depend on it: the
//! site that a build makes is the same whatever commit the program is from.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// What sends git to another repository than that of its folder.
pub const REPOSITORY: [&str; 4] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=CHANCERY_COMMIT");
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let optimised = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let commit = match env::var("CHANCERY_COMMIT") {
        Ok(given) => Some(given),
        Err(_) => packaged_commit(&root).or_else(|| optimised.then(|| git_commit(&root)).flatten()),
    };
    for path in if optimised { git_files(&root) } else { Vec::new() } {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    println!("cargo::rustc-env=CHANCERY_BUILD={}", shown(commit.as_deref().unwrap_or_default()));
}

/// What follows the version.
pub fn shown(commit: &str) -> String {
    let words: Vec<&str> = commit.split_whitespace().collect();
    if words.is_empty() { String::new() } else { format!(" ({})", words.join(" ")) }
}

/// The commit that `cargo package` noted. It notes no date.
pub fn packaged_commit(root: &Path) -> Option<String> {
    let info = fs::read_to_string(root.join(".cargo_vcs_info.json")).ok()?;
    let value = info.split_once("\"sha1\"")?.1.split('"').nth(1)?;
    short(value)
}

/// The commit that is checked out, and its day. Whether files were changed since is not looked at: only watching every
/// file would tell.
pub fn git_commit(root: &Path) -> Option<String> {
    is_repository(root).then_some(())?;
    let said = git(root, &["log", "-1", "--format=%H %cs"])?;
    let (commit, day) = said.split_once(' ')?;
    Some(format!("{} {day}", short(commit)?))
}

/// The first seven digits, whatever git thinks short enough: a shallow clone must not say another version.
fn short(commit: &str) -> Option<String> {
    let is_commit = commit.len() >= 40 && commit.chars().all(|digit| digit.is_ascii_hexdigit());
    is_commit.then(|| commit[..7].to_owned())
}

/// Whether this folder is itself a repository: an unpacked archive inside another one has that one's commits.
fn is_repository(root: &Path) -> bool {
    let top = git(root, &["rev-parse", "--show-toplevel"]).map(PathBuf::from);
    top.is_some_and(|top| top.canonicalize().ok() == root.canonicalize().ok())
}

/// Files that change with the commit that is checked out. One that does not exist would have Cargo compile every time.
pub fn git_files(root: &Path) -> Vec<PathBuf> {
    if !is_repository(root) {
        return Vec::new();
    }
    let branch = git(root, &["symbolic-ref", "--quiet", "HEAD"]);
    // A branch that lies in packed-refs gets a file of its own at the next commit, which the log tells.
    let names = ["HEAD", "logs/HEAD", "packed-refs"].map(str::to_owned).into_iter().chain(branch);
    let path = |name: String| Some(root.join(git(root, &["rev-parse", "--git-path", &name])?));
    names.filter_map(path).filter(|path| path.exists()).collect()
}

/// What git says; nothing if it fails or is not there.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(arguments);
    // Within a hook they name another repository.
    for variable in REPOSITORY {
        command.env_remove(variable);
    }
    let output = command.output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
