//! What a program sends.

pub const JSON: [(&str, &str); 2] = [("content-type", "application/json"), ("accept", "application/json")];
