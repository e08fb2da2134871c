//! Who may ask.
//!
//! In: the headers of a request. Out: whether it is answered, and if not, why. A page of another site that a browser shows
//! beside ours must not read drafts: neither by a name that it has made to lead to this machine (DNS rebinding) nor by
//! asking across sites.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::{HeaderMap, StatusCode, Uri, header};

/// Names and addresses under which the server may be asked.
#[derive(Debug)]
pub struct Hosts {
    bound: IpAddr,
    names: Vec<String>,
}

/// Why a request is not answered.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    pub status: StatusCode,
    pub why: String,
}

impl Hosts {
    pub fn new(bound: IpAddr, names: &[String]) -> Self {
        Hosts { bound, names: names.iter().map(|name| canonical(name)).collect() }
    }

    pub fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refused> {
        let told = headers.get(header::HOST).map(|host| host.to_str().unwrap_or_default());
        // A target with a host in it comes first (RFC 9112, section 3.2.2); then both have to be right.
        let hosts: Vec<&str> =
            uri.authority().map(|authority| authority.as_str()).into_iter().chain(told).collect();
        if hosts.is_empty() {
            let why = "a request has to name the host that it is for\n".to_owned();
            return Err(Refused { status: StatusCode::BAD_REQUEST, why });
        }
        hosts.iter().try_for_each(|host| if self.is_known(host) { Ok(()) } else { Err(unknown(host)) })
    }

    fn is_known(&self, host: &str) -> bool {
        let name = canonical(without_port(host));
        match name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
            // No name service stands between an address and the machine.
            Ok(address) => {
                self.bound.is_unspecified()
                    || address == self.bound
                    || address == IpAddr::V4(Ipv4Addr::LOCALHOST)
                    || address == IpAddr::V6(Ipv6Addr::LOCALHOST)
            }
            Err(_) => name == "localhost" || self.names.contains(&name),
        }
    }
}

fn canonical(name: &str) -> String {
    name.trim().trim_end_matches('.').to_ascii_lowercase()
}

fn without_port(host: &str) -> &str {
    let end = match (host.rfind(':'), host.rfind(']')) {
        (Some(colon), Some(bracket)) if colon < bracket => host.len(),
        (Some(colon), _) => colon,
        (None, _) => host.len(),
    };
    &host[..end]
}

fn unknown(host: &str) -> Refused {
    let name = canonical(without_port(host));
    let name =
        if name.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c)) { &name } else { "NAME" };
    let why = format!(
        "this preview is not served under the name of that host, so that no other site can read it; \
        to allow the name, start `chancery serve` with `--allow-host {name}`\n"
    );
    Refused { status: StatusCode::MISDIRECTED_REQUEST, why }
}

/// Refuses what a page of another site asks for: all but going to a page. Browsers say so in `Sec-Fetch-Site` or `Origin`.
pub fn check_origin(headers: &HeaderMap) -> Result<(), Refused> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_foreign = matches!(text("sec-fetch-site"), Some("cross-site" | "same-site"));
    let goes_there = text("sec-fetch-mode") == Some("navigate");
    let host = text("host").unwrap_or_default();
    let other_origin = text("origin").is_some_and(|origin| {
        let authority = origin.split_once("://").map_or(origin, |(_, authority)| authority);
        !authority.eq_ignore_ascii_case(host)
    });
    if (is_foreign && !goes_there) || other_origin {
        let why = "another site's page may not read this preview\n".to_owned();
        return Err(Refused { status: StatusCode::FORBIDDEN, why });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(of: &[(&'static str, &str)]) -> HeaderMap {
        of.iter()
            .map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")))
            .collect()
    }

    fn status(bound: &str, target: &str, host: &[(&'static str, &str)]) -> u16 {
        let hosts = Hosts::new(bound.parse().expect("an address"), &["Desk.example.".to_owned()]);
        let target: Uri = target.parse().expect("a target");
        hosts.check(&target, &headers(host)).map_or_else(|refused| refused.status.as_u16(), |()| 200)
    }

    #[test]
    fn only_known_hosts_are_served() {
        let known = [
            "localhost",
            "LOCALHOST:1111",
            "127.0.0.1:1111",
            "127.0.0.1",
            "[::1]:1111",
            "desk.example:80",
            "desk.example.",
        ];
        for host in known {
            assert_eq!(status("127.0.0.1", "/", &[("host", host)]), 200, "{host}");
        }
        let unknown = [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "192.168.0.7",
            "[::2]",
            "",
            "a b",
        ];
        for host in unknown {
            assert_eq!(status("127.0.0.1", "/", &[("host", host)]), 421, "{host}");
        }
        assert_eq!(status("127.0.0.1", "/", &[]), 400);
    }

    #[test]
    fn addresses_are_served_where_the_server_listens_on_all() {
        assert_eq!(status("0.0.0.0", "/", &[("host", "192.168.0.7:1111")]), 200);
        assert_eq!(status("::", "/", &[("host", "[fe80::1]:1111")]), 200);
        assert_eq!(status("0.0.0.0", "/", &[("host", "evil.example")]), 421);
        assert_eq!(status("192.168.0.7", "/", &[("host", "192.168.0.7")]), 200);
        assert_eq!(status("192.168.0.7", "/", &[("host", "192.168.0.8")]), 421);
    }

    #[test]
    fn a_host_in_the_target_counts_too() {
        assert_eq!(status("127.0.0.1", "http://evil.example/", &[("host", "localhost")]), 421);
        assert_eq!(status("127.0.0.1", "http://localhost/", &[("host", "evil.example")]), 421);
        assert_eq!(status("127.0.0.1", "http://localhost/", &[]), 200);
    }

    #[test]
    fn the_way_out_names_no_text_of_a_stranger() {
        let why = |host| unknown(host).why;
        assert!(why("evil.example:1").contains("`--allow-host evil.example`"));
        assert!(why("<script>").contains("`--allow-host NAME`"));
    }

    #[test]
    fn other_sites_may_lead_here_and_read_nothing() {
        let is_allowed = |of: &[(&'static str, &str)]| check_origin(&headers(of)).is_ok();
        assert!(is_allowed(&[("host", "localhost:1")]));
        assert!(is_allowed(&[("host", "localhost:1"), ("origin", "http://localhost:1")]));
        assert!(is_allowed(&[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors")]));
        assert!(is_allowed(&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]));
        assert!(!is_allowed(&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")]));
        assert!(!is_allowed(&[("sec-fetch-site", "same-site"), ("sec-fetch-mode", "cors")]));
        assert!(!is_allowed(&[("host", "localhost:1"), ("origin", "http://evil.example")]));
        assert!(!is_allowed(&[("host", "localhost:1"), ("origin", "http://localhost:2")]));
        assert!(!is_allowed(&[("host", "localhost:1"), ("origin", "null")]));
    }
}
