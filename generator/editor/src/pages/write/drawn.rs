//! The page with the form of a document.

use forms::Html;
use generator::serve::Unsaved;
use generator::write_back;
use maud::html;

use super::also;
use super::opened::Opened;
use crate::desk::Desk;
use crate::drafts::Holding;
use crate::form::{self, Form, Posted, Told, Unreadable};
use crate::pages::translate::{self, Pair, Source};
use crate::pages::{Answer, Asked, Page, Refused, cancel, form_address, hidden, moment, pictures, script};
use crate::see;

/// What the form shows besides the document.
#[derive(Default)]
pub(super) struct Beside<'a> {
    /// What somebody typed, in the place of what stands in the document.
    pub(super) posted: Option<&'a Posted>,
    /// The same of a document that is one text.
    pub(super) whole: Option<&'a str>,
    /// Why the form is there again.
    pub(super) note: Option<Html>,
    pub(super) status: Option<u16>,
}

/// The page, with the draft's own site around it.
pub(super) fn drawn(
    desk: &Desk,
    asked: &Asked,
    opened: &Opened<'_>,
    beside: Beside<'_>,
) -> Result<Answer, Refused> {
    let shown = opened.draft.map(|draft| desk.shown(draft)).transpose()?;
    with_site(desk, asked, opened, beside, shown.as_deref())
}

fn with_site(
    desk: &Desk,
    asked: &Asked,
    opened: &Opened<'_>,
    beside: Beside<'_>,
    shown: Option<&Unsaved>,
) -> Result<Answer, Refused> {
    let base = desk.base()?;
    let site = shown.unwrap_or(&base.shown);
    let told = told(asked, opened, site, beside.posted);
    let head = opened.source_head();
    let subject = opened.subject(asked, head.as_ref(), site.site().or(base.shown.site()));
    let faults = beside.posted.map_or(&[][..], |posted| &posted.faults);
    let is_text = asked.query("as") == "text";
    let form = match is_text {
        true => Err(Unreadable(String::new())),
        false => Form::of(subject, &opened.text, &told, faults),
    };
    let source = source_beside(desk, asked, opened)?;
    let heading = |name: &str| asked.words.with("write.title", &[("name", name), ("lang", &opened.lang)]);
    let address = form_address(opened.draft, &opened.folder, &opened.lang);
    let as_text = format!("{address}?as=text");
    let (title, fields, action) = match form {
        Ok(form) => {
            let form = form.beside(&source.fields);
            let form = if let Some(posted) = beside.posted { form.with(posted) } else { form };
            let fields = html! {
                (form.html())
                p class="help" { a href=(as_text) { (asked.t("form.asText")) } }
            };
            (heading(&name(opened, site)), fields, &address)
        }
        Err(unreadable) => {
            let text = beside.whole.unwrap_or(&opened.text);
            let why = (!is_text).then_some(unreadable.0.as_str());
            let fields = html! { (translate::whole(asked, &source)) (whole(asked, text, &told, why)) };
            (heading(&opened.folder), fields, &as_text)
        }
    };
    // What stands in the fields, for the script: what is in the draft, or what somebody has typed.
    let is_saved = beside.status.is_none() && beside.posted.is_none();
    let body = html! {
        (beside.note.unwrap_or_default())
        @for other in others(desk, asked, opened)? { p class="warning" { (other) } }
        (of_draft(desk, asked, opened, site, is_saved)?)
        (source.note)
        form id="write" method="post" action=(action) autocomplete="off" data-keep=(if is_saved { "saved" } else { "typed" }) data-person=(asked.person.id) data-words=(script::words(asked.words)) {
            // The first button of a form is what the Enter key presses, and that must be none that moves a row.
            button class="heard" tabindex="-1" aria-hidden="true" { (asked.t("write.save")) }
            (hidden(desk, asked))
            input type="hidden" name="from" value=(opened.from.as_str());
            (fields)
            (also::choices(asked, opened))
            p class="save" { button { (asked.t("write.save")) } }
        }
        (cancel::link(desk, asked, opened.draft, site, &opened.folder)?)
        script src="/edit/editor.js" defer {}
    };
    Ok(Answer::Page(Page { status: beside.status.unwrap_or(200), title, body }))
}

