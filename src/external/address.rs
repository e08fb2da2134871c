//! Which addresses may be asked.
//!
//! In: a host and what its name leads to. Out: the addresses of it that belong to the public internet. A text could name
//! the router, a printer or a cloud's own service, and a page that redirects there could, too; so what counts is the address that is
//! about to be connected to, not the name.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;

/// From a host and a port to addresses.
pub type Lookup = Arc<dyn Fn(&str, u16) -> Result<Vec<SocketAddr>, Lost> + Send + Sync>;

/// Why a name led nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    NoSuchHost,
    /// The name service did not answer.
    NoAnswer,
}

/// As this machine looks names up.
pub fn system(host: &str, port: u16) -> Result<Vec<SocketAddr>, Lost> {
    match (host.trim_start_matches('[').trim_end_matches(']'), port).to_socket_addrs() {
        Ok(found) => Ok(found.collect()),
        Err(error) if is_no_such_host(&error) => Err(Lost::NoSuchHost),
        Err(_) => Err(Lost::NoAnswer),
    }
}

/// The standard library has no kind for it: Windows has a number, others the words of their C library.
fn is_no_such_host(error: &io::Error) -> bool {
    const WORDS: &[&str] = &[
        "Name or service not known",
        "No address associated with hostname",
        "nodename nor servname provided",
        "Name does not resolve",
        "Name has no usable address",
    ];
    const HOST_NOT_FOUND: i32 = 11001;
    const NO_DATA: i32 = 11004;
    if cfg!(windows) {
        return matches!(error.raw_os_error(), Some(HOST_NOT_FOUND | NO_DATA));
    }
    let said = error.to_string();
    WORDS.iter().any(|words| said.contains(words))
}

/// Whether a host is one of a list, in any case and with or without a dot at its end.
pub fn is_listed(host: &str, list: &[String]) -> bool {
    let bare = |host: &str| host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase();
    let host = bare(host);
    list.iter().any(|listed| bare(listed) == host)
}

/// Whether a name never leaves its own network: asking the public name service for it would tell what it is.
pub fn is_local_name(host: &str) -> bool {
    const ENDINGS: &[&str] = &["localhost", "local", "internal", "onion", "i2p", "home.arpa"];
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    ENDINGS.iter().any(|ending| {
        host.strip_suffix(ending).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

/// Whether an address is one of the public internet (IANA's registries of special-purpose addresses).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_shared = a == 100 && b & 0xc0 == 64;
    let is_protocol = (a, b, c) == (192, 0, 0);
    let is_benchmark = a == 198 && b & 0xfe == 18;
    let is_old_relay = (a, b, c) == (192, 88, 99);
    !(a == 0
        || a >= 240
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || is_shared
        || is_protocol
        || is_benchmark
        || is_old_relay)
}

/// What holds an IPv4 address is as public as that one. Of all others only 2000::/3 is handed out.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let [high, low] = [parts[6], parts[7]].map(u16::to_be_bytes);
    let last = Ipv4Addr::new(high[0], high[1], low[0], low[1]);
    match parts {
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => is_public_v4(last),
        [0x2002, high, low, ..] => {
            let [high, low] = [high, low].map(u16::to_be_bytes);
            is_public_v4(Ipv4Addr::new(high[0], high[1], low[0], low[1]))
        }
        // Teredo, benchmarks, documentation and the like.
        [0x2001, second, ..] => second >= 0x200 && second != 0xdb8,
        [0x3fff, second, ..] => second >= 0x1000,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        let public =
            ["1.1.1.1", "93.184.215.14", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2001:4860::8"];
        let private = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.5",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2002:a00:1::",
            "100::1",
            "3fff::1",
        ];
        let public_too = ["::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::"];
        let is = |text: &&str| is_public(text.parse().expect("an address"));
        assert_eq!(public.iter().chain(&public_too).filter(|text| !is(text)).collect::<Vec<_>>(), [&""; 0]);
        assert_eq!(private.iter().filter(|text| is(text)).collect::<Vec<_>>(), [&""; 0]);
    }

    #[test]
    fn names_of_ones_own_network_are_known() {
        for name in ["localhost", "a.LOCALHOST", "printer.local", "x.onion.", "metadata.google.internal"] {
            assert!(is_local_name(name), "{name}");
        }
        for name in ["example.org", "thelocal.se", "notlocalhost", "local.example.org"] {
            assert!(!is_local_name(name), "{name}");
        }
    }

    #[test]
    fn hosts_are_listed_in_any_case() {
        let list = ["Wiki.Intra".to_owned(), "::1".to_owned()];
        assert!(is_listed("wiki.intra.", &list) && is_listed("[::1]", &list));
        assert!(!is_listed("a.wiki.intra", &list));
    }
}
