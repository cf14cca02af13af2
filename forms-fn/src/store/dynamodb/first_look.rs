//! What has to be known before a store is used at all, asked by the first operation and not at the start: a page that needs
//! no store must not wait for one, and a store that can't be reached for a moment is asked again by the next operation.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::OnceCell;

use crate::store::StoreError;

type Looking = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send>>;

/// Whether a store may be used. Clones know what one of them has found.
#[derive(Clone)]
pub struct FirstLook {
    look: Arc<dyn Fn() -> Looking + Send + Sync>,
    passed: Arc<OnceCell<()>>,
}

impl FirstLook {
    /// `look` is called until it succeeds once.
    #[must_use]
    pub fn new<F>(look: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), StoreError>> + Send + 'static,
    {
        Self { look: Arc::new(move || Box::pin(look())), passed: Arc::default() }
    }

    pub(super) async fn pass(&self) -> Result<(), StoreError> {
        self.passed.get_or_try_init(|| (self.look)()).await.copied()
    }
}

impl fmt::Debug for FirstLook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FirstLook").field("passed", &self.passed.initialized()).finish_non_exhaustive()
    }
}
