//! What stands around each page: the way back, where one can go, who is signed in.

use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use forms::{Html, addresses};
use maud::html;

use super::ROOT;
use super::visitor::{Asker, Visitor};
use crate::accounts::Right;
use crate::answer;
use crate::folder::Filling;

/// A place in the menu, and the right without which it isn't there.
struct MenuItem {
    path: &'static str,
    key: &'static str,
    right: Option<Right>,
}

impl MenuItem {
    /// What needs no right is for whoever has an account.
    fn is_for(&self, visitor: &Visitor) -> bool {
        self.right.map_or(!visitor.is_volunteer(), |right| visitor.may(right))
    }
}

const MENU: &[MenuItem] = &[
    MenuItem { path: "/desk", key: "nav.today", right: None },
    MenuItem { path: "/desk/events", key: "nav.events", right: Some(Right::Records) },
    MenuItem { path: "/desk/requests", key: "nav.requests", right: Some(Right::Requests) },
    MenuItem { path: "/desk/door", key: "nav.door", right: Some(Right::Door) },
    MenuItem { path: "/desk/numbers", key: "nav.numbers", right: Some(Right::Numbers) },
    MenuItem { path: "/desk/people", key: "nav.people", right: Some(Right::People) },
    MenuItem { path: "/desk/log", key: "nav.log", right: Some(Right::Log) },
    MenuItem { path: "/desk/me", key: "nav.me", right: None },
];

/// A whole page.
pub(super) fn page(
    asker: &Asker,
    visitor: Option<&Visitor>,
    status: StatusCode,
    title: &str,
    main: &Html,
) -> Response {
    let Ok(shell) = asker.folder.desk_shell() else { return answer::nothing_loaded() };
    let whole = html! {
        (head(asker, visitor)) "\n"
        main id="main" { (main) } "\n"
        @if let Some(visitor) = visitor { (foot(visitor)) }
    };
    let main = addresses::below(asker.folder.base_path(), &whole.0);
    let filled = shell.fill(Filling { title, main: &main, path: "", lang: asker.lang });
    let kind = [(CONTENT_TYPE, "text/html; charset=utf-8")];
    let mut response = (status, kind, filled).into_response();
    response.headers_mut().insert(CONTENT_LANGUAGE, HeaderValue::from_static(asker.lang));
    response
}

fn head(asker: &Asker, visitor: Option<&Visitor>) -> Html {
    html! {
        header class="desk-head" {
            a class="skip" href="#main" { (asker.t("nav.skip")) } "\n"
            p class="desk-brand" { a href=(visitor.map_or(ROOT, Visitor::first_page)) { (asker.t("nav.desk")) } " " span { (asker.site_title()) } } "\n"
            @if let Some(visitor) = visitor {
                nav aria-label=(asker.t("nav.label")) {
                    ul {
                        @for item in MENU.iter().filter(|item| item.is_for(visitor)) {
                            li { a href=(item.path) { (asker.t(item.key)) } } "\n"
                        }
                        @if let Some(editor) = asker.editor.as_ref().filter(|_| visitor.edits()) {
                            li { a href=(editor.first_page()) { (asker.t("nav.write")) } } "\n"
                        }
                        (missing_passkey(visitor))
                    }
                }
            }
        }
    }
}

/// The way to the pages that a mailbox isn't enough for.
#[cfg(feature = "passkeys")]
fn missing_passkey(visitor: &Visitor) -> Html {
    html! { @if visitor.misses_passkey() { li { a href="/desk/passkey" { (visitor.t("nav.passkey")) } } "\n" } }
}

#[cfg(not(feature = "passkeys"))]
fn missing_passkey(_: &Visitor) -> Html {
    html! {}
}

fn foot(visitor: &Visitor) -> Html {
    html! {
        footer class="desk-foot" {
            p { (visitor.with("foot.signedIn", &[("name", &visitor.actor(&visitor.visit.account.name))])) } "\n"
            form method="post" action="/desk/sign-out" { button class="quiet" { (visitor.t("foot.signOut")) } } "\n"
        }
    }
}

impl Visitor {
    /// Where their pages begin.
    pub(super) fn first_page(&self) -> &'static str {
        if self.is_volunteer() { "/desk/door" } else { ROOT }
    }
}

impl Asker {
    /// The site's name, in the reader's language if the site has it.
    pub(super) fn site_title(&self) -> &str {
        let manifest = self.folder.manifest();
        let title = manifest
            .site_title
            .get(self.lang)
            .or_else(|| manifest.site_title.get(&manifest.default_language));
        title.map_or("", String::as_str)
    }
}
