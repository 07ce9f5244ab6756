//! A file of texts that is new or gone is seen by the next build.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    writeln!(std::io::stdout(), "cargo:rerun-if-changed=texts")
}
