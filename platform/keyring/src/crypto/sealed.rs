//! The encrypted value and the place it belongs to.

use std::fmt;
use std::marker::PhantomData;

use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgHasArrayType, PgTypeInfo, PgValueRef};
use sqlx::{Decode, Encode, Postgres, Type};
use uuid::Uuid;

use super::OpenError;
use super::cipher::{NONCE, TAG, bind};

/// First byte of every stored value.
const FORMAT: u8 = 1;
const HEAD: usize = 1 + 16 + NONCE;

/// Where a value lives. It opens nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    table: &'static str,
    column: &'static str,
    row: Uuid,
}

impl Binding {
    /// A column of a row: `Binding::new("auth.mfa_factors", "secret", factor_id)`.
    pub fn new(table: &'static str, column: &'static str, row: Uuid) -> Self {
        Self { table, column, row }
    }

    pub(super) fn with_key(&self, key: Uuid) -> Vec<u8> {
        bind(&[b"callboard sealed", &[FORMAT], key.as_bytes(), self.table.as_bytes(), self.column.as_bytes(), self.row.as_bytes()])
    }
}

/// An encrypted `T`. Stored as `bytea`: format, key id, nonce, ciphertext with its tag.
pub struct Sealed<T> {
    key: Uuid,
    nonce: [u8; NONCE],
    text: Vec<u8>,
    of: PhantomData<fn() -> T>,
}

impl<T> Sealed<T> {
    pub(crate) fn new(key: Uuid, nonce: [u8; NONCE], text: Vec<u8>) -> Self {
        Self { key, nonce, text, of: PhantomData }
    }

    /// The data key it was sealed with.
    pub fn key(&self) -> Uuid {
        self.key
    }

    pub(crate) fn nonce(&self) -> [u8; NONCE] {
        self.nonce
    }

    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    /// As stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEAD + self.text.len());
        out.push(FORMAT);
        out.extend_from_slice(self.key.as_bytes());
        out.extend_from_slice(&self.nonce);
        out.extend_from_slice(&self.text);
        out
    }

    /// From what was stored. Says nothing about whether it opens.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, OpenError> {
        let (head, text) = bytes.split_at_checked(HEAD).ok_or(OpenError::Malformed)?;
        if head[0] != FORMAT || text.len() < TAG {
            return Err(OpenError::Malformed);
        }
        let key = Uuid::from_slice(&head[1..17]).map_err(|_| OpenError::Malformed)?;
        let nonce = head[17..].try_into().map_err(|_| OpenError::Malformed)?;
        Ok(Self::new(key, nonce, text.to_vec()))
    }
}

impl<T> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self::new(self.key, self.nonce, self.text.clone())
    }
}

impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}

impl<T> Type<Postgres> for Sealed<T> {
    fn type_info() -> PgTypeInfo {
        <Vec<u8> as Type<Postgres>>::type_info()
    }
}

impl<T> PgHasArrayType for Sealed<T> {
    fn array_type_info() -> PgTypeInfo {
        <Vec<u8> as PgHasArrayType>::array_type_info()
    }
}

impl<T> Encode<'_, Postgres> for Sealed<T> {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <Vec<u8> as Encode<'_, Postgres>>::encode_by_ref(&self.to_bytes(), buffer)
    }
}

impl<T> Decode<'_, Postgres> for Sealed<T> {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        let bytes = <&[u8] as Decode<'_, Postgres>>::decode(value)?;
        Ok(Self::from_bytes(bytes)?)
    }
}
