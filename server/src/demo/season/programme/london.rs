//! Saltmarsh Rooms: a former sail loft in London, in pounds.

use commons::events::EventStatus;

use crate::demo::season::show::{Code, Comp, EVENING, Off, Show, kind};

const LIFT: &str = "A goods lift reaches every floor; ring at the green door. Live captions on request, a week ahead.";

/// A festival over three days, a workshop, a sold out cabaret, and a year that is over.
pub(in crate::demo::season) const SHOWS: &[Show] = &[
    Show {
        title: "Tideway Words",
        titles: &[("de", "Wörter am Strom")],
        category: "talk",
        story: "Three days of reading aloud. Novelists, a weather forecaster, two ferry captains and the people who write the labels in museums.",
        stories: &[(
            "de",
            "Drei Tage lautes Lesen: Romane, ein Wetterbericht, zwei Fährkapitäne und die Leute, die im Museum die Schildchen schreiben.",
        )],
        access: LIFT,
        in_days: 18,
        hour: 10,
        minutes: 3_360,
        tickets: &[
            kind("Day one", "", 2_200, 120),
            kind("Day two", "", 2_200, 120),
            kind("Day three", "", 2_200, 120),
            kind("All three days", "With a seat kept until ten past", 5_500, 90),
            kind("Volunteer", "Two shifts, three days, one lunch", 0, 20).hidden(),
        ],
        capacity: 330,
        quota: Some(("Upper floor", 240, &[0, 1, 2, 3])),
        codes: &[
            Code { text: "EARLYTIDE", note: "Newsletter of the first week", off: Off::Percent(150_000), kinds: &[0, 1, 2, 3], one_in: 4 },
            Code { text: "FORESHORE", note: "For volunteers; opens their ticket", off: Off::Opens, kinds: &[4], one_in: 0 },
        ],
        comps: &[Comp { kind: 3, tickets: 18, reason: "Readers and their guests" }],
        announced: 110,
        sold: &[(0, 39, 0), (1, 52, 0), (2, 28, 0), (3, 61, 0), (4, 12, 0)],
        refunded: (4, 0),
        running: &[
            (0, 45, "The shipping forecast, explained by somebody who has written it", &["Orla Penhaligon"]),
            (60, 60, "Two captains, one river", &["Bashir Aziz", "Greta Holm"]),
            (180, 75, "First pages, read by their last readers", &["Copy editors of four houses"]),
            (1_440, 60, "What a label leaves out", &["Noor Castellan", "Theo Abara"]),
            (1_560, 90, "The long read: a whole novella, taking turns", &["Everybody"]),
            (2_880, 60, "Letters that were never posted", &["Imogen Achterberg"]),
            (3_000, 90, "Closing breakfast at lunchtime", &[]),
        ],
        ..EVENING
    },
    Show {
        title: "The Understudies",
        category: "comedy",
        story: "Six comedians draw each other’s sets from a hat. Nobody has seen the material, least of all its owner.",
        stories: &[(
            "de",
            "Sechs Leute ziehen das Programm der anderen aus dem Hut. Niemand kennt den Text, am wenigsten, wer ihn gleich spricht.",
        )],
        in_days: 6,
        minutes: 105,
        age: "From 18",
        tickets: &[kind("Unreserved", "", 1_650, 110)],
        capacity: 110,
        sold: &[(0, 103, 0)],
        refunded: (1, 0),
        announced: 45,
        ..EVENING
    },
    Show {
        title: "Clay for Impatient Hands",
        category: "art",
        story: "A workshop in coil building: one bowl, three hours, no wheel. Firing and postage are in the price.",
        venue: 1,
        in_days: 13,
        hour: 11,
        minutes: 180,
        age: "From 14",
        tickets: &[kind("Place at the bench", "Clay, glaze, firing, postage", 4_800, 12)],
        capacity: 12,
        sold: &[(0, 12, 0)],
        announced: 50,
        ..EVENING
    },
    Show {
        title: "Silent Organ",
        category: "music",
        story: "An organist plays a disconnected console for forty minutes. The sound is in sixty pairs of headphones and in nobody else.",
        access: LIFT,
        in_days: 31,
        minutes: 55,
        tickets: &[kind("Pay what you like", "From £4", 400, 60).chosen(1_200)],
        capacity: 60,
        sold: &[(0, 31, 0)],
        ..EVENING
    },
    Show {
        title: "The Moth Lamp",
        titles: &[("de", "Die Mottenlampe"), ("ar", "مصباح العثّة")],
        category: "family",
        story: "A shadow play for three to seven. It is dark for exactly as long as you can hold your breath.",
        stories: &[
            ("de", "Ein Schattenspiel für Drei- bis Siebenjährige. Dunkel ist es genau so lange, wie man die Luft anhalten kann."),
            ("ar", "مسرح ظلال لأطفال من الثالثة إلى السابعة. يحلّ الظلام بقدر ما تستطيعون حبس أنفاسكم."),
        ],
        access: LIFT,
        venue: 1,
        in_days: 14,
        hour: 15,
        minutes: 45,
        tickets: &[
            kind("Child", "", 700, 40).told(&[("de", "Kind"), ("ar", "طفل")]),
            kind("Grown-up", "Only with a child", 1_000, 40).told(&[("de", "Erwachsene"), ("ar", "بالغ")]),
        ],
        capacity: 58,
        sold: &[(0, 21, 0), (1, 18, 0)],
        ..EVENING
    },
    Show {
        title: "Brine",
        category: "dance",
        story: "A duet on a floor of wet salt, which was crisp by the end of the run.",
        in_days: -41,
        minutes: 70,
        tickets: &[kind("Bench", "", 1_900, 140), kind("Floor cushion", "Close; it splashes", 1_400, 40)],
        capacity: 170,
        sold: &[(0, 88, 0), (1, 29, 0)],
        refunded: (2, 0),
        status: EventStatus::Completed,
        ..EVENING
    },
    Show {
        title: "Nineteen Very Short Plays",
        category: "theatre",
        story: "The shortest lasted eleven seconds and had an interval.",
        access: LIFT,
        in_days: -109,
        minutes: 95,
        tickets: &[kind("Seat", "", 1_800, 150), kind("Under 26", "Proof at the door", 900, 50)],
        capacity: 190,
        codes: &[Code { text: "BRINGONE", note: "Two for one, posters on the bus", off: Off::Free(1), kinds: &[0], one_in: 8 }],
        sold: &[(0, 97, 0), (1, 34, 0)],
        refunded: (3, 0),
        status: EventStatus::Completed,
        ..EVENING
    },
    Show {
        title: "Low Water",
        category: "music",
        story: "Songs collected from people who work on the foreshore, sung by some of them.",
        in_days: -214,
        minutes: 120,
        tickets: &[kind("Unreserved", "", 1_500, 160)],
        capacity: 160,
        sold: &[(0, 126, 0)],
        refunded: (2, 0),
        status: EventStatus::Completed,
        ..EVENING
    },
    Show {
        title: "Fog Signals",
        category: "film",
        story: "Reels from a lighthouse keeper’s cupboard, with a horn section in the dark.",
        in_days: -298,
        minutes: 85,
        tickets: &[kind("Seat", "", 1_300, 120)],
        capacity: 120,
        sold: &[(0, 84, 0)],
        status: EventStatus::Completed,
        ..EVENING
    },
];
