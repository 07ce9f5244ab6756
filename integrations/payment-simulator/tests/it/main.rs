//! The simulator as its callers, its buyers and its drills see it.

mod house;
mod pages;
mod protocol;
mod survival;
mod webhooks;
