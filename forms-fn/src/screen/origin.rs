//! Where a post comes from: our own page, another site's, or nobody says.

use super::evidence::Headers;

/// What the two headers say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// A page of ours, or the reader directly.
    Own,
    /// Another site: the reader didn't mean to send this.
    Foreign,
    /// An old browser, a page with `Referrer-Policy: no-referrer`, or a program.
    Unknown,
}

/// `Origin` counts where it names us: a site may have its forms on another host, whose posts are then
/// `cross-site`. Otherwise `Sec-Fetch-Site` counts, which no page can forge; then what is left.
pub(super) fn of(headers: &Headers<'_>, own: &[String]) -> From {
    let origin = headers.origin.filter(|origin| *origin != "null");
    if origin.is_some_and(|origin| own.iter().any(|known| known.eq_ignore_ascii_case(origin))) {
        return From::Own;
    }
    match (headers.sec_fetch_site, origin) {
        (Some("same-origin" | "same-site" | "none"), _) => From::Own,
        (Some("cross-site"), _) | (_, Some(_)) => From::Foreign,
        _ => From::Unknown,
    }
}

/// The origin of an absolute http(s) address, as browsers write it: lower case, without the usual port.
#[must_use]
pub fn origin_of(url: &str) -> Option<String> {
    let url = url.trim().to_ascii_lowercase();
    let (scheme, rest) = url.split_once("://")?;
    let usual = match scheme {
        "http" => ":80",
        "https" => ":443",
        _ => return None,
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.strip_suffix(usual).unwrap_or(host);
    (!host.is_empty()).then(|| format!("{scheme}://{host}"))
}
