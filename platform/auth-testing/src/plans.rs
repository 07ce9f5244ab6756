//! Reads the plan of a list as the role that reads it, and finds functions called for every row.

use platform_db::Tx;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Row};

/// Conditions that are evaluated once per row.
const PER_ROW: [&str; 6] = ["Filter", "Index Cond", "Recheck Cond", "Join Filter", "Hash Cond", "Merge Cond"];

/// Calls of the house's functions that a list of the whole table makes for each row, as the role behind
/// `tx`. Wrapped in `(SELECT …)` they run once and are not found here.
pub async fn per_row_calls(tx: &mut Tx, table: &str) -> Vec<String> {
    let columns: Vec<String> = sqlx::query_scalar(
        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND has_column_privilege(attrelid, attnum, 'SELECT') ORDER BY attnum",
    )
    .bind(table)
    .fetch_all(&mut **tx)
    .await
    .expect("catalogue");
    if columns.is_empty() {
        return Vec::new();
    }
    let explain = format!("EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) SELECT {} FROM {table}", columns.join(", "));
    let plan: Value = sqlx::query(AssertSqlSafe(explain)).fetch_one(&mut **tx).await.expect("a plan").get(0);
    let mut found = Vec::new();
    walk(&plan, &mut found);
    found
}

fn walk(node: &Value, found: &mut Vec<String>) {
    match node {
        Value::Array(list) => list.iter().for_each(|child| walk(child, found)),
        Value::Object(map) => {
            for (key, value) in map {
                match value.as_str() {
                    Some(condition) if PER_ROW.contains(&key.as_str()) => {
                        if let Some(call) = house_call(condition) {
                            found.push(format!("{call} in {key}: {condition}"));
                        }
                    }
                    _ => walk(value, found),
                }
            }
        }
        _ => {}
    }
}

/// The first call of a function that is not PostgreSQL's own: those print with their schema. An inlined
/// `auth.uid()` prints as the `current_setting` it is made of.
fn house_call(condition: &str) -> Option<String> {
    condition.match_indices('(').find_map(|(at, _)| {
        let before = &condition[..at];
        let name: String = before
            .chars()
            .rev()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        (name.contains('.') || name == "current_setting").then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::house_call;

    #[test]
    fn house_functions_are_told_from_built_in_ones() {
        assert_eq!(house_call("(user_id = $0)"), None);
        assert_eq!(house_call("(lower(t.name) = ANY ($1))"), None);
        assert_eq!(house_call("((t.a = 1) AND auth.may_grant(t.role, t.scope_id))").as_deref(), Some("auth.may_grant"));
        assert_eq!(
            house_call("(id = ((NULLIF(current_setting('x'::text, true), ''::text))::jsonb ->> 'sub'::text))").as_deref(),
            Some("current_setting")
        );
    }
}
