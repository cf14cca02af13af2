//! The event in the pocket: day, place, way, programme and calendar, on the page after sending and on a person's own page.
//!
//! Everything but the reference stands on the event's page, too, so a ticket tells nobody anything about a person.

use forms::html::Html;
use forms::{Said, TicketStep, TicketWords};
use maud::html;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::code::CodeDrawing;
use crate::door_code;
use crate::folder::Event;
use crate::page;
use crate::reader::Reader;
use crate::reference::Reference;
use crate::secret::Keyring;

/// The ticket of an event; with a reference, that of somebody who has a place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ticket<'a> {
    pub(crate) reader: &'a Reader,
    pub(crate) event: &'a Event,
    pub(crate) reference: Option<&'a Reference>,
    /// Signs the code for the door.
    pub(crate) keyring: &'a Keyring,
}

impl Ticket<'_> {
    /// The ticket; title and time alone where the words are missing.
    pub(crate) fn draw(&self) -> Html {
        let Some(words) = self.reader.language.tickets.get(&self.event.id) else {
            return html! {
                (page::event_line(self.event, &self.reader.language.texts))
                @if let Some(reference) = self.reference { (page::reference_line(self.reader, reference)) }
            };
        };
        html! {
            section class="ticket" { "\n"
                h2 { (self.title()) } "\n"
                p class="ticket-day" { b { (words.day) } br; (words.time) } "\n"
                (self.facts(words))
                (self.acts(words))
                (self.programme(&words.programme))
                @if let Some(reference) = self.reference { (self.code(reference)) }
            } "\n"
        }
    }

    fn title(&self) -> Html {
        let title = self.event.title(self.reader.lang());
        html! { @if let Some(url) = self.url() { a href=(url) { (title) } } @else { (title) } }
    }

    fn url(&self) -> Option<&str> {
        self.event.url(self.reader.lang())
    }

    /// Where, in which languages, and who answers.
    fn facts(&self, words: &TicketWords) -> Html {
        let texts = &self.reader.language.texts;
        html! {
            dl { "\n"
                dt { (texts.text("event.place")) } "\n"
                dd { (page::lines(words.address.iter().map(|line| html! { bdi { (line) } }))) (self.way(words)) } "\n"
                @if let Some(languages) = &words.languages {
                    dt { (texts.text("event.languages")) } "\n"
                    dd { (languages) (self.interpreters(words)) } "\n"
                }
                (self.contact())
            } "\n"
        }
    }

    fn way(&self, words: &TicketWords) -> Html {
        let map = self.event.info.map_url.as_ref();
        let label = self.reader.language.texts.text("event.map");
        html! {
            @if let Some(map) = map { br; a href=(map) rel="noopener" { (label) } }
            @if let Some(directions) = &words.directions { br; (said(directions)) }
        }
    }

    fn interpreters(&self, words: &TicketWords) -> Html {
        let texts = &self.reader.language.texts;
        let line = |languages| texts.with("event.interpretation", &[("languages", languages)]);
        html! { @if let Some(languages) = &words.interpretation { br; (line(languages)) } }
    }

    fn contact(&self) -> Html {
        let host = self.reader.folder.organisation_of(self.event);
        html! {
            @if let Some(host) = host {
                dt { (self.reader.language.texts.text("event.hosts")) } "\n"
                dd {
                    bdi { (host.name) }
                    @if let Some(address) = &host.email {
                        br; a href=(format!("mailto:{address}")) dir="ltr" { (address) }
                    }
                } "\n"
            }
        }
    }

    fn acts(&self, words: &TicketWords) -> Html {
        let texts = &self.reader.language.texts;
        html! {
            p class="actions" {
                @if let Some(calendar) = &words.calendar {
                    a class="button" href=(calendar.as_str()) type="text/calendar" {
                        (texts.text("event.addToCalendar"))
                    } " "
                }
                @if let Some(letter) = self.letter_to_friend() {
                    a class="button button-quiet" href=(letter) { (texts.text("form.tellFriend")) }
                }
            } "\n"
        }
    }

    /// A letter that the person's own mail program writes: no other service learns of it.
    fn letter_to_friend(&self) -> Option<String> {
        let (lang, folder) = (self.reader.lang(), &self.reader.folder);
        let (title, when) = (self.event.title(lang), self.event.when(lang));
        let body = format!("{title}\r\n{when}\r\n{}{}", folder.base_url(), self.url()?);
        let [title, body] =
            [title, &body].map(|text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string());
        Some(format!("mailto:?subject={title}&body={body}"))
    }

    fn programme(&self, steps: &[TicketStep]) -> Html {
        html! {
            @if !steps.is_empty() {
                details { "\n"
                    summary { (self.reader.language.texts.text("event.programme")) } "\n"
                    dl class="programme" { "\n"
                        @for step in steps {
                            div { dt { bdi { (step.time) } } dd { (said(&step.text)) } } "\n"
                        }
                    } "\n"
                } "\n"
            }
        }
    }

    /// The reference for the door, to be read by eyes or by a telephone. It isn't the person's link: who photographs the
    /// code over a shoulder could cancel with that, and with this learns nothing.
    fn code(&self, reference: &Reference) -> Html {
        let (folder, ends) = (&self.reader.folder, self.event.terms().ends);
        let code = CodeDrawing::new(&door_code::address(folder, self.keyring, reference, ends));
        html! {
            div class="ticket-code" { "\n"
                @if let Some(CodeDrawing { size, path }) = code {
                    // White in the dark, too: programs that read codes want them so. The words beside it say the same.
                    svg viewBox=(format!("0 0 {size} {size}")) aria-hidden="true" {
                        path fill="#fff" d=(format!("M0 0h{size}v{size}H0z")) {}
                        path fill="#000" d=(path) {}
                    } "\n"
                }
                (page::reference_line(self.reader, reference))
            } "\n"
        }
    }
}

/// Words that may be in another language than the page.
fn said(said: &Said) -> Html {
    html! { span lang=[said.lang.as_ref()] dir="auto" { (said.text) } }
}
