//! Texts that aren't what their keys ask for, with words for whoever wrote them.

use forms::EmailFault;

use crate::diagnostic::{Code, Diagnostic, say};
use crate::yaml::Located;

/// A country that isn't two capital letters.
pub(crate) fn country<T: AsRef<str>>(path: &str, country: &Located<T>) -> Option<Diagnostic> {
    let code = country.value.as_ref();
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let problem =
        Diagnostic::error(Code::FrontValue, path, country.span.clone(), say!("value.noCountry", code));
    let is_letters = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    Some(problem.with_hint(match is_letters {
        true => say!("value.countryCapitals", example = &code.to_uppercase()),
        false => say!("value.countryHint"),
    }))
}

/// A web address that isn't one, or that could run a script.
pub(crate) fn web_address<T: AsRef<str>>(path: &str, url: &Located<T>) -> Option<Diagnostic> {
    let text = url.value.as_ref();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if rest.is_some_and(|rest| !rest.is_empty() && !text.contains(char::is_whitespace)) {
        return None;
    }
    let problem = Diagnostic::error(Code::FrontValue, path, url.span.clone(), say!("value.noWeb", text));
    Some(problem.with_hint(say!("value.webHint")))
}

/// An address that no letter reaches: the same check as that of the forms.
pub(crate) fn email_address<T: AsRef<str>>(path: &str, email: &Located<T>) -> Option<Diagnostic> {
    let fault = forms::email::canonical(email.value.as_ref()).err()?;
    let message = say!("value.noMail", address = email.value.as_ref());
    let problem = Diagnostic::error(Code::FrontValue, path, email.span.clone(), message);
    Some(problem.with_hint(match fault {
        EmailFault::Dots => say!("value.mailDots"),
        EmailFault::Several => say!("value.mailSeveral"),
        EmailFault::Letters => say!("value.mailLetters"),
        EmailFault::End => say!("value.mailEnd"),
        EmailFault::Other => say!("value.mailOther"),
    }))
}
