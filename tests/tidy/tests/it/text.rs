//! What the sources must not say.

use platform_db_testing::workspace_root;

/// sqlx infers columns of an outer-joined table NOT NULL from some plans: they are written `AS "name?"`.
#[test]
fn columns_of_left_joined_tables_are_optional() {
    let mut wrong = Vec::new();
    for path in super::files(&workspace_root(), ".rs") {
        if path.components().any(|c| c.as_os_str() == "tests") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices("LEFT JOIN") {
            let before = &text[..at];
            let Some(start) = ["query!(", "query_as!(", "query_scalar!("].iter().filter_map(|m| before.rfind(m)).max() else { continue };
            // A later, unchecked query stands between: not ours.
            if before[start..].contains("sqlx::query(") || before[start..].contains("sqlx::query_as::") {
                continue;
            }
            if !text[start..].split(';').next().unwrap_or_default().contains("?\"") {
                wrong.push(format!("{}:{}", path.display(), before.lines().count()));
            }
        }
    }
    assert!(wrong.is_empty(), "left joins whose columns are not marked optional:\n{}", wrong.join("\n"));
}

/// Rules ask `clock.now()`, so that tests travel.
#[test]
fn sql_asks_the_house_for_the_time() {
    let mut wrong = Vec::new();
    for path in super::files(&workspace_root(), ".sql") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == "000_clock.sql" {
            continue;
        }
        for (number, line) in std::fs::read_to_string(&path).unwrap().lines().enumerate() {
            let code = line.split("--").next().unwrap_or_default();
            let plain = code.replace("clock.now()", "");
            if plain.contains("now()") || plain.contains("current_timestamp") || plain.contains("clock_timestamp") {
                wrong.push(format!("{}:{}", path.display(), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "times that do not travel:\n{}", wrong.join("\n"));
}
