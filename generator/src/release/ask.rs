//! Whether the site shows a release: a few addresses are asked, as a reader would.

use std::thread;
use std::time::{Duration, Instant};

use forms::Manifest;
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::server::Server;
use super::{FILE, Release};
use crate::source;

/// Between two questions, while the release isn't shown yet: forms-fn needs a moment to read new forms.
const PAUSE: Duration = Duration::from_millis(200);

/// For one answer.
const ANSWER: Duration = Duration::from_secs(10);

/// The largest page or style sheet.
const LARGEST: u64 = 32 << 20;

/// How the site is asked.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The address of the site, where it isn't asked by its own.
    pub base: Option<String>,
    /// How long it may take until the release is shown.
    pub patience: Duration,
}

/// What a site shows that shows a release.
#[derive(Debug)]
pub(super) struct Expected {
    release: Release,
    manifest: Manifest,
    /// The page of the default language that forms-fn fills; `None` where there are no forms.
    shell: Option<String>,
}

impl Expected {
    /// From the folder of a release.
    #[expect(clippy::disallowed_methods, reason = "reads what was checked a moment ago")]
    pub(super) fn of_folder(out: &std::path::Path, release: &Release) -> Result<Self, String> {
        let read = |path: &str| {
            std::fs::read_to_string(out.join(path)).map_err(|e| format!("cannot read `{path}`: {e}"))
        };
        Self::new(release.clone(), read)
    }

    /// From a release on a server.
    pub(super) fn of_server(server: &Server, name: &str) -> Result<Self, String> {
        let release = Release::read(server.text(name, FILE)?.as_bytes())?;
        Self::new(release, |path| server.text(name, path))
    }

    fn new(release: Release, read: impl Fn(&str) -> Result<String, String>) -> Result<Self, String> {
        let manifest = Manifest::read(read("forms/manifest.json")?.as_bytes());
        let manifest = manifest.map_err(|fault| format!("`forms/manifest.json` can't be read: {fault}"))?;
        let shell =
            (!manifest.forms.is_empty()).then(|| format!("forms/shells/{}.html", manifest.default_language));
        Ok(Self { release, manifest, shell: shell.map(|path| read(&path)).transpose()? })
    }

    /// The address for which the site was built, without a final slash.
    pub(super) fn base(&self) -> &str {
        &self.manifest.base_url
    }

    /// The same without asking forms-fn.
    pub(super) fn without_forms(self) -> Self {
        Self { shell: None, ..self }
    }

    /// The pages that are asked, by their addresses below the site's: the front page, and that of each language.
    fn pages(&self) -> Vec<String> {
        let languages = self.manifest.languages.iter().map(|language| format!("/{}/", language.id));
        let all = std::iter::once("/".to_owned()).chain(languages);
        all.filter(|address| self.release.file(&file_of(address)).is_some()).collect()
    }

    /// A form page: forms-fn draws it whatever it says on it, so any form will do.
    fn form(&self) -> Option<String> {
        let form = self.manifest.forms.first()?;
        Some(format!("/{}/forms/{form}", self.manifest.default_language))
    }
}

fn file_of(address: &str) -> String {
    let page = if address.ends_with('/') { "index.html" } else { "" };
    format!("public{address}{page}")
}

/// Asks until all that is asked belongs to the release. The number of addresses.
///
/// # Errors
/// What the site shows instead, when patience is at an end.
pub(super) fn ask(asking: &Asking, expected: &Expected) -> Result<usize, String> {
    let asker = Asker {
        agent: agent()?,
        base: asking.base.as_deref().unwrap_or(expected.base()).trim_end_matches('/').to_owned(),
        expected,
    };
    let end = Instant::now() + asking.patience;
    loop {
        match asker.all() {
            Err(why) if Instant::now() >= end => {
                return Err(format!("the site doesn't show this release: {why}"));
            }
            Err(_) => thread::sleep(PAUSE),
            asked => return asked,
        }
    }
}

