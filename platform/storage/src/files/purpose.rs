//! What a file is for, and what that allows.

use std::borrow::Cow;

use platform_texts::t;

use super::Kind;

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Shown on pages: made smaller, encoded anew.
    Picture,
    /// A plan of a place: a picture like the above, or a PDF as it is.
    Plan,
    /// To be kept and downloaded as it is.
    Document,
}

impl Purpose {
    /// As the table says it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Plan => "plan",
            Self::Document => "document",
        }
    }

    /// Longest file in bytes.
    pub fn longest(self) -> u64 {
        match self {
            Self::Picture => 10 << 20,
            Self::Plan => 10 << 20,
            Self::Document => 25 << 20,
        }
    }

    /// The same for a request: the fields around the file with it.
    pub fn body_limit(self) -> usize {
        usize::try_from(self.longest()).unwrap_or(usize::MAX).saturating_add(64 << 10)
    }

    /// Kinds that are accepted.
    pub fn kinds(self) -> &'static [Kind] {
        const PICTURES: &[Kind] = &[Kind::Jpeg, Kind::Png, Kind::WebP, Kind::Gif];
        const PLANS: &[Kind] = &[Kind::Jpeg, Kind::Png, Kind::WebP, Kind::Gif, Kind::Pdf];
        match self {
            Self::Picture => PICTURES,
            Self::Plan => PLANS,
            Self::Document => Kind::ALL,
        }
    }

    /// The same for a person.
    pub fn in_words(self) -> Cow<'static, str> {
        match self {
            Self::Picture => t!("upload-wanted-picture"),
            Self::Plan => t!("upload-wanted-plan"),
            Self::Document => t!("upload-wanted-document"),
        }
    }

    /// For the file field's `accept`.
    pub fn accept(self) -> &'static str {
        match self {
            Self::Picture => "image/jpeg,image/png,image/webp,image/gif",
            Self::Plan => "application/pdf,image/jpeg,image/png,image/webp,image/gif",
            Self::Document => ".pdf,.jpg,.jpeg,.png,.webp,.gif,.txt,.csv,.docx,.xlsx,.pptx,.odt,.ods,.odp",
        }
    }

    /// Whether a file of this kind is encoded anew.
    pub fn is_drawn(self, kind: Kind) -> bool {
        self != Self::Document && kind.is_picture()
    }
}
