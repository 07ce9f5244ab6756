//! Whether text works in a database.

use sqlx::PgConnection;

use super::ClusterError;

/// Refuses a database whose encoding is not UTF-8 or whose character type knows no letters but
/// a to z: there `lower('É')` does nothing and trigrams of Chinese are empty. Also for servers
/// that are not ours.
///
/// # Errors
/// [`ClusterError::Encoding`], or [`ClusterError::Database`] when the server does not answer.
pub async fn refuse_other_encodings(conn: &mut PgConnection) -> Result<(), ClusterError> {
    let failed = |source| ClusterError::Database { what: "cannot ask for the database's encoding", source };
    let query = "select datname, pg_encoding_to_char(encoding), datctype
                 from pg_database where datname = current_database()";
    let (database, encoding, ctype): (String, String, String) = sqlx::query_as(query).fetch_one(&mut *conn).await.map_err(failed)?;
    // Asked by behaviour: which catalog column decides about letters differs between libc, ICU
    // and the built-in provider, and between versions.
    let behaves = "select lower('É') = 'é' and '漢' ~ '^[[:alpha:]]$'";
    let letters = encoding == "UTF8" && sqlx::query_scalar(behaves).fetch_one(conn).await.map_err(failed)?;
    if letters { Ok(()) } else { Err(ClusterError::Encoding { database, encoding, ctype }) }
}
