//! What signing in says: `texts/<language>/<feature>.ftl`.

platform_texts::catalogue!();
