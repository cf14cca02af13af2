//! How mail leaves, from the environment: `FORMS_SMTP` and `FORMS_MAIL_FROM`, or else a folder.
#![expect(clippy::disallowed_methods, reason = "the edge: environment")]

use std::path::Path;

use forms_fn::mail::Transport;
use forms_fn::worker::Post;

/// Through the server of `FORMS_SMTP` from the address of `FORMS_MAIL_FROM`; without a server into the folder `mail`
/// beside the database, and the log says so.
pub(crate) fn post(data: &Path) -> Result<Post, String> {
    let from = optional("FORMS_MAIL_FROM");
    let Some(server) = optional("FORMS_SMTP") else {
        let folder = data.join("mail");
        tracing::warn!(folder = %folder.display(), "`FORMS_SMTP` is not set: mail is written to a folder");
        return Ok(Post { transport: Transport::Folder(folder), from });
    };
    if from.is_none() {
        let message = "`FORMS_SMTP` is set and `FORMS_MAIL_FROM` isn't: mail needs an address to come from";
        return Err(message.to_owned());
    }
    Ok(Post { transport: smtp(&server)?, from })
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
