//! Payments as rows. Every function belongs into a transaction of the Sales door, together with what it causes.

use platform_db::Tx;
use platform_types::{Currency, EmailAddress, Entropy, Lang, Money, OrderId, OrganizationId, PaymentId, Timestamp};
use uuid::Uuid;

use crate::{IdempotencyKey, NewPayment, ProviderRef, RefundRef};

/// Where a payment stands. The provider's own state is asked for, never guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentStatus {
    /// Written down; the provider may or may not know of it.
    Created,
    /// The provider's page is open.
    Open,
    /// Seats are secured, money is being taken.
    Capturing,
    /// Money is ours.
    Captured,
    /// No seats: what is reserved is being let go.
    Cancelling,
    /// Let go, nothing taken.
    Cancelled,
    /// The provider refused for good.
    Failed,
    /// The page closed unpaid.
    Expired,
}

impl PaymentStatus {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Created, Self::Open, Self::Capturing, Self::Captured, Self::Cancelling, Self::Cancelled, Self::Failed, Self::Expired];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Open => "open",
            Self::Capturing => "capturing",
            Self::Captured => "captured",
            Self::Cancelling => "cancelling",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }

    fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|s| s.as_str() == text).unwrap_or(Self::Created)
    }

    /// Whether it can still move by itself.
    pub fn is_unsettled(self) -> bool {
        matches!(self, Self::Created | Self::Open | Self::Capturing | Self::Cancelling)
    }
}

/// A payment's row.
#[derive(Clone, Debug)]
pub struct Payment {
    /// Ours.
    pub id: PaymentId,
    /// Whose money.
    pub organization: OrganizationId,
    /// What is paid for.
    pub subject_id: Uuid,
    /// Which provider.
    pub provider: String,
    /// Theirs.
    pub provider_ref: Option<ProviderRef>,
    /// Where the person pays.
    pub pay_url: Option<String>,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub status: PaymentStatus,
    /// Until when the page is payable.
    pub expires_at: Timestamp,
    /// When it was written down.
    pub created_at: Timestamp,
    /// Already given back, in minor units.
    pub refunded_minor: i64,
    description: String,
    customer_email: String,
    return_url: String,
    cancel_url: String,
    language: Option<Lang>,
}

impl Payment {
    /// What the provider is sent: equal however often it is sent. `None` when a stored address no longer parses.
    pub fn as_new(&self) -> Option<NewPayment> {
        Some(NewPayment {
            key: self.id,
            order: OrderId(self.subject_id),
            amount: self.amount,
            description: self.description.clone(),
            customer_email: self.customer_email.parse().ok()?,
            language: self.language,
            return_url: self.return_url.parse().ok()?,
            cancel_url: self.cancel_url.parse().ok()?,
            created_at: self.created_at,
            expires_at: self.expires_at,
        })
    }
}

/// A payment to be written down.
#[derive(Clone, Debug)]
pub struct Intent {
    /// Whose money.
    pub organization: OrganizationId,
    /// What is paid for.
    pub order: OrderId,
    /// Which provider.
    pub provider: &'static str,
    /// How much.
    pub amount: Money,
    /// One line for the provider's page.
    pub description: String,
    /// Prefilled there.
    pub customer_email: EmailAddress,
    /// What the person reads who pays.
    pub language: Lang,
    /// Back here after paying.
    pub return_url: String,
    /// Back here without.
    pub cancel_url: String,
    /// Until when it should be payable.
    pub expires_at: Timestamp,
}

struct Row {
    id: Uuid,
    organization_id: Uuid,
    subject_id: Uuid,
    provider: String,
    provider_ref: Option<String>,
    pay_url: Option<String>,
    amount_minor: i64,
    currency: String,
    status: String,
    expires_at: Timestamp,
    created_at: Timestamp,
    refunded_minor: i64,
    description: String,
    customer_email: String,
    return_url: String,
    cancel_url: String,
    language: Option<String>,
}

