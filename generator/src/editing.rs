//! What editors do besides writing: begin a site or a file, see what is missing or old, note what is published, clean pictures,
//! see what of the look is whose.

pub mod clean;
pub mod init;
pub mod new;
pub mod record;
pub mod status;
pub mod texts;
pub mod theme;
pub mod write_back;
