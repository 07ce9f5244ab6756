use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};

use super::*;

fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn trusted(made: &Made, name: &str, at: Timestamp) -> bool {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&made.authority).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
    let cert = CertificateDer::from_pem_file(&made.cert).unwrap();
    let at = UnixTime::since_unix_epoch(std::time::Duration::from_secs(u64::try_from(at.timestamp()).unwrap()));
    verifier.verify_server_cert(&cert, &[], &ServerName::try_from(name.to_owned()).unwrap(), &[], at).is_ok()
}

fn made(folder: &Path, names: &[&str]) -> Result<Made, Failure> {
    make_at(folder, "stage", names.iter().map(|n| (*n).to_owned()).collect(), now())
}

#[test]
fn a_browser_that_trusts_the_authority_trusts_the_house_by_every_name() {
    let folder = tempfile::tempdir().unwrap();
    let made = made(folder.path(), &["localhost", "127.0.0.1", "::1", "stage", "stage.local", "192.168.1.20"]).unwrap();
    for name in ["localhost", "127.0.0.1", "::1", "stage", "stage.local", "192.168.1.20"] {
        assert!(trusted(&made, name, now()), "{name}");
    }
    assert!(!trusted(&made, "192.168.1.21", now()), "another address");
    assert!(trusted(&made, "stage", now() + chrono::Duration::days(396)));
    assert!(!trusted(&made, "stage", now() + chrono::Duration::days(399)), "it ends before Apple's limit");
}

#[test]
fn a_stolen_authority_cannot_pose_as_anything_public() {
    let folder = tempfile::tempdir().unwrap();
    let mut made = made(folder.path(), &["localhost"]).unwrap();
    let signer = KeyPair::from_pem(&std::fs::read_to_string(folder.path().join("authority.key")).unwrap()).unwrap();
    let key = authority::key().unwrap();
    let names = [SanType::DnsName("bank.example".try_into().unwrap()), SanType::IpAddress("8.8.8.8".parse().unwrap())];
    made.cert = folder.path().join("forged.crt");
    std::fs::write(&made.cert, authority::certificate(&signer, &key, &names, now()).unwrap()).unwrap();
    assert!(!trusted(&made, "bank.example", now()));
    assert!(!trusted(&made, "8.8.8.8", now()));
}

#[test]
fn a_second_run_keeps_the_authority_that_phones_have() {
    let folder = tempfile::tempdir().unwrap();
    let first = made(folder.path(), &["localhost"]).unwrap();
    let before = std::fs::read(&first.authority).unwrap();
    let cert = std::fs::read(&first.cert).unwrap();
    let second = made(folder.path(), &["localhost", "10.0.0.4"]).unwrap();
    assert_eq!(std::fs::read(&second.authority).unwrap(), before);
    assert_ne!(std::fs::read(&second.cert).unwrap(), cert);
    assert!(trusted(&second, "10.0.0.4", now()));
    use std::os::unix::fs::PermissionsExt as _;
    for key in ["authority.key", "house.key"] {
        assert_eq!(std::fs::metadata(folder.path().join(key)).unwrap().permissions().mode() & 0o777, 0o600, "{key}");
    }
}

#[test]
fn public_names_are_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["callboard.example.org", "8.8.8.8", "2001:4860:4860::8888", "otherhost"] {
        let error = made(&folder.path().join("tls"), &["localhost", name]).unwrap_err().to_string();
        assert!(error.contains(name) && error.contains("--tls-cert"), "{error}");
    }
    assert!(!folder.path().join("tls").exists());
}
