//! The policy matrix: table x person x operation x own or other tenant, tried and not read.
//!
//! Every cell is one statement in a transaction that is rolled back. `-` is refused, a number is how many
//! rows were seen or changed, `!23505` is any other error (a constraint that policies let through to).

use std::fmt::Write as _;

use platform_db::Db;
use platform_types::Actor;
use sqlx::AssertSqlSafe;

/// How to reach one table's rows.
#[derive(Clone, Debug)]
pub struct Table {
    /// `schema.table`.
    pub name: &'static str,
    /// The condition that finds the rows of the tenant the people belong to.
    pub own: String,
    /// The condition that finds another tenant's rows.
    pub other: String,
    /// What comes after `INSERT INTO table`, for a row of their own tenant and one of the other's.
    pub insert: Option<(String, String)>,
    /// What comes after `SET`.
    pub update: Option<&'static str>,
}

/// People against tables.
pub struct Matrix<'a> {
    db: &'a Db,
    people: Vec<(&'static str, Actor)>,
    tables: Vec<Table>,
}

impl<'a> Matrix<'a> {
    /// Nobody and nothing yet.
    pub fn new(db: &'a Db) -> Self {
        Self { db, people: Vec::new(), tables: Vec::new() }
    }

    /// Adds somebody.
    #[must_use]
    pub fn person(mut self, name: &'static str, actor: &Actor) -> Self {
        self.people.push((name, actor.clone()));
        self
    }

    /// Adds a table.
    #[must_use]
    pub fn table(mut self, table: Table) -> Self {
        self.tables.push(table);
        self
    }

    /// Tables of a crate (by COMMENT) that nobody added.
    pub async fn forgotten(&self, owner: &str) -> Vec<String> {
        let mut tx = self.db.as_system("test").await.expect("the system door");
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND obj_description(c.oid, 'pg_class') LIKE 'owner: ' || $1 || '.%' ORDER BY 1",
        )
        .bind(owner)
        .fetch_all(&mut *tx)
        .await
        .expect("catalogue");
        tables.into_iter().filter(|name| self.tables.iter().all(|t| t.name != name)).collect()
    }

    /// Tries everything and writes it down, one line per table and person.
    pub async fn run(&self) -> Outcome {
        let mut lines = Vec::new();
        for table in &self.tables {
            for (name, actor) in &self.people {
                lines.push(self.line(table, name, actor).await);
            }
        }
        Outcome { lines }
    }

    async fn line(&self, table: &Table, name: &'static str, actor: &Actor) -> Line {
        let t = table.name;
        let (insert_own, insert_other) = table.insert.clone().map_or((None, None), |(own, other)| (Some(own), Some(other)));
        let insert = |values: Option<String>| values.map(|v| format!("INSERT INTO {t} {v}"));
        let update = |rows: &str| table.update.map(|set| format!("UPDATE {t} SET {set} WHERE {rows}"));
        let cells = [
            ("select", Some(format!("SELECT 1 FROM {t} WHERE {}", table.own)), Some(format!("SELECT 1 FROM {t} WHERE {}", table.other))),
            ("insert", insert(insert_own), insert(insert_other)),
            ("update", update(&table.own), update(&table.other)),
            ("delete", Some(format!("DELETE FROM {t} WHERE {}", table.own)), Some(format!("DELETE FROM {t} WHERE {}", table.other))),
        ];
        let mut line = Line { table: t, person: name, cells: Vec::new() };
        for (operation, own, other) in cells {
            line.cells.push((operation, self.cell(actor, own).await, self.cell(actor, other).await));
        }
        line
    }

    async fn cell(&self, actor: &Actor, sql: Option<String>) -> String {
        let Some(sql) = sql else { return "-".to_owned() };
        let mut tx = self.db.as_actor(actor).await.expect("a door");
        match sqlx::query(AssertSqlSafe(sql.clone())).execute(&mut *tx).await {
            Ok(done) => done.rows_affected().to_string(),
            Err(sqlx::Error::Database(e)) => match e.code().as_deref() {
                Some("42501") => "-".to_owned(),
                // A statement that cannot be run at all tests nothing.
                Some(code) if code.starts_with("42") => panic!("{sql}: {e}"),
                code => format!("!{}", code.unwrap_or("?")),
            },
            Err(e) => panic!("{sql}: {e}"),
        }
    }
}

/// What a matrix found.
pub struct Outcome {
    lines: Vec<Line>,
}

struct Line {
    table: &'static str,
    person: &'static str,
    cells: Vec<(&'static str, String, String)>,
}

impl Outcome {
    /// The whole, for a reviewed file: `own/other` per operation.
    pub fn text(&self) -> String {
        let mut out = String::from("# table, person: rows of the own tenant / of another; - refused, !code other error\n");
        let mut table = "";
        for line in &self.lines {
            if line.table != table {
                table = line.table;
                let _ = writeln!(out, "\n{table}");
            }
            let cells: Vec<String> = line.cells.iter().map(|(operation, own, other)| format!("{operation} {own}/{other}")).collect();
            let _ = writeln!(out, "  {:<14} {}", line.person, cells.join("  "));
        }
        out
    }

    /// Every cell of another tenant that was not empty, but for these people.
    pub fn leaks(&self, but: &[&str]) -> Vec<String> {
        let open = |cell: &str| cell != "-" && cell != "0";
        self.lines
            .iter()
            .filter(|line| !but.contains(&line.person))
            .flat_map(|line| {
                line.cells
                    .iter()
                    .filter(|(_, _, other)| open(other))
                    .map(|(operation, _, other)| format!("{} {} {}: {other}", line.table, line.person, operation))
            })
            .collect()
    }
}
