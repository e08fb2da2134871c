//! One question to one server.
//!
//! In: a [`Job`]. Out: what its answer means, or the next question that it takes: the whole page where its head was
//! refused, or the address that it redirects to. No answer is read beyond its headers.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;

use ureq::config::Config;
use ureq::http::header::{LOCATION, RETRY_AFTER};
use ureq::http::{Response, Uri};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error};

use super::address::{self, Lookup, Lost};
use super::turns::Job;
use super::{Dead, Doubt, Reason, Settings, Verdict, asked};

/// Servers' administrators see who asked, and why.
const USER_AGENT: &str = concat!("chancery/", env!("CARGO_PKG_VERSION"), " (link check)");

/// Headers beyond that make an answer that says nothing.
const HEADERS: usize = 32 << 10;

/// What comes of a question.
pub enum Step {
    Again(Job),
    Done(Verdict),
    /// There was no answer.
    Nothing(Verdict),
    /// The server wants to be left alone.
    Rest(Verdict),
}

impl Step {
    /// Whether a server has said something.
    pub fn is_answer(&self) -> bool {
        match self {
            Step::Again(_) | Step::Rest(_) => true,
            Step::Done(verdict) => !matches!(verdict, Verdict::Dead(Dead::NoSuchHost) | Verdict::NotAsked(_)),
            Step::Nothing(_) => false,
        }
    }
}

pub struct Asker {
    agent: Agent,
    redirects: u32,
    allowed: Vec<String>,
}

impl Asker {
    pub fn new(settings: &Settings) -> Self {
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .http_status_as_error(false)
            // Each redirect is a question of its own, to a server that has its own turn.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // Behind a proxy nobody here would know which address is connected to.
            .proxy(None)
            .timeout_global(Some(settings.timeout))
            .max_response_header_size(HEADERS)
            .input_buffer_size(HEADERS)
            .max_idle_connections(0)
            .build();
        let resolver = Public { allowed: settings.allowed.clone(), lookup: Arc::clone(&settings.lookup) };
        Asker {
            agent: Agent::with_parts(config, DefaultConnector::new(), resolver),
            redirects: settings.redirects,
            allowed: settings.allowed.clone(),
        }
    }

    pub fn step(&self, job: Job) -> Step {
        let host = job.host();
        if address::is_local_name(&host) && !address::is_listed(&host, &self.allowed) {
            return Step::Done(Verdict::NotAsked(Reason::Private));
        }
        let request =
            if job.whole { self.agent.get(job.url.as_str()) } else { self.agent.head(job.url.as_str()) };
        match request.call() {
            Ok(response) => self.answer(job, &response),
            Err(error) => failure(job, &error),
        }
    }

    fn answer(&self, job: Job, response: &Response<Body>) -> Step {
        let status = response.status().as_u16();
        let wants_rest = status == 429 || (status == 503 && response.headers().contains_key(RETRY_AFTER));
        match status {
            200..=299 => Step::Done(Verdict::Answers { moved: job.moved.map(String::from) }),
            301 | 302 | 303 | 307 | 308 => {
                let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
                self.redirect(job, status, location)
            }
            _ if wants_rest => Step::Rest(Verdict::Unknown(Doubt::Status(status))),
            // Many servers know only how to answer for the whole page.
            _ if !job.whole => Step::Again(Job { whole: true, ..job }),
            404 | 410 => Step::Done(Verdict::Dead(Dead::Status(status))),
            _ => Step::Done(Verdict::Unknown(Doubt::Status(status))),
        }
    }

