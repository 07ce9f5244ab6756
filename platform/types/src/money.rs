//! Money: integer minor units of one currency.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Lang;
use crate::lang::told;

/// An ISO 4217 code together with its number of decimals.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

/// The code is not one we can count in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{}",
    told(
        "“{}” is not a currency; use an ISO 4217 code like EUR",
        "„{}“ ist keine Währung; verwenden Sie einen Code nach ISO 4217 wie EUR",
        "«{}» ليست عملة؛ استخدم رمز ISO 4217 مثل EUR"
    )
    .replacen("{}", .0, 1)
)]
pub struct CurrencyError(String);

/// Codes in use with their minor units (ISO 4217 list one).
const CURRENCIES: &[(&str, u32)] = &[
    ("AED", 2),
    ("ARS", 2),
    ("AUD", 2),
    ("BGN", 2),
    ("BHD", 3),
    ("BRL", 2),
    ("CAD", 2),
    ("CHF", 2),
    ("CLP", 0),
    ("CNY", 2),
    ("COP", 2),
    ("CZK", 2),
    ("DKK", 2),
    ("EGP", 2),
    ("EUR", 2),
    ("GBP", 2),
    ("HKD", 2),
    ("HUF", 2),
    ("IDR", 2),
    ("ILS", 2),
    ("INR", 2),
    ("ISK", 0),
    ("JOD", 3),
    ("JPY", 0),
    ("KES", 2),
    ("KRW", 0),
    ("KWD", 3),
    ("MAD", 2),
    ("MOP", 2),
    ("MXN", 2),
    ("MYR", 2),
    ("NGN", 2),
    ("NOK", 2),
    ("NZD", 2),
    ("OMR", 3),
    ("PHP", 2),
    ("PLN", 2),
    ("QAR", 2),
    ("RON", 2),
    ("RSD", 2),
    ("SAR", 2),
    ("SEK", 2),
    ("SGD", 2),
    ("THB", 2),
    ("TND", 3),
    ("TRY", 2),
    ("TWD", 2),
    ("UAH", 2),
    ("USD", 2),
    ("VND", 0),
    ("ZAR", 2),
];

impl schemars::JsonSchema for Currency {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Currency".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[A-Z]{3}$", "examples": ["EUR"] })
    }
}

impl Currency {
    /// Euro.
    pub const EUR: Self = Self(*b"EUR");
    /// Hong Kong dollar.
    pub const HKD: Self = Self(*b"HKD");
    /// United States dollar.
    pub const USD: Self = Self(*b"USD");
    /// Pound sterling.
    pub const GBP: Self = Self(*b"GBP");

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Number of decimals of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn decimals(self) -> u32 {
        CURRENCIES.iter().find(|(c, _)| *c == self.code()).map_or(2, |(_, d)| *d)
    }

    /// Every currency we can count in.
    pub fn all() -> impl Iterator<Item = Self> {
        CURRENCIES.iter().filter_map(|(c, _)| c.parse().ok())
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;
    fn from_str(s: &str) -> Result<Self, CurrencyError> {
        let upper = s.trim().to_ascii_uppercase();
        if CURRENCIES.iter().any(|(c, _)| *c == upper)
            && let Ok(bytes) = <[u8; 3]>::try_from(upper.as_bytes())
        {
            return Ok(Self(bytes));
        }
        Err(CurrencyError(s.to_owned()))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let raw = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        raw.parse().map_err(serde::de::Error::custom)
    }
}

/// An amount in minor units (cents, pence, yen) of one currency. May be negative (a refund's effect).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units.
    pub minor: i64,
    /// Of what.
    pub currency: Currency,
}

/// What cannot be done with amounts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Two currencies met.
    #[error("amounts in {0} and {1} cannot be added")]
    Mixed(Currency, Currency),
    /// Larger than can be counted.
    #[error("{}", told("this amount is too large", "dieser Betrag ist zu groß", "هذا المبلغ كبير جدًا"))]
    Overflow,
    /// The text is not an amount.
    #[error(
        "{}",
        told("enter an amount like {}", "geben Sie einen Betrag wie {} ein", "أدخل مبلغًا مثل {}").replacen("{}", .0, 1)
    )]
    Shape(String),
}

