//! The words everything else is written in: ids, actors, time, chance, money, addresses.
//!
//! Owns no table and does no I/O. Invariants: money is integer minor units and never mixes
//! currencies; e-mail addresses are stored normalised; nothing here reads the ambient clock or
//! the ambient random source except [`Clock::system`] and [`Entropy::from_os`], which only the
//! composition root calls.

mod actor;
mod clock;
mod email;
mod entropy;
pub mod failpoint;
mod ids;
mod lang;
mod money;
mod net;
pub mod open_tx;
mod text;
mod zone;

pub use actor::{Actor, ActorKind};
pub use clock::{Clock, Timestamp};
pub use email::{EmailAddress, EmailError};
pub use entropy::Entropy;
pub use ids::*;
pub use lang::{Lang, LangError};
pub use money::{Currency, CurrencyError, Money, MoneyError, RoundingRule};
pub use net::subscriber;
#[doc(hidden)]
pub use schemars;
pub use secrecy::{ExposeSecret, SecretString};
pub use text::{NameError, PersonName, clean_isolated_line, clean_line, is_blank};
pub use zone::{Zone, ZoneError};
