//! Verdicts on a server of our own: names lead to it by a look-up of the test, and the internet is not needed.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Barrier, Mutex};

use super::*;
use crate::external::address::Lost;

/// What the server does with a request: the host, the method and the path to an answer; None for silence.
type Handler = dyn Fn(&str, &str, &str) -> Option<String> + Send + Sync;

/// A server that notes what it was asked.
struct Server {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
    busy: Arc<Mutex<Busy>>,
}

/// How many requests of each host, and in all, were being answered at the same time at most.
#[derive(Default)]
struct Busy {
    now: BTreeMap<String, usize>,
    most_of_a_host: usize,
    most: usize,
}

impl Busy {
    fn begin(&mut self, host: &str) {
        *self.now.entry(host.to_owned()).or_default() += 1;
        self.most_of_a_host = self.most_of_a_host.max(self.now[host]);
        self.most = self.most.max(self.now.values().sum());
    }

    fn end(&mut self, host: &str) {
        *self.now.entry(host.to_owned()).or_default() -= 1;
    }
}

impl Server {
    fn start(handler: impl Fn(&str, &str, &str) -> Option<String> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let server = Server { address, heard: Arc::default(), busy: Arc::default() };
        let (heard, busy) = (Arc::clone(&server.heard), Arc::clone(&server.busy));
        let handler: Arc<Handler> = Arc::new(handler);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (handler, heard, busy) = (Arc::clone(&handler), Arc::clone(&heard), Arc::clone(&busy));
                thread::spawn(move || serve(stream, &*handler, &heard, &busy));
            }
        });
        server
    }

    /// Names ending in `.test` lead to the server, `private.example` to a router, all others nowhere.
    fn settings(&self, hosts: &[&str]) -> Settings {
        let address = self.address;
        let lookup = move |host: &str, _: u16| match host {
            "private.example" => Ok(vec![SocketAddr::from(([192, 168, 0, 1], 80))]),
            "silent.example" => Err(Lost::NoAnswer),
            host if host.ends_with(".test") => Ok(vec![address]),
            _ => Err(Lost::NoSuchHost),
        };
        Settings {
            pause: Duration::ZERO,
            timeout: Duration::from_secs(30),
            allowed: hosts.iter().map(|host| (*host).to_owned()).collect(),
            lookup: Arc::new(lookup),
            ..Settings::default()
        }
    }

    /// All requests in order.
    fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("no thread panics with it").clone()
    }
}

fn serve(stream: TcpStream, handler: &Handler, heard: &Mutex<Vec<String>>, busy: &Mutex<Busy>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines().map_while(Result::ok);
    let first = lines.next()?;
    let headers: Vec<String> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
    let value = |name: &str| {
        let found = headers
            .iter()
            .find_map(|line| line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)));
        found.map(|(_, value)| value.to_owned()).unwrap_or_default()
    };
    let host = value("host");
    let (method, path) = first.split_once(' ')?;
    let path = path.split(' ').next()?;
    busy.lock().expect("no thread panics with it").begin(&host);
    let others = ["cookie", "authorization", "referer"].map(value).concat();
    heard
        .lock()
        .expect("no thread panics with it")
        .push(format!("{method} {host}{path} {}{others}", value("user-agent")));
    let answer = handler(&host, method, path);
    busy.lock().expect("no thread panics with it").end(&host);
    match answer {
        Some(answer) => {
            let mut stream = stream;
            stream.write_all(answer.as_bytes()).ok()
        }
        // Silence: the connection stays open until the other side has had enough.
        None => lines.next().map(drop),
    }
}

