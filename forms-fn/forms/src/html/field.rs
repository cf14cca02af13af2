//! The frame of a field: label, error, help, and what ties them to the control.

use super::markup::Markup;
use super::{FormView, choices, written};
use crate::definition::{Kind, When};
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

    pub(super) fn draw(&self, markup: &mut Markup) {
        match &self.field.kind {
            Kind::Choice { .. } | Kind::Choices { .. } => choices::list(self, markup),
            Kind::Checkbox { .. } => choices::checkbox(self, markup),
            Kind::Language { .. } | Kind::Country => choices::select(self, markup),
            Kind::LongText { .. } => written::textarea(self, markup),
            Kind::Text { .. } | Kind::Email { .. } | Kind::Phone { .. } | Kind::Integer { .. } => {
                written::input(self, markup);
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

    /// The question, and "(optional)" where an answer is not needed.
    pub(super) fn question(&self, markup: &mut Markup) {
        markup.text(self.field.label.get(self.view.lang));
        if self.is_optional() {
            let word = format!("({})", self.texts().text("form.optional"));
            markup.text(" ").element("span", &[("class", "field-optional")], &word);
        }
    }

    /// A field of which one of several must be filled is not called optional: its help says what is needed.
    fn is_optional(&self) -> bool {
        let sets = &self.view.definition.at_least_one;
        !self.field.required && sets.iter().all(|set| !set.fields.contains(&self.field.name))
    }

    /// Error and help, with the ids that the control points to.
    pub(super) fn remarks(&self, markup: &mut Markup) {
        let id = self.id();
        if let Some(error) = &self.error {
            markup.open("p", &[("class", "field-error"), ("id", &format!("{id}-error"))]);
            markup.element("span", &[("class", "visually-hidden")], &self.texts().text("form.titlePrefix"));
            markup.text(" ").text(error).close("p").line();
        }
        if self.has_help() {
            markup.open("p", &[("class", "field-help"), ("id", &format!("{id}-help"))]);
            markup.text(self.help());
            if let Some((url, words)) = self.link() {
                markup.text(" ").element("a", &[("href", url)], &words);
            }
            markup.close("p").line();
        }
    }

    /// The ids of error and help: the error is read first.
    pub(super) fn described_by(&self) -> Option<String> {
        let id = self.id();
        let error = self.error.is_some().then(|| format!("{id}-error"));
        let help = self.has_help().then(|| format!("{id}-help"));
        let ids: Vec<String> = error.into_iter().chain(help).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The attributes of the rules. What is asked only after another answer is never required by the browser.
    pub(super) fn rule_attributes(&self) -> Vec<(&'static str, String)> {
        let conditional = matches!(self.field.when, Some(When::Is { .. } | When::Filled(_)));
        let attributes = self.field.rules().into_iter().flat_map(|rule| rule.attributes());
        attributes.filter(|(name, _)| !(conditional && *name == "required")).collect()
    }

    /// `aria-describedby` and `aria-invalid`, for a control of its own.
    pub(super) fn aria(&self) -> Vec<(&'static str, String)> {
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

/// Attributes with borrowed values, as the writer takes them.
pub(super) fn borrowed<'v>(attributes: &'v [(&'v str, String)]) -> Vec<(&'v str, &'v str)> {
    attributes.iter().map(|(name, value)| (*name, value.as_str())).collect()
}
