//! The box office against a real database.

mod claims;
mod house;
mod purchase;
mod shop;
