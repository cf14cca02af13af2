//! A form page that was opened before a publication is sent after it: what a question asked that is asked no more is put
//! aside. Nobody could correct an answer whose question isn't shown.

use forms::{Definition, Facts, Field, Values};
use jiff::Timestamp;

use crate::app::App;
use crate::store::StoreError;

/// Takes the answers out whose questions stood in an earlier version of the form: one that this program has served, or one
/// that somebody has answered; and those to questions that the event asked only while other things were true of it, where
/// what is true now is given. Other names, and what never was an answer, stay, and the check refuses them.
pub(crate) async fn put_aside(
    app: &App,
    current: &Definition,
    facts: Option<&Facts>,
    values: &mut Values,
    now: Timestamp,
) -> Result<(), StoreError> {
    let fell_away = |field: &Field| facts.is_some_and(|facts| !current.may_be_asked(field, facts));
    for field in current.fields.iter().filter(|field| fell_away(field)) {
        if current.could_answer(field, values) {
            values.remove(&field.name);
        }
    }
    let unknown = values.names().filter(|name| current.field(name).is_none());
    let unknown: Vec<String> = unknown.map(str::to_owned).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let answered = app.desk.versions(&current.id, now).await?;
    for name in unknown {
        let was_asked = answered.iter().any(|version| version.field(&name).is_some());
        if was_asked || app.has_asked(&current.id, &name) {
            values.remove(&name);
        }
    }
    Ok(())
}
