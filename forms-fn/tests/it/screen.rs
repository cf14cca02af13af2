//! The screen: its rules one by one, and two corpora. No person is held; hardly a program passes.

use forms_fn::screen::{AnswerLength, Evidence, Headers, NonceState, Overrun, Sign, Verdict, Written, judge};
use jiff::SignedDuration;

mod buckets;
mod client;
mod corpus;
mod rules;

#[cfg(feature = "altcha")]
mod altcha;

/// One post, as the corpora and the rules describe it.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    pub(crate) headers: Headers<'static>,
    pub(crate) honeypot: bool,
    pub(crate) nonce: NonceState,
    pub(crate) texts: Vec<(AnswerLength, String)>,
    pub(crate) overrun: Overrun,
    pub(crate) checked: bool,
    pub(crate) proof_of_work: Option<bool>,
}

const OWN: &str = "https://example.org";

/// A browser of today on a page of ours.
const BROWSER: Headers<'static> = Headers {
    sec_fetch_site: Some("same-origin"),
    origin: Some(OWN),
    user_agent: true,
    accept_language: true,
};

impl Post {
    /// A person with a browser of today, who took a minute.
    pub(crate) fn person() -> Self {
        Self {
            headers: BROWSER,
            honeypot: false,
            nonce: signed(60_000),
            texts: vec![
                (AnswerLength::Short, "Amina Yusuf".to_owned()),
                (AnswerLength::Short, "amina@example.org".to_owned()),
            ],
            overrun: Overrun::default(),
            checked: false,
            proof_of_work: None,
        }
    }

    pub(crate) fn judge(&self) -> Verdict {
        let texts: Vec<Written<'_>> =
            self.texts.iter().map(|(kind, text)| Written { kind: *kind, text }).collect();
        judge(&Evidence {
            headers: self.headers,
            origins: &[OWN.to_owned(), "https://www.example.org".to_owned()],
            honeypot: self.honeypot,
            nonce: self.nonce,
            texts: &texts,
            overrun: self.overrun,
            checked: self.checked,
            proof_of_work: self.proof_of_work,
        })
    }

    /// The same answers from the check page, which has no honeypot.
    pub(crate) fn after_the_check(&self, milliseconds: i64) -> Self {
        Self { honeypot: false, nonce: signed(milliseconds), checked: true, ..self.clone() }
    }
}

pub(crate) fn signed(milliseconds: i64) -> NonceState {
    NonceState::Signed(SignedDuration::from_millis(milliseconds))
}

#[track_caller]
fn checks(post: &Post, signs: &[Sign]) {
    assert_eq!(post.judge(), Verdict::Check(signs.to_vec()));
}

#[track_caller]
fn passes(post: &Post) {
    assert_eq!(post.judge(), Verdict::Pass, "{post:?}");
}
