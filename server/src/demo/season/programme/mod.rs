//! What plays, house by house.

pub(super) mod hamburg;
pub(super) mod hong_kong;
pub(super) mod london;
pub(super) mod new_york;
