//! A release → a server: beside what is there, looked at, the pointer moved, the site asked, or the pointer moved back.
#![expect(clippy::disallowed_methods, reason = "reads what is sent")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::ask::{Asking, Expected, ask};
use super::history::What;
use super::pack::{self, Content, Piece};
use super::server::{Reach, Server, Signals, There, Told};
use super::{FILE, Release, ReleaseFile, folder};
use crate::source;

/// So many releases stay, besides the one that is shown and the one before.
const STAY: usize = 5;

/// What a deployment is asked for.
#[derive(Debug)]
pub struct DeployOptions {
    /// Where to, and who.
    pub reach: Reach,
    /// The folder that holds the release.
    pub out: PathBuf,
    /// The program forms-fn that goes with it; without one, that of the release before goes on.
    pub program: Option<PathBuf>,
    /// Whether a release that somebody went back to stays.
    pub keep_rollback: bool,
    /// Whether the site may be one of another address than the one that is shown.
    pub another_address: bool,
    /// Whether it may show drafts.
    pub with_drafts: bool,
    /// What to run there.
    pub signals: Signals,
    /// Whether and where the site is asked afterwards.
    pub asking: Option<Asking>,
    /// The moment.
    pub now: Timestamp,
}

/// What a deployment did, for people.
#[derive(Debug, Default)]
pub struct Deployed {
    /// The name of the release there.
    pub name: String,
    /// Number of files that were sent, and their bytes; the others were there.
    pub sent: (usize, u64),
    /// Number of files of the release.
    pub files: usize,
    /// Number of addresses that were asked.
    pub asked: usize,
    /// What whoever deploys should know.
    pub notes: Vec<String>,
}

/// Puts a release on a server and shows it.
///
/// # Errors
/// A sentence. Either nothing has changed, or the site didn't show the release: then the one before is shown again, and the
/// sentence says so.
pub fn deploy(options: &DeployOptions) -> Result<Deployed, String> {
    let release = folder::whole(&options.out)?;
    let expected = Expected::of_folder(&options.out, &release)?;
    super::preview::is_none(expected.base())?;
    if release.drafts && !options.with_drafts {
        return Err("this release shows drafts to everybody: build it without `--drafts`, or show it with `--preview NAME`".to_owned());
    }
    let program = options.program.as_deref().map(digest).transpose()?;
    let server = Server::locked(&options.reach, true, options.now)?;
    let there = server.look()?;
    if options.keep_rollback {
        not_rolled_back(&there)?;
    }
    if !options.another_address {
        same_address(&server, &there, &expected)?;
    }
    let hash = program.clone().or_else(|| there.program.clone());
    let mut deployed = Deployed { name: name(&release, hash.as_deref()), ..Deployed::default() };
    deployed.files = release.files.len();
    bring(options, &server, &there, &release, (&mut deployed, hash.as_deref()))?;
    let shown =
        Shown { server: &server, there: &there, signals: &options.signals, asking: options.asking.as_ref() };
    let new = (&*deployed.name, hash.as_deref());
    (deployed.asked, deployed.notes) = shown.instead(new, What::Deploy, &expected, deployed.notes)?;
    if let Err(why) = server.tidy(&old(&there, &deployed.name)) {
        deployed.notes.push(format!("what is old couldn't be removed: {why}"));
    }
    Ok(deployed)
}

/// A build for another address would be asked there, and forms sent from it would be refused here.
fn same_address(server: &Server, there: &There, expected: &Expected) -> Result<(), String> {
    let Some(current) = &there.current else { return Ok(()) };
    // One that is damaged says nothing, and is to be replaced.
    let Ok(shown) = Expected::of_server(server, current) else { return Ok(()) };
    if shown.base() == expected.base() {
        return Ok(());
    }
    Err(format!(
        "this was built for `{}`, and the site there is `{}`: is it the right server? If the site moves, `--another-address` says so",
        expected.base(),
        shown.base()
    ))
}

