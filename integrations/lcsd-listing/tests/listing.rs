//! Against the published listing of December 2024 (where it is present) and 97 of its rows, read by
//! hand, which are always here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

#[cfg(test)]
mod the_listing {
    use integration_lcsd::{DatesFound, Limits, Listing, Occurrence, PricesFound, Report, find_dates, find_prices, read};
    use platform_types::Money;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Fixture {
        rows: Vec<Row>,
    }

    #[derive(Deserialize)]
    struct Row {
        id: String,
        date_en: String,
        date_zh: String,
        price_en: String,
        price_zh: String,
        dates: Expected<String>,
        prices: Expected<i64>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Expected<T> {
        Plain(Vec<T>),
        Days { days: [String; 2], because: String },
        Prices { prices: Vec<T>, because: String },
        Free { free: bool, because: String },
        Text(String),
    }

    fn fixture() -> Vec<Row> {
        let text = include_str!("fixtures/hand_checked.json");
        serde_json::from_str::<Fixture>(text).expect("the fixture is JSON of this shape").rows
    }

    /// Both files, or nothing when the data are not on this machine.
    fn files() -> Option<(Vec<u8>, Vec<u8>)> {
        let read = |what| {
            real_input::file(&format!("event-listings/hk-lcsd-cultural-programmes-2024-12.{what}.xml"))
                .map(|file| std::fs::read(file).unwrap())
        };
        read("events").zip(read("venues"))
    }

    fn listing() -> Option<Listing> {
        let (events, venues) = files()?;
        Some(read(&events, &venues, &Limits::default(), &mut |_| ()).expect("the published listing is readable"))
    }

    fn told(o: &Occurrence) -> String {
        let end = o.end.map(|e| format!("-{}", e.format("%H:%M"))).unwrap_or_default();
        format!("{}{end}", o.start.format("%Y-%m-%d %H:%M"))
    }

    fn dates(found: &DatesFound) -> Expected<String> {
        match found {
            DatesFound::Plain(occurrences) => Expected::Plain(occurrences.iter().map(told).collect()),
            DatesFound::Days { first, last, doubt } => {
                Expected::Days { days: [first, last].map(ToString::to_string), because: doubt.code().replace("listing.date_", "") }
            }
            DatesFound::Text(doubt) => Expected::Text(doubt.code().replace("listing.date_", "")),
        }
    }

    fn dollars(tiers: &[Money]) -> Vec<i64> {
        assert!(tiers.iter().all(|t| t.currency.code() == "HKD" && t.minor % 100 == 0));
        tiers.iter().map(|t| t.minor / 100).collect()
    }

    fn prices(found: &PricesFound) -> Expected<i64> {
        match found {
            PricesFound::Free => Expected::Text("free".to_owned()),
            PricesFound::FreeBut(doubt) => Expected::Free { free: true, because: doubt.code().replace("listing.price_", "") },
            PricesFound::Tiers(tiers) => Expected::Plain(dollars(tiers)),
            PricesFound::TiersBut(tiers, doubt) => {
                Expected::Prices { prices: dollars(tiers), because: doubt.code().replace("listing.price_", "") }
            }
            PricesFound::Text(doubt) => Expected::Text(doubt.code().replace("listing.price_", "")),
        }
    }

    #[test]
    fn rows_read_by_hand_are_read_the_same() {
        let rows = fixture();
        assert!(rows.len() >= 97);
        for row in rows {
            assert_eq!(dates(&find_dates(&row.date_en, &row.date_zh)), row.dates, "{}: {}", row.id, row.date_en);
            assert_eq!(prices(&find_prices(&row.price_en, &row.price_zh)), row.prices, "{}: {}", row.id, row.price_en);
        }
    }

    /// One figure mistyped in one language, at every place, with every other figure: whatever comes out
    /// is what the untouched text says, or text.
    #[test]
    fn a_slip_in_one_language_never_makes_another_date_or_price() {
        let mut slips = 0;
        for row in fixture() {
            let (date, price) = (find_dates(&row.date_en, &row.date_zh), find_prices(&row.price_en, &row.price_zh));
            let in_english = slips_of(&row.date_en).map(|s| (find_dates(&s, &row.date_zh), s));
            let in_chinese = slips_of(&row.date_zh).map(|s| (find_dates(&row.date_en, &s), s));
            for (found, slip) in in_english.chain(in_chinese) {
                let sure = found.days().is_none() || found.days() == date.days();
                assert!(found == date || (found.occurrences().is_empty() && sure), "{}: {slip}", row.id);
                slips += 1;
            }
            let in_english = slips_of(&row.price_en).map(|s| (find_prices(&s, &row.price_zh), s));
            let in_chinese = slips_of(&row.price_zh).map(|s| (find_prices(&row.price_en, &s), s));
            for (found, slip) in in_english.chain(in_chinese) {
                assert!(found == price || matches!(found, PricesFound::Text(_)), "{}: {slip}", row.id);
                slips += 1;
            }
        }
        assert!(slips > 20_000, "only {slips} slips were tried");
    }

