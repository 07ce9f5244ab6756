//! What developers and the scripts in `bin/` run: the test cluster, the queries' offline data, and
//! the whole of the tests.

mod failure;
mod queries;
mod suite;
mod testdb;
mod workspace;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use failure::Failure;
use workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Tasks of this checkout")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Start (or find) this checkout's test cluster and print CALLBOARD_TEST_ADMIN_URL
    Testdb {
        /// End the cluster and delete its data
        #[arg(long)]
        stop: bool,
    },
    /// Describe the checked queries on a freshly migrated database and save the answers in .sqlx
    Prepare {
        #[command(flatten)]
        packages: Packages,
        /// All crates with checked queries, and remove answers nobody asks for
        #[arg(long, conflicts_with = "package")]
        all: bool,
        /// Change nothing: fail where .sqlx differs from what the database says
        #[arg(long)]
        check: bool,
    },
    /// `cargo check` with the checked queries answered by a freshly migrated database
    Check {
        #[command(flatten)]
        packages: Packages,
    },
    /// Format, lints, and all tests
    Test(suite::Selection),
}

#[derive(Args)]
struct Packages {
    /// Only these crates
    #[arg(short, long)]
    package: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse().task).await {
        Ok(code) => code,
        Err(failure) => {
            failure::complain(&failure);
            ExitCode::FAILURE
        }
    }
}

async fn run(task: Task) -> Result<ExitCode, Failure> {
    let workspace = Workspace::find()?;
    match task {
        Task::Testdb { stop: true } => testdb::stop(&workspace).await?,
        Task::Testdb { stop: false } => {
            let url = testdb::ensure(&workspace).await?;
            failure::say(&format!("export CALLBOARD_TEST_ADMIN_URL='{url}'"));
        }
        Task::Prepare { packages, all, check } => {
            let scope = queries::Scope { packages: packages.package, all, check };
            queries::prepare(&workspace, &scope).await?;
        }
        Task::Check { packages } => queries::check(&workspace, &packages.package).await?,
        Task::Test(selection) => return suite::run(&workspace, &selection).await,
    }
    Ok(ExitCode::SUCCESS)
}
