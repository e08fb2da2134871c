//! The live preview as a browser and an editor meet it: the program runs, files are saved, HTTP is spoken.
//!
//! Nothing here waits for a time: it waits for what is to happen, and gives up after far longer than that takes anywhere.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use common::{files_below, manifest, sites};
use serde_json::Value;
use tempfile::TempDir;

/// How long a busy machine may take for anything.
const PATIENCE: Duration = Duration::from_secs(60);

const CONFIG: &str =
    "title = \"Desk\"\nbase_url = \"https://desk.example/briefings/\"\ndefault_marking = \"TLP:CLEAR\"\n";
const ARTICLE: &str = "content/articles/2025-09-03-parade.md";
const PAGE: &str = "/briefings/articles/parade/";

fn article(text: &str) -> String {
    format!("---\ntitle: Parade\nstatus: draft\n---\n{text}\n")
}

fn put(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

fn site() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    put(folder.path(), "site.toml", CONFIG);
    put(folder.path(), ARTICLE, article("They stood side by side."));
    folder
}

fn program(root: &Path, arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_chancery"));
    program.current_dir(root).args(arguments);
    for variable in ["SOURCE_DATE_EPOCH", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CHANCERY_EDITOR_URL"] {
        program.env_remove(variable);
    }
    program
}

/// A running preview. It ends with the test.
struct Server {
    child: Child,
    /// Host and port.
    host: String,
    /// The path of the front page.
    base: String,
    out: Receiver<String>,
    err: Receiver<String>,
}

fn lines(from: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

impl Server {
    fn start(root: &Path, more: &[&str]) -> Self {
        let mut child = program(root, &[&["serve", "--port", "0"], more].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        let out = lines(child.stdout.take().expect("it was asked for"));
        let err = lines(child.stderr.take().expect("it was asked for"));
        let address = wait_for(&out, |line| {
            line.strip_prefix("serving http://").and_then(|rest| rest.split(';').next()).map(str::to_owned)
        });
        let (host, base) = address.split_at(address.find('/').expect("an address has a path"));
        Server { child, host: host.to_owned(), base: base.to_owned(), out, err }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = self.send(method, path, headers);
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("the server answers");
        Answer::of(&bytes)
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> TcpStream {
        let mut stream = TcpStream::connect(&self.host).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit can be set");
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request.push_str(&format!("Host: {}\r\n", self.host));
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(format!("{request}\r\n").as_bytes()).expect("the server listens");
        stream
    }

    fn listen(&self, page: &str) -> Events {
        let stream = self.send("GET", &format!("/.chancery/events?page={page}"), &[]);
        Events { lines: BufReader::new(stream) }
    }

    /// Asks until the page shows a text.
    fn shows(&self, path: &str, text: &str) -> Answer {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = self.get(path);
            if answer.text().contains(text) {
                return answer;
            }
            assert!(Instant::now() < deadline, "{path} never shows `{text}` but {}", answer.text());
            thread::yield_now();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn wait_for<T>(lines: &Receiver<String>, wanted: impl Fn(&str) -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let line =
            lines.recv_timeout(deadline.saturating_duration_since(Instant::now())).expect("a line comes");
        if let Some(found) = wanted(&line) {
            return found;
        }
    }
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn of(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("headers end");
        let head = String::from_utf8_lossy(&bytes[..end]);
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status line");
        let headers = lines.filter_map(|line| line.split_once(": "));
        Answer {
            status: status.parse().expect("a status is a number"),
            headers: headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The page without what the preview adds, which must be there.
    fn as_built(&self) -> Vec<u8> {
        let text = self.text();
        let start = text.rfind("<script src=\"/.chancery/").expect("the client is in the page");
        let end = start + text[start..].find("</script>").expect("the script ends") + "</script>".len();
        [&text.as_bytes()[..start], &text.as_bytes()[end..]].concat()
    }
}

/// What an open page is told.
struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    fn next(&mut self) -> Value {
        let mut line = String::new();
        loop {
            line.clear();
            let read = self.lines.read_line(&mut line).expect("the server tells what happens");
            assert!(read > 0, "the server ends the stream");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).expect("an event is JSON");
            }
        }
    }

    fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let state = self.next();
            if wanted(&state) {
                return state;
            }
            assert!(Instant::now() < deadline, "it never comes; last is {state}");
        }
    }

    /// The states up to one whose page differs from the given print.
    fn changed(&mut self, print: &Value) -> Value {
        self.until(|state| state["marks"]["page"] != *print)
    }
}

fn print(state: &Value) -> Value {
    state["marks"]["page"].clone()
}

// ---- pages and files ----

#[test]
fn pages_and_files_are_served_as_a_host_would() {
    let root = site();
    put(root.path(), "static/data.bin", [0u8, 1, 2, 255]);
    let server = Server::start(root.path(), &[]);
    assert_eq!(server.base, "/briefings/");
    let types = [
        ("/briefings/", 200, "text/html; charset=utf-8"),
        (PAGE, 200, "text/html; charset=utf-8"),
        ("/briefings/articles/parade/index.html", 200, "text/html; charset=utf-8"),
        ("/briefings/theme/style.css", 200, "text/css; charset=utf-8"),
        ("/briefings/theme/style.css?x=1", 200, "text/css; charset=utf-8"),
        ("/briefings/favicon.svg", 200, "image/svg+xml"),
        ("/briefings/feed.xml", 200, "application/xml; charset=utf-8"),
        ("/briefings/feed.json", 200, "application/json"),
        ("/briefings/robots.txt", 200, "text/plain; charset=utf-8"),
        ("/briefings/data.bin", 200, "application/octet-stream"),
        ("/.chancery/preview.js", 200, "text/javascript; charset=utf-8"),
        ("/.chancery/preview.css", 200, "text/css; charset=utf-8"),
        ("/briefings/no/such/page/", 404, "text/html; charset=utf-8"),
        ("/elsewhere", 404, "text/html; charset=utf-8"),
        ("/.chancery/other", 404, "text/html; charset=utf-8"),
    ];
    for (path, status, sort) in types {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (status, sort), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        let head = server.ask("HEAD", path, &[]);
        assert_eq!((head.status, head.body.len()), (status, 0), "{path}");
        assert_eq!(head.header("content-length"), answer.body.len().to_string(), "{path}");
        if status == 200 {
            let tag = answer.header("etag");
            let again = server.ask("GET", path, &[("If-None-Match", tag)]);
            assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag), "{path}");
            let other = server.ask("GET", path, &[("If-None-Match", "\"other\"")]);
            assert_eq!((other.status, other.body), (200, answer.body), "{path}");
        }
    }
    assert!(server.get("/nowhere").text().contains("Page not found"));
    for (path, to) in [
        ("/", "/briefings/"),
        ("/briefings", "/briefings/"),
        ("/briefings/articles?a=b", "/briefings/articles/?a=b"),
    ] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("location")), (302, to), "{path}");
    }
    let part = server.ask("GET", "/briefings/data.bin", &[("Range", "bytes=1-2")]);
    assert_eq!(
        (part.status, part.header("content-range"), &part.body[..]),
        (206, "bytes 1-2/4", &[1, 2][..])
    );
    let post = server.ask("POST", PAGE, &[("Content-Length", "0")]);
    assert_eq!((post.status, post.header("allow")), (405, "GET, HEAD"));
}

