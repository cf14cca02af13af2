//! The origin secret: the CDN sends it along, so that nobody goes round it, and so that what it says of the sender is believed.

use std::net::{IpAddr, SocketAddr};

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, HeaderName};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

const SECRET: HeaderName = HeaderName::from_static("x-origin-secret");
/// Where CloudFront says who asks it: an address and a port, IPv6 without brackets.
const VIEWER: HeaderName = HeaderName::from_static("cloudfront-viewer-address");
const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");
/// Shorter ones can be guessed.
const LEAST: usize = 16;
/// The new one and the one before, while the CDN takes the new one up.
const MOST: usize = 2;

/// One secret, or two while one takes the other's place. Kept as hashes, so that comparing takes the same time whatever is sent.
#[derive(Clone)]
pub struct OriginSecret(Vec<[u8; 32]>);

impl std::fmt::Debug for OriginSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OriginSecret({})", self.0.len())
    }
}

impl OriginSecret {
    /// Reads one value, or two with a comma between them.
    ///
    /// # Errors
    /// When there are more, or one is too short.
    pub fn parse(text: &str) -> Result<Self, String> {
        let secrets: Vec<&str> = text.split(',').map(str::trim).collect();
        if secrets.len() > MOST {
            return Err(format!(
                "{} values; there may be {MOST}: the new one and the one before",
                secrets.len()
            ));
        }
        if secrets.iter().any(|secret| secret.len() < LEAST) {
            return Err(format!("a value is shorter than {LEAST} characters, and could be guessed"));
        }
        Ok(Self(secrets.iter().map(|secret| hash(secret.as_bytes())).collect()))
    }

    /// Whether a request brings one of them. A header that stands there twice brings none.
    fn is_sent(&self, headers: &HeaderMap) -> bool {
        let mut sent = headers.get_all(SECRET).iter();
        let (Some(sent), None) = (sent.next(), sent.next()) else { return false };
        let sent = hash(sent.as_bytes());
        // Each is compared, and each to its end. Who doesn't know the secret can't choose a hash either.
        self.0.iter().map(|known| differing_bits(known, &sent)).filter(|bits| *bits == 0).count() > 0
    }
}

/// Lets nobody pass but the CDN. The secret goes no further, so that nothing can log it.
pub(super) async fn guard(secret: OriginSecret, mut request: Request, next: Next) -> Response {
    if !secret.is_sent(request.headers()) {
        let words = "this address answers the site's own CDN only\n";
        return (StatusCode::FORBIDDEN, [(CACHE_CONTROL, "no-store")], words).into_response();
    }
    request.headers_mut().remove(SECRET);
    next.run(request).await
}

/// Who asked the CDN, by its own words: what it adds stands at the right end.
pub(super) fn viewer(headers: &HeaderMap) -> Option<IpAddr> {
    let text = |name: &HeaderName| headers.get_all(name).iter().next_back()?.to_str().ok();
    let viewer = text(&VIEWER).and_then(|viewer| with_port(viewer.trim()));
    viewer.or_else(|| text(&FORWARDED)?.rsplit(',').next()?.trim().parse().ok())
}

fn with_port(viewer: &str) -> Option<IpAddr> {
    let bare = || viewer.rsplit_once(':').and_then(|(address, _)| address.parse().ok());
    viewer.parse::<SocketAddr>().ok().map(|socket| socket.ip()).or_else(bare)
}

fn hash(secret: &[u8]) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// Looks at all of both.
fn differing_bits(one: &[u8; 32], other: &[u8; 32]) -> u8 {
    std::hint::black_box(one.iter().zip(other).fold(0, |bits, (one, other)| bits | (one ^ other)))
}
