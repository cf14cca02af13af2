//! A history: what happens in which order, drawn from a seed. Nobody in it is named by a reference, so that any part of
//! a history is a history too.

/// One thing that somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Somebody registers. `address`: one of a few, or none; `again`: with the nonce of that earlier registration.
    Register {
        act: usize,
        address: Option<usize>,
        again: Option<usize>,
        news: bool,
        doubtful: bool,
    },
    Cancel(usize),
    Undo(usize),
    Accept(usize),
    /// The worker lets everything lapse that is due, one after the other: this is one of them.
    Lapse(usize),
    Release(usize),
    /// New answers; `act` makes them other than before.
    Edit {
        who: usize,
        act: usize,
        news: bool,
    },
    Withdraw(usize),
    Erase(usize),
    /// The worker offers free seats.
    HandOn,
    /// The worker seats those who stand in line.
    Seat,
}

/// One step of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Do(Act),
    /// Two processes at once.
    Both(Act, Act),
    /// Breaks off after so many looks at it; another process goes on.
    Crash(Act, u32),
    /// Seconds, backward too.
    Clock(i64),
    /// Too many come at once: from now on everybody stands in line for a while.
    Rush,
    /// The organisers have other room.
    Capacity(Option<u32>),
}

/// How an event begins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    pub(crate) capacity: Option<u32>,
    pub(crate) waitlist: bool,
    /// Hours from the first step to the start of the event.
    pub(crate) hours: i64,
}

/// SplitMix64: the same numbers from the same seed on every machine.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// One of 0 … `sides` − 1.
    fn roll(&mut self, sides: usize) -> usize {
        (self.next() % sides as u64) as usize
    }

    /// True this many times out of a hundred.
    fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }
}

/// People are named by the number of their registration; a history has at most this many.
const NAMES: usize = 24;
/// So few that they meet often.
const ADDRESSES: usize = 8;

pub(crate) fn setting(dice: &mut Dice) -> Setting {
    Setting {
        capacity: (!dice.chance(5)).then(|| dice.roll(5) as u32),
        waitlist: dice.chance(90),
        hours: if dice.chance(15) { 20 } else { 24 * 60 },
    }
}

pub(crate) fn history(dice: &mut Dice, length: usize) -> Vec<Step> {
    let mut acts = 0;
    (0..length).map(|_| step(dice, &mut acts)).collect()
}

fn step(dice: &mut Dice, acts: &mut usize) -> Step {
    match dice.roll(100) {
        0..62 => Step::Do(act(dice, acts)),
        62..74 => Step::Both(act(dice, acts), act(dice, acts)),
        74..86 => Step::Crash(act(dice, acts), dice.roll(20) as u32),
        86..92 => Step::Clock(clock(dice)),
        92..96 => Step::Rush,
        _ => Step::Capacity((!dice.chance(5)).then(|| dice.roll(6) as u32)),
    }
}

/// Offers end within two days, an undo within 15 minutes, a nonce within 48 hours.
fn clock(dice: &mut Dice) -> i64 {
    match dice.roll(5) {
        0 => -(dice.roll(90) as i64),
        1 => dice.roll(20) as i64,
        2 => 60 * (10 + dice.roll(10) as i64),
        3 => 3600 * (20 + dice.roll(10) as i64),
        _ => 3600 * (40 + dice.roll(12) as i64),
    }
}

fn act(dice: &mut Dice, acts: &mut usize) -> Act {
    *acts += 1;
    let act = *acts;
    // Mostly somebody who came lately.
    let who =
        |dice: &mut Dice| if dice.chance(60) { act.saturating_sub(dice.roll(8)) } else { dice.roll(NAMES) };
    match dice.roll(100) {
        0..38 => Act::Register {
            act,
            address: dice.chance(85).then(|| dice.roll(ADDRESSES)),
            again: dice.chance(12).then(|| dice.roll(act)),
            news: dice.chance(30),
            doubtful: dice.chance(10),
        },
        38..54 => Act::Cancel(who(dice)),
        54..62 => Act::Undo(who(dice)),
        62..71 => Act::Accept(who(dice)),
        71..77 => Act::Lapse(who(dice)),
        77..81 => Act::Release(who(dice)),
        81..87 => Act::Edit { who: who(dice), act, news: dice.chance(50) },
        87..89 => Act::Withdraw(who(dice)),
        89..94 => Act::Erase(who(dice)),
        94..97 => Act::Seat,
        _ => Act::HandOn,
    }
}
