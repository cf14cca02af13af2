//! Fields in which the person chooses: radio buttons, boxes, one box, a list.

use super::field::{FieldView, borrowed};
use super::markup::Markup;
use crate::Field;
use crate::definition::{Choice, Kind};

/// Radio buttons for a choice, boxes for choices: a fieldset with the question as its legend.
pub(super) fn list(field: &FieldView, markup: &mut Markup) {
    let (options, radio) = match &field.field.kind {
        Kind::Choice { options, .. } => (options, true),
        Kind::Choices { options, .. } => (options, false),
        _ => return,
    };
    let mut attributes = vec![("class", "field choices".to_owned())];
    if radio {
        // A radio button cannot be called invalid, but their group can.
        attributes.push(("role", "radiogroup".to_owned()));
        attributes.extend(field.aria());
    } else {
        attributes.extend(field.aria().into_iter().filter(|(name, _)| *name == "aria-describedby"));
    }
    markup.open("fieldset", &borrowed(&attributes)).line();
    markup.open("legend", &[]);
    field.question(markup);
    markup.close("legend").line();
    field.remarks(markup);
    for (at, option) in options.iter().enumerate() {
        let id = if at == 0 { field.id() } else { format!("{}-{}", field.id(), at + 1) };
        let mut attributes =
            vec![("type", if radio { "radio" } else { "checkbox" }.to_owned()), ("id", id.clone())];
        attributes.extend([("name", field.field.name.clone()), ("value", option.value.clone())]);
        if radio {
            attributes.extend(field.rule_attributes());
        } else {
            attributes.extend(field.aria().into_iter().filter(|(name, _)| *name == "aria-invalid"));
        }
        if is_chosen(field, option) {
            attributes.push(("checked", String::new()));
        }
        choice(markup, &id, &attributes, |markup| {
            markup.text(option.label.get(field.view.lang));
        });
    }
    markup.close("fieldset").line();
}

/// A single box; its label stands after it.
pub(super) fn checkbox(field: &FieldView, markup: &mut Markup) {
    markup.open("div", &[("class", "field")]).line();
    let mut attributes = vec![("type", "checkbox".to_owned()), ("id", field.id())];
    attributes.extend([("name", field.field.name.clone()), ("value", Field::TICKED.to_owned())]);
    attributes.extend(field.rule_attributes());
    attributes.extend(field.aria());
    if field.view.values.get(&field.field.name).map(str::trim) == Some(Field::TICKED) {
        attributes.push(("checked", String::new()));
    }
    choice(markup, &field.id(), &attributes, |markup| field.question(markup));
    field.remarks(markup);
    markup.close("div").line();
}

/// A list to unfold, for languages and countries.
pub(super) fn select(field: &FieldView, markup: &mut Markup) {
    let country = matches!(field.field.kind, Kind::Country);
    markup.open("div", &[("class", "field")]).line();
    markup.open("label", &[("for", &field.id())]);
    field.question(markup);
    markup.close("label").line();
    field.remarks(markup);
    let mut attributes = vec![("id", field.id()), ("name", field.field.name.clone())];
    attributes.extend(field.rule_attributes());
    attributes.extend(field.field.autocomplete.clone().map(|token| ("autocomplete", token)));
    attributes.extend(field.aria());
    markup.open("select", &borrowed(&attributes)).line();
    let first = if country { "form.chooseCountry" } else { "form.chooseOption" };
    markup.element("option", &[("value", "")], &field.texts().text(first)).line();
    for value in field.field.offered() {
        let mut attributes = vec![("value", value)];
        if !country {
            attributes.push(("lang", value));
        }
        if field.view.values.get(&field.field.name) == Some(value) {
            attributes.push(("selected", ""));
        }
        markup.element("option", &attributes, &words(field, value, country)).line();
    }
    markup.close("select").line().close("div").line();
}

/// The country's name in the language of the page, or the language's own name.
fn words(field: &FieldView, value: &str, country: bool) -> String {
    if country {
        return field.texts().text(&format!("form.countries.{value}"));
    }
    let own = field.view.languages.iter().find(|(id, _)| id == value);
    own.map_or(value, |(_, name)| name).to_owned()
}

fn is_chosen(field: &FieldView, option: &Choice) -> bool {
    let sent = field.view.values.all(&field.field.name);
    match &field.field.kind {
        Kind::Choice { default: Some(default), .. } if sent.is_empty() => *default == option.value,
        _ => sent.iter().any(|value| value.trim() == option.value),
    }
}

/// An input and its label after it.
fn choice(markup: &mut Markup, id: &str, attributes: &[(&str, String)], label: impl FnOnce(&mut Markup)) {
    markup.open("div", &[("class", "choice")]);
    markup.open("input", &borrowed(attributes)).open("label", &[("for", id)]);
    label(markup);
    markup.close("label").close("div").line();
}
