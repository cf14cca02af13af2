//! Who sends a form, as far as the request tells before its body is read.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use crate::app::App;
use crate::problem::Problem;
use crate::refusal::Refusal;
use crate::screen::{self, Evidence, Headers, NonceState, Overrun, Verdict};

/// The other end of the connection, where it isn't axum that tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Who sends a form. Nobody gets one whose form was sent by a page of another site: the reader didn't mean to send anything.
#[derive(Debug)]
pub(crate) struct Sender {
    headers: HeaderMap,
    /// From which a form of ours can be sent.
    origins: Vec<String>,
    /// As far as anybody told it.
    pub(crate) address: Option<IpAddr>,
}

impl FromRequestParts<App> for Sender {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let (headers, origins) = (parts.headers.clone(), origins(app, parts));
        let sender = Self { headers, origins, address: client(app, parts) };
        match screen::judge(&sender.evidence()) {
            Verdict::Refuse(_) => Err(Refusal::Forbidden.into()),
            Verdict::Pass | Verdict::Check(_) | Verdict::Hold(_) => Ok(sender),
        }
    }
}

impl Sender {
    /// Whether a page of a neighbouring host sent it: for browsers that is the same site, so its posts bring our cookies along.
    #[cfg(feature = "console")]
    pub(crate) fn is_neighbour(&self) -> bool {
        let Headers { sec_fetch_site, origin, .. } = Headers::read(&self.headers);
        let is_own = |origin: &str| self.origins.iter().any(|own| own.eq_ignore_ascii_case(origin));
        sec_fetch_site == Some("same-site") && !origin.is_some_and(is_own)
    }

    /// What the request shows before its body is read.
    pub(crate) fn evidence(&self) -> Evidence<'_> {
        Evidence {
            headers: Headers::read(&self.headers),
            origins: &self.origins,
            honeypot: false,
            nonce: NonceState::None,
            texts: &[],
            overrun: Overrun::default(),
            checked: false,
            proof_of_work: None,
        }
    }
}

/// The origins from which a form of ours can be sent: the site's own address, and the one by which we were called.
fn origins(app: &App, parts: &Parts) -> Vec<String> {
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
    let called = host.into_iter().flat_map(|host| [format!("http://{host}"), format!("https://{host}")]);
    let urls = called.chain([app.forms().base_url().to_owned()]);
    urls.filter_map(|url| screen::origin_of(&url)).collect()
}

/// The address of the sender, as far as anybody told it.
fn client(app: &App, parts: &Parts) -> Option<IpAddr> {
    Some(screen::client::address(peer(&parts.extensions)?, &parts.headers, app.proxies()))
}

/// The other end of the connection.
pub(crate) fn peer(extensions: &Extensions) -> Option<IpAddr> {
    let connected = || extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    extensions.get::<Peer>().map(|peer| peer.0).or_else(connected)
}

/// Whether whoever asks sits at this machine: no proxy, which may speak for anybody, is between.
pub(crate) fn is_at_this_machine(parts: &Parts) -> bool {
    let forwarded = ["x-forwarded-for", "forwarded", "via", "x-real-ip"];
    let straight = !forwarded.iter().any(|name| parts.headers.contains_key(*name));
    straight && peer(&parts.extensions).is_some_and(|peer| peer.to_canonical().is_loopback())
}
