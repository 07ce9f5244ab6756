//! Ferry Landing Theatre (渡口劇場), Hong Kong: Chinese first, in Hong Kong dollars.

use commons::events::EventStatus;

use crate::demo::season::show::{Code, Comp, EVENING, Off, Show, kind};

/// What it says of itself in Chinese stands first; English beside it.
pub(in crate::demo::season) const SHOWS: &[Show] = &[
    Show {
        title: "茶檔夜曲",
        titles: &[("en", "Nocturne for a Tea Stall")],
        category: "music",
        story: "揚琴、薩克斯風與一隻水煲的三重奏。水滾的時候，樂曲便完。",
        stories: &[("en", "A trio for dulcimer, saxophone and kettle. The piece is over when the water boils.")],
        in_days: 15,
        minutes: 90,
        tickets: &[
            kind("堂座", "編號座位", 32_000, 100).told(&[("en", "Stalls")]),
            kind("樓座", "自由入座", 22_000, 60).told(&[("en", "Balcony")]),
        ],
        capacity: 160,
        codes: &[Code { text: "YUMCHA", note: "附近茶餐廳的杯墊", off: Off::Percent(120_000), kinds: &[], one_in: 7 }],
        sold: &[(0, 58, 0), (1, 27, 0)],
        refunded: (2, 0),
        ..EVENING
    },
    Show {
        title: "紙船",
        titles: &[("en", "Paper Boats")],
        category: "family",
        story: "給四歲以上小朋友的水上劇場。每人摺一隻船，沉了的會有人送別。",
        stories: &[("en", "Theatre on water for people from four. Everybody folds a boat; those that sink get a proper farewell.")],
        in_days: 8,
        hour: 15,
        minutes: 50,
        tickets: &[
            kind("小童", "四至十一歲", 12_000, 50).told(&[("en", "Child")]),
            kind("成人", "須與小童同行", 16_000, 50).told(&[("en", "Adult")]),
        ],
        capacity: 80,
        sold: &[(0, 38, 0), (1, 35, 0)],
        announced: 40,
        ..EVENING
    },
    Show {
        title: "尾班電車",
        titles: &[("en", "The Last Tram")],
        category: "theatre",
        story: "五個睡過頭的乘客，一個不肯下班的司機。全劇在總站發生。",
        stories: &[(
            "en",
            "Five passengers who slept past their stops and a driver who will not clock off. The whole play happens at the terminus.",
        )],
        in_days: 29,
        minutes: 115,
        tickets: &[
            kind("正價", "", 28_000, 120).told(&[("en", "Standard")]),
            kind("學生", "入場時出示學生證", 14_000, 40).told(&[("en", "Student")]),
            kind("街坊票", "憑街坊優惠碼", 10_000, 20).hidden().told(&[("en", "Neighbours’ ticket")]),
        ],
        capacity: 165,
        codes: &[Code { text: "KAIFONG", note: "同一條街的住戶", off: Off::Opens, kinds: &[2], one_in: 0 }],
        comps: &[Comp { kind: 0, tickets: 8, reason: "電車公司退休同事" }],
        sold: &[(0, 41, 0), (1, 16, 0), (2, 11, 0)],
        refunded: (1, 0),
        ..EVENING
    },
    Show {
        title: "認真講笑",
        titles: &[("en", "Joking, Seriously")],
        category: "comedy",
        story: "廣東話、英文、手語，三種笑法，一次過笑完。",
        stories: &[("en", "Stand-up in Cantonese, English and sign language. Everybody misses a third and laughs anyway.")],
        in_days: 4,
        hour: 21,
        minutes: 80,
        age: "18+",
        tickets: &[kind("入場", "包一杯飲品", 18_000, 70).told(&[("en", "Entry")])],
        capacity: 70,
        announced: 42,
        sold: &[(0, 70, 0)],
        ..EVENING
    },
    Show {
        title: "落雨工作坊",
        titles: &[("en", "How to Make Rain")],
        category: "art",
        story: "擬音工作坊：用米、膠袋和耐性，做一場三分鐘的大雨。",
        stories: &[("en", "A foley workshop: three minutes of heavy rain out of rice, plastic bags and patience.")],
        in_days: -22,
        hour: 14,
        minutes: 150,
        tickets: &[kind("名額", "物料已包", 36_000, 18).told(&[("en", "Place")])],
        capacity: 18,
        sold: &[(0, 17, 0)],
        status: EventStatus::Completed,
        ..EVENING
    },
    Show {
        title: "海旁電影夜",
        titles: &[("en", "Film Night by the Water")],
        category: "film",
        story: "帆布銀幕、自備櫈仔。因八號風球取消，全數退款。",
        stories: &[(
            "en",
            "A canvas screen, bring your own stool. Called off under typhoon signal number eight; everybody had their money back.",
        )],
        in_days: -72,
        hour: 19,
        minutes: 130,
        tickets: &[kind("企位或自備櫈", "", 9_000, 120).told(&[("en", "Standing, or your own stool")])],
        capacity: 120,
        status: EventStatus::Cancelled,
        called_off: "Typhoon signal no. 8",
        sold: &[(0, 59, 0)],
        ..EVENING
    },
    Show {
        title: "無聲戲棚",
        titles: &[("en", "The Soundless Opera Shed")],
        category: "theatre",
        story: "一折粵劇，鑼鼓收起，只剩身段和水袖。",
        stories: &[("en", "One act of Cantonese opera with the percussion packed away: gesture, sleeves and breath.")],
        in_days: -131,
        minutes: 75,
        tickets: &[kind("座位", "", 26_000, 150).told(&[("en", "Seat")])],
        capacity: 150,
        sold: &[(0, 112, 0)],
        refunded: (3, 0),
        status: EventStatus::Completed,
        ..EVENING
    },
    Show {
        title: "一百隻手",
        titles: &[("en", "A Hundred Hands")],
        category: "dance",
        story: "五十位街坊，每人一雙手，一張長枱。",
        stories: &[("en", "Fifty neighbours, two hands each, one long table.")],
        in_days: -252,
        hour: 19,
        minutes: 60,
        tickets: &[kind("隨緣樂助", "二十元起", 2_000, 140).chosen(10_000).told(&[("en", "Pay what you can")])],
        capacity: 140,
        sold: &[(0, 94, 0)],
        status: EventStatus::Completed,
        ..EVENING
    },
];
