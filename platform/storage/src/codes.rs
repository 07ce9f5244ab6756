//! The codes of this crate.

platform_http::codes! {
    /// A form without a file.
    NO_FILE = 422, "files.no_file", t!("code-files-no-file");
    /// A file without a byte.
    EMPTY = 422, "files.empty", t!("code-files-empty");
    /// Longer than its purpose allows.
    TOO_LARGE = 413, "files.too_large", t!("code-files-too-large");
    /// Of a kind that is not accepted here.
    KIND = 415, "files.kind_refused", t!("code-files-kind-refused");
    /// A picture that cannot be read to its end.
    UNREADABLE = 422, "files.picture_unreadable", t!("code-files-picture-unreadable");
    /// More pixels than are accepted, or sides too unequal.
    TOO_MANY_PIXELS = 422, "files.picture_too_large", t!("code-files-picture-too-large");
    /// The upload was given up meanwhile.
    GIVEN_UP = 409, "files.upload_given_up", t!("code-files-upload-given-up");
    /// The connection ended early.
    BROKEN_OFF = 400, "files.broken_off", t!("code-files-broken-off");
    /// The store cannot be reached or refuses us.
    STORE_AWAY = 503, "files.store_unavailable", t!("code-files-store-unavailable");
}
