//! What people are told in the house: notices, their bell and inbox, by which way they come, and the digest.
//!
//! Owns `notify.notices`, `notify.choices` and `notify.settings`. A feature declares [`Kind`]s of notices and hands them to the
//! registry ([`Kinds`]); where something happens it calls [`tell`] in that transaction, so that nothing is told that did not happen.
//!
//! Invariants:
//! - A person is told of one thing once (`UNIQUE (user_id, key)`), however often it is said.
//! - Kept are kind and values; the words are found when somebody reads, in their language.
//! - A notice leads to a path of this house (a constraint), never elsewhere.
//! - Nobody but the person themself sees a notice or marks it read; only that mark can be changed.
//! - A mail leaves once: at once, or with the digest. Quiet hours hold back whatever is not critical, by the clocks of the person's
//!   own zone, and of two readings of an ambiguous hour the one that lets them sleep longer counts.
//! - Every mail that one can do without says in its header how to end it (RFC 8058); that needs no sign-in.
//!
//! To add a kind: a `const` [`Kind`] beside the feature, a line in its crate's `notices::register`, a call of [`tell`].

mod bell;
mod choices;
mod digest;
mod hours;
mod kind;
mod mails;
mod pages;
mod routes;
mod settings;
mod store;
mod sweep;
mod tell;
mod texts;
mod unsubscribe;

use std::sync::Arc;

use platform_db::Db;
use platform_jobs::{JobCtx, Registry};
use platform_ui::House;

pub use bell::{Bells, bell};
pub use hours::{Quiet, last_digest_at};
pub use kind::{Given, Group, Kind, Kinds, KindsError, Mode, Urgency};
pub use mails::MailNotice;
pub use routes::routes;
pub use settings::{DigestEvery, Settings, known_zone};
pub use tell::{Notice, team, tell};
pub use unsubscribe::{UnsubscribeKeys, UnsubscribeKeysError};

/// What the pages and jobs work with. Cheap to clone.
#[derive(Clone)]
pub struct Inbox(Arc<Parts>);

struct Parts {
    db: Db,
    kinds: Kinds,
    keys: UnsubscribeKeys,
    public_url: String,
    house: Box<dyn Fn() -> House + Send + Sync>,
}

impl Inbox {
    /// Puts it together. `public_url` has no slash at its end; `house` makes the frame around a page.
    pub fn new(
        db: Db,
        kinds: Kinds,
        keys: UnsubscribeKeys,
        public_url: impl Into<String>,
        house: impl Fn() -> House + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Parts { db, kinds, keys, public_url: public_url.into(), house: Box::new(house) }))
    }

    /// Adds mails, the digest and the sweep.
    pub fn register(&self, registry: Registry) -> Registry {
        let (digest, mailing) = (self.clone(), self.clone());
        registry
            .job(move |job: MailNotice, ctx: JobCtx| {
                let inbox = mailing.clone();
                async move { mails::deliver(&inbox, &ctx, job).await }
            })
            .every(
                "inbox.digest",
                "Mails what waits for somebody's digest, at their hour in their zone; looks every five minutes.",
                std::time::Duration::from_secs(300),
                move |ctx: JobCtx| {
                    let inbox = digest.clone();
                    async move { digest::run(&inbox, &ctx).await }
                },
            )
            .every(
                "inbox.sweep",
                "Forgets notices read more than 180 days ago, and any after two years, once an hour.",
                std::time::Duration::from_secs(3_600),
                |ctx: JobCtx| async move { sweep::run(&ctx).await },
            )
    }

    fn db(&self) -> &Db {
        &self.0.db
    }

    fn kinds(&self) -> &Kinds {
        &self.0.kinds
    }

    fn keys(&self) -> &UnsubscribeKeys {
        &self.0.keys
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0.public_url)
    }

    fn house(&self) -> House {
        (self.0.house)()
    }
}
