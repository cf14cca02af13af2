//! Gathers what the screen needs to know about a post, and what the store must remember of it.

use forms::{Role, Values};
use jiff::Timestamp;
use serde_json::Value;

use crate::app::App;
use crate::decode::Posted;
use crate::desk::Draw;
use crate::lookup::Target;
use crate::reference::Reference;
use crate::refusal::Refusal;
use crate::screen::buckets::{self, Limits};
use crate::screen::{self, Evidence, NonceState, Overrun, Sign, Verdict};
use crate::sender::Sender;
use crate::store::Key;
use crate::{desk, nonce};

/// The field in which the ALTCHA widget sends its solution.
const WORK_FIELD: &str = "altcha";

/// The field of the buttons that say what the form is sent once more for.
pub(crate) const AGAIN_FIELD: &str = "again";

/// Why the form comes a second time from one page, with other answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Again {
    /// The first answers were wrong; or those of this record, where the page has sent forms for several people.
    Correction(Option<Reference>),
    /// It is somebody else's.
    Another,
}

impl Again {
    const CORRECTION: &str = "correction";
    const ANOTHER: &str = "another";

    /// The value of its button.
    pub(crate) fn value(&self) -> String {
        match self {
            Self::Correction(None) => Self::CORRECTION.to_owned(),
            Self::Correction(Some(reference)) => format!("{}:{}", Self::CORRECTION, reference.plain()),
            Self::Another => Self::ANOTHER.to_owned(),
        }
    }

    fn parse(text: &str) -> Result<Self, Refusal> {
        match text.split_once(':') {
            None if text == Self::CORRECTION => Ok(Self::Correction(None)),
            None if text == Self::ANOTHER => Ok(Self::Another),
            Some((Self::CORRECTION, reference)) => match Reference::parse(reference) {
                Some(reference) => Ok(Self::Correction(Some(reference))),
                None => Err(Refusal::BadRequest),
            },
            _ => Err(Refusal::BadRequest),
        }
    }
}

/// What came with the answers and is none.
#[derive(Debug)]
pub(crate) struct Carried {
    pub(crate) nonce: Option<String>,
    /// What sending once more with other answers is meant as.
    pub(crate) again: Option<Again>,
    honeypot: bool,
    work: Option<String>,
}

impl Carried {
    /// Takes it out of what was sent.
    pub(crate) fn take(sent: &mut Posted) -> Result<Self, Refusal> {
        Ok(Self {
            nonce: sent.take(nonce::FIELD)?,
            again: sent.take(AGAIN_FIELD)?.as_deref().map(Again::parse).transpose()?,
            honeypot: sent.take(forms::HONEYPOT)?.is_some(),
            work: sent.take(WORK_FIELD)?,
        })
    }
}

/// What the look at a post led to.
#[derive(Debug)]
pub(crate) struct Look {
    pub(crate) verdict: Verdict,
    /// What the store writes along with the record: work that was spent.
    pub(crate) marks: Vec<(Key, Value, Timestamp)>,
    /// What storing it draws from.
    pub(crate) draws: Vec<Draw>,
}

/// Whether we signed the nonce that came with a form: for the form itself, or for the page to check the answers.
pub(crate) fn is_ours(app: &App, target: Target<'_>, nonce: &str) -> bool {
    let form = &target.definition.id;
    let time = |scope: &str| app.desk.keyring().nonce_time(scope, target.event_id(), nonce);
    time(form).or_else(|| time(&screen::check_scope(form))).is_some()
}

/// Judges a post whose answers keep all rules.
pub(crate) async fn look(
    app: &App,
    target: Target<'_>,
    sender: &Sender,
    carried: &Carried,
    values: &Values,
) -> Result<Look, Refusal> {
    let now = app.now();
    let (keyring, form, event) = (app.desk.keyring(), &target.definition.id, target.event_id());
    let state = |scope: &str| NonceState::of(keyring, scope, event, carried.nonce.as_deref(), now);
    let of_check = state(&screen::check_scope(form));
    let checked = matches!(of_check, NonceState::Signed(_));
    let mut marks = Vec::new();
    let draws = draws(app, sender, target, values);
    let overrun = overrun(app, &draws, now).await?;
    let verdict = screen::judge(&Evidence {
        honeypot: carried.honeypot,
        nonce: if checked { of_check } else { state(form) },
        texts: &screen::written(target.definition, values),
        overrun,
        checked,
        proof_of_work: work(app, carried, now, &mut marks).await?,
        ..sender.evidence()
    });
    Ok(Look { verdict, marks, draws })
}

/// The buckets of the sender's network and of the address in the form.
fn draws(app: &App, sender: &Sender, target: Target<'_>, values: &Values) -> Vec<Draw> {
    let key = |kind: &str, who: &str| desk::bucket_key(kind, &app.desk.keyring().pseudonym(kind, who));
    let network = sender.address.map(buckets::prefix);
    let event = target.event.map(|event| (event.id.clone(), buckets::share(event.terms().capacity)));
    let network = network.map(|who| Draw {
        key: key("net", &who),
        limits: Limits { hour: buckets::ADDRESS, day: buckets::ADDRESS_DAY, event },
        sign: Sign::AddressOverrun,
    });
    let field = target.definition.of_role(Role::Email);
    let written =
        field.and_then(|field| target.definition.text_of(&field.name, values.get(&field.name)?).ok());
    let written = written.filter(|address| !buckets::mailbox(address).is_empty());
    let contact = written.map(|address| Draw::of_mailbox(&app.desk, &address));
    network.into_iter().chain(contact).collect()
}

/// Which of them are empty. It is drawn from them when the answers are stored.
async fn overrun(app: &App, draws: &[Draw], now: Timestamp) -> Result<Overrun, Refusal> {
    let keys: Vec<Key> = draws.iter().map(|draw| draw.key.clone()).collect();
    let items = app.desk.store().get_many(&keys, now).await?;
    let mut over = Vec::new();
    for (draw, item) in draws.iter().zip(items) {
        // What a store has kept badly is no reason to hold anybody.
        let drawn = item.and_then(|item| serde_json::from_value(item.body).ok()).unwrap_or_default();
        over.extend(draw.of(drawn, now).err());
    }
    Ok(desk::draw::overrun(&over))
}

/// Whether a proof of work came and was right. It counts once.
#[cfg(feature = "altcha")]
async fn work(
    app: &App,
    carried: &Carried,
    now: Timestamp,
    marks: &mut Vec<(Key, Value, Timestamp)>,
) -> Result<Option<bool>, Refusal> {
    let Some(sent) = &carried.work else { return Ok(None) };
    let Some(proof) = screen::altcha::verify(app.desk.keyring(), sent, now) else { return Ok(Some(false)) };
    let key = desk::work_key(&proof.id);
    let spent = app.desk.read::<bool>(&key, now).await?.is_some();
    marks.push((key, Value::Bool(true), proof.expires));
    Ok(Some(!spent))
}

#[cfg(not(feature = "altcha"))]
#[expect(clippy::unused_async, reason = "the other version asks the store")]
async fn work(
    _: &App,
    carried: &Carried,
    _: Timestamp,
    _: &mut Vec<(Key, Value, Timestamp)>,
) -> Result<Option<bool>, Refusal> {
    Ok(carried.work.as_ref().map(|_| false))
}
