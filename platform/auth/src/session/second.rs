//! A sign-in is proven twice.

use platform_db::{DbError, Tx};
use platform_types::{SessionId, UserId};
use uuid::Uuid;

use super::{ABSOLUTE, Carrier, Client, SignedIn, open};
use crate::Auth;

/// Makes a sign-in `aal2` on the transaction that took the second proof. What carried it before is void: whoever stole that
/// does not share in what it may do now. Sign-ins of the person that were proven once end, as Supabase Auth ends them.
/// `None` where it has ended meanwhile.
pub(crate) async fn prove_twice(
    auth: &Auth,
    tx: &mut Tx,
    user_id: UserId,
    session_id: SessionId,
    factor: Option<Uuid>,
    method: &str,
    client: Client,
) -> Result<Option<SignedIn>, DbError> {
    let proof = serde_json::json!([{ "method": method, "timestamp": auth.clock().now().timestamp() }]);
    let alive = sqlx::query_scalar!(
        "UPDATE auth.sessions SET aal = 'aal2', factor_id = $3, amr = $4::jsonb || amr, not_after = created_at + make_interval(days => $5), refreshed_at = clock.now(), updated_at = clock.now()
         WHERE id = $1 AND user_id = $2 AND not_after > clock.now() RETURNING id",
        session_id.0,
        user_id.0,
        factor,
        proof,
        i32::try_from(ABSOLUTE.num_days()).unwrap_or(30)
    )
    .fetch_optional(&mut **tx)
    .await?;
    if alive.is_none() {
        return Ok(None);
    }
    sqlx::query!("DELETE FROM auth.sessions WHERE user_id = $1 AND aal = 'aal1' AND id <> $2", user_id.0, session_id.0)
        .execute(&mut **tx)
        .await?;
    sqlx::query!("DELETE FROM auth.session_cookies WHERE session_id = $1", session_id.0).execute(&mut **tx).await?;
    sqlx::query!("DELETE FROM auth.refresh_tokens WHERE session_id = $1", session_id.0).execute(&mut **tx).await?;
    let carrier = match client {
        Client::Page => Carrier::Cookie(open::first_cookie(auth, tx, session_id).await?),
        Client::Program => Carrier::Tokens(Box::new(open::first_pair(auth, tx, session_id, user_id).await?)),
    };
    Ok(Some(SignedIn { user_id, session_id, carrier, half: false }))
}
