//! What an output folder holds after builds that succeed, are refused, fail or are killed.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::*;

type Files = BTreeMap<String, Vec<u8>>;

fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn build(dir: &Path, files: &Files) -> Result<Outcome, WriteError> {
    build_refusing(dir, files, &[])
}

fn build_refusing(dir: &Path, files: &Files, refused: &[&str]) -> Result<Outcome, WriteError> {
    let paths: Vec<&str> = files.keys().map(String::as_str).collect();
    write(
        dir,
        &paths,
        |file, bytes| {
            bytes.extend_from_slice(&files[paths[file]]);
            if refused.contains(&paths[file]) { Err(Refused) } else { Ok(()) }
        },
        || Ok(()),
    )
}

/// Builds, and checks that the folder then holds just these files.
fn built(dir: &Path, files: &Files) -> Stats {
    let Outcome::Written(stats) = build(dir, files).unwrap() else { panic!("refused") };
    assert_eq!(snapshot(dir), *files);
    assert_eq!(stats.files, files.len());
    assert_eq!(stats.bytes, files.values().map(|bytes| bytes.len() as u64).sum::<u64>());
    stats
}

/// All files but the marker, with symbolic links as their targets; an empty folder counts as a file.
fn snapshot(dir: &Path) -> Files {
    let mut found = Files::new();
    collect(dir, "", &mut found);
    assert_eq!(found.remove(MARKER).as_deref(), Some(MARKER_TEXT.as_bytes()));
    found
}

fn collect(dir: &Path, prefix: &str, found: &mut Files) {
    for entry in fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            let before = found.len();
            collect(&entry.path(), &format!("{path}/"), found);
            if found.len() == before {
                found.insert(path, b"an empty folder".to_vec());
            }
        } else if kind.is_symlink() {
            found.insert(path, fs::read_link(entry.path()).unwrap().into_os_string().into_encoded_bytes());
        } else {
            found.insert(path, fs::read(entry.path()).unwrap());
        }
    }
}

fn place() -> (TempDir, PathBuf) {
    let outside = tempfile::tempdir().unwrap();
    let dir = outside.path().join("public");
    (outside, dir)
}

