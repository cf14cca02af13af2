//! Something that is made by another thread meanwhile, if one has the time for it.

use parking_lot::{Condvar, Mutex};

/// It, and how far it is.
#[derive(Debug)]
pub(super) struct Meanwhile<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

#[derive(Debug)]
enum State<T> {
    /// Nobody has begun.
    Waiting,
    Begun,
    Made(T),
    /// It was asked for, and nobody may begin any more.
    Taken,
}

impl<T> Default for Meanwhile<T> {
    fn default() -> Self {
        Self { state: Mutex::new(State::Waiting), changed: Condvar::new() }
    }
}

impl<T> Meanwhile<T> {
    /// Makes it, unless somebody couldn't wait.
    pub(super) fn make(&self, make: impl FnOnce() -> T) {
        {
            let mut state = self.state.lock();
            if !matches!(*state, State::Waiting) {
                return;
            }
            *state = State::Begun;
        }
        let ending = Ending(self);
        let made = make();
        *self.state.lock() = State::Made(made);
        drop(ending);
    }

    /// It, when it is made; `None` if nobody has begun, which is so where there is a single thread.
    pub(super) fn take(&self) -> Option<T> {
        let mut state = self.state.lock();
        self.changed.wait_while(&mut state, |state| matches!(state, State::Begun));
        match std::mem::replace(&mut *state, State::Taken) {
            State::Made(made) => Some(made),
            State::Waiting | State::Begun | State::Taken => None,
        }
    }
}

/// Tells whoever waits, also where making it panics.
struct Ending<'m, T>(&'m Meanwhile<T>);

impl<T> Drop for Ending<'_, T> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock();
        if matches!(*state, State::Begun) {
            *state = State::Taken;
        }
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn what_was_begun_is_waited_for() {
        let (meanwhile, begun) = (Meanwhile::default(), std::sync::Barrier::new(2));
        let made = thread::scope(|scope| {
            scope.spawn(|| {
                meanwhile.make(|| {
                    begun.wait();
                    7
                });
            });
            begun.wait();
            meanwhile.take()
        });
        assert_eq!(made, Some(7));
    }

    #[test]
    fn nobody_waits_for_what_panics() {
        let meanwhile = Meanwhile::<u8>::default();
        let maker = || meanwhile.make(|| panic!("on purpose"));
        assert!(thread::scope(|scope| scope.spawn(maker).join()).is_err());
        assert_eq!(meanwhile.take(), None);
    }

    #[test]
    fn what_nobody_has_begun_is_neither_waited_for_nor_made() {
        let meanwhile = Meanwhile::<u8>::default();
        assert_eq!(meanwhile.take(), None);
        meanwhile.make(|| unreachable!("nobody wants it any more"));
        assert_eq!(meanwhile.take(), None);
    }
}
