//! A fault in a YAML file: what is wrong, where, and how to mend it.

use std::ops::Range;

/// One fault of a definition or of a language's texts, ready to become a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The kind of fault, in kebab case: `missing-language`.
    pub code: &'static str,
    /// What is wrong: lower case, names in backticks, no final dot.
    pub message: String,
    /// Where it is, in bytes of the YAML text.
    pub offset: Range<usize>,
    /// How to mend it.
    pub hint: Option<String>,
    /// The languages that it is about; empty where it isn't about some of them.
    pub langs: Vec<String>,
}

impl Fault {
    pub(crate) fn new(code: &'static str, offset: Range<usize>, message: impl Into<String>) -> Fault {
        Fault { code, message: message.into(), offset, hint: None, langs: Vec::new() }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Fault {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn about(mut self, langs: &[&str]) -> Fault {
        self.langs = langs.iter().map(|lang| (*lang).to_owned()).collect();
        self
    }

    /// Adds `did you mean …?` when one of the known names is near.
    pub(crate) fn did_you_mean<'a>(self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Fault {
        match crate::suggest::nearest(wrong, known) {
            Some(name) => self.hint(format!("did you mean `{name}`?")),
            None => self,
        }
    }
}

/// Puts faults in the order of the file.
pub(crate) fn sorted(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by_key(|fault| (fault.offset.start, fault.offset.end));
    faults
}
