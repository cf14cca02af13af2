//! What the editor is started with, and whether that fits together.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::{fmt, str};

use generator::build::BuildOptions;
use jiff::Timestamp;

/// What the editor is asked for.
#[derive(Clone)]
pub struct EditOptions {
    /// What is built, and how. On one's own machine its root is the folder of the site; for many the folder of the site in the
    /// repository.
    pub build: BuildOptions,
    /// Where the pages are.
    pub addr: SocketAddr,
    /// Where drafts are shown; without it, on the port behind that of the pages.
    pub see_addr: Option<SocketAddr>,
    /// An editor for many people; without it, for whoever works on this machine.
    pub many: Option<Many>,
    /// Tells the time.
    pub clock: Clock,
}

/// Tells the time of each request.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What an editor for many people needs besides.
#[derive(Clone, Debug)]
pub struct Many {
    /// The folder of `forms-fn serve --data`, with the accounts. The editor's own files lie in its folder `edit`.
    pub data: PathBuf,
    /// How browsers call the pages: `https://edit.example.org`.
    pub origin: Origin,
    /// How they call the pages of drafts: `https://see.example.org`.
    pub see: Origin,
    /// Where the site is kept; needed at the first start.
    pub repository: Option<Address>,
    /// Its branch.
    pub branch: String,
    /// How something is published.
    pub publish: Publish,
    /// What is done after each publication.
    pub then: Option<Then>,
    /// Ask here whether the site shows what was published, in place of its own address.
    pub ask: Option<String>,
    /// Tells the time of signing in.
    pub clock: fn() -> Timestamp,
}

/// How something is published.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Publish {
    /// As the next version of the branch.
    #[default]
    Push,
    /// As a branch of its own at the host, of which somebody there makes the next version.
    Request,
}

/// What is done after each publication.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Then {
    /// A program is run with its arguments, by no shell.
    Run(Vec<String>),
    /// An address is asked by POST, as hosts take it.
    Ask(String),
}

/// A scheme, a host and a port, as browsers write them: `https://edit.example.org`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    is_https: bool,
    host: String,
    /// Where it isn't that of the scheme.
    port: Option<u16>,
}

/// Where a repository lies: over HTTPS, over SSH, or in a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address(String);

impl EditOptions {
    /// Whether this can be started at all.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub fn check(&self) -> Result<(), String> {
        let Some(many) = &self.many else {
            let addresses = [Some(self.addr), self.see_addr];
            return match addresses.into_iter().flatten().find(|addr| !addr.ip().is_loopback()) {
                None => Ok(()),
                Some(addr) => Err(format!(
                    "nobody signs in here, so only this machine may ask: `{addr}` isn't an address of it; use `127.0.0.1:8090`, or for many \
                     people `--data DIR --origin https://edit.example.org --see https://see.example.org`"
                )),
            };
        };
        let (origin, see) = (&many.origin, &many.see);
        let is_apart = match origin.is_loopback() && see.is_loopback() {
            // On a machine of one's own a port is enough to try it.
            true => origin != see,
            // Cookies don't know ports.
            false => origin.host != see.host,
        };
        match is_apart {
            true => Ok(()),
            false => Err(format!(
                "`{origin}` and `{see}` are the same host: drafts are shown on one of their own, so that nothing in them reaches who is \
                 signed in; give another one with `--see`"
            )),
        }
    }

    /// Where drafts are shown.
    #[must_use]
    pub fn see_addr(&self) -> SocketAddr {
        let next = if self.addr.port() == 0 { 0 } else { self.addr.port().wrapping_add(1) };
        self.see_addr.unwrap_or_else(|| SocketAddr::new(self.addr.ip(), next))
    }
}

impl Origin {
    /// One of this machine, over HTTP.
    #[must_use]
    pub fn of_machine(addr: SocketAddr) -> Self {
        let host = match addr.ip() {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        Self { is_https: false, host, port: Some(addr.port()).filter(|port| *port != 80) }
    }

    /// The name alone.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.host
    }

    /// What browsers write into `Host`.
    #[must_use]
    pub fn host(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// Whether it names the machine on which whoever asks is.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_own(&self.host)
    }
}

fn is_own(host: &str) -> bool {
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.is_https { "https" } else { "http" }, self.host())
    }
}

impl str::FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let odd = || format!("`{text}` is no origin; write it as `https://edit.example.org`, without a path");
        let (scheme, rest) = text.split_once("://").ok_or_else(odd)?;
        let is_https = match scheme {
            "https" => true,
            "http" => false,
            _ => return Err(odd()),
        };
        let (host, port) = match rest.rsplit_once(':') {
            // The colons of `[::1]` are none before a port.
            Some((host, port)) if !port.ends_with(']') => {
                (host, Some(port.parse::<u16>().map_err(|_| odd())?))
            }
            _ => (rest, None),
        };
        let is_name = |host: &str| {
            let is_part = |part: &str| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-');
            host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b))
                && host.split('.').all(is_part)
        };
        if !is_name(host) && host != "[::1]" {
            return Err(odd());
        }
        if !is_https && !is_own(host) {
            return Err(format!(
                "`{text}` isn't safe: on the way to it everybody could read along and sign in; use `https://{rest}`, with a web server in \
                 front that has a certificate"
            ));
        }
        let usual = if is_https { 443 } else { 80 };
        Ok(Self { is_https, host: host.to_owned(), port: port.filter(|port| *port != usual) })
    }
}

