//! The keys of sensitive answers wrapped by AWS KMS, whose key never leaves it.

use std::fmt;
use std::sync::{Arc, LazyLock};

use aws_sdk_kms::Client;
use aws_sdk_kms::config::Config;
use aws_sdk_kms::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_kms::operation::decrypt::DecryptError;
use aws_sdk_kms::primitives::Blob;

use super::code;
use super::provider::KeyError;
use super::seal::DataKey;
use crate::aws::{Aws, Parts};

/// The name under which the context stands in the key's policy and in the log of its uses.
const CONTEXT: &str = "item";

/// Made by the first operation, and shared by all clones.
type LazyClient = LazyLock<Client, Box<dyn FnOnce() -> Client + Send>>;

/// A key in KMS. Each use goes over the network.
#[derive(Clone)]
pub struct KmsKey {
    client: Arc<LazyClient>,
    key: String,
}

impl KmsKey {
    /// The key with this id, ARN or alias. Asks nothing yet.
    #[must_use]
    pub fn new(aws: &Aws, key: impl Into<String>) -> Self {
        Self { client: lazy(aws.clone()), key: key.into() }
    }

    pub(super) async fn wrap(&self, key: &DataKey, context: &str) -> Result<String, KeyError> {
        let request = self.client.encrypt().key_id(&self.key).plaintext(Blob::new(key.bytes().as_slice()));
        let answer = request.encryption_context(CONTEXT, context).send().await;
        let wrapped = answer.map_err(service)?.ciphertext_blob;
        wrapped
            .map(|blob| code::encode(blob.as_ref()))
            .ok_or_else(|| KeyError::Service("no answer in it".to_owned()))
    }

    pub(super) async fn unwrap(&self, wrapped: &str, context: &str) -> Result<DataKey, KeyError> {
        let wrapped = code::decode(wrapped).ok_or(KeyError::Unreadable)?;
        let request = self.client.decrypt().key_id(&self.key).ciphertext_blob(Blob::new(wrapped));
        let answer = request.encryption_context(CONTEXT, context).send().await;
        let plain = answer.map_err(refused)?.plaintext.ok_or(KeyError::Unreadable)?;
        DataKey::from_bytes(plain.as_ref()).ok_or(KeyError::Unreadable)
    }
}

/// A wrong context, a wrong key and changed bytes are the same to KMS.
fn refused<R>(error: SdkError<DecryptError, R>) -> KeyError {
    match error.as_service_error() {
        Some(DecryptError::InvalidCiphertextException(_) | DecryptError::IncorrectKeyException(_)) => {
            KeyError::Unreadable
        }
        _ => service(error),
    }
}

/// The code alone: messages name keys.
fn service<E: ProvideErrorMetadata, R>(error: SdkError<E, R>) -> KeyError {
    let code = error.as_service_error().and_then(ProvideErrorMetadata::code);
    KeyError::Service(code.unwrap_or("no answer").to_owned())
}

fn lazy(aws: Aws) -> Arc<LazyClient> {
    Arc::new(LazyLock::new(Box::new(move || client(&aws))))
}

fn client(aws: &Aws) -> Client {
    let Parts { behavior, region, credentials, endpoint, http, retries, timeouts } = aws.kms();
    let mut config = Config::builder();
    config.set_endpoint_url(endpoint);
    let config = config
        .behavior_version(behavior)
        .region(region)
        .credentials_provider(credentials)
        .http_client(http)
        .retry_config(retries)
        .timeout_config(timeouts)
        .build();
    Client::from_conf(config)
}

/// The client's own `Debug` shows its whole configuration.
impl fmt::Debug for KmsKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KmsKey").field("key", &self.key).finish_non_exhaustive()
    }
}
