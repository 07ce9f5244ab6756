//! Visitors without an account, known by a signed cookie.
//!
//! The cookie is `<guest id>.<key id>.<tag>`: the id is no secret, the tag proves that we gave it. Nothing is
//! stored for a guest until they hold or buy something.

use platform_types::GuestId;

use crate::Auth;
use crate::secret::{hex, hmac_is, hmac_sha256, unhex};

const PURPOSE: &[u8] = b"callboard guest\0";

impl Auth {
    /// The cookie's value for a guest.
    pub fn sign_guest(&self, guest: GuestId) -> String {
        let keys = self.keys();
        let key = &keys.guests()[0];
        let id = guest.0.simple().to_string();
        let tag = hmac_sha256(&key.secret, &[PURPOSE, id.as_bytes()].concat());
        format!("{id}.{}.{}", key.id, hex(&tag))
    }

    /// The guest a cookie's value names, if it is one of ours.
    pub fn verify_guest(&self, value: &str) -> Option<GuestId> {
        let mut parts = value.splitn(3, '.');
        let (id, key, tag) = (parts.next()?, parts.next()?, parts.next()?);
        let tag: [u8; 32] = unhex(tag)?;
        let guest = uuid::Uuid::try_parse(id).ok().filter(|uuid| uuid.simple().to_string() == id)?;
        let keys = self.keys();
        let key = keys.guests().iter().find(|k| k.id == key)?;
        hmac_is(&key.secret, &[PURPOSE, id.as_bytes()].concat(), &tag).then_some(GuestId(guest))
    }
}
