//! How often somebody may try, counted where all nodes see it.
//!
//! One leaky bucket per account and per network address, in one row each: it fills with every attempt and
//! empties with time (GCRA). An attempt is counted before it is made, so that many at once do not slip
//! through together, and given back when it succeeds: only failures and sent mails cost.

use std::net::IpAddr;
use std::time::Duration;

use platform_db::{Db, DbError, Tx};
use platform_types::{EmailAddress, UserId, subscriber};
use sha2::{Digest, Sha256};

/// `times` in a row, then one each `per / times`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many at once.
    pub times: u32,
    /// How long until all of them are there again.
    pub per: Duration,
}

impl Limit {
    fn cost(self) -> f64 {
        self.per.as_secs_f64() / f64::from(self.times.max(1))
    }
}

/// Somebody has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts; try again in {} seconds", retry_after.as_secs())]
pub struct TooManyAttempts {
    /// How long, at least a second.
    pub retry_after: Duration,
}

/// What is counted.
#[derive(Clone, Debug)]
pub(crate) enum Subject<'a> {
    /// Guesses at one account's password. The address need not exist.
    Account(&'a EmailAddress),
    /// Guesses at one person's second factor.
    Factor(UserId),
    /// Mails to one address.
    Mail(&'a EmailAddress),
    /// Attempts from one network address.
    Network(IpAddr),
}

impl Subject<'_> {
    /// Neither people's nor machines' addresses are kept, only what is counted under.
    fn key(&self) -> [u8; 32] {
        let (kind, what) = match self {
            Self::Account(email) => ("account", email.as_str().to_owned()),
            Self::Factor(user) => ("factor", user.to_string()),
            Self::Mail(email) => ("mail", email.as_str().to_owned()),
            Self::Network(ip) => ("network", subscriber(*ip).to_string()),
        };
        Sha256::new().chain_update(kind).chain_update([0]).chain_update(what).finalize().into()
    }
}

/// Counts one attempt in a transaction of its own: it stays counted whatever comes after.
pub(crate) async fn charge(db: &Db, subject: &Subject<'_>, limit: Limit) -> Result<Result<(), TooManyAttempts>, DbError> {
    let mut tx = db.as_system("counting attempts").await?;
    let (key, cost, whole) = (subject.key(), limit.cost(), limit.per.as_secs_f64());
    let counted = sqlx::query_scalar!(
        "INSERT INTO auth.attempts AS a (subject, empty_at) VALUES ($1, clock.now() + make_interval(secs => $2))
         ON CONFLICT (subject) DO UPDATE SET empty_at = greatest(a.empty_at, clock.now()) + make_interval(secs => $2)
         WHERE greatest(a.empty_at, clock.now()) + make_interval(secs => $2) <= clock.now() + make_interval(secs => $3)
         RETURNING subject",
        &key[..],
        cost,
        // Rounding of a division must not cost the last attempt.
        whole + 0.001
    )
    .fetch_optional(&mut *tx)
    .await?;
    let outcome = if counted.is_some() {
        Ok(())
    } else {
        let wait = sqlx::query_scalar!(
            r#"SELECT extract(epoch FROM empty_at - clock.now())::float8 AS "seconds!" FROM auth.attempts WHERE subject = $1"#,
            &key[..]
        )
        .fetch_optional(&mut *tx)
        .await?;
        Err(TooManyAttempts { retry_after: seconds(wait.unwrap_or(0.0) + cost - whole) })
    };
    tx.commit().await?;
    Ok(outcome)
}

/// Gives one attempt back, with the transaction of what succeeded.
pub(crate) async fn refund(tx: &mut Tx, subject: &Subject<'_>, limit: Limit) -> Result<(), DbError> {
    sqlx::query!(
        "UPDATE auth.attempts SET empty_at = empty_at - make_interval(secs => $2) WHERE subject = $1",
        &subject.key()[..],
        limit.cost()
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Forgets an account's failures, once the right password was given.
pub(crate) async fn forget(tx: &mut Tx, subject: &Subject<'_>) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM auth.attempts WHERE subject = $1", &subject.key()[..]).execute(&mut **tx).await?;
    Ok(())
}

fn seconds(wait: f64) -> Duration {
    Duration::try_from_secs_f64(wait.ceil()).unwrap_or_default().max(Duration::from_secs(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_household_is_one_network() {
        let key = |ip: &str| Subject::Network(ip.parse().unwrap()).key();
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    }
}
