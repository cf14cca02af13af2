//! The folder of releases on a server, and each thing that is done there.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use super::ServerFolder;
use super::history::{History, What};
use super::pack::{self, Piece};
use super::shell::Shell;

/// How a server is reached, and by whom.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Where the releases are.
    pub destination: ServerFolder,
    /// What calls another machine: `ssh`, or `ssh -p 2222`.
    pub ssh: String,
    /// Who does it, for the history.
    pub who: String,
    /// How long another deployment is waited for.
    pub wait: Duration,
}

/// What is run on the server after the pointer was moved; without one, systemd is asked if it runs forms-fn.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    /// There are new forms.
    pub reload: Option<String>,
    /// There is a new program.
    pub restart: Option<String>,
}

/// Between two looks whether another deployment has ended.
const ANOTHER_TRY: Duration = Duration::from_secs(1);

/// A server of which nobody else moves the pointer while this lives.
#[derive(Debug)]
pub(super) struct Server {
    shell: Shell,
    who: String,
    /// By which the lock is known for ours; `None` for a look around.
    token: Option<String>,
}

/// What is on a server.
#[derive(Debug, Default)]
pub(super) struct There {
    /// The name of the release that is shown.
    pub(super) current: Option<String>,
    /// The names of all, the newest last.
    pub(super) releases: Vec<String>,
    /// The hash of the program of the release that is shown.
    pub(super) program: Option<String>,
    /// The hash of the program of which forms-fn was told last.
    pub(super) told: Option<String>,
    pub(super) history: History,
}

impl There {
    /// The release before the one that is shown.
    pub(super) fn before(&self) -> Option<&str> {
        self.history.before(self.current.as_deref())
    }
}

/// What came of telling forms-fn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// It was told.
    Yes,
    /// Nobody there runs it as a service.
    Nobody,
}

impl Server {
    /// Looks around only.
    pub(super) fn unlocked(reach: &Reach) -> Self {
        Self { shell: Shell::new(&reach.destination, &reach.ssh), who: one_line(&reach.who), token: None }
    }

    /// Keeps others away until this is dropped. `make` makes the folder where there is none.
    pub(super) fn locked(reach: &Reach, make: bool, now: jiff::Timestamp) -> Result<Self, String> {
        let mut server = Self::unlocked(reach);
        let token = format!("{}-{}", std::process::id(), now.as_nanosecond());
        let make = if make { "yes" } else { "no" };
        let words = [("make", make), ("who", &server.who), ("token", &token)];
        let end = Instant::now() + reach.wait;
        loop {
            let busy = server.shell.run(include_str!("scripts/lock.sh"), &words)?;
            if busy.is_empty() {
                break;
            }
            if Instant::now() >= end {
                return Err(busy.trim().to_owned());
            }
            thread::sleep(ANOTHER_TRY);
        }
        server.token = Some(token);
        server.shell.keep_lock();
        Ok(server)
    }

    pub(super) fn look(&self) -> Result<There, String> {
        let said = self.shell.run(include_str!("scripts/look.sh"), &[])?;
        let mut there = There::default();
        for (word, rest) in said.lines().filter_map(|line| line.split_once(' ')) {
            match word {
                "current" => there.current = Some(rest.to_owned()),
                "program" => there.program = Some(rest.to_owned()),
                "told" => there.told = Some(rest.to_owned()),
                "release" => there.releases.push(rest.to_owned()),
                _ => there.history.add(rest),
            }
        }
        // A link that leads nowhere shows nothing.
        there.current = there.current.take().filter(|current| there.releases.contains(current));
        Ok(there)
    }

    /// Those of these files, with their hashes and paths below the folder of releases, that are there as they should be.
    pub(super) fn have<'f>(
        &self,
        files: impl Iterator<Item = (&'f str, String)>,
    ) -> Result<BTreeSet<String>, String> {
        let mut script =
            "cd -- \"$root\"\nsha256sum -c - 2>/dev/null <<'END-OF-FILES' | sed -n 's/: OK$//p' || :\n"
                .to_owned();
        for (hash, path) in files {
            let _ = writeln!(script, "{hash}  {path}");
        }
        script.push_str("END-OF-FILES\n");
        Ok(self.shell.run(&script, &[])?.lines().map(str::to_owned).collect())
    }

