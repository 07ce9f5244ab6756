//! What the box office says: `texts/<language>/<feature>.ftl`.

platform_texts::catalogue!();
