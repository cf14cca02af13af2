//! The pointer goes to an earlier release; and which there are.

use jiff::Timestamp;

use super::ask::{Asking, Expected};
use super::deploy::Shown;
use super::history::What;
use super::server::{Reach, Server, Signals, There};

/// A release on a server.
#[derive(Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name there.
    pub name: String,
    /// It is the one that is shown.
    pub is_shown: bool,
    /// `spaces rollback` leads to it.
    pub is_before: bool,
    /// When it was shown last, and who did it.
    pub last: Option<(String, String)>,
}

/// The releases of a server, the newest first.
///
/// # Errors
/// A sentence when the server can't be asked.
pub fn list(reach: &Reach) -> Result<Vec<Listed>, String> {
    let there = Server::unlocked(reach).look()?;
    let listed = |name: &String| Listed {
        is_shown: there.current.as_ref() == Some(name),
        is_before: there.before() == Some(name),
        last: there.history.last(name).map(|(time, who)| (time.to_owned(), who.to_owned())),
        name: name.clone(),
    };
    Ok(there.releases.iter().rev().map(listed).collect())
}

/// Shows an earlier release: the one before, or the one whose name begins so. Its name, and what is to be known.
///
/// # Errors
/// A sentence; then the same release is shown as before.
pub fn rollback(
    reach: &Reach,
    id: Option<&str>,
    (signals, asking): (&Signals, Option<&Asking>),
    now: Timestamp,
) -> Result<(String, Vec<String>), String> {
    let server = Server::locked(reach, false, now)?;
    let there = server.look()?;
    let name = chosen(&there, id)?.to_owned();
    if there.current.as_ref() == Some(&name) {
        return Err(format!("`{name}` is shown already"));
    }
    let program = server.check(&name)?;
    let expected = Expected::of_server(&server, &name)?;
    let shown = Shown { server: &server, there: &there, signals, asking };
    let (_, notes) = shown.instead((&name, program.as_deref()), What::Rollback, &expected, Vec::new())?;
    Ok((name, notes))
}

/// Which release is meant.
fn chosen<'t>(there: &'t There, id: Option<&str>) -> Result<&'t str, String> {
    let names = || there.releases.iter().map(|name| format!("\n  {name}")).collect::<String>();
    let Some(id) = id else {
        let before = there.before().ok_or("there is no release before the one that is shown")?;
        let is_there = there.releases.iter().any(|name| name == before);
        return is_there
            .then_some(before)
            .ok_or_else(|| format!("`{before}` is gone; there are:{}", names()));
    };
    if let Some(name) = there.releases.iter().find(|name| *name == id) {
        return Ok(name);
    }
    let mut begin = there.releases.iter().filter(|name| name.starts_with(id));
    match (begin.next(), begin.next()) {
        (Some(name), None) => Ok(name),
        (Some(_), Some(_)) => Err(format!("more than one release begins with `{id}`:{}", names())),
        (None, _) => Err(format!("there is no release `{id}`; there are:{}", names())),
    }
}
