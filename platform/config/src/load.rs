//! From layers to [`Config`].

use std::path::PathBuf;

use platform_types::Timestamp;
use url::Url;

use crate::layers::{Sources, merge};
use crate::problem::ConfigErrors;
use crate::reader::Reader;
use crate::values::{PaymentProvider, StorageKind};
use crate::{
    Backup, Bucket, Config, DEFAULTS, Database, Jobs, Keys, Limits, Log, Mail, OidcProvider, Organizers, Payments, ProviderClient, Server,
    SignIn, Storage, Tls,
};

pub(crate) fn load(sources: &Sources) -> Result<Config, ConfigErrors> {
    let mut problems = Vec::new();
    let layers = merge(DEFAULTS, sources, &mut problems);
    let mut reader = Reader::new(layers, problems);
    let server = server(&mut reader);
    let database = database(&mut reader);
    let mail = mail(&mut reader);
    let approval = reader.parsed("organizers.approval", "open or approval");
    let sign_in = sign_in(&mut reader);
    let payments = payments(&mut reader, server.as_ref().map(|server| server.listen.port()));
    let storage = storage(&mut reader);
    let backup = backup(&mut reader);
    let log = log(&mut reader);
    let limits = limits(&mut reader);
    let workers = reader.number("jobs.workers", 1, 64);
    let master_key = reader.secret("keys.master_key", "32 bytes in hex (64 digits) or base64 (44 characters)", is_key);
    let problems = reader.finish();
    let config = (|| {
        Some(Config {
            server: server?,
            database: database?,
            mail: mail?,
            organizers: Organizers { approval: approval? },
            sign_in: sign_in?,
            payments: payments?,
            storage: storage?,
            backup: backup?,
            log: log?,
            limits: limits?,
            jobs: Jobs { workers: u32::try_from(workers?).ok()? },
            keys: Keys { master_key: master_key? },
        })
    })();
    match config {
        Some(config) if problems.is_empty() => Ok(config),
        _ => Err(ConfigErrors(problems)),
    }
}

fn server(r: &mut Reader) -> Option<Server> {
    let listen = r.parsed("server.listen", "an address and port like 127.0.0.1:8080");
    let public_url = r.optional("server.public_url", "an address like https://tickets.example.org, without a path", origin_url);
    let cert = r.optional("server.tls_cert", "a path", |s| Some(PathBuf::from(s)));
    let key = r.optional("server.tls_key", "a path", |s| Some(PathBuf::from(s)));
    let behind_proxy = r.boolean("server.behind_proxy");
    let trusted_proxies = r.list("server.trusted_proxies", "addresses or ranges like 10.0.0.0/8", |s| s.parse().ok());
    let cors_origins =
        r.list("server.cors_origins", "origins like https://app.example.org", |s| origin_url(s).map(|u| u.origin().ascii_serialization()));
    let metrics_token = r.secret("server.metrics_token", "16 to 200 characters without spaces", |s| {
        (16..=200).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_graphic())
    });
    let security_contact =
        r.optional("server.security_contact", "an address like mailto:security@example.org or https://example.org/security", contact_url);
    let clock_start = r.optional("server.clock_start", "an instant like 2024-12-20T18:00:00+08:00", |s| s.parse::<Timestamp>().ok());
    let tls = match (cert?, key?) {
        (Some(cert), Some(key)) => Some(Tls { cert, key }),
        (None, None) => None,
        (Some(_), None) => return r.say("server.tls_key", "nothing", "the key that belongs to server.tls_cert"),
        (None, Some(_)) => return r.say("server.tls_cert", "nothing", "the certificate that belongs to server.tls_key"),
    };
    let (listen, behind_proxy): (std::net::SocketAddr, bool) = (listen?, behind_proxy?);
    if !listen.ip().is_loopback() && tls.is_none() && !behind_proxy {
        let found = format!("{listen} without TLS");
        return r.say("server.listen", &found, "a loopback address, or server.tls_cert and server.tls_key, or server.behind_proxy = true");
    }
    let public_url = match public_url? {
        Some(url) => url,
        None => Url::parse(&format!("{}://{listen}", if tls.is_some() { "https" } else { "http" })).ok()?,
    };
    Some(Server {
        listen,
        public_url,
        tls,
        behind_proxy,
        trusted_proxies: trusted_proxies?,
        cors_origins: cors_origins?,
        metrics_token: metrics_token?,
        security_contact: security_contact?,
        clock_start: clock_start?,
    })
}

