//! A certificate authority that vouches for private names and addresses only: who steals its key
//! cannot pose as anything on the internet to a phone that trusts it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use chrono::{Datelike as _, Duration};
use platform_types::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, NameConstraints, SanType, date_time_ymd,
};

/// As phones list it.
const NAME: &str = "Callboard development authority";
/// Apple refuses certificates of more than 825 days even from an authority somebody installed (support.apple.com/103769).
const HOUSE_DAYS: i64 = 397;
const AUTHORITY_DAYS: i64 = 3650;

/// Names that exist on no public network (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`).
const PRIVATE_NAMES: [&str; 5] = ["localhost", "local", "test", "home.arpa", "internal"];

/// Private address blocks (RFC 1918, 3927, 4193, 4291) and loopback.
fn private_blocks() -> [(IpAddr, u8); 8] {
    let v4 = |a, b| IpAddr::V4(Ipv4Addr::new(a, b, 0, 0));
    let v6 = |a| IpAddr::V6(Ipv6Addr::new(a, 0, 0, 0, 0, 0, 0, 0));
    [
        (v4(127, 0), 8),
        (v4(10, 0), 8),
        (v4(172, 16), 12),
        (v4(192, 168), 16),
        (v4(169, 254), 16),
        (IpAddr::V6(Ipv6Addr::LOCALHOST), 128),
        (v6(0xfc00), 7),
        (v6(0xfe80), 10),
    ]
}

/// Whether an address lies in a private block.
pub(super) fn is_private(address: IpAddr) -> bool {
    let bits = |ip: IpAddr| match ip {
        IpAddr::V4(v4) => (u128::from(u32::from(v4)) << 96, 32),
        IpAddr::V6(v6) => (u128::from(v6), 128),
    };
    let (wanted, width) = bits(address);
    private_blocks().iter().any(|(block, prefix)| {
        let (start, block_width) = bits(*block);
        width == block_width && (wanted ^ start) >> (128 - u32::from(*prefix)) == 0
    })
}

/// The part of a name that the authority is bound to: a private suffix, or a bare host name as it is.
pub(super) fn private_suffix(name: &str) -> Option<&str> {
    let suffix =
        PRIVATE_NAMES.into_iter().find(|private| name == *private || name.strip_suffix(private).is_some_and(|rest| rest.ends_with('.')));
    suffix.or_else(|| (!name.contains('.')).then_some(name))
}

/// A new key.
pub(super) fn key() -> Result<KeyPair, rcgen::Error> {
    KeyPair::generate()
}

/// The authority's own certificate, in PEM. `host` is this machine's bare name.
pub(super) fn authority(key: &KeyPair, host: &str, now: Timestamp) -> Result<String, rcgen::Error> {
    let mut params = described(now, AUTHORITY_DAYS);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let names = PRIVATE_NAMES.into_iter().chain([host]).map(|name| GeneralSubtree::DnsName(name.to_owned()));
    let blocks =
        private_blocks().into_iter().map(|(address, prefix)| GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, prefix)));
    params.name_constraints = Some(NameConstraints { permitted_subtrees: names.chain(blocks).collect(), excluded_subtrees: Vec::new() });
    Ok(params.self_signed(key)?.pem())
}

/// A certificate of these names, in PEM.
pub(super) fn certificate(authority: &KeyPair, key: &KeyPair, names: &[SanType], now: Timestamp) -> Result<String, rcgen::Error> {
    let mut params = described(now, HOUSE_DAYS);
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "Callboard on this network");
    params.subject_alt_names = names.to_vec();
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let mut issuer = described(now, AUTHORITY_DAYS);
    issuer.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    Ok(params.signed_by(key, &Issuer::from_params(&issuer, authority))?.pem())
}

/// The authority's name, and a time from yesterday on: clocks of phones differ.
fn described(now: Timestamp, days: i64) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, NAME);
    let day = |at: Timestamp| {
        let [month, day] = [at.month(), at.day()].map(|n| u8::try_from(n).unwrap_or(1));
        date_time_ymd(at.year(), month, day)
    };
    params.not_before = day(now - Duration::days(1));
    params.not_after = day(now + Duration::days(days));
    params
}
