//! The kernel's chain around the routes of one crate.

use std::sync::Arc;

use axum::Router;
use platform_db::Db;
use platform_http::{Authenticator, Fault, HttpSettings, Kernel, Limits, Presentation, Registry, SignedIn};
use platform_types::Entropy;

/// Settings of a house at this address, with allowances that no test reaches by accident.
pub fn roomy(public_url: &str) -> HttpSettings {
    let limits = Limits {
        auth_per_minute: 100_000,
        buy_per_minute: 100_000,
        browse_per_minute: 100_000,
        write_per_minute: 100_000,
        scan_per_minute: 100_000,
        ..Limits::default()
    };
    HttpSettings { public_url: public_url.to_owned(), limits, body_limit: 64 * 1024, ..HttpSettings::default() }
}

/// What `serve` would put around these routes. A registry with faults stops the test.
pub fn router(db: &Db, entropy: &Entropy, settings: HttpSettings, who: Arc<dyn Authenticator>, registry: Registry) -> Router {
    assert_eq!(registry.faults(), Vec::<String>::new());
    let kernel = Kernel::new(db.clone(), entropy.clone(), settings, who, Arc::new(Plain), Vec::new(), Arc::new(String::new));
    registry.into_router(&kernel)
}

/// Faults without a house around them.
struct Plain;

impl Presentation for Plain {
    fn fault_page(&self, fault: &Fault, _: &str, _: Option<&SignedIn>, _: &str) -> String {
        format!(
            "<!DOCTYPE html><html lang=en><head><title>x</title></head><body><main><h1>{}</h1><p>{}</p></main></body></html>",
            fault.message(),
            fault.code().code
        )
    }
}
