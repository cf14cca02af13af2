//! The real page of a draft, on an origin of its own.
