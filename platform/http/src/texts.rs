//! What the chain itself says.

platform_texts::catalogue!();
