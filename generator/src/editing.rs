//! What editors do besides writing: begin a file, see what is missing or old, note addresses, clean pictures.

pub mod addresses;
pub mod clean;
pub mod new;
pub mod status;
pub mod write_back;
