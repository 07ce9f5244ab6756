//! The door's lines of the route registry.

use platform_auth::permission as may;
use platform_http::{GET, POST, Rate, Route, Routes};

use super::{Gate, names, page, scan};

/// Every page of the door.
pub fn routes(gate: &Gate) -> Routes<Gate> {
    Routes::new(gate.clone())
        .add(Route::page(GET, "/gate", "gate.events").needs(may::TICKETS_SCAN), page::choose)
        .add(
            Route::page(GET, "/gate/{event}", "gate.door")
                .needs(may::TICKETS_SCAN)
                .rate(Rate::Scan)
                .sample("/gate/00000000-0000-7000-8000-000000000000"),
            page::show,
        )
        .add(
            Route::fragment(GET, "/gate/{event}/now", "gate.now")
                .needs(may::TICKETS_SCAN)
                .rate(Rate::Scan)
                .sample("/gate/00000000-0000-7000-8000-000000000000/now"),
            page::now,
        )
        .add(
            Route::page(POST, "/gate/{event}/scan", "gate.scan")
                .needs(may::TICKETS_SCAN)
                .rate(Rate::Scan)
                .no_audit("ticket_scans is the record")
                .sample("/gate/00000000-0000-7000-8000-000000000000/scan"),
            scan::scan,
        )
        .add(
            Route::page(GET, "/gate/{event}/search", "gate.search")
                .needs(may::TICKETS_SCAN)
                .rate(Rate::Scan)
                .sample("/gate/00000000-0000-7000-8000-000000000000/search"),
            names::search,
        )
}
