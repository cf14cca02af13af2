//! What was posted → an answer to each conflict, by what the conflict says.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::merge::{Answer, Conflict, Three};
use crate::pages::Asked;

/// Names a conflict in fields: the same two texts in the same place have the same name, whatever else has changed.
pub(super) fn token(three: &Three, conflict: &Conflict) -> String {
    let mut hash = Sha256::new();
    let place = format!("{:?}", conflict.place);
    let said = [&conflict.base, &conflict.ours, &conflict.theirs].map(|text| format!("{text:?}"));
    for part in [&three.path, &place].into_iter().chain(&said) {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    HEXLOWER.encode(&hash.finalize()[..8])
}

/// Choices and words, by the names of conflicts.
#[derive(Default)]
pub(super) struct Said {
    chosen: BTreeMap<String, String>,
    words: BTreeMap<String, String>,
}

impl Said {
    pub(super) fn of(asked: &Asked) -> Self {
        let mut said = Self::default();
        for (name, value) in asked.posted.iter().flatten() {
            if let Some(token) = name.strip_prefix("c-") {
                said.chosen.insert(token.to_owned(), value.clone());
            } else if let Some(token) = name.strip_prefix("w-") {
                said.words.insert(token.to_owned(), value.replace("\r\n", "\n"));
            }
        }
        said
    }

    pub(super) fn chosen(&self, token: &str) -> Option<&str> {
        self.chosen.get(token).map(String::as_str)
    }

    pub(super) fn words(&self, token: &str) -> Option<&str> {
        self.words.get(token).map(String::as_str)
    }

    pub(super) fn answer(&self, token: &str) -> Option<Answer> {
        match self.chosen(token)? {
            "ours" => Some(Answer::Ours),
            "theirs" => Some(Answer::Theirs),
            "own" => Some(Answer::Own(self.words(token)?.to_owned())),
            _ => None,
        }
    }

    /// Whether all that was answered is still asked.
    pub(super) fn is_about(&self, tokens: &[String]) -> bool {
        self.chosen.keys().chain(self.words.keys()).all(|token| tokens.contains(token))
    }

    /// What somebody wrote for places that are asked no more in this way: nobody has to write it twice.
    pub(super) fn others<'a>(
        &'a self,
        tokens: &'a [String],
    ) -> impl Iterator<Item = (&'a String, &'a String)> {
        let is_own = |token: &&String| self.chosen(token) == Some("own") && !tokens.contains(token);
        self.words.iter().filter(move |(token, _)| is_own(token))
    }
}