#[test]
fn nothing_but_the_site_can_be_read() {
    let root = site();
    put(root.path(), "secret.txt", "secret");
    let server = Server::start(root.path(), &[]);
    for path in [
        "/briefings/../secret.txt",
        "/../../../../../../etc/passwd",
        "/briefings/%2e%2e/secret.txt",
        "/briefings/..%2fsecret.txt",
        "/briefings/%2e%2e%2fsecret.txt",
        "/briefings/..%5csecret.txt",
        "/briefings/content/articles/2025-09-03-parade.md",
        "/briefings/site.toml",
        "//briefings/",
        "/briefings//articles/",
        "/briefings/index.html%00",
        "/briefings/%ff",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("secret"), "{path}");
    }
}

#[test]
fn other_sites_cannot_read_the_preview() {
    let root = site();
    let server = Server::start(root.path(), &["--allow-host", "desk.example"]);
    let port = server.host.rsplit(':').next().expect("there is a port").to_owned();
    let status = |headers: &[(&str, &str)]| server.ask("GET", "/briefings/robots.txt", headers).status;
    for host in
        [format!("localhost:{port}"), format!("[::1]:{port}"), "127.0.0.1".into(), "desk.example".into()]
    {
        assert_eq!(status(&[("Host", &host)]), 200, "{host}");
    }
    assert_eq!(status(&[("Host", "evil.example")]), 421);
    assert_eq!(status(&[("Host", "")]), 400);
    let refused = server.ask("GET", "/.chancery/events?page=/", &[("Host", "evil.example")]);
    assert!(refused.text().contains("--allow-host evil.example"), "{}", refused.text());
    assert_eq!(
        server.ask("GET", "/.chancery/events?page=/", &[("Origin", "http://evil.example")]).status,
        403
    );
    let foreign = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")];
    assert_eq!(status(&foreign), 403);
    let answer = server.get("/briefings/robots.txt");
    assert_eq!(answer.header("access-control-allow-origin"), "");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
}

