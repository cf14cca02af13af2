//! What somebody said yes to, in exactly the words that were shown, and the way to take it back.

use serde_json::{Value, json};

use super::action::Action;
use super::parts;
use super::{Visit, answers};
use crate::desk::{Act, ConsentText, Receipt};
use crate::escape::escape;

/// One yes and, if it was taken back, when.
struct Yes<'d> {
    given: &'d Receipt,
    text: Option<&'d ConsentText>,
    withdrawn: Option<&'d Receipt>,
}

/// A heading and every yes; nothing when there never was one.
pub(super) fn section(visit: &Visit<'_>) -> String {
    let all = all(visit);
    if all.is_empty() {
        return String::new();
    }
    let items: String = all.iter().enumerate().map(|(at, yes)| item(visit, yes, at)).collect();
    let heading = escape(&visit.reader.language.texts.text("my.consentsTitle"));
    format!("<h2>{heading}</h2>\n<ul class=\"papers\">\n{items}</ul>\n")
}

/// Pairs each yes with its end.
fn all<'v>(visit: &'v Visit<'_>) -> Vec<Yes<'v>> {
    let mut all: Vec<Yes<'v>> = Vec::new();
    for (receipt, text) in &visit.dossier.receipts {
        match receipt.act {
            Act::Given => all.push(Yes { given: receipt, text: text.as_ref(), withdrawn: None }),
            Act::Withdrawn => {
                let open = |yes: &&mut Yes<'_>| yes.given.field == receipt.field && yes.withdrawn.is_none();
                if let Some(yes) = all.iter_mut().rev().find(open) {
                    yes.withdrawn = Some(receipt);
                }
            }
        }
    }
    all
}

fn item(visit: &Visit<'_>, yes: &Yes<'_>, at: usize) -> String {
    let id = format!("yes-{at}");
    let texts = &visit.reader.language.texts;
    let line = |key: &str, receipt: &Receipt| {
        let when = texts.with(key, &[("when", &visit.moment(receipt.at))]);
        format!("<p>{}</p>\n", parts::meta(&when))
    };
    let mut item = format!("<li>{}{}", words(visit, yes, &id), line("my.consentGiven", yes.given));
    match yes.withdrawn {
        Some(withdrawn) => item.push_str(&line("my.consentWithdrawn", withdrawn)),
        None => {
            if let Some(field) = visit.definition.field(&yes.given.field) {
                item.push_str(&format!("<p>{}</p>\n", parts::meta(&answers::deleted(visit, field))));
            }
            let field = [("field", yes.given.field.as_str())];
            let words = texts.text("my.withdraw");
            item.push_str(&parts::button_about(visit, Action::Withdraw, &words, &id, &field));
        }
    }
    item.push_str("</li>\n");
    item
}

/// The archived words, in the language in which they were read. The button to take them back points to their `id`.
fn words(visit: &Visit<'_>, yes: &Yes<'_>, id: &str) -> String {
    let Some(text) = yes.text else { return String::new() };
    let other = if text.lang == visit.reader.lang() {
        String::new()
    } else {
        format!(" lang=\"{}\" dir=\"auto\"", escape(&text.lang))
    };
    format!("<p id=\"{id}\"{other}>{}</p>\n", escape(&text.text))
}

/// Every receipt with its words.
pub(super) fn json(visit: &Visit<'_>) -> Value {
    let one = |(receipt, text): &(Receipt, Option<ConsentText>)| {
        let mut value = json!(receipt);
        value["text"] = json!(text.as_ref().map(|text| &text.text));
        value
    };
    visit.dossier.receipts.iter().map(one).collect()
}
