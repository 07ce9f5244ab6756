//! The door: every state of its pages is whole HTML; and an evening at it, through the real routes.

mod evening;
mod pages;
mod zones;