/// Believes those whom the system believes: `SSL_CERT_FILE` names others.
fn agent() -> Result<Agent, String> {
    let found = rustls_native_certs::load_native_certs();
    let roots: Vec<_> = found.certs.iter().map(|root| Certificate::from_der(root).to_owned()).collect();
    if roots.is_empty() {
        let errors: Vec<String> = found.errors.iter().map(ToString::to_string).collect();
        return Err(format!(
            "this machine has no roots of certificates to believe (`ca-certificates`) {}",
            errors.join(", ")
        ));
    }
    let tls = TlsConfig::builder().root_certs(RootCerts::new_with_certs(&roots)).build();
    let config = Agent::config_builder().tls_config(tls).timeout_global(Some(ANSWER));
    let config = config.http_status_as_error(false).max_redirects(0).max_redirects_will_error(false);
    Ok(config.build().into())
}

struct Asker<'a> {
    agent: Agent,
    base: String,
    expected: &'a Expected,
}

impl Asker<'_> {
    fn all(&self) -> Result<usize, String> {
        let pages = self.expected.pages();
        let mut asked = 0;
        for address in &pages {
            let page = self.same(address)?;
            asked += 1;
            if asked == pages.len() {
                asked += self.style_sheet(&page)?;
            }
        }
        let form = self.expected.form().zip(self.expected.shell.as_deref());
        if let Some((address, shell)) = form {
            self.drawn(&address, shell)?;
            asked += 1;
        }
        Ok(asked)
    }

    /// The style sheet that a page names is there as it was built. How many were asked.
    fn style_sheet(&self, page: &[u8]) -> Result<usize, String> {
        let page = String::from_utf8_lossy(page);
        let addresses =
            page.split(['"', '\'']).filter(|word| word.ends_with(".css") && word.contains("/assets/"));
        let mut asked = 0;
        for address in addresses {
            self.same(&address[address.find("/assets/").unwrap_or_default()..])?;
            asked += 1;
        }
        Ok(asked)
    }

    /// The answer, which has the bytes of the release's file.
    fn same(&self, address: &str) -> Result<Vec<u8>, String> {
        let (status, body) = self.get(address)?;
        let file = self.expected.release.file(&file_of(address));
        let expected = file.ok_or_else(|| format!("`{}{address}` isn't in the release", self.base))?;
        if status != 200 {
            return Err(format!("`{}{address}` answers {status}", self.base));
        }
        if source::digest(&body) != expected.sha256 {
            return Err(format!("`{}{address}` has other bytes than `{}`", self.base, expected.path));
        }
        Ok(body)
    }

    /// A page that forms-fn has drawn into the shell of the release.
    fn drawn(&self, address: &str, shell: &str) -> Result<(), String> {
        let (status, body) = self.get(address)?;
        let body = String::from_utf8_lossy(&body);
        let url = format!("{}{address}", self.base);
        match is_drawn(&body, shell) {
            true if status < 500 => Ok(()),
            true => Err(format!("`{url}` answers {status}")),
            false => Err(format!(
                "`{url}` ({status}) isn't drawn with this release's page: forms-fn has another one, or isn't there"
            )),
        }
    }

    fn get(&self, address: &str) -> Result<(u16, Vec<u8>), String> {
        // Whoever keeps copies between here and the server has none of this.
        let url = format!("{}{address}?release={}", self.base, self.expected.release.id);
        let failed = |e: ureq::Error| format!("`{}{address}`: {e}", self.base);
        let mut answer = self.agent.get(&url).header("Accept-Encoding", "identity").call().map_err(failed)?;
        let body = answer.body_mut().with_config().limit(LARGEST).read_to_vec().map_err(failed)?;
        Ok((answer.status().as_u16(), body))
    }
}

/// Whether a page has all that stands between the places that forms-fn fills, in that order.
fn is_drawn(page: &str, shell: &str) -> bool {
    // Each other piece is the name of a place.
    let pieces = shell.split("@@").step_by(2);
    let mut rest = Some(page);
    for piece in pieces {
        rest = rest.and_then(|rest| rest.find(piece).map(|at| &rest[at + piece.len()..]));
    }
    rest.is_some()
}

#[cfg(test)]
mod tests {
    use super::is_drawn;

    #[test]
    fn a_page_is_drawn_with_the_shell_of_one_release() {
        let shell = "<title>@@title@@</title><link href=\"/assets/style.a.css\">@@main@@<p>2027</p>@@path@@.";
        let page = "<title>Dinner</title><link href=\"/assets/style.a.css\"><form></form><p>2027</p>forms/.";
        assert!(is_drawn(page, shell));
        assert!(!is_drawn(page, &shell.replace("style.a", "style.b")));
        assert!(!is_drawn(&page.replace("2027", "2026"), shell));
    }
}
