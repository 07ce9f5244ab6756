//! The buyer's pages and the small API over HTTP, through the whole chain.

mod api;
mod browse;
mod buy;
mod codes;
mod discover;
mod hong_kong;
mod languages;
mod line;
mod live;
mod names;
mod order;
mod own_amount;
mod page;
mod web;
mod webhook;
#[path = "../../../src/shop/tests/whole.rs"]
mod whole;
