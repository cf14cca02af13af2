//! What is sent along with every file: one table, from which each server's own file is written.
//!
//! The first rule holds everywhere; each later one takes the place of the same header where it holds.

mod caddy;
mod cloudfront;
mod list;
mod media;
mod nginx;
mod place;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use crate::render::{File, OutPath};
use crate::site::Site;

pub use media::media_type;
pub use place::PathPattern;

/// A year: browsers ask for a file of this name once.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Below which path of the site previews stand, each in a folder of its name.
pub const PREVIEWS: &str = "/previews";

/// Where the servers' files say that the folder of releases is.
const ROOT: &str = "/srv/spaces";

/// Where they say that forms-fn listens.
const FORMS_AT: &str = "127.0.0.1:8081";

/// What a server hands on to forms-fn, in bytes: forms-fn reads 64 KiB. Who sends more gets a page of the server's, since
/// forms-fn may hang up while the server still sends.
const LARGEST: &str = "65999";

/// The same as a regular expression for the header `Content-Length`: what is larger.
const LARGER: &str = "^([0-9]{6,}|[7-9][0-9]{4}|6[6-9][0-9]{3})$";

/// One header at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderRule {
    /// Where it holds.
    pub place: PathPattern,
    /// As it is usually written: `Cache-Control`.
    pub name: &'static str,
    /// Visible ASCII without quotation marks.
    pub value: String,
}

/// What the headers depend on.
#[derive(Clone, Debug, Default)]
pub struct Headers {
    /// The address begins with `https:`.
    https: bool,
    /// The whole host is the site's, so that it may bind browsers to `https:` for the host.
    has_host: bool,
    /// `https://spaces.example`.
    origin: String,
    /// `spaces.example`, with a port where it isn't the usual one.
    host: String,
    /// The path below which the site stands: `/spaces`, or nothing.
    path: String,
    /// The languages' ids; each has its own page for what is missing.
    languages: Vec<String>,
}

impl Headers {
    /// The headers of a site.
    #[must_use]
    pub fn new(site: &Site) -> Headers {
        let base = &site.config.base_url;
        Headers {
            https: base.is_https(),
            has_host: base.path().is_empty(),
            origin: base.origin().to_owned(),
            host: base.host().to_owned(),
            path: base.path().to_owned(),
            languages: site.config.languages.iter().map(|language| language.id.to_string()).collect(),
        }
    }

    /// The same for a preview on `http://127.0.0.1`, where a promise of HTTPS would lock the reader out.
    #[must_use]
    pub fn without_https(self) -> Headers {
        Headers { https: false, ..self }
    }

    /// The path below which the site stands: `/spaces`, or nothing.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> Vec<HeaderRule> {
        let everywhere = [
            ("Content-Security-Policy", self.policy("'self'")),
            ("X-Content-Type-Options", "nosniff".to_owned()),
            ("X-Frame-Options", "DENY".to_owned()),
            ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()".to_owned()),
            ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
            // Readers of feeds show our pictures on pages of their own.
            ("Cross-Origin-Resource-Policy", "cross-origin".to_owned()),
            ("Cache-Control", "public, max-age=300".to_owned()),
        ];
        let https = (self.https && self.has_host)
            .then(|| ("Strict-Transport-Security", "max-age=63072000; includeSubDomains".to_owned()));
        let everywhere = everywhere.into_iter().chain(https).map(|pair| (PathPattern::Everywhere, pair));
        let elsewhere = [
            // Pagefind is WebAssembly, and runs on this page only.
            (PathPattern::Search, ("Content-Security-Policy", self.policy("'self' 'wasm-unsafe-eval'"))),
            (PathPattern::Kept, ("Cache-Control", FOR_EVER.to_owned())),
            (PathPattern::Worker, ("Cache-Control", "no-cache".to_owned())),
        ];
        let all = everywhere.chain(elsewhere);
        all.map(|(place, (name, value))| HeaderRule { place, name, value }).collect()
    }

    /// What is sent with the file at `path`, which begins with `/`, the root of the site.
    #[must_use]
    pub fn of(&self, path: &str) -> BTreeMap<&'static str, String> {
        let rules = self.table().into_iter().filter(|rule| rule.place.holds(path));
        rules.map(|rule| (rule.name, rule.value)).collect()
    }

    /// From the paths of all files of the output: the files for Netlify and Cloudflare Pages, nginx, Caddy and CloudFront, and
    /// for systemd and containers.
    #[must_use]
    pub fn files(&self, paths: &BTreeSet<OutPath>) -> BTreeMap<OutPath, File> {
        let files = [
            ("public/_headers", list::write(self, paths)),
            ("server/nginx.conf", nginx::write(self)),
            ("server/Caddyfile", caddy::write(self)),
            ("server/cloudfront-headers.json", cloudfront::write(self)),
        ];
        let units = units::FILES.map(|(name, text)| (format!("server/{name}"), text.to_owned()));
        let files = files.map(|(path, text)| (path.to_owned(), text)).into_iter().chain(units);
        files.map(|(path, text)| (OutPath::new(path), File::Bytes(text.into_bytes()))).collect()
    }

    /// Everything from our own address, nothing written into the page itself (W3C CSP Level 3).
    fn policy(&self, scripts: &str) -> String {
        let upgrade = if self.https { "; upgrade-insecure-requests" } else { "" };
        format!(
            "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; connect-src 'self'; \
             manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
             frame-ancestors 'none'{upgrade}"
        )
    }

    /// The path of the site as a regular expression.
    fn expression(&self) -> String {
        self.path.replace('.', "\\.")
    }

    /// The host without its port.
    fn name(&self) -> &str {
        match self.host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => name,
            _ => &self.host,
        }
    }

    /// The port on which browsers ask for the site.
    fn port(&self) -> &str {
        let usual = if self.https { "443" } else { "80" };
        self.host.get(self.name().len() + 1..).unwrap_or(usual)
    }

    /// What a server adds to the answers of forms-fn: all that holds everywhere and forms-fn doesn't say itself.
    fn beside_forms(&self) -> impl Iterator<Item = HeaderRule> {
        self.at(PathPattern::Everywhere).filter(|rule| !forms_fn::sends(rule.name))
    }

    /// The rules of one place.
    fn at(&self, place: PathPattern) -> impl Iterator<Item = HeaderRule> {
        self.table().into_iter().filter(move |rule| rule.place == place)
    }

    /// The values of one header: at each special place, and everywhere else.
    fn values(&self, name: &str) -> (Vec<HeaderRule>, Option<String>) {
        let (everywhere, special): (Vec<HeaderRule>, Vec<HeaderRule>) = self
            .table()
            .into_iter()
            .filter(|rule| rule.name == name)
            .partition(|rule| rule.place == PathPattern::Everywhere);
        (special, everywhere.into_iter().next().map(|rule| rule.value))
    }

    /// Each header once, in the table's order.
    fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = Vec::new();
        for rule in self.table() {
            if !names.contains(&rule.name) {
                names.push(rule.name);
            }
        }
        names
    }
}
