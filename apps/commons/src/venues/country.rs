//! Countries by their two letters and their English names.

/// ISO 3166-1: the 249 countries that are officially assigned, by name; reserved and user-assigned codes (`ZZ`) are not among them.
const ASSIGNED: &str = include_str!("countries.txt");

/// What was typed is no country.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no country we know; enter its English name or its two letters, such as Japan or JP")]
pub struct CountryError(String);

/// Code and name of every country, in the order of their names.
pub fn countries() -> impl Iterator<Item = (&'static str, &'static str)> {
    ASSIGNED.lines().filter_map(|line| line.split_once(' '))
}

/// The code of a country as it is kept: capitals; empty where nobody said one. Its name will do as well.
pub fn read_country(typed: &str) -> Result<String, CountryError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(String::new());
    }
    let wanted = typed.to_lowercase();
    countries()
        .find(|(code, name)| code.eq_ignore_ascii_case(typed) || name.to_lowercase() == wanted)
        .map(|(code, _)| code.to_owned())
        .ok_or_else(|| CountryError(typed.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn only_assigned_codes_and_their_names_are_countries() {
        let codes: BTreeSet<&str> = countries().map(|(code, _)| code).collect();
        assert_eq!((codes.len(), countries().count()), (249, 249));
        assert!(countries().all(|(code, name)| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) && !name.is_empty()));
        for (typed, is) in [("hk", "HK"), (" De ", "DE"), ("", ""), ("Japan", "JP"), ("japan ", "JP"), ("åland islands", "AX")] {
            assert_eq!(read_country(typed).as_deref(), Ok(is));
        }
        for typed in ["zz", "UK", "Ja", "D", "D E", "ÄÖ"] {
            assert!(read_country(typed).unwrap_err().to_string().contains(typed), "{typed}");
        }
    }
}
