//! `publish: request`: what would be published lies at the host as a branch of its own, of which somebody there makes the next version. The
//! draft stays, and ends when that has come.

use jiff::Timestamp;

use super::{NotPublished, Published, Publisher, link, refused};
use crate::drafts::{Draft, DraftId, Drafts, NotMarked};
use crate::person::Person;
use crate::repository::{GitFault, Version};

/// How far back the draft's trailers are looked for.
const LOOKED_THROUGH: usize = 200;

/// Where a draft lies at the host.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// The branch.
    pub branch: String,
    /// Where it can be proposed at the host; `None` where we don't know how that host calls it.
    pub link: Option<String>,
}

/// The branch of a draft at the host.
fn branch(id: &DraftId) -> String {
    format!("spaces/{id}")
}

impl Publisher {
    /// Where a draft lies at the host, or would.
    #[must_use]
    pub fn request_of(&self, id: &DraftId) -> Request {
        let branch = branch(id);
        let url = self.repository.remote_url();
        let link = url.and_then(|url| link::to_propose(&url, self.repository.branch(), &branch));
        Request { branch, link }
    }

    /// Gives a version that was checked to the host as the branch of a draft; what lies there goes before it.
    pub(super) fn request(
        &self,
        draft: &Draft,
        (newest, version): (&Version, &Version),
        by: &Person,
        now: Timestamp,
    ) -> Result<Published, NotPublished> {
        if self.repository.remote().is_none() {
            return Err(NotPublished::NoHost);
        }
        let name = format!("refs/heads/{}", branch(&draft.id));
        let there = self.repository.at_host(&name).map_err(refused)?;
        let next = self.next(there.as_ref(), newest, version)?;
        if there.as_ref() != Some(&next) && !self.repository.give(&next, &name).map_err(refused)? {
            return Err(NotPublished::Faster);
        }
        // Whoever threw it away meanwhile finds it at the host alone.
        match Drafts::of(&self.repository).sent(draft, &next, by, now.as_second()) {
            Ok(_) => {}
            Err(NotMarked::Not(not)) => return Err(not.into()),
            Err(_) => return Err(NotPublished::Gone),
        }
        let files = self.repository.changed(newest, &next)?;
        Ok(Published { version: next, files, request: Some(self.request_of(&draft.id)) })
    }

    /// What follows at the host on what lies there.
    fn next(
        &self,
        there: Option<&Version>,
        newest: &Version,
        version: &Version,
    ) -> Result<Version, NotPublished> {
        let Some(there) = there else { return Ok(version.clone()) };
        // We bring nothing of this branch here, so what isn't known was written there by somebody.
        if self.repository.version(there.as_str())?.is_none() {
            return Err(NotPublished::ChangedThere);
        }
        if self.repository.has(version, there)? {
            return Ok(version.clone());
        }
        let has_newest = self.repository.has(there, newest)?;
        if has_newest && self.repository.tree(there)? == self.repository.tree(version)? {
            return Ok(there.clone());
        }
        let before: &[&Version] = if has_newest { &[there] } else { &[there, newest] };
        let saved = self.repository.saved(version)?;
        let by = crate::repository::Signature { name: saved.by, email: saved.email };
        Ok(self.repository.same(version, before, &saved.message, &by, saved.at)?)
    }

    /// Ends the drafts whose requests have come to the branch that everybody has, however somebody brought them there.
    ///
    /// # Errors
    /// When git fails.
    pub fn arrived(&self) -> Result<(), GitFault> {
        let drafts = Drafts::of(&self.repository);
        let sent = drafts.all()?.into_iter().filter(|draft| draft.marks.sent.is_some());
        let sent: Vec<Draft> = sent.collect();
        if sent.is_empty() {
            return Ok(());
        }
        let newest = self.repository.head()?;
        let log = self.repository.log_of_all(&newest, LOOKED_THROUGH)?;
        for draft in sent {
            // What was written since it was sent isn't there.
            let is_as_sent =
                draft.marks.sent.as_ref().is_some_and(|sent| sent.version == draft.written.version);
            let is_before = match &draft.marks.sent_as {
                Some(sent_as) => self.repository.has(&newest, sent_as)?,
                None => false,
            };
            let is_told = || log.iter().any(|saved| super::is_of(saved, &draft));
            let is_there = || matches!(self.files(&draft, &newest), Ok(files) if files.is_empty());
            if is_as_sent && (is_before || is_told()) || is_there() {
                drafts.drop(&draft)?;
            }
        }
        Ok(())
    }
}
