//! What the accessibility checks found, in the reader's words.

use serde::Serialize;

use super::Ctx;
use crate::accessibility::{AccessibilityReport, Appearance, Finding};

/// The generated part of the accessibility page.
#[derive(Debug, Serialize)]
pub struct Statement {
    /// What the next check writes into its report.
    theme: String,
    /// Whether the report speaks of an older theme.
    old: bool,
    report: Option<ReportView>,
}

#[derive(Debug, Serialize)]
struct ReportView {
    date_iso: String,
    date_text: String,
    standard: String,
    tools: Vec<String>,
    pages: String,
    seen_text: String,
    findings: Vec<String>,
}

impl Statement {
    /// The statement as of the last report.
    pub fn new(ctx: &Ctx<'_>) -> Statement {
        let checks = &ctx.site.checks;
        Statement {
            theme: checks.theme.clone(),
            old: checks.is_old(),
            report: checks.report.as_ref().map(|report| ReportView::new(ctx, report)),
        }
    }
}

impl ReportView {
    fn new(ctx: &Ctx<'_>, report: &AccessibilityReport) -> ReportView {
        let seen: Vec<String> = report.seen.iter().map(|seen| ctx.t(seen_key(*seen))).collect();
        ReportView {
            date_iso: report.date.to_string(),
            date_text: ctx.locale.date(report.date),
            standard: report.standard.clone(),
            tools: report.tools.clone(),
            pages: ctx.locale.number(&report.pages.to_string()),
            seen_text: ctx.locale.list(&seen),
            findings: report.findings.iter().map(|finding| fault(ctx, finding)).collect(),
        }
    }
}

fn seen_key(seen: Appearance) -> &'static str {
    match seen {
        Appearance::Light => "statement.light",
        Appearance::Dark => "statement.dark",
        Appearance::Wide => "statement.wide",
        Appearance::Narrow => "statement.narrow",
    }
}

fn fault(ctx: &Ctx<'_>, finding: &Finding) -> String {
    let pages = ctx.locale.number(&finding.pages.len().to_string());
    ctx.texts.with("statement.fault", &[("rule", &finding.rule), ("pages", &pages)])
}
