//! How files are saved, and what is shown of that when.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use super::server::{ARTICLE, CONFIG, PAGE, PATIENCE, Server, article, print, put, site};

#[test]
fn each_way_of_saving_is_seen() {
    let root = site();
    let path = root.path().join(ARTICLE);
    let server = Server::start(root.path(), &[]);
    let mut events = server.listen(PAGE);
    let mut state = events.next();
    assert_eq!(state["revision"], 1);
    assert!(server.get(PAGE).text().contains("Draft."));

    fs::write(&path, article("Saved in place.")).expect("a file can be written");
    state = events.changed(&print(&state));
    assert!(server.get(PAGE).text().contains("Saved in place."));

    let beside = root.path().join("content/articles/.parade.tmp");
    fs::write(&beside, article("Saved by renaming.")).expect("a file can be written");
    fs::rename(&beside, &path).expect("a file can be renamed");
    state = events.changed(&print(&state));
    assert!(server.get(PAGE).text().contains("Saved by renaming."));

    // As Vim does: a probe, a copy beside, a new file under the old name.
    fs::write(root.path().join("content/articles/4913"), "").expect("a file can be written");
    fs::remove_file(root.path().join("content/articles/4913")).expect("a file can be removed");
    let backup = root.path().join(format!("{ARTICLE}~"));
    fs::rename(&path, &backup).expect("a file can be renamed");
    fs::write(&path, article("Saved with a backup.")).expect("a file can be written");
    fs::remove_file(&backup).expect("a file can be removed");
    state = events.changed(&print(&state));
    assert!(server.get(PAGE).text().contains("Saved with a backup."));

    // As editors of JetBrains do.
    let (new, old) = (format!("{ARTICLE}___jb_tmp___"), format!("{ARTICLE}___jb_old___"));
    put(root.path(), &new, article("Saved in three steps."));
    fs::rename(&path, root.path().join(&old)).expect("a file can be renamed");
    fs::rename(root.path().join(&new), &path).expect("a file can be renamed");
    fs::remove_file(root.path().join(&old)).expect("a file can be removed");
    state = events.changed(&print(&state));
    assert!(server.get(PAGE).text().contains("Saved in three steps."));
    assert!(
        state["problems"].as_array().expect("a list").iter().all(|problem| problem["severity"] == "note")
    );
}

/// Asks often enough that a server which acts when it should not has the time to.
fn still_shows(server: &Server, text: &str) {
    for _ in 0..50 {
        assert!(server.get(PAGE).text().contains(text));
    }
}

#[test]
fn a_file_is_not_shown_half_saved() {
    let root = site();
    let server = Server::start(root.path(), &[]);
    let mut events = server.listen(PAGE);
    let first = events.next();
    let text = article("Begun and ended.");
    let mut file = fs::File::create(root.path().join(ARTICLE)).expect("a file can be written");
    file.write_all(&text.as_bytes()[..20]).expect("a file can be written");
    file.flush().expect("a file can be written");
    still_shows(&server, "They stood side by side.");
    file.write_all(&text.as_bytes()[20..]).expect("a file can be written");
    drop(file);
    let next = events.changed(&print(&first));
    assert_eq!((&next["stale"], &next["revision"]), (&Value::Bool(false), &Value::from(2)));
    assert!(server.get(PAGE).text().contains("Begun and ended."));
}

