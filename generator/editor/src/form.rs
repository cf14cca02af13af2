//! The form of a document: fields from the declarations, what was posted, messages at their fields.
