//! The composition root: every part made once and handed to those who need it.

use std::sync::Arc;

use axum::Router;
use boxoffice::BoxOffice;
use boxoffice::console::Console;
use boxoffice::gate::Gate;
use boxoffice::shop::{Shell, Shop};
use boxoffice::tickets::VaultKeys;
use commons::organizations::Organizations;
use futures::FutureExt;
use futures::future::BoxFuture;
use integration_smtp::SmtpTransport;
use integration_stripe::{Stripe, StripeSettings};
use platform_admin::Admin;
use platform_auth::{Auth, AuthKeys, AuthSettings};
use platform_backup::Keeper;
use platform_config::{Config, OrganizerApproval, PaymentProvider as Provider, SecondFactor};
use platform_db::{Db, Service, logins};
use platform_documents::Documents;
use platform_http::health::{Condition, Health, Probe};
use platform_http::{ByAuth, Cookies, HttpSettings, Kernel, Limits, Registry, RouteMeta};
use platform_identity::oidc::{self, ProviderSettings, Providers};
use platform_identity::{Identity, Mails};
use platform_inbox::{Bells, Inbox, Kinds, UnsubscribeKeys};
use platform_jobs::Runner;
use platform_keyring::{Keyring, MasterKey, MasterKeyFile};
use platform_notify::{Attachments, LocalMailbox, MailTransport, Mailer, NamedAddress, mailbox_routes};
use platform_outbound::{HubHealth, HubStatus, Outbound};
use platform_payments::PaymentProvider;
use platform_realtime::{Live, LiveSettings};
use platform_storage::{Files, S3Settings, Store};
use platform_telemetry::Metrics;
use platform_types::{Actor, Clock, Entropy, ExposeSecret, SecretString};

use crate::cli::Start;
use crate::failure::Failure;
use crate::open::Opened;
use crate::palette::Finder;
use crate::presentation::Pages;
use crate::reference::Reference;
use crate::well_known::WellKnown;

/// The key and the webhook secret between a house and its simulator, made once per data folder.
#[derive(Clone)]
pub(crate) struct SimulatorSecrets {
    pub key: SecretString,
    pub webhook: SecretString,
}

/// A house that can answer.
pub(crate) struct Composed {
    pub ground: Ground,
    pub auth: Auth,
    pub shop: BoxOffice,
    pub router: Router,
    pub routes: Vec<RouteMeta>,
    pub runner: Runner,
    pub live: Live,
    /// Where backups are kept.
    pub backup: Option<Keeper>,
}

/// What is made before anything can be asked. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Ground {
    pub clock: Clock,
    pub entropy: Entropy,
    pub db: Db,
    pub keyring: Keyring,
    pub public_url: String,
    /// Who can be tried out: on the sign-in page of a demo house.
    pub try_as: Option<TryAs>,
}

/// The people of a demo house and their password.
pub(crate) type TryAs = platform_identity::TryAs;

/// The parts without which there is no house, on any clock.
pub(crate) struct Parts {
    pub auth: Auth,
    pub shop: BoxOffice,
    pub files: Files,
    pub outbound: Outbound,
}

/// People and box office on this ground.
pub(crate) async fn parts(start: &Start, ground: &Ground, simulator: &SimulatorSecrets) -> Result<Parts, Failure> {
    let mut hubs = vec![integration_stripe::hub_settings(), SmtpTransport::hub_settings()];
    if matches!(start.config.storage, platform_config::Storage::S3(_)) {
        hubs.push(platform_storage::hub_settings());
    }
    if start.config.sign_in.google.is_some() {
        hubs.push(oidc::hub_settings(oidc::GOOGLE_HUB));
    }
    if start.config.sign_in.oidc.is_some() {
        hubs.push(oidc::hub_settings(oidc::OIDC_HUB));
    }
    let outbound = Outbound::new(ground.clock.clone(), ground.entropy.clone(), hubs)?;
    let files = Files::new(ground.db.clone(), ground.entropy.clone(), store(start, &outbound)?);
    let payments: Arc<dyn PaymentProvider> = Arc::new(Stripe::new(stripe_settings(&start.config, simulator), &outbound)?);
    let auth = sign_in(ground).await?;
    let ticket_keys = Arc::new(VaultKeys::new(ground.db.clone(), ground.entropy.clone(), ground.keyring.clone()));
    let shop = BoxOffice::new(ground.db.clone(), ground.entropy.clone(), payments, ticket_keys, ground.public_url.clone());
    Ok(Parts { auth, shop, files, outbound })
}

