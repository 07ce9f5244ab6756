//! The adapter against the simulator, which speaks Stripe's protocol: every path, and every fault.

mod faults;
mod house;
mod money;
mod opening;
mod webhooks;
