//! What pages about organizations say: `texts/<language>/<feature>.ftl`.

platform_texts::catalogue!();
