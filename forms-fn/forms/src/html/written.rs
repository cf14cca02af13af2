//! Fields in which the person writes: one line, several lines, address, phone, number.

use maud::html;

use super::Html;
use super::element::{Attributes, Element};
use super::field::FieldView;
use crate::definition::Kind;

/// A field of one line.
pub(super) fn input(field: &FieldView) -> Html {
    let mut attributes = common(field);
    if attributes.iter().all(|(name, _)| *name != "type") {
        attributes.push(("type", "text".to_owned()));
    }
    attributes.push(("value", field.written()));
    below_label(field, &Element::new("input", attributes))
}

/// A field of several lines.
pub(super) fn textarea(field: &FieldView) -> Html {
    let mut attributes = common(field);
    attributes.push(("rows", "5".to_owned()));
    // HTML drops one line break after the start tag: this one, and not the person's own.
    let content = html! { "\n" (field.written()) };
    below_label(field, &Element::new("textarea", attributes).around(content))
}

fn below_label(field: &FieldView, control: &Element) -> Html {
    html! {
        div class="field" { "\n"
            (field.label())
            (control) "\n"
        } "\n"
    }
}

fn common(field: &FieldView) -> Attributes {
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
