//! Rules of the whole workspace, held by tests: see `tests/`.
