//! Whether the site shows what was published: one page of it is asked, as a reader would.

use std::time::Duration;

use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// How long a page of the editor may wait for the site.
const ANSWER: Duration = Duration::from_secs(4);

/// The largest page.
const LARGEST: u64 = 8 << 20;

/// What the site shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Public {
    /// What was published.
    Yes,
    /// Something else, so far.
    NotYet,
    /// It can't be asked.
    Unknown,
}

/// Asks for a page that is to look like this.
pub(crate) fn look(url: &str, wanted: &[u8]) -> Public {
    let asked = || -> Result<(u16, Vec<u8>), String> {
        let mut answer =
            agent()?.get(url).header("cache-control", "no-cache").call().map_err(|e| e.to_string())?;
        let bytes = answer.body_mut().with_config().limit(LARGEST).read_to_vec();
        Ok((answer.status().as_u16(), bytes.map_err(|error| error.to_string())?))
    };
    match asked() {
        Ok((200, bytes)) if said(&bytes) == said(wanted) => Public::Yes,
        Ok(_) => Public::NotYet,
        Err(why) => {
            eprintln!("the site can't be asked at {url}: {why}");
            Public::Unknown
        }
    }
}

/// What a page itself says: the rest may differ by the day on which it was built.
fn said(page: &[u8]) -> &[u8] {
    let at = |word: &[u8]| page.windows(word.len()).position(|window| window == word);
    match (at(b"<h1"), at(b"</main>")) {
        (Some(from), Some(to)) if from < to => &page[from..to],
        _ => page,
    }
}

/// Believes those whom the system believes: `SSL_CERT_FILE` names others.
pub(super) fn agent() -> Result<Agent, String> {
    let found = rustls_native_certs::load_native_certs();
    let roots: Vec<_> = found.certs.iter().map(|root| Certificate::from_der(root).to_owned()).collect();
    let tls = TlsConfig::builder().root_certs(RootCerts::new_with_certs(&roots)).build();
    let config = Agent::config_builder().tls_config(tls).timeout_global(Some(ANSWER));
    Ok(config.http_status_as_error(false).max_redirects(3).build().into())
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn a_page_is_what_stands_in_it_and_not_around_it() {
        let page = |around: &str, words: &str| format!("<head>{around}<main><h1>{words}</main>{around}");
        assert_eq!(said(page("1", "a").as_bytes()), said(page("2", "a").as_bytes()));
        assert_ne!(said(page("1", "a").as_bytes()), said(page("1", "b").as_bytes()));
    }
}
