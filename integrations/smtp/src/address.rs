//! Addresses as mail servers write them.

use lettre::Address;
use platform_types::EmailAddress;
use url::Host;

/// The domain in its ASCII form (`münchen.example` is `xn--mnchen-3ya.example` on the wire).
pub(crate) fn on_the_wire(address: &EmailAddress) -> Option<Address> {
    let (local, domain) = address.as_str().rsplit_once('@')?;
    let Host::Domain(domain) = Host::parse(domain).ok()? else { return None };
    Address::new(local, domain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_become_ascii_and_names_stay() {
        let wire = |text: &str| on_the_wire(&text.parse().unwrap()).map(|a| a.to_string());
        assert_eq!(wire("ada@example.org").as_deref(), Some("ada@example.org"));
        assert_eq!(wire("ada@münchen.example").as_deref(), Some("ada@xn--mnchen-3ya.example"));
        assert_eq!(wire("jürgen@münchen.example").as_deref(), Some("jürgen@xn--mnchen-3ya.example"));
        assert_eq!(wire("用户@例子.example").as_deref(), Some("用户@xn--fsqu00a.example"));
    }
}
