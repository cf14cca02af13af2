//! Fields in which the person chooses: radio buttons, boxes, one box, a list.

use maud::html;

use super::Html;
use super::element::{Attributes, Element};
use super::field::FieldView;
use crate::Field;
use crate::definition::{Choice, Kind};

/// One of several options. A radio button cannot be called invalid, but their group can.
pub(super) fn radios(field: &FieldView, options: &[Choice]) -> Html {
    let mut group = vec![("role", "radiogroup".to_owned())];
    group.extend(field.aria());
    list(field, options, "radio", group, &field.rule_attributes())
}

/// Any of several options. Their group cannot be called invalid, but each box can.
pub(super) fn boxes(field: &FieldView, options: &[Choice]) -> Html {
    let (each, group): (Attributes, _) =
        field.aria().into_iter().partition(|(name, _)| *name == "aria-invalid");
    list(field, options, "checkbox", group, &each)
}

/// A fieldset with the question as its legend; `each` are the attributes of all its inputs.
fn list(
    field: &FieldView,
    options: &[Choice],
    kind: &str,
    group: Attributes,
    each: &[(&'static str, String)],
) -> Html {
    let mut attributes = vec![("class", "field choices".to_owned())];
    attributes.extend(group);
    let content = html! { "\n"
        legend { (field.question()) } "\n"
        (field.remarks())
        @for (at, option) in options.iter().filter(|option| is_shown(field, option)).enumerate() {
            @let id = if at == 0 { field.id() } else { format!("{}-{}", field.id(), at + 1) };
            @let label = html! { (option.label.get(field.view.lang)) };
            (choice(field, [kind, &id, &option.value], each, is_chosen(field, option), &label))
        }
    };
    html! { (Element::new("fieldset", attributes).around(content)) "\n" }
}

/// A single box; its label stands after it.
pub(super) fn checkbox(field: &FieldView) -> Html {
    let mut attributes = field.rule_attributes();
    attributes.extend(field.aria());
    let is_ticked = field.view.values.get(&field.field.name).map(str::trim) == Some(Field::TICKED);
    html! {
        div class="field" { "\n"
            (choice(field, ["checkbox", &field.id(), Field::TICKED], &attributes, is_ticked, &field.question()))
            (field.remarks())
        } "\n"
    }
}

/// An input with its type, id and value, and its label after it.
fn choice(
    field: &FieldView,
    [kind, id, value]: [&str; 3],
    more: &[(&'static str, String)],
    is_chosen: bool,
    label: &Html,
) -> Html {
    let mut attributes = vec![("type", kind.to_owned()), ("id", id.to_owned())];
    attributes.extend([("name", field.field.name.clone()), ("value", value.to_owned())]);
    attributes.extend_from_slice(more);
    if is_chosen {
        attributes.push(("checked", String::new()));
    }
    html! {
        div class="choice" { (Element::new("input", attributes)) label for=(id) { (label) } } "\n"
    }
}

/// Whether the event has what the option needs, or it was chosen while it had.
fn is_shown(field: &FieldView, option: &Choice) -> bool {
    let has_fact = option.fact.as_ref().is_none_or(|fact| field.view.facts.has(fact));
    has_fact || is_chosen(field, option)
}

fn is_chosen(field: &FieldView, option: &Choice) -> bool {
    let sent = field.view.values.all(&field.field.name);
    match sent {
        [] => field.chosen_before() == Some(&option.value),
        _ => sent.iter().any(|value| value.trim() == option.value),
    }
}

/// A list to unfold, for languages and countries.
pub(super) fn select(field: &FieldView) -> Html {
    let is_country = matches!(field.field.kind, Kind::Country);
    let mut attributes = vec![("id", field.id()), ("name", field.field.name.clone())];
    attributes.extend(field.rule_attributes());
    attributes.extend(field.field.autocomplete.clone().map(|token| ("autocomplete", token)));
    attributes.extend(field.aria());
    let first = if is_country { "form.chooseCountry" } else { "form.chooseOption" };
    let sent = field.view.values.get(&field.field.name);
    let (chosen, wording) = (sent.or(field.chosen_before()), field.view.wording());
    let options = html! { "\n"
        option value="" { (field.texts().text(first)) } "\n"
        @for value in field.field.offered() {
            @let lang = (!is_country).then_some(value);
            option value=(value) lang=[lang] selected[chosen == Some(value)] { (field.field.word(value, &wording).text()) } "\n"
        }
    };
    html! {
        div class="field" { "\n"
            (field.label())
            (Element::new("select", attributes).around(options)) "\n"
        } "\n"
    }
}
