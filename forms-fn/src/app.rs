//! What every request needs: the forms as they are now, the desk and the clock.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;

use crate::desk::Desk;
use crate::folder::FormsFolder;
use crate::screen::client::Proxies;

/// Everything behind the router. Clones share the same forms and the same desk.
#[derive(Debug, Clone)]
pub struct App {
    forms: Arc<RwLock<Arc<FormsFolder>>>,
    pub(crate) desk: Desk,
    clock: Clock,
    proxies: Arc<Proxies>,
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(forms: FormsFolder, desk: Desk, clock: Clock) -> Self {
        Self { forms: Arc::new(RwLock::new(Arc::new(forms))), desk, clock, proxies: Arc::default() }
    }

    /// Believes what these proxies say of the sender's address.
    #[must_use]
    pub fn behind(self, proxies: Proxies) -> Self {
        Self { proxies: Arc::new(proxies), ..self }
    }

    pub(crate) fn proxies(&self) -> &Proxies {
        &self.proxies
    }

    /// Takes another folder from the next request on; requests under way end with the one they began with.
    pub fn swap(&self, forms: FormsFolder) {
        // The lock guards one pointer, so nothing can be half done behind a poisoned one.
        *self.forms.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(forms);
    }

    pub(crate) fn forms(&self) -> Arc<FormsFolder> {
        Arc::clone(&self.forms.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn now(&self) -> Timestamp {
        match self.clock {
            Clock::System(now) => now(),
            Clock::Fixed(now) => now,
        }
    }
}

/// Tells the time.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// Asked anew for every request: `Clock::System(jiff::Timestamp::now)`.
    System(fn() -> Timestamp),
    /// Stands still.
    Fixed(Timestamp),
}
