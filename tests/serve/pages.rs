//! What is served, and to whom.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::common::{NOW, files_below, manifest, sites};
use super::server::{PAGE, Server, program, put, site};

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
        let now = fs::read_to_string(folder.join("now")).unwrap_or_else(|_| NOW.to_owned());
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
