//! Somebody's quiet hours, and when their digest comes.

use platform_db::{DbError, Tx};
use platform_types::{UserId, Zone};

use crate::Quiet;

/// How often a digest comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text")]
pub enum DigestEvery {
    /// Never: what would wait for it is not mailed.
    #[sqlx(rename = "off")]
    Off,
    /// Every day.
    #[sqlx(rename = "daily")]
    Day,
    /// On Mondays.
    #[sqlx(rename = "weekly")]
    Week,
}

impl DigestEvery {
    pub(crate) const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Off];

    /// As rows and forms name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Day => "daily",
            Self::Week => "weekly",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|every| every.name() == name)
    }
}

/// What somebody set, or what holds where they set nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whose clocks count.
    pub zone: Zone,
    /// When nothing that can wait is sent.
    pub quiet: Option<Quiet>,
    /// How often the digest comes.
    pub digest: DigestEvery,
    /// At which hour, 0 to 23.
    pub digest_hour: u32,
}

/// Columns of `notify.settings` as one finds them.
pub(crate) struct Row {
    pub zone: String,
    pub quiet_from: Option<i16>,
    pub quiet_until: Option<i16>,
    pub digest: DigestEvery,
    pub digest_hour: i16,
}

impl From<Row> for Settings {
    fn from(row: Row) -> Self {
        let hour = |hour: i16| u32::try_from(hour).unwrap_or(0);
        Self {
            zone: row.zone.parse().unwrap_or(Zone::UTC),
            quiet: row.quiet_from.zip(row.quiet_until).map(|(from, until)| Quiet { from: hour(from), until: hour(until) }),
            digest: row.digest,
            digest_hour: hour(row.digest_hour),
        }
    }
}

/// Somebody's. Where they chose no zone, their first organization's counts.
pub(crate) async fn settings_of(tx: &mut Tx, user: UserId) -> Result<Settings, DbError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT coalesce(s.zone, (SELECT o.timezone FROM public.memberships m JOIN public.organizations o ON o.id = m.organization_id
                                    WHERE m.user_id = $1 ORDER BY m.created_at, o.id LIMIT 1), 'UTC') AS "zone!",
             s.quiet_from AS "quiet_from?", s.quiet_until AS "quiet_until?", coalesce(s.digest, 'daily') AS "digest!: DigestEvery", coalesce(s.digest_hour, 8::smallint) AS "digest_hour!"
           FROM (SELECT 1) one LEFT JOIN notify.settings s ON s.user_id = $1"#,
        user.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(row.into())
}

/// By whose clock somebody is told when something was: the zone they chose, else their first organization's; none where neither
/// is known.
pub async fn known_zone(tx: &mut Tx, user: UserId) -> Result<Option<Zone>, DbError> {
    let name: Option<String> = sqlx::query_scalar(
        "SELECT coalesce((SELECT s.zone FROM notify.settings s WHERE s.user_id = $1),
                         (SELECT o.timezone FROM public.memberships m JOIN public.organizations o ON o.id = m.organization_id
                          WHERE m.user_id = $1 ORDER BY m.created_at, o.id LIMIT 1))",
    )
    .bind(user.0)
    .fetch_one(&mut **tx)
    .await?;
    Ok(name.and_then(|name| name.parse().ok()))
}

/// Keeps one's own.
pub(crate) async fn keep(tx: &mut Tx, user: UserId, settings: &Settings) -> Result<(), DbError> {
    let small = |hour: u32| i16::try_from(hour).unwrap_or(0);
    sqlx::query!(
        "INSERT INTO notify.settings (user_id, zone, quiet_from, quiet_until, digest, digest_hour) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (user_id) DO UPDATE SET zone = EXCLUDED.zone, quiet_from = EXCLUDED.quiet_from, quiet_until = EXCLUDED.quiet_until,
           digest = EXCLUDED.digest, digest_hour = EXCLUDED.digest_hour, updated_at = clock.now()",
        user.0,
        settings.zone.name(),
        settings.quiet.map(|q| small(q.from)) as _,
        settings.quiet.map(|q| small(q.until)) as _,
        settings.digest as DigestEvery,
        small(settings.digest_hour),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
