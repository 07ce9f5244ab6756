//! What a password must be: long, and not one of those everybody tries first.

use platform_types::{EmailAddress, ExposeSecret, SecretString};

/// Longer than this only costs time; a passphrase is far below.
const LONGEST: usize = 512;

/// Among the first that are tried, of those long enough to pass otherwise.
const COMMON: [&str; 48] = [
    "1234567890",
    "12345678910",
    "123456789",
    "12345678",
    "0123456789",
    "0987654321",
    "9876543210",
    "1111111111",
    "0000000000",
    "11111111",
    "00000000",
    "1234512345",
    "1q2w3e4r5t",
    "1q2w3e4r",
    "qwertyuiop",
    "qwerty123",
    "qwerty1234",
    "qwerty12345",
    "qwertyui",
    "asdfghjkl",
    "zaq12wsx",
    "password",
    "password1",
    "password12",
    "password123",
    "password1234",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword123",
    "iloveyou",
    "iloveyou1",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "trustno1",
    "letmein123",
    "welcome1",
    "welcome123",
    "changeme",
    "changeme123",
    "administrator",
    "admin123",
    "admin12345",
    "abcdefghij",
    "abc123abc123",
    "callboard",
];

/// The rule (NIST SP 800-63B: length and a list of common ones, no composition).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordRule {
    /// The least number of characters.
    pub min_chars: usize,
}

impl Default for PasswordRule {
    fn default() -> Self {
        Self { min_chars: 10 }
    }
}

/// Why a password will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too short.
    #[error("choose a password of at least {0} characters; a few words make a good one")]
    TooShort(usize),
    /// Too long.
    #[error("choose a password of at most 512 bytes")]
    TooLong,
    /// One of the first that are tried.
    #[error("this password is among the first that are tried; choose another one")]
    Common,
    /// The address itself.
    #[error("choose a password that is not your address or a part of it")]
    LikeAddress,
}

impl PasswordRule {
    /// Whether the password will do for the account of `email`.
    pub fn check(self, password: &SecretString, email: &EmailAddress) -> Result<(), PasswordError> {
        let text = password.expose_secret();
        if text.chars().count() < self.min_chars {
            return Err(PasswordError::TooShort(self.min_chars));
        }
        if text.len() > LONGEST {
            return Err(PasswordError::TooLong);
        }
        let lower = text.to_lowercase();
        let first = lower.chars().next();
        if COMMON.contains(&lower.as_str()) || lower.chars().all(|c| Some(c) == first) {
            return Err(PasswordError::Common);
        }
        if email.as_str().contains(&lower) {
            return Err(PasswordError::LikeAddress);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_common_and_own_address_are_refused() {
        let email = "josephine.baker@example.org".parse().unwrap();
        let check = |text: &str| PasswordRule::default().check(&SecretString::from(text), &email);
        assert_eq!(check("nine char"), Err(PasswordError::TooShort(10)));
        assert_eq!(check("aaaaaaaaaaaa"), Err(PasswordError::Common));
        assert_eq!(check("Password123"), Err(PasswordError::Common));
        assert_eq!(check("josephine.baker"), Err(PasswordError::LikeAddress));
        assert_eq!(check(&"ab".repeat(300)), Err(PasswordError::TooLong));
        assert_eq!(check("一个很长的密码短语啊"), Ok(()));
        assert_eq!(check("correct horse"), Ok(()));
    }
}
