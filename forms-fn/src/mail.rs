//! A letter and how it leaves: [`Letter`] → [`message()`] (plain text, HTML, calendar entry) → [`Transport`].
//!
//! A letter is a plain view: it knows no store, and what it says was put together by its maker. What
//! guests typed stands neither in a header nor, but for their address and in letters of organisers their name, anywhere else in it.
//! Rendering is text in, text out; the only edges are `smtp` and `folder`.

mod error;
mod folder;
mod html;
mod letter;
mod message;
mod plain;
#[cfg(feature = "smtp")]
mod smtp;
mod subject;
mod transport;

pub use error::SendError;
pub use letter::{CalendarPart, Letter, Paragraph, Party, Span};
pub use message::message;
#[cfg(feature = "smtp")]
pub use smtp::{Smtp, SmtpAddressError};
pub use transport::Transport;
pub(crate) use transport::{Handed, LONGEST_LETTER};