fn status(status: u16) -> Option<String> {
    Some(format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\nSet-Cookie: a=b\r\nConnection: close\r\n\r\n"))
}

fn to(status: u16, location: &str) -> Option<String> {
    Some(format!(
        "HTTP/1.1 {status} x\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    ))
}

fn urls(list: &[&str]) -> Vec<Url> {
    list.iter().map(|url| asked(url).expect("it can be asked for")).collect()
}

fn look_at(list: &[&str], settings: &Settings) -> Vec<Verdict> {
    look(&urls(list), settings, |_, _| {})
}

fn answers(moved: Option<&str>) -> Verdict {
    Verdict::Answers { moved: moved.map(str::to_owned) }
}

/// Answers with the status that the path is.
fn echo(_: &str, _: &str, path: &str) -> Option<String> {
    status(path.trim_matches('/').parse().unwrap_or(200))
}

#[test]
fn what_a_status_means() {
    let server = Server::start(echo);
    let settings = server.settings(&["a.test"]);
    let cases = [
        (200, answers(None)),
        (204, answers(None)),
        (304, Verdict::Unknown(Doubt::Status(304))),
        (401, Verdict::Unknown(Doubt::Status(401))),
        (403, Verdict::Unknown(Doubt::Status(403))),
        (404, Verdict::Dead(Dead::Status(404))),
        (405, Verdict::Unknown(Doubt::Status(405))),
        (410, Verdict::Dead(Dead::Status(410))),
        (500, Verdict::Unknown(Doubt::Status(500))),
        (503, Verdict::Unknown(Doubt::Status(503))),
    ];
    for (status, expected) in cases {
        assert_eq!(look_at(&[&format!("http://a.test/{status}")], &settings), [expected], "{status}");
    }
}

#[test]
fn heads_are_asked_for_and_pages_where_they_are_refused() {
    let server = Server::start(|_, method, path| match (method, path) {
        ("HEAD", "/405") => status(405),
        ("HEAD", "/501") => status(501),
        // Some servers know nothing of heads, and say so in their own way.
        ("HEAD", "/404") => status(404),
        ("HEAD", "/break") => Some(String::new()),
        _ => status(200),
    });
    for path in ["405", "501", "404", "break"] {
        let url = format!("http://a.test/{path}");
        assert_eq!(look_at(&[&url], &server.settings(&["a.test"])), [answers(None)], "{path}");
    }
    look_at(&["http://user:secret@a.test/plain#part"], &server.settings(&["a.test"]));
    let agent = concat!("chancery/", env!("CARGO_PKG_VERSION"), " (link check)");
    let heard = server.heard();
    assert_eq!(heard[..2], [format!("HEAD a.test/405 {agent}"), format!("GET a.test/405 {agent}")]);
    assert_eq!(heard[8..], [format!("HEAD a.test/plain {agent}")]);
}

#[test]
fn redirects_tell_where_a_page_has_moved_for_good() {
    let server = Server::start(|host, _, path| match (host, path) {
        ("a.test", "/301") => to(301, "/new"),
        ("a.test", "/308") => to(308, "http://b.test/new?q=1#part"),
        ("a.test", "/302") => to(302, "/new"),
        ("a.test", "/mixed") => to(301, "/302"),
        ("a.test", "/late") => to(302, "/301"),
        ("a.test", "/dead") => to(301, "/gone"),
        ("a.test", "/gone") => status(404),
        ("a.test", "/loop") => to(301, "/loop"),
        ("a.test", "/nowhere") => status(301),
        ("a.test", "/mail") => to(301, "mailto:desk@a.test"),
        _ => status(200),
    });
    let cases = [
        ("301", answers(Some("http://a.test/new"))),
        ("308", answers(Some("http://b.test/new?q=1"))),
        ("302", answers(None)),
        ("mixed", answers(Some("http://a.test/302"))),
        ("late", answers(None)),
        ("dead", Verdict::Dead(Dead::Status(404))),
        ("loop", Verdict::Unknown(Doubt::TooManyRedirects)),
        ("nowhere", Verdict::Unknown(Doubt::Status(301))),
        ("mail", Verdict::NotAsked(Reason::Foreign)),
    ];
    for (path, expected) in cases {
        let found = look_at(&[&format!("http://a.test/{path}")], &server.settings(&["a.test", "b.test"]));
        assert_eq!(found, [expected], "{path}");
    }
    let followed = server.heard().iter().filter(|line| line.contains("/loop")).count();
    assert_eq!(followed, 6);
}

#[test]
fn private_addresses_are_not_asked_and_not_followed() {
    let server = Server::start(|_, _, path| match path {
        "/name" => to(302, "http://other.test/secret"),
        "/number" => to(301, "http://2130706433/secret"),
        "/v6" => to(301, "http://[::1]/secret"),
        "/local" => to(307, "http://printer.local/secret"),
        _ => status(200),
    });
    let port = server.address.port();
    let list = [
        "http://private.example/".to_owned(),
        "http://other.test/".to_owned(),
        format!("http://127.0.0.1:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://0x7f.1:{port}/"),
        "http://a.test/name".to_owned(),
        "http://a.test/number".to_owned(),
        "http://a.test/v6".to_owned(),
        "http://a.test/local".to_owned(),
    ];
    let list: Vec<&str> = list.iter().map(String::as_str).collect();
    let mut settings = server.settings(&["a.test"]);
    let names = Arc::clone(&settings.lookup);
    settings.lookup = Arc::new(move |host, port| match host.trim_matches(['[', ']']).parse() {
        Ok(address) => Ok(vec![SocketAddr::new(address, port)]),
        Err(_) => names(host, port),
    });
    assert_eq!(look_at(&list, &settings), vec![Verdict::NotAsked(Reason::Private); list.len()]);
    assert!(server.heard().iter().all(|line| line.contains(" a.test/")), "{:?}", server.heard());
    settings.allowed.push("127.0.0.1".to_owned());
    assert_eq!(look_at(&[list[2]], &settings), [answers(None)]);
}

#[test]
fn names_that_lead_nowhere_are_dead_unless_nothing_is_reached() {
    let server = Server::start(echo);
    let settings = server.settings(&["a.test"]);
    let lost = ["http://one.example/", "http://two.example/", "http://three.example/"];
    let dead = Verdict::Dead(Dead::NoSuchHost);
    assert_eq!(look_at(&lost[..2], &settings), [dead.clone(), dead.clone()]);
    assert_eq!(look_at(&lost, &settings), vec![Verdict::Unknown(Doubt::Offline); 3]);
    let with_one = [lost.as_slice(), &["http://a.test/"]].concat();
    assert_eq!(look_at(&with_one, &settings), [dead.clone(), dead.clone(), dead, answers(None)]);
    assert_eq!(look_at(&["http://silent.example/"], &settings), [Verdict::Unknown(Doubt::NoConnection)]);
}

#[test]
fn a_server_that_wants_a_rest_is_left_alone() {
    let server = Server::start(|_, _, path| match path {
        "/429" => Some("HTTP/1.1 429 x\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n".to_owned()),
        _ => status(200),
    });
    let list = ["http://a.test/429", "http://a.test/1", "http://a.test/2", "http://b.test/"];
    let found = look_at(&list, &server.settings(&["a.test", "b.test"]));
    let left = Verdict::Unknown(Doubt::LeftAlone);
    assert_eq!(found, [Verdict::Unknown(Doubt::Status(429)), left.clone(), left, answers(None)]);
    assert_eq!(server.heard().len(), 2);
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    let server = Server::start(|host, _, _| if host == "a.test" { None } else { status(200) });
    let settings =
        Settings { timeout: Duration::from_millis(200), patience: 2, ..server.settings(&["a.test"]) };
    let list = ["http://a.test/1", "http://a.test/2", "http://a.test/3", "http://a.test/4"];
    let (late, left) = (Verdict::Unknown(Doubt::NoTime), Verdict::Unknown(Doubt::LeftAlone));
    assert_eq!(look_at(&list, &settings), [late.clone(), late, left.clone(), left]);
}

#[test]
fn answers_without_an_end_and_without_sense_are_bounded() {
    let server = Server::start(|_, _, path| match path {
        "/garbage" => Some("SSH-2.0-x\r\n\r\n".to_owned()),
        "/headers" => Some(format!("HTTP/1.1 200 x\r\n{}\r\n", "X: yyyyyyyyyyyyyyyy\r\n".repeat(20_000))),
        // The length that is promised never comes, and nobody waits for it.
        _ => Some("HTTP/1.1 200 x\r\nContent-Length: 99999999999\r\n\r\nx".to_owned()),
    });
    let settings = server.settings(&["a.test"]);
    assert_eq!(look_at(&["http://a.test/garbage"], &settings), [Verdict::Unknown(Doubt::Garbled)]);
    assert_eq!(look_at(&["http://a.test/headers"], &settings), [Verdict::Unknown(Doubt::Garbled)]);
    assert_eq!(look_at(&["http://a.test/long"], &settings), [answers(None)]);
}

#[test]
fn as_many_are_asked_at_once_as_said_and_each_server_once() {
    // Nobody is answered before three are asking: with less in parallel this would never end.
    let together = Barrier::new(3);
    let server = Server::start(move |_, _, _| {
        together.wait();
        status(200)
    });
    let hosts = ["a.test", "b.test", "c.test"];
    let list: Vec<String> =
        (0..5).flat_map(|page| hosts.map(|host| format!("http://{host}/{page}"))).collect();
    let list: Vec<&str> = list.iter().map(String::as_str).collect();
    let settings = Settings { at_once: 3, ..server.settings(&hosts) };
    assert_eq!(look_at(&list, &settings), vec![answers(None); list.len()]);
    let busy = server.busy.lock().expect("no thread panics with it");
    assert_eq!((busy.most, busy.most_of_a_host), (3, 1));
}

#[test]
fn a_lot_of_links_is_asked_for_a_few_at_a_time() {
    let server = Server::start(echo);
    let hosts: Vec<String> = (0..50).map(|number| format!("h{number}.test")).collect();
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    let list: Vec<String> =
        (0..40).flat_map(|page| hosts.iter().map(move |host| format!("http://{host}/p{page}"))).collect();
    let list: Vec<&str> = list.iter().map(String::as_str).collect();
    let mut heard = 0;
    let verdicts = look(&urls(&list), &server.settings(&hosts), |_, _| heard += 1);
    assert_eq!((heard, verdicts), (list.len(), vec![answers(None); list.len()]));
    let busy = server.busy.lock().expect("no thread panics with it");
    assert!(busy.most <= 16 && busy.most_of_a_host == 1, "{}, {}", busy.most, busy.most_of_a_host);
}

#[test]
fn only_the_web_is_asked() {
    for address in ["mailto:a@b.example", "ftp://a.example/", "https://", "a/b", "javascript:x", ""] {
        assert_eq!(asked(address), None, "{address}");
    }
    let shown = asked(" HTTPS://u:p@Bücher.example:443/a b?c#d ").map(String::from);
    assert_eq!(shown.as_deref(), Some("https://xn--bcher-kva.example/a%20b?c"));
}
