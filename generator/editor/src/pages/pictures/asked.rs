//! What a form of pictures asks for, or what is missing in it.

use jiff::civil::Date;
use serde_json::Value;

use super::bundle::Bundle;
use crate::desk::Desk;
use crate::form::one_line;
use crate::pages::Asked;
use crate::pictures::received::{FAULT, HELD};
use crate::pictures::{NotTaken, file_name, held};

/// A field that isn't right, and the words that say why.
pub(super) struct Fault {
    pub(super) field: &'static str,
    pub(super) told: String,
}

/// What is to be done.
pub(super) enum Wanted {
    /// At the top: another picture, if there is one, and its words.
    Top { new: Option<(String, Vec<u8>)>, words: Words },
    /// At the end of the text.
    Text { name: String, bytes: Vec<u8>, alt: String },
    /// No picture at the top.
    NoTop,
    /// A file away that no text uses.
    Drop(String),
}

/// The words of the picture at the top.
#[derive(Default)]
pub(super) struct Words {
    /// In the language of the page.
    pub(super) alt: String,
    /// In that of the source.
    pub(super) alt_source: String,
    pub(super) credit: String,
    /// In the language of the page, where that isn't the source's.
    pub(super) credit_here: String,
    pub(super) people: bool,
    pub(super) consent: String,
    pub(super) review: String,
}

impl Wanted {
    /// Reads a form.
    pub(super) fn read(desk: &Desk, asked: &Asked, bundle: &Bundle<'_>) -> Result<Self, Vec<Fault>> {
        let name = asked.field("name");
        match asked.field("do") {
            "remove" => Ok(Self::NoTop),
            "drop" if bundle.pictures.iter().any(|known| known == name) => Ok(Self::Drop(name.to_owned())),
            "text" => text(desk, asked, bundle),
            _ => top(desk, asked, bundle),
        }
    }

    /// Names it in addresses, and the sentence that says that it was done: `picture.did.top`.
    pub(super) fn did(&self) -> &'static str {
        match self {
            Self::Top { new: Some(_), .. } => "top",
            Self::Top { new: None, .. } => "words",
            Self::Text { .. } => "text",
            Self::NoTop | Self::Drop(_) => "gone",
        }
    }
}

/// The picture that was sent, or sent before.
fn sent(
    desk: &Desk,
    asked: &Asked,
    bundle: &Bundle<'_>,
    faults: &mut Vec<Fault>,
) -> Option<(String, Vec<u8>)> {
    if let Some(why) = NotTaken::ALL.into_iter().find(|why| why.name() == asked.field(FAULT)) {
        faults.push(Fault { field: "file", told: why.told(asked.words) });
        return None;
    }
    let name = asked.field(HELD);
    let found = held::read(&desk.pictures(), name);
    if found.is_none() && !name.is_empty() {
        faults.push(Fault { field: "file", told: asked.t("picture.fault.lost") });
    }
    found.map(|(bytes, ending)| (file_name(&bundle.folder, &bytes, ending), bytes))
}

fn top(desk: &Desk, asked: &Asked, bundle: &Bundle<'_>) -> Result<Wanted, Vec<Fault>> {
    let mut faults = Vec::new();
    let new = sent(desk, asked, bundle, &mut faults);
    if new.is_none() && faults.is_empty() && bundle.top().is_none() {
        faults.push(Fault { field: "file", told: asked.t("picture.fault.file") });
    }
    let line = |name: &str| one_line(asked.field(name));
    let words = Words {
        alt: line("alt"),
        alt_source: line("altSource"),
        credit: line("credit"),
        credit_here: line("creditHere"),
        people: asked.field("people") == "true",
        consent: line("consentRef"),
        review: line("reviewOn"),
    };
    let is_decorative = bundle
        .head(&bundle.source)
        .pointer("/picture/decorative")
        .is_some_and(|value| *value == Value::Bool(true));
    let mut missing = |is_missing: bool, field, key: &str| {
        if is_missing {
            faults.push(Fault { field, told: asked.t(&format!("picture.fault.{key}")) });
        }
    };
    missing(words.alt.is_empty() && !is_decorative, "alt", "alt");
    missing(words.alt_source.is_empty() && !is_decorative && !bundle.is_source(), "altSource", "alt");
    missing(!["true", "false"].contains(&asked.field("people")), "people", "people");
    missing(words.people && words.consent.is_empty(), "consentRef", "consent");
    missing(words.people && words.review.parse::<Date>().is_err(), "reviewOn", "review");
    if faults.is_empty() { Ok(Wanted::Top { new, words }) } else { Err(faults) }
}

fn text(desk: &Desk, asked: &Asked, bundle: &Bundle<'_>) -> Result<Wanted, Vec<Fault>> {
    let mut faults = Vec::new();
    let new = sent(desk, asked, bundle, &mut faults);
    if new.is_none() && faults.is_empty() {
        faults.push(Fault { field: "file", told: asked.t("picture.fault.file") });
    }
    let alt = one_line(asked.field("alt"));
    if alt.is_empty() {
        faults.push(Fault { field: "alt", told: asked.t("picture.fault.alt") });
    }
    // Only at the top there is a place for a consent.
    if asked.field("nobody") != "true" {
        faults.push(Fault { field: "nobody", told: asked.t("picture.fault.nobody") });
    }
    match new {
        Some((name, bytes)) if faults.is_empty() => Ok(Wanted::Text { name, bytes, alt }),
        _ => Err(faults),
    }
}
