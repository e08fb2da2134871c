//! The live preview: a site from memory, followed while it is written.
//!
//! In: a [`Live`] site, where to listen, and somebody to tell what happens. Out: HTTP, until the program is asked to end.
//! Three parts share nothing but the current [`Revision`]: a thread that waits for changes and makes the next state, a
//! server that answers from the current one, and the script in every page that compares the two. It does not know how a
//! state is made, and writes no file.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::serve::ListenerExt as _;
use jiff::Timestamp;
use tokio::net::TcpListener as AsyncListener;
use tokio::sync::watch;

use crate::live::{Changed, Live, Refusal, Revision};

mod address;
mod batch;
mod events;
mod host;
mod http;
mod media;
mod page;
mod scan;
mod watching;

use events::Places;
use host::Hosts;
use watching::Watcher;

/// The port where none is asked for.
pub const PORT: u16 = 1111;

/// Ports tried after that one.
const NEXT: u16 = 20;

/// Where to listen, and to whom.
pub struct Settings {
    pub root: PathBuf,
    pub bind: IpAddr,
    pub allow_hosts: Vec<String>,
    /// Looks at the files from time to time instead of having changes told.
    pub poll: bool,
    /// The address that opens a place in an editor, with `{path}`, `{line}` and `{column}`.
    pub editor: Option<String>,
}

/// What happens, for whoever watches.
pub enum News<'a> {
    /// The address of the front page.
    Listening(&'a str),
    /// The first state.
    First(&'a Revision),
    /// The next state, what changed for it, and how long it took.
    Next(&'a Revision, &'a Changed, Duration),
    Warning(&'a str),
}

/// Takes a port. One that was asked for must be free, and zero is any that is; else it is the first free one from [`PORT`].
pub fn listen(bind: IpAddr, port: Option<u16>) -> io::Result<TcpListener> {
    let ports = port.map_or(PORT..=PORT + NEXT, |port| port..=port);
    let mut last = None;
    for port in ports {
        match TcpListener::bind(SocketAddr::new(bind, port)) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = Some(error),
            done => return done,
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// Serves a site until the program is asked to end. `open` makes the first state, after watching has begun: a change that
/// comes meanwhile is found by content.
pub fn run(
    settings: Settings,
    listener: TcpListener,
    open: impl FnOnce() -> Result<Live, Refusal>,
    tell: impl Fn(News<'_>) + Send + 'static,
) -> Result<(), Refusal> {
    let mut watcher = Watcher::start(&settings.root, settings.poll);
    let live = open()?;
    let failed = |error: io::Error| Refusal::Failure(format!("cannot serve: {error}"));
    let address = listener.local_addr().map_err(failed)?;
    let first = live.current();
    tell(News::First(&first));
    tell(News::Listening(&format!("http://{}{}", host_of(address), first.base_path())));
    if let Some(warning) = open_to_others(address.ip()) {
        tell(News::Warning(&warning));
    }
    let (sender, revisions) = watch::channel(first);
    let shared = http::Shared {
        revisions,
        hosts: Hosts::new(settings.bind, &settings.allow_hosts),
        instance: instance().into(),
        places: Places { root: absolute(&settings.root).into(), editor: settings.editor },
    };
    thread::spawn(move || follow(live, &mut watcher, &sender, &tell));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    // Whatever is still open, such as pages that listen, ends with the runtime.
    runtime.block_on(serve(listener, shared)).map_err(failed)
}

async fn serve(listener: TcpListener, shared: http::Shared) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    // An event is small, and is not to wait for more.
    let listener = AsyncListener::from_std(listener)?.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let mut revisions = shared.revisions.clone();
    let router = Router::new().fallback(http::answer).with_state(Arc::new(shared));
    let ended = asked_to_end()?;
    tokio::select! {
        served = axum::serve(listener, router) => served,
        () = ended => Ok(()),
        () = last(&mut revisions) => Err(io::Error::other("changes are not followed any more; this is a bug")),
    }
}

/// Done when there will be no further state.
async fn last(revisions: &mut watch::Receiver<Arc<Revision>>) {
    while revisions.changed().await.is_ok() {}
}

/// Done when the program is asked to end, by Ctrl-C or the system.
fn asked_to_end() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    #[cfg(unix)]
    let mut interrupted = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// Makes the next state after each change, as long as anybody may ask for it.
fn follow(
    mut live: Live,
    watcher: &mut Watcher,
    sender: &watch::Sender<Arc<Revision>>,
    tell: &impl Fn(News<'_>),
) {
    while !sender.is_closed() {
        for warning in watcher.warnings() {
            tell(News::Warning(&warning));
        }
        let due = live.current().next_change().and_then(moment);
        let waited = watcher.wait(due);
        let is_due = due.is_some_and(|due| due <= Instant::now());
        let changed = match waited {
            Some(changed) => changed,
            None if is_due => Changed::Paths([].into()),
            None => continue,
        };
        let start = Instant::now();
        if let Some(revision) = live.refresh(&changed) {
            sender.send_replace(Arc::clone(&revision));
            tell(News::Next(&revision, &changed, start.elapsed()));
        }
    }
}

/// When that will be by this machine's clock; looked at anew every hour, for clocks are set and machines sleep.
fn moment(time: Timestamp) -> Option<Instant> {
    let hour = Duration::from_secs(3600);
    let left = time.duration_since(Timestamp::now());
    let left = Duration::try_from(left).unwrap_or_default();
    Instant::now().checked_add(left.min(hour).max(Duration::from_secs(1)))
}

fn absolute(root: &Path) -> PathBuf {
    std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned())
}

/// The host under which a browser here finds the server.
fn host_of(address: SocketAddr) -> String {
    let port = address.port();
    match address.ip() {
        ip if ip.is_unspecified() => format!("localhost:{port}"),
        IpAddr::V4(ip) => format!("{ip}:{port}"),
        IpAddr::V6(ip) => format!("[{ip}]:{port}"),
    }
}

fn open_to_others(bound: IpAddr) -> Option<String> {
    (!bound.is_loopback()).then(|| {
        "everybody who reaches this machine can read the preview, drafts included; \
        without `--bind` only this machine can"
            .to_owned()
    })
}

/// A name for this run.
fn instance() -> String {
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    format!("{:x}-{:x}", std::process::id(), nanos)
}
