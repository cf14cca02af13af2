//! A site for a few readers, beside the one that is shown: `/previews/NAME/`, without forms.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use jiff::Timestamp;

use super::ask::{Asking, Expected, ask};
use super::deploy::{Deployed, place};
use super::pack::{self, Content, Piece};
use super::server::{Reach, Server};
use super::{ReleaseFile, folder};
use crate::headers::PREVIEWS;

/// The name of a preview: a part of its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewName(String);

impl FromStr for PreviewName {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let is_part = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        // Addresses with a folder `forms` lead to forms-fn.
        let is_name = (1..=40).contains(&name.len()) && name.bytes().all(is_part) && !name.starts_with('-');
        if !is_name || name == "forms" {
            return Err(
                "a preview has a name of small letters, digits and dashes, up to 40, such as `pr-12`"
                    .to_owned(),
            );
        }
        Ok(Self(name.to_owned()))
    }
}

impl fmt::Display for PreviewName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Refuses to show a preview in the place of the site.
pub(super) fn is_none(base: &str) -> Result<(), String> {
    match base.rsplit_once(PREVIEWS) {
        Some((before, name)) if name.strip_prefix('/').is_some_and(|name| !name.contains('/')) => {
            Err(format!(
                "this was built for `{base}`, which is a preview: `spaces deploy --preview {}`, or build it for `{before}`",
                &name[1..]
            ))
        }
        _ => Ok(()),
    }
}

/// Puts what was built for `/previews/NAME/` there, in the place of the preview of that name.
///
/// # Errors
/// A sentence; then the preview is as it was, or it is new and doesn't show itself.
pub fn publish_preview(
    reach: &Reach,
    name: &PreviewName,
    out: &Path,
    asking: Option<&Asking>,
    now: Timestamp,
) -> Result<Deployed, String> {
    let release = folder::whole(out)?;
    let expected = Expected::of_folder(out, &release)?.without_forms();
    if !expected.base().ends_with(&format!("{PREVIEWS}/{name}")) {
        return Err(format!(
            "this was built for `{0}`; build it for the preview with `spaces release --drafts --base-url {0}{PREVIEWS}/{name}`",
            expected.base()
        ));
    }
    let server = Server::locked(reach, true, now)?;
    let files: Vec<&ReleaseFile> = release.files.iter().filter(|file| file.order < 2).collect();
    let have = server.have(files.iter().flat_map(|file| {
        let of_before = kept_or_before(name, file);
        of_before.into_iter().map(|path| (&*file.sha256, path))
    }))?;
    let part = format!("previews/.{name}.part");
    let mut pieces: Vec<Piece> = files
        .iter()
        .map(|file| {
            let there = kept_or_before(name, file).into_iter().find(|path| have.contains(path));
            let of = there.map_or_else(|| Content::File(out.join(&file.path)), Content::Link);
            Piece { to: format!("{part}/{}", below_public(file)), of }
        })
        .collect();
    let sums = files.iter().map(|file| format!("{}  {}\n", file.sha256, below_public(file))).collect();
    let (count, bytes) = pack::sent(&pieces);
    pieces.push(Piece { to: format!("{part}/.sums"), of: Content::Text(sums) });
    server.send(&part, &pieces, now)?;
    server.settle_preview(&part, &name.to_string())?;
    let asked = asking.map_or(Ok(0), |asking| ask(asking, &expected))?;
    Ok(Deployed {
        name: name.to_string(),
        sent: (count, bytes),
        files: files.len(),
        asked,
        notes: Vec::new(),
    })
}

/// Takes a preview away; whether it was there.
///
/// # Errors
/// A sentence.
pub fn remove_preview(reach: &Reach, name: &PreviewName, now: Timestamp) -> Result<bool, String> {
    Server::locked(reach, false, now)?.remove_preview(&name.to_string())
}

/// Where the same file may be already.
fn kept_or_before(name: &PreviewName, file: &ReleaseFile) -> Vec<String> {
    let before = format!("previews/{name}/{}", below_public(file));
    let shared = file.kept.then(|| place(file));
    shared.into_iter().chain([before]).collect()
}

fn below_public(file: &ReleaseFile) -> &str {
    file.path.strip_prefix("public/").unwrap_or(&file.path)
}
