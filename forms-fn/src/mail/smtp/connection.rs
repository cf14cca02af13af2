//! One connection to the mail server, up to the moment at which it waits for the letter itself.
//!
//! Step by step and not by the transport of lettre, because what a failure means depends on the step: before the letter
//! nothing was sent, after it perhaps.

use lettre::message::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};

use super::address::Server;
use super::{failure, leave};
use crate::mail::SendError;

/// Connects, and says from whom and to whom the letter goes.
pub(super) async fn ready(server: &Server, message: &Message) -> Result<AsyncSmtpConnection, SendError> {
    let mut connection = connect(server).await.map_err(|error| failure(&error))?;
    match announce(&mut connection, message).await {
        Ok(()) => Ok(connection),
        Err(error) => {
            leave(connection).await;
            Err(error)
        }
    }
}

async fn connect(server: &Server) -> Result<AsyncSmtpConnection, Error> {
    let (name, address) = (ClientId::default(), (server.host.as_str(), server.port));
    let wrapped = match &server.tls {
        Tls::Wrapper(parameters) => Some(parameters.clone()),
        _ => None,
    };
    let mut connection = AsyncSmtpConnection::connect_tokio1(address, None, &name, wrapped, None).await?;
    if let Tls::Required(parameters) = &server.tls {
        connection.starttls(parameters.clone(), &name).await?;
    }
    if let Some(credentials) = &server.credentials {
        connection.auth(DEFAULT_MECHANISMS, credentials).await?;
    }
    Ok(connection)
}

async fn announce(connection: &mut AsyncSmtpConnection, message: &Message) -> Result<(), SendError> {
    let envelope = message.envelope();
    let mut options = Vec::new();
    let mut addresses = envelope.from().into_iter().chain(envelope.to());
    if addresses.any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(SendError::permanent(
                "the mail server takes no address with such letters (SMTPUTF8)",
            ));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !message.formatted().is_ascii() {
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    let failed = |error: Error| failure(&error);
    connection.command(Mail::new(envelope.from().cloned(), options)).await.map_err(failed)?;
    for to in envelope.to() {
        connection.command(Rcpt::new(to.clone(), Vec::new())).await.map_err(failed)?;
    }
    connection.command(Data).await.map_err(failed)?;
    Ok(())
}
