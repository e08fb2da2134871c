//! What a release is made of beside the program: its version's commit, completions, man pages.

#[path = "../build.rs"]
#[expect(dead_code, reason = "a build script's `main` is called by Cargo")]
mod build_script;
mod common;
#[path = "../examples/man.rs"]
#[expect(dead_code, reason = "an example's `main` is called by Cargo")]
mod man;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use common::{assert_none, names};

// ---- the version ----

/// What git says in a folder, apart from the settings of whoever runs the tests.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    for variable in build_script::REPOSITORY {
        command.env_remove(variable);
    }
    let output = command
        .current_dir(folder)
        .args(["-c", "user.name=Desk", "-c", "user.email=desk@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .envs([
            ("GIT_COMMITTER_DATE", "2026-11-22T12:00:00Z"),
            ("GIT_AUTHOR_DATE", "2026-11-21T12:00:00Z"),
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ])
        .output()
        .expect("git can be started");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("git writes UTF-8").trim().to_owned()
}

fn commit(folder: &Path, text: &str) -> String {
    fs::write(folder.join("text"), text).expect("a file can be written");
    git(folder, &["add", "text"]);
    git(folder, &["commit", "--quiet", "-m", text]);
    let whole = git(folder, &["rev-parse", "HEAD"]);
    format!("{} 2026-11-22", &whole[..7])
}

#[test]
fn the_commit_is_that_of_the_clone_or_of_the_worktree() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let clone = folder.path().join("clone");
    fs::create_dir(&clone).expect("a folder can be made");
    assert_eq!(build_script::git_commit(&clone), None, "there is no repository yet");
    git(&clone, &["init", "--quiet"]);
    assert_eq!(build_script::git_commit(&clone), None, "there is no commit yet");
    let first = commit(&clone, "first");
    assert_eq!(build_script::git_commit(&clone), Some(first.clone()));
    git(&clone, &["worktree", "add", "--quiet", "-b", "other", "../worktree"]);
    let worktree = folder.path().join("worktree");
    let second = commit(&worktree, "second");
    assert_eq!(build_script::git_commit(&worktree), Some(second));
    assert_eq!(build_script::git_commit(&clone), Some(first));
    // An archive that is unpacked below another project's repository.
    let below = clone.join("vendor");
    fs::create_dir(&below).expect("a folder can be made");
    assert_eq!(build_script::git_commit(&below), None);
    assert_eq!(build_script::git_files(&below), Vec::<std::path::PathBuf>::new());
}

#[test]
fn the_files_to_watch_exist_and_change_with_every_commit() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let clone = folder.path().join("clone");
    fs::create_dir(&clone).expect("a folder can be made");
    git(&clone, &["init", "--quiet"]);
    commit(&clone, "first");
    let texts = |folder: &Path| -> Vec<Vec<u8>> {
        let files = build_script::git_files(folder);
        files.iter().map(|file| fs::read(file).expect("what is watched exists")).collect()
    };
    // Then the branch has no file of its own.
    git(&clone, &["pack-refs", "--all"]);
    let before = texts(&clone);
    commit(&clone, "second");
    assert_ne!(before, texts(&clone));
    git(&clone, &["worktree", "add", "--quiet", "-b", "other", "../worktree"]);
    let worktree = folder.path().join("worktree");
    let before = texts(&worktree);
    commit(&worktree, "third");
    assert_ne!(before, texts(&worktree));
}

#[test]
fn a_package_has_its_commit_noted_and_packagers_say_what_they_like() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    assert_eq!(build_script::packaged_commit(folder.path()), None);
    let note = |text: &str| {
        fs::write(folder.path().join(".cargo_vcs_info.json"), text).expect("a file can be written");
        build_script::packaged_commit(folder.path())
    };
    let noted = r#"{"git": {"sha1": "b11e57fff82f93846ab274793bb1855c6edf2190"}, "path_in_vcs": ""}"#;
    assert_eq!(note(noted).as_deref(), Some("b11e57f"));
    for broken in
        ["", "{}", r#"{"git": {"sha1": ""}}"#, r#"{"git": {"sha1": "short"}}"#, "\"sha1\"", "\u{e9}"]
    {
        assert_eq!(note(broken), None, "{broken}");
    }
    assert_eq!(build_script::shown(""), "");
    assert_eq!(build_script::shown("b11e57f 2026-11-22"), " (b11e57f 2026-11-22)");
    // A line break would end Cargo's line, and what follows would be an instruction to it.
    assert_eq!(build_script::shown(" Debian\n1:2 "), " (Debian 1:2)");
}

