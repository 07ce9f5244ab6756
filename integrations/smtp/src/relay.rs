//! Which server, and how it is spoken to.

use lettre::transport::smtp::authentication::Credentials;
use platform_types::{ExposeSecret, SecretString};
use url::{Host, Url};

/// Where mail is handed over.
#[derive(Clone)]
pub(crate) struct Relay {
    pub host: String,
    pub port: u16,
    pub tls: TlsUse,
    pub credentials: Option<Credentials>,
}

/// When the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TlsUse {
    /// From the first byte.
    Always,
    /// By STARTTLS before anything else is said.
    Upgrade,
    /// By STARTTLS if it is offered: this machine only.
    IfOffered,
}

/// Why an address of a server cannot be used. Never quotes it: it holds a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RelayError {
    /// Not of the expected form.
    #[error("the mail server's address is not like smtp://user:password@host:587 or smtps://user:password@host:465")]
    Form,
    /// A name without a password or the other way round.
    #[error("the mail server's address has a user without a password, or a password without a user")]
    Credentials,
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Relay({}:{}, {:?})", self.host, self.port, self.tls)
    }
}

impl Relay {
    pub(crate) fn parse(url: &SecretString) -> Result<Self, RelayError> {
        let url = Url::parse(url.expose_secret()).map_err(|_| RelayError::Form)?;
        // Of a scheme it does not know, `url` leaves hosts as they are written: read them again.
        let host = Host::parse(url.host_str().unwrap_or_default()).map_err(|_| RelayError::Form)?;
        let is_here = match &host {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
        };
        let (port, tls) = match url.scheme() {
            "smtps" => (465, TlsUse::Always),
            "smtp" if is_here => (587, TlsUse::IfOffered),
            "smtp" => (587, TlsUse::Upgrade),
            _ => return Err(RelayError::Form),
        };
        let host = match host {
            Host::Domain(name) => name,
            Host::Ipv4(ip) => ip.to_string(),
            Host::Ipv6(ip) => ip.to_string(),
        };
        let plain = |text: &str| percent_decoded(text).ok_or(RelayError::Form);
        let credentials = match (plain(url.username())?, url.password().map(plain).transpose()?) {
            (user, None) if user.is_empty() => None,
            (user, Some(password)) if !user.is_empty() && !password.is_empty() => Some(Credentials::new(user, password)),
            _ => return Err(RelayError::Credentials),
        };
        Ok(Self { host, port: url.port().unwrap_or(port), tls, credentials })
    }
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(url: &str) -> Result<Relay, RelayError> {
        Relay::parse(&SecretString::from(url.to_owned()))
    }

    #[test]
    fn an_address_says_where_and_how() {
        let relay = parse("smtp://ada%40x:p%3Aw%2F@Mail.Example.org").unwrap();
        assert_eq!((relay.host.as_str(), relay.port, relay.tls), ("mail.example.org", 587, TlsUse::Upgrade));
        assert_eq!(relay.credentials, Some(Credentials::new("ada@x".to_owned(), "p:w/".to_owned())));
        let relay = parse("smtps://mail.example.org:2465").unwrap();
        assert_eq!((relay.port, relay.tls, relay.credentials.is_none()), (2465, TlsUse::Always, true));
        assert_eq!(parse("smtp://127.0.0.1:1025").unwrap().tls, TlsUse::IfOffered);
        assert_eq!(parse("smtp://[::1]:1025").unwrap().host, "::1");
        assert_eq!(parse("smtp://10.0.0.1").unwrap().tls, TlsUse::Upgrade);
    }

    #[test]
    fn what_is_no_address_is_refused_without_being_quoted() {
        assert_eq!(parse("https://mail.example.org").unwrap_err(), RelayError::Form);
        assert_eq!(parse("smtp:///x").unwrap_err(), RelayError::Form);
        assert_eq!(parse("smtp://user@mail.example.org").unwrap_err(), RelayError::Credentials);
        assert_eq!(parse("smtp://:hunter2@mail.example.org").unwrap_err(), RelayError::Credentials);
        assert!(!format!("{:?}", parse("smtp://u:hunter2@h").unwrap()).contains("hunter2"));
    }
}
