//! The theme's files that are not templates: one style sheet of all styles, sheets that few pages need, scripts, and static
//! files as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::tokens::{self, Tokens};
use super::{bundles, integrity};
use crate::content::ThemeFolders;
use crate::render::{File, OutPath};
use crate::source::{Checked, Source};
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

    /// The names below `static` of the files that keep them.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let below = |path: &OutPath| Some(path.address()?.strip_prefix('/')?.to_owned());
        self.files.iter().filter_map(|(path, _)| below(path)).collect()
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

/// The style sheet, the scripts, drawings in the colours of the theme, and all else as it is.
pub(super) fn collect(source: &Source, folders: &ThemeFolders, tokens: &Tokens) -> io::Result<Static> {
    let mut all = Static { assets: BTreeMap::new(), files: Vec::new() };
    let texts = folders.below(&source.texts, "static/");
    // Style sheets that few pages need: that of organisers.
    let few = texts.iter().filter(|(name, _)| name.ends_with(".css"));
    let few: BTreeMap<&str, String> =
        few.map(|(name, (_, text))| (*name, super::minify::css(text))).collect();
    let own: String =
        tokens::files(source, folders).into_iter().map(|(_, text)| super::minify::css(text)).collect();
    let mut sheets = vec![super::minify::css(&styles(source, folders))];
    sheets.extend(few.values().cloned());
    let templates: Vec<&str> =
        super::templates::in_use(folders, source).into_iter().map(|(_, text)| text).collect();
    let settled = tokens.settled(&own, &sheets, &templates);
    all.add(STYLE, &settled.fill(&(settled.unset(&own) + &sheets[0])));
    for (name, sheet) in &few {
        all.add(name, &settled.fill(sheet));
    }
    for (name, (_, text)) in &texts {
        match *name {
            name if name.ends_with(".js") && name != WORKER => all.add(name, text),
            name if name.ends_with(".css") => {}
            name => all.files.push((fixed_path(name), File::Bytes(text.as_bytes().to_vec()))),
        }
    }
    let script = |name: &str| texts.get(name).map(|(_, text)| text.as_str());
    for wanted in bundles::wanted(source, folders) {
        if let Some((name, text)) = bundles::join(wanted, script) {
            all.add_as(wanted, &name, &text);
        }
    }
    for (name, (_, from)) in folders.below(&source.assets, "static/") {
        let file = if name.ends_with(".svg") { drawing(from, tokens)? } else { File::Copy(from.clone()) };
        all.files.push((fixed_path(name), file));
    }
    Ok(all)
}

/// A drawing with the colours of the theme; one that asks for none goes out as it is.
fn drawing(from: &Checked, tokens: &Tokens) -> io::Result<File> {
    let bytes = from.bytes()?;
    let filled = std::str::from_utf8(&bytes).ok().filter(|text| text.contains("var(--"));
    Ok(filled.map_or_else(|| File::Copy(from.clone()), |text| File::Bytes(tokens.fill(text).into_bytes())))
}

/// Where a file stands that keeps its name.
fn fixed_path(name: &str) -> OutPath {
    OutPath::new(format!("public/{name}"))
}

/// One sheet of all styles but the tokens: those of `styles/` in the order of their names, and those beside the
/// templates (`templates/story.css`) where a name that begins with `50-` would stand. A file of the
/// same name in `content/templates` takes the place of the theme's.
fn styles(source: &Source, folders: &ThemeFolders) -> String {
    let mut sheets: BTreeMap<String, &str> = BTreeMap::new();
    let parts = folders
        .all()
        .rev()
        .flat_map(|folder| [(format!("{folder}styles/"), ""), (format!("{folder}templates/"), "50-")]);
    for (prefix, order) in parts.chain([("content/templates/".to_owned(), "50-")]) {
        let css = |path: &str| Some(path.strip_prefix(&prefix)?.strip_suffix(".css")?.to_owned());
        let found = source.texts.iter().filter_map(|(path, text)| Some((css(path)?, text)));
        sheets.extend(found.map(|(name, text)| (format!("{order}{name}"), text.trim_end())));
    }
    sheets.into_values().map(|text| format!("{text}\n")).collect()
}

/// Twelve hex digits are enough: the name only has to change when the bytes do.
fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
