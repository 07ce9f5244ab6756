//! The conversation with the server, told apart by phases.

use std::fmt;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use platform_outbound::Fate;

use crate::compose::Letter;
use crate::relay::{Relay, TlsUse};

/// How far an attempt got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Connecting, greeting, TLS.
    Connect,
    /// Our name and password.
    SignIn,
    /// Our sender.
    Sender,
    /// The recipient.
    Recipient,
    /// The content: from here on it may have been taken.
    Content,
}

/// What the server or the network did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// 4xx.
    Busy,
    /// 5xx, or something it cannot do at all.
    Refused,
    /// No answer, or none that can be read.
    Lost,
}

/// An attempt that did not end well.
#[derive(Clone, Debug)]
pub(crate) struct Broken {
    pub phase: Phase,
    what: What,
    reason: String,
}

impl Broken {
    fn refused(phase: Phase, reason: &str) -> Self {
        Self { phase, what: What::Refused, reason: reason.to_owned() }
    }

    fn of(phase: Phase, error: &Error) -> Self {
        let what = if error.is_permanent() || error.is_client() {
            What::Refused
        } else if error.is_transient() {
            What::Busy
        } else {
            What::Lost
        };
        // Both quote the server's words, which may quote the address: the logs mask it.
        Self { phase, what, reason: error.to_string() }
    }

    /// Whether the mail may have been taken.
    pub(crate) fn fate(&self) -> Fate {
        match (self.what, self.phase) {
            (What::Busy, _) => Fate::Busy,
            (What::Refused, _) => Fate::Refused,
            (What::Lost, Phase::Content) => Fate::Unknown,
            (What::Lost, _) => Fate::NotSent,
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let phase = match self.phase {
            Phase::Connect => "connecting",
            Phase::SignIn => "signing in",
            Phase::Sender => "naming the sender",
            Phase::Recipient => "naming the recipient",
            Phase::Content => "handing over the content",
        };
        write!(f, "while {phase}: {}", self.reason)
    }
}

/// Hands one mail over; gives what the server calls it. The gate's timeout bounds the whole.
pub(crate) async fn deliver(relay: &Relay, letter: &Letter) -> Result<String, Broken> {
    let mut connection = connect(relay).await?;
    let outcome = hand_over(&mut connection, relay, letter).await;
    // The mail's fate is decided; how the goodbye goes does not matter.
    connection.abort().await;
    outcome
}

async fn connect(relay: &Relay) -> Result<AsyncSmtpConnection, Broken> {
    let at = |error: Error| Broken::of(Phase::Connect, &error);
    let hello = ClientId::default();
    let tls = || TlsParameters::new(relay.host.clone()).map_err(at);
    let from_the_start = if relay.tls == TlsUse::Always { Some(tls()?) } else { None };
    let timeout = Some(Duration::from_secs(10));
    let mut connection =
        AsyncSmtpConnection::connect_tokio1((relay.host.as_str(), relay.port), timeout, &hello, from_the_start, None).await.map_err(at)?;
    match relay.tls {
        TlsUse::Always => {}
        TlsUse::Upgrade if !connection.can_starttls() => {
            connection.abort().await;
            return Err(Broken::refused(Phase::Connect, "the server does not offer STARTTLS"));
        }
        TlsUse::IfOffered if !connection.can_starttls() => {}
        TlsUse::Upgrade | TlsUse::IfOffered => connection.starttls(tls()?, &hello).await.map_err(at)?,
    }
    Ok(connection)
}

async fn hand_over(connection: &mut AsyncSmtpConnection, relay: &Relay, letter: &Letter) -> Result<String, Broken> {
    let at = |phase| move |error: Error| Broken::of(phase, &error);
    if let Some(credentials) = &relay.credentials {
        connection.auth(DEFAULT_MECHANISMS, credentials).await.map_err(at(Phase::SignIn))?;
    }
    let options = options(connection, letter)?;
    connection.command(Mail::new(letter.envelope.from().cloned(), options)).await.map_err(at(Phase::Sender))?;
    for to in letter.envelope.to() {
        connection.command(Rcpt::new(to.clone(), Vec::new())).await.map_err(at(Phase::Recipient))?;
    }
    // Until 354 the server has nothing it could take.
    connection.command(Data).await.map_err(|error| match Broken::of(Phase::Content, &error) {
        Broken { what: What::Lost, reason, .. } => Broken { phase: Phase::Recipient, what: What::Lost, reason },
        answered => answered,
    })?;
    let taken = connection.message(&letter.bytes).await.map_err(at(Phase::Content))?;
    Ok(taken.message().collect::<Vec<_>>().join(" ").chars().take(200).collect())
}

fn options(connection: &AsyncSmtpConnection, letter: &Letter) -> Result<Vec<MailParameter>, Broken> {
    let mut options = Vec::new();
    let server = connection.server_info();
    let is_ascii = |text: &str| text.is_ascii();
    let addresses = letter.envelope.from().into_iter().chain(letter.envelope.to());
    if addresses.into_iter().any(|a| !is_ascii(a.as_ref())) {
        if !server.supports_feature(Extension::SmtpUtfEight) {
            return Err(Broken::refused(
                Phase::Recipient,
                "the mail server cannot write to addresses with letters beyond ASCII (SMTPUTF8)",
            ));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !letter.bytes.is_ascii() {
        if !server.supports_feature(Extension::EightBitMime) {
            return Err(Broken::refused(Phase::Recipient, "the mail server takes ASCII only (8BITMIME)"));
        }
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(options)
}
