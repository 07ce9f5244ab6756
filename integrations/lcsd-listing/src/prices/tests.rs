use platform_types::{Currency, Money};
use proptest::prelude::*;

use super::{PricesFound, find};

fn tiers(dollars: &[i64]) -> PricesFound {
    PricesFound::Tiers(dollars.iter().map(|d| Money::new(d * 100, Currency::HKD)).collect())
}

fn code(english: &str, chinese: &str) -> &'static str {
    let found = find(english, chinese);
    found.doubt().unwrap_or_else(|| panic!("“{english}” was taken as {found:?}")).code()
}

#[test]
fn amounts_become_tiers() {
    for (text, dollars) in [
        ("$70", &[70][..]),
        (" HK$70 ", &[70]),
        ("＄７０", &[70]),
        ("$520;$420;$320;$220;$50", &[520, 420, 320, 220, 50]),
        ("$280; $180; $100", &[280, 180, 100]),
        ("$480, 340, 200", &[480, 340, 200]),
        ("$200,100,80,60", &[200, 100, 80, 60]),
        ("$80,50", &[80, 50]),
        ("$1,280, $980, $680", &[1280, 980, 680]),
        ("$1000, $500, $300, $200", &[1000, 500, 300, 200]),
        ("$400/$340/$280", &[400, 340, 280]),
        ("$100/$120", &[120, 100]),
    ] {
        assert_eq!(find(text, text), tiers(dollars), "{text}");
        assert_eq!(find(text, ""), tiers(dollars), "{text}");
    }
}

#[test]
fn plain_words_for_free_are_free() {
    for (english, chinese) in [
        ("Free Admission", "免費入場"),
        ("Free admissions", "免費入場"),
        ("Free Admission by Ticket", "憑票免費入場"),
        ("Free admission by tickets", "憑票免費入場"),
        ("Free admission.", ""),
        ("", "免費入場"),
    ] {
        assert_eq!(find(english, chinese), PricesFound::Free, "{english}");
    }
}

#[test]
fn everything_else_has_a_reason() {
    for (english, chinese, expected) in [
        ("", " ", "blank"),
        ("$100/ one lesson (3hrs)", "$100/ 一堂 (3小時)", "per_session"),
        ("", "報名上課（$80/堂）", "enrolment"),
        ("Admission by Enrolment ($240)", "報名入場 ($240)", "enrolment"),
        ("Please contact presenter for ticketing matters ($150, 70)", "購票請聯絡主辦單位 ($150, 70)", "presenter"),
        ("By Invitation Only", "憑邀請入場", "invitation"),
        ("Free admission. Ticket is not required", "免費入場 不設門票", "free_with_conditions"),
        ("Free admission (first-come-first-served)", "免費入場 (先到先得)", "free_with_conditions"),
        ("$320, $220, $120 *#+%", "$320, $220, $120 *#+%", "footnotes"),
        ("$280, $220 \n(Consessionary discount for students)", "$280, $220\n(學生優惠)", "note"),
        ("$250, 170 (老倌合演)$180, 120", "$250, 170 (老倌合演)$180, 120", "note"),
        ("28/02/2025: $880;$680, 01/03/2025: $680;$560", "28/02/2025: $880;$680, 01/03/2025: $680;$560", "by_date"),
        ("250180", "250180", "no_currency"),
        ("0", "0", "no_currency"),
        ("$0", "$0", "amounts_unclear"),
        ("$100/120", "$100/120", "amounts_unclear"),
        ("$100, $120", "$100, $120", "amounts_unclear"),
        ("$100/$120/$140", "$100/$120/$140", "amounts_unclear"),
        ("$100, $100", "$100, $100", "amounts_unclear"),
        ("$50,100", "$50,100", "amounts_unclear"),
        ("$1,280,300", "$1,280,300", "amounts_unclear"),
        ("$100/4", "$100/4", "amounts_unclear"),
        ("$520420", "$520420", "amounts_unclear"),
        ("100, $80", "100, $80", "amounts_unclear"),
        ("$070", "$070", "amounts_unclear"),
        ("$100-$80", "$100-$80", "not_understood"),
        ("$100 up", "$100 up", "not_understood"),
        ("US$100", "US$100", "not_understood"),
        ("$12.5", "$12.5", "not_understood"),
        ("$70", "$80", "languages_differ"),
        ("$70", "免費入場", "languages_differ"),
    ] {
        assert_eq!(code(english, chinese), format!("listing.price_{expected}"), "{english}");
    }
}

#[test]
fn what_stands_beside_a_price_does_not_change_it() {
    use super::PriceDoubt::{Footnotes, FreeWithConditions, Note, Presenter};
    let but = |dollars: &[i64], doubt| PricesFound::TiersBut(dollars.iter().map(|d| Money::new(d * 100, Currency::HKD)).collect(), doubt);
    for (english, chinese, expected) in [
        ("$320, $220, $120 *#+%", "$320, $220, $120 *#+%", but(&[320, 220, 120], Footnotes)),
        ("$280, $220 \n(Consessionary discount for students)", "$280, $220\n(學生優惠)", but(&[280, 220], Note)),
        ("Please contact presenter for ticketing matters ($150, 70)", "購票請聯絡主辦單位 ($150, 70)", but(&[150, 70], Presenter)),
        ("Free admission. Ticket is not required", "免費入場 不設門票", PricesFound::FreeBut(FreeWithConditions)),
        ("Free admission (first-come-first-served)", "免費入場 (先到先得)", PricesFound::FreeBut(FreeWithConditions)),
    ] {
        assert_eq!(find(english, chinese), expected, "{english}");
    }
    for text in [
        "$250, 170 (老倌合演)$180, 120",
        "$400/$340($400 discounted tickets)",
        "$320 * $220",
        "$220, $320 *",
        "*#+",
        "Free admission (collect tickets at the desk)",
        "Free admission (first-come-first-served) $20",
        "Please contact the presenter ($20)",
    ] {
        assert!(matches!(find(text, text), PricesFound::Text(_)), "{text}");
    }
    assert!(matches!(find("$320, $220 *#", "$320, $220"), PricesFound::Text(_)), "the languages must agree in this as well");
}

proptest! {
    #[test]
    fn no_text_breaks_it(english in any::<String>(), chinese in any::<String>()) {
        let _ = find(&english, &chinese);
    }

    #[test]
    fn texts_close_to_prices_do_not_break_it(text in "[$0-9,;/ .a-z免費入場(]{0,40}") {
        let _ = find(&text, &text);
    }

    #[test]
    fn what_is_written_in_falling_order_reads_back(
        mut dollars in prop::collection::btree_set(1_i64..2_000, 1..7),
        separator in prop::sample::select(vec![", ", ";", "; ", "/"]),
    ) {
        let mut falling = Vec::new();
        while let Some(d) = dollars.pop_last() {
            falling.push(d);
        }
        let text = falling.iter().map(|d| format!("${d}")).collect::<Vec<_>>().join(separator);
        prop_assert_eq!(find(&text, &text), tiers(&falling));
    }
}
