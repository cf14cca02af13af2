//! Two have written in the same place: each place with both texts, and whoever saves or publishes chooses or writes.
//!
//! What was typed in a form and couldn't be saved is in this page itself, so that it comes back with the answer. What has to be decided is
//! found out anew each time. An answer is for two texts in one place: if they are others by now, it is asked again.

mod answers;

use data_encoding::BASE64URL_NOPAD;
use forms::Html;
use maud::html;

use super::{Answer, Asked, Refused, form_address, hidden, moment, of_path, page_with, told};
use crate::desk::Desk;
use crate::drafts::{self, Draft, NotSaved, kind_of};
use crate::form::choice;
use crate::merge::{Conflict, NotAnswered, Place, Three};
use crate::repository::{Files, GitFault, Version};

use answers::{Said, token};

/// For what the key signs what was typed.
const SEAL: &str = "typed";

/// What somebody typed into a form, beginning with a version of a draft.
pub(super) struct Typed {
    pub(super) from: Version,
    pub(super) files: Files,
    /// What a draft of its own would be called, if this one is gone.
    pub(super) title: String,
}

impl Typed {
    /// The one that the page of a conflict brings back; `None` if it is about publishing.
    ///
    /// # Errors
    /// When it isn't what the page was given: whatever may be saved has come through a form that looked at it.
    fn of(desk: &Desk, asked: &Asked) -> Result<Option<Self>, Refused> {
        if asked.field("from").is_empty() {
            return Ok(None);
        }
        let from = Version::parse(asked.field("from")).ok_or(Refused::NotThere)?;
        let pairs = asked.posted.as_deref().unwrap_or_default();
        let values = |wanted: &'static str| {
            pairs.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| value.as_str())
        };
        let mut files = Files::new();
        for (path, bytes) in values("path").zip(values("file")) {
            let bytes = match bytes {
                "-" => None,
                bytes => Some(BASE64URL_NOPAD.decode(bytes.as_bytes()).map_err(|_| Refused::NotThere)?),
            };
            files.insert(path.to_owned(), bytes);
        }
        let title = asked.field("title").to_owned();
        let typed = Self { from, files, title };
        let seal = BASE64URL_NOPAD.decode(asked.field("seal").as_bytes()).unwrap_or_default();
        let is_ours = typed.sealed(asked, |texts| desk.key.is_signed(SEAL, texts, &seal));
        if is_ours && !typed.files.is_empty() { Ok(Some(typed)) } else { Err(Refused::NotThere) }
    }

    /// Does something with all that the page brings back.
    fn sealed<T>(&self, asked: &Asked, act: impl FnOnce(&[&[u8]]) -> T) -> T {
        let mut texts =
            vec![asked.person.id.as_bytes(), self.from.as_str().as_bytes(), self.title.as_bytes()];
        for (path, bytes) in &self.files {
            texts.push(path.as_bytes());
            texts.push(if bytes.is_some() { b"is" } else { b"gone" });
            texts.push(bytes.as_deref().unwrap_or_default());
        }
        act(&texts)
    }

    fn hidden(&self, desk: &Desk, asked: &Asked) -> Html {
        let seal = self.sealed(asked, |texts| desk.key.sign(SEAL, texts));
        // Browsers change line ends on their way, and these are bytes of a file.
        let bytes = |bytes: &Option<Vec<u8>>| {
            bytes.as_ref().map_or_else(|| "-".to_owned(), |bytes| BASE64URL_NOPAD.encode(bytes))
        };
        html! {
            input type="hidden" name="from" value=(self.from.as_str());
            input type="hidden" name="title" value=(self.title);
            input type="hidden" name="seal" value=(BASE64URL_NOPAD.encode(&seal));
            @for (path, file) in &self.files {
                input type="hidden" name="path" value=(path);
                input type="hidden" name="file" value=(bytes(file));
            }
        }
    }

    /// The form in which it was typed.
    fn address(&self, draft: &Draft) -> String {
        let document = self.files.keys().find_map(|path| of_path(path));
        document.map_or_else(
            || format!("/edit/d/{}", draft.id),
            // By the mark a script knows that what it kept of this is saved.
            |(folder, lang)| format!("{}#together", form_address(Some(draft), folder, lang)),
        )
    }
}