/// Whatever publishes without anybody's asking leaves alone what somebody went back to.
fn not_rolled_back(there: &There) -> Result<(), String> {
    let Some((name, time, who)) = there.history.rolled_back() else { return Ok(()) };
    Err(format!(
        "{who} went back to `{name}` at {time}, so nothing was changed; `spaces deploy` without `--keep-rollback` shows the new one"
    ))
}

/// Another program makes another release of the same site.
fn name(release: &Release, program: Option<&str>) -> String {
    match program {
        Some(hash) => format!("{}.{}", release.id, &hash[..8]),
        None => release.id.clone(),
    }
}

fn digest(program: &Path) -> Result<String, String> {
    let bytes =
        fs::read(program).map_err(|e| format!("cannot read the program `{}`: {e}", program.display()))?;
    if bytes.is_empty() {
        return Err(format!("the program `{}` is empty", program.display()));
    }
    Ok(source::digest(&bytes))
}

/// Sends what is missing, unless the release is there.
fn bring(
    options: &DeployOptions,
    server: &Server,
    there: &There,
    release: &Release,
    (deployed, program): (&mut Deployed, Option<&str>),
) -> Result<(), String> {
    // One that is shown and damaged can't be changed under its readers: the same comes beside it, by another name.
    for name in [deployed.name.clone(), format!("{}.again", deployed.name)] {
        deployed.name = name;
        match there.releases.contains(&deployed.name).then(|| server.check(&deployed.name)) {
            None => break,
            Some(Ok(_)) => return Ok(()),
            Some(Err(_)) if there.current.as_ref() == Some(&deployed.name) => {}
            Some(Err(_)) => {
                server.discard(&deployed.name)?;
                break;
            }
        }
    }
    let name = deployed.name.clone();
    let candidates = release.files.iter().map(|file| (&*file.sha256, place(file)));
    let program_there = program.map(|hash| (hash, "current/forms-fn".to_owned()));
    let have = server.have(candidates.chain(program_there))?;
    let part = format!("releases/.{name}.part");
    let plan = Plan { options, there, part: &part, have: &have };
    let pieces = plan.pieces(release, program);
    deployed.sent = pack::sent(&pieces);
    server.send(&part, &pieces, options.now)?;
    if !server.settle(&part, &name)? {
        deployed
            .notes
            .push("there is no forms-fn on the server yet, so nobody has looked at the forms".to_owned());
    }
    Ok(())
}

/// Where a file of a release is found as long as that is shown.
pub(super) fn place(file: &ReleaseFile) -> String {
    match file.path.strip_prefix("public/").filter(|_| file.kept) {
        Some(rest) => format!("kept/{rest}"),
        None => format!("current/{}", file.path),
    }
}

/// What goes into the stream.
struct Plan<'p> {
    options: &'p DeployOptions,
    there: &'p There,
    part: &'p str,
    /// What is there, by [`place`].
    have: &'p BTreeSet<String>,
}

impl Plan<'_> {
    fn pieces(&self, release: &Release, program: Option<&str>) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = release.files.iter().filter_map(|file| self.piece(file)).collect();
        pieces.extend(program.map(|_| self.program()));
        pieces.push(self.text("SHA256SUMS", sums(release, program)));
        // Last, as everywhere.
        pieces.push(self.text(FILE, release.text()));
        pieces
    }

    fn piece(&self, file: &ReleaseFile) -> Option<Piece> {
        let place = place(file);
        let is_there = self.have.contains(&place);
        let from = Content::File(self.options.out.join(&file.path));
        if file.kept {
            return (!is_there).then(|| Piece { to: format!("{}/{place}", self.part), of: from });
        }
        let of = if is_there { self.link(&place) } else { from };
        Some(Piece { to: format!("{}/{}", self.part, file.path), of })
    }

    /// A hard link to a file of the release that is shown.
    fn link(&self, place: &str) -> Content {
        let current = self.there.current.as_deref().unwrap_or_default();
        Content::Link(place.replacen("current/", &format!("releases/{current}/"), 1))
    }

    fn program(&self) -> Piece {
        let place = "current/forms-fn";
        let of = match &self.options.program {
            Some(path) if !self.have.contains(place) => Content::Program(path.clone()),
            _ => self.link(place),
        };
        Piece { to: format!("{}/forms-fn", self.part), of }
    }

    fn text(&self, name: &str, text: String) -> Piece {
        Piece { to: format!("{}/{name}", self.part), of: Content::Text(text) }
    }
}

