//! What somebody typed as an e-mail address → the one spelling that is stored, compared and written to; or why no letter
//! gets there.
//!
//! Taken is what the mailer takes ([`lettre::Address`]), as far as every mail server takes it: before the `@` the plain
//! letters that the HTML standard allows, behind it a domain with a dot. A domain in letters of its own (`prøve.dk`) becomes
//! the spelling that the internet knows (`xn--prve-hra.dk`, IDNA), so that both are one person, whichever a browser sends.

use std::fmt;

use lettre::Address;

/// Why no letter reaches an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailFault {
    /// A dot too many: two side by side, or one at an end or beside the `@`.
    Dots,
    /// A blank or a comma: two addresses, or words around one.
    Several,
    /// Before the `@` stands a letter that only few mail servers take.
    Letters,
    /// The domain has no dot: `anna@gmail` reaches nobody.
    End,
    /// It isn't an address at all.
    Other,
}

impl fmt::Display for EmailFault {
    /// For those who run the site, after the address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dots => "two dots can't stand side by side, and none can stand first, last or beside the `@`",
            Self::Several => "there must be one address only, without blanks, commas and `<`",
            Self::Letters => "before the `@` there can only be the letters a–z, digits and signs such as `.`, `-`, `_`, `+`",
            Self::End => "the domain must have a dot, such as `example.org`",
            Self::Other => "an address looks like `name@example.org`",
        })
    }
}

/// The address as it is stored and written to.
///
/// # Errors
/// Why no letter would reach it.
pub fn canonical(text: &str) -> Result<String, EmailFault> {
    let Some((local, domain)) = text.split_once('@') else { return Err(EmailFault::Other) };
    if text.contains(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>')) {
        return Err(EmailFault::Several);
    }
    if !local.is_ascii() {
        return Err(EmailFault::Letters);
    }
    let domain = ascii(domain).ok_or(EmailFault::Other)?;
    let spare = |part: &str| part.starts_with('.') || part.ends_with('.') || part.contains("..");
    if spare(local) || spare(&domain) {
        return Err(EmailFault::Dots);
    }
    if local.is_empty() || !local.bytes().all(is_atom) || !domain.split('.').all(is_label) {
        return Err(EmailFault::Other);
    }
    if !domain.contains('.') {
        return Err(EmailFault::End);
    }
    Address::new(local, &domain).map(|address| address.to_string()).map_err(|_| EmailFault::Other)
}

/// An address as people know it: with the letters of the domain.
pub fn shown(address: &str) -> String {
    let Some((local, domain)) = address.split_once('@') else { return address.to_owned() };
    match idna::domain_to_unicode(domain) {
        (domain, Ok(())) => format!("{local}@{domain}"),
        _ => address.to_owned(),
    }
}

/// The spelling of a domain that the internet knows, in small letters.
fn ascii(domain: &str) -> Option<String> {
    if domain.is_ascii() {
        return Some(domain.to_ascii_lowercase());
    }
    idna::domain_to_ascii(domain).ok()
}

/// What the HTML standard allows before the `@` of a "valid e-mail address".
fn is_atom(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte)
}

/// A label of a host name: 1–63 letters, digits and inner hyphens (RFC 1034, section 3.5, with RFC 1123).
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}