/// What is to be decided.
struct Open {
    /// The newest of the others' versions.
    onto: Version,
    threes: Vec<Three>,
}

impl Open {
    /// Between what was typed and the draft, or between the draft and what is published.
    fn find(desk: &Desk, draft: &Draft, typed: Option<&Typed>) -> Result<Self, Refused> {
        let Some(typed) = typed else {
            let onto = desk.repository.known()?;
            let threes = desk.drafts().beside(draft, &onto)?;
            return Ok(Self { onto, threes });
        };
        if !desk.repository.has(&draft.tip, &typed.from)? {
            return Err(Refused::Gone);
        }
        let onto = draft.tip.clone();
        let threes = desk.drafts().apart(&typed.from, &onto, &typed.files)?;
        Ok(Self { onto, threes })
    }

    fn conflicts(&self) -> impl Iterator<Item = (&Three, Vec<Conflict>)> {
        let found = self.threes.iter().map(|three| (three, three.conflicts()));
        found.filter(|(_, conflicts)| !conflicts.is_empty())
    }
}

/// Why the page is shown.
#[derive(Clone, Copy)]
enum Why {
    /// Somebody saves or publishes, or looks what there is to decide.
    Begin(u16),
    /// A place has no answer.
    Choose,
    /// Somebody has changed more meanwhile.
    Moved,
    /// What was written can't stand there.
    Unwritable,
}

impl Why {
    fn status(self) -> u16 {
        match self {
            Self::Begin(status) => status,
            Self::Choose | Self::Unwritable => 422,
            Self::Moved => 409,
        }
    }
}

/// What a draft has that others have published otherwise.
pub(super) fn show(desk: &Desk, asked: &Asked, draft: &Draft) -> Result<Answer, Refused> {
    let open = Open::find(desk, draft, None)?;
    if open.conflicts().next().is_none() {
        return Ok(Answer::Go(format!("/edit/d/{}", draft.id)));
    }
    drawn(desk, asked, draft, None, &open, Why::Begin(200))
}

/// The same as the answer to publishing.
pub(super) fn at_publishing(desk: &Desk, asked: &Asked, draft: &Draft) -> Result<Answer, Refused> {
    let open = Open::find(desk, draft, None)?;
    drawn(desk, asked, draft, None, &open, Why::Begin(409))
}

/// What somebody typed and others have saved otherwise in the same draft.
pub(super) fn at_saving(desk: &Desk, asked: &Asked, draft: &Draft, typed: &Typed) -> Result<Answer, Refused> {
    // Published or thrown away in this very moment: nobody is in the way any more.
    let Some(draft) = desk.drafts().get(&draft.id)? else { return kept(desk, asked, typed) };
    let open = Open::find(desk, &draft, Some(typed))?;
    drawn(desk, asked, &draft, Some(typed), &open, Why::Begin(409))
}

/// Puts together what is decided; shows again what isn't.
pub(super) fn decide(desk: &Desk, asked: &Asked, draft: &Draft) -> Result<Answer, Refused> {
    let typed = Typed::of(desk, asked)?;
    let open = Open::find(desk, draft, typed.as_ref())?;
    let said = Said::of(asked);
    let mut files = typed.as_ref().map(|typed| typed.files.clone()).unwrap_or_default();
    let mut is_open = false;
    for three in &open.threes {
        let conflicts = three.conflicts();
        let known: Option<Vec<_>> =
            conflicts.iter().map(|conflict| said.answer(&token(three, conflict))).collect();
        let Some(answers) = known else {
            is_open = true;
            continue;
        };
        match three.answered(&answers) {
            Ok(bytes) => _ = files.insert(three.path.clone(), bytes),
            Err(NotAnswered::NoWords(_) | NotAnswered::Refused(_)) => {
                return drawn(desk, asked, draft, typed.as_ref(), &open, Why::Unwritable);
            }
            Err(not @ NotAnswered::Number(_)) => return Err(drafts::not_written(&three.path, &not).into()),
        }
    }
    if is_open {
        let asks =
            open.conflicts().flat_map(|(three, all)| all.into_iter().map(move |one| token(three, &one)));
        let why = if said.is_about(&asks.collect::<Vec<_>>()) { Why::Choose } else { Why::Moved };
        return drawn(desk, asked, draft, typed.as_ref(), &open, why);
    }
    match typed {
        Some(typed) => saved(desk, asked, draft, &open, Typed { files, ..typed }),
        None => along(desk, asked, draft, &open, &files),
    }
}