/// What is wrong with the document; of what somebody has typed since, only what that leaves as it was.
fn told(asked: &Asked, opened: &Opened<'_>, site: &Unsaved, posted: Option<&Posted>) -> Vec<Told> {
    let mut told = form::tell(asked.words, opened.kind, &opened.path, site.problems(), site.texts());
    if let Some(posted) = posted {
        told.retain(|told| is_as_it_was(&opened.text, posted, &told.field));
    }
    told
}

/// Whether a field says what it said when it was checked: what is told of another text may be mended by now.
fn is_as_it_was(text: &str, posted: &Posted, field: &str) -> bool {
    let Ok(was) = write_back::written(text) else { return true };
    let pointer = format!("/{}", field.replace('.', "/"));
    match field {
        "" => true,
        "body" => was.body.trim() == posted.body.trim(),
        _ => was.head.pointer(&pointer) == posted.head.pointer(&pointer),
    }
}

/// When it was saved, unless what stands in the form isn't, and the ways on. The script puts a newer one into its place.
fn of_draft(
    desk: &Desk,
    asked: &Asked,
    opened: &Opened<'_>,
    site: &Unsaved,
    is_saved: bool,
) -> Result<Html, Refused> {
    let base = desk.base()?;
    let clock = site.site().or(base.shown.site());
    Ok(html! {
        div id="draft" {
            @if let Some(draft) = opened.draft {
                @if is_saved { p class="good" role="status" { (asked.words.with("write.saved", &[("when", &moment(asked.words, clock, draft.saved_at))])) } }
                p {
                    @if let Some(page) = site.address(&opened.path) { a class="button quiet" href=(see::address(desk, draft, site, page)) { (asked.t("draft.see")) } " " }
                    a class="button quiet" href=(format!("/edit/d/{}", draft.id)) { (asked.t("write.toDraft")) }
                }
            }
            p { a href=(pictures::address(opened.draft, &opened.folder, &opened.lang)) { (asked.t("picture.link")) } }
        }
    })
}

/// The words of the source at the fields of a translation.
fn source_beside(desk: &Desk, asked: &Asked, opened: &Opened<'_>) -> Result<Source, Refused> {
    let Some((path, text)) = &opened.source else { return Ok(Source::default()) };
    let pair = Pair {
        kind: opened.kind,
        source: (path, text),
        text: &opened.text,
        is_there: opened.is_there,
        at: &opened.from,
    };
    translate::source(desk, asked, pair)
}

/// What a document is called: as it says, else as the site's own language calls it.
pub(super) fn name(opened: &Opened<'_>, site: &Unsaved) -> String {
    let said = write_back::written(&opened.text)
        .ok()
        .and_then(|written| written.head.get("title")?.as_str().map(str::to_owned));
    let of_site = || {
        site.site()?.entries.get(&opened.folder).map(|entry| entry.translation(&entry.source).1.title.clone())
    };
    said.or_else(of_site).unwrap_or_else(|| opened.folder.clone())
}

/// Who else writes in this document, each with a way to their draft.
fn others(desk: &Desk, asked: &Asked, opened: &Opened<'_>) -> Result<Vec<Html>, Refused> {
    let mine = opened.draft.map(|draft| &draft.id);
    let holding = desk.drafts().with_file(&opened.path)?;
    let base = desk.base()?;
    let say = |other: &Holding| {
        let when = moment(asked.words, base.shown.site(), other.since);
        let words = asked.words.with("write.other", &[("name", &other.by), ("when", &when)]);
        let address = form_address(Some(&other.draft), &opened.folder, &opened.lang);
        html! { (words) " " a href=(address) { (asked.words.with("write.toOther", &[("title", &other.draft.title)])) } }
    };
    Ok(holding.iter().filter(|other| Some(&other.draft.id) != mine).map(say).collect())
}

/// A document as one text: because somebody wants it so, or because its head can't be read.
fn whole(asked: &Asked, text: &str, told: &[Told], why: Option<&str>) -> Html {
    html! {
        @if let Some(why) = why {
            div class="problems" role="alert" tabindex="-1" {
                p { (asked.t("write.unreadable")) }
                ul { @for told in told { li lang=(told.lang) { (told.text) @for hint in &told.hints { " " (hint) } } } @if told.is_empty() { li { (why) } } }
            }
        } @else {
            p class="help" { (asked.t("form.asTextHelp")) }
        }
        div class="field" {
            label for="f-whole" { (asked.t("form.document")) }
            textarea id="f-whole" name="whole" rows="24" dir="ltr" { "\n" (text) }
        }
    }
}
