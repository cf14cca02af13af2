//! The theme's files that are not templates: one style sheet of all styles, sheets that few pages need, scripts, and static
//! files as they are.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{bundles, integrity};
use crate::render::{File, OutPath};
use crate::source::Source;
use crate::url::Url;

/// The name by which templates ask for the style sheet.
const STYLE: &str = "style.css";

/// The offline worker: it stands at the root, since it looks after what is below its own address.
const WORKER: &str = "sw.js";

/// A file whose name changes with its bytes, so that browsers may keep it for ever.
#[derive(Clone, Debug, Hash, Serialize)]
pub(super) struct Asset {
    /// `/assets/forms.0123456789ab.js`.
    pub(super) url: Url,
    /// What the browser compares the bytes with.
    integrity: String,
}

/// Everything that a theme brings beside templates and texts.
pub(super) struct Static {
    /// The style sheet and the scripts by the names that templates use.
    pub(super) assets: BTreeMap<String, Asset>,
    /// All files by output path.
    pub(super) files: Vec<(OutPath, File)>,
}

impl Static {
    /// The address of the style sheet.
    pub(super) fn stylesheet(&self) -> Url {
        self.assets[STYLE].url.clone()
    }

    /// Adds a file below its own name with the hash in it: `forms.js` → `assets/forms.0123456789ab.js`.
    fn add(&mut self, name: &str, text: &str) {
        self.add_as(name, name, text);
    }

    /// The same for a file that templates call by another name.
    fn add_as(&mut self, called: &str, name: &str, text: &str) {
        let (stem, ending) = name.rsplit_once('.').expect("only `.js` and `.css` come here");
        let url = Url::of(&format!("assets/{stem}.{}.{ending}", short_hash(text.as_bytes())));
        self.files.push((OutPath::of(&url), File::Bytes(text.as_bytes().to_vec())));
        let integrity = integrity::sha384(text.as_bytes());
        self.assets.insert(called.to_owned(), Asset { url, integrity });
    }
}

/// The style sheet, the scripts, and all else as it is.
pub(super) fn collect(source: &Source, folder: &str) -> Static {
    let mut all = Static { assets: BTreeMap::new(), files: Vec::new() };
    all.add(STYLE, &super::minify::css(&styles(source, folder)));
    let fixed = format!("{folder}static/");
    for (path, text) in &source.texts {
        match path.strip_prefix(&fixed) {
            Some(name) if name.ends_with(".js") && name != WORKER => all.add(name, text),
            // A style sheet that few pages need: that of organisers.
            Some(name) if name.ends_with(".css") => all.add(name, &super::minify::css(text)),
            Some(name) => {
                all.files.push((fixed_path(name), File::Bytes(text.clone().into_bytes())));
            }
            None => {}
        }
    }
    let script = |name: &str| source.texts.get(&format!("{fixed}{name}")).map(String::as_str);
    for wanted in bundles::wanted(source, folder) {
        if let Some((name, text)) = bundles::join(wanted, script) {
            all.add_as(wanted, &name, &text);
        }
    }
    let copies = source.assets.iter().filter_map(|(path, from)| Some((path.strip_prefix(&fixed)?, from)));
    all.files.extend(copies.map(|(name, from)| (fixed_path(name), File::Copy(from.clone()))));
    all
}

/// Where a file stands that keeps its name.
fn fixed_path(name: &str) -> OutPath {
    OutPath::new(format!("public/{name}"))
}

/// One sheet of all styles: those of `styles/` in the order of their names, and those beside the
/// templates (`templates/story.css`) where a name that begins with `50-` would stand. A file of the
/// same name in `content/templates` takes the place of the theme's.
fn styles(source: &Source, folder: &str) -> String {
    let mut sheets: BTreeMap<String, &str> = BTreeMap::new();
    for (prefix, order) in [
        (format!("{folder}styles/"), ""),
        (format!("{folder}templates/"), "50-"),
        ("content/templates/".to_owned(), "50-"),
    ] {
        let css = |path: &str| Some(path.strip_prefix(&prefix)?.strip_suffix(".css")?.to_owned());
        let found = source.texts.iter().filter_map(|(path, text)| Some((css(path)?, text)));
        sheets.extend(found.map(|(name, text)| (format!("{order}{name}"), text.trim_end())));
    }
    sheets.values().map(|text| format!("{text}\n")).collect()
}

/// Twelve hex digits are enough: the name only has to change when the bytes do.
fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
