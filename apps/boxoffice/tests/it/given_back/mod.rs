//! Tickets given back and events called off, with real money in a bank in memory, by staff and by buyers.

mod buyer;
mod called_off;
mod provider;
mod races;
mod receipts;
mod rules;
mod staff;
mod till;
