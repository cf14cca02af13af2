//! Links that lead nowhere, and where they may have been meant to lead.

use super::{LinkPlace, Resolver};
use crate::diagnostic::{Code, Diagnostic, Sentence, nearest, say};
use crate::links::Refused;
use crate::source::Unusable;

impl Resolver<'_> {
    /// What to say of a path at which nothing stands.
    pub(super) fn nothing(&self, place: &LinkPlace<'_>, path: &str) -> Diagnostic {
        if let Some(reason) = self.hidden_by(path) {
            return not_published(place, reason);
        }
        let written = &place.link.written;
        let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        if is_file && path.ends_with(".md") {
            let problem = place.error(Code::LinkNoPage, say!("link.file", written));
            return problem.with_hint(say!("link.fileHint"));
        }
        if is_mail(written) {
            let problem = place.error(Code::LinkNoPage, say!("link.asFile", written));
            return problem.with_hint(say!("link.mailHint", written));
        }
        if let Some(address) = address_elsewhere(written).filter(|_| !place.link.image) {
            let problem = place.error(Code::LinkNoPage, say!("link.asFile", written));
            return problem.with_hint(say!("link.asFileHint", address));
        }
        if is_file || place.link.image {
            let names = self.assets.keys().filter_map(|path| path.strip_prefix("content/"));
            let problem = place.error(Code::LinkNoFile, say!("link.noFile", written));
            if let Some(there) = beside(path, names.clone()) {
                return problem.with_hints(self.elsewhere(place, there));
            }
            let hint = self.did_you_mean(place, path, names);
            return problem.with_hint(hint.unwrap_or_else(|| say!("link.noFileHint")));
        }
        let names =
            self.reach.documents.keys().copied().chain(self.reach.sections.iter().map(String::as_str));
        let hint = self.did_you_mean(place, path, names);
        let hint = hint.unwrap_or_else(|| say!("link.noPageHint"));
        place.error(Code::LinkNoPage, say!("link.noPage", written)).with_hint(hint)
    }

    /// The nearest name, in the form in which this link was written.
    fn did_you_mean<'n>(
        &self,
        place: &LinkPlace<'_>,
        path: &str,
        names: impl Iterator<Item = &'n str> + Clone,
    ) -> Option<Sentence> {
        let last = |name: &'n str| name.rsplit('/').next().unwrap_or(name);
        let name = nearest(path, names.clone()).or_else(|| {
            let wanted = path.rsplit('/').next().unwrap_or(path);
            let same = nearest(wanted, names.clone().map(last))?;
            names.clone().find(|name| last(name) == same)
        })?;
        let is_asset = name.rsplit('/').next().is_some_and(|last| last.contains('.'));
        let slash = if is_asset { "" } else { "/" };
        let written = if place.link.written.starts_with('/') {
            format!("/{name}{slash}")
        } else {
            format!("{}{slash}", relative(&place.document.id, name))
        };
        Some(say!("link.meant", written))
    }

    /// A file that lies elsewhere: how to link to it there, and where it is at home unless that is another text's folder.
    fn elsewhere(&self, place: &LinkPlace<'_>, name: &str) -> Vec<Sentence> {
        let (written, id) = (&place.link.written, &place.document.id);
        let there = if written.starts_with('/') { format!("/{name}") } else { relative(id, name) };
        let mut hints = vec![say!("hint.meanThere", there)];
        let (folder, last) = name.rsplit_once('/').unwrap_or(("", name));
        let mut folders = folder.match_indices('/').map(|(at, _)| &folder[..at]).chain([folder]);
        if !folders.any(|folder| self.reach.documents.contains_key(folder)) {
            let from = format!("content/{folder}");
            let from = from.trim_end_matches('/');
            hints.push(say!("link.moveFile", last, from, id));
        }
        hints
    }
}

/// What looks like the address of another site without its `https://`: `www.example.org`, `example.org/about`.
fn address_elsewhere(written: &str) -> Option<&str> {
    const ENDINGS: [&str; 14] =
        ["com", "org", "net", "eu", "info", "dk", "fi", "no", "se", "ua", "io", "de", "is", "uk"];
    let host = written.split(['/', '?', '#']).next().unwrap_or_default().to_lowercase();
    let (name, ending) = host.rsplit_once('.')?;
    let is_name = !name.is_empty() && !name.starts_with('.');
    (is_name && (name.starts_with("www.") || ENDINGS.contains(&ending))).then_some(written)
}

/// The file of that name, if there is one in all the content.
fn beside<'n>(path: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let last = |path: &str| path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let mut same = names.filter(|name| last(name) == last(path));
    same.next().filter(|_| same.next().is_none())
}

pub(super) fn not_published(place: &LinkPlace<'_>, reason: &Sentence) -> Diagnostic {
    let message = say!("link.notPublished", written = &place.link.written, reason = reason.clone());
    place.error(Code::LinkNotPublished, message).with_hint(say!("link.notPublishedHint"))
}

/// A file that is never published.
pub(super) fn unusable(place: &LinkPlace<'_>, why: &Unusable) -> Diagnostic {
    let message = say!("file.never", path = &place.link.written, what = why.what.clone());
    place.error(Code::FileKind, message).with_hint(why.hint.clone())
}

/// A document that is shown as if it were a picture.
pub(super) fn not_shown(place: &LinkPlace<'_>) -> Diagnostic {
    let problem = place.error(Code::PictureKind, say!("link.notAPicture", written = &place.link.written));
    problem.with_hint(say!("link.notAPictureHint"))
}

pub(super) fn refuse(place: &LinkPlace<'_>, why: &Refused) -> Diagnostic {
    let written = &place.link.written;
    match why {
        Refused::Scheme(scheme) => {
            let problem = place.error(Code::LinkScheme, say!("link.scheme", scheme));
            problem.with_hint(say!("link.schemeHint"))
        }
        Refused::NoScheme => {
            let problem = place.error(Code::LinkScheme, say!("link.noScheme", written));
            problem.with_hint(say!("link.noSchemeHint", written))
        }
        Refused::Outside => {
            let problem = place.error(Code::LinkNoPage, say!("link.outside", written));
            problem.with_hint(say!("link.outsideHint"))
        }
        Refused::Empty => {
            let problem = place.error(Code::LinkNoPage, say!("link.nowhere"));
            problem.with_hint(say!("link.nowhereHint"))
        }
    }
}

/// The path from a document's folder to another place below `content/`.
fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = vec![".."; from.len() - shared];
    up.into_iter().chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// Whether a link's target is an e-mail address.
fn is_mail(written: &str) -> bool {
    let parts = written.split_once('@').filter(|(name, host)| !name.is_empty() && host.contains('.'));
    parts.is_some() && !written.contains(['/', ' ', '#', '?'])
}