#[test]
fn the_version_is_told_and_pages_do_not_tell_the_commit() {
    let output = Command::new(env!("CARGO_BIN_EXE_chancery")).arg("--version").output();
    let told = String::from_utf8(output.expect("the program can be started").stdout).expect("it is UTF-8");
    let build = env!("CHANCERY_BUILD");
    assert_eq!(told, format!("chancery {}{build}\n", env!("CARGO_PKG_VERSION")));
    let built = common::build(chancery::source::Sources::new([], []), Vec::new(), common::now(common::NOW));
    let home = String::from_utf8_lossy(&built.outputs[0].1["index.html"]).into_owned();
    let generator = format!("content=\"Chancery {}\"", env!("CARGO_PKG_VERSION"));
    assert!(home.contains(&generator), "{home}");
}

// ---- completions and man pages ----

/// The program and its commands, those below others too, by the names of their man pages.
fn commands() -> Vec<(String, clap::Command)> {
    fn below(name: &str, command: &clap::Command) -> Vec<(String, clap::Command)> {
        let own = command.get_subcommands().filter(|command| command.get_name() != "help");
        let all = own.flat_map(|command| below(&format!("{name}-{}", command.get_name()), command));
        std::iter::once((name.to_owned(), command.clone())).chain(all).collect()
    }
    let mut program = chancery::cli::command();
    program.build();
    below("chancery", &program)
}

fn options(command: &clap::Command) -> BTreeSet<String> {
    command.get_opts().filter_map(|option| option.get_long()).map(str::to_owned).collect()
}

#[test]
fn completions_know_every_command_and_option() {
    let commands = commands();
    assert!(commands.len() >= 5);
    let mut problems = Vec::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = Command::new(env!("CARGO_BIN_EXE_chancery")).args(["completions", shell]).output();
        let output = output.expect("the program can be started");
        assert!(output.status.success() && output.stderr.is_empty(), "{shell}");
        let script = String::from_utf8(output.stdout).expect("it is UTF-8");
        for (_, command) in &commands {
            let words = options(command).into_iter().chain([command.get_name().to_owned()]);
            problems.extend(
                words.filter(|word| !script.contains(word.as_str())).map(|word| format!("{shell}: {word}")),
            );
        }
    }
    assert_none(problems);
}

#[test]
fn every_command_has_a_man_page_with_all_its_options() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let pages = folder.path().join("man");
    man::write_pages(&pages).expect("man pages can be written");
    let commands = commands();
    let mut expected: Vec<String> = commands.iter().map(|(name, _)| format!("{name}.1")).collect();
    expected.sort();
    assert_eq!(names(&pages), expected);
    let mut problems = Vec::new();
    for (name, command) in commands {
        // Roff writes a hyphen that is no line's end as `\-`.
        let page =
            fs::read_to_string(pages.join(format!("{name}.1"))).expect("it was written").replace("\\-", "-");
        let missing = options(&command).into_iter().filter(|option| !page.contains(&format!("--{option}")));
        problems.extend(missing.map(|option| format!("{name}: --{option}")));
    }
    assert_none(problems);
}

// ---- archives and notes ----

/// A script of this repository, in a folder with a Cargo.toml and a CHANGELOG.md of its own.
#[cfg(unix)]
fn script_in(folder: &Path, name: &str, changelog: &str) -> Command {
    fs::create_dir_all(folder.join("scripts")).expect("a folder can be made");
    let script = folder.join("scripts").join(name);
    fs::copy(common::manifest("scripts").join(name), &script).expect("the script can be copied");
    let put = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file can be written");
    put(
        "Cargo.toml",
        "[package]\nname = \"chancery\"\nversion = \"1.2.0\"\n[dependencies]\nversion = \"9\"\n",
    );
    put("CHANGELOG.md", changelog);
    // Not started itself: it may still be open for writing in a process that another test has just made.
    let mut bash = Command::new("bash");
    bash.arg(script);
    bash
}

