//! What is said about files: `texts/<language>/<feature>.ftl`.

platform_texts::catalogue!();
