//! What a watcher sees, of files that are really saved.

use super::*;

#[test]
fn only_what_a_build_reads_is_looked_at() {
    for read in ["content", "content/articles/a.md", "static/x", "templates/a.html", "site.toml"] {
        assert!(is_read(Path::new(read)), "{read}");
    }
    for other in ["public/index.html", ".cache/x", ".git/index", "notes.md", "site.toml.bak", ""] {
        assert!(!is_read(Path::new(other)), "{other}");
    }
}

#[test]
fn names_of_editors_are_passed_over() {
    let passing = ["4913", ".a.md.swp", "a.md~", ".#a.md", "#a.md#", "a.md___jb_tmp___", ".goutputstream-X"];
    assert!(passing.into_iter().all(is_passing));
    assert!(!["a.md", "2025-09-03.md", ".well-known", "a~b.md", "4913.md"].into_iter().any(is_passing));
}

#[cfg(unix)]
#[test]
fn links_lead_to_what_else_is_watched() {
    let root = tempfile::tempdir().expect("a folder for the test");
    let root = fs::canonicalize(root.path()).expect("it is there");
    for folder in ["content/articles", "notes/deep", "elsewhere"] {
        fs::create_dir_all(root.join(folder)).expect("a folder can be made");
    }
    fs::write(root.join("elsewhere/a.md"), "").expect("a file can be written");
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(to, root.join(name)).expect("a link can be made");
    };
    link("../../notes", "content/articles/notes");
    link("../../elsewhere/a.md", "notes/deep/a.md");
    link("../..", "content/articles/loop");
    link("/", "content/articles/out");
    assert_eq!(native::link_targets(&root), [root.join("notes"), root.join("elsewhere/a.md")]);
}

fn root() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder for the test");
    fs::create_dir_all(root.path().join("content/articles")).expect("a folder can be made");
    root
}

fn put(root: &Path, path: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(path, "x").expect("a file can be written");
}

/// Waits until a path, or a folder that it lies in, is said to have changed.
fn wait_for(watcher: &mut Watcher, wanted: &str) {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        match watcher.wait(Some(deadline)) {
            Some(Changed::Everything) => return,
            Some(Changed::Paths(paths)) if paths.iter().any(|path| Path::new(wanted).starts_with(path)) => {
                return;
            }
            Some(Changed::Paths(_)) => {}
            None => assert!(Instant::now() < deadline, "`{wanted}` is never told"),
        }
    }
}

#[test]
fn no_file_of_a_new_folder_is_missed() {
    let root = root();
    let mut watcher = Watcher::start(root.path(), false);
    for number in 0..50 {
        put(root.path(), &format!("content/articles/{number}/deep/first.md"));
        wait_for(&mut watcher, &format!("content/articles/{number}/deep/first.md"));
        put(root.path(), &format!("content/articles/{number}/deep/second.md"));
        wait_for(&mut watcher, &format!("content/articles/{number}/deep/second.md"));
    }
}

#[test]
fn folders_that_a_build_reads_may_come_later() {
    let root = root();
    let mut watcher = Watcher::start(root.path(), false);
    for path in ["templates/article.html", "static/deep/x.css", "site.toml"] {
        put(root.path(), path);
        wait_for(&mut watcher, path);
    }
    put(root.path(), "templates/page.html");
    wait_for(&mut watcher, "templates/page.html");
    fs::remove_dir_all(root.path().join("content")).expect("a folder can be removed");
    wait_for(&mut watcher, "content");
    put(root.path(), "content/articles/a.md");
    wait_for(&mut watcher, "content/articles/a.md");
    put(root.path(), "content/articles/b.md");
    wait_for(&mut watcher, "content/articles/b.md");
}

#[test]
fn where_events_end_it_looks_and_says_so() {
    let root = root();
    let mut watcher = Watcher::start(root.path(), false);
    watcher.fall_back(&why(&notify::Error::new(ErrorKind::MaxFilesWatch)));
    assert_eq!(watcher.wait(None), None);
    let told = watcher.warnings().join("\n");
    assert!(told.contains("fs.inotify.max_user_watches") && told.contains("--poll"), "{told}");
    assert_eq!(watcher.wait(None), Some(Changed::Everything));
    put(root.path(), "content/articles/a.md");
    wait_for(&mut watcher, "content/articles/a.md");
}

#[test]
fn what_no_build_reads_is_not_told() {
    let root = root();
    for folder in ["public", ".git", ".cache"] {
        fs::create_dir_all(root.path().join(folder)).expect("a folder can be made");
    }
    let mut watcher = Watcher::start(root.path(), false);
    for path in
        ["public/index.html", ".git/index", ".cache/x", "notes.md", "content/.a.md.swp", "content/a.md~"]
    {
        put(root.path(), path);
    }
    fs::read(root.path().join("notes.md")).expect("a file can be read");
    put(root.path(), "content/articles/a.md");
    let deadline = Instant::now() + Duration::from_secs(60);
    let told = watcher.wait(Some(deadline));
    assert_eq!(told, Some(Changed::Paths([PathBuf::from("content/articles/a.md")].into())));
    // A build reads what has changed: that is no change.
    fs::read(root.path().join("content/articles/a.md")).expect("a file can be read");
    put(root.path(), "content/articles/b.md");
    let told = watcher.wait(Some(deadline));
    assert_eq!(told, Some(Changed::Paths([PathBuf::from("content/articles/b.md")].into())));
}

/// Saves files until one is told by its name, which only a folder that is watched does.
fn each_file_is_told(watcher: &mut Watcher, root: &Path) {
    let deadline = Instant::now() + Duration::from_secs(60);
    for number in 0.. {
        assert!(Instant::now() < deadline, "no file is told by its name");
        let path = format!("content/articles/{number}.md");
        put(root, &path);
        let soon = Instant::now() + Duration::from_secs(1);
        if let Some(Changed::Paths(paths)) = watcher.wait(Some(soon))
            && paths.contains(Path::new(&path))
        {
            return;
        }
    }
}

#[test]
fn a_root_that_is_put_back_is_watched_again() {
    let outer = tempfile::tempdir().expect("a folder for the test");
    let (desk, root) = (outer.path().join("desk"), outer.path().join("desk/site"));
    let fill = || put(&root, "content/articles/a.md");
    fill();
    let mut watcher = Watcher::start(&root, false);
    let aside = outer.path().join("aside");
    for round in 0..4 {
        // Removed; moved away; another put in its place at once; gone with the folder that it lies in.
        match round {
            0 => fs::remove_dir_all(&root).expect("a folder can be removed"),
            1 | 2 => fs::rename(&root, &aside).expect("a folder can be renamed"),
            _ => fs::rename(&desk, &aside).expect("a folder can be renamed"),
        }
        if round != 2 {
            wait_for(&mut watcher, "content/articles/a.md");
        }
        fill();
        each_file_is_told(&mut watcher, &root);
        fs::remove_dir_all(&aside).ok();
    }
    assert_eq!(watcher.warnings(), [""; 0]);
}
