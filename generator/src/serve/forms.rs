//! What the dev server's own forms are made from: the files below `forms/` of the newest site.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use ::forms::{Manifest, addresses};
use forms_fn::FormsFolder;

use super::painter::Painter;
use crate::render::OutPath;

/// The files below `forms/`.
pub(super) fn files(painter: &Painter) -> BTreeMap<String, Vec<u8>> {
    let paths = painter.below("forms/").into_iter();
    let file =
        |path: OutPath| Some((path.strip_prefix("forms/")?.to_owned(), painter.file(&path)?.bytes().ok()?));
    paths.filter_map(file).collect()
}

/// The forms, as `forms-fn serve --forms` would read them from disk; but links in letters lead to this server, where
/// they can be tried.
pub(super) fn folder(parts: BTreeMap<String, Vec<u8>>, addr: SocketAddr) -> Option<FormsFolder> {
    folder_at(parts, &format!("http://{addr}"))
}

/// The same for an origin: `https://edit.example.org`.
pub(super) fn folder_at(mut parts: BTreeMap<String, Vec<u8>>, origin: &str) -> Option<FormsFolder> {
    if let Some(manifest) = parts.get_mut("manifest.json")
        && let Ok(mut own) = Manifest::read(manifest)
    {
        own.base_url = format!("{origin}{}", addresses::path_of(&own.base_url));
        *manifest = serde_json::to_vec(&own).expect("it was just read from JSON");
    }
    match FormsFolder::from_parts(&parts) {
        Ok(forms) => Some(forms),
        Err(faults) => {
            for fault in faults {
                eprintln!("error: the forms can't be loaded: {fault}");
            }
            None
        }
    }
}
