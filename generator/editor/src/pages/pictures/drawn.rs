//! The page of a document's pictures.

use forms::Html;
use generator::lang::Language;
use maud::html;
use serde_json::Value;

use super::asked::Fault;
use super::bundle::Bundle;
use super::fields::{Fields, Which};
use super::{address, thumb};
use crate::desk::Desk;
use crate::pages::{Answer, Asked, Page, Refused, form_address};
use crate::see;

/// What the page shows besides the document.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) faults: Vec<Fault>,
    pub(super) note: Option<String>,
    pub(super) status: Option<u16>,
}

/// What was done, as the address of the page says it.
const DID: [&str; 4] = ["top", "words", "text", "gone"];

/// The page.
pub(super) fn page(
    desk: &Desk,
    asked: &Asked,
    bundle: &Bundle<'_>,
    beside: &Beside,
) -> Result<Answer, Refused> {
    let title = asked.words.with("picture.title", &[("name", &bundle.title())]);
    let base = desk.base()?;
    let languages = base.shown.site().map_or(&[][..], |site| &site.config.languages);
    let drawn = Drawn { desk, asked, bundle, beside, languages };
    let body = html! {
        (drawn.said())
        p {
            a href=(form_address(bundle.draft, &bundle.folder, &bundle.lang)) { (asked.t("picture.back")) }
            @if let Some(draft) = bundle.draft {
                " · " a href=(format!("/edit/d/{}", draft.id)) { (asked.t("write.toDraft")) }
                @let shown = desk.shown(draft)?;
                @if let Some(page) = shown.address(&bundle.path(&bundle.lang)) { " · " a href=(see::address(desk, draft, &shown, page)) { (asked.t("draft.see")) } }
            }
        }
        (drawn.languages())
        @if desk.drafts().may_bring(&bundle.from, &bundle.folder, &asked.person) {
            @if bundle.has_top() { (drawn.top()) }
            (drawn.in_text())
        } @else {
            p { (asked.t("picture.theirs")) }
            ul class="list" { @for name in &bundle.pictures { li { (thumb::of(bundle, name, "")) code dir="ltr" { (name) } } } }
        }
    };
    Ok(Answer::Page(Page { status: beside.status.unwrap_or(200), title, body }))
}

struct Drawn<'a> {
    desk: &'a Desk,
    asked: &'a Asked,
    bundle: &'a Bundle<'a>,
    beside: &'a Beside,
    languages: &'a [Language],
}

