//! The signed payload of a ticket's QR code, checkable without asking anybody.
//!
//! ```text
//! byte 0       version, 1
//! 1..3         the event's key, a number the event counts (big endian)
//! 3..19        the ticket's id
//! 19..23       valid from,  minutes since 1970 (big endian)
//! 23..27       valid until, minutes since 1970
//! 27..91       Ed25519 (RFC 8032) over bytes 0..27
//! ```
//! 91 bytes, written in base45 (RFC 9285), which a QR code carries in its dense alphanumeric mode: cheap
//! cameras read it from a cracked screen: 137 characters, version 6 at correction M. Whether the ticket
//! still admits is the database's to say; a key that was given up is refused by its number.

pub mod human;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use platform_types::{TicketId, Timestamp};
use uuid::Uuid;

const VERSION: u8 = 1;
const SIGNED: usize = 27;
const LENGTH: usize = SIGNED + 64;
/// A higher number of a key would make the code's first letter a space, which some readers drop.
pub const HIGHEST_KEY: u16 = 1_279;
/// Every two bytes make three characters, a last single one makes two.
const CHARACTERS: usize = LENGTH / 2 * 3 + 2;

/// What a code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TicketClaim {
    /// Which of the event's keys signed it.
    pub key_number: u16,
    /// Which ticket.
    pub ticket: TicketId,
    /// From when a door may accept it, to the minute.
    pub valid_from: Timestamp,
    /// Until when.
    pub valid_until: Timestamp,
}

/// A code that was read but not yet believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unverified {
    claim: TicketClaim,
    signed: [u8; SIGNED],
    signature: [u8; 64],
}

/// Why a text is not one of our codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not base45, or of the wrong length.
    #[error("this is not a ticket code")]
    Malformed,
    /// Made by another version.
    #[error("this ticket code is of an unknown version")]
    UnknownVersion,
    /// Not signed by the key it names.
    #[error("this ticket code is forged")]
    Forged,
}

/// Writes and signs a code.
pub fn sign(key: &SigningKey, claim: &TicketClaim) -> String {
    let mut bytes = Vec::with_capacity(LENGTH);
    bytes.push(VERSION);
    bytes.extend(claim.key_number.to_be_bytes());
    bytes.extend(claim.ticket.0.as_bytes());
    bytes.extend(minutes(claim.valid_from).to_be_bytes());
    // Rounded up, so that a door never refuses in a minute the claim still names.
    bytes.extend(minutes(claim.valid_until + chrono::Duration::seconds(59)).to_be_bytes());
    let signature = key.sign(&bytes);
    bytes.extend(signature.to_bytes());
    base45::encode(&bytes)
}

/// Reads a code without believing it.
pub fn read(text: &str) -> Result<Unverified, CodeError> {
    // A space is a letter of base45, but no code of ours starts or ends with one.
    let text = text.trim();
    if text.len() != CHARACTERS {
        return Err(CodeError::Malformed);
    }
    let bytes = base45::decode(text).map_err(|_| CodeError::Malformed)?;
    // One text for one code: the decoder lets the last letters wrap around.
    if base45::encode(&bytes) != text {
        return Err(CodeError::Malformed);
    }
    let bytes: [u8; LENGTH] = bytes.try_into().map_err(|_| CodeError::Malformed)?;
    if bytes[0] != VERSION {
        return Err(CodeError::UnknownVersion);
    }
    let part = |from: usize| -> [u8; 4] { [bytes[from], bytes[from + 1], bytes[from + 2], bytes[from + 3]] };
    let mut id = [0; 16];
    id.copy_from_slice(&bytes[3..19]);
    let mut signed = [0; SIGNED];
    signed.copy_from_slice(&bytes[..SIGNED]);
    let mut signature = [0; 64];
    signature.copy_from_slice(&bytes[SIGNED..]);
    let claim = TicketClaim {
        key_number: u16::from_be_bytes([bytes[1], bytes[2]]),
        ticket: TicketId(Uuid::from_bytes(id)),
        valid_from: at(u32::from_be_bytes(part(19))),
        valid_until: at(u32::from_be_bytes(part(23))),
    };
    Ok(Unverified { claim, signed, signature })
}

impl Unverified {
    /// Which ticket it claims to be.
    pub fn ticket(&self) -> TicketId {
        self.claim.ticket
    }

    /// Which of the event's keys to check with.
    pub fn key_number(&self) -> u16 {
        self.claim.key_number
    }

    /// Believes it if the key signed it.
    pub fn verify(&self, key: &VerifyingKey) -> Result<TicketClaim, CodeError> {
        key.verify_strict(&self.signed, &Signature::from_bytes(&self.signature)).map(|()| self.claim).map_err(|_| CodeError::Forged)
    }
}

fn minutes(at: Timestamp) -> u32 {
    u32::try_from(at.timestamp().div_euclid(60)).unwrap_or(if at.timestamp() < 0 { 0 } else { u32::MAX })
}

fn at(minutes: u32) -> Timestamp {
    chrono::DateTime::from_timestamp(i64::from(minutes) * 60, 0).unwrap_or(chrono::DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests;
