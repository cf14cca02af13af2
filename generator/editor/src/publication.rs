//! A draft → one commit that everybody gets; and back.
