//! The folder `docs` as it is in the program, or in this repository while the program is developed.

use rust_embed::RustEmbed;

/// What makes a site of the documents lies below this.
const SITE: &str = "manual/";

#[derive(RustEmbed)]
#[folder = "../../docs"]
struct Docs;

/// The bytes of a file below `docs`.
pub(crate) fn bytes(path: &str) -> Vec<u8> {
    let file = Docs::get(path).unwrap_or_else(|| panic!("there is no docs/{path}"));
    file.data.into_owned()
}

/// A text below `docs`.
pub(crate) fn text(path: &str) -> String {
    String::from_utf8(bytes(path)).unwrap_or_else(|_| panic!("docs/{path} isn't UTF-8"))
}

/// What the site has beside the documents, by its path in the site.
pub(crate) fn of_site() -> Vec<String> {
    let files = Docs::iter().filter_map(|path| path.strip_prefix(SITE).map(str::to_owned));
    files.filter(|path| path.starts_with("content/")).collect()
}

/// The bytes of one of these.
pub(crate) fn bytes_of_site(path: &str) -> Vec<u8> {
    bytes(&format!("{SITE}{path}"))
}
