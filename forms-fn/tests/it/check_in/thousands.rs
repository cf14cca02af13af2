//! Ten thousand steps of an evening in any order, held against a model in the plainest terms: taps of two phones that are with
//! and without a network, queues that are sent once more because their answers were lost, registrations that are cancelled,
//! taken back and erased meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use forms_fn::{Came, Reference, Step, Tap, Tapped, WalkIn};
use jiff::Timestamp;

use super::{Door, later, nonce};
use crate::guests::EVENT;
use crate::site::time;
use crate::stage::{self, Stage};

/// Evenings that know nothing of each other, and the steps of each: ten thousand together.
const EVENINGS: u64 = 8;
const STEPS: usize = 1250;
/// After so many steps everything is compared.
const BATCH: usize = 50;
/// So many taps share their nonces, so that many are sent again.
const NONCES: usize = 160;
const GUESTS: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_steps_of_evenings_in_any_order_agree_on_sqlite() {
    let mut evenings = Vec::new();
    for seed in 1..=EVENINGS {
        evenings.push(tokio::spawn(evening(seed, stage::sqlite().await)));
    }
    for evening in evenings {
        evening.await.unwrap();
    }
}

#[cfg(feature = "aws")]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_steps_of_evenings_in_any_order_agree_on_dynamodb() {
    let mut evenings = Vec::new();
    // As for the model: `./check` says how many steps an emulator is asked.
    let steps = std::env::var("FORMS_DYNAMODB_STEPS").map_or(u64::MAX, |steps| steps.parse().unwrap());
    let asked = steps.div_ceil(STEPS as u64).min(EVENINGS);
    for seed in 1..=asked {
        evenings.push(tokio::spawn(evening(seed, stage::dynamodb().await)));
    }
    for evening in evenings {
        evening.await.unwrap();
    }
}

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

/// One press on a button, as a phone remembers it until it was answered.
#[derive(Clone)]
struct Pressed {
    tap: usize,
    act: Act,
}

#[derive(Clone)]
enum Act {
    LetIn {
        guest: Reference,
        people: u32,
        at: Timestamp,
    },
    TakeBack {
        guest: Reference,
    },
    WalkIn {
        people: u32,
    },
    /// Of the walk-in of another tap.
    WalkBack {
        of: usize,
    },
}

impl Act {
    fn draw(dice: &mut Dice, guests: &[Reference]) -> Self {
        let guest = guests[dice.roll(guests.len())].clone();
        let (people, at) = (1 + dice.roll(4) as u32, later(dice.roll(50) as i64));
        match dice.roll(100) {
            0..50 => Self::LetIn { guest, people, at },
            50..75 => Self::TakeBack { guest },
            75..90 => Self::WalkIn { people },
            _ => Self::WalkBack { of: dice.roll(NONCES) },
        }
    }
}

/// What must be true.
#[derive(Default)]
struct Model {
    here: BTreeMap<Reference, (Timestamp, u32)>,
    answers: BTreeMap<String, Tapped>,
    /// People of each walk-in, by its number of tap.
    walk_ins: BTreeMap<usize, u32>,
    erased: BTreeSet<Reference>,
    left: u32,
}

impl Model {
    fn press(&mut self, Pressed { tap, act }: &Pressed) -> Tapped {
        let name = match act {
            Act::LetIn { guest, .. } => format!("in {guest} {tap}"),
            Act::TakeBack { guest } => format!("back {guest} {tap}"),
            Act::WalkIn { .. } => format!("walk {tap}"),
            Act::WalkBack { of } => format!("walk back {of} {tap}"),
        };
        if let Some(answer) = self.answers.get(&name) {
            return answer.clone();
        }
        let answer = self.first(*tap, act);
        // Whoever is erased is named nowhere, not even by a tap.
        if answer != Tapped::Unknown {
            self.answers.insert(name, answer.clone());
        }
        answer
    }

    fn first(&mut self, tap: usize, act: &Act) -> Tapped {
        match act {
            Act::LetIn { guest, .. } if self.erased.contains(guest) => Tapped::Unknown,
            Act::LetIn { guest, people, at } => match self.here.get_mut(guest) {
                Some((since, _)) => {
                    *since = (*at).min(*since);
                    Tapped::Already { at: *since }
                }
                None => {
                    self.here.insert(guest.clone(), (*at, *people));
                    Tapped::LetIn { at: *at }
                }
            },
            Act::TakeBack { guest } => self.here.remove(guest).map_or(Tapped::NotHere, |_| Tapped::TakenBack),
            Act::WalkIn { people } => {
                self.walk_ins.insert(tap, *people);
                Tapped::LetIn { at: later(2) }
            }
            Act::WalkBack { of } => self.walk_ins.remove(of).map_or(Tapped::NotHere, |_| Tapped::TakenBack),
        }
    }

    fn erase(&mut self, guest: &Reference) {
        let was = self.here.remove(guest);
        self.left += was.map_or(0, |(_, people)| people);
        self.erased.insert(guest.clone());
    }

