//! Where a header holds, in our own words and in those of the servers.

/// How many digits of a hash are in a name.
const HASH: usize = 12;

/// The path of a preview as a regular expression, behind that of the site.
pub(super) const PREVIEW: &str = "/previews/[a-z0-9-]+";

/// A set of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathPattern {
    /// All of them.
    Everywhere,
    /// The search page of every language.
    Search,
    /// Files whose names change with their bytes.
    Kept,
    /// The offline worker, which browsers must be able to replace.
    Worker,
}

/// The addresses of forms-fn: `/da/forms/…`, the pages for organisers, and what programs ask for. Without `{…}`, which is a placeholder to Caddy.
pub(super) fn forms(base: &str) -> String {
    format!("^{base}/([a-z]+(-[A-Za-z0-9]+)*/forms/|desk(/|$)|(altcha|openapi\\.json|healthz|readyz)$)")
}

impl PathPattern {
    /// Whether the address is in it.
    #[must_use]
    pub fn holds(self, path: &str) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Search => {
                path.strip_suffix("index.html").unwrap_or(path).split('/').skip(2).eq(["search", ""])
            }
            Self::Kept => is_kept(path),
            Self::Worker => path == "/sw.js",
        }
    }

    /// The same as a regular expression (PCRE and RE2); `base` is one for the path of the site.
    pub(super) fn expression(self, base: &str) -> String {
        format!("^{base}/{}", self.below())
    }

    fn below(self) -> String {
        match self {
            Self::Everywhere => String::new(),
            Self::Search => "[^/]+/search/(index\\.html)?$".to_owned(),
            Self::Kept => {
                // Written out, since `{12}` would be a placeholder to Caddy.
                let hash = "[0-9a-f]".repeat(HASH);
                // A copy is as its text is.
                format!(
                    "(assets/.+\\.{hash}\\.(css|js)(\\.br|\\.gz)?$|media/{hash}[-.]|pagefind/(fragment|index|filter)/|.*\\.pf_meta$)"
                )
            }
            Self::Worker => "sw\\.js$".to_owned(),
        }
    }

    /// The same for CloudFront, where `*` is anything and `?` one letter.
    pub(super) fn globs(self) -> &'static [&'static str] {
        match self {
            Self::Everywhere => &["*"],
            Self::Search => &["/*/search/"],
            Self::Kept => &[
                "/assets/*.????????????.css",
                "/assets/*.????????????.js",
                "/media/????????????-*",
                "/media/????????????.*",
                "/pagefind/fragment/*",
                "/pagefind/index/*",
                "/pagefind/*.pf_meta",
            ],
            Self::Worker => &["/sw.js"],
        }
    }
}

fn is_kept(path: &str) -> bool {
    if let Some(name) = path.strip_prefix("/assets/") {
        let parts: Vec<&str> = name.rsplit('.').collect();
        return matches!(parts[..], ["css" | "js", hash, _, ..] if is_hash(hash));
    }
    if let Some(name) = path.strip_prefix("/media/") {
        return name.split(['-', '.']).next().is_some_and(is_hash);
    }
    let in_index = path.strip_prefix("/pagefind/").and_then(|rest| rest.split_once('/'));
    matches!(in_index, Some(("fragment" | "index" | "filter", _))) || path.ends_with(".pf_meta")
}

fn is_hash(part: &str) -> bool {
    part.len() == HASH && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
