//! Where pictures and other files belong that no document uses: in the folder of the text that shows them.

use std::collections::BTreeSet;

use super::{folder, is_below, is_known};
use crate::content::Kind;
use crate::diagnostic::{Code, Diagnostic, Sentence, say};
use crate::source::Source;

/// How people call a folder of pictures or other files, in the languages of the site.
const NAMES: [&str; 27] = [
    "asset",
    "attachment",
    "bild",
    "bilder",
    "billede",
    "billeder",
    "doc",
    "document",
    "download",
    "file",
    "foto",
    "gallery",
    "graphic",
    "illustration",
    "image",
    "img",
    "kuva",
    "kuvat",
    "logo",
    "media",
    "pdf",
    "photo",
    "photograph",
    "pic",
    "picture",
    "static",
    "upload",
];

/// Folders of files and of nothing else: any in an unknown place, and those beside the folders of documents that are called
/// so: `content/images`, `content/stories/images`.
pub(super) fn folders(source: &Source) -> BTreeSet<String> {
    let place = |path: &str| {
        let below = path.strip_prefix("content/")?;
        let (kind, rest) = below.split_once('/')?;
        if !is_known(kind) {
            return Some(format!("content/{kind}"));
        }
        let (name, _) = rest.split_once('/')?;
        let is_of_documents = Kind::of_folder(kind).is_some();
        (is_of_documents && is_of_files(name)).then(|| format!("content/{kind}/{name}"))
    };
    let with_texts: BTreeSet<String> =
        source.texts.keys().chain(&source.documents).filter_map(|path| place(path)).collect();
    let all = source.assets.keys().filter_map(|path| place(path));
    all.filter(|folder| !with_texts.contains(folder)).collect()
}

fn is_of_files(name: &str) -> bool {
    let name = name.to_lowercase();
    let is = |name: &str| NAMES.contains(&name);
    is(&name) || name.strip_suffix('s').is_some_and(is)
}

/// A problem for a folder of which no document uses anything.
pub(super) fn unused(folder: &str, files: &[&str]) -> Diagnostic {
    let message = say!("file.folderNoUse", folder);
    let problem = Diagnostic::warning(Code::FileUnused, folder, None, message);
    let file = files.iter().find(|path| is_picture(path)).or(files.first());
    let name = file.map_or("", |path| path.rsplit('/').next().unwrap_or(path));
    problem.with_hint(say!("file.folderNoUseHint", link = &link(name)))
}

/// Where a file belongs that stands beside the folders of documents.
pub(super) fn place(source: &Source, path: &str) -> Option<Sentence> {
    let (kind, name) = (folder(path)?, path.rsplit('/').next()?);
    let is_beside = path.strip_prefix("content/")?.split('/').count() == 2;
    Kind::of_folder(kind).filter(|_| is_beside)?;
    let folder = nearest_folder(source, kind, name).unwrap_or_else(|| format!("content/{kind}/<name>"));
    Some(say!("file.besideDocument", folder))
}

/// The one folder of a document that a file seems to belong to by its name.
fn nearest_folder(source: &Source, kind: &str, name: &str) -> Option<String> {
    let (stem, _) = name.rsplit_once('.')?;
    let stem = stem.to_lowercase();
    let above = format!("content/{kind}");
    let documents = source.documents();
    let folders: BTreeSet<&str> = documents
        .into_iter()
        .filter(|path| is_below(path, &above))
        .filter_map(|path| path.rsplit_once('/').map(|(folder, _)| folder))
        .collect();
    let mut like = folders.into_iter().filter(|folder| {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        name.starts_with(&stem) || stem.starts_with(name)
    });
    like.next().filter(|_| like.next().is_none()).map(str::to_owned)
}

/// How a text shows a file or links to it.
pub(super) fn link(name: &str) -> String {
    match is_picture(name) {
        true => format!("`![what it shows]({name})`"),
        false => format!("`[what it is]({name})`"),
    }
}

fn is_picture(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    ["jpg", "jpeg", "png", "gif", "webp", "svg"].contains(&ending.as_str())
}
