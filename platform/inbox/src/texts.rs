//! What the inbox says: `texts/<language>/<feature>.ftl`.

platform_texts::catalogue!();