#[test]
fn files_and_folders_come_and_go() {
    let root = site();
    let server = Server::start(root.path(), &[]);
    assert_eq!(server.get("/briefings/articles/train/").status, 404);

    // Into a folder that was made a moment ago, and one within it.
    put(root.path(), "content/articles/2025/09/train.md", "---\ntitle: Train\n---\nBy rail.\n");
    server.shows("/briefings/articles/train/", "By rail.");
    put(root.path(), "content/articles/2025/09/train.md", "---\ntitle: Train\n---\nBy night.\n");
    server.shows("/briefings/articles/train/", "By night.");

    fs::rename(root.path().join("content/articles/2025"), root.path().join("content/articles/2026"))
        .expect("a folder can be renamed");
    put(root.path(), "content/articles/2026/09/train.md", "---\ntitle: Train\n---\nAt dawn.\n");
    server.shows("/briefings/articles/train/", "At dawn.");

    fs::remove_dir_all(root.path().join("content/articles/2026")).expect("a folder can be removed");
    server.shows("/briefings/articles/train/", "Page not found");

    put(root.path(), "static/notes/a.txt", "A note.");
    server.shows("/briefings/notes/a.txt", "A note.");
    let own = "<!doctype html><html lang=\"en\"><title>Gone</title><body><main><h1>Gone away</h1></main></body></html>";
    put(root.path(), "templates/404.html", own);
    server.shows("/briefings/nowhere/", "Gone away");
    fs::remove_dir_all(root.path().join("templates")).expect("a folder can be removed");
    server.shows("/briefings/nowhere/", "Page not found");
    put(root.path(), "site.toml", CONFIG.replace("Desk", "Bureau"));
    server.shows("/briefings/", "Bureau");
    put(root.path(), "site.toml", CONFIG.replace("/briefings/", "/elsewhere/"));
    server.shows("/elsewhere/", "Desk");
    assert_eq!(server.get("/").header("location"), "/elsewhere/");
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_root() {
    let root = site();
    let outer = tempfile::tempdir().expect("a folder for the test");
    let link = |to: &Path, from: &Path| std::os::unix::fs::symlink(to, from).expect("a link can be made");
    put(root.path(), "notes/train.md", "---\ntitle: Train\n---\nBy rail.\n");
    link(Path::new("../../notes"), &root.path().join("content/articles/linked"));
    link(root.path(), &outer.path().join("desk"));
    let server = Server::start(&outer.path().join("desk"), &[]);
    server.shows("/briefings/articles/train/", "By rail.");
    put(root.path(), "notes/train.md", "---\ntitle: Train\n---\nBy night.\n");
    server.shows("/briefings/articles/train/", "By night.");
    put(root.path(), ARTICLE, article("Through the link."));
    server.shows(PAGE, "Through the link.");
}

#[test]
fn looking_from_time_to_time_finds_the_same() {
    let root = site();
    let server = Server::start(root.path(), &["--poll"]);
    put(root.path(), ARTICLE, article("Found by looking."));
    server.shows(PAGE, "Found by looking.");
    put(root.path(), "content/articles/new/train.md", "---\ntitle: Train\n---\nBy rail.\n");
    server.shows("/briefings/articles/train/", "By rail.");
    fs::remove_dir_all(root.path().join("content/articles/new")).expect("a folder can be removed");
    server.shows("/briefings/articles/train/", "Page not found");
}

#[test]
fn what_did_not_change_makes_no_new_state() {
    let root = site();
    let server = Server::start(root.path(), &[]);
    let mut events = server.listen(PAGE);
    let first = events.next();
    let same = "They stood side by side.";
    put(root.path(), ARTICLE, article(same));
    still_shows(&server, same);
    put(root.path(), "new/folder", "x");
    fs::create_dir_all(root.path().join("content/articles/empty")).expect("a folder can be made");
    still_shows(&server, same);
    // What no build reads.
    put(root.path(), "public/index.html", "<p>");
    put(root.path(), ".cache/x", "x");
    put(root.path(), ".git/index", "x");
    put(root.path(), "content/articles/.2025-09-03-parade.md.swp", "x");
    put(root.path(), "content/articles/2025-09-03-parade.md~", "x");
    put(root.path(), "static/.#style.css", "x");
    still_shows(&server, same);
    put(root.path(), ARTICLE, article("And now it has changed."));
    let next = events.changed(&print(&first));
    assert_eq!((&first["revision"], &next["revision"]), (&Value::from(1), &Value::from(2)));
}

#[test]
fn a_switch_of_many_files_is_one_rebuild_or_two() {
    let root = site();
    let many = |word: &str| {
        for number in 0..300 {
            put(
                root.path(),
                &format!("content/articles/many/a{number}.md"),
                format!("---\ntitle: Number {number}\n---\n{word}\n"),
            );
        }
    };
    many("Before.");
    let server = Server::start(root.path(), &[]);
    let mut events = server.listen("/briefings/articles/a299/");
    let first = events.next();
    many("After.");
    let last = events.until(|state| state["marks"]["page"] != first["marks"]["page"]);
    assert!((2..=3).contains(&last["revision"].as_u64().expect("a number")), "{last}");
    for number in [0, 150, 299] {
        assert!(server.get(&format!("/briefings/articles/a{number}/")).text().contains("After."));
    }
    // Nothing of it comes later.
    put(root.path(), ARTICLE, article("Alone."));
    let next = events.next();
    assert_eq!(next["revision"].as_u64(), last["revision"].as_u64().map(|number| number + 1));
}

#[test]
fn no_page_is_gone_while_the_next_state_is_made() {
    let root = site();
    let server = Server::start(root.path(), &[]);
    for number in 0..5 {
        let word = format!("Version {number}.");
        put(root.path(), ARTICLE, article(&word));
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = server.get(PAGE);
            assert_eq!(answer.status, 200, "{}", answer.text());
            if answer.text().contains(&word) {
                break;
            }
            assert!(Instant::now() < deadline, "{word} never comes");
        }
    }
}