fn put(dir: &Path, path: &str, text: &str) {
    let path = dir.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn many(version: &str) -> Files {
    let page = |number| {
        (format!("articles/{}/{number}/index.html", number % 7), format!("{number} {version}").into_bytes())
    };
    (0..300).map(page).collect()
}

#[test]
fn a_fresh_build_makes_everything_and_the_next_writes_nothing() {
    let (_outside, dir) = place();
    let site =
        files(&[("index.html", "home"), ("a/b/c/index.html", "deep"), ("a/empty", ""), ("feed.xml", "feed")]);
    assert_eq!(built(&dir, &site).written, 4);
    let touched = fs::metadata(&dir).unwrap().modified().unwrap();
    let again = built(&dir, &site);
    assert_eq!((again.written, again.removed), (0, 0));
    assert_eq!(fs::metadata(&dir).unwrap().modified().unwrap(), touched, "not even the folder is touched");
}

#[test]
fn no_files_at_all_leave_the_marker_alone() {
    let (_outside, dir) = place();
    built(&dir, &many("1"));
    assert_eq!(built(&dir, &Files::new()).removed, 300);
}

#[test]
fn a_file_larger_than_what_is_compared_at_once() {
    let (_outside, dir) = place();
    let mut bytes = vec![b'x'; 300_000];
    let site = |bytes: &Vec<u8>| Files::from([("big.bin".to_owned(), bytes.clone())]);
    built(&dir, &site(&bytes));
    assert_eq!(built(&dir, &site(&bytes)).written, 0);
    bytes[299_999] = b'y';
    assert_eq!(built(&dir, &site(&bytes)).written, 1);
}

#[cfg(unix)]
#[test]
fn only_what_changed_becomes_a_new_file() {
    use std::os::unix::fs::MetadataExt;
    let (_outside, dir) = place();
    let mut site = files(&[("a/1", "one"), ("a/2", "two"), ("3", "three")]);
    built(&dir, &site);
    let inode = |path: &str| fs::metadata(dir.join(path)).unwrap().ino();
    let before = ["a/1", "a/2", "3"].map(inode);
    let open = File::open(dir.join("a/1")).unwrap();
    site.insert("a/1".into(), b"One".to_vec());
    assert_eq!(built(&dir, &site).written, 1);
    let after = ["a/1", "a/2", "3"].map(inode);
    assert_ne!(before[0], after[0]);
    assert_eq!(before[1..], after[1..]);
    assert_eq!(
        io::read_to_string(open).unwrap(),
        "one",
        "whoever was reading goes on reading the old version"
    );
}

#[test]
fn many_changes_with_some_files_unchanged_new_and_stale() {
    let (_outside, dir) = place();
    built(&dir, &many("1"));
    assert_eq!(built(&dir, &many("2")).written, 300);
    let mut site = many("3");
    let kept: Vec<_> = site.keys().step_by(5).cloned().collect();
    for path in &kept {
        site.insert(path.clone(), many("2")[path].clone());
    }
    let dropped = site.keys().nth(7).unwrap().clone();
    site.remove(&dropped);
    site.insert("articles/new/deep/index.html".into(), b"new".to_vec());
    let stats = built(&dir, &site);
    assert_eq!((stats.written, stats.removed), (300 - kept.len(), 1));
}

#[test]
fn what_is_not_made_is_removed_but_for_git() {
    let (_outside, dir) = place();
    let site = files(&[("index.html", "home"), ("a/kept", "kept")]);
    built(&dir, &site);
    put(&dir, ".git/config", "git");
    put(&dir, "a/.git/config", "not at the top");
    put(&dir, "a/stale", "");
    put(&dir, "stale/deep/file", "");
    put(&dir, ".hidden", "");
    fs::create_dir_all(dir.join("empty/folders")).unwrap();
    let Outcome::Written(stats) = build(&dir, &site).unwrap() else { panic!("refused") };
    assert_eq!((stats.written, stats.removed), (0, 4));
    let mut expected = site.clone();
    expected.insert(".git/config".into(), b"git".to_vec());
    assert_eq!(snapshot(&dir), expected);
}

#[test]
fn git_may_be_a_file() {
    let (_outside, dir) = place();
    built(&dir, &Files::new());
    put(&dir, ".git", "gitdir: elsewhere");
    build(&dir, &Files::new()).unwrap();
    assert_eq!(snapshot(&dir), files(&[(".git", "gitdir: elsewhere")]));
}

#[test]
fn a_refusal_keeps_everything_and_still_makes_every_file() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    let (_outside, dir) = place();
    built(&dir, &many("1"));
    put(&dir, "stale", "stale");
    let before = snapshot(&dir);
    let after = many("2");
    let paths: Vec<&str> = after.keys().map(String::as_str).collect();
    let made = AtomicUsize::new(0);
    let outcome = write(
        &dir,
        &paths,
        |file, bytes| {
            made.fetch_add(1, Ordering::Relaxed);
            bytes.extend_from_slice(&after[paths[file]]);
            if file % 50 == 3 { Err(Refused) } else { Ok(()) }
        },
        || Ok(()),
    );
    assert_eq!(outcome.unwrap(), Outcome::Refused);
    assert_eq!(made.into_inner(), 300);
    assert_eq!(snapshot(&dir), before);
}

#[test]
fn who_has_seen_all_files_may_refuse_them() {
    let (_outside, dir) = place();
    built(&dir, &many("1"));
    let after = many("2");
    let paths: Vec<&str> = after.keys().map(String::as_str).collect();
    let make = |file: usize, bytes: &mut Vec<u8>| {
        bytes.extend_from_slice(&after[paths[file]]);
        Ok(())
    };
    assert_eq!(write(&dir, &paths, make, || Err(Refused)).unwrap(), Outcome::Refused);
    assert_eq!(snapshot(&dir), many("1"));
}

