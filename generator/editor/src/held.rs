//! A few values that took long to make, the one that was used last first.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;

/// At most so many of them; the one that nobody has used for the longest time goes first.
pub(crate) struct Held<K, V> {
    most: usize,
    all: Mutex<VecDeque<(K, Arc<V>)>>,
}

impl<K: PartialEq, V> Held<K, V> {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, all: Mutex::default() }
    }

    /// The value of a key, which is used with that.
    pub(crate) fn get(&self, key: &K) -> Option<Arc<V>> {
        let mut all = self.all.lock();
        let at = all.iter().position(|(known, _)| known == key)?;
        let found = all.remove(at)?;
        let value = Arc::clone(&found.1);
        all.push_front(found);
        Some(value)
    }

    /// Holds a value, instead of those whose keys it makes old.
    pub(crate) fn put(&self, key: K, value: V, is_old: impl Fn(&K) -> bool) -> Arc<V> {
        let value = Arc::new(value);
        let mut all = self.all.lock();
        all.retain(|(known, _)| *known != key && !is_old(known));
        all.truncate(self.most.saturating_sub(1));
        all.push_front((key, Arc::clone(&value)));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_uses_goes_first() {
        let held = Held::new(3);
        for key in [1, 2, 3] {
            held.put(key, key * 10, |_| false);
        }
        assert_eq!(held.get(&1).as_deref(), Some(&10));
        held.put(4, 40, |_| false);
        let there = [1, 2, 3, 4].map(|key| held.get(&key).is_some());
        assert_eq!(there, [true, false, true, true], "1 was used since, 2 not");
        held.put(4, 41, |known| *known == 3);
        assert_eq!(held.get(&4).as_deref(), Some(&41));
        assert!(held.get(&1).is_some(), "the same once more takes no place");
        assert!(held.get(&3).is_none(), "what is old goes");
    }
}
