//! The mail server's address → a connection that is safe, or goes no further than this machine.

use std::fmt;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters, TlsVersion};
use percent_encoding::percent_decode_str;
use url::{Host, Url};

/// The port for mail that is handed in with TLS from the start (RFC 8314 §3.3).
const SUBMISSIONS: u16 = 465;
/// The port for mail that is handed in with STARTTLS (RFC 6409).
const SUBMISSION: u16 = 587;

/// What is wrong with the address of a mail server. Nothing here quotes user or password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SmtpAddressError {
    /// It is no address at all.
    Unreadable,
    /// It begins neither with `smtps://` nor with `smtp://`.
    Scheme,
    /// It names no host.
    NoHost,
    /// `smtp://` without a word about TLS, or with one that we don't know.
    TlsUnsaid,
    /// `tls=none`, but the host is another machine.
    TlsNone,
    /// The host can't be one that a certificate names.
    TlsHost,
    /// A user without a password, a password without a user, or one that isn't UTF-8.
    Credentials,
    /// A path, a fragment or a key that means nothing here.
    Surplus,
}

impl fmt::Display for SmtpAddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => {
                "this is not the address of a mail server; write it as `smtps://user:password@host:465`"
            }
            Self::Scheme => "the address of a mail server begins with `smtps://` or `smtp://`",
            Self::NoHost => "the address of the mail server names no host",
            Self::TlsUnsaid => {
                "an address with `smtp://` must end with `?tls=required`, or on this machine with `?tls=none`"
            }
            Self::TlsNone => {
                "`tls=none` sends people's addresses and links readable over the network, so it is only for a \
                 mail server on this machine (`localhost`, `127.0.0.1`, `[::1]`); write `?tls=required`"
            }
            Self::TlsHost => "the host of the mail server can't be checked against a certificate",
            Self::Credentials => {
                "user and password go together, in UTF-8, with `%40` for `@` and `%3A` for `:`"
            }
            Self::Surplus => "the address of a mail server has nothing after its port but `?tls=…`",
        })
    }
}

impl std::error::Error for SmtpAddressError {}

/// Where the mail server is, and who we are there.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: Tls,
    pub(super) credentials: Option<Credentials>,
}

pub(super) fn server(address: &str) -> Result<Server, SmtpAddressError> {
    let url = Url::parse(address).map_err(|_| SmtpAddressError::Unreadable)?;
    let wrapped = match url.scheme() {
        "smtps" => true,
        "smtp" => false,
        _ => return Err(SmtpAddressError::Scheme),
    };
    let host = host(&url)?;
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        return Err(SmtpAddressError::Surplus);
    }
    let tls = match (wrapped, word(&url)?.as_deref()) {
        (true, None | Some("required")) => Tls::Wrapper(parameters(&host)?),
        (false, Some("required")) => Tls::Required(parameters(&host)?),
        (false, Some("none")) if is_this_machine(&host) => Tls::None,
        (_, Some("none")) => return Err(SmtpAddressError::TlsNone),
        _ => return Err(SmtpAddressError::TlsUnsaid),
    };
    let port = url.port().unwrap_or(if wrapped { SUBMISSIONS } else { SUBMISSION });
    Ok(Server { host: bare(&host), port, tls, credentials: credentials(&url)? })
}

/// An address of a scheme that browsers don't know keeps its host as text, so it is read again here.
fn host(url: &Url) -> Result<Host, SmtpAddressError> {
    let text = url.host_str().filter(|text| !text.is_empty()).ok_or(SmtpAddressError::NoHost)?;
    Host::parse(text).map_err(|_| SmtpAddressError::NoHost)
}

/// The value of `tls`, the only key.
fn word(url: &Url) -> Result<Option<String>, SmtpAddressError> {
    let mut keys = url.query_pairs();
    match (keys.next(), keys.next()) {
        (None, _) => Ok(None),
        (Some((key, value)), None) if key == "tls" => Ok(Some(value.into_owned())),
        _ => Err(SmtpAddressError::Surplus),
    }
}

fn is_this_machine(host: &Host) -> bool {
    match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// The host without the brackets of an address in IPv6.
fn bare(host: &Host) -> String {
    match host {
        Host::Domain(name) => name.clone(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    }
}

fn parameters(host: &Host) -> Result<TlsParameters, SmtpAddressError> {
    let builder = TlsParameters::builder(bare(host)).set_min_tls_version(TlsVersion::Tlsv12);
    builder.build().map_err(|_| SmtpAddressError::TlsHost)
}

fn credentials(url: &Url) -> Result<Option<Credentials>, SmtpAddressError> {
    let decoded = |text: &str| {
        let text = percent_decode_str(text).decode_utf8().map_err(|_| SmtpAddressError::Credentials)?;
        if text.is_empty() { Err(SmtpAddressError::Credentials) } else { Ok(text.into_owned()) }
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (user, Some(password)) => Ok(Some(Credentials::new(decoded(user)?, decoded(password)?))),
        (_, None) => Err(SmtpAddressError::Credentials),
    }
}
