//! Pictures of the content: turned, freed of what a camera wrote, shrunk, kept between builds.

mod cache;
mod drawings;
mod kinds;
pub(crate) mod photos;

use std::fs;
use std::path::Path;

use generator::build::{self, BuildOptions, Produced};
use generator::cache::Cache;
use generator::diagnostic::{self, Format};
use generator::render::Output;

use crate::site;

/// The small site on disk, its bread story with this picture. Nobody may find the file's name on the site.
pub(crate) fn site(name: &str, picture: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, mut text) in site::files(site::RENDERED) {
        if path.starts_with("content/stories/bread/") {
            text = text.replacen("---\n", "---\nalt: What it shows\n", 1);
            let body = format!("\n![In the text]({name})\n\n[the picture itself]({name})\n");
            text.push_str(&body);
        }
        if path == "content/stories/bread/index.en.md" {
            let header = format!("---\npicture: {{ src: {name}, people: false }}\n");
            text = text.replacen("---\n", &header, 1);
        }
        site::write(folder.path(), path, &text);
    }
    fs::write(folder.path().join("content/stories/bread").join(name), picture).unwrap();
    folder
}

fn produce(root: &Path, cache: Cache) -> Produced {
    build::produce(&BuildOptions { cache, ..BuildOptions::new(root, site::now()) })
}

fn output(root: &Path, cache: Cache) -> Output {
    let produced = produce(root, cache);
    let drawn = diagnostic::draw(&produced.diagnostics, &produced.texts, Format::Human { color: false });
    produced.output.unwrap_or_else(|| panic!("{drawn}"))
}

/// Path and bytes of all that is published below `/media/`.
fn media(output: &Output) -> Vec<(String, Vec<u8>)> {
    let media = output.files.iter().filter(|(path, _)| path.starts_with("public/media/"));
    media.map(|(path, file)| (path.to_string(), file.bytes().unwrap())).collect()
}

fn page(output: &Output) -> String {
    let bytes = output.files["public/en/stories/bread/index.html"].bytes().unwrap();
    String::from_utf8(bytes).unwrap()
}
