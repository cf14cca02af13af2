//! The nonce of each form: shows that the form is ours and this person's, and makes sending it twice the same as sending it once.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use parking_lot::Mutex;
use sha2::{Digest as _, Sha256};

use crate::key::{self, Key, SIGNATURE};

/// Bytes that no two forms have alike.
const RANDOM: usize = 12;

/// Bytes that no two starts of the program have alike.
const START: usize = 8;

/// How many answers are remembered; of a form that was sent before all of them, sending it again is a new one.
const REMEMBERED: usize = 2000;

const PURPOSE: &str = "nonce";

/// Whose a nonce is that comes with a form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Given {
    /// Given to this person since the program was started.
    Now,
    /// Given to them before: what was answered to it isn't known any more.
    Before,
    /// Not given to them.
    Never,
}

/// What is done once: what a form with this nonce says at an address. Whoever writes on while an answer is on its way and sends the form
/// again has said something else.
pub(crate) fn request<'a>(nonce: &str, path: &str, said: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut whole = Sha256::new();
    for text in [nonce, path].into_iter().chain(said.flat_map(|(name, value)| [name, value])) {
        whole.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        whole.update(text);
    }
    BASE64URL_NOPAD.encode(&whole.finalize())
}

/// What was answered to which request since the program was started. Each nonce says in which start it was given.
pub(crate) struct Once {
    start: [u8; START],
    answered: Mutex<Answered>,
}

#[derive(Default)]
struct Answered {
    by_request: HashMap<String, Slot>,
    order: VecDeque<String>,
}

/// Where somebody was led; locked while that is being found out.
type Slot = Arc<Mutex<Option<String>>>;

impl Once {
    /// Of a program that starts.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub(crate) fn begin() -> Result<Self, String> {
        Ok(Self { start: key::random()?, answered: Mutex::default() })
    }

    /// A fresh nonce for a form that somebody sees.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub(crate) fn fresh(&self, key: &Key, person: &str) -> Result<String, String> {
        let random = key::random::<RANDOM>()?;
        let signature = key.sign(PURPOSE, &[person.as_bytes(), &self.start, &random]);
        Ok(BASE64URL_NOPAD.encode(&[&self.start[..], &random, &signature].concat()))
    }

    /// Whether we gave it to this person, and when.
    pub(crate) fn given(&self, key: &Key, person: &str, nonce: &str) -> Given {
        let Ok(bytes) = BASE64URL_NOPAD.decode(nonce.as_bytes()) else { return Given::Never };
        if bytes.len() != START + RANDOM + SIGNATURE {
            return Given::Never;
        }
        let (start, rest) = bytes.split_at(START);
        let (random, signature) = rest.split_at(RANDOM);
        match key.is_signed(PURPOSE, &[person.as_bytes(), start, random], signature) {
            true if start == self.start => Given::Now,
            true => Given::Before,
            false => Given::Never,
        }
    }

    /// Does what is asked for the first time that a request comes, and leads to the same address each further time. What leads nowhere – a form with
    /// mistakes – may come again. Of two at the same time the second waits for the first, so this belongs into a thread that may wait.
    pub(crate) fn act<A>(
        &self,
        request: &str,
        act: impl FnOnce() -> A,
        led_to: impl FnOnce(&A) -> Option<String>,
    ) -> Result<A, String> {
        let slot = self.slot(request);
        let mut answered = slot.lock();
        if let Some(address) = &*answered {
            return Err(address.clone());
        }
        let answer = act();
        *answered = led_to(&answer);
        Ok(answer)
    }

    fn slot(&self, request: &str) -> Slot {
        let mut answered = self.answered.lock();
        if let Some(slot) = answered.by_request.get(request) {
            return Arc::clone(slot);
        }
        if answered.order.len() >= REMEMBERED
            && let Some(oldest) = answered.order.pop_front()
        {
            answered.by_request.remove(&oldest);
        }
        let slot = Slot::default();
        answered.order.push_back(request.to_owned());
        answered.by_request.insert(request.to_owned(), Arc::clone(&slot));
        slot
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_nonce_is_its_persons_and_of_one_start() {
        let (key, once) = (Key::random().unwrap(), Once::begin().unwrap());
        let nonce = once.fresh(&key, "ida").unwrap();
        assert_eq!(once.given(&key, "ida", &nonce), Given::Now);
        assert_eq!(once.given(&key, "olha", &nonce), Given::Never);
        assert_eq!(once.given(&key, "ida", &nonce[1..]), Given::Never);
        assert_eq!(once.given(&Key::random().unwrap(), "ida", &nonce), Given::Never);
        assert_ne!(nonce, once.fresh(&key, "ida").unwrap());
        let again = Once::begin().unwrap();
        assert_eq!(again.given(&key, "ida", &nonce), Given::Before);
        assert_eq!(again.given(&key, "olha", &nonce), Given::Never);
        // Nobody makes one of this start out of one of another.
        let bytes = BASE64URL_NOPAD.decode(nonce.as_bytes()).unwrap();
        let moved = BASE64URL_NOPAD.encode(&[&again.start[..], &bytes[START..]].concat());
        assert_eq!(again.given(&key, "ida", &moved), Given::Never);
    }

    #[test]
    fn of_many_at_once_one_acts() {
        let (once, acted) = (Once::begin().unwrap(), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    let answer =
                        once.act("n", || acted.fetch_add(1, Ordering::SeqCst), |_| Some("/there".to_owned()));
                    assert!(answer == Ok(0) || answer == Err("/there".to_owned()));
                });
            }
        });
        assert_eq!(acted.into_inner(), 1);
    }

    #[test]
    fn what_says_something_else_or_goes_elsewhere_is_another_request() {
        let of = |path, said: &[(&'static str, &'static str)]| request("n", path, said.iter().copied());
        let one = of("/edit/new", &[("title", "a")]);
        assert_eq!(one, of("/edit/new", &[("title", "a")]));
        assert_ne!(one, of("/edit/new", &[("title", "b")]));
        assert_ne!(one, of("/edit/w/events/a/da", &[("title", "a")]));
        assert_ne!(of("", &[("a", "bc")]), of("", &[("ab", "c")]));
    }

    #[test]
    fn what_led_nowhere_may_come_again() {
        let once = Once::begin().unwrap();
        assert_eq!(once.act("n", || 1, |_| None), Ok(1));
        assert_eq!(once.act("n", || 2, |_| None), Ok(2));
    }
}
