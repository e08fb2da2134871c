//! Pictures and other files from build to build: what is published of them, and when it is made again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

const SITE: &str =
    "title = \"Desk\"\nbase_url = \"https://desk.example/\"\ndefault_marking = \"TLP:CLEAR\"\n";
const ARTICLE: &str = "---\ntitle: Parade\n---\n![The rostrum](rostrum.jpg) and [the same](rostrum.jpg), and ![a plan](/plan.jpg).\n";

fn sound(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/pictures/input/content/articles");
    fs::read(folder.join(name)).expect("the picture is there")
}

/// A folder with an article that shows one picture from beside it and one from `static/`, which is the same.
fn site() -> TempDir {
    let root = tempfile::tempdir().expect("a folder for the test");
    put(root.path(), "site.toml", SITE.as_bytes());
    put(root.path(), "content/articles/2025-09-03-parade.md", ARTICLE.as_bytes());
    put(root.path(), "content/articles/rostrum.jpg", &sound("rotated.jpg"));
    put(root.path(), "static/plan.jpg", &sound("rotated.jpg"));
    root
}

fn put(root: &Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(path, bytes).expect("a file can be written");
}

/// Builds, and tells what was said.
fn build(root: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(["build", "--verbose", "--now", "2025-10-01", "--root"])
        .arg(root)
        .output()
        .expect("the program can be started");
    let said =
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    said
}

fn published(root: &Path) -> PathBuf {
    root.join("public/articles/rostrum.jpg")
}

fn page(root: &Path) -> String {
    fs::read_to_string(root.join("public/articles/parade/index.html")).expect("the article has a page")
}

fn has_canary(bytes: &[u8]) -> bool {
    bytes.windows(6).any(|window| window == b"CANARY")
}

#[test]
fn pictures_from_content_are_cleaned_and_those_of_static_are_not() {
    let root = site();
    build(root.path());
    let cleaned = fs::read(published(root.path())).expect("the picture is published");
    assert!(has_canary(&sound("rotated.jpg")) && !has_canary(&cleaned));
    let copied = fs::read(root.path().join("public/plan.jpg")).expect("what is in static/ is published");
    assert_eq!(copied, sound("rotated.jpg"));
}

#[test]
fn a_picture_that_becomes_unreadable_goes_and_comes_back() {
    let root = site();
    assert!(!build(root.path()).contains("unreadable-picture"));
    let shown = page(root.path());
    assert!(shown.contains("rostrum.jpg"));

    put(root.path(), "content/articles/rostrum.jpg", &sound("rotated.jpg")[..300]);
    let said = build(root.path());
    assert_eq!(said.matches("warning[unreadable-picture]").count(), 2, "one a reference: {said}");
    assert!(!published(root.path()).exists() && !page(root.path()).contains("rostrum.jpg"));
    assert!(page(root.path()).contains("The rostrum and the same"));
    // Nothing has changed, and it is said again.
    assert_eq!(build(root.path()).matches("warning[unreadable-picture]").count(), 2);

    put(root.path(), "content/articles/rostrum.jpg", &sound("rotated.jpg"));
    assert!(!build(root.path()).contains("unreadable-picture"));
    assert!(published(root.path()).exists());
    assert_eq!(page(root.path()), shown);
}

#[test]
fn what_is_hidden_changes_nothing() {
    let root = site();
    build(root.path());
    let modified =
        |path: &Path| fs::metadata(path).and_then(|found| found.modified()).expect("the file is there");
    let before = (fs::read(published(root.path())).ok(), modified(&published(root.path())));
    let mut other = sound("rotated.jpg");
    other.extend_from_slice(b"more behind the end");
    put(root.path(), "content/articles/rostrum.jpg", &other);
    build(root.path());
    assert_eq!((fs::read(published(root.path())).ok(), modified(&published(root.path()))), before);
}

#[test]
fn a_picture_is_known_by_its_bytes_whatever_it_is_called() {
    let root = site();
    put(
        root.path(),
        "content/articles/2025-09-03-parade.md",
        b"---\ntitle: Parade\n---\n[The rostrum](rostrum.orig)\n",
    );
    put(root.path(), "content/articles/rostrum.orig", &sound("rotated.jpg"));
    build(root.path());
    assert!(!has_canary(
        &fs::read(root.path().join("public/articles/rostrum.orig")).expect("it is published")
    ));
    assert!(!published(root.path()).exists(), "nothing refers to it any more");
}
