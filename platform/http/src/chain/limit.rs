//! Rate limits: an allowance that refills evenly (the generic cell rate algorithm), per class and caller.
//!
//! Held in the memory of one node: a limit protects the node. What must hold across nodes (failed
//! sign-ins per account) is counted in the database by `platform-auth`.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use platform_types::{Actor, ActorKind, Timestamp, subscriber};
use uuid::Uuid;

use crate::{Fault, Limits, Rate};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Caller {
    Address(IpAddr, &'static str),
    Person(Uuid),
    Program(Uuid),
}

/// Remembers, per class and caller, when the allowance will be whole again (microseconds).
#[derive(Debug, Default)]
pub struct Limiter {
    whole_at: Mutex<HashMap<(Rate, Caller), i64>>,
}

/// Above this many callers those whose allowance is whole again are forgotten.
const FORGET_ABOVE: usize = 20_000;

impl Limiter {
    pub(super) fn address(
        &self,
        limits: &Limits,
        rate: Rate,
        route: &'static str,
        peer: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let Some(peer) = peer else { return Ok(()) };
        let (per_minute, scope) = match rate {
            Rate::Browse => (limits.browse_per_minute, ""),
            Rate::Buy => (limits.buy_per_address, ""),
            // Counted per route, so that a forgotten password does not lock the sign-in page.
            Rate::Auth => (limits.auth_per_minute, route),
            Rate::Write | Rate::Scan => (limits.browse_per_minute, "staff"),
            Rate::Free => return Ok(()),
        };
        self.take(rate, Caller::Address(subscriber(peer), scope), per_minute, now)
    }

    pub(super) fn person(&self, limits: &Limits, rate: Rate, actor: &Actor, now: Timestamp) -> Result<(), Fault> {
        let id = match actor.kind {
            // Whatever it does is counted together: a key is one program.
            ActorKind::Key(_) if rate == Rate::Free => return Ok(()),
            ActorKind::Key(id) => return self.take(Rate::Write, Caller::Program(id.0), limits.key_per_minute, now),
            ActorKind::User { id, .. } => id.0,
            ActorKind::Guest(id) => id.0,
            _ => return Ok(()),
        };
        let per_minute = match rate {
            Rate::Buy => limits.buy_per_minute,
            Rate::Write => limits.write_per_minute,
            Rate::Scan => limits.scan_per_minute,
            _ => return Ok(()),
        };
        self.take(rate, Caller::Person(id), per_minute, now)
    }

    fn take(&self, rate: Rate, caller: Caller, per_minute: u32, now: Timestamp) -> Result<(), Fault> {
        const MINUTE: i64 = 60_000_000;
        let cost = MINUTE / i64::from(per_minute.max(1));
        let now = now.timestamp_micros();
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        if whole_at.len() > FORGET_ABOVE {
            whole_at.retain(|_, at| *at > now);
        }
        let slot = whole_at.entry((rate, caller)).or_insert(now);
        let next = (*slot).max(now) + cost;
        if next - now > MINUTE {
            let wait = u64::try_from((next - now - MINUTE).div_euclid(1_000_000) + 1).unwrap_or(60);
            return Err(Fault::rate_limited(wait));
        }
        *slot = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration};

    use super::*;

    #[test]
    fn five_attempts_a_minute_then_a_wait_then_one_more() {
        let limiter = Limiter::default();
        let limits = Limits { auth_per_minute: 5, ..Limits::default() };
        let start = DateTime::from_timestamp(1_000_000, 0).unwrap();
        let peer: Option<IpAddr> = Some("127.0.0.9".parse().unwrap());
        let ask = |route, at| limiter.address(&limits, Rate::Auth, route, peer, at);
        for _ in 0..5 {
            assert!(ask("sign-in", start).is_ok());
        }
        let refused = ask("sign-in", start).unwrap_err();
        assert_eq!(refused.retry_after(), Some(13));
        assert!(ask("reset", start).is_ok(), "another route has its own allowance");
        assert!(ask("sign-in", start + Duration::seconds(13)).is_ok());
    }

    #[test]
    fn another_address_of_the_same_ipv6_network_is_the_same_caller() {
        let limiter = Limiter::default();
        let limits = Limits { auth_per_minute: 2, ..Limits::default() };
        let start = DateTime::from_timestamp(1_000_000, 0).unwrap();
        let ask = |ip: &str| limiter.address(&limits, Rate::Auth, "sign-in", Some(ip.parse().unwrap()), start);
        assert!(ask("2001:db8:1:2::1").is_ok() && ask("2001:db8:1:2:3::4").is_ok());
        assert!(ask("2001:db8:1:2:ffff::5").is_err());
        assert!(ask("2001:db8:1:3::1").is_ok(), "the neighbour");
    }
}