#[cfg(unix)]
#[test]
fn notes_of_a_release_are_its_part_of_the_changelog() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let whole = "# Changelog\n\n## Unreleased\n\n- Later.\n\n## 1.2.0 - 2026-11-22\n\n### Added\n\n- Now.\n\n## 1.2.0-rc.1\n\n- Earlier.\n";
    let run = |changelog: &str, tag: &str| {
        let output = script_in(folder.path(), "release-notes", changelog).arg(tag).output();
        let output = output.expect("the script can be started");
        let text = |bytes| String::from_utf8(bytes).expect("it is UTF-8");
        (output.status.success(), text(output.stdout), text(output.stderr))
    };
    assert_eq!(run(whole, "v1.2.0"), (true, "### Added\n\n- Now.\n".to_owned(), String::new()));
    for (changelog, tag, says) in [
        (whole, "v1.3.0", "the tag is `v1.3.0`, but Cargo.toml says version `1.2.0`"),
        (whole, "1.2.0", "the tag is `1.2.0`"),
        ("# Changelog\n\n## Unreleased\n\n- Later.\n", "v1.2.0", "nothing under `## 1.2.0`"),
        ("## 1.2.0\n\n## 1.1.0\n\n- Earlier.\n", "v1.2.0", "nothing under `## 1.2.0`"),
    ] {
        let (succeeded, out, err) = run(changelog, tag);
        assert!(!succeeded && out.is_empty() && err.contains(says), "{tag}: {out}{err}");
    }
}

#[cfg(unix)]
#[test]
fn an_archive_holds_the_program_and_what_belongs_to_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut archive = script_in(folder.path(), "release-archive", "## 1.2.0\n");
    for name in ["README.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        fs::write(folder.path().join(name), name).expect("a file can be written");
    }
    for path in ["templates/partials/date.html", "static/theme/style.css", "LICENSES/Unicode-3.0.txt"] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
        fs::write(path, "").expect("a file can be written");
    }
    // The example itself is not at hand where this test alone is built.
    let man = folder.path().join("man");
    fs::write(&man, "#!/bin/sh\nmkdir -p \"$1\" && echo .TH > \"$1/chancery.1\"\n")
        .expect("it can be written");
    fs::set_permissions(&man, fs::Permissions::from_mode(0o755)).expect("it can be made a program");
    archive.arg("x86_64-unknown-linux-musl").arg(env!("CARGO_BIN_EXE_chancery")).arg(&man);
    let output = archive.arg(folder.path().join("out")).output().expect("the script can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let path = String::from_utf8(output.stdout).expect("it is UTF-8");
    assert!(path.ends_with("/out/chancery-1.2.0-x86_64-unknown-linux-musl.tar.gz\n"), "{path}");
    let list = Command::new("tar").args(["-tzf", path.trim()]).output().expect("tar can be started");
    let list = String::from_utf8(list.stdout).expect("it is UTF-8");
    let files: BTreeSet<&str> = list
        .lines()
        .filter(|path| !path.ends_with('/'))
        .map(|path| {
            path.strip_prefix("chancery-1.2.0-x86_64-unknown-linux-musl/").expect("all lie in one folder")
        })
        .collect();
    let expected = [
        "CHANGELOG.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "LICENSES/Unicode-3.0.txt",
        "README.md",
        "chancery",
        "completions/_chancery",
        "completions/_chancery.ps1",
        "completions/chancery.bash",
        "completions/chancery.elv",
        "completions/chancery.fish",
        "man/chancery.1",
        "theme/static/theme/style.css",
        "theme/templates/partials/date.html",
    ];
    assert_eq!(files, BTreeSet::from(expected));
}
