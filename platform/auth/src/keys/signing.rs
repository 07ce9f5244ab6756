//! ES256, because the official clients verify ES256 and RS256 locally and nothing else asymmetric.

use jsonwebtoken::{DecodingKey, EncodingKey};
use p256::ecdsa::SigningKey;
use p256::pkcs8::EncodePrivateKey;

use super::Seed;
use crate::secret::hmac_sha256;

/// A P-256 key pair made from a seed.
pub struct TokenKey {
    id: String,
    public: [u8; 65],
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl TokenKey {
    /// The same seed gives the same pair.
    pub fn from_seed(seed: &Seed) -> Self {
        let signing = scalar(&seed.secret);
        let point = signing.verifying_key().to_encoded_point(false);
        let mut public = [0_u8; 65];
        public.copy_from_slice(point.as_bytes());
        Self {
            id: seed.id.clone(),
            public,
            encoding: EncodingKey::from_ec_der(&pkcs8(&signing)),
            decoding: DecodingKey::from_ec_der(&public),
        }
    }

    /// The `kid` of its tokens.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The public point, uncompressed (SEC 1, section 2.3.3): 04, x, y.
    pub fn public(&self) -> &[u8; 65] {
        &self.public
    }

    /// What signs with it.
    pub fn encoding(&self) -> &EncodingKey {
        &self.encoding
    }

    pub(crate) fn decoding(&self) -> &DecodingKey {
        &self.decoding
    }
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokenKey({})", self.id)
    }
}

/// A scalar of the curve's order: the first of a sequence that is one (all but one in 2^32 are).
fn scalar(seed: &[u8; 32]) -> SigningKey {
    let mut turn = 0_u64;
    loop {
        let candidate = hmac_sha256(seed, &[b"ES256".as_slice(), &turn.to_be_bytes()].concat());
        if let Ok(key) = SigningKey::from_slice(&candidate) {
            return key;
        }
        turn += 1;
    }
}

#[expect(clippy::expect_used, reason = "a valid key of fixed length always encodes")]
fn pkcs8(key: &SigningKey) -> Vec<u8> {
    key.to_pkcs8_der().expect("a valid key encodes").as_bytes().to_vec()
}
