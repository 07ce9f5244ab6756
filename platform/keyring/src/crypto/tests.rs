use proptest::prelude::*;

use super::*;
use crate::MasterKey;

fn ring(seed: u64) -> Keyring {
    let entropy = Entropy::seeded(seed);
    let id = Uuid::from_bytes(entropy.bytes());
    let ring = Keyring::empty(entropy.clone());
    ring.replace(Keys { current: Some(id), by_id: HashMap::from([(id, DataKey::new(entropy.bytes()))]) });
    ring
}

fn place(row: u128) -> Binding {
    Binding::new("auth.mfa_factors", "secret", Uuid::from_u128(row))
}

#[test]
fn opens_only_where_it_was_sealed() {
    let ring = ring(1);
    let sealed = ring.seal(&place(1), &"JBSWY3DPEHPK3PXP".to_owned()).unwrap();
    assert_eq!(ring.open(&place(1), &sealed).unwrap(), "JBSWY3DPEHPK3PXP");
    assert_eq!(ring.open(&place(2), &sealed), Err(OpenError::Forged), "another row");
    let other = Binding::new("auth.mfa_factors", "phone", Uuid::from_u128(1));
    assert_eq!(ring.open(&other, &sealed), Err(OpenError::Forged), "another column");
    let other = Binding::new("auth.tokens", "secret", Uuid::from_u128(1));
    assert_eq!(ring.open(&other, &sealed), Err(OpenError::Forged), "another table");
    // Neighbouring parts cannot trade letters.
    let shifted = Binding::new("auth.mfa_factorss", "ecret", Uuid::from_u128(1));
    assert_eq!(ring.open(&shifted, &sealed), Err(OpenError::Forged));
}

#[test]
fn another_ring_opens_nothing() {
    let sealed = ring(1).seal(&place(1), &[7_u8; 32]).unwrap();
    assert!(matches!(ring(2).open(&place(1), &sealed), Err(OpenError::UnknownKey(_))));
}

#[test]
fn the_same_value_never_looks_the_same_and_debug_is_blind() {
    let ring = ring(1);
    let text = "hunter2 is my password".to_owned();
    let (a, b) = (ring.seal(&place(1), &text).unwrap(), ring.seal(&place(1), &text).unwrap());
    assert_ne!(a.to_bytes(), b.to_bytes());
    assert_eq!(format!("{a:?}"), "Sealed(…)");
    assert!(!a.to_bytes().windows(7).any(|w| w == b"hunter2"));
    assert_eq!(format!("{ring:?} {:?}", MasterKey::from_bytes([9; 32])), "Keyring MasterKey(…)");
}

#[test]
fn a_wrong_shape_is_told_from_a_forgery() {
    let ring = ring(1);
    let sealed = ring.seal(&place(1), &vec![1_u8, 2, 3]).unwrap();
    let narrow: Sealed<[u8; 32]> = Sealed::from_bytes(&sealed.to_bytes()).unwrap();
    assert_eq!(ring.open(&place(1), &narrow).unwrap_err(), OpenError::Shape);
    assert_eq!(Sealed::<String>::from_bytes(b"short").unwrap_err(), OpenError::Malformed);
    assert_eq!(Keyring::empty(Entropy::seeded(1)).seal(&place(1), &String::new()).unwrap_err(), OpenError::NoKey);
}

proptest! {
    #[test]
    fn every_changed_bit_is_noticed(text in ".{0,60}", at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let ring = ring(3);
        let sealed = ring.seal(&place(1), &text).unwrap();
        let mut bytes = sealed.to_bytes();
        let reread: Sealed<String> = Sealed::from_bytes(&bytes).unwrap();
        prop_assert_eq!(ring.open(&place(1), &reread).unwrap(), text);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let opened = Sealed::<String>::from_bytes(&bytes).and_then(|sealed| ring.open(&place(1), &sealed));
        prop_assert!(opened.is_err());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(sealed) = Sealed::<Vec<u8>>::from_bytes(&bytes) {
            prop_assert!(ring(4).open(&place(1), &sealed).is_err());
        }
    }
}
