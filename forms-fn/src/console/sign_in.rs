//! The way in: an address, eight digits from a letter, and out again. On the machine itself a printed link is enough.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use forms::Html;
use maud::html;

use super::ROOT;
use super::cookie::Cookie;
use super::refused::Refused;
use super::visitor::{Asker, Visitor};
use crate::accounts::words::LANGUAGES;
use crate::accounts::{Accounts, CameFrom, NotSignedIn};
use crate::app::{App, Editor};
use crate::decode::{Posted, Query};

const EMAIL: &str = "email";
const DIGITS: &str = "digits";
const LANG: &str = "lang";
const KEY: &str = "k";
const NEXT: &str = "next";
/// Where the pages of the editor begin.
const EDITOR: &str = "/edit";
/// An address of a document is much shorter.
const LONGEST_NEXT: usize = 500;

/// The path at which somebody signs in who wants a page of the editor, and gets back there.
#[must_use]
pub fn sign_in_path(next: &str) -> String {
    match editor_path(next) {
        Some(next) => {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair(NEXT, next).finish();
            format!("{ROOT}/sign-in?{query}")
        }
        None => format!("{ROOT}/sign-in"),
    }
}

/// A path of the editor on this very host, and nothing that a browser could read as another one.
fn editor_path(next: &str) -> Option<&str> {
    let rest = next.strip_prefix(EDITOR)?;
    let is_below = rest.is_empty() || rest.starts_with(['/', '?']);
    let is_plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let lower = next.to_ascii_lowercase();
    let leads_away = ["//", "..", "%2e", "%2f", "%5c"].iter().any(|odd| lower.contains(odd));
    (is_below && is_plain && !leads_away && next.len() <= LONGEST_NEXT).then_some(next)
}

/// GET `/desk/sign-in`
pub(super) async fn ask_address(asker: Asker, query: Query) -> Response {
    // The choice of a language changes nothing but what the browser remembers.
    let chosen = query.get(LANG).and_then(crate::accounts::words::language);
    match chosen {
        Some(lang) if lang != asker.lang => {
            let next = query.get(NEXT).unwrap_or_default();
            let path = sign_in_path(next);
            let mut response = to(&asker, path.strip_prefix(ROOT).unwrap_or(&path));
            Cookie::Lang.set(&asker.headers, &mut response, lang);
            response
        }
        _ => address_page(&asker, StatusCode::OK, "", false, query.get(NEXT).and_then(editor_path)),
    }
}

fn address_page(
    asker: &Asker,
    status: StatusCode,
    typed: &str,
    is_wrong: bool,
    next: Option<&str>,
) -> Response {
    // Whoever came from the editor may know nothing of organisers.
    let title = asker.t(if next.is_some() { "signIn.editors" } else { "signIn.title" });
    let main = html! {
        h1 { (title) } "\n"
        p { (asker.t("signIn.intro")) } "\n"
        form class="form" method="post" action="/desk/sign-in" novalidate {
            @if let Some(next) = next { input type="hidden" name=(NEXT) value=(next); }
            p class="field" {
                label for=(EMAIL) { (asker.t("signIn.email")) }
                @if is_wrong { span class="field-error" id="email-error" { (asker.t("signIn.emailWrong")) } }
                input type="email" id=(EMAIL) name=(EMAIL) value=(typed) autocomplete="email" required
                    aria-invalid=[is_wrong.then_some("true")] aria-describedby=[is_wrong.then_some("email-error")];
            }
            p { button { (asker.t("signIn.send")) } }
        } "\n"
        (languages(asker, next)) "\n"
    };
    asker.page(status, &title, &main)
}

fn languages(asker: &Asker, next: Option<&str>) -> Html {
    let path = |lang: &str| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair(LANG, lang);
        if let Some(next) = next {
            query.append_pair(NEXT, next);
        }
        format!("{ROOT}/sign-in?{}", query.finish())
    };
    html! {
        nav class="desk-languages" aria-label=(asker.t("signIn.languages")) {
            ul {
                @for (id, name) in LANGUAGES {
                    li { a href=(path(id)) lang=(id) aria-current=[(id == asker.lang).then_some("true")] { (name) } } "\n"
                }
            }
        }
    }
}