    fn slips_of(text: &str) -> impl Iterator<Item = String> {
        text.char_indices().filter(|(_, c)| c.is_ascii_digit()).flat_map(move |(at, was)| {
            ('0'..='9').filter(move |c| *c != was).map(move |c| format!("{}{c}{}", &text[..at], &text[at + 1..]))
        })
    }

    #[test]
    fn the_hand_read_texts_are_the_published_ones() {
        let Some(listing) = listing() else { return };
        for row in fixture() {
            let event = listing.events.iter().find(|e| e.source_id == row.id).expect(&row.id);
            let raw = |field: &str| event.raw.get(field).map_or("", String::as_str);
            let published = [raw("predateE"), raw("predateC"), raw("pricee"), raw("pricec")];
            assert_eq!(published, [&row.date_en, &row.date_zh, &row.price_en, &row.price_zh], "{}", row.id);
            assert_eq!(dates(&event.dates), row.dates, "{}", row.id);
            assert_eq!(prices(&event.prices), row.prices, "{}", row.id);
        }
    }

    #[test]
    fn the_published_listing_gives_these_figures() {
        let Some(listing) = listing() else { return };
        let report = Report::of(&listing);
        println!("{}", serde_json::to_string_pretty(&report).expect("a report is JSON"));
        assert_eq!((report.venues, report.venues_located), (134, 56));
        assert_eq!((report.events, report.refused.len(), report.look_alikes), (1_041, 0, 0));
        assert_eq!((report.plain_dates, report.occurrences, report.occurrences_between), (403, 960, 22));
        // 312 have an English price text, one more only a Chinese one.
        assert_eq!((report.priced, report.tiers, report.free), (313, 179, 96));
        let days_only: usize = report.days_only.values().sum();
        let as_text: usize = report.dates_as_text.values().sum();
        assert_eq!(as_text + days_only + report.plain_dates, 1_041);
        assert!((report.plain_dates + days_only) * 100 >= 1_041 * 95, "of 95 in 100 entries at least one day is sure");
        assert!((report.tiers + report.free) * 100 >= 312 * 85, "of 85 in 100 entries with a price text the prices are sure");
        let prices_as_text: usize = report.prices_as_text.values().sum();
        assert_eq!(prices_as_text + report.tiers + report.free, 1_041);
        assert_eq!(report.prices_as_text["listing.price_blank"], 728);
    }

    #[test]
    fn nothing_of_the_listing_is_lost_and_reading_again_gives_the_same() {
        let (Some(first), Some(second)) = (listing(), listing()) else { return };
        assert_eq!(first, second);
        let json = |l: &Listing| serde_json::to_string(l).expect("a listing is JSON");
        assert_eq!(json(&first), json(&second));
        for event in &first.events {
            assert!(event.title.zh.is_some() && event.title.en.is_some(), "{}", event.source_id);
            assert!(event.venue_id.is_some() && event.submitted.is_some(), "{}", event.source_id);
            assert!(event.raw.contains_key("predateE") && event.raw.contains_key("predateC"), "{}", event.source_id);
            assert!(event.raw.contains_key("desce") == event.description.en.is_some(), "{}", event.source_id);
            for text in [&event.title.zh, &event.title.en].into_iter().flatten() {
                assert!(!text.contains("&amp;") && !text.contains("&nbsp;"), "{text}");
            }
        }
    }

    /// What is plain must also be likely: in the evening rather than at night, around the time of the
    /// listing, and not long before it was handed in.
    #[test]
    fn plain_dates_are_likely() {
        let Some(listing) = listing() else { return };
        for event in &listing.events {
            let (first, last) = match event.dates.occurrences() {
                [] => continue,
                [one] => (one, one),
                [first, .., last] => (first, last),
            };
            let submitted = event.submitted.expect("every row has it");
            let early = submitted - chrono::TimeDelta::days(2);
            assert!(first.start > early, "{}: {} before {submitted}", event.source_id, told(first));
            assert!(last.start < submitted + chrono::TimeDelta::days(400), "{}: {}", event.source_id, told(last));
            assert!(event.sale_date.is_none_or(|s| s < first.start), "{}", event.source_id);
            for o in event.dates.occurrences() {
                let hour: u32 = o.start.format("%H").to_string().parse().expect("an hour");
                assert!((9..=20).contains(&hour), "{}: {}", event.source_id, told(o));
            }
        }
    }
}
