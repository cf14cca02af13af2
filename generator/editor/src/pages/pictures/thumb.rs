//! Small copies of pictures, so that one sees which is which: those of a version, and those that wait for their words.

use forms::Html;
use maud::html;

use super::bundle::Bundle;
use crate::desk::Desk;
use crate::pages::{Answer, Refused};
use crate::pictures::{self, held};
use crate::repository::Version;

/// A picture beside a document; nothing for a kind of file that can't be made smaller.
pub(super) fn of(bundle: &Bundle<'_>, name: &str, alt: &str) -> Html {
    let is_shown = bundle.pictures.iter().any(|known| known == name) && !name.ends_with(".gif");
    html! { @if is_shown { (of_version(&bundle.from, &format!("{}/{name}", bundle.folder), alt)) } }
}

/// A picture of a version, by its path below `content`.
pub(super) fn of_version(version: &Version, path: &str, alt: &str) -> Html {
    html! { img class="thumb" loading="lazy" alt=(alt) src=(format!("/edit/picture/{version}/{path}")); }
}

/// The path below `content` of a file that a draft brings, if it is a picture.
pub(super) fn is_one(path: &str) -> Option<&str> {
    let is_picture = [".jpg", ".png", ".webp"].iter().any(|end| path.ends_with(end));
    path.strip_prefix("content/").filter(|_| is_picture)
}

/// One that waits for its words.
pub(super) fn of_held(name: &str, alt: &str) -> Html {
    html! { img class="thumb" alt=(alt) src=(format!("/edit/picture/{name}")); }
}

/// What stands behind these addresses.
pub(crate) fn small(desk: &Desk, of: &[&str]) -> Result<Answer, Refused> {
    let (version, path) = match of {
        [name] => {
            let (bytes, _) = held::read(&desk.pictures(), name).ok_or(Refused::NotThere)?;
            return copy(&bytes);
        }
        [version, path @ ..] => (Version::parse(version).ok_or(Refused::NotThere)?, path),
        [] => return Err(Refused::NotThere),
    };
    if path.iter().any(|part| part.starts_with('.')) {
        return Err(Refused::NotThere);
    }
    let path = format!("content/{}", path.join("/"));
    let bytes = desk.repository.read(&version, &path)?.ok_or(Refused::NotThere)?;
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        // Shown as a picture it runs nothing, and as a page neither: the rules of all our pages forbid it.
        Some("svg") => Ok(Answer::File { kind: "image/svg+xml", bytes }),
        Some("jpg" | "jpeg" | "png" | "webp") => copy(&bytes),
        _ => Err(Refused::NotThere),
    }
}

fn copy(bytes: &[u8]) -> Result<Answer, Refused> {
    let bytes = pictures::small(bytes).ok_or(Refused::NotThere)?;
    Ok(Answer::File { kind: "image/jpeg", bytes })
}