/// Every file of a site from the server, against what `build` makes of it.
fn compare_with_build(name: &str, root: &Path, now: &str) {
    let built = tempfile::tempdir().expect("a folder for the test");
    let output = built.path().join("out");
    let ran = program(root, &["build", "--drafts", "--now", now, "--output"])
        .arg(&output)
        .output()
        .expect("the program can be started");
    assert!(ran.status.success(), "{name}: {}", String::from_utf8_lossy(&ran.stderr));
    let before: BTreeSet<String> = files_below(root).into_iter().collect();
    let server = Server::start(root, &["--now", now]);
    for path in files_below(&output).iter().filter(|path| *path != ".chancery") {
        let bytes = fs::read(output.join(path)).expect("the file can be read");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("/.chancery/") && !text.contains("preview.js"), "{name}: {path}");
        let url: Vec<String> = path.split('/').map(encoded).collect();
        let answer = server.get(&format!("{}{}", server.base, url.join("/")));
        let served = if path.ends_with(".html") { answer.as_built() } else { answer.body };
        assert!(
            (answer.status, &served) == (200, &bytes),
            "{name}: {path} differs, status {}",
            answer.status
        );
    }
    let after: BTreeSet<String> = files_below(root).into_iter().collect();
    assert_eq!(before, after, "{name}: serving writes nothing");
}

fn encoded(part: &str) -> String {
    percent_encoding::utf8_percent_encode(part, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn copy(from: &Path, to: &Path) {
    for path in files_below(from) {
        put(to, &path, fs::read(from.join(&path)).expect("the file can be read"));
    }
}

#[test]
fn what_is_served_is_what_is_built() {
    for name in
        ["seed-as-text", "links-as-files", "names-and-scripts", "embargo", "front-page-text", "markings"]
    {
        let (_, folder) = sites().into_iter().find(|(site, _)| site == name).expect("there is such a case");
        let root = tempfile::tempdir().expect("a folder for the test");
        copy(&folder.join("input"), root.path());
        let now = fs::read_to_string(folder.join("now")).unwrap_or_else(|_| common::NOW.to_owned());
        compare_with_build(name, root.path(), now.trim());
    }
}

#[test]
fn the_demo_is_served_as_it_is_built() {
    let root = tempfile::tempdir().expect("a folder for the test");
    for folder in ["content", "static", "templates"] {
        copy(&manifest(folder), &root.path().join(folder));
    }
    fs::copy(manifest("site.toml"), root.path().join("site.toml")).expect("a file can be copied");
    compare_with_build("the demo", root.path(), "2026-01-01");
}

// ---- saving ----

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

// ---- mistakes ----

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

// ---- ports and ends ----

#[test]
fn a_port_that_was_asked_for_has_to_be_free() {
    let root = site();
    let server = Server::start(root.path(), &[]);
    let port = server.host.rsplit(':').next().expect("there is a port");
    let ran = program(root.path(), &["serve", "--port", port]).output().expect("the program can be started");
    let told = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(2), "{told}");
    assert!(told.contains(port) && told.contains("--port 0"), "{told}");
}

#[test]
fn the_default_port_gives_way() {
    let root = site();
    // Taken by this test, or by another program already.
    let taken = std::net::TcpListener::bind("127.0.0.1:1111");
    let mut child = program(root.path(), &["serve"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    let out = lines(child.stdout.take().expect("it was asked for"));
    let port = wait_for(&out, |line| {
        let rest = line.strip_prefix("serving http://127.0.0.1:")?;
        rest.split('/').next().and_then(|port| port.parse::<u16>().ok())
    });
    child.kill().and_then(|()| child.wait()).expect("it can be ended");
    drop(taken);
    assert!((1112..=1131).contains(&port), "{port}");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_though_pages_listen() {
    for signal in ["INT", "TERM"] {
        let root = site();
        let mut server = Server::start(root.path(), &[]);
        let mut events = server.listen(PAGE);
        events.next();
        let ran = Command::new("kill").args([&format!("-{signal}"), &server.child.id().to_string()]).status();
        assert!(ran.expect("kill can be started").success());
        // The stream ends with the program, long before the patience of this test.
        let mut rest = Vec::new();
        let _ = events.lines.read_to_end(&mut rest);
        let status = server.child.wait().expect("it ends");
        assert_eq!(status.code(), Some(0), "{signal}");
    }
}

#[test]
fn who_listens_to_all_is_warned() {
    let root = site();
    let server = Server::start(root.path(), &["--bind", "0.0.0.0"]);
    assert!(server.host.starts_with("localhost:"));
    wait_for(&server.err, |line| (line.contains("warning") && line.contains("drafts")).then_some(()));
}
