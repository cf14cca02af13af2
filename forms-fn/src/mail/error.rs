//! Why a letter wasn't sent, and whether another try may help.

use std::fmt;

/// Why a letter wasn't sent. The words are for logs: no address and nothing of the letter is in them,
/// and nothing of what a server answered but its code, since servers quote addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendError {
    /// Another try may help: no connection, a busy server, our own password refused.
    Temporary(String),
    /// The mail server got all of the letter and didn't say what became of it. Another try may be the second letter.
    Unknown(String),
    /// No try will help: an address that nobody has, a letter that can't be written.
    Permanent(String),
}

impl SendError {
    pub(super) fn temporary(cause: impl fmt::Display) -> Self {
        Self::Temporary(cause.to_string())
    }

    pub(super) fn permanent(cause: impl fmt::Display) -> Self {
        Self::Permanent(cause.to_string())
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Temporary(cause) => write!(f, "not sent yet: {cause}"),
            Self::Unknown(cause) => write!(f, "perhaps sent: {cause}"),
            Self::Permanent(cause) => write!(f, "can't be sent: {cause}"),
        }
    }
}

impl std::error::Error for SendError {}
