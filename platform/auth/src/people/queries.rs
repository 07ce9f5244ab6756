//! SQL about people, behind the system door.

use platform_db::{DbError, Tx};
use platform_types::{EmailAddress, Timestamp, UserId};

/// What decides about a sign-in.
#[derive(Debug)]
pub(crate) struct Account {
    pub id: UserId,
    /// The password, or the one of the latest sign-up that waits for its confirmation.
    pub password: Option<String>,
    pub confirmed: bool,
    pub banned_until: Option<Timestamp>,
    pub full_name: String,
    pub locale: String,
}

/// The account of an address, deleted ones left out.
pub(crate) async fn account(tx: &mut Tx, email: &EmailAddress) -> Result<Option<Account>, DbError> {
    let row = sqlx::query!(
        r#"SELECT u.id, u.email_confirmed_at, u.banned_until, p.full_name, p.locale,
                  coalesce(u.encrypted_password, (SELECT t.encrypted_password FROM auth.one_time_tokens t
                     WHERE t.user_id = u.id AND t.token_type = 'confirmation_token' AND t.expires_at > clock.now() ORDER BY t.created_at DESC LIMIT 1)) AS password
           FROM auth.users u JOIN public.platform_users p ON p.id = u.id
           WHERE u.email = $1 AND NOT u.is_sso_user AND u.deleted_at IS NULL"#,
        email.as_str()
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|r| Account {
        id: UserId(r.id),
        password: r.password,
        confirmed: r.email_confirmed_at.is_some(),
        banned_until: r.banned_until,
        full_name: r.full_name,
        locale: r.locale,
    }))
}

/// Adds a person who has confirmed nothing yet, unless the address is taken. Whether they were added.
pub(crate) async fn add(
    tx: &mut Tx,
    id: UserId,
    identity: uuid::Uuid,
    email: &EmailAddress,
    meta: &serde_json::Value,
) -> Result<bool, DbError> {
    let added = sqlx::query!(
        r#"INSERT INTO auth.users (id, email, raw_app_meta_data, raw_user_meta_data, confirmation_sent_at)
           VALUES ($1, $2, '{"provider": "email", "providers": ["email"]}', $3, clock.now())
           ON CONFLICT (email) WHERE NOT is_sso_user DO NOTHING"#,
        id.0,
        email.as_str(),
        meta
    )
    .execute(&mut **tx)
    .await?;
    if added.rows_affected() == 0 {
        return Ok(false);
    }
    let data = serde_json::json!({ "sub": id, "email": email, "email_verified": false, "phone_verified": false });
    sqlx::query!(
        "INSERT INTO auth.identities (id, provider_id, user_id, identity_data, provider) VALUES ($1, $2, $3, $4, 'email')",
        identity,
        id.to_string(),
        id.0,
        data
    )
    .execute(&mut **tx)
    .await?;
    Ok(true)
}

/// Marks the address as proven and gives the person what every member has.
pub(crate) async fn prove_address(tx: &mut Tx, user: UserId) -> Result<(), DbError> {
    sqlx::query!("UPDATE auth.users SET email_confirmed_at = clock.now() WHERE id = $1 AND email_confirmed_at IS NULL", user.0)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        r#"UPDATE auth.identities SET identity_data = identity_data || '{"email_verified": true}', updated_at = clock.now() WHERE user_id = $1 AND provider = 'email'"#,
        user.0
    )
    .execute(&mut **tx)
    .await?;
    // A sign-up of somebody else at this address must not set a password any more.
    sqlx::query!("DELETE FROM auth.one_time_tokens WHERE user_id = $1 AND token_type = 'confirmation_token'", user.0)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "INSERT INTO public.user_roles (user_id, role, scope_id) SELECT $1, 'GVTEWAY_MEMBER', s.id FROM auth.scopes s WHERE s.kind = 'platform' ON CONFLICT DO NOTHING",
        user.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Sets a password and ends every sign-in and link that was good under the old one, but `keep`.
pub(crate) async fn set_password(tx: &mut Tx, user: UserId, hash: &str, keep: Option<platform_types::SessionId>) -> Result<(), DbError> {
    sqlx::query!("UPDATE auth.users SET encrypted_password = $2 WHERE id = $1", user.0, hash).execute(&mut **tx).await?;
    sqlx::query!("DELETE FROM auth.sessions WHERE user_id = $1 AND id IS DISTINCT FROM $2", user.0, keep.map(|s| s.0))
        .execute(&mut **tx)
        .await?;
    sqlx::query!("DELETE FROM auth.one_time_tokens WHERE user_id = $1", user.0).execute(&mut **tx).await?;
    Ok(())
}
