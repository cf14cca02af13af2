//! What the screen is told about a post.

use axum::http::header::{ACCEPT_LANGUAGE, HeaderMap, HeaderName, ORIGIN, USER_AGENT};
use jiff::{SignedDuration, Timestamp};

use super::content::Written;
use crate::secret::Keyring;

/// The browser's own word on where the request comes from; scripts of pages can't set it.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// All that is known about a post before it is stored.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// What the headers say.
    pub headers: Headers<'a>,
    /// The origins of our own pages, as [`super::origin_of`] writes them.
    pub origins: &'a [String],
    /// Whether something stands in the field [`forms::HONEYPOT`].
    pub honeypot: bool,
    /// The nonce that came with the form.
    pub nonce: NonceState,
    /// The answers that people write freely; [`super::written`] picks them.
    pub texts: &'a [Written<'a>],
    /// Which buckets had nothing left.
    pub overrun: Overrun,
    /// Whether the nonce is one of the check page ([`super::check_scope`]). Only counts with a signed nonce.
    pub checked: bool,
    /// Whether a proof of work came, and whether it was right. A wrong one counts as none.
    pub proof_of_work: Option<bool>,
}

/// The few headers that count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Headers<'a> {
    /// `Sec-Fetch-Site`; browsers send it since 2019 to 2023.
    pub sec_fetch_site: Option<&'a str>,
    /// `Origin`; the text `null` from a page that tells nobody where it is.
    pub origin: Option<&'a str>,
    /// Whether there is a `User-Agent`.
    pub user_agent: bool,
    /// Whether there is an `Accept-Language`.
    pub accept_language: bool,
}

/// What the nonce tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NonceState {
    /// There was none.
    None,
    /// It isn't ours: another program's own, or one whose key was removed.
    Foreign,
    /// We issued it for this form and event, this long ago.
    Signed(SignedDuration),
}

/// Which buckets had nothing left when this post came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Overrun {
    /// That of the address prefix.
    pub address: bool,
    /// That of the mail address.
    pub contact: bool,
    /// That of the address prefix for this event.
    pub event: bool,
}

impl<'a> Headers<'a> {
    /// Reads them. A header that comes twice or isn't text says nothing good, so it stands as `?`.
    #[must_use]
    pub fn read(headers: &'a HeaderMap) -> Self {
        let one = |name: &HeaderName| {
            let mut all = headers.get_all(name).iter();
            let first = all.next()?;
            let text = first.to_str().ok().filter(|_| all.next().is_none());
            Some(text.unwrap_or("?"))
        };
        let said = |name: HeaderName| headers.get(name).is_some_and(|value| !value.is_empty());
        Self {
            sec_fetch_site: one(&SEC_FETCH_SITE),
            origin: one(&ORIGIN),
            user_agent: said(USER_AGENT),
            accept_language: said(ACCEPT_LANGUAGE),
        }
    }
}

impl NonceState {
    /// Asks the keyring. `scope` is the form's id, or its [`super::check_scope`].
    #[must_use]
    pub fn of(
        keyring: &Keyring,
        scope: &str,
        event: Option<&str>,
        nonce: Option<&str>,
        now: Timestamp,
    ) -> Self {
        match nonce.map(|nonce| keyring.nonce_time(scope, event, nonce)) {
            None => Self::None,
            Some(None) => Self::Foreign,
            Some(Some(issued)) => Self::Signed(now.duration_since(issued)),
        }
    }
}
