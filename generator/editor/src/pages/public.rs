//! Whether the site shows a publication.

use forms::Html;
use maud::html;

use super::{Asked, Refused};
use crate::after::{Public, Went, look};
use crate::desk::Desk;
use crate::repository::Saved;

/// How long after it the site is asked without being told to, in seconds: a day.
const FRESH: i64 = 24 * 3600;

/// How it stands; nothing of a version that isn't the newest of its pages.
pub(super) fn shown(desk: &Desk, asked: &Asked, saved: &Saved) -> Result<Html, Refused> {
    let Some((url, wanted)) = page(desk, saved)? else { return Ok(html! {}) };
    let is_fresh = asked.now.as_second() - saved.at < FRESH;
    let wants = !asked.query("look").is_empty();
    let public = (wants || desk.after.asks && is_fresh).then(|| look(&url, &wanted));
    let again = format!("/edit/c/{}?look=again", saved.version);
    let link = |key| html! { a href=(again) { (asked.t(key)) } };
    let page = html! { a href=(url) dir="ltr" { (url) } };
    Ok(html! {
        @match public {
            Some(Public::Yes) => p class="good" { (asked.t("server.public")) " " (page) },
            Some(Public::NotYet) => p { (asked.t("server.notYet")) " " (page) " " (link("server.again")) },
            Some(Public::Unknown) => p class="warning" { (asked.t("server.unknown")) " " (page) " " (link("server.again")) },
            None => p { (link("server.look")) },
        }
        @if public != Some(Public::Yes) {
            @match desk.after.went() {
                Some(Went::Running) => p { (asked.t("server.running")) },
                Some(Went::Badly) => p class="warning" { (asked.t("server.badly")) },
                None => {},
            }
        }
    })
}

/// The address of the first page that it changed, and how that is to look. A page that is gone has no address any more, and isn't asked about.
fn page(desk: &Desk, saved: &Saved) -> Result<Option<(String, Vec<u8>)>, Refused> {
    let (Some(before), Ok(base)) = (&saved.before, desk.base()) else { return Ok(None) };
    let Some(site) = desk.after.ask.clone().or_else(|| desk.site_url()) else { return Ok(None) };
    for path in desk.repository.changed(before, &saved.version)? {
        // What was changed since then, too, looks otherwise.
        let then = desk.repository.read(&saved.version, &path)?;
        if then != desk.repository.read(&base.version, &path)? {
            continue;
        }
        if let Some(address) = base.shown.address(&path) {
            let bytes = base.shown.page(address).bytes;
            return Ok(bytes.map(|bytes| (format!("{}{address}", site.trim_end_matches('/')), bytes)));
        }
    }
    Ok(None)
}