#[test]
fn a_refusal_of_the_first_build_leaves_no_trace() {
    let (_outside, dir) = place();
    let site = files(&[("index.html", "home"), ("bad", "")]);
    assert_eq!(build_refusing(&dir, &site, &["bad"]).unwrap(), Outcome::Refused);
    assert!(!dir.exists());
    fs::create_dir(&dir).unwrap();
    assert_eq!(build_refusing(&dir, &site, &["bad"]).unwrap(), Outcome::Refused);
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 0);
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let (outside, dir) = place();
    claim(&dir).unwrap();
    assert!(!dir.exists());
    fs::create_dir(&dir).unwrap();
    claim(&dir).unwrap();
    put(&dir, "thesis.odt", "years of work");
    for attempt in [claim(&dir), build(&dir, &many("1")).map(drop), claim(&dir.join("thesis.odt"))] {
        assert!(matches!(attempt, Err(WriteError::NotOurs { .. })), "{attempt:?}");
    }
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 1);
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
    put(&dir, MARKER, "");
    claim(&dir).unwrap();
}

#[test]
fn paths_that_lead_elsewhere_or_clash_are_refused() {
    let (outside, dir) = place();
    for paths in [
        &["../x"][..],
        &["/x"],
        &[""],
        &["a//b"],
        &["a/./b"],
        &["a/"],
        &["a/../../b"],
        &[".git"],
        &[".git/config"],
        &[".chancery"],
        &[".chancery-new/x"],
        &["a", "a"],
        &["a/b", "a"],
    ] {
        let attempt = write(&dir, paths, |_, _| Ok(()), || Ok(()));
        assert!(matches!(attempt, Err(WriteError::Io { .. })), "{paths:?}: {attempt:?}");
    }
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_neither_followed_nor_written_through() {
    use std::os::unix::fs::symlink;
    let (outside, dir) = place();
    let site = files(&[("a/file", "text"), ("b/file", "text"), ("c", "text")]);
    built(&dir, &site);
    let elsewhere = outside.path().join("elsewhere");
    put(&elsewhere, "file", "text");
    put(&elsewhere, "precious", "precious");
    fs::remove_dir_all(dir.join("a")).unwrap();
    fs::remove_file(dir.join("b/file")).unwrap();
    fs::remove_file(dir.join("c")).unwrap();
    symlink(&elsewhere, dir.join("a")).unwrap();
    symlink(elsewhere.join("precious"), dir.join("b/file")).unwrap();
    symlink("nowhere", dir.join("c")).unwrap();
    symlink(&elsewhere, dir.join("stale")).unwrap();
    symlink(&elsewhere, dir.join(NEW)).unwrap();
    let stats = built(&dir, &site);
    assert_eq!((stats.written, stats.removed), (3, 1));
    let mut untouched = Files::new();
    collect(&elsewhere, "", &mut untouched);
    assert_eq!(untouched, files(&[("file", "text"), ("precious", "precious")]));
}

#[test]
fn a_file_may_become_a_folder_and_back() {
    let (_outside, dir) = place();
    let one = files(&[("a", "file"), ("b/x/y", "deep"), ("b/z", "")]);
    let other = files(&[("a/b/c", "deep"), ("a/d", ""), ("b/x", "file"), ("b/z", "")]);
    for site in [&one, &other, &one, &other] {
        built(&dir, site);
    }
}

#[test]
fn leftovers_of_a_killed_build_are_cleared() {
    let (_outside, dir) = place();
    built(&dir, &many("1"));
    put(&dir, ".chancery-new/articles/0/0/index.html", "half");
    put(&dir, ".chancery-old/7", "");
    put(&dir, ".chancery-of-another-version", "");
    let stats = built(&dir, &many("2"));
    assert_eq!((stats.written, stats.removed), (300, 0));
}

#[cfg(unix)]
#[test]
fn a_failure_in_the_middle_is_undone() {
    use std::os::unix::fs::PermissionsExt;
    let (_outside, dir) = place();
    let site = |version: &str| files(&[("a/file", version), ("b/file", version), ("z/file", version)]);
    built(&dir, &site("old"));
    put(&dir, "stale", "stale");
    let before = snapshot(&dir);
    let mode = |mode| fs::set_permissions(dir.join("z"), fs::Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    // Permissions do not stop everyone.
    let is_stopped = File::create(dir.join("z/probe")).is_err();
    let attempt = build(&dir, &site("new"));
    mode(0o755);
    if is_stopped {
        let message = attempt.unwrap_err().to_string();
        assert!(message.contains("z/file"), "{message}");
        assert_eq!(snapshot(&dir), before);
    } else {
        attempt.unwrap();
    }
    built(&dir, &site("new"));
}

const VICTIM: &str = "CHANCERY_TEST_VICTIM";
const VICTIM_FILES: usize = 400;

/// Every third file stays the same, and two folders come and go.
fn victim_site(version: usize) -> Files {
    let page = |number: usize| {
        let version = if number.is_multiple_of(3) { 0 } else { version };
        let folder = if number < 40 { format!("only-{}/", version % 2) } else { String::new() };
        (
            format!("{folder}{}/{number}/index.html", number % 5),
            format!("version {version};").repeat(500).into_bytes(),
        )
    };
    (0..VICTIM_FILES).map(page).collect()
}

/// Builds without end for the test below, saying on standard output what it makes; outside of that test it does nothing.
#[test]
fn victim() {
    let Some(dir) = std::env::var_os(VICTIM) else {
        return;
    };
    for version in 1.. {
        let site = victim_site(version);
        let paths: Vec<&str> = site.keys().map(String::as_str).collect();
        write(
            Path::new(&dir),
            &paths,
            |file, bytes| {
                bytes.extend_from_slice(&site[paths[file]]);
                // Fails when nobody reads any more, which ends this process.
                writeln!(io::stdout(), "made").unwrap();
                Ok(())
            },
            || Ok(()),
        )
        .unwrap();
        writeln!(io::stdout(), "built").unwrap();
    }
}

/// Kills the builder after it said `made` a given number of times, so that runs are spread over making, renaming and
/// removing; the last two begin when the last file of a build is made.
#[test]
fn a_killed_build_leaves_every_file_whole_and_the_next_completes() {
    let (_outside, dir) = place();
    built(&dir, &victim_site(0));
    for round in 0..20 {
        let made = VICTIM_FILES + if round % 2 == 0 { VICTIM_FILES } else { round * 19 };
        let mut child = start_victim(&dir);
        let output = BufReader::new(child.stdout.take().unwrap());
        output.lines().filter(|line| line.as_ref().unwrap().contains("made")).nth(made - 1).unwrap().unwrap();
        for _ in 0..round * 40 {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        check_whole(&dir);
        built(&dir, &victim_site(round));
    }
}

fn start_victim(dir: &Path) -> Child {
    let module = module_path!().split_once("::").unwrap().1;
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("{module}::victim"), "--nocapture"])
        .env(VICTIM, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn check_whole(dir: &Path) {
    let mut found = snapshot(dir);
    found.retain(|path, _| !path.starts_with(TEMPORARY));
    for (path, bytes) in &found {
        let text = str::from_utf8(bytes).unwrap();
        let version = &text[..=text.find(';').unwrap_or_else(|| panic!("`{path}` is empty or cut short"))];
        assert_eq!(text, version.repeat(500), "`{path}` is not whole");
    }
    let always = victim_site(0).into_keys().filter(|path| !path.starts_with("only-"));
    for path in always {
        assert!(found.contains_key(&path), "`{path}` is missing");
    }
}
