use proptest::prelude::*;

use super::*;

fn sample() -> (SigningKey, TicketClaim) {
    let claim =
        TicketClaim { key_number: 7, ticket: TicketId(Uuid::from_u128(42)), valid_from: at(29_000_000), valid_until: at(29_100_000) };
    (SigningKey::from_bytes(&[3; 32]), claim)
}

#[test]
fn a_code_reads_back_and_fits_an_alphanumeric_qr() {
    let (key, claim) = sample();
    let text = sign(&key, &claim);
    assert!(text.chars().all(|c| "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".contains(c)));
    const { assert!(LENGTH <= 100) };
    // Version 6 at correction M holds 154 alphanumeric characters.
    assert!(text.len() == CHARACTERS && CHARACTERS <= 154);
    let read = read(&text).unwrap();
    assert_eq!((read.ticket(), read.key_number()), (claim.ticket, 7));
    assert_eq!(read.verify(&key.verifying_key()), Ok(claim));
}

#[test]
fn each_refusal_has_its_reason() {
    let (key, claim) = sample();
    let text = sign(&key, &claim);
    let other = SigningKey::from_bytes(&[4; 32]);
    assert_eq!(read(&text).unwrap().verify(&other.verifying_key()), Err(CodeError::Forged));
    let mut bytes = base45::decode(&text).unwrap();
    bytes[0] = 2;
    assert_eq!(read(&base45::encode(&bytes)), Err(CodeError::UnknownVersion));
    for malformed in [
        "",
        "HELLO",
        "https://example.com/ticket/42",
        &text[1..],
        &text[..CHARACTERS - 1],
        &format!("{text}0"),
        &text.to_lowercase(),
        &"é".repeat(70),
    ] {
        assert_eq!(read(malformed), Err(CodeError::Malformed), "{malformed}");
    }
}

#[test]
fn a_validity_covers_every_second_it_names() {
    let (key, mut claim) = sample();
    claim.valid_from += chrono::Duration::seconds(30);
    claim.valid_until += chrono::Duration::seconds(30);
    let read = read(&sign(&key, &claim)).unwrap().verify(&key.verifying_key()).unwrap();
    assert!(read.valid_from <= claim.valid_from && read.valid_until >= claim.valid_until);
    assert!(read.valid_until - read.valid_from <= claim.valid_until - claim.valid_from + chrono::Duration::minutes(2));
}

proptest! {
    #[test]
    fn every_claim_survives(key_number in 0..=HIGHEST_KEY, ticket: u128, from: u32, until in 0..u32::MAX) {
        let key = SigningKey::from_bytes(&[3; 32]);
        let claim = TicketClaim { key_number, ticket: TicketId(Uuid::from_u128(ticket)), valid_from: at(from), valid_until: at(until) };
        let text = sign(&key, &claim);
        prop_assert_eq!(text.trim(), &text, "a reader that trims would break it");
        prop_assert_eq!(read(&text).unwrap().verify(&key.verifying_key()), Ok(claim));
    }

    #[test]
    fn any_changed_byte_is_noticed(position in 0_usize..LENGTH, flip in 1_u8..=255) {
        let (key, claim) = sample();
        let mut bytes = base45::decode(sign(&key, &claim)).unwrap();
        bytes[position] ^= flip;
        let outcome = read(&base45::encode(&bytes)).and_then(|u| u.verify(&key.verifying_key()));
        prop_assert!(outcome.is_err());
    }

    #[test]
    fn any_changed_letter_is_noticed(position in 0_usize..CHARACTERS, letter in "[0-9A-Z $%*+./:-]") {
        let (key, claim) = sample();
        let text = sign(&key, &claim);
        let mut changed = text.clone();
        changed.replace_range(position..=position, &letter);
        prop_assume!(changed != text);
        let outcome = read(&changed).and_then(|u| u.verify(&key.verifying_key()));
        prop_assert!(outcome.is_err());
    }

    #[test]
    fn no_text_makes_it_stumble(text in ".{0,300}", dense in "[0-9A-Z $%*+./:-]{137}") {
        let key = SigningKey::from_bytes(&[3; 32]).verifying_key();
        for text in [text, dense] {
            prop_assert!(read(&text).and_then(|u| u.verify(&key)).is_err());
        }
    }
}
