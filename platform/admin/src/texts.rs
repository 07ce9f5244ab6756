//! The texts of these pages.

platform_texts::catalogue!();
