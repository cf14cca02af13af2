//! The page of a document's pictures.

use forms::Html;
use generator::lang::Language;
use maud::html;
use serde_json::Value;

use super::asked::Fault;
use super::bundle::Bundle;
use super::{address, thumb};
use crate::desk::Desk;
use crate::form::{help, label};
use crate::pages::{Answer, Asked, Page, Refused, form_address, hidden};
use crate::pictures::received::{FILE, HELD, WAS};
use crate::pictures::{BYTES_MAX, Change, held};
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
    let site = base.shown.site();
    let lang = |id: &str| {
        let is_it = |language: &&Language| language.id.as_str() == id;
        site.and_then(|site| site.config.languages.iter().find(is_it))
            .map_or(id.to_owned(), |language| language.name.clone())
    };
    let drawn = Drawn { desk, asked, bundle, beside, here: lang(&bundle.lang), source: lang(&bundle.source) };
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
        @if bundle.texts.len() > 1 {
            p {
                (asked.t("picture.languages"))
                @for id in bundle.texts.keys() {
                    " "
                    @if *id == bundle.lang { strong { (lang(id)) } } @else { a href=(address(bundle.draft, &bundle.folder, id)) lang=(id) { (lang(id)) } }
                }
            }
        }
        @if bundle.has_top() { (drawn.top()) }
        (drawn.in_text())
    };
    Ok(Answer::Page(Page { status: beside.status.unwrap_or(200), title, body }))
}

struct Drawn<'a> {
    desk: &'a Desk,
    asked: &'a Asked,
    bundle: &'a Bundle<'a>,
    beside: &'a Beside,
    /// Names of languages.
    here: String,
    source: String,
}

