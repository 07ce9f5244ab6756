//! Network addresses as they are counted.

use std::net::{IpAddr, Ipv6Addr};

/// Whom an address stands for where addresses are counted: one subscriber has a whole /64 of IPv6 (RFC 6177) and could
/// otherwise ask from another of its 2^64 addresses each time. IPv4, also written as IPv6, is counted whole.
pub fn subscriber(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_household_is_one_subscriber() {
        let of = |ip: &str| subscriber(ip.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2::1"), "2001:db8:1:2::");
        assert_eq!(of("2001:db8:1:2:ffff::9"), "2001:db8:1:2::");
        assert_eq!(of("2001:db8:1:3::1"), "2001:db8:1:3::");
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(of("192.0.2.2"), "192.0.2.2");
    }
}