    fn numbers(&self) -> (u32, u32, u32, u32, u32) {
        let people = self.here.values().map(|(_, people)| people).sum();
        let walk_in_people = self.walk_ins.values().sum();
        (self.here.len() as u32, people, self.walk_ins.len() as u32, walk_in_people, self.left)
    }
}

/// One evening: the door, its guests, two phones with what they have yet to send, and what must be true.
struct Evening {
    door: Door,
    dice: Dice,
    model: Model,
    guests: Vec<Reference>,
    phones: [Vec<Pressed>; 2],
    /// Under which name the door has the walk-in of a tap.
    ids: BTreeMap<usize, String>,
}

async fn evening(seed: u64, stage: Stage) {
    let door = Door::new(&stage, 20);
    let mut guests = Vec::new();
    for number in 0..GUESTS {
        guests.push(door.guest(number).await);
    }
    let dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let (model, phones, ids) = (Model::default(), [Vec::new(), Vec::new()], BTreeMap::new());
    let mut evening = Evening { door, dice, model, guests, phones, ids };
    for step in 0..STEPS {
        evening.step(step, &format!("seed {seed}, step {step}")).await;
        if step % BATCH == BATCH - 1 {
            evening.compare(&format!("seed {seed}, step {step}")).await;
        }
    }
    evening.door.assert_agrees().await;
    if seed == 1 {
        many_at_once(&evening.door, &evening.guests).await;
    }
    let there = evening.door.attended().await;
    assert_eq!(there.check_ins.len() as u32, there.came.parties);
    evening.door.assert_agrees().await;
}

impl Evening {
    async fn step(&mut self, step: usize, place: &str) {
        let phone = self.dice.roll(2);
        match self.dice.roll(100) {
            0 => self.erase(step).await,
            1..5 => self.change().await,
            // Without a network: the phone remembers it.
            5..35 => {
                let pressed = self.press();
                self.phones[phone].push(pressed);
            }
            35..41 => self.sync(phone, place).await,
            _ => {
                let pressed = self.press();
                self.send(&pressed, place).await;
            }
        }
    }

    fn press(&mut self) -> Pressed {
        let tap = self.dice.roll(NONCES);
        Pressed { tap, act: Act::draw(&mut self.dice, &self.guests) }
    }

    /// The network is back: the phone sends what it remembers, oldest first. It may break off on the way, and may not hear the
    /// answers, so that it sends the same again.
    async fn sync(&mut self, phone: usize, place: &str) {
        let queue = self.phones[phone].clone();
        let sent = self.dice.roll(queue.len() + 1);
        for pressed in &queue[..sent] {
            self.send(pressed, place).await;
        }
        if self.dice.roll(3) > 0 {
            self.phones[phone].drain(..sent);
        }
    }

    async fn send(&mut self, pressed: &Pressed, place: &str) {
        let Pressed { tap, act } = pressed;
        if let Act::WalkBack { of } = act
            && !self.ids.contains_key(of)
        {
            return;
        }
        let wanted = self.model.press(pressed);
        let answer = match act {
            Act::LetIn { guest, people, at } => self.door.let_in(*tap, guest, *people, *at).await,
            Act::TakeBack { guest } => self.door.take_back(*tap, guest).await,
            Act::WalkIn { people } => self.door.walk_in(*tap, None, *people).await,
            Act::WalkBack { of } => self.door.walk_back(*tap, &self.ids[of]).await,
        };
        assert_eq!(answer, wanted, "{place}");
        if matches!(act, Act::WalkIn { .. }) && !self.ids.contains_key(tap) {
            let all = self.door.attended().await.walk_ins;
            let new = |walk_in: &&WalkIn| !self.ids.values().any(|known| *known == walk_in.id);
            self.ids.insert(*tap, all.iter().find(new).unwrap().id.clone());
        }
    }

    /// Somebody wants to be forgotten, and somebody else comes.
    async fn erase(&mut self, step: usize) {
        let guest = self.guests.remove(self.dice.roll(GUESTS));
        self.model.erase(&guest);
        assert!(self.door.erase(&guest).await);
        self.guests.push(self.door.guest(1000 + step).await);
    }

    /// How a registration stands is nothing to the door.
    async fn change(&mut self) {
        let before = time("2027-01-20T12:00:00Z");
        let guest = &self.guests[self.dice.roll(GUESTS)];
        let step = [Step::Cancel, Step::Undo, Step::Accept][self.dice.roll(3)];
        self.door.desk.change(guest, step, Some(&self.door.guests.terms), before).await.unwrap();
    }

    /// The counter says what the model says, and so do the items: nobody is there twice.
    async fn compare(&self, place: &str) {
        let there = self.door.attended().await;
        assert_eq!(numbers(there.came), self.model.numbers(), "{place}");
        let here: BTreeMap<Reference, (Timestamp, u32)> =
            there.check_ins.into_iter().map(|(who, here)| (who, (here.at, here.people))).collect();
        assert_eq!(here, self.model.here, "{place}");
    }
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
