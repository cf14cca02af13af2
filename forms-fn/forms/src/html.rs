//! A definition, values and errors become an accessible HTML form that needs no script.
//!
//! The page around it, its heading and its styles are left to the generator and to `forms-fn`.

mod choices;
mod extra;
mod field;
mod markup;
mod summary;
mod written;

use crate::{Definition, Facts, FieldError, Texts, Values};
use field::FieldView;

pub use extra::HONEYPOT;
pub(crate) use markup::Markup;
pub use summary::error_summary;

/// What a form is drawn from.
#[derive(Debug, Clone, Copy)]
pub struct FormView<'a> {
    /// The form.
    pub definition: &'a Definition,
    /// The language of the page.
    pub lang: &'a str,
    /// The interface words of that language.
    pub texts: &'a Texts,
    /// What is true of the event; fields that need another fact are left out.
    pub facts: &'a Facts,
    /// What the person sent; nothing when the form is first shown.
    pub values: &'a Values,
    /// What is wrong with it.
    pub errors: &'a [FieldError],
    /// Where the form is sent.
    pub action: &'a str,
    /// Hidden inputs, as name and value: the event, the nonce.
    pub hidden: &'a [(&'a str, &'a str)],
    /// The site's languages, as id and own name.
    pub languages: &'a [(String, String)],
    /// The pages that the form links to.
    pub links: &'a Links,
    /// The level of the groups' headings, 1 to 6: one below the heading that the page gives the form.
    pub heading_level: u8,
}

/// The pages that a form links to, in the language of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// How data are treated.
    pub privacy: Option<String>,
    /// The code of conduct, linked beside the field `code_of_conduct`.
    pub code_of_conduct: Option<String>,
}

/// The whole form, an error summary first when there are errors. The page gives it a heading.
pub fn form(view: &FormView) -> String {
    let mut markup = Markup::default();
    markup.raw(&error_summary(view));
    // The browser's own messages would come in the browser's language; the server's come in the reader's.
    let title = view.definition.title.get(view.lang);
    let attributes = [
        ("class", "form"),
        ("method", "post"),
        ("action", view.action),
        ("aria-label", title),
        ("novalidate", ""),
    ];
    markup.open("form", &attributes).line();
    for (name, value) in view.hidden {
        markup.open("input", &[("type", "hidden"), ("name", name), ("value", value)]).line();
    }
    markup.element("p", &[("class", "form-intro")], view.definition.intro.get(view.lang)).line();
    for group in &view.definition.groups {
        draw_group(&mut markup, view, &group.id, group.title.get(view.lang));
    }
    extra::draw(&mut markup, view.texts);
    if let Some(privacy) = &view.links.privacy {
        markup.open("p", &[("class", "form-privacy")]);
        markup.element("a", &[("href", privacy)], &view.texts.text("form.privacyLink")).close("p").line();
    }
    let submit = view.definition.submit.get(view.lang);
    markup.element("button", &[("type", "submit"), ("class", "button")], submit).line();
    markup.close("form").line();
    markup.finish()
}

/// A fieldset with those of its fields that may be asked; nothing when there are none.
fn draw_group(markup: &mut Markup, view: &FormView, group: &str, title: &str) {
    let fields: Vec<FieldView> = view.fields().filter(|drawn| drawn.field.group == group).collect();
    if fields.is_empty() {
        return;
    }
    let heading = format!("h{}", view.heading_level.clamp(1, 6));
    markup.open("fieldset", &[("class", "form-group")]).line();
    markup.open("legend", &[]).element(&heading, &[], title).close("legend").line();
    for field in fields {
        field.draw(markup);
    }
    markup.close("fieldset").line();
}

impl<'a> FormView<'a> {
    /// The fields that the page shows, in order.
    fn fields(&self) -> impl Iterator<Item = FieldView<'a>> {
        let view = *self;
        let shown = view
            .definition
            .fields
            .iter()
            .filter(move |field| view.definition.may_be_asked(field, view.facts));
        shown.map(move |field| FieldView::new(view, field))
    }
}
