//! Combines the claims of concurrent buyers: per event one statement at a time, each with everything that
//! arrived meanwhile, so that the event's row is locked once per batch and not once per buyer.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use platform_db::{Db, DbError, Service};
use platform_types::{Actor, ActorKind, Entropy, EventId, HoldId, TicketTypeId, Timestamp, failpoint};
use serde_json::{Value, json};
use sqlx::Row as _;
use tokio::sync::oneshot;

use super::HOLD_FOR;
use crate::codes::Refusal;

/// At most so many claims share a statement; more would make the first of them wait for the last.
const LARGEST_BATCH: usize = 256;

/// A hold that was placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its id.
    pub id: HoldId,
    /// When it lapses.
    pub expires_at: Timestamp,
}

/// So many tickets of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Which type.
    pub ticket_type: TicketTypeId,
    /// How many.
    pub quantity: i32,
    /// What each may cost, in minor units without fees, where the buyer chooses; else none.
    pub chosen_minor: Option<i64>,
}

impl From<(TicketTypeId, i32)> for Wish {
    fn from((ticket_type, quantity): (TicketTypeId, i32)) -> Self {
        Self { ticket_type, quantity, chosen_minor: None }
    }
}

/// Why a claim got nothing. The names are those of ticket types.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// Not that many are left.
    #[error("“{0}” is sold out, or fewer are left than you chose")]
    SoldOut(String),
    /// Outside its window.
    #[error("“{0}” is not on sale now")]
    NotOnSale(String),
    /// Above the limit per order.
    #[error("“{0}”: you chose more than one order may have")]
    OverLimit(String),
    /// Below the limit per order.
    #[error("“{0}” is sold only in larger numbers")]
    UnderLimit(String),
    /// Below the least, above what anybody may give, or not the buyer's to say.
    #[error("“{0}” cannot be had for this amount")]
    WrongAmount(String),
    /// No such ticket type at this event.
    #[error("one of the chosen tickets does not belong to this event")]
    UnknownType,
    /// Not published, cancelled, or begun.
    #[error("this event is not on sale")]
    Closed,
    /// The code does not open the hidden tickets.
    #[error(transparent)]
    Code(Refusal),
    /// Nothing was chosen.
    #[error("choose at least one ticket")]
    Empty,
    /// A hold needs somebody to belong to.
    #[error("a hold belongs to a guest or a signed-in person")]
    Nobody,
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The counter of one node. Cheap to clone.
#[derive(Clone)]
pub struct Claims(Arc<Inner>);

struct Inner {
    db: Db,
    entropy: Entropy,
    queues: Mutex<HashMap<EventId, VecDeque<Waiting>>>,
}

struct Waiting {
    claim: Value,
    answer: oneshot::Sender<Result<(), ClaimError>>,
}

impl Claims {
    /// A counter on these doors.
    pub fn new(db: Db, entropy: Entropy) -> Self {
        Self(Arc::new(Inner { db, entropy, queues: Mutex::default() }))
    }

    /// Sets tickets aside for `actor`, all or nothing, in place of the cart it had open for this event.
    pub async fn claim(&self, actor: &Actor, event: EventId, items: &[(TicketTypeId, i32)]) -> Result<Held, ClaimError> {
        self.claim_with(actor, event, items, None).await
    }

    /// The same, where the buyer says what some of them may cost.
    pub async fn claim_at(&self, actor: &Actor, event: EventId, wishes: &[Wish]) -> Result<Held, ClaimError> {
        self.claim_with(actor, event, wishes, None).await
    }