    /// Sends files into a folder on its way, `part`, which is emptied before.
    pub(super) fn send(&self, part: &str, pieces: &[Piece], now: jiff::Timestamp) -> Result<(), String> {
        self.shell.run("cd -- \"$root\"\nrm -rf -- \"$part\"\nmkdir -p -- \"$part\"\n", &[("part", part)])?;
        let seconds = u64::try_from(now.as_second()).unwrap_or_default();
        let sent = self.shell.unpack(|into| pack::pack(pieces, seconds, into));
        sent.map_err(|why| {
            let hint = "releases have to be put there by the same user each time, since they share files";
            if why.contains("hard link") { format!("{why}\nhint: {hint}") } else { why }
        })
    }

    /// Makes a release of what was sent. Whether forms-fn was there to look at the forms.
    pub(super) fn settle(&self, part: &str, name: &str) -> Result<bool, String> {
        let said = self.shell.run(include_str!("scripts/settle.sh"), &[("part", part), ("name", name)])?;
        Ok(!said.contains("unchecked"))
    }

    /// Makes a preview of what was sent.
    pub(super) fn settle_preview(&self, part: &str, name: &str) -> Result<(), String> {
        self.shell.run(include_str!("scripts/preview.sh"), &[("part", part), ("name", name)]).map(drop)
    }

    /// Takes a preview away; whether it was there.
    pub(super) fn remove_preview(&self, name: &str) -> Result<bool, String> {
        let script = "[ -d \"$root/previews\" ] || exit 0\ncd -- \"$root/previews\"\n[ -d \"$name\" ] || exit 0\nrm -rf -- \"$name\"\necho gone\n";
        Ok(!self.shell.run(script, &[("name", name)])?.is_empty())
    }

    /// Looks whether a release that is there is whole; the hash of its program.
    pub(super) fn check(&self, name: &str) -> Result<Option<String>, String> {
        let said = self.shell.run(include_str!("scripts/check.sh"), &[("name", name)])?;
        Ok(Some(said.trim().to_owned()).filter(|hash| !hash.is_empty()))
    }

    /// A file of a release that is there, which is a text.
    pub(super) fn text(&self, name: &str, path: &str) -> Result<String, String> {
        let script = "cat -- \"$root/releases/$name/$path\"\n";
        self.shell.run(script, &[("name", name), ("path", path)])
    }

    /// Removes a release that isn't shown.
    pub(super) fn discard(&self, name: &str) -> Result<(), String> {
        self.shell.run("rm -rf -- \"$root/releases/$name\"\n", &[("name", name)]).map(drop)
    }

    /// Moves the pointer.
    pub(super) fn switch(&self, name: &str, what: What) -> Result<(), String> {
        let words = [("name", name), ("what", what.word()), ("who", &self.who)];
        self.shell.run(include_str!("scripts/switch.sh"), &words).map(drop)
    }

    /// Tells forms-fn that there is something new.
    pub(super) fn tell(&self, signals: &Signals, is_new_program: bool) -> Result<Told, String> {
        let own = if is_new_program { &signals.restart } else { &signals.reload };
        let verb = if is_new_program { "restart" } else { "reload-or-restart" };
        let said = match own {
            Some(command) => self.shell.run(&format!("{command}\n"), &[]).map(|_| String::new()),
            None => self.shell.run(include_str!("scripts/tell.sh"), &[("verb", verb)]),
        };
        let said = said.map_err(|why| format!("forms-fn couldn't be told to {verb}: {why}"))?;
        Ok(if said.contains("untold") { Told::Nobody } else { Told::Yes })
    }

    /// Notes of which program forms-fn was told: whoever was killed in between is noticed by the next.
    pub(super) fn note_told(&self, program: &str) -> Result<(), String> {
        let script = "printf '%s\\n' \"$program\" >\"$root/.told.part\"\nmv -f -- \"$root/.told.part\" \"$root/.told\"\n";
        self.shell.run(script, &[("program", program)]).map(drop)
    }

    /// Removes these releases, and what hasn't been named for a month.
    pub(super) fn tidy(&self, old: &[String]) -> Result<(), String> {
        let old: String = old.iter().map(|name| format!("{name}\n")).collect();
        self.shell.run(include_str!("scripts/tidy.sh"), &[("old", &old)]).map(drop)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(token) = &self.token {
            // Who can't be reached any more has a lock that ends in five minutes.
            drop(self.shell.run(include_str!("scripts/unlock.sh"), &[("token", token)]));
        }
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