/// Files without a house around them: for commands that look and do not serve.
pub(crate) fn files_beside(start: &Start, db: &Db) -> Result<Files, Failure> {
    let entropy = Entropy::from_os();
    let hubs = matches!(start.config.storage, platform_config::Storage::S3(_)).then(platform_storage::hub_settings);
    let outbound = Outbound::new(db.clock().clone(), entropy.clone(), hubs)?;
    Ok(Files::new(db.clone(), entropy, store(start, &outbound)?))
}

/// Where uploaded files lie.
fn store(start: &Start, outbound: &Outbound) -> Result<Store, Failure> {
    let made = match &start.config.storage {
        platform_config::Storage::Disk(folder) => Store::disk(&folder.clone().unwrap_or_else(|| start.folder.join("files"))),
        platform_config::Storage::S3(bucket) => {
            let settings = S3Settings {
                endpoint: bucket.endpoint.clone(),
                bucket: bucket.name.clone(),
                region: bucket.region.clone(),
                access_key: bucket.access_key.clone(),
                secret_key: bucket.secret_key.clone(),
                path_style: bucket.path_style,
            };
            Store::s3(&settings, outbound.hub(platform_storage::HUB)?)
        }
    };
    made.map_err(|error| Failure::Refused(error.to_string()))
}

/// Clock, chance, doors, keyring.
pub(crate) async fn ground(start: &Start, opened: &Opened) -> Result<Ground, Failure> {
    let clock = start.config.server.clock_start.map_or_else(Clock::system, Clock::starting_at);
    ground_at(start, opened, clock, Entropy::from_os()).await
}

/// The same with a clock and a chance of the caller's.
pub(crate) async fn ground_at(start: &Start, opened: &Opened, clock: Clock, entropy: Entropy) -> Result<Ground, Failure> {
    let db = Db::new(&opened.options, clock.clone());
    let keyring = open_keyring(start, &db, &entropy).await?;
    let public_url = start.config.server.public_url.as_str().trim_end_matches('/').to_owned();
    Ok(Ground { clock, entropy, db, keyring, public_url, try_as: None })
}

async fn open_keyring(start: &Start, db: &Db, entropy: &Entropy) -> Result<Keyring, Failure> {
    let now = db.clock().now();
    let mut tx = db.as_service(Service::Vault, &Actor::system("open keyring")).await?;
    let keyring = match &start.config.keys.master_key {
        Some(text) => {
            let master = MasterKey::from_hex(text.expose_secret(), "keys.master_key")?;
            Keyring::load(&mut tx, &master, entropy, now).await?
        }
        None => {
            let file = MasterKeyFile::new(start.folder.join("master.key"));
            Keyring::load_with_file(&mut tx, &file, entropy, now).await?.0
        }
    };
    tx.commit().await?;
    Ok(keyring)
}

/// Who signs in, and with what keys.
pub(crate) async fn sign_in(ground: &Ground) -> Result<Auth, Failure> {
    let keys = AuthKeys::load(&ground.db, &ground.keyring, &ground.entropy).await?;
    let settings = AuthSettings::new(format!("{}/auth/v1", ground.public_url));
    let mails = Arc::new(Mails::new(ground.public_url.clone()));
    Ok(Auth::sealing_with(ground.keyring.clone(), ground.db.clone(), ground.entropy.clone(), settings, keys, mails))
}

/// Reads the sign-in keys again once a minute, for as long as it is polled: a rotation reaches every running program
/// before the new keys sign anything.
pub(crate) async fn follow_keys(ground: Ground, auth: Auth) {
    let mut minute = tokio::time::interval(std::time::Duration::from_secs(60));
    minute.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    minute.tick().await;
    loop {
        minute.tick().await;
        match AuthKeys::load(&ground.db, &ground.keyring, &ground.entropy).await {
            Ok(keys) => auth.replace_keys(keys),
            Err(error) => tracing::warn!(%error, "the sign-in keys could not be read again; the present ones stay in use"),
        }
    }
}