fn database(r: &mut Reader) -> Option<Database> {
    let wanted = "an address like postgres://user:password@host:5432/database";
    let is_postgres = |s: &str| Url::parse(s).is_ok_and(|u| matches!(u.scheme(), "postgres" | "postgresql"));
    let url = r.secret("database.url", wanted, is_postgres);
    let direct = r.secret("database.direct_url", wanted, is_postgres);
    let connections = r.number("database.connections", 4, 1000);
    let url = url?;
    let direct_url = direct?.or_else(|| url.clone());
    if url.is_none() && direct_url.is_some() {
        return r.say("database.url", "nothing", "an address too, because database.direct_url is set");
    }
    Some(Database { url, direct_url, connections: u32::try_from(connections?).ok()? })
}

fn mail(r: &mut Reader) -> Option<Mail> {
    let is_smtp = |s: &str| Url::parse(s).is_ok_and(|u| matches!(u.scheme(), "smtp" | "smtps") && u.host().is_some());
    let smtp_url = r.secret("mail.smtp_url", "an address like smtp://user:password@host:587 or smtps://user:password@host:465", is_smtp);
    let from: Option<crate::Sender> = r.parsed("mail.from", "a sender like Callboard <no-reply@example.org>");
    let (smtp_url, from) = (smtp_url?, from?);
    if smtp_url.is_some() && from.address.as_str().ends_with(".example") {
        return r.say("mail.from", from.address.as_str(), "an address of your own, because mail.smtp_url is set");
    }
    Some(Mail { smtp_url, from })
}

fn sign_in(r: &mut Reader) -> Option<SignIn> {
    let second_factor = r.parsed("sign_in.second_factor", "operators or nobody");
    let google = client(r, ["sign_in.google_client_id", "sign_in.google_client_secret"]);
    let oidc = client(r, ["sign_in.oidc_client_id", "sign_in.oidc_client_secret"]);
    let issuer = r.optional("sign_in.oidc_issuer", "an issuer like https://id.example.org; http on this machine only", issuer_url);
    let name = r.optional("sign_in.oidc_name", "2 to 30 small letters, digits and hyphens, and not email, phone or google", |s| {
        let shaped = (2..=30).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        (shaped && !matches!(s, "email" | "phone" | "google" | "none")).then(|| s.to_owned())
    });
    let label = r.optional("sign_in.oidc_label", "a name of 1 to 60 characters", |s| {
        (!s.trim().is_empty() && s.chars().count() <= 60).then(|| s.trim().to_owned())
    });
    let scopes = r.list("sign_in.oidc_scopes", "scopes without spaces", |s| no_space(s).then(|| s.to_owned()));
    let (second_factor, google, oidc, issuer) = (second_factor?, google?, oidc?, issuer?);
    let (name, label, scopes) = (name?, label?, scopes?);
    let oidc = match (issuer, oidc) {
        (None, None) => None,
        (Some(_), None) => return r.say("sign_in.oidc_client_id", "nothing", "who we are at sign_in.oidc_issuer"),
        (None, Some(_)) => return r.say("sign_in.oidc_issuer", "nothing", "the provider that sign_in.oidc_client_id belongs to"),
        (Some(issuer), Some(client)) => {
            let name = name.unwrap_or_else(|| "oidc".to_owned());
            Some(OidcProvider { name, label: label.unwrap_or_else(|| "OpenID Connect".to_owned()), issuer, client, scopes })
        }
    };
    Some(SignIn { second_factor, google, oidc })
}

/// Id and secret: both or none.
#[expect(clippy::option_option, reason = "wrong and not set are different answers")]
fn client(r: &mut Reader, [id_key, secret_key]: [&str; 2]) -> Option<Option<ProviderClient>> {
    let id = r.optional(id_key, "a client id without spaces", |s| no_space(s).then(|| s.to_owned()));
    let secret = r.secret(secret_key, "a secret without spaces", no_space);
    match (id?, secret?) {
        (Some(id), Some(secret)) => Some(Some(ProviderClient { id, secret })),
        (None, None) => Some(None),
        (Some(_), None) => r.say(secret_key, "nothing", &format!("the secret that belongs to {id_key}")),
        (None, Some(_)) => r.say(id_key, "nothing", &format!("the client id that belongs to {secret_key}")),
    }
}

