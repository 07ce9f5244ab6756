//! By which way somebody wants to be told of what. Only what differs from a kind's own way is a row.

use std::collections::HashMap;

use platform_db::{DbError, Tx};
use platform_types::UserId;

use crate::{Kind, Mode};

/// What somebody wants of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub in_app: bool,
    pub mail: Mode,
}

impl Choice {
    pub fn usual(kind: &Kind) -> Self {
        Self { in_app: true, mail: kind.usual_mail() }
    }
}

/// Somebody's choices, by kind.
#[derive(Debug, Default)]
pub(crate) struct Choices(HashMap<String, (Option<bool>, Option<Mode>)>);

impl Choices {
    pub fn of(&self, kind: &Kind) -> Choice {
        let usual = Choice::usual(kind);
        let (in_app, mail) = self.0.get(kind.key).copied().unwrap_or_default();
        Choice {
            in_app: kind.fixed || in_app.unwrap_or(usual.in_app),
            mail: if kind.is_optional_mail() { mail.unwrap_or(usual.mail) } else { usual.mail },
        }
    }
}

pub(crate) async fn choices_of(tx: &mut Tx, user: UserId) -> Result<Choices, DbError> {
    let rows = sqlx::query!(r#"SELECT kind, channel, mode AS "mode: Mode" FROM notify.choices WHERE user_id = $1"#, user.0)
        .fetch_all(&mut **tx)
        .await?;
    let mut choices = Choices::default();
    for row in rows {
        let entry = choices.0.entry(row.kind).or_default();
        if row.channel == "in_app" { entry.0 = Some(row.mode != Mode::Never) } else { entry.1 = Some(row.mode) }
    }
    Ok(choices)
}

/// Keeps one's own choice of a kind.
pub(crate) async fn choose(tx: &mut Tx, user: UserId, kind: &Kind, choice: Choice) -> Result<(), DbError> {
    let usual = Choice::usual(kind);
    let in_app = if choice.in_app { Mode::Now } else { Mode::Never };
    choose_one(tx, user, kind, "in_app", (choice.in_app != usual.in_app && !kind.fixed).then_some(in_app)).await?;
    choose_one(tx, user, kind, "mail", (choice.mail != usual.mail && kind.is_optional_mail()).then_some(choice.mail)).await
}

/// One way of a kind; none: as usual.
pub(crate) async fn choose_one(tx: &mut Tx, user: UserId, kind: &Kind, channel: &str, mode: Option<Mode>) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM notify.choices WHERE user_id = $1 AND kind = $2 AND channel = $3", user.0, kind.key, channel)
        .execute(&mut **tx)
        .await?;
    if let Some(mode) = mode {
        sqlx::query!(
            "INSERT INTO notify.choices (user_id, kind, channel, mode) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            user.0,
            kind.key,
            channel,
            mode as Mode
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