/// Puts the house together.
pub(crate) async fn compose(start: &Start, opened: &Opened, ground: Ground, simulator: &SimulatorSecrets) -> Result<Composed, Failure> {
    let config = &start.config;
    let secure = start.tls.is_some() || config.server.behind_proxy;
    let metrics = Metrics::install()?;

    let Parts { auth, shop, files, outbound } = parts(start, &ground, simulator).await?;
    auth.set_founding_rule(config.organizers.approval == OrganizerApproval::Approval).await?;
    // A demo's passwords stand on its sign-in page: a second factor would only keep out whoever wants to look around.
    let is_demo = ground.try_as.is_some();
    auth.set_second_factor_rule(config.sign_in.second_factor == SecondFactor::Operators && !is_demo).await?;
    let providers = providers(config, &ground, &outbound)?;
    let pages = Pages::new(&ground, &shop);
    let cookies = Cookies::new(secure);
    let live = Live::new(
        ground.db.clone(),
        ground.entropy.clone(),
        boxoffice::live::sources(&shop).add(Arc::new(Bells::new(ground.db.clone()))),
        live_settings(config),
    );
    let backup = crate::backup::keeper(start, opened, &files);
    let mut probes: Vec<Arc<dyn Probe>> = vec![Arc::new(Hubs(outbound.clone())), Arc::new(live.clone())];
    probes.extend(backup.clone().map(|keeper| Arc::new(keeper) as Arc<dyn Probe>));
    let kernel = Kernel::new(
        ground.db.clone(),
        ground.entropy.clone(),
        http_settings(config, &ground, secure),
        Arc::new(ByAuth::new(auth.clone(), cookies)),
        Arc::new(pages.clone()),
        probes,
        Arc::new(move || metrics.render()),
    );
    // Two at a time, however many cores: a document being set takes some 30 MiB, and the house promises to stay small.
    let documents = Documents::new(std::thread::available_parallelism().map_or(1, usize::from).min(2));
    let mailer = mailer(config, &shop, &documents, &outbound)?;
    let mailbox = mailbox_routes(&mailer, pages.house(), config.server.listen, config.server.behind_proxy);
    let inbox = inbox(&ground, &pages).await?;
    let registry = routes(&kernel, &auth, &shop, &files, &documents, &pages, cookies, ground.try_as.clone(), providers)
        .mount(mailbox)
        .mount(platform_inbox::routes(&inbox))
        .mount(platform_realtime::routes(&live))
        .mount(crate::language::routes(cookies))
        .mount(crate::gallery::routes(&pages, config.server.listen, config.server.behind_proxy));
    let finder = Finder::new(&pages, &registry.metas());
    let registry = registry.mount(crate::palette::routes(&finder));
    let known = WellKnown::new(&registry.metas(), config.server.security_contact.as_ref());
    let reference = Reference::new(&pages, &ground.public_url);
    let registry = registry.mount(crate::well_known::routes(known)).mount(crate::reference::routes(&reference));
    reference.fill(&registry.metas());
    let faults = registry.faults();
    if !faults.is_empty() {
        return Err(Failure::Refused(faults.join("\n")));
    }
    let jobs = boxoffice::mails::register(boxoffice::jobs::register(platform_jobs::Registry::new(), &shop), &shop);
    let jobs = platform_storage::register(inbox.register(mailer.register(house_jobs(jobs))), &files);
    let runner = Runner::new(ground.db.clone(), opened.direct(logins::WORKER), ground.entropy.clone(), jobs)
        .map_err(|e| Failure::Refused(e.to_string()))?;
    Ok(Composed { ground, auth, shop, routes: registry.metas(), router: registry.into_router(&kernel), runner, live, backup })
}

