//! Files that were meant to be read under another name, and copies of those that are.

use crate::diagnostic::{Code, Diagnostic, Sentence, say};
use crate::source::{self, Source};

/// How a file of Markdown is called elsewhere, and what programs add to a name.
const ENDINGS: [&str; 11] =
    [".markdown", ".mdown", ".mkdn", ".mkd", ".mdx", ".txt", ".docx", ".doc", ".odt", ".rtf", ".html"];

/// The name that a file would be read by: `index.da.md` for `Index.da.MD.txt`, `registration.yaml` for `registration.yml`,
/// and of a copy the name of the original.
pub(super) fn name(path: &str, languages: &[&str]) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if let Some(stem) = name.strip_suffix(".yml") {
        return Some(format!("{stem}.yaml"));
    }
    let original = source::original(name);
    of_document(original.unwrap_or(name), languages)
        .filter(|meant| meant != name)
        .or_else(|| original.map(str::to_owned))
}

fn of_document(name: &str, languages: &[&str]) -> Option<String> {
    let mut stem = name.to_ascii_lowercase();
    while let Some(shorter) =
        ENDINGS.iter().find_map(|ending| stem.strip_suffix(ending)).or_else(|| source::original(&stem))
    {
        stem = shorter.to_owned();
    }
    let stem = stem.strip_suffix(".md").unwrap_or(&stem);
    let lang = stem.strip_prefix("index.")?;
    languages.contains(&lang).then(|| format!("index.{lang}.md"))
}

/// How to mend a name; where the right one is taken, following it would put an old copy over the text.
pub(super) fn hint(source: &Source, path: &str, intended: &str) -> Sentence {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let there = format!("{folder}/{intended}");
    let is_there = source.documents().contains(&there.as_str())
        || source.texts.contains_key(&there)
        || source.assets.contains_key(&there);
    let is_copy = source::original(name) == Some(intended) && !intended.starts_with("index.");
    match (is_there, is_copy) {
        (true, _) => say!("file.thereToo", intended),
        (false, true) => say!("file.leftCopy", intended),
        (false, false) => say!("file.renameTo", name = intended),
    }
}

pub(super) fn unread(path: &str) -> Diagnostic {
    Diagnostic::warning(Code::FileUnread, path, None, say!("file.unread", path))
}
