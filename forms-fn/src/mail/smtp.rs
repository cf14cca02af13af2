//! Mail over SMTP. The only place that talks to a mail server.

mod address;
mod connection;

use std::error::Error as _;
use std::fmt;
use std::io;
use std::time::Duration;

use lettre::message::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;

use super::{Handed, SendError};
use address::Server;

pub use address::SmtpAddressError;

/// How long all of it may take up to the letter itself: name, connection, TLS, who we are, and to whom it goes.
const BEFORE: Duration = Duration::from_secs(55);
/// How long the mail server may take from there until it says that it has the letter.
const HAND_OVER: Duration = Duration::from_secs(180);
/// Nothing depends on how it takes leave.
const GOOD_BYE: Duration = Duration::from_secs(2);
/// The server wants to know who we are, or doesn't believe it (RFC 4954 §6). That is about us and not
/// about the letter: it must not be given up because of a password that has changed.
const ABOUT_US: [u16; 4] = [530, 534, 535, 538];

/// A mail server. Each letter has its own connection: a pool would have to outlive the sleep of a Lambda.
#[derive(Clone)]
pub struct Smtp {
    server: Server,
}

impl Smtp {
    pub(super) fn new(address: &str) -> Result<Self, SmtpAddressError> {
        Ok(Self { server: address::server(address)? })
    }

    pub(super) async fn send(&self, message: &Message, handed: &Handed) -> Result<(), SendError> {
        let ready = tokio::time::timeout(BEFORE, connection::ready(&self.server, message)).await;
        let late = |_| SendError::temporary("the mail server didn't answer in time");
        let mut connection = ready.map_err(late)??;
        handed.set();
        match tokio::time::timeout(HAND_OVER, connection.message(&message.formatted())).await {
            Ok(Ok(_)) => {
                leave(connection).await;
                Ok(())
            }
            Ok(Err(error)) if error.status().is_some() => Err(failure(&error)),
            Ok(Err(_)) => {
                Err(unknown("the connection broke before the mail server said that it has the letter"))
            }
            Err(_) => Err(unknown("the mail server didn't say in time that it has the letter")),
        }
    }
}

fn unknown(why: &str) -> SendError {
    SendError::Unknown(why.to_owned())
}

async fn leave(mut connection: AsyncSmtpConnection) {
    drop(tokio::time::timeout(GOOD_BYE, connection.quit()).await);
}

impl fmt::Debug for Smtp {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").finish_non_exhaustive()
    }
}

/// Only kind and code: the server's sentence may quote the address.
fn failure(error: &Error) -> SendError {
    if let Some(code) = error.status().map(u16::from) {
        let cause = format!("the mail server answered {code}");
        let permanent = error.is_permanent() && !ABOUT_US.contains(&code);
        return if permanent { SendError::Permanent(cause) } else { SendError::Temporary(cause) };
    }
    let cause = if error.is_tls() || is_unsafe(error) {
        "the connection to the mail server can't be made safe (TLS)"
    } else if error.is_timeout() {
        "the mail server didn't answer in time"
    } else if error.is_client() {
        "the mail server doesn't offer what its address asks for, such as TLS"
    } else if error.is_response() {
        "the mail server's answer can't be understood"
    } else {
        "no connection to the mail server"
    };
    SendError::temporary(cause)
}

/// rustls refused a certificate or an answer: that reaches us as an error of input and output among the causes.
fn is_unsafe(error: &Error) -> bool {
    std::iter::successors(error.source(), |cause| (*cause).source())
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::InvalidData)
}
