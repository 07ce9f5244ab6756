//! Jobs against a real database.

#[path = "jobs/house.rs"]
mod house;

#[path = "jobs/doors.rs"]
mod doors;
#[path = "jobs/effects.rs"]
mod effects;
#[path = "jobs/events.rs"]
mod events;
#[path = "jobs/failures.rs"]
mod failures;
#[path = "jobs/keys.rs"]
mod keys;
#[path = "jobs/timers.rs"]
mod timers;
#[path = "jobs/workers.rs"]
mod workers;
