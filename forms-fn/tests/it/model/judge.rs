//! Plays a history on the model and on the desk, and compares them after every step.

use std::collections::BTreeMap;

use forms_fn::{Change, Desk, Expected, Key, Outcome, Reference, Status, StoreError, Visible, Write};
use jiff::{SignedDuration, Timestamp};

use super::event::{Answer, Event, Person};
use super::history::{self, Act, Dice, Setting, Step};
use super::stage::{Kind, Stage};
use super::tell::{self, same};
use crate::guests::{EVENT, Guests, Sent, everything};
use crate::site::time;

/// Plays the history of a seed. A failure is shown with the shortest history that still fails.
pub(crate) fn judge(kind: Kind, seed: u64) {
    let mut dice = Dice::new(seed);
    let setting = history::setting(&mut dice);
    let steps = history::history(&mut dice, super::LENGTH);
    let Err(failure) = play(kind, setting, &steps) else { return };
    let (steps, failure) = shrink(kind, setting, steps[..=failure.step].to_vec(), failure);
    let story: Vec<String> = steps.iter().enumerate().map(|(i, step)| format!("  {i}: {step:?}")).collect();
    panic!("FORMS_SEED={seed} on {kind:?}, {setting:?}\n{}\n{}", story.join("\n"), failure.words);
}

/// Leaves out one step after the other, as long as what is left still fails.
fn shrink(kind: Kind, setting: Setting, mut steps: Vec<Step>, mut failure: Failure) -> (Vec<Step>, Failure) {
    let mut at = steps.len();
    while at > 0 {
        at -= 1;
        let mut fewer = steps.clone();
        fewer.remove(at);
        if let Err(other) = play(kind, setting, &fewer) {
            fewer.truncate(other.step + 1);
            at = at.min(fewer.len());
            (steps, failure) = (fewer, other);
        }
    }
    (steps, failure)
}

/// Where model and desk part.
#[derive(Debug)]
struct Failure {
    step: usize,
    words: String,
}

/// Plays one history on a new store.
fn play(kind: Kind, setting: Setting, steps: &[Step]) -> Result<(), Failure> {
    // One thread for the file: what was begun is done in the order in which it was begun.
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(1).build().unwrap();
    runtime.block_on(async {
        let mut game = Game::new(kind, setting).await;
        for (step, what) in steps.iter().enumerate() {
            game.step(*what).await.map_err(|words| Failure { step, words })?;
        }
        let step = steps.len().saturating_sub(1);
        game.nothing_is_called_a_fault().await.map_err(|words| Failure { step, words })
    })
}

/// Who is who: by the act that was answered with a reference.
type References = BTreeMap<usize, Reference>;

/// What the desk answered to one act.
enum Heard {
    Outcome(Outcome),
    Other(Answer),
    /// Nobody knows the person whom it is about, so nothing was asked.
    Nothing,
    /// It broke off.
    Silence,
}

struct Game {
    stage: Stage,
    guests: Guests,
    now: Timestamp,
    event: Event,
    references: References,
    /// Two processes.
    desks: [Desk; 2],
}

impl Game {
    async fn new(kind: Kind, setting: Setting) -> Self {
        let stage = Stage::new(kind).await;
        let now = time("2027-01-10T12:00:00Z");
        let mut guests = Guests::new(setting.capacity);
        guests.terms.waitlist = setting.waitlist;
        guests.terms.starts = now + SignedDuration::from_hours(setting.hours);
        guests.terms.ends = now + SignedDuration::from_hours(setting.hours + 3);
        let desks = [guests.desk(stage.open()), guests.desk(stage.open())];
        Self { stage, guests, now, event: Event::new(), references: BTreeMap::new(), desks }
    }

    async fn step(&mut self, step: Step) -> Result<(), String> {
        // No two come at the very same moment.
        self.now += SignedDuration::from_nanos(10);
        match step {
            Step::Rush => {
                let change = Change::Put {
                    body: true.into(),
                    expires: Some(self.now + SignedDuration::from_secs(180)),
                };
                let write = Write { key: rush(), expected: Expected::Anything, change };
                self.desks[0]
                    .store()
                    .commit(vec![write], self.now)
                    .await
                    .map_err(|error| format!("{error:?}"))
            }
            Step::Clock(seconds) => {
                let then = self.now + SignedDuration::from_secs(seconds);
                // What has expired is removed at once or much later, so a clock set back may find it or not.
                if !self.event.forgets_between(then, self.now) {
                    self.now = then;
                }
                Ok(())
            }
            Step::Capacity(capacity) => {
                self.guests.terms.capacity = capacity;
                Ok(())
            }
            Step::Do(act) => {
                let act = self.aim(act);
                let rush = self.is_rush().await?;
                let heard = [self.perform(&self.desks[0], act, self.now).await?];
                self.compare(&[act], rush, &heard, &[&[0]]).await
            }
            Step::Both(one, two) => {
                let (one, two) = (self.aim(one), self.aim(two));
                let rush = self.is_rush().await?;
                let (a, b) = tokio::join!(
                    self.perform(&self.desks[0], one, self.moment(0)),
                    self.perform(&self.desks[1], two, self.moment(1))
                );
                self.compare(&[one, two], rush, &[a?, b?], &[&[0, 1], &[1, 0]]).await
            }
            Step::Crash(act, when) => {
                let act = self.aim(act);
                let rush = self.is_rush().await?;
                let begin = async |store| self.perform(&self.guests.desk(store), act, self.now).await;
                let heard = self.stage.crash(when, begin).await;
                self.desks[0] = self.guests.desk(self.stage.open());
                match heard {
                    Some(heard) => self.compare(&[act], rush, &[heard?], &[&[0]]).await,
                    None => self.compare(&[act], rush, &[Heard::Silence], &[&[0], &[]]).await,
                }
            }
        }
    }

