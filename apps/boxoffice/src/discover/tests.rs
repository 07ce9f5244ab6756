//! Questions go into an address and come back; what cannot be meant is told by its field.

use chrono::NaiveDate;
use platform_types::{Currency, Money};

use super::{PARAMETERS, Search, Sort, When};

fn yen() -> Currency {
    "JPY".parse().unwrap()
}

fn read(query: &str) -> (Search, Vec<String>) {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
    let (search, check) = Search::read(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())), Currency::EUR);
    (search, check.faults().into_iter().map(|fault| fault.field).collect())
}

#[test]
fn a_question_goes_into_an_address_and_comes_back() {
    let search = Search {
        text: "jazz & 文化中心 + “more”".to_owned(),
        category: Some("music".to_owned()),
        city: Some("São Paulo".to_owned()),
        when: Some(When::Weekend),
        from: NaiveDate::from_ymd_opt(2027, 3, 14),
        to: NaiveDate::from_ymd_opt(2027, 3, 15),
        free: true,
        price_from: Some(Money::new(500, yen())),
        price_to: Some(Money::new(2_000, yen())),
        currency: Some(yen()),
        available: true,
        sorted: Some(Sort::Price),
    };
    let href = search.href("/events", &[("after", "36")]);
    let (again, faults) = read(href.split_once('?').unwrap().1);
    assert_eq!((again, faults), (search.clone(), Vec::new()), "{href}");
    assert_eq!(search.pairs().len(), PARAMETERS.len(), "every parameter stands in the address");
    assert_eq!(Search::default().href("/events", &[]), "/events");
}

#[test]
fn prices_are_read_as_people_write_them_in_the_currency_that_is_meant() {
    let of = |query: &str| read(query).0.price_to;
    assert_eq!(of("price_to=12"), Some(Money::new(1_200, Currency::EUR)));
    assert_eq!(of("price_to=12.50"), Some(Money::new(1_250, Currency::EUR)));
    assert_eq!(of("currency=hkd&price_to=12"), Some(Money::new(1_200, Currency::HKD)));
    assert_eq!(of("price_to=12&currency=JPY"), Some(Money::new(12, yen())), "whichever comes first");
}

#[test]
fn what_cannot_be_meant_is_told_by_its_field_and_the_rest_stands() {
    for (query, field) in [
        ("when=soon", "when"),
        ("from=31.12.2027", "from"),
        ("to=2027-02-30", "to"),
        ("from=0001-01-01", "from"),
        ("free=maybe", "free"),
        ("price_from=cheap", "price_from"),
        ("price_to=-5", "price_to"),
        ("currency=€", "currency"),
        ("sort=random", "sort"),
        ("from=2027-03-02&to=2027-03-01", "to"),
        ("price_from=5&price_to=4", "price_to"),
        (&format!("q={}", "x".repeat(201)), "q"),
        (&format!("city={}", "x".repeat(121)), "city"),
    ] {
        let (search, faults) = read(&format!("category=music&{query}"));
        assert_eq!(faults, [field], "{query}");
        assert_eq!(search.category.as_deref(), Some("music"), "{query}");
    }
    assert_eq!(read("q=&category=&from=&price_to=&free=&sort="), (Search::default(), Vec::new()), "a form sends empty fields");
}

#[test]
fn words_are_sorted_by_fit_and_the_rest_by_date() {
    assert_eq!(Search::default().sort(), Sort::Date);
    assert_eq!(read("q=jazz").0.sort(), Sort::Fit);
    assert_eq!(read("sort=fit").0.sort(), Sort::Date, "without words nothing fits better");
    assert_eq!(read("q=jazz&sort=new").0.sort(), Sort::New);
    assert!(!read("sort=price").0.narrows() && read("available=1").0.narrows());
}
