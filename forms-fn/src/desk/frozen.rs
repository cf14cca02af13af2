//! Reports that were frozen: what was told of a period on a day, to be shown again as it was. Nothing changes one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::read::parse;
use super::{Desk, Scope, keys};
use crate::store::{Operation, Range, StoreError, Txn};

/// What a report says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenReport {
    /// By which it is named: the hash of the nonce with which it was frozen.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: String,
    /// What it is for, in the words of whoever froze it: the project's name.
    pub name: String,
    /// The number of the project, as the contract has it.
    pub project: String,
    /// The sentence that the funder wants to read.
    pub sentence: String,
    /// Of whose events it tells.
    pub scope: Scope,
    /// Of which period.
    pub period: String,
}

/// A report and its figures; ready to be attempted.
struct Freeze<'a> {
    report: &'a FrozenReport,
    parts: &'a [Value],
}

impl Operation for Freeze<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let key = keys::frozen(&self.report.id);
        // The button was pressed twice.
        if txn.get::<FrozenReport>(&key).await?.is_some() {
            return Ok(());
        }
        txn.put(key, self.report);
        for (number, part) in self.parts.iter().enumerate() {
            txn.put(keys::frozen_part(&self.report.id, number), part);
        }
        Ok(())
    }
}

impl Desk {
    /// Writes a report with its figures, once.
    pub(crate) async fn freeze(
        &self,
        report: &FrozenReport,
        parts: &[Value],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.run(now, &Freeze { report, parts }).await
    }

    /// All reports that were frozen, the newest first. What is damaged is noted and left out.
    pub(crate) async fn frozen_reports(&self, now: Timestamp) -> Result<Vec<FrozenReport>, StoreError> {
        let found = self.readable::<FrozenReport>(&Range::prefix(keys::FROZEN, ""), None, now).await?;
        let mut reports: Vec<FrozenReport> = found.into_iter().map(|(_, report)| report).collect();
        reports.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
        Ok(reports)
    }

    /// A report, if it was frozen.
    pub(crate) async fn frozen_report(
        &self,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<FrozenReport>, StoreError> {
        self.read(&keys::frozen(id), now).await
    }

    /// Its figures, as they were handed over.
    pub(crate) async fn frozen_figures(&self, id: &str, now: Timestamp) -> Result<Vec<Value>, StoreError> {
        let items = self.store.query(&keys::frozen_parts(id), None, now).await?;
        items.into_iter().map(|item| parse(item.body)).collect()
    }
}
