//! The files of `callboard dev tls`.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::net::IpAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use platform_types::{Clock, Timestamp};
use rcgen::{KeyPair, SanType};
use serde_json::json;

use super::authority;
use crate::failure::{Failure, say};

/// What was made.
#[derive(Debug)]
pub(super) struct Made {
    /// Certificate of the authority, to be installed on phones.
    pub authority: PathBuf,
    /// Certificate of the house.
    pub cert: PathBuf,
    /// Key of the house.
    pub key: PathBuf,
    /// Names and addresses the certificate is for.
    pub names: Vec<String>,
}

/// Makes the authority when there is none, and a fresh certificate for every name this machine has now.
pub(super) fn make(folder: &Path, more: &[String]) -> Result<Made, Failure> {
    let host = host_name();
    let mut names =
        BTreeSet::from(["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned(), host.clone(), format!("{host}.local")]);
    names.extend(addresses().iter().map(ToString::to_string));
    names.extend(more.iter().map(|name| name.to_lowercase()));
    make_at(folder, &host, names.into_iter().collect(), Clock::system().now())
}

fn make_at(folder: &Path, host: &str, names: Vec<String>, now: Timestamp) -> Result<Made, Failure> {
    let alternatives = names.iter().map(|name| alternative(name, host)).collect::<Result<Vec<_>, _>>()?;
    std::fs::create_dir_all(folder).map_err(Failure::io(format!("cannot make {}", folder.display())))?;
    let authority_cert = folder.join("authority.crt");
    let authority_key = folder.join("authority.key");
    let refused = |e: rcgen::Error| Failure::Refused(format!("the certificate cannot be made: {e}"));
    let signer = match std::fs::read_to_string(&authority_key) {
        // Both files or neither: a certificate that is gone is made anew from the same key and stays trusted.
        Ok(pem) => KeyPair::from_pem(&pem).map_err(|e| {
            Failure::Refused(format!("{} is damaged ({e}); remove the folder {} to begin anew", authority_key.display(), folder.display()))
        })?,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let key = authority::key().map_err(refused)?;
            write(&authority_key, &key.serialize_pem(), 0o600)?;
            key
        }
        Err(e) => return Err(Failure::io(format!("cannot read {}", authority_key.display()))(e)),
    };
    if !authority_cert.exists() {
        write(&authority_cert, &authority::authority(&signer, host, now).map_err(refused)?, 0o644)?;
    }
    let key = authority::key().map_err(refused)?;
    let pem = authority::certificate(&signer, &key, &alternatives, now).map_err(refused)?;
    let made = Made { authority: authority_cert, cert: folder.join("house.crt"), key: folder.join("house.key"), names };
    write(&made.cert, &pem, 0o644)?;
    write(&made.key, &key.serialize_pem(), 0o600)?;
    Ok(made)
}

/// A name as the certificate carries it; only such as the authority may vouch for.
fn alternative(name: &str, host: &str) -> Result<SanType, Failure> {
    let refused = || {
        Failure::Refused(format!(
            "--name {name}: this authority vouches only for private addresses, names under .local, .test, .internal, .home.arpa or localhost, and this machine's name; for a public name use a certificate from a public authority with --tls-cert and --tls-key"
        ))
    };
    if let Ok(address) = name.parse::<IpAddr>() {
        return if authority::is_private(address) { Ok(SanType::IpAddress(address)) } else { Err(refused()) };
    }
    match authority::private_suffix(name) {
        Some(suffix) if suffix != name || suffix == host || suffix == "localhost" => {
            Ok(SanType::DnsName(name.try_into().map_err(|_| refused())?))
        }
        _ => Err(refused()),
    }
}

/// Written beside and moved into place, so that no half file is ever served.
fn write(path: &Path, text: &str, mode: u32) -> Result<(), Failure> {
    let beside = path.with_extension("new");
    let what = || format!("cannot write {}", path.display());
    std::fs::remove_file(&beside).ok();
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(mode).open(&beside).map_err(Failure::io(what()))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(Failure::io(what()))?;
    std::fs::rename(&beside, path).map_err(Failure::io(what()))
}

fn host_name() -> String {
    let name = nix::unistd::gethostname().ok().and_then(|name| name.into_string().ok()).unwrap_or_default().to_lowercase();
    let bare = name.split('.').next().unwrap_or_default();
    let usable = !bare.is_empty() && bare.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if usable { bare.to_owned() } else { "localhost".to_owned() }
}

/// The private addresses of this machine that another one can reach.
pub(super) fn addresses() -> Vec<IpAddr> {
    let Ok(interfaces) = nix::ifaddrs::getifaddrs() else { return Vec::new() };
    interfaces
        .filter_map(|interface| {
            let address = interface.address?;
            let v4 = address.as_sockaddr_in().map(|v4| IpAddr::V4(v4.ip()));
            v4.or_else(|| address.as_sockaddr_in6().map(|v6| IpAddr::V6(v6.ip())))
        })
        .filter(|address| !address.is_loopback() && authority::is_private(*address))
        // Link-local IPv6 needs a zone, which no certificate can name.
        .filter(|address| !matches!(address, IpAddr::V6(v6) if v6.is_unicast_link_local()))
        .collect()
}

/// What to do with them.
pub(super) fn tell(made: &Made, as_json: bool) {
    if as_json {
        say(&json!({ "authority": made.authority, "cert": made.cert, "key": made.key, "names": made.names }).to_string());
        return;
    }
    say(&format!("A certificate for {}.", made.names.join(", ")));
    say("");
    say(&format!("  Start with   --tls-cert {} --tls-key {}", made.cert.display(), made.key.display()));
    say(&format!("  Install      {}", made.authority.display()));
    say("");
    say("Browsers trust it once the authority is installed on their machine; `callboard dev tls --phone` hands it to a phone.");
}

#[cfg(test)]
mod tests;
