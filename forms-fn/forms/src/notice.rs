//! Why we ask and how long we keep it, from the definition: the privacy notice under the form.

use crate::definition::Keep;
use crate::html::Markup;
use crate::{Definition, Facts, Field, Purpose, Texts};

/// A `<details>` with each purpose and its legal basis, and under it how long the answer of each field is kept. Fields
/// that this event does not ask are left out.
///
/// The words of a legal basis stand under `form.basis`; without them the basis is not shown.
pub fn html(definition: &Definition, texts: &Texts, lang: &str, facts: &Facts) -> String {
    let mut markup = Markup::default();
    let summary = format!("{} · {}", texts.text("form.purposeTitle"), texts.text("form.keepTitle"));
    markup.open("details", &[("class", "notice")]).line();
    markup.element("summary", &[], &summary).line();
    markup.element("p", &[], &texts.text("form.privacyIntro")).line();
    markup.open("dl", &[]).line();
    for purpose in &definition.purposes {
        let serves = |field: &&Field| field.purpose == purpose.id && definition.may_be_asked(field, facts);
        let fields: Vec<&Field> = definition.fields.iter().filter(serves).collect();
        if !fields.is_empty() {
            draw(&mut markup, texts, lang, purpose, &fields);
        }
    }
    markup.close("dl").line().close("details").line();
    markup.finish()
}

fn draw(markup: &mut Markup, texts: &Texts, lang: &str, purpose: &Purpose, fields: &[&Field]) {
    markup.open("dt", &[]).text(purpose.text.get(lang));
    let basis = format!("form.basis.{}", purpose.basis.as_str());
    if texts.get(&basis).is_some() {
        markup.text(" ").text(&texts.text(&basis));
    }
    markup.close("dt").line();
    for field in fields {
        let line = format!("{}: {}", field.label.get(lang), kept(texts, field.keep));
        markup.element("dd", &[], &line).line();
    }
}

/// The sentence that says how long an answer is kept.
pub fn kept(texts: &Texts, keep: Keep) -> String {
    match keep {
        Keep::Days { days, .. } => texts.with(keep.key(), &[("days", &days.to_string())]),
        Keep::Count | Keep::None => texts.text(keep.key()),
    }
}
