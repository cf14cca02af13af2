//! Pictures as they were sent → as they may enter git.
