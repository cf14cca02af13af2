//! The history of a server: a line a switch, `TIME NAME WHAT WHO`.

/// All switches, the oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct History(Vec<Move>);

/// The pointer was moved.
#[derive(Clone, Debug)]
struct Move {
    /// RFC 3339, by the clock of the server.
    time: String,
    name: String,
    what: What,
    who: String,
}

/// Why the pointer is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// To a release that was put there.
    Deploy,
    /// To an earlier one, by somebody.
    Rollback,
    /// Back, since the site didn't show the release.
    Back,
}

impl What {
    const ALL: [Self; 3] = [Self::Deploy, Self::Rollback, Self::Back];

    /// As the history has it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Deploy => "deploy",
            Self::Rollback => "rollback",
            Self::Back => "back",
        }
    }
}

impl History {
    /// Takes one line; what isn't one is somebody's note.
    pub(super) fn add(&mut self, line: &str) {
        let mut words = line.splitn(4, ' ');
        let (Some(time), Some(name), Some(what)) = (words.next(), words.next(), words.next()) else { return };
        let Some(what) = What::ALL.into_iter().find(|known| known.word() == what) else { return };
        let who = words.next().unwrap_or_default().to_owned();
        self.0.push(Move { time: time.to_owned(), name: name.to_owned(), what, who });
    }

    /// When a release was shown last, and who did it.
    pub(super) fn last(&self, name: &str) -> Option<(&str, &str)> {
        let switch = self.0.iter().rfind(|switch| switch.name == name)?;
        Some((&switch.time, &switch.who))
    }

    /// What is shown, since when and by whom, if somebody has gone back to it.
    pub(super) fn rolled_back(&self) -> Option<(&str, &str, &str)> {
        let last = self.0.last().filter(|switch| switch.what == What::Rollback)?;
        Some((&last.name, &last.time, &last.who))
    }

    /// The release before the one that is shown now: going back twice leads to the one before that, never to the one that
    /// was left.
    pub(super) fn before<'h>(&'h self, current: Option<&'h str>) -> Option<&'h str> {
        let mut shown: Vec<&str> = Vec::new();
        for switch in &self.0 {
            let earlier = shown.iter().rposition(|name| *name == switch.name);
            match (switch.what, earlier) {
                (What::Rollback | What::Back, Some(at)) => shown.truncate(at + 1),
                _ if shown.last() == Some(&&*switch.name) => {}
                _ => shown.push(&switch.name),
            }
        }
        // Somebody who was killed may not have written it down.
        if let Some(current) = current.filter(|current| shown.last() != Some(current)) {
            shown.push(current);
        }
        shown.pop();
        shown.pop()
    }
}

#[cfg(test)]
mod tests {
    use super::History;

    #[test]
    fn back_leads_to_what_was_shown_before_and_not_to_what_was_left() {
        let mut history = History::default();
        let mut after = |line: &str| {
            history.add(&format!("2027-01-01T00:00:00Z {line} anna"));
            history.before(None).map(str::to_owned)
        };
        assert_eq!(after("a deploy"), None);
        assert_eq!(after("b deploy").as_deref(), Some("a"));
        assert_eq!(after("b deploy").as_deref(), Some("a"));
        assert_eq!(after("c deploy").as_deref(), Some("b"));
        assert_eq!(after("b rollback").as_deref(), Some("a"));
        assert_eq!(after("a rollback"), None);
        assert_eq!(after("d deploy").as_deref(), Some("a"));
        assert_eq!(after("a back"), None);
        assert_eq!(after("c rollback").as_deref(), Some("a"), "one that was left is deployed anew");
        assert_eq!(after("a note of somebody").as_deref(), Some("a"));
        assert_eq!(history.rolled_back(), Some(("c", "2027-01-01T00:00:00Z", "anna")));
        history.add("2027-01-01T00:00:00Z d deploy anna");
        assert_eq!(history.rolled_back(), None);
        assert_eq!(history.before(Some("e")), Some("d"), "what is shown isn't in the history");
        assert_eq!(history.before(Some("d")), Some("c"));
    }
}
