//! Who asks: on one's own machine whoever git names, and for many whoever is signed in with an account of the organisers' desk. What
//! somebody may is read anew with each request.

mod accounts;
pub(crate) mod kept;

use axum::http::HeaderMap;

use crate::person::Person;
use crate::words::Words;

pub(crate) use accounts::Accounts;

/// How somebody comes in.
pub(crate) enum Doors {
    /// Nobody else can ask.
    OwnMachine(Person),
    /// By signing in.
    Accounts(Box<Accounts>),
}

impl Doors {
    /// Who asks; none for whoever isn't signed in.
    ///
    /// # Errors
    /// When the accounts can't be read, for the log.
    pub(crate) async fn who(&self, headers: &HeaderMap) -> Result<Option<Person>, String> {
        match self {
            Self::OwnMachine(person) => {
                let lang = language(headers).lang();
                Ok(Some(Person { lang, ..person.clone() }))
            }
            Self::Accounts(accounts) => accounts.who(headers).await,
        }
    }
}

/// What the browser asks for first of the languages that we have.
pub(crate) fn language(headers: &HeaderMap) -> Words {
    asked(headers).unwrap_or(Words::ENGLISH)
}

fn asked(headers: &HeaderMap) -> Option<Words> {
    let asked = headers.get(axum::http::header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let tags = asked.split(',').filter_map(|range| range.split(';').next()).map(str::trim);
    tags.filter_map(Words::of).next()
}
