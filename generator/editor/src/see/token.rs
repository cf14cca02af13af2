//! The name of a draft in addresses that are given away: which one, and until when.

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};

use crate::key::{Key, SIGNATURE};

/// How long a link to a draft is good.
const GOOD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Bytes of a draft's id, of which each stands as two digits.
const ID: usize = 5;

/// Bytes of the moment, in seconds.
const UNTIL: usize = 5;

const PURPOSE: &str = "see";

/// What a token says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Token {
    /// Ten hexadecimal digits.
    pub(crate) draft: String,
    /// Until when the page is shown.
    pub(crate) until: Timestamp,
}

impl Token {
    /// For a link that is given away now. All of an hour are the same, so that a browser keeps what it has.
    pub(crate) fn new(draft: &str, now: Timestamp) -> Token {
        let hour = now.as_second().div_euclid(3600) * 3600;
        let from = Timestamp::from_second(hour).unwrap_or(now);
        Token { draft: draft.to_owned(), until: from + GOOD }
    }

    /// As it stands in an address; `None` where the draft's id isn't one.
    pub(crate) fn text(&self, key: &Key) -> Option<String> {
        let id = data_encoding::HEXLOWER.decode(self.draft.as_bytes()).ok().filter(|id| id.len() == ID)?;
        let until = u64::try_from(self.until.as_second()).ok()?.to_be_bytes();
        let mut bytes = id;
        bytes.extend(&until[until.len() - UNTIL..]);
        bytes.extend(key.sign(PURPOSE, &[&bytes]));
        Some(BASE64URL_NOPAD.encode(&bytes))
    }

    /// What a text says, if we have signed it. It may have ended.
    pub(crate) fn read(key: &Key, text: &str) -> Option<Token> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let signed = bytes.get(..ID + UNTIL).filter(|_| bytes.len() == ID + UNTIL + SIGNATURE)?;
        if !key.is_signed(PURPOSE, &[signed], &bytes[ID + UNTIL..]) {
            return None;
        }
        let until = signed[ID..].iter().fold(0, |sum: i64, byte| sum << 8 | i64::from(*byte));
        let until = Timestamp::from_second(until).ok()?;
        Some(Token { draft: data_encoding::HEXLOWER.encode(&signed[..ID]), until })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-30T05:30:00Z".parse().unwrap()
    }

    #[test]
    fn a_token_says_which_draft_and_until_when() {
        let key = Key::random().unwrap();
        let token = Token::new("0123456789", now());
        assert_eq!(token.until.to_string(), "2026-12-07T05:00:00Z");
        let text = token.text(&key).unwrap();
        assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)), "{text}");
        assert_eq!(Token::read(&key, &text), Some(token));
    }

    #[test]
    fn another_draft_day_or_key_isnt_believed() {
        let key = Key::random().unwrap();
        let text = Token::new("0123456789", now()).text(&key).unwrap();
        assert_eq!(Token::read(&Key::random().unwrap(), &text), None);
        for at in 0..text.len() {
            let mut other = text.clone().into_bytes();
            other[at] = if other[at] == b'A' { b'E' } else { b'A' };
            assert_eq!(Token::read(&key, std::str::from_utf8(&other).unwrap()), None, "{at}");
        }
        assert_eq!(Token::read(&key, &text[1..]), None);
        assert_eq!(Token::new("../../etc", now()).text(&key), None);
    }
}
