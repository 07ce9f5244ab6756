//! A house with four kinds of notices, people, and a runner that stands still until it is asked.

use std::sync::Arc;

use axum::Router;
use platform_auth_testing::House;
use platform_db::logins;
use platform_http::Registry;
use platform_http_testing::{Browser, ByName, roomy, router};
use platform_inbox::{Group, Inbox, Kind, Kinds, Notice, UnsubscribeKeys, Urgency, routes, tell};
use platform_jobs::Runner;
use platform_types::{Actor, Entropy, Lang, UserId};
use sqlx::AssertSqlSafe;

const SHOP: Group = Group { key: "shop", title: || "Shop".into() };

const fn kind(key: &'static str, urgency: Urgency) -> Kind {
    Kind {
        key,
        group: &SHOP,
        urgency,
        own_mail: false,
        fixed: matches!(urgency, Urgency::Critical),
        staff: false,
        title: || if Lang::current() == Lang::De { "Neuigkeiten".into() } else { "News".into() },
        explained: || "Whenever there is some.".into(),
        told: |given| {
            let what = given.text("what");
            if Lang::current() == Lang::De { format!("Neu: {what}") } else { format!("New: {what}") }
        },
    }
}

pub const CRITICAL: Kind = kind("test.critical", Urgency::Critical);
pub const HIGH: Kind = kind("test.high", Urgency::High);
pub const MEDIUM: Kind = kind("test.medium", Urgency::Medium);
pub const LOW: Kind = kind("test.low", Urgency::Low);

/// A mail as it was queued.
pub struct Mail {
    pub subject: String,
    pub text: String,
    pub unsubscribe: Option<String>,
}

pub struct Site {
    pub house: House,
    pub inbox: Inbox,
    pub runner: Runner,
    router: Router,
}

impl Site {
    pub async fn new() -> Self {
        let house = House::new().await;
        let kinds = Kinds::new().add(&CRITICAL).add(&HIGH).add(&MEDIUM).add(&LOW).checked().unwrap();
        let keys = UnsubscribeKeys::of(vec![[7; 32]]);
        let inbox = Inbox::new(house.db.clone(), kinds, keys, "https://callboard.test", || platform_ui::House {
            lang: Lang::current().tag().to_owned(),
            dir: if Lang::current().is_rtl() { platform_ui::Dir::Rtl } else { platform_ui::Dir::Ltr },
            ..platform_ui::House::default()
        });
        let registry = Registry::new().mount(routes(&inbox));
        assert!(registry.faults().is_empty(), "{:?}", registry.faults());
        let router = router(&house.db, &house.entropy, roomy("https://callboard.test"), Arc::new(ByName), registry);
        let site = Self { runner: runner(&house, &inbox), inbox, router, house };
        // The first looks of what is regular.
        site.run().await;
        site
    }

    /// Another program beside this one.
    pub fn second_runner(&self) -> Runner {
        runner(&self.house, &self.inbox)
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.router, "callboard.test")
    }

    pub fn of(&self, who: &Actor) -> Browser {
        self.browser().of(who)
    }

    pub async fn run(&self) {
        self.runner.run_due().await.unwrap();
    }

    /// Puts the clock there, and does what is due.
    pub async fn at(&self, moment: &str) {
        let there: platform_types::Timestamp = moment.parse().unwrap();
        self.house.clock.advance(there - self.house.clock.now());
        self.run().await;
    }

    pub async fn tell(&self, kind: &'static Kind, to: &Actor, what: &str) -> bool {
        let mut tx = self.house.db.as_system("test").await.unwrap();
        let told = tell(&mut tx, &notice(kind, to, what)).await.unwrap();
        tx.commit().await.unwrap();
        told
    }

    pub async fn sql(&self, sql: &str) {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut admin).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
    }

    pub async fn count(&self, sql: &str) -> i64 {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::query_scalar(AssertSqlSafe(format!("SELECT count(*) FROM {sql}"))).fetch_one(&mut admin).await.unwrap()
    }

    /// Mails to somebody, oldest first.
    pub async fn mails(&self, to: &Actor) -> Vec<Mail> {
        let mut admin = self.house.test_db.connect(None).await;
        let rows: Vec<(String, String, Option<String>)> =
            sqlx::query_as("SELECT subject, text_body, unsubscribe FROM notify.messages WHERE user_id = $1 ORDER BY created_at, key")
                .bind(id(to).0)
                .fetch_all(&mut admin)
                .await
                .unwrap();
        rows.into_iter().map(|(subject, text, unsubscribe)| Mail { subject, text, unsubscribe }).collect()
    }

    pub async fn settings(&self, who: &Actor, zone: &str, quiet: Option<(i32, i32)>, digest: &str, hour: i32) {
        let (from, until) = quiet.map_or(("NULL".to_owned(), "NULL".to_owned()), |(f, u)| (f.to_string(), u.to_string()));
        self.sql(&format!(
            "INSERT INTO notify.settings (user_id, zone, quiet_from, quiet_until, digest, digest_hour) VALUES ('{}', '{zone}', {from}, {until}, '{digest}', {hour})",
            id(who)
        ))
        .await;
    }
}

fn runner(house: &House, inbox: &Inbox) -> Runner {
    let options = house.test_db.door_options().login(logins::WORKER);
    Runner::new(house.db.clone(), options, Entropy::seeded(1), inbox.register(platform_jobs::Registry::new())).unwrap()
}

pub fn id(who: &Actor) -> UserId {
    who.user_id().unwrap()
}

pub fn notice(kind: &'static Kind, to: &Actor, what: &str) -> Notice {
    Notice::new(kind, id(to), format!("test/{what}"), "/my/tickets").text("what", what)
}
