//! The checked queries' offline data are what a freshly migrated database says.

use platform_db_testing::{TestDb, workspace_root};
use sqlx::{AssertSqlSafe, Column, Executor, SqlSafeStr, TypeInfo};

#[tokio::test]
async fn offline_answers_are_the_databases_own() {
    let test = TestDb::new().await;
    let mut admin = test.connect(None).await;
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in super::files(&workspace_root().join(".sqlx"), ".json") {
        let data: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let sql = data["query"].as_str().unwrap().to_owned();
        let known: Vec<(String, String)> = data["describe"]["columns"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| (c["name"].as_str().unwrap().to_owned(), type_name(&c["type_info"])))
            .collect();
        seen += 1;
        match (&mut admin).describe(AssertSqlSafe(sql.clone()).into_sql_str()).await {
            Ok(described) => {
                let now: Vec<(String, String)> =
                    described.columns().iter().map(|c| (c.name().to_owned(), c.type_info().name().to_owned())).collect();
                let same = known.len() == now.len()
                    && known.iter().zip(&now).all(|(k, n)| k.0 == n.0 && (k.1.is_empty() || k.1.eq_ignore_ascii_case(&n.1)));
                if !same {
                    wrong.push(format!("{}: saved {known:?}, the database says {now:?}", path.display()));
                }
            }
            Err(e) => wrong.push(format!("{}: {e}\n{sql}", path.display())),
        }
    }
    assert!(wrong.is_empty(), "run `cargo xtask prepare --all`:\n{}", wrong.join("\n"));
    assert!(seen > 50, "only {seen} checked queries were found");
}

/// Simple types are saved by name (`"Text"`), others as an object: those are compared by the checked macros themselves.
fn type_name(saved: &serde_json::Value) -> String {
    match saved.as_str() {
        Some("Text" | "Uuid" | "Jsonb" | "Bytea" | "Bool" | "Timestamptz" | "Int4" | "Int8") => {
            saved.as_str().unwrap_or_default().to_owned()
        }
        _ => String::new(),
    }
}