/// What people are told, and how.
async fn inbox(ground: &Ground, pages: &Pages) -> Result<Inbox, Failure> {
    let kinds = platform_identity::notices::register(boxoffice::notices::register(Kinds::new()));
    let kinds = kinds.checked().map_err(|error| Failure::Refused(error.to_string()))?;
    let keys = UnsubscribeKeys::load(&ground.db, &ground.keyring, &ground.entropy).await?;
    let pages = pages.clone();
    Ok(Inbox::new(ground.db.clone(), kinds, keys, ground.public_url.clone(), move || pages.house()))
}

/// Every route of the house.
fn routes(
    kernel: &Kernel,
    auth: &Auth,
    shop: &BoxOffice,
    files: &Files,
    documents: &Documents,
    pages: &Pages,
    cookies: Cookies,
    try_as: Option<TryAs>,
    providers: Providers,
) -> Registry {
    let frame = {
        let pages = pages.clone();
        move || pages.house()
    };
    let shell: Arc<dyn Shell> = Arc::new(frame.clone());
    let identity = Identity::new(auth.clone(), cookies, frame.clone()).try_as(try_as).providers(providers);
    Registry::new()
        .mount(platform_http::health::routes(kernel))
        .mount(platform_http::assets::routes())
        .mount(platform_storage::routes(files))
        .mount(crate::errors::routes(pages))
        .mount(platform_identity::routes(&identity))
        .mount(platform_admin::routes(&Admin::new(auth.clone(), Arc::new(frame.clone()))))
        .mount(commons::organizations::routes(&Organizations::new(auth.clone(), Arc::new(frame))))
        .mount(boxoffice::shop::routes(&Shop::new(shop.clone(), documents.clone(), shell.clone())))
        .mount(boxoffice::console::routes(&Console::new(shop.clone(), auth.clone(), documents.clone(), shell.clone(), files.clone())))
        .mount(boxoffice::gate::routes(&Gate::new(shop.clone(), shell)))
}

/// Accounts elsewhere that sign people in.
fn providers(config: &Config, ground: &Ground, outbound: &Outbound) -> Result<Providers, Failure> {
    let mut list = Vec::new();
    if let Some(client) = &config.sign_in.google
        && let Some(google) = ProviderSettings::google(client.id.clone(), client.secret.clone())
    {
        list.push((google, outbound.hub(oidc::GOOGLE_HUB)?));
    }
    if let Some(provider) = &config.sign_in.oidc {
        let settings = ProviderSettings {
            name: provider.name.clone(),
            label: provider.label.clone(),
            issuer: provider.issuer.clone(),
            client_id: provider.client.id.clone(),
            client_secret: provider.client.secret.clone(),
            scopes: provider.scopes.clone(),
        };
        list.push((settings, outbound.hub(oidc::OIDC_HUB)?));
    }
    Ok(Providers::new(ground.public_url.clone(), config.server.cors_origins.clone(), list))
}

/// Mail leaves by SMTP where a server is configured, else it stays in the local mailbox.
fn mailer(config: &Config, shop: &BoxOffice, documents: &Documents, outbound: &Outbound) -> Result<Mailer, Failure> {
    let from = NamedAddress { name: config.mail.from.name.clone(), address: config.mail.from.address.clone() };
    let attachments = boxoffice::mails::register_attachments(Attachments::new(), shop, documents);
    let transport: Arc<dyn MailTransport> = match &config.mail.smtp_url {
        Some(url) => Arc::new(
            SmtpTransport::new(url, outbound.hub("smtp")?, shop.clock().clone())
                .map_err(|e| Failure::Refused(format!("mail.smtp_url: {e}")))?,
        ),
        None => Arc::new(LocalMailbox),
    };
    Ok(Mailer::new(from, transport, attachments))
}

/// Regular work that belongs to no app.
fn house_jobs(registry: platform_jobs::Registry) -> platform_jobs::Registry {
    use std::time::Duration;
    registry
        .every(
            "audit.seal",
            "Chains the audit's new rows, once a minute.",
            Duration::from_secs(60),
            |ctx: platform_jobs::JobCtx| async move {
                let mut tx = ctx.db().as_system("seal audit").await?;
                platform_audit::seal(&mut tx).await?;
                Ok(tx.commit().await?)
            },
        )
        .every(
            "http.forget_answers",
            "Removes answers kept for idempotency keys after a day, once an hour.",
            Duration::from_secs(3_600),
            |ctx: platform_jobs::JobCtx| async move {
                let mut tx = ctx.db().as_system("forget answers").await?;
                sqlx::query("DELETE FROM http.idempotency_keys WHERE created_at < clock.now() - interval '1 day'")
                    .execute(&mut *tx)
                    .await?;
                Ok(tx.commit().await?)
            },
        )
}

