//! A phone fetches the authority: one file over plain HTTP, and nothing else is served here.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;

use axum::Router;
use axum::http::header;
use fast_qr::QRBuilder;

use super::tls::{Made, addresses};
use crate::failure::{Failure, say};
use crate::serve::until_told_to_stop;

/// Shows the code and answers until told to stop.
pub(super) async fn show(made: Made, port: u16) -> Result<ExitCode, Failure> {
    let Some(host) = addresses().into_iter().min_by_key(IpAddr::is_ipv6) else {
        return Err(Failure::Refused(
            "this machine has no private network address that a phone could reach; join the phone's network first".to_owned(),
        ));
    };
    let pem = std::fs::read_to_string(&made.authority).map_err(Failure::io(format!("cannot read {}", made.authority.display())))?;
    let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), port);
    let listener = tokio::net::TcpListener::bind(address).await.map_err(|source| Failure::Listen { address, source })?;
    let url = format!("http://{}/callboard-authority.crt", SocketAddr::new(host, port));
    let code = QRBuilder::new(url.clone()).build().map_err(|e| Failure::Refused(e.to_string()))?;
    say(&code.to_str());
    say(&format!("Scan this with the phone, or open {url} there, and install the certificate:"));
    say("  iPhone   Settings → Profile downloaded → Install; then General → About → Certificate Trust Settings → switch it on");
    say("  Android  Settings → Security → Encryption & credentials → Install a certificate → CA certificate");
    say("Remove it there when you are done. Ctrl-C ends this.");
    // Anybody on the network may read the certificate; it is public by nature.
    let file = move || {
        let pem = pem.clone();
        async move {
            (
                [
                    (header::CONTENT_TYPE, "application/x-x509-ca-cert"),
                    (header::CONTENT_DISPOSITION, "attachment; filename=\"callboard-authority.crt\""),
                ],
                pem,
            )
        }
    };
    axum::serve(listener, Router::new().fallback(file))
        .with_graceful_shutdown(until_told_to_stop())
        .await
        .map_err(Failure::io("the listener ended"))?;
    Ok(ExitCode::SUCCESS)
}
