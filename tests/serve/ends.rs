//! Ports, signals and listeners.

use std::io::Read as _;
use std::process::{Command, Stdio};

use super::server::{PAGE, Server, lines, program, site, wait_for};

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
