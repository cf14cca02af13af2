//! A fault in a YAML file: what is wrong, where, and how to mend it.

mod words;

use std::fmt;
use std::ops::Range;

use crate::Sentence;
use crate::sentence::say;

pub(crate) use words::english;
pub use words::fault_words;

macro_rules! codes {
    ($($variant:ident $name:literal,)*) => {
        /// A kind of fault, by the name that `spaces check` has for it too. Each has a case in the tests that provokes it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FaultCode {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl FaultCode {
            /// All of them.
            pub const ALL: &[FaultCode] = &[$(FaultCode::$variant),*];

            /// The name in the output: `form/bad-name`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

codes! {
    BadCondition "form/bad-condition",
    BadName "form/bad-name",
    BadRange "form/bad-range",
    BadValue "form/bad-value",
    ConsentBasis "form/consent-basis",
    DuplicateId "form/duplicate-id",
    DuplicateKey "yaml/duplicate-key",
    DuplicateName "form/duplicate-name",
    DuplicateOption "form/duplicate-option",
    EmptyList "form/empty-list",
    LaterField "form/later-field",
    MissingKey "front/missing",
    NoEvent "form/no-event",
    NotForKind "form/not-for-kind",
    Placeholder "text/placeholders",
    PluralCategory "text/plural",
    ReservedName "form/reserved-name",
    Role "form/role",
    SensitiveBasis "form/sensitive-basis",
    TwoMarks "form/two-marks",
    UnknownFact "form/unknown-fact",
    UnknownField "form/unknown-field",
    UnknownGroup "form/unknown-group",
    UnknownKey "front/unknown-key",
    UnknownLanguage "form/unknown-language",
    UnknownOption "form/unknown-option",
    UnknownPlaceholder "form/unknown-placeholder",
    UnknownPurpose "form/unknown-purpose",
    Untranslated "text/untranslated",
    WrongType "front/value",
    Yaml "yaml/syntax",
}

impl fmt::Display for FaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One fault of a definition or of a language's texts, ready to become a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The kind of fault: `form/bad-name`.
    pub code: FaultCode,
    /// What is wrong: lower case, names in backticks, no final dot.
    pub message: Sentence,
    /// Where it is, in bytes of the YAML text.
    pub offset: Range<usize>,
    /// How to mend it.
    pub hint: Option<Sentence>,
    /// The languages that it is about; empty where it isn't about some of them.
    pub langs: Vec<String>,
    /// The language in whose own file it stands; none where that is the file that was read.
    pub words_of: Option<String>,
}

impl Fault {
    pub(crate) fn new(code: FaultCode, offset: Range<usize>, message: Sentence) -> Fault {
        Fault { code, message, offset, hint: None, langs: Vec::new(), words_of: None }
    }

    pub(crate) fn hint(mut self, hint: Sentence) -> Fault {
        self.hint = Some(hint);
        self
    }

    pub(crate) fn about(mut self, langs: &[&str]) -> Fault {
        self.langs = langs.iter().map(|lang| (*lang).to_owned()).collect();
        self
    }

    /// Says which names there are, or which one was meant.
    pub(crate) fn one_of(self, wrong: &str, known: &[&str]) -> Fault {
        let names = known.join(", ");
        let fault = if known.is_empty() { self } else { self.hint(say!("fault.oneOfHint", names)) };
        fault.did_you_mean(wrong, known.iter().copied())
    }

    /// Adds `did you mean …?` when one of the known names is near.
    pub(crate) fn did_you_mean<'a>(self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Fault {
        match crate::suggest::nearest(wrong, known) {
            Some(name) => self.hint(say!("hint.mean", name)),
            None => self,
        }
    }
}

/// Puts faults in the order of the file.
pub(crate) fn sorted(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by_key(|fault| (fault.offset.start, fault.offset.end));
    faults
}
