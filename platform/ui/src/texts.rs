//! The words the kit itself shows; what pages say comes from the pages.

platform_texts::catalogue!();
