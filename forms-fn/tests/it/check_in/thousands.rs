//! Thousands of taps from phones with and without a network, in any order, held against a model in the plainest terms.

use std::collections::BTreeMap;

use forms_fn::{Came, Reference, Step, Tap, Tapped};
use jiff::Timestamp;

use super::{Door, later, nonce};
use crate::guests::EVENT;
use crate::site::time;
use crate::stage::{Stage, on_every_store};

on_every_store!(thousands_of_taps_in_any_order_agree);

/// Draws numbers from a seed (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// What must be true, in the plainest terms.
#[derive(Default)]
struct Model {
    here: BTreeMap<Reference, (Timestamp, u32)>,
    answers: BTreeMap<String, Tapped>,
    /// People of each walk-in, by its number of tap.
    walk_ins: BTreeMap<usize, u32>,
    left: u32,
}

impl Model {
    fn tap(&mut self, what: String, act: impl FnOnce(&mut Self) -> Tapped) -> Tapped {
        if let Some(answer) = self.answers.get(&what) {
            return answer.clone();
        }
        let answer = act(self);
        self.answers.insert(what, answer.clone());
        answer
    }

    fn let_in(&mut self, reference: &Reference, people: u32, at: Timestamp) -> Tapped {
        match self.here.get_mut(reference) {
            Some((since, _)) => {
                *since = at.min(*since);
                Tapped::Already { at: *since }
            }
            None => {
                self.here.insert(reference.clone(), (at, people));
                Tapped::LetIn { at }
            }
        }
    }

    fn numbers(&self) -> (u32, u32, u32, u32, u32) {
        let people = self.here.values().map(|(_, people)| people).sum();
        let walk_in_people = self.walk_ins.values().sum();
        (self.here.len() as u32, people, self.walk_ins.len() as u32, walk_in_people, self.left)
    }
}

const STEPS: usize = 3000;
/// So many taps share their nonces, so that many are sent again.
const NONCES: usize = 400;

async fn thousands_of_taps_in_any_order_agree(stage: Stage) {
    let door = Door::new(&stage, 20);
    let (mut dice, mut model) = (Dice(0x9E37_79B9_7F4A_7C15), Model::default());
    let mut guests: Vec<Reference> = Vec::new();
    for number in 0..30 {
        guests.push(door.guest(number).await);
    }
    let mut ids: BTreeMap<usize, String> = BTreeMap::new();
    for step in 0..STEPS {
        let (tap, at) = (dice.roll(NONCES), later(dice.roll(50) as i64));
        let guest = guests[dice.roll(guests.len())].clone();
        let people = 1 + dice.roll(4) as u32;
        match dice.roll(100) {
            0 => {
                let was = model.here.remove(&guest);
                model.left += was.map_or(0, |(_, people)| people);
                assert!(door.erase(&guest).await);
                guests.retain(|other| *other != guest);
                guests.push(door.guest(1000 + step).await);
            }
            1..4 => {
                let before = time("2027-01-20T12:00:00Z");
                let terms = Some(&door.guests.terms);
                let step = [Step::Cancel, Step::Undo, Step::Accept][dice.roll(3)];
                door.desk.change(&guest, step, terms, before).await.unwrap();
            }
            4..50 => {
                let wanted = model.tap(format!("in {guest} {tap}"), |model| model.let_in(&guest, people, at));
                assert_eq!(door.let_in(tap, &guest, people, at).await, wanted, "step {step}");
            }
            50..75 => {
                let wanted = model.tap(format!("back {guest} {tap}"), |model| {
                    model.here.remove(&guest).map_or(Tapped::NotHere, |_| Tapped::TakenBack)
                });
                assert_eq!(door.take_back(tap, &guest).await, wanted, "step {step}");
            }
            75..90 => {
                let wanted = model.tap(format!("walk {tap}"), |model| {
                    model.walk_ins.insert(tap, people);
                    Tapped::LetIn { at: later(2) }
                });
                assert_eq!(door.walk_in(tap, None, people).await, wanted, "step {step}");
                if !ids.contains_key(&tap) {
                    let known: Vec<&String> = ids.values().collect();
                    let all = door.attended().await.walk_ins;
                    let new = all.iter().find(|walk_in| !known.contains(&&walk_in.id)).unwrap();
                    ids.insert(tap, new.id.clone());
                }
            }
            _ if ids.is_empty() => {}
            _ => {
                let (which, id) = ids.iter().nth(dice.roll(ids.len())).unwrap();
                let wanted = model.tap(format!("walk back {id} {tap}"), |model| {
                    model.walk_ins.remove(which).map_or(Tapped::NotHere, |_| Tapped::TakenBack)
                });
                assert_eq!(door.walk_back(tap, id).await, wanted, "step {step}");
            }
        }
        assert_eq!(
            door.desk.came(EVENT, later(60)).await.map(numbers).unwrap(),
            model.numbers(),
            "step {step}"
        );
        if step % 250 == 0 {
            door.assert_agrees().await;
        }
    }
    many_at_once(&door, &guests).await;
    let there = door.attended().await;
    let since: BTreeMap<_, _> =
        there.check_ins.iter().map(|(who, here)| (who.clone(), here.people)).collect();
    assert_eq!(since.len() as u32, there.came.parties);
    door.assert_agrees().await;
}

fn numbers(came: Came) -> (u32, u32, u32, u32, u32) {
    (came.parties, came.people, came.walk_ins, came.walk_in_people, came.left)
}

/// Eight phones at once, each letting everybody in with taps of its own and sending each twice.
async fn many_at_once(door: &Door, guests: &[Reference]) {
    let phone = |phone: usize| {
        let (desk, guests) = (door.desk.clone(), guests.to_vec());
        tokio::spawn(async move {
            for (number, guest) in guests.iter().take(8).enumerate() {
                for _ in 0..2 {
                    let nonce = nonce(100_000 + 100 * phone + number);
                    let tap = Tap::new(EVENT, &nonce, later(phone as i64)).unwrap();
                    while let Err(error) = desk.let_in(tap, guest, 2, later(60)).await {
                        assert!(error.is_busy(), "{error}");
                    }
                }
            }
        })
    };
    for task in (0..8).map(phone).collect::<Vec<_>>() {
        task.await.unwrap();
    }
}
