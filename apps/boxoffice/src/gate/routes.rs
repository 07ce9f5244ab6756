//! The door's lines of the route registry.

use platform_auth::permission as may;
use platform_http::{AnswerDoc, Describe, GET, POST, Rate, Route, Routes, Tag};
use platform_texts::t;

use super::{Gate, names, page, scan};

const DOOR: Tag = Tag { name: "Door", about: "Admitting people, as the scanner's page does." };

fn docs() -> Describe {
    Describe::new(
        DOOR,
        "Scan a ticket",
        "One look at one ticket: green once, red with the reason afterwards. The same `client_id` gets the same answer again, so a scan whose answer was lost can be repeated.",
    )
    .path::<platform_types::EventId>("event", "At whose door.")
    .for_json()
    .body::<super::input::ScanInput>()
    .example(|| serde_json::json!({ "client_id": "0195a1b2-0000-7000-8000-00000000000a", "gate": "North", "code": "K7XQ-M2PA" }))
    .answers(AnswerDoc::json::<scan::Answer>(200, "The verdict."))
}

/// Every page of the door.
pub fn routes(gate: &Gate) -> Routes<Gate> {
    Routes::new(gate.clone())
        .add(Route::page(GET, "/gate", "gate.events").titled(|| t!("title-gates")).needs(may::TICKETS_SCAN), page::choose)
        .add(
            Route::page(GET, "/gate/{event}", "gate.door")
                .titled(|| t!("title-gate"))
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
                .describe(docs())
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