/// As `sha256sum -c` reads it in the folder of the release.
fn sums(release: &Release, program: Option<&str>) -> String {
    let path = |file: &ReleaseFile| match file.kept {
        true => format!("../../{}", place(file)),
        false => file.path.to_string(),
    };
    let lines = release.files.iter().map(|file| format!("{}  {}\n", file.sha256, path(file)));
    lines.chain(program.map(|hash| format!("{hash}  forms-fn\n"))).collect()
}

/// A server, and how it shows something else.
pub(super) struct Shown<'s> {
    pub(super) server: &'s Server,
    pub(super) there: &'s There,
    pub(super) signals: &'s Signals,
    pub(super) asking: Option<&'s Asking>,
}

impl Shown<'_> {
    /// Moves the pointer to a release with the hash of its program, and back if the site doesn't show it. How many addresses
    /// were asked, and what is to be known.
    pub(super) fn instead(
        &self,
        (name, program): (&str, Option<&str>),
        what: What,
        expected: &Expected,
        mut notes: Vec<String>,
    ) -> Result<(usize, Vec<String>), String> {
        let before = self.there.current.as_deref();
        let runs = self.there.told.as_deref().or(self.there.program.as_deref());
        let is_new_program = before.is_some() && runs != program;
        let switched = if before == Some(name) { Ok(()) } else { self.server.switch(name, what) };
        let told = switched.and_then(|()| self.tell(is_new_program, program));
        if told == Ok(Told::Nobody) {
            notes.push(untold(is_new_program));
        }
        let asked = told.and_then(|_| self.asking.map_or(Ok(0), |asking| ask(asking, expected)));
        match (asked, before) {
            (Ok(asked), _) => Ok((asked, notes)),
            (Err(why), Some(before)) if before != name => Err(self.back(before, is_new_program, &why)),
            (Err(why), Some(_)) => Err(format!("{why}\n`{name}` was shown before, too, and stays")),
            (Err(why), None) => {
                Err(format!("{why}\nthere is no release before `{name}` to go back to, so it stays"))
            }
        }
    }

    /// Tells forms-fn, and notes of which program it was told.
    fn tell(&self, is_new_program: bool, program: Option<&str>) -> Result<Told, String> {
        let told = self.server.tell(self.signals, is_new_program)?;
        program.map_or(Ok(()), |program| self.server.note_told(program))?;
        Ok(told)
    }

    /// The pointer goes back to the release before.
    fn back(&self, before: &str, is_new_program: bool, why: &str) -> String {
        if let Err(other) = self.server.switch(before, What::Back) {
            return format!("{why}\nand the pointer couldn't be moved back to `{before}`: {other}");
        }
        match self.tell(is_new_program, self.there.program.as_deref()) {
            Ok(_) => format!("{why}\n`{before}` is shown again, as before"),
            // New forms it sees by itself; the same trouble twice needn't be told twice.
            Err(other) if other == why => format!("{why}\n`{before}` is shown again, as before"),
            Err(other) => format!("{why}\n`{before}` is shown again, but {other}"),
        }
    }
}

fn untold(is_new_program: bool) -> String {
    if is_new_program {
        "systemd doesn't run forms-fn there: restart it, since its program is another one (`--restart COMMAND` does)"
    } else {
        "systemd doesn't run forms-fn there: it looks for new forms by itself"
    }
    .to_owned()
}

/// The releases that go: neither the newest, nor the one that is shown, nor the one before.
fn old(there: &There, name: &str) -> Vec<String> {
    let others = there.releases.iter().filter(|other| *other != name);
    let is_needed = |other: &str| there.current.as_deref() == Some(other);
    let mut old: Vec<String> = others.rev().skip(STAY - 1).cloned().collect();
    old.retain(|other| !is_needed(other));
    old
}
