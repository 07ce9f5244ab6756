//! Nothing but its list of dependencies: see `Cargo.toml`.
