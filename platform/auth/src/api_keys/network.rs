//! Where a key may be used from.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// A network address or a range of them, such as `203.0.113.7` or `2001:db8::/32`; what lies behind the prefix is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    prefix: u8,
}

/// What would be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("enter an address like 203.0.113.7 or a range like 203.0.113.0/24")]
pub struct NetworkError;

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (base, prefix) = match text.trim().split_once('/') {
            Some((base, bits)) => (base, Some(bits.parse::<u8>().map_err(|_| NetworkError)?)),
            None => (text.trim(), None),
        };
        let base: IpAddr = base.parse().map_err(|_| NetworkError)?;
        let widest = if base.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(widest);
        if prefix > widest {
            return Err(NetworkError);
        }
        let base = match base {
            IpAddr::V4(ip) => IpAddr::V4(
                u32::from(ip).checked_shr(32 - u32::from(prefix)).unwrap_or(0).checked_shl(32 - u32::from(prefix)).unwrap_or(0).into(),
            ),
            IpAddr::V6(ip) => IpAddr::V6(
                u128::from(ip).checked_shr(128 - u32::from(prefix)).unwrap_or(0).checked_shl(128 - u32::from(prefix)).unwrap_or(0).into(),
            ),
        };
        Ok(Self { base, prefix })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_told_by_their_first_address() {
        for (text, is) in [
            ("203.0.113.7", "203.0.113.7/32"),
            (" 203.0.113.7/24 ", "203.0.113.0/24"),
            ("10.1.2.3/0", "0.0.0.0/0"),
            ("2001:db8::9/32", "2001:db8::/32"),
            ("::1", "::1/128"),
        ] {
            assert_eq!(text.parse::<Network>().unwrap().to_string(), is);
        }
        for wrong in ["", "here", "1.2.3", "1.2.3.4/33", "::/129", "1.2.3.4/-1", "1.2.3.4/24/8"] {
            assert_eq!(wrong.parse::<Network>(), Err(NetworkError), "{wrong}");
        }
    }
}
