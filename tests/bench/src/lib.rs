//! How fast the product is as people start it, each figure beside its baseline from the same run.
//!
//! The house is a demo house of its own with PostgreSQL of its own, asked over HTTP from this process: load and house share
//! the machine's cores, and so do the baselines and theirs. Two kinds of load:
//!
//! - *closed*: so many visitors, each asking again as soon as it was answered: the highest rate.
//! - *open*: requests are due at fixed moments, whatever became of those before; a latency counts from the moment the request
//!   was due. One that waits behind a slow one is as late as a visitor would find it (no "coordinated omission").
//!
//! Baselines: nginx with a file of the same size for pages; for everything else `pgbench` with the statements that PostgreSQL
//! logged while one visitor did the same, without the house; for holds the naive way, one transaction per buyer on one row.

pub mod baseline;
pub mod load;
pub mod report;
pub mod run;
pub mod scenes;
pub mod statements;
