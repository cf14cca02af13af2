//! The same form without some of its fields, for a page that leaves their answers as they are.

use super::{Definition, When};

impl Definition {
    /// The form without the named fields, whose answers are known and stay. It keeps its id and its version.
    ///
    /// A set of [`Definition::at_least_one`] that names one of them is dropped, since the answer is there; so is a
    /// `filled` condition of which no other field is left.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Definition {
        let mut rest = self.clone();
        rest.fields.retain(|field| !names.contains(&field.name.as_str()));
        rest.at_least_one.retain(|set| !set.fields.iter().any(|name| names.contains(&name.as_str())));
        for field in &mut rest.fields {
            if let Some(When::Filled(filled)) = &mut field.when {
                filled.retain(|name| !names.contains(&name.as_str()));
                if filled.is_empty() {
                    field.when = None;
                }
            }
        }
        rest
    }
}