impl<'a> Drawn<'a> {
    fn fields(&self, which: Which) -> Fields<'a> {
        let Self { desk, asked, bundle, beside, .. } = self;
        Fields { desk, asked, bundle, faults: &beside.faults, which }
    }

    /// What a language is called in itself.
    fn lang(&self, id: &'a str) -> &'a str {
        let language = self.languages.iter().find(|language| language.id.as_str() == id);
        language.map_or(id, |language| &language.name)
    }

    /// The languages in which pictures can be described.
    fn languages(&self) -> Html {
        let bundle = self.bundle;
        html! {
            @if bundle.texts.len() > 1 {
                p {
                    (self.asked.t("picture.languages"))
                    @for id in bundle.texts.keys() {
                        " "
                        @if *id == bundle.lang {
                            strong class="lang" lang=(id) { (self.lang(id)) }
                        } @else {
                            a class="lang" href=(address(bundle.draft, &bundle.folder, id)) lang=(id) { (self.lang(id)) }
                        }
                    }
                }
            }
        }
    }

    /// What was done, or what is wrong.
    fn said(&self) -> Html {
        let (asked, beside) = (self.asked, self.beside);
        let did = DID.into_iter().find(|did| *did == asked.query("did"));
        let was = super::was(asked);
        let is_held = Fields::kept(self.desk, asked).is_some();
        html! {
            @if did.is_some() || is_held {
                div class="good" role="status" {
                    @if let Some(did) = did { p { (asked.t(&format!("picture.did.{did}"))) } }
                    @if is_held { p { (asked.t("picture.held")) } }
                    @for change in was { p { (asked.t(&format!("picture.was.{}", change.name()))) } }
                }
            }
            @if beside.note.is_some() || !beside.faults.is_empty() {
                div class="problems" role="alert" tabindex="-1" {
                    @if let Some(note) = &beside.note { p { (note) } }
                    @if !beside.faults.is_empty() {
                        ul { @for fault in &beside.faults { li { a href=(format!("#{}", Fields::id_in_sent(asked, fault.field))) { (fault.told) } } } }
                    }
                }
            }
        }
    }

    /// The picture at the top.
    fn top(&self) -> Html {
        let (asked, bundle, fields) = (self.asked, self.bundle, self.fields(Which::Top));
        let (head, here) = (bundle.head(&bundle.source), bundle.head(&bundle.lang));
        let picture = |key: &str| head.get("picture").and_then(|picture| picture.get(key));
        let src = bundle.top();
        // Of a picture that is there and says nothing, it means that nobody can be recognised.
        let nobody = Value::Bool(false);
        let people = picture("people").or(src.as_ref().map(|_| &nobody));
        let people = fields.value("people", people);
        let is_needed = !matches!(picture("decorative"), Some(Value::Bool(true)));
        html! {
            h2 { (asked.t("picture.top")) }
            @match &src {
                Some(src) => (thumb::of(bundle, src, here.get("alt").and_then(Value::as_str).unwrap_or_default())),
                None => p { (asked.t("picture.topNone")) },
            }
            (fields.form(&html! {
                (fields.file(&asked.t(if src.is_some() { "picture.another" } else { "picture.file" }), src.is_none()))
                (fields.words("alt", (&bundle.lang, self.lang(&bundle.lang)), is_needed, here.get("alt")))
                @if !bundle.is_source() { (fields.words("altSource", (&bundle.source, self.lang(&bundle.source)), is_needed, head.get("alt"))) }
                (fields.line("credit", "picture.credit", "text", picture("credit")))
                @if !bundle.is_source() { (fields.line("creditHere", "pictureCredit", "text", here.get("pictureCredit"))) }
                fieldset class="boxes" id="p-people" tabindex="-1" {
                    legend { (asked.t("picture.people")) " " span class="needed" { (asked.t("form.needed")) } }
                    (fields.fault("people"))
                    @for (value, key) in [("false", "choice.no"), ("true", "choice.yes")] {
                        label { input type="radio" name="people" value=(value) checked[people == value]; " " (asked.t(key)) }
                    }
                }
                (fields.line("consentRef", "picture.consentRef", "text", picture("consentRef")))
                (fields.line("reviewOn", "picture.reviewOn", "date", picture("reviewOn")))
                p class="save" {
                    button name="do" value="top" { (asked.t("picture.save")) }
                    @if src.is_some() { " " button class="quiet" name="do" value="remove" { (asked.t("picture.remove")) } }
                }
            }))
        }
    }

    /// The pictures in the text, and those that stand nowhere.
    fn in_text(&self) -> Html {
        let (asked, bundle, fields) = (self.asked, self.bundle, self.fields(Which::Text));
        let top = bundle.top();
        let others = bundle.pictures.iter().filter(|name| Some(*name) != top.as_ref()).collect::<Vec<_>>();
        let is_nobody = fields.value("nobody", None) == "true";
        html! {
            h2 { (asked.t("picture.inText")) }
            @if !others.is_empty() { ul class="list" { @for name in others { li { (self.beside(name)) } } } }
            p { (asked.t("picture.textHelp")) }
            (fields.form(&html! {
                (fields.file(&asked.t("picture.file"), true))
                (fields.words("alt", (&bundle.lang, self.lang(&bundle.lang)), true, None))
                div class="boxes" {
                    (fields.fault("nobody"))
                    label for="t-nobody" { input id="t-nobody" type="checkbox" name="nobody" value="true" checked[is_nobody]; " " (asked.t("picture.nobody")) }
                }
                p class="save" { button name="do" value="text" { (asked.t("picture.add")) } }
            }))
        }
    }

    /// A picture that isn't the one at the top.
    fn beside(&self, name: &str) -> Html {
        let (asked, bundle) = (self.asked, self.bundle);
        let is_used = bundle.is_in_text(name);
        html! {
            (thumb::of(bundle, name, ""))
            code dir="ltr" { (name) } " "
            (asked.t(if is_used { "picture.used" } else { "picture.unused" }))
            @if !is_used && bundle.may_go(name) {
                (self.fields(Which::Drop).form(&html! {
                    input type="hidden" name="name" value=(name);
                    button class="quiet" name="do" value="drop" { (asked.t("picture.drop")) span class="heard" { " " (name) } }
                }))
            }
        }
    }
}
