//! Folders and settings that come, go and come back, and files whose times say the wrong thing.

use std::fs::{self, File, FileTimes};
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::server::{ARTICLE, CONFIG, PAGE, Server, article, print, put, site};

const TRAIN: &str = "/briefings/articles/train/";

fn train(text: &str) -> String {
    format!("---\ntitle: Train\n---\n{text}\n")
}

fn rename(from: &Path, to: &Path) {
    fs::rename(from, to).expect("it can be renamed");
}

// ---- folders ----

#[test]
fn a_folder_that_comes_whole_is_shown_and_followed() {
    for more in [&[][..], &["--poll"]] {
        let (root, outer) = (site(), tempfile::tempdir().expect("a folder for the test"));
        let server = Server::start(root.path(), more);
        // From outside, and from a place inside that no build reads.
        for (round, from) in [outer.path(), root.path()].into_iter().enumerate() {
            let words = [format!("By rail {round}."), format!("By night {round}.")];
            put(from, "kept/2025/09/deep/train.md", train(&words[0]));
            rename(&from.join("kept"), &root.path().join("content/articles/kept"));
            server.shows(TRAIN, &words[0]);
            put(root.path(), "content/articles/kept/2025/09/deep/train.md", train(&words[1]));
            server.shows(TRAIN, &words[1]);
            put(root.path(), "content/articles/kept/2025/other/ship.md", "# Ship\n\nAt sea.\n");
            server.shows("/briefings/articles/ship/", "At sea.");
            rename(&root.path().join("content/articles/kept"), &outer.path().join(format!("gone-{round}")));
            server.shows(TRAIN, "Page not found");
            server.shows("/briefings/articles/ship/", "Page not found");
        }
        put(outer.path(), "static/deep/notes/a.txt", "A note.");
        rename(&outer.path().join("static"), &root.path().join("static"));
        server.shows("/briefings/deep/notes/a.txt", "A note.");
        put(root.path(), "static/deep/notes/a.txt", "Another note.");
        server.shows("/briefings/deep/notes/a.txt", "Another note.");
    }
}

#[test]
fn a_root_that_is_put_back_is_shown_and_followed_again() {
    for more in [&[][..], &["--poll"]] {
        let (root, outer) = (site(), tempfile::tempdir().expect("a folder for the test"));
        let desk = outer.path().join("desk");
        let fill = |text: &str| {
            put(&desk, "site.toml", CONFIG);
            put(&desk, ARTICLE, article(text));
        };
        drop(root);
        fill("The first.");
        let server = Server::start(&desk, more);
        let mut events = server.listen(PAGE);
        assert_eq!(events.next()["stale"], false);

        fs::remove_dir_all(&desk).expect("a folder can be removed");
        events.until(|state| state["stale"] == true);
        assert!(server.get(PAGE).text().contains("The first."), "what was good is shown on");
        fill("Put back.");
        server.shows(PAGE, "Put back.");
        put(&desk, ARTICLE, article("And edited."));
        server.shows(PAGE, "And edited.");

        // Another checkout in the place of the first, both whole.
        rename(&desk, &outer.path().join("old"));
        put(outer.path(), "new/site.toml", CONFIG);
        put(outer.path(), &format!("new/{ARTICLE}"), article("Another one."));
        rename(&outer.path().join("new"), &desk);
        server.shows(PAGE, "Another one.");
        put(&outer.path().join("old"), ARTICLE, article("In the old one."));
        put(&desk, ARTICLE, article("Another one, edited."));
        server.shows(PAGE, "Another one, edited.");
    }
}

#[test]
fn settings_may_go_and_come_back() {
    for more in [&[][..], &["--poll"]] {
        let root = site();
        let server = Server::start(root.path(), more);
        let text = "They stood side by side.";
        for _ in 0..2 {
            fs::remove_file(root.path().join("site.toml")).expect("a file can be removed");
            // A folder with content alone is a site, too.
            server.shows("/articles/parade/", text);
            assert_eq!(server.get("/briefings/articles/parade/").status, 404);
            put(root.path(), "site.toml", CONFIG);
            server.shows(PAGE, text);
            assert_eq!(server.get("/").header("location"), "/briefings/");
        }
    }
}

