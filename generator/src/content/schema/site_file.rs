//! The site's own files as JSON Schema, from the declarations with which they are read.

use serde_json::{Value, json};

use super::{DIALECT, Ids, extended, value};
use crate::config::WrittenConfig;
use crate::content::{Shape, Shaped};
use crate::entities::{WrittenOrganisation, WrittenTopic};
use crate::glossary::WrittenTerm;
use crate::resources::WrittenResource;
use crate::towns::WrittenTown;

/// A file of the site that holds no document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SiteFile {
    /// `content/site.yaml`.
    Site,
    /// `content/organisations.yaml`.
    Organisations,
    /// `content/topics.yaml`.
    Topics,
    /// `content/resources.yaml`.
    Resources,
    /// `content/glossary.yaml`.
    Glossary,
    /// `content/towns.yaml`.
    Towns,
    /// A file in `content/forms`.
    Form,
}

impl SiteFile {
    /// Each of them.
    pub const ALL: [Self; 7] = [
        Self::Site,
        Self::Organisations,
        Self::Topics,
        Self::Resources,
        Self::Glossary,
        Self::Towns,
        Self::Form,
    ];

    /// What the command line calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Organisations => "organisations",
            Self::Topics => "topics",
            Self::Resources => "resources",
            Self::Glossary => "glossary",
            Self::Towns => "towns",
            Self::Form => "form",
        }
    }

    /// The file with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|file| file.name() == name)
    }
}

/// The schema of a file of the site.
#[must_use]
pub fn schema_of_file(file: SiteFile, ids: &Ids) -> Value {
    let (title, schema) = match file {
        SiteFile::Site => ("What holds for the whole site", value(WrittenConfig::SHAPE, ids)),
        SiteFile::Organisations => ("Organisations by their ids", by_id(WrittenOrganisation::SHAPE, ids)),
        SiteFile::Topics => ("Topics by their ids", by_id(WrittenTopic::SHAPE, ids)),
        SiteFile::Resources => ("Offices that one can ask", list(WrittenResource::SHAPE, ids)),
        SiteFile::Glossary => ("Things and their words", list(WrittenTerm::SHAPE, ids)),
        SiteFile::Towns => ("What towns are called elsewhere", list(WrittenTown::SHAPE, ids)),
        SiteFile::Form => {
            let languages: Vec<&str> = ids.languages.iter().map(String::as_str).collect();
            ("A form", forms::Definition::schema(&languages))
        }
    };
    extended(json!({ "$schema": DIALECT, "title": title }), schema)
}

fn list(shape: Shape, ids: &Ids) -> Value {
    json!({ "type": "array", "items": value(shape, ids) })
}

fn by_id(shape: Shape, ids: &Ids) -> Value {
    let (ids_as, each) = (value(Shape::Slug, ids), value(shape, ids));
    json!({ "type": "object", "propertyNames": ids_as, "additionalProperties": each })
}
