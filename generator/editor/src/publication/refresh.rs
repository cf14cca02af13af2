//! What others have published by git, brought without publishing anything.

use super::{NotPublished, Publisher};

impl Publisher {
    /// Brings it, and ends the drafts that have come with it; whether there was anything new.
    ///
    /// # Errors
    /// When the host can't be reached, has other versions than we, or git fails.
    pub fn refresh(&self) -> Result<bool, NotPublished> {
        let _turn = self.turn.lock();
        let (here, newest) = self.newest()?;
        let is_new = here != newest && self.repository.advance(&here, &newest)?;
        self.arrived()?;
        Ok(is_new)
    }
}