fn issuer_url(s: &str) -> Option<Url> {
    let url = Url::parse(s).ok()?;
    let safe = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    (safe
        && url.host().is_some()
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none())
    .then_some(url)
}

/// How far from the house its simulator listens, so that each of two houses on a machine has one.
const SIMULATOR_BESIDE: u16 = 10;

/// `port`: the house's own.
fn payments(r: &mut Reader, port: Option<u16>) -> Option<Payments> {
    let provider = r.parsed("payments.provider", "simulator or stripe");
    let key = r.secret("payments.stripe_secret_key", "a key without spaces", no_space);
    let webhook = r.secret("payments.stripe_webhook_secret", "a key without spaces", no_space);
    let api_base = r.optional("payments.api_base", "an address like https://api.stripe.com", origin_url);
    let page_origin = r.optional("payments.page_origin", "an address like https://js.stripe.com", origin_url);
    let (provider, key, webhook) = (provider?, key?, webhook?);
    if provider == PaymentProvider::Stripe {
        for (name, secret) in [("payments.stripe_secret_key", &key), ("payments.stripe_webhook_secret", &webhook)] {
            if secret.is_none() {
                r.say::<()>(name, "nothing", "the key from the provider's dashboard, because payments.provider is stripe");
            }
        }
    }
    let beside = port.and_then(|port| port.checked_add(SIMULATOR_BESIDE)).unwrap_or(8090);
    let simulator = format!("http://127.0.0.1:{beside}");
    let (api, page) = match provider {
        PaymentProvider::Stripe => ("https://api.stripe.com", "https://js.stripe.com"),
        PaymentProvider::Simulator => (simulator.as_str(), simulator.as_str()),
    };
    Some(Payments {
        provider,
        stripe_secret_key: key,
        stripe_webhook_secret: webhook,
        api_base: api_base?.or_else(|| Url::parse(api).ok())?,
        page_origin: page_origin?.or_else(|| Url::parse(page).ok())?,
    })
}

fn storage(r: &mut Reader) -> Option<Storage> {
    let kind: Option<StorageKind> = r.parsed("storage.kind", "disk or s3");
    let folder = r.optional("storage.folder", "a path", |s| Some(PathBuf::from(s)));
    let endpoint = r.optional("storage.s3_endpoint", "an address like https://s3.example.org; http on this machine only", |s| {
        origin_url(s).filter(|url| url.scheme() == "https" || is_loopback(url))
    });
    let name = r.optional("storage.s3_bucket", "a bucket's name: 3 to 63 small letters, digits, dots and hyphens", |s| {
        is_bucket(s).then(|| s.to_owned())
    });
    let region = r.optional("storage.s3_region", "a region like eu-central-1", |s| no_space(s).then(|| s.to_owned()));
    let access_key = r.optional("storage.s3_access_key", "a key without spaces", |s| no_space(s).then(|| s.to_owned()));
    let secret_key = r.secret("storage.s3_secret_key", "a secret without spaces", no_space);
    let path_style = r.boolean("storage.s3_path_style");
    let (kind, folder, endpoint, name, region) = (kind?, folder?, endpoint?, name?, region?);
    let (access_key, secret_key, path_style) = (access_key?, secret_key?, path_style?);
    if kind == StorageKind::Disk {
        return Some(Storage::Disk(folder));
    }
    for (key, missing, wanted) in [
        ("storage.s3_endpoint", endpoint.is_none(), "where the server answers, because storage.kind is s3"),
        ("storage.s3_bucket", name.is_none(), "the bucket, because storage.kind is s3"),
        ("storage.s3_access_key", access_key.is_none(), "the access key, because storage.kind is s3"),
        ("storage.s3_secret_key", secret_key.is_none(), "the secret key, because storage.kind is s3"),
    ] {
        if missing {
            r.say::<()>(key, "nothing", wanted);
        }
    }
    Some(Storage::S3(Bucket {
        endpoint: endpoint?,
        name: name?,
        region: region.unwrap_or_else(|| "us-east-1".to_owned()),
        access_key: access_key?,
        secret_key: secret_key?,
        path_style,
    }))
}