/// The texts go on from what others had saved when it was decided, and are saved as any other.
fn saved(desk: &Desk, asked: &Asked, draft: &Draft, open: &Open, typed: Typed) -> Result<Answer, Refused> {
    // What nobody else has changed began where it did.
    let is_there = |path: &String| open.threes.iter().any(|three| three.path == *path);
    let mut files = typed.files.clone();
    for (path, ours) in files.iter_mut().filter(|(path, _)| !is_there(path)) {
        *ours = desk.repository.read(&open.onto, path)?;
    }
    let at = asked.now.as_second();
    match desk.drafts().save(&draft.id, &open.onto, &files, &asked.person, at) {
        Ok(draft) => Ok(Answer::Go(typed.address(&draft))),
        Err(NotSaved::Conflicts(_)) => {
            at_saving(desk, asked, draft, &Typed { from: open.onto.clone(), files, ..typed })
        }
        Err(NotSaved::Gone) => kept(desk, asked, &typed),
        Err(NotSaved::NotAllowed(not)) => Err(Refused::NotAllowed(not)),
        Err(NotSaved::Git(fault)) => Err(fault.into()),
    }
}

/// The draft goes on from what is published, so that publishing asks no more.
fn along(desk: &Desk, asked: &Asked, draft: &Draft, open: &Open, files: &Files) -> Result<Answer, Refused> {
    let at = asked.now.as_second();
    match desk.drafts().along(draft, &open.onto, files, &asked.person, at) {
        Ok(Some(draft)) => Ok(Answer::Go(format!("/edit/d/{}", draft.id))),
        Ok(None) => {
            let draft = desk.drafts().get(&draft.id)?.ok_or(Refused::Gone)?;
            let open = Open::find(desk, &draft, None)?;
            drawn(desk, asked, &draft, None, &open, Why::Moved)
        }
        Err(NotSaved::NotAllowed(not)) => Err(Refused::NotAllowed(not)),
        Err(NotSaved::Git(fault)) => Err(fault.into()),
        Err(NotSaved::Gone | NotSaved::Conflicts(_)) => Err(Refused::Gone),
    }
}

/// The answer to a page about a draft that is gone by now: nobody is in the way any more, and no word is lost.
pub(super) fn of_gone(desk: &Desk, asked: &Asked) -> Result<Answer, Refused> {
    match Typed::of(desk, asked)? {
        Some(typed) => kept(desk, asked, &typed),
        None => Err(Refused::Gone),
    }
}

fn kept(desk: &Desk, asked: &Asked, typed: &Typed) -> Result<Answer, Refused> {
    if !desk.goes_on_from(&asked.person, &typed.from)? {
        return Err(Refused::NotThere);
    }
    let at = asked.now.as_second();
    match desk.drafts().begin_again(&typed.from, &typed.title, &typed.files, &asked.person, at) {
        Ok(draft) => Ok(Answer::Go(typed.address(&draft))),
        Err(NotSaved::NotAllowed(not)) => Err(Refused::NotAllowed(not)),
        Err(NotSaved::Git(fault)) => Err(fault.into()),
        Err(NotSaved::Gone | NotSaved::Conflicts(_)) => Err(Refused::Gone),
    }
}