/// How fractions of a minor unit are rounded. Half up (away from zero at one half) is what shops and
/// tax offices expect of a price; each line is rounded once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundingRule {
    /// 0.5 goes up in absolute value.
    HalfUp,
    /// Towards zero: in the buyer's favour.
    Down,
}

impl Money {
    /// `minor` units of `currency`.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in this currency.
    pub fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Sum of two amounts of one currency.
    pub fn add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed(self.currency, other.currency));
        }
        self.minor.checked_add(other.minor).map(|m| Self::new(m, self.currency)).ok_or(MoneyError::Overflow)
    }

    /// Difference of two amounts of one currency.
    pub fn sub(self, other: Self) -> Result<Self, MoneyError> {
        let negated = other.minor.checked_neg().ok_or(MoneyError::Overflow)?;
        self.add(Self::new(negated, other.currency))
    }

    /// `n` times the amount.
    pub fn times(self, n: i64) -> Result<Self, MoneyError> {
        self.minor.checked_mul(n).map(|m| Self::new(m, self.currency)).ok_or(MoneyError::Overflow)
    }

    /// `millionths` parts per million of the amount (19 % is 190,000), rounded once.
    pub fn share(self, millionths: i64, rule: RoundingRule) -> Result<Self, MoneyError> {
        let exact = i128::from(self.minor) * i128::from(millionths);
        Ok(Self::new(divide(exact, 1_000_000, rule)?, self.currency))
    }

    /// The tax contained in a gross amount at `millionths`: gross * r / (1 + r), rounded once.
    pub fn contained_share(self, millionths: i64, rule: RoundingRule) -> Result<Self, MoneyError> {
        let exact = i128::from(self.minor) * i128::from(millionths);
        Ok(Self::new(divide(exact, 1_000_000 + i128::from(millionths), rule)?, self.currency))
    }

    /// Reads what people type (`12`, `12.5`, `12,50`, `1.234,50`, `1,234.50`) in this currency's decimals.
    pub fn parse(raw: &str, currency: Currency) -> Result<Self, MoneyError> {
        let shape = || MoneyError::Shape(Money::new(1250, currency).typed());
        let text: String = raw.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{a0}' | '\'' | '’')).collect();
        let (negative, text) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',') {
            return Err(shape());
        }
        let decimals = usize::try_from(currency.decimals()).unwrap_or(2);
        let last = text.rfind(['.', ',']);
        let (whole, fraction) = match last {
            // The last separator is the decimal one unless it is repeated, or the currency has no decimals. One
            // separator before exactly three digits may be either (12.345 in euros): never guessed, always asked.
            Some(at) => {
                let separator = text.as_bytes()[at];
                let repeated = text.bytes().filter(|b| *b == separator).count() > 1;
                let alone = !text[..at].contains(['.', ',']);
                if alone && text.len() - at - 1 == 3 && !matches!(decimals, 0 | 3) {
                    return Err(shape());
                }
                if repeated || decimals == 0 { (text, "") } else { (&text[..at], &text[at + 1..]) }
            }
            None => (text, ""),
        };
        if fraction.len() > decimals {
            return Err(shape());
        }
        let groups: Vec<&str> = whole.split(['.', ',']).collect();
        let grouped_right =
            groups.len() == 1 || (!groups[0].is_empty() && groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3));
        if !grouped_right || (whole.is_empty() && fraction.is_empty()) {
            return Err(shape());
        }
        let digits = format!("{}{fraction:0<decimals$}", groups.concat());
        let minor: i64 = digits.parse().map_err(|_| MoneyError::Overflow)?;
        Ok(Self::new(if negative { -minor } else { minor }, currency))
    }

    /// The number for people, `1,234.50` or `1.234,50` as the language of the work at hand writes it, where the currency
    /// stands elsewhere: in the head of a column.
    pub fn figures(self) -> String {
        let (group, point) = match Lang::current() {
            Lang::De => ('.', ","),
            Lang::En | Lang::Ar => (',', "."),
        };
        let number = Money::new(i64::try_from(self.minor.unsigned_abs()).unwrap_or(i64::MAX), self.currency).decimal();
        let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
        let mut grouped = String::new();
        for (i, c) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i) % 3 == 0 {
                grouped.push(group);
            }
            grouped.push(c);
        }
        let sign = if self.minor < 0 { "−" } else { "" };
        let dot = if fraction.is_empty() { "" } else { point };
        format!("{sign}{grouped}{dot}{fraction}")
    }

    /// As it stands in a field for people to change: `1234.50` or `1234,50` as the language of the work at hand writes it.
    /// [`Money::parse`] reads both.
    pub fn typed(self) -> String {
        match Lang::current() {
            Lang::De => self.decimal().replace('.', ","),
            Lang::En | Lang::Ar => self.decimal(),
        }
    }

    /// The plain decimal number, `1234.50`, as programs and hidden fields want it.
    pub fn decimal(self) -> String {
        let decimals = self.currency.decimals();
        let base = 10_u64.pow(decimals);
        let sign = if self.minor < 0 { "-" } else { "" };
        let abs = self.minor.unsigned_abs();
        if decimals == 0 {
            format!("{sign}{abs}")
        } else {
            let width = usize::try_from(decimals).unwrap_or(2);
            format!("{sign}{}.{:0width$}", abs / base, abs % base)
        }
    }
}

