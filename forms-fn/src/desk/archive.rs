//! Every version of a form that somebody ever answered, so that old answers stay readable; and the words of every consent. What
//! lies there never changes and is never deleted, so whoever has seen it there once needn't look again.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use forms::Definition;
use jiff::Timestamp;

use super::keys;
use super::receipts::ConsentText;
use crate::store::{Item, Key, Store, StoreError, Txn};

/// What this process has seen in the archive.
#[derive(Debug, Clone, Default)]
pub(crate) struct Archive(Arc<Mutex<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    definitions: HashMap<Name, Arc<Definition>>,
    /// The hashes of words of consents.
    texts: HashSet<String>,
}

/// Form and version.
type Name = (String, String);

/// What of the archive somebody is about to need, and this process hasn't seen yet.
#[derive(Debug)]
pub(crate) struct Unseen<'a> {
    definition: Option<&'a Definition>,
    texts: Vec<String>,
}

impl Unseen<'_> {
    /// Where it would lie.
    pub(crate) fn keys(&self) -> Vec<Key> {
        let definition = self.definition.map(|one| keys::definition(&one.id, &one.version));
        definition.into_iter().chain(self.texts.iter().map(|hash| keys::consent_text(hash))).collect()
    }
}

impl Archive {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What of a form and of these words has to be looked for.
    pub(crate) fn unseen<'a>(&self, definition: &'a Definition, texts: Vec<String>) -> Unseen<'a> {
        let (seen, name) = (self.seen(), (definition.id.clone(), definition.version.clone()));
        let definition = Some(definition).filter(|_| !seen.definitions.contains_key(&name));
        Unseen { definition, texts: texts.into_iter().filter(|hash| !seen.texts.contains(hash)).collect() }
    }

    /// Remembers what was found under [`Unseen::keys`], in their order.
    pub(crate) fn remember(&self, unseen: &Unseen<'_>, found: &[Option<Item>]) {
        let (of_definition, of_texts) =
            found.split_at(usize::from(unseen.definition.is_some()).min(found.len()));
        if let (Some(definition), [Some(_)]) = (unseen.definition, of_definition) {
            self.keep(definition);
        }
        let there = unseen.texts.iter().zip(of_texts).filter(|(_, item)| item.is_some());
        self.seen().texts.extend(there.map(|(hash, _)| hash.clone()));
    }

    fn keep(&self, definition: &Definition) {
        let name = (definition.id.clone(), definition.version.clone());
        self.seen().definitions.insert(name, Arc::new(definition.clone()));
    }

    /// Puts a version into the archive with its first answer. A form is some 60 KB, so it is looked for only as long as this
    /// process hasn't seen it there.
    pub(crate) async fn put(&self, txn: &mut Txn<'_>, definition: &Definition) -> Result<(), StoreError> {
        if self.unseen(definition, Vec::new()).definition.is_none() {
            return Ok(());
        }
        let key = keys::definition(&definition.id, &definition.version);
        match txn.peek::<serde_json::Value>(&key).await? {
            None => txn.put(key, definition),
            Some(_) => self.keep(definition),
        }
        Ok(())
    }

    /// Puts the words of a consent into the archive, and returns their hash.
    pub(crate) async fn put_text(&self, txn: &mut Txn<'_>, text: &ConsentText) -> Result<String, StoreError> {
        let hash = text.hash();
        if self.seen().texts.contains(&hash) {
            return Ok(hash);
        }
        let key = keys::consent_text(&hash);
        match txn.peek::<ConsentText>(&key).await? {
            None => txn.put(key, text),
            Some(_) => drop(self.seen().texts.insert(hash.clone())),
        }
        Ok(hash)
    }

    /// The definition by which a record was made.
    pub(crate) async fn get(
        &self,
        store: &Store,
        form: &str,
        version: &str,
        now: Timestamp,
    ) -> Result<Arc<Definition>, StoreError> {
        let name = (form.to_owned(), version.to_owned());
        if let Some(known) = self.seen().definitions.get(&name) {
            return Ok(Arc::clone(known));
        }
        let missing =
            || StoreError::damage("read an archived form", format!("`{form}` {version} isn't there"));
        let item = store.get(&keys::definition(form, version), now).await?.ok_or_else(missing)?;
        // An error of serde would quote what stands there.
        let damaged = |_| {
            StoreError::damage("read an archived form", format!("`{form}` {version} isn't what we write"))
        };
        let definition: Definition = serde_json::from_value(item.body).map_err(damaged)?;
        let definition = Arc::new(definition);
        self.seen().definitions.insert(name, Arc::clone(&definition));
        Ok(definition)
    }
}
