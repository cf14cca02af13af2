//! Fields in which the person writes: one line, several lines, address, phone, number.

use super::field::{FieldView, borrowed};
use super::markup::Markup;
use crate::definition::Kind;

/// A field of one line.
pub(super) fn input(field: &FieldView, markup: &mut Markup) {
    label(field, markup);
    let mut attributes = common(field);
    if attributes.iter().all(|(name, _)| *name != "type") {
        attributes.push(("type", "text".to_owned()));
    }
    attributes.push(("value", field.view.values.get(&field.field.name).unwrap_or_default().to_owned()));
    markup.open("input", &borrowed(&attributes)).line().close("div").line();
}

/// A field of several lines.
pub(super) fn textarea(field: &FieldView, markup: &mut Markup) {
    label(field, markup);
    let mut attributes = common(field);
    attributes.push(("rows", "5".to_owned()));
    markup.open("textarea", &borrowed(&attributes));
    // HTML drops one line break after the start tag: this one, and not the person's own.
    markup.line().text(field.view.values.get(&field.field.name).unwrap_or_default());
    markup.close("textarea").line().close("div").line();
}

fn label(field: &FieldView, markup: &mut Markup) {
    markup.open("div", &[("class", "field")]).line();
    markup.open("label", &[("for", &field.id())]);
    field.question(markup);
    markup.close("label").line();
    field.remarks(markup);
}

fn common(field: &FieldView) -> Vec<(&'static str, String)> {
    let mut attributes = vec![("id", field.id()), ("name", field.field.name.clone())];
    attributes.extend(field.rule_attributes());
    // Addresses and numbers run from left to right in every language; words find their own direction.
    let dir = match field.field.kind {
        Kind::Email { .. } | Kind::Phone { .. } | Kind::Integer { .. } => "ltr",
        _ => "auto",
    };
    attributes.push(("dir", dir.to_owned()));
    if matches!(field.field.kind, Kind::Email { .. }) {
        attributes.push(("spellcheck", "false".to_owned()));
    }
    attributes.extend(field.field.autocomplete.clone().map(|token| ("autocomplete", token)));
    attributes.extend(field.aria());
    attributes
}
