//! TLS, and no clear text where others could listen.

use std::net::TcpListener;

use platform_config::{Config, Sources};

use super::site::{Site, Wish};

#[tokio::test]
async fn the_program_speaks_tls_itself() {
    let certified = rcgen::generate_simple_self_signed(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let pem = (certified.cert.pem().into_bytes(), certified.signing_key.serialize_pem().into_bytes());
    let site = Site::wished(Wish { tls: Some(pem.clone()), ..Wish::roomy() }).await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let handle = axum_server::Handle::new();
    let served = tokio::spawn(callboard::whole::listen(listener, site.whole.router.clone(), Some(pem), handle.clone()));
    let root = reqwest::Certificate::from_pem(certified.cert.pem().as_bytes()).unwrap();
    let client = reqwest::Client::builder().tls_certs_only([root]).redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let answer = client.get(format!("https://{address}/events")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.headers().contains_key("strict-transport-security"));
    assert!(answer.text().await.unwrap().starts_with("<!DOCTYPE html>"));
    assert!(client.get(format!("http://{address}/events")).send().await.is_err(), "no clear text on the same port");
    let stranger = reqwest::Client::builder().tls_certs_only([]).build().unwrap();
    assert!(
        stranger.get(format!("https://{address}/events")).send().await.is_err(),
        "a certificate nobody vouches for is refused by its reader"
    );
    handle.shutdown();
    served.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_certificate_that_is_none_is_said_at_start() {
    let site = Site::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let bad = Some((b"no certificate".to_vec(), b"no key".to_vec()));
    let refused = callboard::whole::listen(listener, site.whole.router.clone(), bad, axum_server::Handle::new()).await.unwrap_err();
    assert!(refused.contains("certificate"), "{refused}");
}

#[test]
fn clear_text_stays_on_this_machine() {
    let start = |flags: &[(&'static str, &str)]| {
        let flags = flags.iter().map(|(key, value)| (*key, (*value).to_owned(), "test")).collect();
        Config::load(&Sources { flags, ..Sources::default() }).map(|_| ()).map_err(|e| e.to_string())
    };
    for open in ["0.0.0.0:8080", "[::]:8080", "192.0.2.7:80"] {
        let refused = start(&[("server.listen", open)]).unwrap_err();
        assert!(refused.contains("without TLS") && refused.contains("server.behind_proxy"), "{refused}");
        assert_eq!(start(&[("server.listen", open), ("server.behind_proxy", "true")]), Ok(()));
        assert_eq!(start(&[("server.listen", open), ("server.tls_cert", "c.pem"), ("server.tls_key", "k.pem")]), Ok(()));
    }
    for own in ["127.0.0.1:8080", "[::1]:8080", "127.9.9.9:80"] {
        assert_eq!(start(&[("server.listen", own)]), Ok(()), "{own}");
    }
}
