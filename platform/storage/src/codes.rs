//! The codes of this crate.

platform_http::codes! {
    /// A form without a file.
    NO_FILE = 422, "files.no_file", "Choose a file first.";
    /// A file without a byte.
    EMPTY = 422, "files.empty", "This file is empty.";
    /// Longer than its purpose allows.
    TOO_LARGE = 413, "files.too_large", "This file is larger than is accepted here.";
    /// Of a kind that is not accepted here.
    KIND = 415, "files.kind_refused", "This kind of file is not accepted here.";
    /// A picture that cannot be read to its end.
    UNREADABLE = 422, "files.picture_unreadable", "This picture is damaged or incomplete.";
    /// More pixels than are accepted, or sides too unequal.
    TOO_MANY_PIXELS = 422, "files.picture_too_large", "This picture has more pixels than are accepted.";
    /// The upload was given up meanwhile.
    GIVEN_UP = 409, "files.upload_given_up", "The upload took too long and was given up. Nothing was changed; send the file again.";
    /// The connection ended early.
    BROKEN_OFF = 400, "files.broken_off", "The upload ended before the file was complete. Nothing was changed; send it again.";
    /// The store cannot be reached or refuses us.
    STORE_AWAY = 503, "files.store_unavailable", "Files cannot be stored or read at the moment. Nothing was changed. Try again shortly.";
}
