//! The network address a request came from.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;

use crate::HttpSettings;

/// The peer's address; from a trusted proxy, the nearest address in `X-Forwarded-For` that is no trusted
/// proxy itself. Each proxy appends whom it heard from, so the list is read from its end; what stands
/// before the first stranger is whatever that stranger wrote and is not believed. Nobody else's header is.
pub(super) fn address(parts: &Parts, settings: &HttpSettings) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip().to_canonical())?;
    let is_trusted = |ip: IpAddr| settings.trusted_proxies.iter().any(|range| range.contains(ip));
    if !settings.behind_proxy || !is_trusted(peer) {
        return Some(peer);
    }
    let lines: Vec<&str> = parts.headers.get_all("x-forwarded-for").iter().map(|v| v.to_str().unwrap_or("")).collect();
    let mut nearest = peer;
    for text in lines.iter().flat_map(|line| line.split(',')).rev() {
        // What is no address ends what can be known: the proxy that passed it on answers for it.
        let Some(ip) = read(text.trim()) else { break };
        nearest = ip;
        if !is_trusted(ip) {
            break;
        }
    }
    Some(nearest)
}

/// Some proxies append the port.
fn read(text: &str) -> Option<IpAddr> {
    let bare = text.parse::<IpAddr>().or_else(|_| text.parse::<SocketAddr>().map(|a| a.ip()));
    bare.ok().map(|ip| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(behind_proxy: bool, peer: &str, forwarded: &[&str]) -> String {
        let settings = HttpSettings {
            behind_proxy,
            trusted_proxies: ["10.0.0.0/8", "::1"].map(|r| r.parse().unwrap()).to_vec(),
            ..HttpSettings::default()
        };
        let mut request = axum::http::Request::builder().uri("/");
        for line in forwarded {
            request = request.header("x-forwarded-for", *line);
        }
        let mut parts = request.body(()).unwrap().into_parts().0;
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        address(&parts, &settings).unwrap().to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed_and_only_about_their_neighbour() {
        for (behind, peer, forwarded, is) in [
            (false, "10.0.0.1", &["198.51.100.7"][..], "10.0.0.1"),
            (true, "203.0.113.5", &["198.51.100.7"], "203.0.113.5"),
            (true, "10.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            (true, "::ffff:10.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            (true, "10.0.0.1", &["127.0.0.1, 198.51.100.7"], "198.51.100.7"),
            (true, "10.0.0.1", &["6.6.6.6, 198.51.100.7, 10.2.2.2"], "198.51.100.7"),
            (true, "10.0.0.1", &["6.6.6.6", "198.51.100.7", "10.2.2.2,10.3.3.3"], "198.51.100.7"),
            (true, "10.0.0.1", &["10.9.9.9, 10.2.2.2"], "10.9.9.9"),
            (true, "10.0.0.1", &[], "10.0.0.1"),
            (true, "10.0.0.1", &["6.6.6.6, unknown"], "10.0.0.1"),
            (true, "10.0.0.1", &["6.6.6.6, nonsense, 10.2.2.2"], "10.2.2.2"),
            (true, "10.0.0.1", &["198.51.100.7:4711"], "198.51.100.7"),
            (true, "::1", &["[2001:db8::7]:4711"], "2001:db8::7"),
        ] {
            assert_eq!(seen(behind, peer, forwarded), is, "{behind} {peer} {forwarded:?}");
        }
    }
}