    /// When the one of two that act at once does.
    fn moment(&self, index: usize) -> Timestamp {
        self.now + SignedDuration::from_nanos(index as i64)
    }

    /// Whether everybody stands in line.
    async fn is_rush(&self) -> Result<bool, String> {
        let found = self.desks[0].store().get(&rush(), self.now).await;
        Ok(found.map_err(|error| error.to_string())?.is_some())
    }

    /// Mostly people do what they can do: whoever was offered a seat accepts, what is due lapses.
    fn aim(&self, act: Act) -> Act {
        let aimed = |who: usize, status: Status| {
            let is_due = |until: Option<Timestamp>| until.is_some_and(|until| until <= self.now);
            let fits = |person: &Person| {
                person.status == status && (!matches!(act, Act::Lapse(_)) || is_due(person.offer_until))
            };
            let people = self.event.people.iter().filter(|(_, person)| fits(person));
            let people: Vec<usize> = people.map(|(who, _)| *who).collect();
            if who.is_multiple_of(5) || people.is_empty() { who } else { people[who % people.len()] }
        };
        match act {
            Act::Undo(who) => Act::Undo(aimed(who, Status::Cancelled)),
            Act::Accept(who) => Act::Accept(aimed(who, Status::Offered)),
            Act::Lapse(who) => Act::Lapse(aimed(who, Status::Offered)),
            Act::Release(who) => Act::Release(aimed(who, Status::Held)),
            other => other,
        }
    }

    /// Asks the desk.
    async fn perform(&self, desk: &Desk, act: Act, now: Timestamp) -> Result<Heard, String> {
        let heard = self.ask(desk, act, now).await;
        heard.map_err(|error| format!("{act:?} failed: {error}"))
    }

    async fn ask(&self, desk: &Desk, act: Act, now: Timestamp) -> Result<Heard, StoreError> {
        let terms = &self.guests.terms;
        let who = match act {
            Act::Register { act, address, again, news, doubtful } => {
                let sent = Sent {
                    name: tell::name(act, act),
                    email: address.map(tell::address),
                    nonce: format!("nonce-of-act-{:06}", again.unwrap_or(act)),
                    news,
                    doubtful,
                };
                return self.guests.register(desk, &sent, now).await.map(Heard::Outcome);
            }
            Act::Seat => {
                return desk.seat_line(terms, now).await.map(|seated| Heard::Other(Answer::HandedOn(seated)));
            }
            Act::HandOn => {
                return desk.hand_on(terms, now).await.map(|asked| Heard::Other(Answer::HandedOn(asked)));
            }
            Act::Cancel(who)
            | Act::Undo(who)
            | Act::Accept(who)
            | Act::Lapse(who)
            | Act::Release(who)
            | Act::Edit { who, .. }
            | Act::Withdraw(who)
            | Act::Erase(who) => who,
        };
        let Some(reference) = self.references.get(&who) else { return Ok(Heard::Nothing) };
        let step = async |step| desk.change(reference, step, Some(terms), now).await;
        let changed = match act {
            Act::Cancel(_) => step(forms_fn::Step::Cancel).await?,
            Act::Undo(_) => step(forms_fn::Step::Undo).await?,
            Act::Accept(_) => step(forms_fn::Step::Accept).await?,
            Act::Lapse(_) => step(forms_fn::Step::Lapse).await?,
            Act::Release(_) => step(forms_fn::Step::Release).await?,
            Act::Withdraw(_) => desk.withdraw(reference, "news", now).await?,
            Act::Edit { act, news, .. } => {
                let sent = Sent { name: tell::name(who, act), news, ..Sent::default() };
                let submission = self.guests.submission(&sent);
                desk.edit(reference, &submission, &self.guests.definition, Some(terms.ends), now).await?
            }
            _ => {
                let erased = desk.erase(reference, Some(terms), now).await?;
                return Ok(Heard::Other(Answer::Erased(erased)));
            }
        };
        Ok(Heard::Other(Answer::Changed(changed)))
    }