/// For people, as the language of the work at hand writes it: `€12.50`, `HK$420.00`, `¥900`, `CHF 12.50`; in German and Arabic
/// the sign stands behind: `12,50 €`, `12.50 €`. In Arabic figures and sign are isolated, each for itself and both together, so that
/// the amount reads from right to left within any sentence and the letters of `HK$` stay before their sign.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figures = self.figures();
        let (sign, figures) = figures.strip_prefix('−').map_or(("", figures.as_str()), |rest| ("−", rest));
        let symbol = match self.currency.code() {
            "EUR" => "€".to_owned(),
            "GBP" => "£".to_owned(),
            "USD" => "$".to_owned(),
            "HKD" => "HK$".to_owned(),
            "JPY" => "¥".to_owned(),
            code => format!("{code}\u{a0}"),
        };
        match Lang::current() {
            Lang::En => write!(f, "{sign}{symbol}{figures}"),
            Lang::De => write!(f, "{sign}{figures}\u{a0}{}", symbol.trim_end()),
            // Without a letter nothing else says that the sign of the currency stands left of the figures.
            Lang::Ar => write!(f, "\u{2067}\u{2066}{sign}{figures}\u{2069}\u{a0}\u{2066}{}\u{2069}\u{2069}", symbol.trim_end()),
        }
    }
}

