//! Fourth Floor Presents: a guest promoter in New York, in dollars, tax on top.

use commons::events::EventStatus;

use crate::demo::season::show::{Code, Comp, EVENING, Off, Show, kind};

/// Few evenings, each in a borrowed room.
pub(in crate::demo::season) const SHOWS: &[Show] = &[
    Show {
        title: "Stairwell Choir",
        titles: &[("de", "Treppenhauschor")],
        category: "music",
        story: "Forty singers on eleven landings. You stand still, they walk down.",
        stories: &[("de", "Vierzig Stimmen auf elf Treppenabsätzen. Sie bleiben stehen, der Chor geht hinunter.")],
        access: "Landings 1 and 2 are step-free and keep eight chairs; write to us for one of them.",
        in_days: 11,
        minutes: 65,
        tickets: &[kind("A landing of your choice", "Standing", 3_500, 132)],
        capacity: 132,
        codes: &[Code { text: "FIFTHFLOOR", note: "Mailing list", off: Off::Fixed(500), kinds: &[], one_in: 6 }],
        comps: &[Comp { kind: 0, tickets: 6, reason: "The building’s tenants" }],
        sold: &[(0, 91, 0)],
        refunded: (2, 0),
        ..EVENING
    },
    Show {
        title: "Borrowed Furniture",
        category: "theatre",
        story: "The set is whatever the audience can carry upstairs. Chairs are returned, mostly.",
        in_days: 39,
        minutes: 100,
        tickets: &[kind("With an object", "Larger than a shoebox", 2_000, 60), kind("Empty-handed", "", 4_000, 80)],
        capacity: 130,
        sale_in_days: Some(5),
        ..EVENING
    },
    Show {
        title: "Night School: Why Bridges Hum",
        category: "talk",
        story: "An engineer, a cellist and a tuning fork the length of a bus. Free; the chairs are not comfortable.",
        notice: "The lecture is recorded. The first two rows are in the picture.",
        in_days: 22,
        hour: 19,
        minutes: 90,
        tickets: &[kind("Registration", "Free", 0, 110)],
        capacity: 110,
        sold: &[(0, 63, 0)],
        ..EVENING
    },
    Show {
        title: "Elevator Music, Live",
        category: "music",
        story: "A septet played the service elevator, nine people at a time, until the permit ran out.",
        in_days: -54,
        minutes: 180,
        tickets: &[kind("One ride", "About four minutes", 1_800, 126)],
        capacity: 126,
        sold: &[(0, 118, 0)],
        refunded: (2, 0),
        status: EventStatus::Completed,
        ..EVENING
    },
    Show {
        title: "Open Rehearsal No. 9",
        category: "dance",
        story: "The company rehearsed, stopped, argued and was applauded for it.",
        in_days: -183,
        hour: 18,
        minutes: 120,
        tickets: &[kind("Pay what you like", "From $5", 500, 90).chosen(2_000)],
        capacity: 90,
        sold: &[(0, 71, 0)],
        status: EventStatus::Completed,
        ..EVENING
    },
    Show {
        title: "Untitled Piece for Snow",
        category: "art",
        story: "Waiting for a roof and for weather.",
        in_days: 64,
        hour: 17,
        tickets: &[kind("Entry", "", 2_200, 100)],
        capacity: 100,
        status: EventStatus::Draft,
        ..EVENING
    },
];
