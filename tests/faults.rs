//! Builds that are killed, that find no room, or nothing that may be written: every file stays whole, and the next build
//! makes what a clean one makes.

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use common::{Files, Random, files_below};

const PROGRAM: &str = env!("CARGO_BIN_EXE_chancery");
const KILLS: usize = 50;

fn article(root: &Path, number: usize, word: &str) {
    let text = format!(
        "---\ntitle: Article {number} {word}\ndate: 2025-01-{:02}\ntopics: [t{}]\ncountries: [KP]\n---\n{}\n",
        1 + number % 28,
        number % 5,
        format!("{word} and so on. ").repeat(60)
    );
    let path = root.join(format!("content/articles/a{number}.md"));
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

fn site(articles: usize) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder for the test");
    fs::write(root.path().join("site.toml"), "base_url = \"https://e.example/\"\n")
        .expect("a file can be written");
    (0..articles).for_each(|number| article(root.path(), number, "first"));
    root
}

fn build(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(["build", "--root"]).arg(root).args(["--now", "2026-01-01"]).args(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn files(folder: &Path) -> Files {
    let read = |path: String| {
        let bytes = fs::read(folder.join(&path)).expect("what was written can be read");
        (path, bytes)
    };
    files_below(folder).into_iter().map(read).collect()
}

fn clean(root: &Path) -> Files {
    let output = tempfile::tempdir().expect("a folder for the test");
    let folder = output.path().join("clean");
    let folder_text = folder.to_str().expect("temporary folders have plain names");
    let status = build(root, &["--no-cache", "--output", folder_text]).status().expect("the program runs");
    assert!(status.success());
    files(&folder)
}

#[test]
fn a_build_that_is_killed_leaves_whole_files_and_the_next_one_completes_it() {
    let root = site(24);
    let start = Instant::now();
    assert!(build(root.path(), &[]).status().expect("the program runs").success());
    // A build that has most pages to make takes about as long as the first.
    let whole = start.elapsed();
    let mut random = Random(11);
    let mut old = files(&root.path().join("public"));
    for round in 0..KILLS {
        (0..24).for_each(|number| article(root.path(), number, &format!("round{round}")));
        let mut running = build(root.path(), &[]).spawn().expect("the program runs");
        thread::sleep(whole.mul_f64(random.below(1000) as f64 / 1000.0).min(Duration::from_secs(5)));
        running.kill().expect("a process of ours can be killed");
        running.wait().expect("it has ended");
        let left = files(&root.path().join("public"));
        let new = clean(root.path());
        for (path, bytes) in left.iter().filter(|(path, _)| !path.starts_with(".chancery")) {
            let is_whole = old.get(path) == Some(bytes) || new.get(path) == Some(bytes);
            assert!(is_whole, "round {round}: {path} is neither old nor new");
        }
        // Every third time the next build finds what two of them have left.
        if round % 3 != 0 {
            assert!(build(root.path(), &[]).status().expect("the program runs").success());
            assert!(files(&root.path().join("public")) == new, "round {round}");
            old = new;
        } else {
            old = left;
        }
    }
}

/// Runs a script as its own root in file systems of its own. None where the system does not allow that.
#[cfg(target_os = "linux")]
fn apart(root: &Path, script: &str) -> Option<String> {
    let allowed =
        Command::new("unshare").args(["-rm", "true"]).output().is_ok_and(|ran| ran.status.success());
    if !allowed {
        assert!(std::env::var_os("CI").is_none(), "this test needs `unshare -rm`");
        eprintln!("skipped: the system does not let `unshare -rm` mount anything");
        return None;
    }
    let script = format!(
        "set -eu\nbuild() {{ '{PROGRAM}' build --now 2026-01-01 >/dev/null 2>messages || status=$?; echo \"status ${{status:-0}}\"; status=; }}\n{script}"
    );
    let ran = Command::new("unshare")
        .args(["-rm", "sh", "-c", &script])
        .current_dir(root)
        .output()
        .expect("it runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    Some(String::from_utf8_lossy(&ran.stdout).into_owned())
}

#[cfg(target_os = "linux")]
#[test]
fn where_the_output_has_no_room_what_was_there_stays() {
    let root = site(3);
    fs::create_dir(root.path().join("public")).expect("a folder can be made");
    let script = "
        mount -t tmpfs -o size=600k none public
        build
        cp -r public before
        for n in 1 2 3 4 5 6 7 8 9; do
          for m in 0 1 2 3 4 5 6 7 8 9; do sed \"s/Article 0/Article $n$m/\" content/articles/a0.md > content/articles/b$n$m.md; done
        done
        build
        cp -r public after
        grep -c . messages
    ";
    let Some(said) = apart(root.path(), script) else { return };
    assert!(said.starts_with("status 0\nstatus 2\n"), "{said}");
    let (before, after) = (files(&root.path().join("before")), files(&root.path().join("after")));
    assert!(
        before == after,
        "{:?}",
        after.keys().filter(|path| before.get(*path) != after.get(*path)).collect::<Vec<_>>()
    );
    let messages = fs::read_to_string(root.path().join("messages")).expect("it was written");
    assert!(messages.contains("error: cannot write"), "{messages}");
}

#[cfg(target_os = "linux")]
#[test]
fn where_nothing_may_be_written_the_status_says_so() {
    let root = site(3);
    fs::create_dir(root.path().join("public")).expect("a folder can be made");
    let script = "
        mount -t tmpfs none public
        build
        mount -o remount,ro none public
        sed -i 's/Article 0/Another/' content/articles/a0.md
        cp -r public before
        build
        cp -r public after
    ";
    let Some(said) = apart(root.path(), script) else { return };
    assert_eq!(said, "status 0\nstatus 2\n");
    assert!(files(&root.path().join("before")) == files(&root.path().join("after")));
}

#[cfg(target_os = "linux")]
#[test]
fn a_cache_without_room_or_leave_is_told_and_harms_nothing() {
    for options in ["size=8k", "ro"] {
        let root = site(3);
        fs::create_dir(root.path().join(".cache")).expect("a folder can be made");
        let script =
            format!("mount -t tmpfs -o {options} none .cache\nbuild\ncat messages\numount .cache\nbuild");
        let Some(said) = apart(root.path(), &script) else { return };
        assert!(said.starts_with("status 2\n") && said.ends_with("status 0\n"), "{options}: {said}");
        assert!(said.contains("error: cannot keep what the next build could use"), "{options}: {said}");
        assert!(files(&root.path().join("public")) == clean(root.path()), "{options}");
    }
}
