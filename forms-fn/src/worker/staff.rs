//! Letters to organisers: digits to sign in with, that somebody has an account now, and to stewards that somebody opened unusually
//! much.

use forms::{Direction, Texts};
use jiff::civil::Date;

use super::own::{self, Sample};
use super::{Pass, TO_SAY_SO, letter};
use crate::accounts::words::LETTERS;
use crate::accounts::{Accounts, Due, StaffLetter};
use crate::app::Editor;
use crate::mail::{LONGEST_LETTER, Letter, Paragraph, SendError};
use crate::store::StoreError;

/// Sends what waits. What the mail server doesn't take now is tried in the next pass, as long as it is of use.
pub(super) async fn work(pass: &mut Pass<'_>) {
    let accounts = Accounts::new(pass.app.desk.clone());
    let taken = accounts.take_letters(pass.clock()).await;
    for due in pass.check("read the letters to organisers", taken).into_iter().flatten() {
        let sent = one(pass, &accounts, due).await;
        match pass.check("send a letter to an organiser", sent) {
            Some(true) => pass.report.sent += 1,
            Some(false) => pass.report.put_off += 1,
            None => {}
        }
    }
}

/// Whether it was sent, or nobody knows: digits that come twice help nobody more than asking again.
async fn one(pass: &mut Pass<'_>, accounts: &Accounts, due: Due) -> Result<bool, StoreError> {
    let Some(letter) = write(pass, accounts, &due).await? else { return Ok(false) };
    if !pass.has_time(LONGEST_LETTER + TO_SAY_SO) {
        return accounts.put_back(due, pass.clock()).await.map(|()| false);
    }
    match pass.hand_over(&letter).await {
        Some(Ok(())) => Ok(true),
        Some(Err(SendError::Temporary(why))) => {
            tracing::warn!(id = letter.id, why, "a letter to an organiser is tried again later");
            accounts.put_back(due, pass.clock()).await.map(|()| false)
        }
        Some(Err(SendError::Permanent(why) | SendError::Unknown(why))) => {
            tracing::error!(id = letter.id, why, "a letter to an organiser is given up");
            Ok(false)
        }
        None => accounts.put_back(due, pass.clock()).await.map(|()| false),
    }
}

/// None for an account without an address.
async fn write(pass: &Pass<'_>, accounts: &Accounts, due: &Due) -> Result<Option<Letter>, StoreError> {
    let Some(to) = due.account.email.clone() else { return Ok(None) };
    let texts = LETTERS.of(&due.account.lang);
    let from = letter::sender(pass, texts.lang());
    let site = from.name.clone().unwrap_or_else(|| pass.folder.base_url().to_owned());
    let (subject, paragraphs) = match &due.letter {
        StaffLetter::SignIn { attempt, origin, .. } => {
            let at = origin.as_deref().unwrap_or(pass.folder.base_url());
            sign_in(texts, &site, at, &accounts.digits(attempt))
        }
        StaffLetter::Invited { by, .. } => {
            let grants = &due.account.grants;
            let only_edits = !grants.is_empty() && grants.iter().all(|grant| grant.role.is_of_editor());
            if only_edits { invited_to_edit(pass, texts, &site, by) } else { invited(pass, texts, &site, by) }
        }
        StaffLetter::Trial { event, lang, words, .. } => {
            let (at, name) = ((&pass.app.desk, pass.folder), due.account.name.as_str());
            let sample = own::sample(at, event, lang, words, name, pass.clock()).await?;
            return Ok(sample.map(|sample| trial(pass, texts, due, sample, to)));
        }
        StaffLetter::Unusual { actor, day, usual, .. } => unusual(pass, texts, (actor, *day, *usual)),
    };
    Ok(Some(Letter {
        id: due.id(),
        lang: texts.lang().to_owned(),
        dir: Direction::Ltr,
        to,
        from,
        reply_to: None,
        subject: letter::one_line(&subject),
        paragraphs,
        footer: Vec::new(),
        calendar: None,
        date: pass.clock(),
    }))
}

/// A letter as guests will get it, with a line before it that says what it is.
fn trial(pass: &Pass<'_>, texts: &Texts, due: &Due, sample: Sample, to: String) -> Letter {
    let button = format!("[ {} ]", sample.button);
    let before = Paragraph::Text(texts.text("trial.text"));
    let paragraphs = [before].into_iter().chain(sample.paragraphs).chain([Paragraph::Text(button)]).collect();
    Letter {
        id: due.id(),
        from: letter::sender(pass, &sample.lang),
        lang: sample.lang,
        dir: sample.dir,
        to,
        reply_to: None,
        subject: letter::one_line(&texts.with("trial.subject", &[("subject", &sample.subject)])),
        paragraphs,
        footer: sample.footer,
        calendar: None,
        date: pass.clock(),
    }
}

fn sign_in(texts: &Texts, site: &str, at: &str, digits: &str) -> (String, Vec<Paragraph>) {
    // Read aloud and typed in two halves.
    let (first, second) = digits.split_at(digits.len() / 2);
    let shown = format!("{first} {second}");
    let url = format!("{at}/desk/code?digits={digits}");
    let paragraphs = vec![
        Paragraph::Text(shown.clone()),
        Paragraph::Text(texts.text("signIn.text")),
        Paragraph::Link { url, label: texts.text("signIn.button") },
        Paragraph::Text(texts.text("signIn.notYou")),
    ];
    (texts.with("signIn.subject", &[("digits", &shown), ("site", site)]), paragraphs)
}

/// The log is where it stands of whom; the letter names no guest.
fn unusual(
    pass: &Pass<'_>,
    texts: &Texts,
    (actor, day, usual): (&str, Date, usize),
) -> (String, Vec<Paragraph>) {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("month", &day.strftime("%Y-%m").to_string())
        .append_pair("who", actor)
        .finish();
    let url = format!("{}/desk/log?{query}", pass.folder.base_url());
    let (day, usual) = (day.to_string(), usual.to_string());
    let said = [("name", actor), ("number", &*usual), ("day", &*day)];
    let paragraphs = vec![
        Paragraph::Text(texts.with("unusual.text", &said)),
        Paragraph::Text(texts.text("unusual.ask")),
        Paragraph::Link { url, label: texts.text("unusual.button") },
    ];
    (texts.with("unusual.subject", &said), paragraphs)
}

/// Whoever only writes, translates or publishes has nothing to do at the desk.
fn invited_to_edit(pass: &Pass<'_>, texts: &Texts, site: &str, by: &str) -> (String, Vec<Paragraph>) {
    let url = pass.app.editor().map_or_else(|| format!("{}/desk", pass.folder.base_url()), Editor::url);
    let paragraphs = vec![
        Paragraph::Text(texts.with("invitedToEdit.text", &[("by", by)])),
        Paragraph::Link { url, label: texts.text("invitedToEdit.button") },
        Paragraph::Text(texts.text("invited.notYou")),
    ];
    (texts.with("invitedToEdit.subject", &[("site", site)]), paragraphs)
}

fn invited(pass: &Pass<'_>, texts: &Texts, site: &str, by: &str) -> (String, Vec<Paragraph>) {
    let url = format!("{}/desk", pass.folder.base_url());
    let paragraphs = vec![
        Paragraph::Text(texts.with("invited.text", &[("by", by)])),
        Paragraph::Link { url, label: texts.text("invited.button") },
        Paragraph::Text(texts.text("invited.notYou")),
    ];
    (texts.with("invited.subject", &[("site", site)]), paragraphs)
}
