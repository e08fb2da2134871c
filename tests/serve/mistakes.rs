//! Mistakes of authors, and of those who start the program.

use std::fs;

use serde_json::Value;

use super::server::{ARTICLE, PAGE, Server, article, print, program, put, site, wait_for};

#[test]
fn a_mistake_leaves_the_site_as_it_was_and_is_told() {
    let root = site();
    let server = Server::start(root.path(), &[]);
    let mut events = server.listen(PAGE);
    let first = events.next();
    assert_eq!(first["stale"], false);
    put(root.path(), ARTICLE, article("See [[nobody]] <script>alert(1)</script>."));
    let broken = events.until(|state| state["stale"] == true);
    assert_eq!(broken["marks"], first["marks"]);
    let problem = &broken["problems"][0];
    assert_eq!((&problem["severity"], &problem["code"]), (&"error".into(), &"broken-link".into()));
    assert_eq!(problem["place"], format!("{ARTICLE}:5:7"));
    assert_eq!(problem["excerpt"], serde_json::json!(["See [[", "nobody", "]] <script>alert(1)</script>."]));
    let root_path = fs::canonicalize(root.path()).expect("it is there");
    assert_eq!(problem["href"], format!("vscode://file{}:5:7", root_path.join(ARTICLE).display()));
    assert!(server.get(PAGE).text().contains("They stood side by side."));
    wait_for(&server.err, |line| line.contains("error[broken-link]").then_some(()));
    let line = wait_for(&server.out, |line| line.contains(ARTICLE).then(|| line.to_owned()));
    assert!(line.contains("1 error") && line.contains("shown as it was before"), "{line}");

    put(root.path(), ARTICLE, article("Mended."));
    let mended = events.changed(&print(&first));
    assert_eq!(mended["stale"], false);
    assert!(server.get(PAGE).text().contains("Mended."));
}

#[test]
fn a_site_with_mistakes_from_the_beginning_is_served_once_they_are_mended() {
    let root = site();
    put(root.path(), ARTICLE, article("See [[nobody]]."));
    let server = Server::start(root.path(), &["--editor-url", "none"]);
    let mut events = server.listen("/briefings/");
    let first = events.next();
    assert_eq!((&first["stale"], &first["problems"][0]["href"]), (&Value::Bool(true), &Value::Null));
    let answer = server.get("/any/path");
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("Nothing to show yet") && answer.text().contains("/.chancery/preview.js"));
    put(root.path(), ARTICLE, article("Mended."));
    events.until(|state| state["stale"] == false);
    server.shows(PAGE, "Mended.");
}

#[test]
fn unreadable_settings_are_told_as_build_tells_them() {
    let root = site();
    put(root.path(), "site.toml", "title = Desk\n");
    let ran = program(root.path(), &["serve", "--port", "0"]).output().expect("the program can be started");
    let told = String::from_utf8_lossy(&ran.stderr);
    assert_eq!((ran.status.code(), ran.stdout.len()), (Some(2), 0));
    assert!(told.contains("error[invalid-toml]") && told.contains("1 error"), "{told}");
}

#[test]
fn what_cannot_run_says_why() {
    let root = site();
    let cases: [(&[&str], &str); 6] = [
        (&["--profile", "internal"], "there is no profile `internal`"),
        (&["--now", "soon"], "--now"),
        (&["--bind", "nowhere"], "--bind"),
        (&["--bind", "192.0.2.1"], "cannot listen on 192.0.2.1"),
        (&["--editor-url", "javascript:alert('{path}')"], "--editor-url"),
        (&["--editor-url", "vscode://file/"], "--editor-url"),
    ];
    for (arguments, words) in cases {
        let ran = program(root.path(), &[&["serve", "--port", "0"], arguments].concat())
            .output()
            .expect("the program can be started");
        let told = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains(words), "{arguments:?}: {told}");
    }
}
