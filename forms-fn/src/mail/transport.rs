//! The ways in which a letter leaves.

use std::path::PathBuf;

use super::{Letter, SendError, folder, message};
#[cfg(feature = "smtp")]
use super::{Smtp, SmtpAddressError};

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
        let message = message(letter)?;
        match self {
            #[cfg(feature = "smtp")]
            Self::Smtp(smtp) => smtp.send(&message).await,
            Self::Folder(dir) => folder::write(dir.clone(), &letter.id, message.formatted()).await,
        }
    }
}
