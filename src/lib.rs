//! backlint
