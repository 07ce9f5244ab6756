//! Files people upload: received, looked at, made smaller, kept, served, swept away.
//!
//! Owns the schema `storage`. Bytes lie in a [`Store`]: a folder of this machine, or a bucket of a server that speaks S3.
//! Invariants:
//! - **No byte without a row.** The row is committed first (`uploading`); the bytes follow under keys that begin with the
//!   row's id and are never written twice; the row becomes `stored` in the transaction of whatever refers to it. Whoever
//!   dies in between leaves a row that [`sweep`] finds: it removes bytes first, rows last. [`sweep`] also asks the store
//!   for keys whose row is gone.
//! - **No row without bytes while anybody refers to it.** A reference is a foreign key on `(id, organization_id, state)`
//!   with the state `stored`: PostgreSQL refuses to mark a file deleted that somebody uses, whatever runs at once.
//! - **In a backup before it is answered.** While [`Copies`] go to a second store, a file's bytes lie there too before its row
//!   can become `stored`: whatever moment the rows are brought back to, every file they name is there.
//! - What a file is, is seen in its bytes. Neither the name nor the declared type of an upload decides anything.
//! - A picture is decoded within limits that are checked before decoding, and only what was encoded anew is kept: no
//!   place, camera or name that its maker wrote into it is ever served.
//! - Who may read a file is who may see a row that refers to it: those rows' crates write the policies of `storage.files`.
//!
//! # Calls to the outside
//!
//! `object_store` is built without its HTTP client; every request to a bucket is a call of our hub `storage`
//! (`platform-outbound`): one TLS stack, timeouts, repeats of what may be repeated, a breaker, a line in `/health`.
//!
//! # Pictures
//!
//! Kept are widths of 320, 640, 1280 and 1920 pixels, never enlarged, each as lossy WebP (libwebp, by the crate `webp`; the
//! `image` crate writes lossless WebP only) and as JPEG for what cannot read that. AVIF would save another fifth of the
//! bytes, but its encoder needs ten seconds and more for one such picture on two cores, and minutes of every build.
//! A JPEG straight from a camera may have 24 megapixels, because its decoder can leave out what is not needed while it
//! decodes; everything else is held whole in memory for a moment and may have 12.

pub mod codes;
mod copies;
mod files;
mod picture;
mod routes;
mod serve;
mod store;
mod sweep;
mod texts;

pub use copies::{Caught, Copies, Listed, bring_back, catch_up, forget, listed};
pub use files::{FIELD, FORM_KEY, Files, Incoming, Kept, Kind, Purpose, Received, UploadError, Variant, clean_name, read_form};
pub use picture::{PictureError, Pictures};
pub use routes::routes;
pub use serve::{Asked, FileRow, answer, find, variant_path};
pub use store::{HUB, S3Settings, Store, StoreError, hub_settings};
pub use sweep::{Findings, Swept, inspect, sweep, sweep_strays};

/// Adds the regular work: unfinished and deleted files every five minutes, bytes without a row every six hours.
pub fn register(registry: platform_jobs::Registry, files: &Files) -> platform_jobs::Registry {
    use std::time::Duration;
    let (unfinished, strays) = (files.clone(), files.clone());
    registry
        .every(
            "storage.sweep",
            "Removes what unfinished uploads and deleted files left, bytes first, every five minutes.",
            Duration::from_secs(300),
            move |_: platform_jobs::JobCtx| {
                let files = unfinished.clone();
                async move {
                    sweep(&files).await?;
                    Ok(())
                }
            },
        )
        .every(
            "storage.sweep_strays",
            "Removes bytes in the store that no file of this house owns, every six hours.",
            Duration::from_secs(6 * 3_600),
            move |_: platform_jobs::JobCtx| {
                let files = strays.clone();
                async move {
                    sweep_strays(&files).await?;
                    Ok(())
                }
            },
        )
}
