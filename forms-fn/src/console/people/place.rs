//! Where a role can count: as a word in a form, and as the choices that somebody has.

use jiff::SignedDuration;

use super::super::visitor::Visitor;
use crate::accounts::{Right, Role};
use crate::desk::Scope;

/// An event can still be chosen for the evening itself and the hours in which the door may look.
const STILL: SignedDuration = SignedDuration::from_hours(6);

/// The places that somebody may give a role for.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) everything: bool,
    /// Scopes with their names, by name.
    pub(super) organisations: Vec<(Scope, String)>,
    /// The same, by day.
    pub(super) events: Vec<(Scope, String)>,
}

/// As it stands in a form; nothing for a place that no role is given for.
pub(super) fn word(scope: &Scope) -> String {
    match scope {
        Scope::Everything => "everything".to_owned(),
        Scope::Organisation(id) => format!("organisation:{id}"),
        Scope::Event(id) => format!("event:{id}"),
        Scope::EventsOf(_) | Scope::Country(_) | Scope::Several(_) => String::new(),
    }
}

/// Reads the word.
pub(super) fn parse(word: &str) -> Option<Scope> {
    match word.split_once(':') {
        None => (word == "everything").then_some(Scope::Everything),
        Some(("organisation", id)) => Some(Scope::Organisation(id.to_owned())),
        Some(("event", id)) => Some(Scope::Event(id.to_owned())),
        Some(_) => None,
    }
}

/// Whether a role can count there: the door is for one event, the others but hosts for more than one.
pub(super) fn fits(role: Role, scope: &Scope) -> bool {
    let is_event = matches!(scope, Scope::Event(_));
    match role {
        Role::Door => is_event,
        Role::Host => is_event || matches!(scope, Scope::Organisation(_)),
        Role::Coordinator
        | Role::Steward
        | Role::Funder
        | Role::Writer
        | Role::Translator
        | Role::Publisher => !is_event,
    }
}

impl Places {
    /// Those of a visitor.
    pub(super) fn of(visitor: &Visitor) -> Self {
        let mut places = Self::default();
        if let Some(scope) = visitor.scope(Right::People) {
            places.add(visitor, &scope);
        }
        places.organisations.dedup();
        places
    }

    /// Whether a place is among them.
    pub(super) fn has(&self, scope: &Scope) -> bool {
        let is = |(known, _): &(Scope, String)| known == scope;
        match scope {
            Scope::Everything => self.everything,
            _ => self.organisations.iter().chain(&self.events).any(is),
        }
    }

    fn add(&mut self, visitor: &Visitor, scope: &Scope) {
        let manifest = visitor.asker.folder.manifest();
        match scope {
            Scope::Everything => {
                self.everything = true;
                for id in manifest.organisations.keys() {
                    self.add_organisation(visitor, id);
                }
                self.add_events(visitor, |_| true);
            }
            Scope::Organisation(id) => {
                self.add_organisation(visitor, id);
                self.add_events(visitor, |hosts| hosts.contains(id));
            }
            Scope::Several(scopes) => scopes.iter().for_each(|scope| self.add(visitor, scope)),
            Scope::EventsOf(_) | Scope::Event(_) | Scope::Country(_) => {}
        }
    }

    fn add_organisation(&mut self, visitor: &Visitor, id: &str) {
        let scope = Scope::Organisation(id.to_owned());
        if !self.has(&scope) {
            let name = visitor.place(&scope);
            self.organisations.push((scope, name));
        }
    }

    fn add_events(&mut self, visitor: &Visitor, hosted: impl Fn(&[String]) -> bool) {
        let folder = &visitor.asker.folder;
        let is_ahead = |ends: jiff::Timestamp| visitor.now() < ends + STILL;
        let mut events: Vec<_> = folder
            .events()
            .filter(|event| hosted(&event.info.hosts) && is_ahead(event.terms().ends))
            .collect();
        events.sort_by_key(|event| event.info.starts.timestamp());
        for event in events {
            let scope = Scope::Event(event.id.clone());
            if !self.has(&scope) {
                let lang = visitor.asker.lang;
                self.events.push((scope, format!("{} · {}", event.title(lang), event.when(lang))));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        for scope in
            [Scope::Everything, Scope::Organisation("fika".to_owned()), Scope::Event("a:b".to_owned())]
        {
            assert_eq!(parse(&word(&scope)), Some(scope));
        }
        assert_eq!((parse(""), parse("country:NO"), parse("everything:")), (None, None, None));
    }
}
