//! The cases in which a form can be: which questions are asked, and which answers make it so.

use std::collections::BTreeMap;

use crate::definition::When;
use crate::{Definition, Facts, Field};

/// What a case wants of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand<'a> {
    /// Any answer that the rules allow; one must be there if the field says so.
    Free {
        /// Whether the field says so.
        required: bool,
    },
    /// An answer, whatever it is.
    Filled,
    /// No answer.
    Blank,
    /// This option.
    Chosen(&'a str),
    /// Anything but this option.
    NotChosen(&'a str),
}

impl Demand<'_> {
    pub(super) fn is_needed(self) -> bool {
        matches!(self, Demand::Filled | Demand::Chosen(_) | Demand::Free { required: true })
    }
}

/// One case: what it wants of the fields that it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Case<'a>(BTreeMap<&'a str, Demand<'a>>);

impl<'a> Case<'a> {
    pub(super) fn demand(&self, field: &'a Field) -> Demand<'a> {
        self.0.get(field.name.as_str()).copied().unwrap_or(Demand::Free { required: field.required })
    }

    /// The case with one demand more; `None` when the two can't both be.
    fn and(&self, name: &'a str, demand: Demand<'a>) -> Option<Case<'a>> {
        let mut case = self.clone();
        let demand = match (self.0.get(name).copied(), demand) {
            (None | Some(Demand::Free { .. }), demand) => demand,
            (Some(old), new) if old == new => old,
            (Some(Demand::Chosen(value)), Demand::Filled) => Demand::Chosen(value),
            (Some(Demand::NotChosen(_)), Demand::Blank) => Demand::Blank,
            (Some(old), Demand::Free { .. }) => old,
            _ => return None,
        };
        case.0.insert(name, demand);
        Some(case)
    }
}

/// Every case of the form at an event with these facts.
pub(super) fn all<'a>(definition: &'a Definition, facts: &Facts) -> Vec<Case<'a>> {
    let mut cases = vec![Case::default()];
    for field in &definition.fields {
        cases = cases.iter().flat_map(|case| asked_or_not(definition, facts, case, field)).collect();
    }
    for set in &definition.at_least_one {
        let one = |case: &Case<'a>| -> Vec<Case<'a>> {
            let fields = set.fields.iter().filter(|name| is_asked(case, name));
            let filled: Vec<Case<'a>> = fields.filter_map(|name| case.and(name, Demand::Filled)).collect();
            if filled.is_empty() { vec![case.clone()] } else { filled }
        };
        cases = cases.iter().flat_map(one).collect();
    }
    cases
}

fn is_asked(case: &Case<'_>, name: &str) -> bool {
    case.0.get(name) != Some(&Demand::Blank)
}

/// The case in which the field is asked and the one in which it isn't, as far as both can be.
fn asked_or_not<'a>(
    definition: &'a Definition,
    facts: &Facts,
    case: &Case<'a>,
    field: &'a Field,
) -> Vec<Case<'a>> {
    let name = field.name.as_str();
    let blank = |case: Case<'a>| case.and(name, Demand::Blank);
    match &field.when {
        None => vec![case.clone()],
        Some(When::Fact(fact)) if facts.has(fact) => vec![case.clone()],
        Some(When::Fact(_)) => blank(case.clone()).into_iter().collect(),
        Some(When::Is { field: other, value }) if definition.field(other).is_some() => {
            let asked = case.and(other, Demand::Chosen(value));
            let not = case.and(other, Demand::NotChosen(value)).and_then(blank);
            // A parent that isn't asked itself is blank: then only the second case can be.
            let not = not.or_else(|| (!is_asked(case, other)).then(|| blank(case.clone())).flatten());
            asked.into_iter().chain(not).collect()
        }
        Some(When::Is { .. }) => blank(case.clone()).into_iter().collect(),
        Some(When::Filled(others)) => {
            let asked = others.iter().filter_map(|other| case.and(other, Demand::Filled));
            let none = others.iter().try_fold(case.clone(), |case, other| case.and(other, Demand::Blank));
            asked.chain(none.and_then(blank)).collect()
        }
    }
}