    /// The same with a code as [`crate::codes::normal`] gives it: it opens hidden tickets, and stays with the hold.
    pub async fn claim_with<W>(&self, actor: &Actor, event: EventId, wishes: &[W], code: Option<&str>) -> Result<Held, ClaimError>
    where
        W: Copy + Into<Wish> + Sync,
    {
        let wishes: Vec<Wish> = wishes.iter().map(|&wish| wish.into()).collect();
        let now = self.0.db.clock().now();
        let hold = HoldId::new(&self.0.entropy, now);
        let expires_at = now + HOLD_FOR;
        let (user, guest) = match actor.kind {
            ActorKind::User { id, .. } => (Some(id), None),
            ActorKind::Guest(id) => (None, Some(id)),
            _ => return Err(ClaimError::Nobody),
        };
        let claim = json!({
            "hold": hold, "event": event, "user": user, "guest": guest, "expires_at": expires_at, "code": code,
            "items": wishes.iter().filter(|w| w.quantity != 0).map(|w| json!({"type": w.ticket_type, "quantity": w.quantity, "chosen": w.chosen_minor})).collect::<Vec<_>>(),
        });
        let (answer, done) = oneshot::channel();
        if self.enqueue(event, Waiting { claim, answer }) {
            let counter = self.clone();
            // Not tied to the first buyer's request: others wait for it too.
            tokio::spawn(async move { counter.serve(event).await });
        }
        done.await.unwrap_or_else(|_| Err(ClaimError::Database(sqlx::Error::WorkerCrashed.into())))?;
        Ok(Held { id: hold, expires_at })
    }

    /// Queues a claim; true when nobody serves this event yet.
    fn enqueue(&self, event: EventId, waiting: Waiting) -> bool {
        let mut queues = self.0.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let first = !queues.contains_key(&event);
        queues.entry(event).or_default().push_back(waiting);
        first
    }

    /// Takes what waits; none when nothing does, and then nobody serves the event any more.
    fn take(&self, event: EventId) -> Option<Vec<Waiting>> {
        let mut queues = self.0.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queues.get_mut(&event)?;
        if queue.is_empty() {
            queues.remove(&event);
            return None;
        }
        let n = queue.len().min(LARGEST_BATCH);
        Some(queue.drain(..n).collect())
    }

    async fn serve(&self, event: EventId) {
        loop {
            // Lets those who were answered by the batch before come back into this one.
            tokio::task::yield_now().await;
            let Some(batch) = self.take(event) else { return };
            match self.run(&batch).await {
                Ok(outcomes) => {
                    for (waiting, outcome) in batch.into_iter().zip(outcomes) {
                        waiting.answer.send(outcome).ok();
                    }
                }
                Err(error) if batch.len() > 1 && !error.is_unavailable() => {
                    // One bad claim must not fail the others: each by itself.
                    for waiting in batch {
                        let single = [waiting];
                        let outcome = self.run(&single).await.map(|mut o| o.pop());
                        let [waiting] = single;
                        let answer = match outcome {
                            Ok(Some(outcome)) => outcome,
                            Ok(None) => Err(ClaimError::UnknownType),
                            Err(e) => Err(ClaimError::Database(e)),
                        };
                        waiting.answer.send(answer).ok();
                    }
                }
                Err(error) => {
                    let message = error.to_string();
                    tracing::warn!(error.context = message, claims = batch.len(), "a batch of claims failed");
                    for waiting in batch {
                        waiting.answer.send(Err(ClaimError::Database(sqlx::Error::PoolTimedOut.into()))).ok();
                    }
                }
            }
        }
    }

    async fn run(&self, batch: &[Waiting]) -> Result<Vec<Result<(), ClaimError>>, DbError> {
        failpoint::pass("claims.before_write").await;
        let claims = Value::Array(batch.iter().map(|w| w.claim.clone()).collect());
        let actor = Actor::system("claims of buyers");
        let rows = self.0.db.call(Service::Claims, &actor, "boxoffice.claim", &claims).await?;
        failpoint::pass("claims.after_commit").await;
        rows.iter().map(|row| Ok(outcome(row.try_get("outcome")?, row.try_get("detail")?))).collect()
    }
}

fn outcome(outcome: &str, detail: String) -> Result<(), ClaimError> {
    match outcome {
        "held" => Ok(()),
        "sold_out" => Err(ClaimError::SoldOut(detail)),
        "not_on_sale" => Err(ClaimError::NotOnSale(detail)),
        "over_limit" => Err(ClaimError::OverLimit(detail)),
        "under_limit" => Err(ClaimError::UnderLimit(detail)),
        "wrong_amount" => Err(ClaimError::WrongAmount(detail)),
        "closed" => Err(ClaimError::Closed),
        "empty" => Err(ClaimError::Empty),
        _ => match outcome.strip_prefix("code_") {
            Some(verdict) => Err(ClaimError::Code(Refusal::of_verdict(verdict, None).unwrap_or(Refusal::Unknown))),
            None => Err(ClaimError::UnknownType),
        },
    }
}
