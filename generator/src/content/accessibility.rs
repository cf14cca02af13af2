//! What the accessibility checks found: `accessibility.yaml`, written by `./check --full` → [`Checks`].
//!
//! The report names the theme that was checked by a fingerprint, so that the statement on the site can
//! say when it speaks of an older one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::time;
use crate::yaml::{self, Located};

/// Where the report stands.
pub const PATH: &str = "content/accessibility.yaml";

/// What is known of the site's accessibility.
#[derive(Clone, Debug, Default)]
pub struct Checks {
    /// The last report, if there is one.
    pub report: Option<AccessibilityReport>,
    /// The fingerprint of what pages are made with now.
    pub theme: String,
}

/// What was checked, and what was found.
#[derive(Clone, Debug)]
pub struct AccessibilityReport {
    /// The day of the check.
    pub date: Date,
    /// What it was measured against: "WCAG 2.2 AA".
    pub standard: String,
    /// The fingerprint of what the pages were made with then.
    pub theme: String,
    /// Programs with their versions.
    pub tools: Vec<String>,
    /// How each page was looked at.
    pub seen: Vec<Appearance>,
    /// How many pages.
    pub pages: u32,
    /// What remains, by rule.
    pub findings: Vec<Finding>,
}

/// A way to look at a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Appearance {
    /// In light colours.
    Light,
    /// In dark colours.
    Dark,
    /// On a screen of 1280 pixels.
    Wide,
    /// On a screen of 320 pixels.
    Narrow,
}

/// A rule that pages break.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Its name: `axe color-contrast`.
    pub rule: String,
    /// The paths of the pages.
    pub pages: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenReport {
    date: Located<String>,
    standard: String,
    theme: String,
    tools: Vec<String>,
    seen: Vec<Appearance>,
    pages: u32,
    #[serde(default)]
    findings: Vec<Finding>,
}

const REQUIRED: [&str; 8] =
    ["date", "standard", "theme", "tools", "seen", "pages", "findings.*.rule", "findings.*.pages"];

impl Checks {
    /// Whether the pages are made with something else than those that were checked.
    #[must_use]
    pub fn is_old(&self) -> bool {
        self.report.as_ref().is_some_and(|report| report.theme != self.theme)
    }
}

/// The report and today's fingerprint; a site may be without a report.
#[must_use]
pub fn read(source: &Source, config: &Config) -> (Checks, Vec<Diagnostic>) {
    let theme = fingerprint(source, config);
    let Some(text) = source.texts.get(PATH) else {
        return (Checks { report: None, theme }, Vec::new());
    };
    match yaml::parse::<WrittenReport>(PATH, text).and_then(report) {
        Ok(report) => (Checks { report: Some(report), theme }, Vec::new()),
        Err(problem) => {
            (Checks { report: None, theme }, yaml::missing(PATH, text, problem, &REQUIRED.map(Into::into)))
        }
    }
}

fn report(written: WrittenReport) -> Result<AccessibilityReport, Diagnostic> {
    Ok(AccessibilityReport {
        date: time::date(PATH, &written.date)?,
        standard: written.standard,
        theme: written.theme,
        tools: written.tools,
        seen: written.seen,
        pages: written.pages,
        findings: written.findings,
    })
}

/// Twelve hex digits of all templates, styles, words and forms.
fn fingerprint(source: &Source, config: &Config) -> String {
    let themes = super::ThemeFolders::of(&config.theme);
    let folders = ["content/templates/", "content/texts/", "content/forms/"];
    let mut hash = Sha256::new();
    for (path, text) in &source.texts {
        if themes.name_of(path).is_some() || folders.iter().any(|folder| path.starts_with(folder)) {
            // The lengths keep two files apart from one that holds both.
            hash.update(format!("{path} {}\n", text.len()));
            hash.update(text);
        }
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