fn divide(exact: i128, by: i128, rule: RoundingRule) -> Result<i64, MoneyError> {
    if by <= 0 {
        return Err(MoneyError::Overflow);
    }
    let quotient = exact / by;
    let rest = (exact % by).abs();
    let bump = match rule {
        RoundingRule::HalfUp if rest * 2 >= by => exact.signum(),
        _ => 0,
    };
    i64::try_from(quotient + bump).map_err(|_| MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn reads_what_people_type() {
        for (raw, minor) in [
            ("12", 1200),
            ("12.5", 1250),
            ("12,50", 1250),
            ("1.234,50", 123_450),
            ("1,234.50", 123_450),
            ("1,234,567", 123_456_700),
            (".50", 50),
            ("1 234", 123_400),
            ("1'234.50", 123_450),
        ] {
            assert_eq!(Money::parse(raw, Currency::EUR), Ok(eur(minor)), "{raw}");
        }
        for raw in ["", "abc", "1.2.3", "12.345.6", "1e9", ",", "12.345", "1,234", "1.234,567"] {
            assert!(Money::parse(raw, Currency::EUR).is_err(), "{raw}");
        }
        assert!(Money::parse("12.50", "JPY".parse().unwrap()).is_err(), "yen have no decimals");
        assert_eq!(Money::parse("1.250", "KWD".parse().unwrap()).unwrap().minor, 1250);
        assert_eq!(Money::parse("1,250", "JPY".parse().unwrap()).unwrap().minor, 1250);
    }

    #[test]
    fn prints_for_people_and_programs() {
        assert_eq!(eur(123_456).to_string(), "€1,234.56");
        assert_eq!(eur(-5).to_string(), "−€0.05");
        assert_eq!(Money::new(900, "JPY".parse().unwrap()).to_string(), "¥900");
        assert_eq!(Money::new(1_250, "KWD".parse().unwrap()).decimal(), "1.250");
    }

    #[test]
    fn an_amount_keeps_its_order_within_words_that_run_from_right_to_left() {
        for (amount, told) in [
            (Money::new(42_000, Currency::HKD), "\u{2067}\u{2066}420.00\u{2069}\u{a0}\u{2066}HK$\u{2069}\u{2069}"),
            (eur(-500), "\u{2067}\u{2066}−5.00\u{2069}\u{a0}\u{2066}€\u{2069}\u{2069}"),
        ] {
            assert_eq!(Lang::Ar.within(|| amount.to_string()), told);
        }
    }

    #[test]
    fn what_stands_in_a_field_is_read_again_in_every_language() {
        for (lang, shown) in [(Lang::En, "1234.50"), (Lang::De, "1234,50"), (Lang::Ar, "1234.50")] {
            lang.within(|| assert_eq!(eur(123_450).typed(), shown));
        }
        for currency in [Currency::EUR, "JPY".parse().unwrap(), "KWD".parse().unwrap()] {
            for minor in [0, 5, 100, 1_250, 123_450, 1_000_000] {
                let amount = Money::new(minor, currency);
                assert_eq!(Lang::De.within(|| Money::parse(&amount.typed(), currency)), Ok(amount), "{amount}");
            }
        }
        let refused = Lang::De.within(|| Money::parse("viel", Currency::EUR).unwrap_err().to_string());
        assert!(refused.contains("12,50"), "{refused}");
    }

    #[test]
    fn currencies_never_mix() {
        assert_eq!(eur(1).add(Money::new(1, Currency::USD)), Err(MoneyError::Mixed(Currency::EUR, Currency::USD)));
        assert_eq!(eur(i64::MAX).add(eur(1)), Err(MoneyError::Overflow));
    }

    proptest! {
        #[test]
        fn a_share_is_off_by_half_a_unit_at_most(minor in -1_000_000_000_i64..1_000_000_000, rate in 0_i64..1_000_000) {
            let share = eur(minor).share(rate, RoundingRule::HalfUp).unwrap().minor;
            let exact = i128::from(minor) * i128::from(rate);
            prop_assert!((i128::from(share) * 1_000_000 - exact).abs() * 2 <= 1_000_000);
        }

        #[test]
        fn contained_tax_and_net_make_the_gross(minor in 0_i64..1_000_000_000, rate in 0_i64..1_000_000) {
            let gross = eur(minor);
            let tax = gross.contained_share(rate, RoundingRule::HalfUp).unwrap();
            let net = gross.sub(tax).unwrap();
            prop_assert_eq!(net.add(tax).unwrap(), gross);
            prop_assert!(tax.minor >= 0 && tax.minor <= gross.minor);
        }

        #[test]
        fn what_is_printed_reads_back(minor in 0_i64..1_000_000_000_000) {
            prop_assert_eq!(Money::parse(&eur(minor).decimal(), Currency::EUR), Ok(eur(minor)));
        }
    }
}