#[test]
fn without_the_settings_that_name_its_profile_the_last_site_stands() {
    let root = site();
    let settings = format!("{CONFIG}[profiles.internal]\nmarking = \"TLP:AMBER\"\n");
    put(root.path(), "site.toml", &settings);
    let server = Server::start(root.path(), &["--profile", "internal"]);
    let mut events = server.listen(PAGE);
    let first = events.next();
    fs::remove_file(root.path().join("site.toml")).expect("a file can be removed");
    let stale = events.until(|state| state["stale"] == true);
    assert!(stale["problems"].to_string().contains("there is no profile `internal`"), "{stale}");
    assert_eq!(stale["marks"], first["marks"]);
    put(root.path(), "site.toml", &settings);
    events.until(|state| state["stale"] == false);
}

// ---- times ----

fn seconds(since_1970: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(since_1970)
}

fn set_time(path: &Path, time: SystemTime) {
    let file = File::options().write(true).open(path).expect("a file can be opened");
    file.set_times(FileTimes::new().set_modified(time)).expect("times can be set");
}

/// Other bytes of the same size, and a time.
fn put_at(root: &Path, word: &str, time: SystemTime) {
    put(root, ARTICLE, article(word));
    set_time(&root.join(ARTICLE), time);
}

#[test]
fn content_decides_whatever_the_clock_says() {
    for more in [&[][..], &["--poll"]] {
        let root = site();
        put_at(root.path(), "Word 0.", seconds(1_700_000_000));
        let server = Server::start(root.path(), more);
        let mut events = server.listen(PAGE);
        let mut state = events.next();
        // Back by years, on by years, the same second again.
        for (number, time) in [900_000_000, 4_000_000_000, 900_000_000, 900_000_000].into_iter().enumerate() {
            let word = format!("Word {}.", number + 1);
            put_at(root.path(), &word, seconds(time));
            state = events.until(|next| next["marks"]["page"] != state["marks"]["page"]);
            assert!(server.get(PAGE).text().contains(&word), "{more:?}: {word}");
        }
        // Times alone are no change: the next state is that of the next word.
        for time in [0, 5_000_000_000, 800_000_000] {
            set_time(&root.path().join(ARTICLE), seconds(time));
            set_time(&root.path().join("site.toml"), seconds(time));
        }
        server.get(PAGE);
        let before = state["revision"].as_u64().expect("a number");
        put_at(root.path(), "Word 9.", seconds(700_000_000));
        let next = events.changed(&print(&state));
        assert_eq!(next["revision"], Value::from(before + 1), "{more:?}");
    }
}

// ---- many files ----

#[test]
fn a_switch_of_branches_is_one_rebuild_or_two() {
    let (root, outer) = (site(), tempfile::tempdir().expect("a folder for the test"));
    let text = |number: usize, word: &str| format!("---\ntitle: Number {number}\n---\n{word}\n");
    let path = |number: usize| format!("content/articles/many/{}/a{number}.md", number / 50);
    (0..200).for_each(|number| put(root.path(), &path(number), text(number, "Before.")));
    (100..300).for_each(|number| put(outer.path(), &path(number), text(number, "After.")));
    let server = Server::start(root.path(), &[]);
    let mut events = server.listen("/briefings/articles/a150/");
    let first = events.next();
    // A hundred files go, a hundred are others, a hundred in folders of their own are new.
    for number in 0..300 {
        let (old, new) = (root.path().join(path(number)), outer.path().join(path(number)));
        if number < 200 {
            fs::remove_file(&old).expect("a file can be removed");
        }
        if number >= 100 {
            fs::create_dir_all(old.parent().expect("a file has a folder")).expect("a folder can be made");
            rename(&new, &old);
        }
    }
    for number in [100, 199, 200, 299] {
        server.shows(&format!("/briefings/articles/a{number}/"), "After.");
    }
    assert_eq!(server.get("/briefings/articles/a99/").status, 404);
    // One more state is that of one more file: all others were made by then.
    put(root.path(), ARTICLE, article("Alone."));
    server.shows(PAGE, "Alone.");
    let numbers = |state: &Value| state["revision"].as_u64().expect("a number");
    let last = numbers(&server.listen(PAGE).next());
    assert!((3..=4).contains(&last), "{last} states, the first was {}", numbers(&first));
}
