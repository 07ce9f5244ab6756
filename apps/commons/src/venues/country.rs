//! Countries by their two letters.

/// ISO 3166-1 alpha-2, the 249 codes that are officially assigned; reserved and user-assigned ones (`ZZ`) are not among them.
const ASSIGNED: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD \
    CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF \
    GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN \
    KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA \
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI \
    SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI \
    VN VU WF WS YE YT ZA ZM ZW";

/// What was typed is no country's code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no country’s code; enter its two letters, such as HK, DE, US or GB")]
pub struct CountryError(String);

/// The code of a country as it is kept: capitals; empty where nobody said one.
pub fn read_country(typed: &str) -> Result<String, CountryError> {
    let code = typed.trim().to_ascii_uppercase();
    let known = code.is_empty() || (code.len() == 2 && ASSIGNED.split_whitespace().any(|c| c == code));
    if known { Ok(code) } else { Err(CountryError(typed.trim().to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_assigned_codes_are_countries() {
        assert_eq!(ASSIGNED.split_whitespace().count(), 249);
        for (typed, is) in [("hk", "HK"), (" De ", "DE"), ("", "")] {
            assert_eq!(read_country(typed).as_deref(), Ok(is));
        }
        for typed in ["zz", "UK", "Germany", "D", "D E", "ÄÖ"] {
            assert!(read_country(typed).unwrap_err().to_string().contains(typed), "{typed}");
        }
    }
}