impl Drawn<'_> {
    /// What was done, or what is wrong.
    fn said(&self) -> Html {
        let t = |key: &str| self.asked.t(key);
        let did = DID.into_iter().find(|did| *did == self.asked.query("did"));
        let was = if self.asked.posted.is_some() { self.asked.field(WAS) } else { self.asked.query(WAS) };
        let was: Vec<Change> = Change::ALL
            .into_iter()
            .filter(|change| was.split('.').any(|name| name == change.name()))
            .collect();
        let is_held = self.kept().is_some();
        html! {
            @if did.is_some() || is_held {
                div class="good" role="status" {
                    @if let Some(did) = did { p { (t(&format!("picture.did.{did}"))) } }
                    @if is_held { p { (t("picture.held")) } }
                    @if !was.is_empty() { ul { @for change in was { li { (t(&format!("picture.was.{}", change.name()))) } } } }
                }
            }
            @if self.beside.note.is_some() || !self.beside.faults.is_empty() {
                div class="problems" role="alert" tabindex="-1" {
                    @if let Some(note) = &self.beside.note { p { (note) } }
                    ul { @for fault in &self.beside.faults { li { a href=(format!("#{}{}", self.of(), fault.field)) { (fault.told) } } } }
                }
            }
        }
    }

    /// The name of the picture that waits for its words.
    fn kept(&self) -> Option<&str> {
        let name = self.asked.posted.is_some().then(|| self.asked.field(HELD))?;
        held::read(&self.desk.pictures(), name).map(|_| name)
    }

    /// Which form was sent: each has ids of its own.
    fn of(&self) -> &'static str {
        if self.asked.field("do") == "text" { "t-" } else { "p-" }
    }

    fn form(&self, of: &str, fields: Html) -> Html {
        let action = address(self.bundle.draft, &self.bundle.folder, &self.bundle.lang);
        let is_sent = self.asked.posted.is_some() && self.of() == of;
        html! {
            form method="post" enctype="multipart/form-data" action=(action.split('?').next().unwrap_or_default()) {
                (hidden(self.desk, self.asked))
                input type="hidden" name="from" value=(self.bundle.from.as_str());
                input type="hidden" name="lang" value=(self.bundle.lang);
                @if let Some(name) = self.kept().filter(|_| is_sent) {
                    input type="hidden" name=(HELD) value=(name);
                    input type="hidden" name=(WAS) value=(self.asked.field(WAS));
                    (thumb::of_held(name, &self.asked.t("picture.heldAlt")))
                }
                (fields)
            }
        }
    }

    /// A posted value, or what stands there.
    fn value(&self, of: &str, name: &str, there: Option<&Value>) -> String {
        if self.asked.posted.is_some() && self.of() == of {
            return self.asked.field(name).to_owned();
        }
        match there {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        }
    }

    fn fault(&self, of: &str, name: &str) -> Html {
        let fault = self.beside.faults.iter().find(|fault| fault.field == name && self.of() == of);
        html! { @if let Some(fault) = fault { p class="error" id=(format!("{of}{name}-error")) { (fault.told) } } }
    }

    /// A field around a control, with its name, help and fault.
    fn field(
        &self,
        of: &str,
        name: &str,
        label: &str,
        help: Option<String>,
        control: impl FnOnce(&str) -> Html,
    ) -> Html {
        let id = format!("{of}{name}");
        html! {
            div class="field" {
                label for=(id) { (label) }
                @if let Some(help) = help { p class="help" id=(format!("{id}-help")) { (help) } }
                (self.fault(of, name))
                (control(&id))
            }
        }
    }

    fn file(&self, of: &str, label: &str) -> Html {
        let most = (BYTES_MAX / (1024 * 1024)).to_string();
        let help = self.asked.words.with("picture.fileHelp", &[("most", &most)]);
        self.field(of, FILE, label, Some(help), |id| {
            html! { input id=(id) type="file" name=(FILE) accept="image/jpeg,image/png,image/webp" aria-describedby=(format!("{id}-help")); }
        })
    }

    fn words(&self, of: &str, name: &str, key: &str, lang: (&str, &str), there: Option<&Value>) -> Html {
        let (words, kind) = (self.asked.words, self.bundle.kind);
        let label = match self.bundle.texts.len() {
            1 => label(words, kind, key),
            _ => words.with("picture.in", &[("what", &label(words, kind, key)), ("lang", lang.1)]),
        };
        self.field(of, name, &label, help(words, kind, key), |id| {
            html! { textarea id=(id) name=(name) rows="2" maxlength="1000" lang=(lang.0) dir="auto" aria-describedby=(format!("{id}-help")) { (self.value(of, name, there)) } }
        })
    }

    fn line(&self, name: &str, key: &str, kind: &str, there: Option<&Value>) -> Html {
        let (words, of) = (self.asked.words, "p-");
        self.field(of, name, &label(words, self.bundle.kind, key), help(words, self.bundle.kind, key), |id| {
            html! { input id=(id) name=(name) type=(kind) maxlength="200" dir="auto" value=(self.value(of, name, there)) aria-describedby=(format!("{id}-help")); }
        })
    }

    /// The picture at the top.
    fn top(&self) -> Html {
        let (asked, bundle) = (self.asked, self.bundle);
        let (head, here) = (bundle.head(&bundle.source), bundle.head(&bundle.lang));
        let picture = |key: &str| head.get("picture").and_then(|picture| picture.get(key));
        let src = bundle.top();
        let people = self.value(
            "p-",
            "people",
            picture("people").or_else(|| src.as_ref().map(|_| &Value::Bool(false))),
        );
        let hereabouts = (bundle.lang.as_str(), self.here.as_str());
        html! {
            h2 { (asked.t("picture.top")) }
            @match &src {
                Some(src) => (thumb::of(bundle, src, here.get("alt").and_then(Value::as_str).unwrap_or_default())),
                None => p { (asked.t("picture.topNone")) },
            }
            (self.form("p-", html! {
                (self.file("p-", &asked.t(if src.is_some() { "picture.another" } else { "picture.file" })))
                (self.words("p-", "alt", "alt", hereabouts, here.get("alt")))
                @if !bundle.is_source() { (self.words("p-", "altSource", "alt", (&bundle.source, &self.source), head.get("alt"))) }
                (self.line("credit", "picture.credit", "text", picture("credit")))
                @if !bundle.is_source() { (self.line("creditHere", "pictureCredit", "text", here.get("pictureCredit"))) }
                fieldset class="boxes" id="p-people" tabindex="-1" {
                    legend { (asked.t("picture.people")) }
                    (self.fault("p-", "people"))
                    @for (value, key) in [("false", "choice.no"), ("true", "choice.yes")] {
                        label { input type="radio" name="people" value=(value) checked[people == value]; " " (asked.t(key)) }
                    }
                }
                (self.line("consentRef", "picture.consentRef", "text", picture("consentRef")))
                (self.line("reviewOn", "picture.reviewOn", "date", picture("reviewOn")))
                p class="save" {
                    button name="do" value="top" { (asked.t("picture.save")) }
                    @if src.is_some() { " " button class="quiet" name="do" value="remove" { (asked.t("picture.remove")) } }
                }
            }))
        }
    }

    /// The pictures in the text, and those that stand nowhere.
    fn in_text(&self) -> Html {
        let (asked, bundle) = (self.asked, self.bundle);
        let top = bundle.top();
        let others: Vec<&String> =
            bundle.pictures.iter().filter(|name| Some(*name) != top.as_ref()).collect();
        let is_nobody = asked.field("nobody") == "true" && self.of() == "t-";
        html! {
            h2 { (asked.t("picture.inText")) }
            @if !others.is_empty() {
                ul class="list" {
                    @for name in others {
                        li {
                            (thumb::of(bundle, name, ""))
                            @if bundle.is_in_text(name) {
                                code dir="ltr" { (name) } " " (asked.t("picture.used"))
                            } @else {
                                code dir="ltr" { (name) } " " (asked.t("picture.unused"))
                                @if !name.ends_with(".svg") && !name.ends_with(".gif") && !name.ends_with(".jpeg") {
                                    (self.form("d-", html! {
                                        input type="hidden" name="name" value=(name);
                                        button class="quiet" name="do" value="drop" { (asked.t("picture.drop")) span class="heard" { " " (name) } }
                                    }))
                                }
                            }
                        }
                    }
                }
            }
            p { (asked.t("picture.textHelp")) }
            (self.form("t-", html! {
                (self.file("t-", &asked.t("picture.file")))
                (self.words("t-", "alt", "alt", (&bundle.lang, &self.here), None))
                div class="boxes" {
                    (self.fault("t-", "nobody"))
                    label for="t-nobody" { input id="t-nobody" type="checkbox" name="nobody" value="true" checked[is_nobody]; " " (asked.t("picture.nobody")) }
                }
                p class="save" { button name="do" value="text" { (asked.t("picture.add")) } }
            }))
        }
    }
}
