//! How mail leaves, from the environment: `FORMS_SMTP` and `FORMS_MAIL_FROM`, or else a folder.
#![expect(clippy::disallowed_methods, reason = "the edge: environment")]

use forms::EmailFault;
use forms_fn::mail::Transport;
use forms_fn::worker::Post;

/// Through the server of `FORMS_SMTP`; without one into the folder `mail` beside the database, and the log says so.
#[cfg(feature = "cli")]
pub(crate) fn post(data: &std::path::Path) -> Result<Post, String> {
    if optional("FORMS_SMTP").is_some() {
        return through_server();
    }
    let folder = data.join("mail");
    tracing::warn!(folder = %folder.display(), "`FORMS_SMTP` is not set: mail is written to a folder");
    Ok(Post { transport: Transport::Folder(folder), from: from()? })
}

/// Through the server of `FORMS_SMTP`, from the address of `FORMS_MAIL_FROM`.
pub(crate) fn through_server() -> Result<Post, String> {
    let server = optional("FORMS_SMTP").ok_or("`FORMS_SMTP` is not set: mail has no server to leave by")?;
    let from = from()?.ok_or("`FORMS_MAIL_FROM` is not set: mail needs an address to come from")?;
    Ok(Post { transport: smtp(&server)?, from: Some(from) })
}

/// The address that mail comes from, refused at the start rather than with the first letter. `forms@localhost` may do
/// on a machine of one's own.
fn from() -> Result<Option<String>, String> {
    let Some(address) = optional("FORMS_MAIL_FROM") else { return Ok(None) };
    match forms::email::canonical(address.trim()) {
        Ok(address) => Ok(Some(address)),
        Err(EmailFault::End) => Ok(Some(address)),
        Err(fault) => {
            Err(format!("`FORMS_MAIL_FROM`: `{address}` is no address that mail can come from: {fault}"))
        }
    }
}

#[cfg(feature = "smtp")]
fn smtp(server: &str) -> Result<Transport, String> {
    Transport::smtp(server).map_err(|e| format!("`FORMS_SMTP`: {e}"))
}

#[cfg(not(feature = "smtp"))]
fn smtp(_: &str) -> Result<Transport, String> {
    Err("this program was built without its feature `smtp`".to_owned())
}

/// A variable; one that is empty counts as not set.
fn optional(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}