impl Address {
    /// As git takes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl str::FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() || text.starts_with('-') || text.contains(|c: char| c.is_control()) {
            return Err(format!("`{text}` is no repository"));
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            // `user@host:folder`, or a folder: git knows which. `ext::` and its like run programs.
            return match text.contains("::") {
                true => {
                    Err(format!("`{text}` is no repository; use one over https, over ssh, or in a folder"))
                }
                false => Ok(Self(text.to_owned())),
            };
        };
        if !["https", "ssh", "file"].contains(&scheme) {
            return Err(format!("`{scheme}` isn't used for a repository; use `https`, `ssh` or a folder"));
        }
        let user = rest.split('/').next().and_then(|host| host.rsplit_once('@'));
        if user.is_some_and(|(user, _)| user.contains(':')) || (scheme == "https" && user.is_some()) {
            return Err(
                "the address of the repository has a password or a token, which editors would see in messages; give it to git with \
                 `git config --global credential.helper`, or use ssh"
                    .to_owned(),
            );
        }
        Ok(Self(text.to_owned()))
    }
}

impl str::FromStr for Then {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with("https://") {
            return Ok(Self::Ask(text.to_owned()));
        }
        if let Some(rest) = text.strip_prefix("http://") {
            // Such an address is a secret, which everybody on the way would read.
            let host = rest.split(['/', '?']).next().unwrap_or_default();
            let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
            return match is_own(name) {
                true => Ok(Self::Ask(text.to_owned())),
                false => Err("what is asked then has to be `https://…`".to_owned()),
            };
        }
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        if words.is_empty() { Err("nothing to run".to_owned()) } else { Ok(Self::Run(words)) }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    fn options() -> EditOptions {
        EditOptions {
            build: BuildOptions::new(".", Timestamp::UNIX_EPOCH),
            addr: "127.0.0.1:8090".parse().unwrap(),
            see_addr: None,
            many: None,
            clock: Arc::new(|| Timestamp::UNIX_EPOCH),
        }
    }

    fn many(origin: &str, see: &str) -> EditOptions {
        let many = Many {
            data: "var".into(),
            origin: origin.parse().unwrap(),
            see: see.parse().unwrap(),
            repository: None,
            branch: "main".to_owned(),
            publish: Publish::Push,
            then: None,
            ask: None,
            clock: || Timestamp::UNIX_EPOCH,
        };
        EditOptions { addr: "0.0.0.0:8090".parse().unwrap(), many: Some(many), ..options() }
    }

    #[test]
    fn without_sign_in_nobody_else_may_come() {
        assert_eq!(options().check(), Ok(()));
        assert_eq!(options().see_addr().to_string(), "127.0.0.1:8091");
        let open = EditOptions { addr: "0.0.0.0:8090".parse().unwrap(), ..options() };
        assert!(open.check().unwrap_err().contains("`0.0.0.0:8090`"));
        let open = EditOptions { see_addr: Some("192.168.1.4:8091".parse().unwrap()), ..options() };
        assert!(open.check().unwrap_err().contains("`192.168.1.4:8091`"));
    }

    #[test]
    fn many_people_need_two_hosts() {
        assert_eq!(many("https://edit.example.org", "https://see.example.org").check(), Ok(()));
        let same = many("https://edit.example.org", "https://edit.example.org:8443");
        assert!(same.check().unwrap_err().contains("same host"));
        assert_eq!(many("http://localhost:8090", "http://localhost:8091").check(), Ok(()));
        assert!(many("http://localhost:8090", "http://localhost:8090").check().is_err());
    }

    #[test]
    fn an_origin_is_as_browsers_write_it() {
        let read = |text: &str| text.parse::<Origin>();
        for good in ["https://edit.example.org", "https://edit.example.org:8443", "http://[::1]:8090"] {
            assert_eq!(read(good).unwrap().to_string(), good);
        }
        assert_eq!(read("https://edit.example.org:443").unwrap().host(), "edit.example.org");
        for bad in [
            "https://edit.example.org/",
            "https://Edit.example.org",
            "https://",
            "https://a b",
            "https://ida@edit.example.org",
            "https://edit..org",
            "https://edit.example.org:x",
            "javascript:x",
            "edit.example.org",
        ] {
            assert!(read(bad).unwrap_err().contains("is no origin"), "{bad}");
        }
        assert!(read("http://edit.example.org").unwrap_err().contains("`https://edit.example.org`"));
    }

    #[test]
    fn a_repository_runs_nothing_and_tells_nothing() {
        let read = |text: &str| text.parse::<Address>();
        for good in [
            "/srv/site.git",
            "git@host.example:site.git",
            "https://host.example/site.git",
            "ssh://git@host.example/site.git",
        ] {
            assert_eq!(read(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "--upload-pack=touch x",
            "ext::sh -c touch% x",
            "http://host.example/site.git",
            "git://host.example/x",
            "/a\nb",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert!(read("https://token@host.example/site.git").unwrap_err().contains("credential.helper"));
    }

    #[test]
    fn what_is_done_then_is_a_program_or_an_address() {
        let run = ["/srv/publish", "--now"].map(str::to_owned).to_vec();
        assert_eq!("/srv/publish --now".parse(), Ok(Then::Run(run)));
        let url = "https://host.example/hooks/1";
        assert_eq!(url.parse(), Ok(Then::Ask(url.to_owned())));
        assert!(" ".parse::<Then>().is_err());
        assert!("http://127.0.0.1:8080/hook".parse::<Then>().is_ok());
        assert!("http://host.example/hooks/1".parse::<Then>().unwrap_err().contains("https"));
    }
}
