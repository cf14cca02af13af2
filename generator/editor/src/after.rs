//! What comes after a publication: the site is built somewhere, and whether it shows what was published can be asked.

mod public;
mod then;

use std::sync::Arc;

use parking_lot::Mutex;

use crate::options::Then;
use crate::repository::Version;

pub(crate) use public::{Public, look};

/// What is done, and how it went.
#[derive(Clone, Default)]
pub(crate) struct After {
    then: Option<Then>,
    /// Where is asked, in place of the site's own address.
    pub(crate) ask: Option<String>,
    /// Whether the site is asked without being told to.
    pub(crate) asks: bool,
    state: Arc<Mutex<State>>,
}

/// How far that has come.
#[derive(Default)]
struct State {
    is_running: bool,
    /// Published while it ran, so that it has to run once more.
    waiting: Option<Version>,
    last: Option<(Version, Result<(), String>)>,
}

/// How it went for a version, as far as somebody is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Went {
    /// It is going on.
    Running,
    /// It ended with an error.
    Badly,
}

impl After {
    pub(crate) fn new(then: Option<Then>, ask: Option<String>, asks: bool) -> Self {
        Self { then, ask, asks, state: Arc::default() }
    }

    /// Something was published. Returns at once; of several while one runs the last one counts.
    pub(crate) fn published(&self, version: &Version) {
        let Some(then) = self.then.clone() else { return };
        let mut state = self.state.lock();
        if state.is_running {
            state.waiting = Some(version.clone());
            return;
        }
        state.is_running = true;
        drop(state);
        let (state, version) = (Arc::clone(&self.state), version.clone());
        std::thread::spawn(move || run(&then, version, &state));
    }

    /// How it goes; nothing where nothing is done, or all went well.
    pub(crate) fn went(&self) -> Option<Went> {
        let state = self.state.lock();
        match (&state.last, state.is_running) {
            (_, true) => Some(Went::Running),
            (Some((_, Err(_))), false) => Some(Went::Badly),
            _ => None,
        }
    }
}

/// Until nothing waits any more.
fn run(then: &Then, mut version: Version, state: &Mutex<State>) {
    loop {
        let done = then::act(then, &version);
        if let Err(why) = &done {
            eprintln!("error: after publishing {version}: {why}");
        }
        let mut state = state.lock();
        state.last = Some((version, done));
        match state.waiting.take() {
            Some(next) => version = next,
            None => {
                state.is_running = false;
                return;
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test")]
mod tests {
    use std::fs;

    use super::*;

    fn version(digit: char) -> Version {
        Version::parse(&digit.to_string().repeat(40)).unwrap()
    }

    fn until_done(after: &After) -> Option<Went> {
        loop {
            match after.went() {
                Some(Went::Running) => std::thread::yield_now(),
                went => return went,
            }
        }
    }

    #[test]
    fn a_program_is_told_the_version_and_the_last_of_many_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let (script, told) = (folder.path().join("then"), folder.path().join("told"));
        fs::write(&script, "echo \"$1 $SPACES_VERSION\" >> \"$2\"\n").unwrap();
        let words = ["sh", script.to_str().unwrap(), "a;b", told.to_str().unwrap()];
        let after = After::new(Some(words.join(" ").parse().unwrap()), None, false);
        after.published(&version('1'));
        after.published(&version('2'));
        assert_eq!(until_done(&after), None);
        let told = fs::read_to_string(told).unwrap();
        assert!(told.ends_with(&format!("a;b {}\n", version('2'))), "{told}");
    }

    #[test]
    fn what_fails_is_told() {
        for words in ["false", "/no/such/program"] {
            let after = After::new(Some(words.parse().unwrap()), None, false);
            after.published(&version('1'));
            assert_eq!(until_done(&after), Some(Went::Badly), "{words}");
        }
        assert_eq!(After::default().went(), None);
    }
}
