//! Mail over SMTP. The only place that talks to a mail server.

mod address;

use std::error::Error as _;
use std::fmt;
use std::io;
use std::time::Duration;

use lettre::message::Message;
use lettre::transport::smtp::Error;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::SendError;

pub use address::SmtpAddressError;

/// How long we wait for the connection, and for each answer of the server.
const ANSWER: Duration = Duration::from_secs(20);
/// How long a whole letter may take. Many short answers can be as bad as one long one.
const LETTER: Duration = Duration::from_secs(90);
/// The server wants to know who we are, or doesn't believe it (RFC 4954 §6). That is about us and not
/// about the letter: it must not be given up because of a password that has changed.
const ABOUT_US: [u16; 4] = [530, 534, 535, 538];

/// A mail server. Each letter has its own connection: a pool would have to outlive the sleep of a Lambda.
#[derive(Clone)]
pub struct Smtp {
    server: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    pub(super) fn new(address: &str) -> Result<Self, SmtpAddressError> {
        let builder = address::builder(address)?;
        Ok(Self { server: builder.timeout(Some(ANSWER)).build() })
    }

    pub(super) async fn send(&self, message: &Message) -> Result<(), SendError> {
        match tokio::time::timeout(LETTER, self.server.send(message.clone())).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failure(&error, message)),
            Err(_) => Err(SendError::temporary("the mail server took too long")),
        }
    }
}

impl fmt::Debug for Smtp {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").finish_non_exhaustive()
    }
}

/// Only kind and code: the server's sentence may quote the address.
fn failure(error: &Error, message: &Message) -> SendError {
    if let Some(code) = error.status().map(u16::from) {
        let cause = format!("the mail server answered {code}");
        let permanent = error.is_permanent() && !ABOUT_US.contains(&code);
        return if permanent { SendError::Permanent(cause) } else { SendError::Temporary(cause) };
    }
    if error.is_client() && message.envelope().to().iter().any(|to| !AsRef::<str>::as_ref(to).is_ascii()) {
        return SendError::permanent("the mail server takes no address with such letters (SMTPUTF8)");
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
