//! Two kinds of topics over tables that belong to these tests alone.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use platform_db::Db;
use platform_http::Fault;
use platform_realtime::{Caller, Now, Reach, Source, Watch};
use platform_types::Timestamp;
use serde_json::json;
use uuid::Uuid;

/// A room's sign at the door: everybody may read it.
pub struct Signs {
    pub db: Db,
    pub changes_at: Mutex<Option<Timestamp>>,
}

#[async_trait]
impl Source for Signs {
    fn kind(&self) -> &'static str {
        "sign"
    }

    fn reach(&self) -> Reach {
        Reach::Public
    }

    fn watches(&self) -> &'static [Watch] {
        &[Watch { table: "public.rooms", column: "id" }, Watch { table: "public.chairs", column: "room" }]
    }

    async fn look(&self, caller: Caller<'_>, id: Uuid) -> Result<Option<Now>, Fault> {
        assert_eq!(caller.actor.kind, platform_types::ActorKind::Anonymous, "what everybody hears is read as nobody");
        let mut tx = self.db.read(caller.actor).await?;
        let row: Option<(String, i64)> =
            sqlx::query_as("SELECT sign, (SELECT count(*) FROM chairs WHERE room = r.id) FROM rooms r WHERE id = $1")
                .bind(id)
                .fetch_optional(&mut *tx)
                .await?;
        let again_at = *self.changes_at.lock().unwrap();
        let over = again_at.is_some_and(|at| at <= self.db.clock().now());
        Ok(row.map(|(sign, chairs)| Now { value: json!({ "sign": sign, "chairs": chairs, "over": over }), again_at }))
    }
}

/// What goes on inside: for its owner, or whoever has the key.
pub struct Insides {
    pub db: Db,
    pub broken: AtomicBool,
}

#[async_trait]
impl Source for Insides {
    fn kind(&self) -> &'static str {
        "inside"
    }

    fn reach(&self) -> Reach {
        Reach::Private
    }

    fn watches(&self) -> &'static [Watch] {
        &[Watch { table: "public.rooms", column: "id" }]
    }

    async fn look(&self, caller: Caller<'_>, id: Uuid) -> Result<Option<Now>, Fault> {
        if self.broken.load(Ordering::Relaxed) {
            return Err(Fault::internal("broken for the test"));
        }
        let mut tx = self.db.read(caller.actor).await?;
        let mine = "SELECT version FROM rooms WHERE id = $1 AND (owner = $2 OR key = $3)";
        let version: Option<i32> =
            sqlx::query_scalar(mine).bind(id).bind(caller.actor.user_id().map(|u| u.0)).bind(caller.pass).fetch_optional(&mut *tx).await?;
        Ok(version.map(|version| Now { value: json!(version.to_string()), again_at: None }))
    }

    async fn marks(&self, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>, Fault> {
        let mut tx = self.db.as_system("test").await?;
        Ok(sqlx::query_as("SELECT id, version::text FROM rooms WHERE id = ANY ($1)").bind(ids).fetch_all(&mut *tx).await?)
    }
}
