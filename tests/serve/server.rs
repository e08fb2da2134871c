//! A small site, the program that serves it, and a browser's side of HTTP.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// How long a busy machine may take for anything.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub const CONFIG: &str =
    "title = \"Desk\"\nbase_url = \"https://desk.example/briefings/\"\ndefault_marking = \"TLP:CLEAR\"\n";
pub const ARTICLE: &str = "content/articles/2025-09-03-parade.md";
pub const PAGE: &str = "/briefings/articles/parade/";

pub fn article(text: &str) -> String {
    format!("---\ntitle: Parade\nstatus: draft\n---\n{text}\n")
}

pub fn put(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

pub fn site() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    put(folder.path(), "site.toml", CONFIG);
    put(folder.path(), ARTICLE, article("They stood side by side."));
    folder
}

pub fn program(root: &Path, arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_chancery"));
    program.current_dir(root).args(arguments);
    for variable in ["SOURCE_DATE_EPOCH", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CHANCERY_EDITOR_URL"] {
        program.env_remove(variable);
    }
    program
}

/// A running preview. It ends with the test.
pub struct Server {
    pub child: Child,
    /// Host and port.
    pub host: String,
    /// The path of the front page.
    pub base: String,
    pub out: Receiver<String>,
    pub err: Receiver<String>,
}

pub fn lines(from: impl std::io::Read + Send + 'static) -> Receiver<String> {
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
    pub fn start(root: &Path, more: &[&str]) -> Self {
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

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = self.send(method, path, headers);
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("the server answers");
        Answer::of(&bytes)
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> TcpStream {
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

    pub fn listen(&self, page: &str) -> Events {
        let stream = self.send("GET", &format!("/.chancery/events?page={page}"), &[]);
        Events { lines: BufReader::new(stream) }
    }

    /// Asks until the page shows a text.
    pub fn shows(&self, path: &str, text: &str) -> Answer {
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

pub fn wait_for<T>(lines: &Receiver<String>, wanted: impl Fn(&str) -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let line =
            lines.recv_timeout(deadline.saturating_duration_since(Instant::now())).expect("a line comes");
        if let Some(found) = wanted(&line) {
            return found;
        }
    }
}

pub struct Answer {
    pub status: u16,
    headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn of(bytes: &[u8]) -> Self {
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

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The page without what the preview adds, which must be there.
    pub fn as_built(&self) -> Vec<u8> {
        let text = self.text();
        let start = text.rfind("<script src=\"/.chancery/").expect("the client is in the page");
        let end = start + text[start..].find("</script>").expect("the script ends") + "</script>".len();
        [&text.as_bytes()[..start], &text.as_bytes()[end..]].concat()
    }
}

/// What an open page is told.
pub struct Events {
    pub lines: BufReader<TcpStream>,
}

impl Events {
    pub fn next(&mut self) -> Value {
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

    pub fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
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
    pub fn changed(&mut self, print: &Value) -> Value {
        self.until(|state| state["marks"]["page"] != *print)
    }
}

pub fn print(state: &Value) -> Value {
    state["marks"]["page"].clone()
}