impl From<Row> for Payment {
    fn from(r: Row) -> Self {
        Self {
            id: r.id.into(),
            organization: r.organization_id.into(),
            subject_id: r.subject_id,
            provider: r.provider,
            provider_ref: r.provider_ref.map(ProviderRef::from),
            pay_url: r.pay_url,
            amount: Money::new(r.amount_minor, r.currency.parse().unwrap_or(Currency::EUR)),
            status: PaymentStatus::parse(&r.status),
            expires_at: r.expires_at,
            created_at: r.created_at,
            refunded_minor: r.refunded_minor,
            description: r.description,
            customer_email: r.customer_email,
            return_url: r.return_url,
            cancel_url: r.cancel_url,
            language: r.language.and_then(|tag| tag.parse().ok()),
        }
    }
}

macro_rules! payment_rows {
    ($tail:literal, $($arg:expr),*) => {
        sqlx::query_as!(
            Row,
            "SELECT id, organization_id, subject_id, provider, provider_ref, pay_url, amount_minor, currency, status, expires_at, created_at, refunded_minor,
               description, customer_email, return_url, cancel_url, language FROM payments " + $tail,
            $($arg),*
        )
    };
}

/// Writes a payment down as the order's next try. A second live try breaks `payments_one_live_per_subject`.
pub async fn insert_payment(tx: &mut Tx, entropy: &Entropy, now: Timestamp, intent: &Intent) -> Result<PaymentId, sqlx::Error> {
    let id = PaymentId::new(entropy, now);
    sqlx::query!(
        "INSERT INTO payments (id, organization_id, subject_type, subject_id, attempt, provider, amount_minor, currency, description, customer_email, return_url, cancel_url, expires_at, language)
         SELECT $1, $2, 'order', $3, (SELECT coalesce(max(attempt), 0) + 1 FROM payments WHERE subject_type = 'order' AND subject_id = $3), $4, $5, $6, $7, $8, $9, $10, $11, $12",
        id.0,
        intent.organization.0,
        intent.order.0,
        intent.provider,
        intent.amount.minor,
        intent.amount.currency.code(),
        intent.description,
        intent.customer_email.as_str(),
        intent.return_url,
        intent.cancel_url,
        intent.expires_at,
        intent.language.tag(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// One payment.
pub async fn find_payment(tx: &mut Tx, id: PaymentId) -> Result<Option<Payment>, sqlx::Error> {
    Ok(payment_rows!("WHERE id = $1", id.0).fetch_optional(&mut **tx).await?.map(Payment::from))
}

/// One payment, locked until the transaction ends.
pub async fn lock_payment(tx: &mut Tx, id: PaymentId) -> Result<Option<Payment>, sqlx::Error> {
    Ok(payment_rows!("WHERE id = $1 FOR UPDATE", id.0).fetch_optional(&mut **tx).await?.map(Payment::from))
}

/// By the provider's name for it.
pub async fn find_by_provider_ref(tx: &mut Tx, provider: &str, reference: &ProviderRef) -> Result<Option<Payment>, sqlx::Error> {
    Ok(payment_rows!("WHERE provider = $1 AND provider_ref = $2", provider, reference.as_str())
        .fetch_optional(&mut **tx)
        .await?
        .map(Payment::from))
}

/// The newest try of an order.
pub async fn latest_of_order(tx: &mut Tx, order: OrderId) -> Result<Option<Payment>, sqlx::Error> {
    Ok(payment_rows!("WHERE subject_type = 'order' AND subject_id = $1 ORDER BY attempt DESC LIMIT 1", order.0)
        .fetch_optional(&mut **tx)
        .await?
        .map(Payment::from))
}

/// Payments that have not moved since `before` and still can: for the reconciler.
pub async fn list_unsettled(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<Vec<PaymentId>, sqlx::Error> {
    sqlx::query_scalar!(
        "SELECT id FROM payments WHERE status IN ('created', 'open', 'capturing', 'cancelling') AND coalesce(checked_at, updated_at) <= $1 ORDER BY coalesce(checked_at, updated_at) LIMIT $2",
        before,
        limit
    )
    .fetch_all(&mut **tx)
    .await
    .map(|ids| ids.into_iter().map(PaymentId).collect())
}

/// Payments of these orders that can still move.
pub async fn list_unsettled_of(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<PaymentId>, sqlx::Error> {
    sqlx::query_scalar!(
        "SELECT id FROM payments WHERE subject_type = 'order' AND subject_id = ANY($1) AND status IN ('created', 'open', 'capturing', 'cancelling')",
        orders
    )
    .fetch_all(&mut **tx)
    .await
    .map(|ids| ids.into_iter().map(PaymentId).collect())
}

/// The provider knows it now.
pub async fn mark_open(tx: &mut Tx, id: PaymentId, reference: &ProviderRef, pay_url: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE payments SET provider_ref = $2, pay_url = $3, status = CASE WHEN status = 'created' THEN 'open' ELSE status END WHERE id = $1",
        id.0,
        reference.as_str(),
        pay_url
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Moves it on; `captured` also notes the whole amount as taken.
pub async fn set_status(tx: &mut Tx, id: PaymentId, status: PaymentStatus, failure: Option<(&str, &str)>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE payments SET status = $2, captured_minor = CASE WHEN $2 = 'captured' THEN amount_minor ELSE captured_minor END,
           failure_code = coalesce($3, failure_code), failure_message = coalesce($4, failure_message) WHERE id = $1",
        id.0,
        status.as_str(),
        failure.map(|f| f.0),
        failure.map(|f| f.1)
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The provider was asked and nothing changed: do not ask again at once.
pub async fn mark_checked(tx: &mut Tx, id: PaymentId) -> Result<(), sqlx::Error> {
    sqlx::query!("UPDATE payments SET checked_at = clock.now() WHERE id = $1", id.0).execute(&mut **tx).await?;
    Ok(())
}

/// Notes a webhook; false when it was noted before.
pub async fn note_webhook(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    provider: &str,
    event_id: &str,
    kind: &str,
    reference: Option<&ProviderRef>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "INSERT INTO payment_events (id, provider, provider_event_id, kind, provider_ref) VALUES ($1, $2, $3, $4, $5) ON CONFLICT ON CONSTRAINT payment_events_once DO NOTHING",
        entropy.uuid_v7(now),
        provider,
        event_id,
        kind,
        reference.map(ProviderRef::as_str)
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Money to give back, before the provider is called.
pub async fn insert_refund(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    payment: &Payment,
    amount_minor: i64,
    reason: &str,
) -> Result<Uuid, sqlx::Error> {
    let id = entropy.uuid_v7(now);
    sqlx::query!(
        "INSERT INTO payment_refunds (id, organization_id, payment_id, amount_minor, reason) VALUES ($1, $2, $3, $4, $5)",
        id,
        payment.organization.0,
        payment.id.0,
        amount_minor,
        reason
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// A refund on its way.
#[derive(Clone, Debug)]
pub struct RefundRow {
    /// Ours; also its key at the provider.
    pub id: Uuid,
    /// Of which payment.
    pub payment: PaymentId,
    /// How much.
    pub amount_minor: i64,
    /// `created`, `done`, `failed`.
    pub status: String,
    /// The provider's name for it, once it has answered.
    pub provider_ref: Option<RefundRef>,
    /// 1, and one more each time a person had it sent anew.
    pub attempt: i32,
}

impl RefundRow {
    /// What the provider is called with: the same for every repetition of one attempt, another one for the next.
    pub fn key(&self) -> IdempotencyKey {
        let key = IdempotencyKey::of("refund", self.id);
        if self.attempt > 1 { key.part(&self.attempt.to_string()) } else { key }
    }
}

/// One refund, locked until the transaction ends.
pub async fn lock_refund(tx: &mut Tx, id: Uuid) -> Result<Option<RefundRow>, sqlx::Error> {
    let row = sqlx::query!(
        "SELECT id, payment_id, amount_minor, status, provider_ref, attempt FROM payment_refunds WHERE id = $1 FOR UPDATE",
        id
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|r| RefundRow {
        id: r.id,
        payment: r.payment_id.into(),
        amount_minor: r.amount_minor,
        status: r.status,
        provider_ref: r.provider_ref.map(RefundRef::from),
        attempt: r.attempt,
    }))
}

/// By the provider's name for it.
pub async fn find_refund_by_provider_ref(tx: &mut Tx, provider: &str, reference: &RefundRef) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "SELECT r.id FROM payment_refunds r JOIN payments p ON p.id = r.payment_id WHERE p.provider = $1 AND r.provider_ref = $2",
        provider,
        reference.as_str()
    )
    .fetch_optional(&mut **tx)
    .await
}

/// Refunds the provider has not confirmed: for the reconciler.
pub async fn list_unsettled_refunds(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "SELECT id FROM payment_refunds WHERE status = 'created' AND updated_at <= $1 ORDER BY updated_at LIMIT $2",
        before,
        limit
    )
    .fetch_all(&mut **tx)
    .await
}

/// The provider has it and the bank has not said yes: it is asked about again.
pub async fn refund_pending(tx: &mut Tx, id: Uuid, provider_ref: &RefundRef) -> Result<(), sqlx::Error> {
    sqlx::query!("UPDATE payment_refunds SET provider_ref = $2 WHERE id = $1", id, provider_ref.as_str()).execute(&mut **tx).await?;
    Ok(())
}

/// The provider did it; its name for it is not known when it was sent long ago and the answer was lost.
pub async fn refund_done(tx: &mut Tx, refund: &RefundRow, provider_ref: Option<&RefundRef>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE payment_refunds SET status = 'done', provider_ref = coalesce($2, provider_ref) WHERE id = $1",
        refund.id,
        provider_ref.map(RefundRef::as_str)
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("UPDATE payments SET refunded_minor = refunded_minor + $2 WHERE id = $1", refund.payment.0, refund.amount_minor)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// What seemed done came back: the person has not got the money, and somebody must look.
pub async fn refund_undone(tx: &mut Tx, refund: &RefundRow, message: &str) -> Result<(), sqlx::Error> {
    refund_failed(tx, refund.id, message).await?;
    sqlx::query!("UPDATE payments SET refunded_minor = refunded_minor - $2 WHERE id = $1", refund.payment.0, refund.amount_minor)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The provider refused for good: somebody must look.
pub async fn refund_failed(tx: &mut Tx, id: Uuid, message: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("UPDATE payment_refunds SET status = 'failed', failure_message = $2 WHERE id = $1", id, message)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// A failed refund is on its way again, under a new key; the provider's name for the failed one is forgotten.
pub async fn send_refund_again(tx: &mut Tx, id: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE payment_refunds SET status = 'created', attempt = attempt + 1, provider_ref = NULL, failure_message = NULL WHERE id = $1 AND status = 'failed'",
        id
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How the other refunds of a payment stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherRefunds {
    /// Minor units that the provider counts besides this one: done, or known to it and not failed.
    pub sent_minor: i64,
    /// Whether one that was written down before waits to be sent, or for the answer to having been sent.
    pub earlier_unsent: bool,
}

/// The refunds beside this one.
pub async fn other_refunds(tx: &mut Tx, refund: &RefundRow) -> Result<OtherRefunds, sqlx::Error> {
    sqlx::query_as!(
        OtherRefunds,
        r#"SELECT coalesce(sum(amount_minor) FILTER (WHERE status = 'done' OR (status = 'created' AND provider_ref IS NOT NULL)), 0)::bigint AS "sent_minor!",
             coalesce(bool_or(status = 'created' AND provider_ref IS NULL AND id < $2), false) AS "earlier_unsent!"
           FROM payment_refunds WHERE payment_id = $1 AND id <> $2"#,
        refund.payment.0,
        refund.id
    )
    .fetch_one(&mut **tx)
    .await
}

/// The refund of the same payment that is to be sent next, if this one does not stand in its way any more.
pub async fn next_unsent(tx: &mut Tx, refund: &RefundRow) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "SELECT id FROM payment_refunds WHERE payment_id = $1 AND status = 'created' AND provider_ref IS NULL AND id <> $2 ORDER BY id LIMIT 1",
        refund.payment.0,
        refund.id
    )
    .fetch_optional(&mut **tx)
    .await
}
