//! The network address a request came from.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;

/// The peer's address; behind a declared proxy the last address that proxy appended to `X-Forwarded-For`.
/// Earlier entries of that header are whatever the client wrote, so they are not believed.
pub(super) fn address(parts: &Parts, behind_proxy: bool) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip().to_canonical());
    if !behind_proxy {
        return peer;
    }
    let forwarded = parts.headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(',')).next_back();
    forwarded.and_then(|text| text.trim().parse::<IpAddr>().ok()).or(peer)
}
