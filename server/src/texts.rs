//! What the house itself says around the pages of its apps.

platform_texts::catalogue!();
