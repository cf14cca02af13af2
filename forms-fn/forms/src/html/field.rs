//! The frame of a field: label, error, help, and what ties them to the control.

use maud::html;

use super::element::Attributes;
use super::{FormView, Html, choices, written};
use crate::definition::{Kind, When};
use crate::values::printable;
use crate::{Field, Texts};

/// A field on its page.
#[derive(Debug, Clone)]
pub(super) struct FieldView<'a> {
    pub(super) view: FormView<'a>,
    pub(super) field: &'a Field,
    /// The sentence that stands beside it.
    pub(super) error: Option<String>,
}

impl<'a> FieldView<'a> {
    pub(super) fn new(view: FormView<'a>, field: &'a Field) -> FieldView<'a> {
        let error = view.errors.iter().find(|error| error.field == field.name);
        let error = error.map(|error| error.message(view.definition, view.texts, view.lang));
        FieldView { view, field, error }
    }

    /// Whether somebody has answered other than was chosen before, or something is wrong with it.
    pub(super) fn is_touched(&self) -> bool {
        let before = self.chosen_before();
        let sent = self.view.values.all(&self.field.name).iter().map(|value| value.trim());
        self.error.is_some() || sent.into_iter().any(|value| !value.is_empty() && Some(value) != before)
    }

    /// What is chosen before the person chooses.
    pub(super) fn chosen_before(&self) -> Option<&'a str> {
        let preset = match &self.field.kind {
            Kind::Choice { default, .. } => default.as_deref(),
            Kind::Country if self.field.preset => self.view.country,
            Kind::Language { .. } if self.field.preset => Some(self.view.lang),
            _ => None,
        };
        preset.filter(|value| self.field.offered().contains(value))
    }

    pub(super) fn draw(&self) -> Html {
        match &self.field.kind {
            Kind::Choice { options, .. } => choices::radios(self, options),
            Kind::Choices { options, .. } => choices::boxes(self, options),
            Kind::Checkbox { .. } => choices::checkbox(self),
            Kind::Language { .. } | Kind::Country => choices::select(self),
            Kind::LongText { .. } => written::textarea(self),
            Kind::Text { .. } | Kind::Email { .. } | Kind::Phone { .. } | Kind::Integer { .. } => {
                written::input(self)
            }
        }
    }

    /// The id of the control, or of the first one of several. Names have no hyphen, so no other id can be the same.
    pub(super) fn id(&self) -> String {
        format!("f-{}", self.field.name)
    }

    pub(super) fn texts(&self) -> &'a Texts {
        self.view.texts
    }

    /// What the person wrote.
    pub(super) fn written(&self) -> String {
        printable(self.view.values.get(&self.field.name).unwrap_or_default())
    }

    /// The question above its control, with error and help.
    pub(super) fn label(&self) -> Html {
        html! {
            label for=(self.id()) { (self.question()) } "\n"
            (self.remarks())
        }
    }

    /// The question, and "(optional)" where an answer is not needed.
    pub(super) fn question(&self) -> Html {
        html! {
            (self.field.label.get(self.view.lang))
            @if self.is_optional() {
                " " span class="field-optional" { "(" (self.texts().text("form.optional")) ")" }
            }
        }
    }

    /// A field of which one of several must be filled is not called optional: its help says what is needed.
    fn is_optional(&self) -> bool {
        let sets = &self.view.definition.at_least_one;
        !self.field.required && sets.iter().all(|set| !set.fields.contains(&self.field.name))
    }

    /// Error and help, with the ids that the control points to.
    pub(super) fn remarks(&self) -> Html {
        html! {
            @if let Some(error) = &self.error {
                p class="field-error" id=(self.error_id()) {
                    span class="visually-hidden" { (self.texts().text("form.titlePrefix")) } " " (error)
                } "\n"
            }
            @if self.has_help() {
                p class="field-help" id=(self.help_id()) {
                    (self.help())
                    @if let Some((url, words)) = self.link() { " " a href=(url) { (words) } }
                } "\n"
            }
        }
    }

    fn error_id(&self) -> String {
        format!("{}-error", self.id())
    }

    fn help_id(&self) -> String {
        format!("{}-help", self.id())
    }

    /// The ids of error and help: the error is read first.
    pub(super) fn described_by(&self) -> Option<String> {
        let error = self.error.is_some().then(|| self.error_id());
        let help = self.has_help().then(|| self.help_id());
        let ids: Vec<String> = error.into_iter().chain(help).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The attributes of the rules. What is asked only after another answer is never required by the browser.
    pub(super) fn rule_attributes(&self) -> Attributes {
        let conditional = matches!(self.field.when, Some(When::Is { .. } | When::Filled(_)));
        let attributes = self.field.rules().into_iter().flat_map(|rule| rule.attributes());
        attributes.filter(|(name, _)| !(conditional && *name == "required")).collect()
    }

    /// `aria-describedby` and `aria-invalid`, for a control of its own.
    pub(super) fn aria(&self) -> Attributes {
        let invalid = self.error.as_ref().map(|_| ("aria-invalid", "true".to_owned()));
        self.described_by().map(|ids| ("aria-describedby", ids)).into_iter().chain(invalid).collect()
    }

    fn help(&self) -> &str {
        self.field.help.as_ref().map_or("", |help| help.get(self.view.lang))
    }

    fn has_help(&self) -> bool {
        self.field.help.is_some() || self.link().is_some()
    }

    /// The code of conduct must be at hand where one says that one has read it.
    fn link(&self) -> Option<(&'a str, String)> {
        let url =
            self.view.links.code_of_conduct.as_deref().filter(|_| self.field.name == "code_of_conduct")?;
        self.texts().get("form.codeOfConductLink")?;
        Some((url, self.texts().text("form.codeOfConductLink")))
    }
}