/// POST `/desk/sign-in`: the same answer whether the address has an account or not.
pub(super) async fn send_digits(
    State(app): State<App>,
    asker: Asker,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let typed = sent.take(EMAIL)?.unwrap_or_default();
    let next = sent.take(NEXT)?;
    let next = next.as_deref().and_then(editor_path);
    let Ok(email) = forms::email::canonical(typed.trim()) else {
        return Ok(address_page(&asker, StatusCode::UNPROCESSABLE_ENTITY, &typed, true, next));
    };
    let origin = asker.editor.as_ref().and_then(|editor| editor.called(&asker.headers));
    let from = CameFrom { next, origin };
    let sign_in = Accounts::new(app.desk.clone()).sign_in(&email, from, asker.now).await?;
    let mut response = to(&asker, "/code");
    Cookie::Attempt.set(&asker.headers, &mut response, &sign_in.token);
    Ok(response)
}

/// GET `/desk/code`: the page that waits for the digits; a letter's link brings them along, so that one press is enough. A mail
/// program that opens the link signs nobody in.
pub(super) async fn ask_digits(asker: Asker, query: Query) -> Response {
    let digits = query.get(DIGITS).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    match Cookie::Attempt.read(&asker.headers) {
        Some(_) => digits_page(&asker, StatusCode::OK, digits.unwrap_or_default(), None),
        None => other_browser(&asker, digits),
    }
}

fn digits_page(asker: &Asker, status: StatusCode, digits: &str, wrong: Option<u8>) -> Response {
    let title = asker.t("code.title");
    let main = html! {
        h1 { (title) } "\n"
        p { (asker.t("code.intro")) } "\n"
        form class="form" method="post" action="/desk/code" novalidate {
            p class="field" {
                label for=(DIGITS) { (asker.t("code.digits")) }
                @if let Some(left) = wrong {
                    span class="field-error" id="digits-error" { (asker.with("code.wrong", &[("left", &left.to_string())])) }
                }
                input id=(DIGITS) name=(DIGITS) value=(digits) inputmode="numeric" autocomplete="one-time-code" required
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "digits-error")];
            }
            p { button { (asker.t("code.enter")) } }
        } "\n"
        p { (asker.t("code.nothing")) " " a href="/desk/sign-in" { (asker.t("code.again")) } } "\n"
    };
    asker.page(status, &title, &main)
}

/// The link of the letter was opened elsewhere than where the digits were asked for.
fn other_browser(asker: &Asker, digits: Option<&str>) -> Response {
    let title = asker.t("code.elsewhereTitle");
    let main = html! {
        h1 { (title) } "\n"
        @if let Some(digits) = digits { p class="desk-digits" { (digits) } "\n" }
        p { (asker.t("code.elsewhere")) } "\n"
        p { a href="/desk/sign-in" { (asker.t("code.again")) } } "\n"
    };
    asker.page(StatusCode::OK, &title, &main)
}

/// POST `/desk/code`
pub(super) async fn check_digits(
    State(app): State<App>,
    asker: Asker,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let typed = sent.take(DIGITS)?.unwrap_or_default();
    let Some(attempt) = Cookie::Attempt.read(&asker.headers) else {
        return Ok(other_browser(&asker, None));
    };
    let accounts = Accounts::new(app.desk.clone());
    match accounts.finish_sign_in(&attempt, &typed, asker.browser(), asker.now).await? {
        Ok(entered) => {
            let next = entered.next.as_deref().and_then(editor_path);
            let mut response = match next.filter(|_| asker.editor.as_ref().is_some_and(Editor::is_here)) {
                Some(next) => Redirect::to(next).into_response(),
                None => to(&asker, first_page(&accounts, &entered.token, &asker).await?),
            };
            Cookie::Session.set(&asker.headers, &mut response, &entered.token);
            Cookie::Attempt.clear(&asker.headers, &mut response);
            Ok(response)
        }
        Err(NotSignedIn::Wrong(left)) => {
            Ok(digits_page(&asker, StatusCode::UNPROCESSABLE_ENTITY, "", Some(left)))
        }
        Err(NotSignedIn::Over) => {
            let title = asker.t("code.overTitle");
            let main = html! {
                h1 { (title) } "\n"
                p { (asker.t("code.over")) } "\n"
                p { a href="/desk/sign-in" { (asker.t("code.again")) } } "\n"
            };
            let mut response = asker.page(StatusCode::UNPROCESSABLE_ENTITY, &title, &main);
            Cookie::Attempt.clear(&asker.headers, &mut response);
            Ok(response)
        }
    }
}