fn backup(r: &mut Reader) -> Option<Backup> {
    let folder = r.optional("backup.folder", "an absolute path", |s| Some(PathBuf::from(s)).filter(|path| path.is_absolute()));
    let time = |s: &str| chrono::NaiveTime::parse_from_str(s, "%H:%M").ok();
    let at = r.optional("backup.at", "a time of the day like 03:30", time);
    let mut days = |key| r.number(key, 1, 3_650).and_then(|n| u32::try_from(n).ok());
    let (database, files, log) = (days("backup.database_days"), days("backup.files_days"), days("backup.log_days"));
    let (database_days, files_days, log_days) = (database?, files?, log?);
    if files_days < database_days {
        let wanted = format!("{database_days} or more, or the oldest backups of the database would lack files");
        return r.say("backup.files_days", &files_days.to_string(), &wanted);
    }
    Some(Backup { folder: folder?, at: at?.unwrap_or_default(), database_days, files_days, log_days })
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn is_bucket(s: &str) -> bool {
    let inside = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
    (3..=63).contains(&s.len()) && s.bytes().all(inside) && !s.starts_with(['-', '.']) && !s.ends_with(['-', '.'])
}

fn log(r: &mut Reader) -> Option<Log> {
    let format = r.parsed("log.format", "auto, json or pretty");
    let level =
        r.optional("log.level", "error, warn, info, debug or trace, or part=level with commas", |s| is_directives(s).then(|| s.to_owned()));
    Some(Log { format: format?, level: level?.unwrap_or_else(|| "info".to_owned()) })
}

fn limits(r: &mut Reader) -> Option<Limits> {
    let mut count = |key| r.number(key, 1, 10_000_000).and_then(|n| u32::try_from(n).ok());
    let auth = count("limits.auth_per_minute");
    let buy = count("limits.buy_per_minute");
    let buy_per_address = count("limits.buy_per_address");
    let browse = count("limits.browse_per_minute");
    let write = count("limits.write_per_minute");
    let scan = count("limits.scan_per_minute");
    let key = count("limits.key_per_minute");
    let sockets = count("limits.live_sockets");
    let sockets_per_address = count("limits.live_sockets_per_address");
    let body_bytes = r.number("limits.body_bytes", 1024, 1 << 30);
    let request_seconds = r.number("limits.request_seconds", 1, 600);
    Some(Limits {
        auth_per_minute: auth?,
        buy_per_minute: buy?,
        buy_per_address: buy_per_address?,
        browse_per_minute: browse?,
        write_per_minute: write?,
        scan_per_minute: scan?,
        key_per_minute: key?,
        live_sockets: sockets?,
        live_sockets_per_address: sockets_per_address?,
        body_bytes: u64::try_from(body_bytes?).ok()?,
        request_seconds: u64::try_from(request_seconds?).ok()?,
    })
}

fn origin_url(s: &str) -> Option<Url> {
    let url = Url::parse(s).ok()?;
    let bare = matches!(url.scheme(), "http" | "https") && url.host().is_some() && matches!(url.path(), "" | "/");
    (bare && url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none()).then_some(url)
}

fn contact_url(s: &str) -> Option<Url> {
    let url = Url::parse(s).ok()?;
    let mail = url.scheme() == "mailto" && url.path().contains('@');
    (mail || (url.scheme() == "https" && url.host().is_some())).then_some(url)
}

fn no_space(s: &str) -> bool {
    !s.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn is_key(s: &str) -> bool {
    let hex = s.len() == 64 && s.bytes().all(|b| b.is_ascii_hexdigit());
    let base64 = s.len() == 44 && s.ends_with('=') && s.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=-_".contains(&b));
    hex || base64
}

fn is_directives(s: &str) -> bool {
    let level = |l: &str| matches!(l.to_ascii_lowercase().as_str(), "off" | "error" | "warn" | "info" | "debug" | "trace");
    s.split(',').all(|part| match part.trim().split_once('=') {
        Some((target, l)) => !target.trim().is_empty() && level(l.trim()),
        None => level(part.trim()),
    })
}
