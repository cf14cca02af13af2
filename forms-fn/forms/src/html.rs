//! A definition, values and errors become an accessible HTML form that needs no script.
//!
//! The page around it, its heading and its styles are left to the generator and to `forms-fn`.

mod choices;
mod element;
mod extra;
mod field;
mod filled;
mod summary;
mod switch;
mod written;

use maud::html;

use crate::values::printable;
use crate::{Definition, Facts, FieldError, Group, Texts, Values, Wording, notice};
use element::Element;
use field::FieldView;

pub use extra::HONEYPOT;
pub use filled::filled;
pub use summary::error_summary;
pub use switch::{SWITCH, Switch};

/// HTML. The templates of maud make it, which escape whatever isn't `Html` already.
///
/// A `"\n"` in them ends a line of the page: between buttons and links that blank is seen.
pub type Html = maud::Markup;

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
    /// The country of the event, for a field that begins with it.
    pub country: Option<&'a str>,
    /// What the person sent; nothing when the form is first shown.
    pub values: &'a Values,
    /// What is wrong with it.
    pub errors: &'a [FieldError],
    /// Where the form is sent.
    pub action: &'a str,
    /// Hidden inputs, as name and value: the event, the nonce.
    pub hidden: &'a [(&'a str, &'a str)],
    /// What whoever shows the form asks besides, before its own questions.
    pub first: Option<&'a Html>,
    /// The site's languages, as id and own name.
    pub languages: &'a [(String, String)],
    /// The pages that the form links to.
    pub links: &'a Links,
    /// What stands behind `/LANG/` in the address to which it is sent only to be drawn in another language; none where whoever fills
    /// it in reads one language.
    pub switched_at: Option<&'a str>,
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
pub fn form(view: &FormView) -> Html {
    let FormView { definition, lang, texts, .. } = *view;
    html! {
        (error_summary(view))
        // The browser's own messages would come in the browser's language; the server's come in the reader's.
        // Errors are at the top of the page that answers: a browser that knows no `autofocus` there begins with them, too.
        form class="form" method="post" action=(format!("{}#{}", view.action, summary::ID)) aria-label=(definition.title.get(lang)) novalidate { "\n"
            @for (name, value) in view.hidden {
                input type="hidden" name=(name) value=(printable(value)); "\n"
            }
            p class="form-intro" { (definition.intro.get(lang)) } "\n"
            @if let Some(switch) = view.switch() { (switch.link()) }
            @if let Some(first) = view.first { (first) }
            @for one in &definition.groups { (group(view, one)) }
            (extra::input(texts))
            (notice::html(definition, texts, lang, view.facts))
            @if let Some(privacy) = &view.links.privacy {
                p class="form-privacy" { a href=(privacy) { (texts.text("form.privacyLink")) } } "\n"
            }
            button type="submit" class="button" { (definition.submit.get(lang)) } "\n"
            @if let Some(switch) = view.switch() { (switch.buttons()) }
        } "\n"
    }
}

/// A group with those of its fields that may be asked; nothing when there are none. A folded one is open as soon as
/// somebody has answered in it or something is wrong there.
fn group(view: &FormView, group: &Group) -> Html {
    let fields: Vec<FieldView> = view.fields().filter(|drawn| drawn.field.group == group.id).collect();
    if fields.is_empty() {
        return Html::default();
    }
    let (tag, title) = (format!("h{}", view.heading_level.clamp(1, 6)), group.title.get(view.lang));
    let heading = Element::new(&tag, Vec::new()).around(html! { (title) });
    let optional = view.texts.text("form.optional");
    html! {
        @if group.folded {
            details class="form-group" open[fields.iter().any(FieldView::is_touched)] { "\n"
                summary { (heading) " " span class="field-optional" { "(" (optional) ")" } } "\n"
                div role="group" aria-label=(title) { "\n"
                    @for field in &fields { (field.draw()) }
                } "\n"
            } "\n"
        } @else {
            fieldset class="form-group" { "\n"
                legend { (heading) } "\n"
                @for field in &fields { (field.draw()) }
            } "\n"
        }
    }
}

impl<'a> FormView<'a> {
    fn wording(&self) -> Wording<'a> {
        Wording { lang: self.lang, texts: Some(self.texts), languages: self.languages }
    }

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
