//! The words of roles and permissions: `texts/<language>/<feature>.ftl`.

platform_texts::catalogue!();
