//! Values with a rule of their own.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use platform_types::{EmailAddress, PersonName};

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Pretty on a terminal, JSON elsewhere.
    Auto,
    /// One object a line, for machines.
    Json,
    /// For people.
    Pretty,
}

impl FromStr for LogFormat {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        match s {
            "auto" => Ok(Self::Auto),
            "json" => Ok(Self::Json),
            "pretty" => Ok(Self::Pretty),
            _ => Err(()),
        }
    }
}

/// Who may found an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrganizerApproval {
    /// Everybody who signed in.
    Open,
    /// Whoever the platform's administrators approve.
    Approval,
}

impl FromStr for OrganizerApproval {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        match s {
            "open" => Ok(Self::Open),
            "approval" => Ok(Self::Approval),
            _ => Err(()),
        }
    }
}

/// Who needs a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// Whoever holds a role on the whole platform.
    Operators,
    /// It is up to each person.
    Nobody,
}

impl FromStr for SecondFactor {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        match s {
            "operators" => Ok(Self::Operators),
            "nobody" => Ok(Self::Nobody),
            _ => Err(()),
        }
    }
}

/// Who moves money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentProvider {
    /// A process of our own that behaves like a provider; no real money.
    Simulator,
    /// Stripe.
    Stripe,
}

impl FromStr for PaymentProvider {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        match s {
            "simulator" => Ok(Self::Simulator),
            "stripe" => Ok(Self::Stripe),
            _ => Err(()),
        }
    }
}

/// Where files lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageKind {
    /// A folder of this machine.
    Disk,
    /// A bucket of a server that speaks S3.
    S3,
}

impl FromStr for StorageKind {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        match s {
            "disk" => Ok(Self::Disk),
            "s3" => Ok(Self::S3),
            _ => Err(()),
        }
    }
}

/// Sender of mails: `Callboard <no-reply@example.org>` or the bare address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The name shown.
    pub name: Option<PersonName>,
    /// The address.
    pub address: EmailAddress,
}

impl FromStr for Sender {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        let text = s.trim();
        if text.chars().any(char::is_control) {
            return Err(());
        }
        match text.strip_suffix('>').and_then(|t| t.split_once('<')) {
            Some((name, address)) => {
                let name = name.trim().trim_matches('"');
                let name = if name.is_empty() { None } else { Some(name.parse().map_err(|_| ())?) };
                Ok(Self { name, address: address.parse().map_err(|_| ())? })
            }
            None => Ok(Self { name: None, address: text.parse().map_err(|_| ())? }),
        }
    }
}

/// One network address or a range of them in CIDR notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IpRange {
    base: IpAddr,
    prefix: u8,
}

impl IpRange {
    /// Whether `ip` lies in the range. An IPv4 address written as IPv6 counts as IPv4.
    pub fn contains(&self, ip: IpAddr) -> bool {
        match (self.base, ip.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(ip)) => {
                same_prefix(u128::from(base.to_bits()) << 96, u128::from(ip.to_bits()) << 96, self.prefix)
            }
            (IpAddr::V6(base), IpAddr::V6(ip)) => same_prefix(base.to_bits(), ip.to_bits(), self.prefix),
            _ => false,
        }
    }
}

fn same_prefix(a: u128, b: u128, bits: u8) -> bool {
    bits == 0 || (a ^ b) >> (128 - u32::from(bits)) == 0
}

impl FromStr for IpRange {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        let (base, prefix) = match s.split_once('/') {
            Some((base, prefix)) => (base, Some(prefix.parse::<u8>().map_err(|_| ())?)),
            None => (s, None),
        };
        let base: IpAddr = base.parse::<IpAddr>().map_err(|_| ())?.to_canonical();
        let widest = if base.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(widest);
        if prefix <= widest { Ok(Self { base, prefix }) } else { Err(()) }
    }
}

impl fmt::Display for IpRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_its_addresses_and_no_others() {
        let range: IpRange = "10.0.0.0/8".parse().unwrap();
        assert!(range.contains("10.255.1.2".parse().unwrap()));
        assert!(range.contains("::ffff:10.1.2.3".parse().unwrap()), "IPv4 through an IPv6 socket");
        assert!(!range.contains("11.0.0.1".parse().unwrap()));
        let one: IpRange = "::1".parse().unwrap();
        assert!(one.contains("::1".parse().unwrap()) && !one.contains("::2".parse().unwrap()));
        let all: IpRange = "0.0.0.0/0".parse().unwrap();
        assert!(all.contains("203.0.113.9".parse().unwrap()) && !all.contains("::1".parse().unwrap()));
        assert!("10.0.0.0/33".parse::<IpRange>().is_err());
        assert!("10.0.0.0/ 8".parse::<IpRange>().is_err());
    }

    #[test]
    fn a_sender_is_a_name_and_an_address() {
        let sender: Sender = "Callboard <no-reply@example.org>".parse().unwrap();
        assert_eq!((sender.name.unwrap().as_str(), sender.address.as_str()), ("Callboard", "no-reply@example.org"));
        assert!("no-reply@example.org".parse::<Sender>().unwrap().name.is_none());
        assert!("A\r\nBcc: x@y.zz <a@b.cc>".parse::<Sender>().is_err());
        assert!("Callboard".parse::<Sender>().is_err());
    }
}