/// Sockets are open files, too: some are left for everything else.
fn live_settings(config: &Config) -> LiveSettings {
    const OTHERS: u64 = 512;
    let limits = &config.limits;
    let wanted = u64::from(limits.live_sockets);
    let sockets = wanted.min(crate::open_files::raise().saturating_sub(OTHERS).max(16));
    if sockets < wanted {
        tracing::warn!(
            sockets,
            wanted,
            "the system's limit of open files (ulimit -n) leaves room for fewer live connections than limits.live_sockets"
        );
    }
    LiveSettings {
        sockets: usize::try_from(sockets).unwrap_or(usize::MAX),
        sockets_per_address: usize::try_from(limits.live_sockets_per_address).unwrap_or(usize::MAX),
        ..LiveSettings::default()
    }
}

fn http_settings(config: &Config, ground: &Ground, secure: bool) -> HttpSettings {
    let limits = &config.limits;
    HttpSettings {
        public_url: ground.public_url.clone(),
        secure,
        behind_proxy: config.server.behind_proxy,
        trusted_proxies: config.server.trusted_proxies.clone(),
        metrics_token: config.server.metrics_token.clone(),
        request_timeout: Some(std::time::Duration::from_secs(limits.request_seconds)),
        cors_origins: config.server.cors_origins.clone(),
        form_targets: vec![config.payments.page_origin.origin().ascii_serialization()],
        limits: Limits {
            auth_per_minute: limits.auth_per_minute,
            buy_per_minute: limits.buy_per_minute,
            buy_per_address: limits.buy_per_address,
            browse_per_minute: limits.browse_per_minute,
            write_per_minute: limits.write_per_minute,
            scan_per_minute: limits.scan_per_minute,
            key_per_minute: limits.key_per_minute,
        },
        body_limit: usize::try_from(limits.body_bytes).unwrap_or(1 << 20),
    }
}

pub(crate) fn stripe_settings(config: &Config, simulator: &SimulatorSecrets) -> StripeSettings {
    let payments = &config.payments;
    let (key, webhook) = match payments.provider {
        Provider::Simulator => (Some(simulator.key.clone()), Some(simulator.webhook.clone())),
        Provider::Stripe => (payments.stripe_secret_key.clone(), payments.stripe_webhook_secret.clone()),
    };
    StripeSettings {
        base_url: payments.api_base.clone(),
        secret_key: key.unwrap_or_else(|| SecretString::from("")),
        webhook_secrets: webhook.into_iter().collect(),
    }
}

/// The hubs to the outside, on the health page. The house sells on while one is away.
struct Hubs(Outbound);

impl Probe for Hubs {
    fn check(&self) -> BoxFuture<'_, Vec<Health>> {
        let all = self
            .0
            .health()
            .into_iter()
            .map(|hub| Health {
                component: format!("outbound.{}", hub.name),
                state: if matches!(hub.status, HubStatus::Up | HubStatus::Idle) { Condition::Up } else { Condition::Degraded },
                detail: words(&hub),
                facts: serde_json::to_value(&hub).unwrap_or_default(),
                essential: false,
            })
            .collect();
        async move { all }.boxed()
    }
}

/// How a hub is, for a person.
fn words(hub: &HubHealth) -> String {
    match hub.status {
        HubStatus::Idle => "not called since the start".to_owned(),
        HubStatus::Up => "answers".to_owned(),
        HubStatus::Degraded => format!("failed {} times in a row; calls still pass", hub.failures_in_a_row),
        HubStatus::Down => match hub.open_until {
            Some(at) => format!("failed {} times in a row; not called before {}", hub.failures_in_a_row, at.to_rfc3339()),
            None => format!("failed {} times in a row; not called for now", hub.failures_in_a_row),
        },
    }
}
