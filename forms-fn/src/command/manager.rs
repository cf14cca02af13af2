//! What the service manager is told (`Type=notify`): that requests are answered, that the forms are read again, that it ends.
//! Where there is none, nothing is told.

use sd_notify::NotifyState;

/// Requests are answered from now on; or again, after [`reloading`].
pub(crate) fn ready() {
    tell(&[NotifyState::Ready]);
}

/// The folder of forms is being read again, as asked. [`ready`] follows, whatever comes of it.
pub(crate) fn reloading() {
    match NotifyState::monotonic_usec_now() {
        Ok(now) => tell(&[NotifyState::Reloading, now]),
        Err(error) => tracing::warn!(%error, "the time of a reload is unknown"),
    }
}

/// Nothing new is begun.
pub(crate) fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// A manager that doesn't listen keeps nobody from being answered.
fn tell(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "the service manager can't be told");
    }
}