    fn redirect(&self, mut job: Job, status: u16, location: Option<&str>) -> Step {
        let Some(target) = location.and_then(|location| job.url.join(location).ok()) else {
            return Step::Done(Verdict::Unknown(Doubt::Status(status)));
        };
        let Some(target) = asked(target.as_str()) else {
            return Step::Done(Verdict::NotAsked(Reason::Foreign));
        };
        if job.redirects == self.redirects {
            return Step::Done(Verdict::Unknown(Doubt::TooManyRedirects));
        }
        job.strayed |= !matches!(status, 301 | 308);
        if !job.strayed {
            job.moved = Some(target.clone());
        }
        job.redirects += 1;
        Step::Again(Job { url: target, whole: false, ..job })
    }
}

/// What it means that there was no answer.
fn failure(job: Job, error: &Error) -> Step {
    if let Error::Other(other) = error
        && let Some(Private) = other.downcast_ref()
    {
        return Step::Done(Verdict::NotAsked(Reason::Private));
    }
    let doubt = match error {
        Error::HostNotFound => return Step::Done(Verdict::Dead(Dead::NoSuchHost)),
        // Some servers break off where they do not know how to answer for a head alone.
        error if !job.whole && is_broken_off(error) => return Step::Again(Job { whole: true, ..job }),
        Error::Timeout(_) => Doubt::NoTime,
        Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Doubt::NoTime,
        Error::Io(error) if is_of_tls(error) => return Step::Done(Verdict::Unknown(Doubt::Insecure)),
        Error::Tls(_) | Error::Rustls(_) => return Step::Done(Verdict::Unknown(Doubt::Insecure)),
        Error::Io(_) | Error::ConnectionFailed => Doubt::NoConnection,
        _ => return Step::Done(Verdict::Unknown(Doubt::Garbled)),
    };
    Step::Nothing(Verdict::Unknown(doubt))
}

fn is_broken_off(error: &Error) -> bool {
    match error {
        Error::Protocol(_) => true,
        Error::Io(error) => matches!(
            error.kind(),
            io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::UnexpectedEof
        ),
        _ => false,
    }
}

/// What goes wrong below a connection is wrapped where it is read.
fn is_of_tls(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::InvalidData
}

/// Looks names up and keeps back what is not public: what is left is what is connected to.
struct Public {
    allowed: Vec<String>,
    lookup: Lookup,
}

/// Why a host is not connected to.
#[derive(Debug)]
struct Private;

impl std::fmt::Display for Private {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("an address of a private network")
    }
}

impl std::error::Error for Private {}

impl std::fmt::Debug for Public {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Public").field("allowed", &self.allowed).finish_non_exhaustive()
    }
}

impl Resolver for Public {
    fn resolve(
        &self,
        uri: &Uri,
        _config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri.host().unwrap_or_default();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        let found = self.found(host, port, timeout)?;
        let is_allowed = address::is_listed(host, &self.allowed);
        let public = found.iter().filter(|found| is_allowed || address::is_public(found.ip()));
        let mut kept = self.empty();
        // As many as fit.
        public.take(16).for_each(|found| kept.push(*found));
        match kept.is_empty() {
            true if found.is_empty() => Err(Error::HostNotFound),
            true => Err(Error::Other(Box::new(Private))),
            false => Ok(kept),
        }
    }
}

impl Public {
    /// The system's look-up cannot be stopped: one that takes too long is left to itself.
    fn found(&self, host: &str, port: u16, timeout: NextTimeout) -> Result<Vec<SocketAddr>, Error> {
        let (told, heard) = mpsc::sync_channel(1);
        let (lookup, name) = (Arc::clone(&self.lookup), host.to_owned());
        // Nobody listens any more to an answer that comes too late.
        thread::spawn(move || told.send(lookup(&name, port)).ok());
        match heard.recv_timeout(*timeout.after) {
            Ok(Ok(found)) => Ok(found),
            Ok(Err(Lost::NoSuchHost)) => Err(Error::HostNotFound),
            Ok(Err(Lost::NoAnswer)) | Err(RecvTimeoutError::Disconnected) => Err(Error::ConnectionFailed),
            Err(RecvTimeoutError::Timeout) => Err(Error::Timeout(timeout.reason)),
        }
    }
}
