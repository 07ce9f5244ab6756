use commons::events::EventStatus;
use platform_types::Currency;
use proptest::prelude::*;

use super::*;
use crate::console::samples;
use crate::orders::{OrderStatus, OrderView};
use crate::pricing::{FeeRule, Tariff, TaxRule, UnitPrice};
use crate::receipts::Back;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An order that is the sum of these lines, with these refunds.
fn receipt(currency: &str, lines: Vec<Line>, backs: Vec<i64>) -> Receipt {
    let sum = |part: fn(&Line) -> i64| lines.iter().map(|l| part(l) * l.quantity).sum::<i64>();
    let order = OrderView {
        currency: currency.parse().unwrap(),
        subtotal_minor: sum(|l| l.unit.price_minor),
        fees_minor: sum(|l| l.unit.fee_minor),
        tax_added_minor: sum(|l| l.unit.tax_added_minor),
        tax_included_minor: sum(|l| l.unit.tax_included_minor),
        total_minor: sum(|l| l.unit.all_in_minor()),
        discount_minor: sum(|l| l.off_minor),
        promo_code: if lines.iter().any(|l| l.off_minor > 0) { "SPRING".into() } else { String::new() },
        refunded_minor: backs.iter().sum(),
        created_at: at("2026-02-28T22:55:00Z"),
        paid_at: Some(at("2026-02-28T23:05:00Z")),
        ..samples::order(OrderStatus::Paid)
    };
    let backs = backs.into_iter().map(|amount_minor| Back { amount_minor, at: at("2026-03-02T10:00:00Z"), sent: true }).collect();
    Receipt { order, event: samples::event(EventStatus::Published), lines, backs, provider: Some("stripe".into()) }
}

fn line(name: &str, quantity: i64, unit: UnitPrice) -> Line {
    Line { name: name.into(), quantity, unit, off_minor: 0, tax: None }
}

fn price(price_minor: i64) -> UnitPrice {
    UnitPrice { price_minor, fee_minor: 0, tax_added_minor: 0, tax_included_minor: 0 }
}

/// What a figure says, in minor units.
fn read(text: &str, currency: Currency) -> i64 {
    Money::parse(text, currency).unwrap_or_else(|e| panic!("{text}: {e}")).minor
}

