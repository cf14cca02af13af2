//! The accounts of the organisers' desk as the editor knows them: a session's cookie → a [`Person`] with what their roles let them.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::HeaderMap;
use forms_fn::accounts::{Right, words};
use forms_fn::console::{self, PeopleTold, SignedIn};
use forms_fn::installation::{self, Make};
use forms_fn::office::Scope;
use forms_fn::{App, Clock, Editor, FormsFolder};

use parking_lot::Mutex;
use tokio::runtime::Handle;

use super::asked;
use crate::desk::{People, Registered};
use crate::options::Many;
use crate::person::{Person, Rights};
use crate::words::Words;

/// Stands in the log of the desk beside each count.
const WHY: &str = "to say in the editor how many hear of it when the event is called off";

/// The accounts of a data folder, and the pages on which people sign in.
pub(crate) struct Accounts {
    app: App,
    /// Of the addresses in versions: `edit.example.org`.
    host: String,
    /// Who asked last by each account, as the log of the desk knows them.
    recent: Arc<Mutex<HashMap<String, SignedIn>>>,
}

impl Accounts {
    /// Those of the data folder of `forms-fn serve`, which may run beside this program.
    ///
    /// # Errors
    /// A sentence when they can't be opened.
    pub(crate) async fn open(many: &Many) -> Result<Self, String> {
        let desk = installation::open(&many.data, Make::WHERE_NOTHING_IS, (many.clock)()).await?;
        let editor = Editor::here([many.origin.to_string().as_str()])?;
        let app = App::new(FormsFolder::default(), desk, Clock::System(many.clock)).with_editor(editor);
        Ok(Self { app, host: many.origin.name().to_owned(), recent: Arc::default() })
    }

    /// The program behind the pages on which people sign in.
    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    /// Who asks.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) async fn who(&self, headers: &HeaderMap) -> Result<Option<Person>, String> {
        let found = console::signed_in(&self.app, headers).await.map_err(|error| error.to_string())?;
        Ok(found.map(|who| {
            let person = self.person(&who, headers);
            self.recent.lock().insert(person.id.clone(), who);
            person
        }))
    }

    /// Counts who is registered for an event; the log of the desk tells of each look. Belongs into a thread that may wait.
    pub(crate) fn registered(&self) -> Registered {
        let (app, recent) = (self.app.clone(), Arc::clone(&self.recent));
        let runtime = Handle::current();
        Arc::new(move |person: &Person, event: &str| {
            let who = recent.lock().get(&person.id).cloned()?;
            let told = runtime.block_on(Box::pin(console::people_told(&app, &who, event, WHY)));
            match told {
                Ok(told) => told.map(|told| match told {
                    PeopleTold::Exactly(people) => People::Exactly(people),
                    PeopleTold::AtLeast(people) => People::AtLeast(people),
                    PeopleTold::Few => People::Few,
                }),
                Err(stop) => {
                    eprintln!("error: who is registered for `{event}` can't be counted: {}", stop.words());
                    None
                }
            }
        })
    }

    fn person(&self, who: &SignedIn, headers: &HeaderMap) -> Person {
        Person {
            id: who.account().to_string(),
            name: who.name().to_owned(),
            email: format!("{}@editors.{}", who.account(), self.host),
            lang: lang(who.lang(), headers),
            rights: rights(who),
        }
    }
}

/// The language of the account. The desk has fewer than we have: of the others, what the browser asks for first.
fn lang(of_account: &str, headers: &HeaderMap) -> &'static str {
    let is_desks = |words: &Words| words::language(words.lang()).is_some();
    let other = asked(headers).filter(|words| !is_desks(words));
    other.or_else(|| Words::of(of_account)).unwrap_or(Words::ENGLISH).lang()
}

/// What the grants of an account let somebody do that count now.
fn rights(who: &SignedIn) -> Rights {
    let mut rights = Rights::default();
    for grant in who.grants_of(Right::Write) {
        add(&grant.scope, &mut rights.writes, &mut rights.writes_everywhere);
    }
    for grant in who.grants_of(Right::Publish) {
        add(&grant.scope, &mut rights.publishes, &mut rights.everything);
    }
    for grant in who.grants_of(Right::Translate) {
        match &grant.scope {
            Scope::Everything => rights.translates.extend(grant.languages.iter().cloned()),
            Scope::Organisation(id) | Scope::EventsOf(id) => {
                let each = grant.languages.iter().map(|lang| (id.clone(), lang.clone()));
                rights.translates_of.extend(each);
            }
            // Nobody gives such a grant.
            Scope::Event(_) | Scope::Country(_) | Scope::Several(_) => {}
        }
    }
    rights.gives_roles = who.grants().any(|grant| grant.role.may(Right::People));
    rights
}

fn add(scope: &Scope, organisations: &mut std::collections::BTreeSet<String>, everywhere: &mut bool) {
    match scope {
        Scope::Everything => *everywhere = true,
        Scope::Organisation(id) | Scope::EventsOf(id) => {
            organisations.insert(id.clone());
        }
        Scope::Event(_) | Scope::Country(_) | Scope::Several(_) => {}
    }
}
