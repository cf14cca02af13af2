//! The main part of each page that the function answers with. The rest is the site's own shell.

mod carrying;

use forms::html::{FormView, Html};
use forms::{Definition, FieldError, Texts, Thanks, ThanksPage, Values};
use maud::html;

use crate::desk::Status;
use crate::folder::Event;
use crate::lookup::{self, Target};
use crate::reader::Reader;
use crate::reference::Reference;
use crate::refusal::Refusal;

pub(crate) use carrying::{Check, again, check};

/// A page, ready for its shell.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) title: String,
    /// Brings its own `h1`.
    pub(crate) main: Html,
    /// What follows `/<lang>/` in the address of this page, in every language.
    pub(crate) path: String,
}

/// A form to fill in or to correct.
#[derive(Debug)]
pub(crate) struct Form<'a> {
    pub(crate) target: Target<'a>,
    pub(crate) values: &'a Values,
    pub(crate) errors: &'a [FieldError],
    pub(crate) nonce: &'a str,
    /// Whether all seats are taken, so that this is about the waiting list.
    pub(crate) waiting: bool,
}

/// The whole form, its error summary first when there are errors.
pub(crate) fn form(reader: &Reader, form: &Form<'_>) -> Page {
    let (lang, texts, definition) = (reader.lang(), &reader.language.texts, form.target.definition);
    let (facts, switched_at) = (form.target.facts(), form.target.address());
    let mut hidden = vec![(crate::nonce::FIELD, form.nonce)];
    hidden.extend(form.target.event_id().map(|id| (lookup::EVENT_FIELD, id)));
    let view = FormView {
        definition,
        lang,
        texts,
        facts: &facts,
        country: form.target.country(),
        values: form.values,
        errors: form.errors,
        action: &format!("/{lang}/{switched_at}"),
        hidden: &hidden,
        first: None,
        languages: reader.folder.language_names(),
        links: &reader.folder.links(lang),
        switched_at: Some(&switched_at),
        heading_level: 2,
    };
    let heading = definition.title.get(lang);
    let main = html! {
        h1 { (heading) } "\n"
        @if let Some(event) = form.target.event { (event_line(event, texts)) }
        @if form.waiting { (notice_line(&texts.text("form.fullWaitlist"))) }
        (forms::html::form(&view)) "\n"
    };
    let title = match form.target.event {
        Some(event) => format!("{heading} – {}", event.title(lang)),
        None => heading.to_owned(),
    };
    let title =
        if form.errors.is_empty() { title } else { format!("{} {title}", texts.text("form.titlePrefix")) };
    Page { title, main, path: form.target.path() }
}

/// An input that the person doesn't see.
pub(crate) fn hidden(name: &str, value: &str) -> Html {
    html! { input type="hidden" name=(name) value=(value); }
}

/// A refusal in words, with the way back as far as we know it.
pub(crate) fn problem(reader: &Reader, refusal: &Refusal, target: Option<Target<'_>>) -> Page {
    let (texts, event) = (&reader.language.texts, target.and_then(|target| target.event));
    let title = refusal.title(texts, event);
    let main = html! {
        h1 { (title.as_str()) } "\n"
        @if let Some(event) = event.filter(|event| !event.postponed()) {
            p { (event.when(reader.lang())) } "\n"
        }
        (notice_line(refusal.words(texts, event).as_str()))
        @if let Some(event) = event { (back_line(reader, event)) }
    };
    let path = target.map(|target| target.path()).unwrap_or_default();
    Page { title: title.as_str().to_owned(), main, path }
}

/// Where the page after sending stands below `/<lang>/`.
pub(crate) fn received_path(definition: &Definition, reference: &Reference) -> String {
    format!("forms/{}/received?ref={reference}", definition.id)
}

/// The words of the definition for a status; those of the form itself where it has none.
pub(crate) fn thanks(thanks: &Thanks, status: Status) -> Option<&ThanksPage> {
    match status {
        Status::Confirmed => thanks.confirmed.as_ref(),
        Status::Waiting => thanks.waiting.as_ref(),
        Status::Unconfirmed | Status::Received => thanks.received.as_ref(),
        _ => None,
    }
}

/// The event's title, which leads to its page, and when it is.
pub(crate) fn event_line(event: &Event, texts: &Texts) -> Html {
    let title = event.title(texts.lang());
    html! {
        p class="form-event" {
            @if let Some(url) = event.url(texts.lang()) { a href=(url) { (title) } } @else { (title) }
            br; (event.when_in(texts))
        } "\n"
    }
}

/// The way back to the page of the event, if it has one.
pub(crate) fn back_line(reader: &Reader, event: &Event) -> Html {
    html! {
        @if let Some(url) = event.url(reader.lang()) {
            p { a href=(url) { (reader.language.texts.text("form.backToEvent")) } } "\n"
        }
    }
}

/// The letters and digits by which people name a record.
pub(crate) fn reference_line(reader: &Reader, reference: &Reference) -> Html {
    let words = reader.language.texts.text("form.reference");
    html! { p { (words) ": " strong { bdi { (reference.to_string()) } } } "\n" }
}

/// One below the other.
pub(crate) fn lines(lines: impl Iterator<Item = Html>) -> Html {
    html! {
        @for (at, line) in lines.enumerate() {
            @if at > 0 { br; }
            (line)
        }
    }
}

/// What somebody should read before all else.
pub(crate) fn notice_line(words: &str) -> Html {
    html! { p class="notice" { (words) } "\n" }
}
