//! What somebody said yes to, in exactly the words that were shown, and the way to take it back.

use forms::html::Html;
use maud::html;
use serde_json::{Value, json};

use super::action::Action;
use super::parts;
use super::{Visit, answers};
use crate::desk::{Act, ConsentText, Receipt};

/// One yes and, if it was taken back, when.
struct Yes<'d> {
    given: &'d Receipt,
    text: Option<&'d ConsentText>,
    withdrawn: Option<&'d Receipt>,
}

/// A heading and every yes; nothing when there never was one.
pub(super) fn section(visit: &Visit<'_>) -> Html {
    let items: Vec<Html> = all(visit).iter().enumerate().map(|(at, yes)| item(visit, yes, at)).collect();
    parts::papers(&visit.reader.language.texts.text("my.consentsTitle"), &items)
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

fn item(visit: &Visit<'_>, yes: &Yes<'_>, at: usize) -> Html {
    let id = format!("yes-{at}");
    let texts = &visit.reader.language.texts;
    let small = |words: &str| html! { p { (parts::meta(words)) } "\n" };
    let when = |key: &str, receipt: &Receipt| small(&texts.with(key, &[("when", &visit.moment(receipt.at))]));
    html! {
        li {
            @if let Some(text) = yes.text { (words(visit, text, &id)) }
            (when("my.consentGiven", yes.given))
            @if let Some(withdrawn) = yes.withdrawn {
                (when("my.consentWithdrawn", withdrawn))
            } @else {
                @if let Some(field) = visit.definition.field(&yes.given.field) {
                    (small(&answers::deleted(visit, field)))
                }
                (withdraw(visit, yes, &id))
            }
        } "\n"
    }
}

/// The archived words, in the language in which they were read. The button to take them back points to their `id`.
fn words(visit: &Visit<'_>, text: &ConsentText, id: &str) -> Html {
    let is_other = text.lang != visit.reader.lang();
    html! {
        p id=(id) lang=[is_other.then_some(&text.lang)] dir=[is_other.then_some("auto")] { (text.text) } "\n"
    }
}

fn withdraw(visit: &Visit<'_>, yes: &Yes<'_>, id: &str) -> Html {
    let words = visit.reader.language.texts.text("my.withdraw");
    let field = [("field", yes.given.field.as_str())];
    parts::button_about(visit, Action::Withdraw, &words, id, &field)
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
