//! Three versions of a document → one, by key and by paragraph; and what changed between two, in words.