    /// One of the orders in which the acts may have happened must lead to what was heard and to what is stored.
    async fn compare(
        &mut self,
        acts: &[Act],
        rush: bool,
        heard: &[Heard],
        orders: &[&[usize]],
    ) -> Result<(), String> {
        let store = self.desks[0].store();
        let items = everything(store, self.now).await;
        let (told, known) = tell::told(&items)?;
        let mut reasons = Vec::new();
        for order in orders {
            match self.follow(acts, rush, heard, order, &told) {
                Ok((event, mut references)) => {
                    let taken = |event: &Event| event.count(Status::Confirmed) + event.count(Status::Offered);
                    let capacity =
                        self.guests.terms.capacity.map_or(usize::MAX, |capacity| capacity as usize);
                    if taken(&event) > taken(&self.event).max(capacity) {
                        return Err("a seat was given beyond the capacity".to_owned());
                    }
                    references.extend(known);
                    (self.event, self.references) = (event, references);
                    self.nothing_is_left(&items)?;
                    return self.positions().await;
                }
                Err(reason) => reasons.push(format!("{order:?}: {reason}")),
            }
        }
        Err(reasons.join("\n"))
    }

    fn follow(
        &self,
        acts: &[Act],
        rush: bool,
        heard: &[Heard],
        order: &[usize],
        told: &tell::Told,
    ) -> Result<(Event, References), String> {
        let (mut event, mut references) = (self.event.clone(), self.references.clone());
        for index in order {
            let answer = event.act(acts[*index], rush, &self.guests.terms, self.moment(*index));
            match &heard[*index] {
                Heard::Outcome(outcome) => same_outcome(outcome, &answer, &mut references)?,
                Heard::Other(other) => same("answer", other, &answer)?,
                Heard::Nothing | Heard::Silence => {}
            }
        }
        same("event", told, &event.told())?;
        Ok((event, references))
    }

    /// Whoever was erased has left nothing that was answered.
    fn nothing_is_left(&self, items: &BTreeMap<forms_fn::Key, forms_fn::Item>) -> Result<(), String> {
        if self.event.erased.is_empty() {
            return Ok(());
        }
        // Each had a name, and the reports tell how many names were deleted.
        let reports = items.iter().filter(|(key, _)| key.pk.starts_with("REPORT#"));
        let names: u64 = reports.filter_map(|(_, item)| item.body["full_name"].as_u64()).sum();
        same("reported deletions", &names, &(self.event.erased.len() as u64))?;
        let all: String = items.values().map(|item| item.body.to_string()).collect();
        match self.event.erased.iter().find(|who| all.contains(&format!("kanarie-{who}-"))) {
            Some(who) => Err(format!("{who} was erased and is still there")),
            None => Ok(()),
        }
    }

    /// What the desk makes, also where it breaks off, is no fault to the check of a whole store.
    async fn nothing_is_called_a_fault(&self) -> Result<(), String> {
        let verified = forms_fn::transfer::verify(self.desks[0].store(), self.now).await;
        let faults = verified.map_err(|error| error.to_string())?.faults;
        same("faults", &faults, &Vec::new())
    }

    /// Those who wait are numbered from 1, in their order, without a gap.
    async fn positions(&self) -> Result<(), String> {
        let desk = &self.desks[0];
        let list = desk.list("registration", Some(EVENT), Visible::Everything, self.now).await;
        let list = list.map_err(|error| error.to_string())?;
        let found: BTreeMap<&Reference, u32> =
            list.iter().filter_map(|stored| Some((&stored.record.reference, stored.position?))).collect();
        let queue = self.event.queue();
        let wanted = queue.iter().map(|who| &self.references[who]).zip(1..).collect();
        same("positions", &found, &wanted)
    }
}

/// Where it stands that everybody stands in line.
fn rush() -> Key {
    Key::new(format!("E#{EVENT}"), "RUSH")
}

/// Whether the desk said what it had to. The first answer with a reference tells whose it is.
fn same_outcome(outcome: &Outcome, wanted: &Answer, references: &mut References) -> Result<(), String> {
    match (outcome, wanted) {
        (Outcome::Stored(answered), Answer::Stored { first, status, position, keep_link }) => {
            let reference = references.entry(*first).or_insert_with(|| answered.reference.clone());
            same("reference", &answered.reference, reference)?;
            let told = (answered.status, answered.position, answered.keep_link);
            same("answer", &told, &(*status, *position, *keep_link))
        }
        (Outcome::Full, Answer::Full) => Ok(()),
        _ => Err(format!("answer: {outcome:?} instead of {wanted:?}")),
    }
}
