//! The house's own PostgreSQL: found on the machine, run in the data directory, reached by a
//! Unix socket only.
//!
//! [`Cluster::start`] makes the cluster when there is none, adopts a postmaster that outlived its
//! server, and starts one otherwise. [`Cluster::supervise`] starts it again when it dies,
//! [`Cluster::stop`] ends it. Invariants:
//!
//! - PostgreSQL never runs as root: root starts it as an unprivileged account that owns the
//!   `postgres` folder and the socket directory, and nothing else of the house. In particular
//!   not the master key: the database's superuser can run programs as that account.
//! - One server per data directory: the lock file is held for as long as a [`Cluster`] lives.
//! - The postmaster has its own process group: Ctrl-C in a terminal reaches the server alone,
//!   which drains its requests and stops the database last.
//! - Dropping a [`Cluster`] leaves PostgreSQL running, exactly as a kill -9 would; the next start
//!   adopts it.

mod account;
mod binaries;
mod cluster;
mod config;
mod encoding;
mod error;
mod house;
mod initialize;
mod launch;
mod log;
mod pidfile;
mod postmaster;
mod recovery;
mod settings;
mod sockets;
mod supervise;
mod tools;
mod visit;

pub use binaries::{OLDEST_SUPPORTED, install_hint};
pub use cluster::{Cluster, ClusterState};
pub use config::{ClusterConfig, default_data_dir};
pub use encoding::refuse_other_encodings;
pub use error::ClusterError;
pub use house::{cluster_in, has_cluster};
pub use recovery::Recovery;
pub use tools::Tools;
pub use visit::visit;

/// The superuser `initdb` makes. Migrations that need one, `doctor` and the tests' harness use
/// it; no pool of a running server does.
pub const ADMIN: &str = "callboard_admin";

/// The port in the socket's file name. Nothing listens on a network port.
pub const PORT: u16 = 5432;