fn told(sums: &[Sum]) -> Vec<(String, String)> {
    sums.iter().map(|s| (s.label.clone(), s.amount.clone())).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn a_receipt_says_what_was_bought_paid_and_given_back() {
    // 19 % contained, a fee of 2.00, 2.50 off with a code.
    let unit = UnitPrice { price_minor: 2_250, fee_minor: 200, tax_added_minor: 0, tax_included_minor: 391 };
    let vat = || Some(("VAT 19 %".to_owned(), 190_000));
    let mut asked = receipt(
        "EUR",
        vec![Line { off_minor: 250, tax: vat(), ..line("Stalls", 2, unit) }, Line { tax: vat(), ..line("Under 6", 1, price(0)) }],
        vec![2_450],
    );
    asked.backs[0].sent = false;
    let said = sheet(&asked, false);
    assert_eq!(said.columns, ["Amounts in EUR", "Quantity", "Price each", "Fees each", "Amount"]);
    assert_eq!(said.lines[0].figures, ["2", "22.50", "2.00", "49.00"]);
    assert_eq!(said.lines[0].note.as_deref(), Some("25.00 each, less 2.50 with SPRING"));
    assert_eq!(
        told(&said.sums),
        pairs(&[
            ("Tickets at full price", "50.00"),
            ("Discount with SPRING", "−5.00"),
            ("Fees", "4.00"),
            ("Total in EUR", "49.00"),
            ("incl. VAT 19 %", "7.82"),
        ])
    );
    assert_eq!(said.taxes, [["VAT 19 %, contained in the prices", "41.18", "7.82", "49.00"]]);
    // Paid late in the evening of UTC: the next day in Berlin.
    assert_eq!(
        told(&said.paid),
        pairs(&[("Paid on 1 March 2026", "49.00"), ("Refund on its way, 2 March 2026", "−24.50"), ("Remaining paid in EUR", "24.50")])
    );
    let fact = |label: &str| said.facts.iter().find(|(l, _)| l == label).map(|(_, v)| v.as_str());
    assert_eq!((fact("Paid"), fact("Paid with")), (Some("1 March 2026, 00:05"), Some("Online, through Stripe")));
    assert_eq!(said.organiser, ["Lantern House", "Presented by The Players"]);
    assert!(said.notes[0].contains("not a tax invoice") && said.notes.last().unwrap().contains("place: Berlin time."), "{:?}", said.notes);
    assert_eq!(said.mark, None);
}

#[test]
fn a_tax_on_top_is_one_of_the_sums() {
    let unit = UnitPrice { price_minor: 5_000, fee_minor: 750, tax_added_minor: 474, tax_included_minor: 0 };
    let said = sheet(&receipt("USD", vec![Line { tax: Some(("Sales tax".into(), 82_500)), ..line("Stalls", 3, unit) }], vec![]), false);
    assert_eq!(said.columns[3..], ["Fees each", "Tax each", "Amount"]);
    assert_eq!(
        told(&said.sums),
        pairs(&[("Tickets", "150.00"), ("Fees", "22.50"), ("Sales tax 8.25 %", "14.22"), ("Total in USD", "186.72")])
    );
    assert_eq!(said.taxes, [["Sales tax 8.25 %, on top of the prices", "172.50", "14.22", "186.72"]]);
    assert_eq!(told(&said.paid), pairs(&[("Paid on 1 March 2026", "186.72")]));
}

#[test]
fn yen_have_no_decimals_and_dinars_three() {
    let total = |currency| sheet(&receipt(currency, vec![line("Stalls", 2, price(1_234_567))], vec![]), false).sums[0].clone();
    assert_eq!(total("JPY").amount, "2,469,134");
    assert_eq!(total("KWD").amount, "2,469.134");
    assert_eq!(total("EUR").amount, "24,691.34");
}

#[test]
fn what_moved_no_money_says_so() {
    let mut test = receipt("EUR", vec![line("Stalls", 1, price(1_000))], vec![]);
    test.order.is_test = true;
    let said = sheet(&test, true);
    assert!(said.mark.as_deref().is_some_and(|mark| mark.starts_with("Test mode")), "{:?}", said.mark);
    assert!(said.notes[0].contains("no money moved") && said.paid[0].label.starts_with("Settled as a test"), "{:?}", said.notes);
    assert!(said.facts.contains(&("Paid with".to_owned(), "Test payment".to_owned())), "{:?}", said.facts);

    let simulated = sheet(&receipt("EUR", vec![line("Stalls", 1, price(1_000))], vec![]), true);
    assert!(simulated.notes.iter().any(|n| n.contains("payment simulator")), "{:?}", simulated.notes);

    let mut free = receipt("EUR", vec![Line { off_minor: 1_000, ..line("Stalls", 1, price(0)) }], vec![]);
    free.provider = None;
    let said = sheet(&free, false);
    assert_eq!(told(&said.sums).last(), Some(&("Total in EUR".to_owned(), "0.00".to_owned())));
    assert!(said.paid.is_empty() && said.notes[0] == "Nothing was charged for this order.", "{:?}", said.notes);
    assert!(said.facts.iter().all(|(label, _)| !label.starts_with("Paid")), "{:?}", said.facts);
    free.order.kind = OrderKind::Comp;
    assert!(sheet(&free, false).notes[0].contains("given away by Lantern House"));
}

#[test]
fn a_tax_nobody_knows_any_more_has_no_rate() {
    let unit = UnitPrice { price_minor: 1_000, fee_minor: 0, tax_added_minor: 0, tax_included_minor: 160 };
    let said = sheet(&receipt("EUR", vec![line("Stalls", 1, unit)], vec![]), false);
    assert_eq!(said.taxes, [["Tax, contained in the prices", "8.40", "1.60", "10.00"]]);
}

proptest! {
    #[test]
    fn what_is_printed_adds_up_to_the_order_to_the_cent(
        currency in prop::sample::select(vec!["EUR", "JPY", "KWD"]),
        lines in prop::collection::vec((0_i64..5_000_000, 0_i64..100, 1_i64..60), 1..12),
        fees in prop::collection::vec((0_i64..300_000, 0_i64..5_000), 0..3),
        tax in prop::option::of((0_i64..300_000, any::<bool>())),
        backs in prop::collection::vec(0_i64..=100, 0..5),
    ) {
        let currency: Currency = currency.parse().unwrap();
        let tariff = Tariff {
            currency,
            fees: fees.iter().map(|&(rate_millionths, fixed_minor)| FeeRule { name: "Fee".into(), rate_millionths, fixed_minor }).collect(),
            tax: tax.map(|(rate_millionths, included)| TaxRule { name: "VAT".into(), rate_millionths, included }),
        };
        let lines: Vec<Line> = lines
            .into_iter()
            .map(|(full, percent, quantity)| {
                let off_minor = full * percent / 100;
                let unit = tariff.unit(full - off_minor).unwrap();
                Line { off_minor, tax: tariff.tax.as_ref().map(|t| (t.name.clone(), t.rate_millionths)), ..line("Stalls", quantity, unit) }
            })
            .collect();
        let mut left: i64 = lines.iter().map(|l| l.unit.all_in_minor() * l.quantity).sum();
        let backs = backs.into_iter().filter_map(|percent| {
            let amount = left * percent / 100;
            left -= amount;
            (amount > 0).then_some(amount)
        });
        let receipt = receipt(currency.code(), lines, backs.collect());
        let (order, said) = (&receipt.order, sheet(&receipt, false));
        let minor = |text: &str| read(text, currency);

        let mut amounts = 0;
        for printed in &said.lines {
            let (quantity, figures) = printed.figures.split_first().unwrap();
            let (amount, parts) = figures.split_last().unwrap();
            let each: i64 = parts.iter().map(|part| minor(part)).sum();
            prop_assert_eq!(each * quantity.parse::<i64>().unwrap(), minor(amount));
            amounts += minor(amount);
        }
        prop_assert_eq!(amounts, order.total_minor);

        let of = |sums: &[Sum], entry| sums.iter().filter(|s| s.entry == entry).map(|s| minor(&s.amount)).collect::<Vec<_>>();
        let (parts, total) = (of(&said.sums, Entry::Plain), of(&said.sums, Entry::Total));
        prop_assert_eq!(&total, &[order.total_minor]);
        prop_assert!(parts.is_empty() || parts.iter().sum::<i64>() == order.total_minor, "{:?}", parts);
        prop_assert_eq!(of(&said.sums, Entry::Aside).iter().sum::<i64>(), order.tax_included_minor);

        let taxed = |n: usize| said.taxes.iter().map(|row| minor(&row[n])).sum::<i64>();
        prop_assert_eq!(taxed(2), order.tax_added_minor + order.tax_included_minor);
        prop_assert_eq!(taxed(1) + taxed(2), taxed(3));
        prop_assert!(said.taxes.is_empty() || taxed(3) == order.total_minor);

        let (paid, remains) = (of(&said.paid, Entry::Plain), of(&said.paid, Entry::Total));
        if order.total_minor > 0 {
            prop_assert_eq!(&remains, &[order.total_minor - order.refunded_minor]);
            prop_assert!(paid.is_empty() || paid.iter().sum::<i64>() == remains[0], "{:?}", paid);
        }
    }
}

#[test]
fn a_german_receipt_names_times_zone_and_tax_as_germans_do() {
    let unit = UnitPrice { tax_included_minor: 164, ..price(2_500) };
    let line = |tax: &str| Line { tax: Some((tax.to_owned(), 70_000)), ..line("Parkett", 1, unit) };
    let said = |tax: &str, lang: Lang| {
        let receipt = receipt("EUR", vec![line(tax)], vec![]);
        sheet(&Receipt { order: OrderView { language: lang, ..receipt.order.clone() }, ..receipt }, false)
    };
    let german = said("VAT 7 %", Lang::De);
    assert_eq!(german.facts[1], ("Bestellt".to_owned(), "28. Februar 2026, 23:55 Uhr".to_owned()));
    assert_eq!(german.notes.last().unwrap(), "Datum und Uhrzeit sind die des Veranstaltungsortes: Ortszeit Berlin.");
    assert_eq!(german.taxes[0][0], "MwSt. 7 %, in den Preisen enthalten");
    assert_eq!(german.sums[1].label, "inkl. MwSt. 7 %");
    assert_eq!(said("MwSt. 7 %", Lang::En).sums[1].label, "incl. VAT 7 %");
    assert_eq!(said("Vergnügungssteuer", Lang::De).sums[1].label, "inkl. Vergnügungssteuer 7 %", "a name of the house's own stays");
    assert!(said("MwSt. 7 %", Lang::Ar).notes.last().unwrap().contains("Berlin"));
}