/// A passkey is asked for at once where a role needs one.
#[cfg(feature = "passkeys")]
async fn first_page(accounts: &Accounts, token: &str, asker: &Asker) -> Result<&'static str, Refused> {
    let visit = accounts.visit(token, asker.now).await?;
    let visitor = visit.map(|visit| Visitor { asker: asker.clone(), visit });
    Ok(if visitor.is_some_and(|visitor| visitor.misses_passkey()) { "/passkey" } else { "" })
}

#[cfg(not(feature = "passkeys"))]
#[expect(clippy::unused_async, reason = "with passkeys the store is asked")]
async fn first_page(_: &Accounts, _: &str, _: &Asker) -> Result<&'static str, Refused> {
    Ok("")
}

/// GET `/desk/open`: the link that the program printed. It works on the machine itself only.
pub(super) async fn ask_to_open(asker: Asker, query: Query) -> Result<Response, Refused> {
    let key = query.get(KEY).filter(|_| asker.is_own_machine).ok_or(Refused::NotThere)?;
    let title = asker.t("open.title");
    let main = html! {
        h1 { (title) } "\n"
        p { (asker.t("open.text")) } "\n"
        form method="post" action="/desk/open" {
            input type="hidden" name=(KEY) value=(key);
            p { button { (asker.t("open.button")) } }
        } "\n"
    };
    Ok(asker.page(StatusCode::OK, &title, &main))
}

/// POST `/desk/open`
pub(super) async fn open(
    State(app): State<App>,
    asker: Asker,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let key = sent.take(KEY)?.filter(|_| asker.is_own_machine).ok_or(Refused::NotThere)?;
    match Accounts::new(app.desk.clone()).open(&key, asker.browser(), asker.now).await? {
        Some(token) => {
            let mut response = to(&asker, "");
            Cookie::Session.set(&asker.headers, &mut response, &token);
            Ok(response)
        }
        None => {
            let title = asker.t("open.usedTitle");
            let main = html! {
                h1 { (title) } "\n"
                p { (asker.t("open.used")) } "\n"
            };
            Ok(asker.page(StatusCode::GONE, &title, &main))
        }
    }
}

/// POST `/desk/sign-out`
pub(super) async fn sign_out(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let accounts = Accounts::new(app.desk.clone());
    match &visitor.visit.door_link {
        Some(link) => drop(accounts.end_door_link(link, visitor.now()).await?),
        None => accounts.end_session(&visitor.visit.account.id, &visitor.visit.id, visitor.now()).await?,
    }
    let mut response = to(&visitor.asker, "/sign-in");
    Cookie::Session.clear(&visitor.asker.headers, &mut response);
    // The names of an evening lie in the browser, for a door without a network.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}

/// On to a page of the console.
pub(super) fn to(asker: &Asker, path: &str) -> Response {
    Redirect::to(&asker.folder.address(&format!("{ROOT}{path}"))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_of_the_editor_on_this_host_is_gone_back_to() {
        for good in
            ["/edit", "/edit/", "/edit/d/0a1b2c3d4e/w/events/dinner/da", "/edit?q=a%20b", "/edit/#f-title"]
        {
            assert_eq!(editor_path(good), Some(good));
            assert!(sign_in_path(good).starts_with("/desk/sign-in?next=%2Fedit"), "{good}");
        }
        for bad in [
            "",
            "/",
            "/desk",
            "edit/",
            "/editor.evil.example",
            "//evil.example/edit",
            "/edit//evil.example",
            "/edit/\\evil.example",
            "/\\evil.example/edit",
            "https://evil.example/edit/",
            "/edit/https://evil.example",
            "/edit/../desk/sign-out",
            "/edit/%2e%2e/desk",
            "/edit/%2F%2Fevil.example",
            "/edit/%5Cevil",
            "/edit/\r\nset-cookie:a",
            "/edit/a b",
            "/edit/é",
            "javascript:/edit/",
            " /edit/",
        ] {
            assert_eq!(editor_path(bad), None, "{bad}");
            assert_eq!(sign_in_path(bad), "/desk/sign-in", "{bad}");
        }
        assert_eq!(editor_path(&format!("/edit/{}", "a".repeat(LONGEST_NEXT))), None);
    }
}
