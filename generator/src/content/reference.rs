//! The declarations as a page of Markdown, for those who write heads.

use std::fmt::Write as _;

use forms::Definition;

use super::{Common, Head as _, HeadKey, Kind, Must, Role, Shape, Shaped as _, Stands};
use crate::config::{self, WrittenConfig};
use crate::entities::{self, WrittenOrganisation, WrittenTopic};
use crate::glossary::{self, WrittenTerm};
use crate::resources::{self, WrittenResource};
use crate::towns::{self, WrittenTown};

/// The site's own files, each with what an entry of it holds.
const FILES: [(&str, &str, Shape); 6] = [
    (config::PATH, "The file itself.", WrittenConfig::SHAPE),
    (entities::ORGANISATIONS, "Each organisation, below its id.", WrittenOrganisation::SHAPE),
    (entities::TOPICS, "Each topic, below its id.", WrittenTopic::SHAPE),
    (resources::PATH, "Each office, as an entry of a list.", WrittenResource::SHAPE),
    (glossary::PATH, "Each thing, as an entry of a list.", WrittenTerm::SHAPE),
    (towns::PATH, "Each town, as an entry of a list.", WrittenTown::SHAPE),
];

/// All keys of all kinds.
#[must_use]
pub fn reference() -> String {
    let mut page = "# The keys of a head\n\n\
        What may stand between the two lines `---` at the top of a document. `spaces reference` writes this page.\n\n\
        *Words* are said in each language; *facts* stand in the source only, which is the file in the site's first language or \
        the one that says `source: true`; *notes* are what each file says of itself. A key marked ● can't be missing. \
        What is marked *private* stays in the repository and is on no page. The keys of the site's own files stand in \
        [files.md](files.md).\n"
        .to_owned();
    page.push_str("\n## In every document\n");
    table(&mut page, Common::KEYS, None);
    for kind in Kind::ALL {
        let name = kind.folder();
        let _ = write!(page, "\n## In `content/{name}`\n");
        table(&mut page, kind.own_keys(), Some(kind));
    }
    page
}

/// All keys of the site's own files, and of forms.
#[must_use]
pub fn reference_of_files() -> String {
    let mut page = "# The keys of the site's own files\n\n\
        What may stand in the settings, in lists such as that of the organisations, and in a form. `spaces reference --files` writes this page.\n\n\
        *Words* are said in each language, *facts* once. A key marked ● can't be missing. The keys of documents stand in \
        [keys.md](keys.md).\n"
        .to_owned();
    for (path, entry, shape) in FILES {
        let _ = write!(page, "\n## In `{path}`\n\n{entry}\n");
        table(&mut page, shape.group(), None);
    }
    forms(&mut page);
    page
}

/// The keys of a form, which are declared where forms are read.
fn forms(page: &mut String) {
    page.push_str("\n## In `content/forms`\n\nEach form, a file of its own. Texts are words; everything else is a fact.\n");
    for table in Definition::keys() {
        if !table.below.is_empty() {
            let _ = write!(page, "\n### `{}`\n", table.below);
        }
        page.push_str("\n| key | what it is |\n|---|---|\n");
        for key in table.keys {
            let must = if key.must { " ●" } else { "" };
            let _ = writeln!(page, "| `{}`{must} | {} {} |", key.name, key.help, key.value);
        }
    }
}

/// The keys, and a table below for each group among them.
fn table(page: &mut String, keys: &[HeadKey], kind: Option<Kind>) {
    rows(page, keys, kind);
    for key in keys.iter().filter(|key| !key.group().is_empty()) {
        let _ = write!(page, "\n### `{}`\n", key.name);
        rows(page, key.group(), None);
    }
}

fn rows(page: &mut String, keys: &[HeadKey], kind: Option<Kind>) {
    page.push_str("\n| key | | what it is | how it is written |\n|---|---|---|---|\n");
    for key in keys {
        let _ = writeln!(
            page,
            "| `{}`{} | {} | {} {} | `{}` |",
            key.name,
            if is_needed(key, kind) { " ●" } else { "" },
            about(key),
            key.help(),
            shape(key.shape),
            key.example.replace('|', "\\|"),
        );
    }
}

fn is_needed(key: &HeadKey, kind: Option<Kind>) -> bool {
    kind.map_or(key.must != Must::Nowhere, |kind| key.is_required(kind))
}

fn about(key: &HeadKey) -> String {
    let role = match key.role {
        Role::Word => "words",
        Role::Fact => "fact",
        Role::Note => "note",
    };
    let place = match (key.role, key.stands) {
        (Role::Fact, _) | (_, Stands::Everywhere) => "",
        (_, Stands::InSource) => ", source only",
        (_, Stands::InTranslations) => ", translations only",
    };
    format!("{role}{place}{}", if key.is_private { ", private" } else { "" })
}

/// What values there are, where the help can't know.
fn shape(shape: Shape) -> String {
    match shape {
        Shape::Choice(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            format!("One of {}.", words.join(", "))
        }
        Shape::Day => "A day.".to_owned(),
        Shape::Moment => "A day and a time, without a zone.".to_owned(),
        Shape::Clock => "Hours and minutes.".to_owned(),
        Shape::Zone => "An IANA time zone.".to_owned(),
        Shape::Country { or_other } => match or_other {
            true => "Two capital letters, or `other`.".to_owned(),
            false => "Two capital letters.".to_owned(),
        },
        Shape::LanguageTag => "The short tag of a language.".to_owned(),
        Shape::WebAddress => "With `https://`.".to_owned(),
        Shape::Slug => "Small letters, digits and dashes.".to_owned(),
        Shape::Truth => "`true` or `false`.".to_owned(),
        Shape::Whole { .. } => "A whole number.".to_owned(),
        Shape::Id(of) => match of {
            super::Referent::Organisation => "An id of `content/organisations.yaml`.".to_owned(),
            super::Referent::Topic => "An id of `content/topics.yaml`.".to_owned(),
            super::Referent::Form => "The name of a file in `content/forms`.".to_owned(),
            super::Referent::Event => "`events/` and the name of its folder.".to_owned(),
            super::Referent::Language => "A language of `content/site.yaml`.".to_owned(),
            super::Referent::Menu => "The folder of a document, or the name of a list.".to_owned(),
            super::Referent::Theme => "The name of a folder in `themes`.".to_owned(),
        },
        Shape::List(item) if item.group().is_empty() => match self::shape(*item) {
            item if item.is_empty() => "A list.".to_owned(),
            item => format!("A list. Each: {}", lower(&item)),
        },
        Shape::List(_) => "A list of groups: see below.".to_owned(),
        Shape::Group(_) => "A group: see below.".to_owned(),
        Shape::InEachLanguage => "A text in each language of the site.".to_owned(),
        Shape::ByLanguage(item) if item.group().is_empty() => "By the short tags of languages.".to_owned(),
        Shape::ByLanguage(_) => "A group for each language, by its short tag: see below.".to_owned(),
        Shape::Price => "`free`, or `{ amount: 50, currency: DKK }`.".to_owned(),
        Shape::Line
        | Shape::MailAddress
        | Shape::Address
        | Shape::Fingerprint
        | Shape::PictureFile
        | Shape::Translations => String::new(),
    }
}

fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