fn drawn(
    desk: &Desk,
    asked: &Asked,
    draft: &Draft,
    typed: Option<&Typed>,
    open: &Open,
    why: Why,
) -> Result<Answer, Refused> {
    let said = Said::of(asked);
    let note = match why {
        Why::Begin(_) => None,
        Why::Choose => Some("merge.choose"),
        Why::Moved => Some("merge.moved"),
        Why::Unwritable => Some("merge.unwritable"),
    };
    let (mut places, mut tokens) = (Vec::new(), Vec::new());
    for (three, conflicts) in open.conflicts() {
        let theirs = who(desk, asked, &open.onto, &three.path)?;
        let name = of_path(&three.path)
            .map_or_else(|| three.path.clone(), |(folder, lang)| format!("{folder} ({lang})"));
        places.push(html! { h2 { (name) } });
        for conflict in &conflicts {
            let token = token(three, conflict);
            places.push(place(asked, three, conflict, &theirs, &said, &token));
            tokens.push(token);
        }
    }
    let body = html! {
        @if let Some(note) = note { div class="problems" role="alert" tabindex="-1" { p { (asked.t(note)) } } }
        p { (asked.t(if typed.is_some() { "merge.atSaving" } else { "merge.atPublishing" })) }
        form method="post" action=(format!("/edit/d/{}/merge", draft.id)) {
            (hidden(desk, asked))
            @if let Some(typed) = typed { (typed.hidden(desk, asked)) }
            @for place in places { (place) }
            @for (token, text) in said.others(&tokens) {
                p { (asked.t("merge.kept")) }
                textarea name=(format!("w-{token}")) rows="3" dir="auto" readonly aria-label=(asked.t("merge.kept")) { "\n" (text) }
                input type="hidden" name=(format!("c-{token}")) value="own";
            }
            p class="save" { button { (asked.t("merge.together")) } }
        }
    };
    Ok(page_with(why.status(), asked.t("merge.title"), body))
}

/// Who changed a file last, and when.
fn who(desk: &Desk, asked: &Asked, at: &Version, path: &str) -> Result<String, GitFault> {
    let Some(last) = desk.repository.log(at, Some(path), 1)?.pop() else {
        return Ok(asked.t("merge.others"));
    };
    let base = desk.base().ok();
    let when = moment(asked.words, base.as_ref().and_then(|base| base.shown.site()), last.at);
    Ok(asked.words.with("home.savedBy", &[("name", &last.by), ("when", &when)]))
}

/// One place with both texts.
fn place(asked: &Asked, three: &Three, conflict: &Conflict, theirs: &str, said: &Said, token: &str) -> Html {
    let name = kind_of(&three.path)
        .map_or_else(|| three.path.clone(), |kind| told::place(asked.words, kind, &conflict.place));
    let lang = of_path(&three.path).map_or("", |(_, lang)| lang);
    let read = |text: &Option<String>| match (text, &conflict.place) {
        (None, _) => asked.t("merge.nothing"),
        (Some(text), Place::Key(path)) if !conflict.is_text => choice(asked.words, path, text),
        (Some(text), _) => text.clone(),
    };
    let own =
        said.words(token).or(conflict.ours.as_deref()).or(conflict.theirs.as_deref()).unwrap_or_default();
    let rows = own.lines().map(|line| 1 + line.chars().count() / 60).sum::<usize>().clamp(2, 12);
    let choice = format!("c-{token}");
    let one = |value: &'static str, label: &str| {
        let is_chosen = said.chosen(token) == Some(value);
        html! { label { input type="radio" name=(choice) value=(value) required checked[is_chosen] aria-describedby=[(value != "own").then(|| format!("{value}-{token}"))]; " " (label) } }
    };
    html! {
        fieldset class="boxes" {
            legend { (name) }
            @if conflict.base.is_some() {
                p class="about" { (asked.t("merge.was")) " " span class="kept" lang=(lang) dir="auto" { (read(&conflict.base)) } }
            }
            (one("ours", &asked.t("merge.ours")))
            div class="kept" id=(format!("ours-{token}")) lang=(lang) dir="auto" { (read(&conflict.ours)) }
            (one("theirs", theirs))
            div class="kept" id=(format!("theirs-{token}")) lang=(lang) dir="auto" { (read(&conflict.theirs)) }
            @if conflict.is_text {
                (one("own", &asked.t("merge.own")))
                textarea name=(format!("w-{token}")) rows=(rows) lang=(lang) dir="auto" aria-label=(asked.words.with("merge.ownWords", &[("place", &name)])) { "\n" (own) }
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests;
