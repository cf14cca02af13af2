//! The ways in which a letter leaves.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{Letter, SendError, folder, message};
#[cfg(feature = "smtp")]
use super::{Smtp, SmtpAddressError};

/// How long a letter takes at most, from looking up the mail server to its answer: it is asked to wait ten minutes for
/// that (RFC 5321, section 4.5.3.2.6), and Lambda's functions can't wait so long beside all else.
pub(crate) const LONGEST_LETTER: Duration = Duration::from_secs(240);

/// Whether the mail server has all of a letter, so that it may send it whatever becomes of us.
#[derive(Debug, Default)]
pub(crate) struct Handed(AtomicBool);

impl Handed {
    #[cfg(feature = "smtp")]
    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_over(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A way for letters to leave.
#[derive(Debug, Clone)]
pub enum Transport {
    /// Through a mail server.
    #[cfg(feature = "smtp")]
    Smtp(Smtp),
    /// As files `<id>.eml` in a folder, for a laptop where there is no mail server.
    Folder(PathBuf),
}

impl Transport {
    /// Through the mail server of this address: `smtps://user:password@host:465`,
    /// `smtp://host:587?tls=required` or, on the same machine only, `smtp://127.0.0.1:2525?tls=none`.
    ///
    /// # Errors
    /// What is wrong with the address, without the password in it.
    #[cfg(feature = "smtp")]
    pub fn smtp(address: &str) -> Result<Self, SmtpAddressError> {
        Smtp::new(address).map(Self::Smtp)
    }

    /// Sends the letter. The same letter again is the same message, byte by byte.
    ///
    /// # Errors
    /// [`SendError`] tells whether another try may help.
    pub async fn send(&self, letter: &Letter) -> Result<(), SendError> {
        self.hand_over(letter, &Handed::default()).await
    }

    /// The same for those who may have to stop in the middle: `handed` tells from when on it may have been sent.
    ///
    /// # Errors
    /// As for [`Self::send`].
    pub(crate) async fn hand_over(&self, letter: &Letter, handed: &Handed) -> Result<(), SendError> {
        let message = message(letter)?;
        #[cfg(not(feature = "smtp"))]
        let _ = handed;
        match self {
            #[cfg(feature = "smtp")]
            Self::Smtp(smtp) => smtp.send(&message, handed).await,
            Self::Folder(dir) => folder::write(dir.clone(), &letter.id, message.formatted()).await,
        }
    }
}
