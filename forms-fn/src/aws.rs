//! How the services of AWS are reached: region, credentials, endpoint and TLS from a few variables.
//!
//! In Lambda these stand in the environment, so the look-ups of `aws-config` (profiles, instance
//! metadata, single sign-on), which are half of a cold start, are left out.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region, SharedHttpClient};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};

/// Reading the system's some 140 roots is three quarters of the time until a function is ready.
const ROOTS: &str = include_str!("aws/roots.pem");
/// One try. DynamoDB answers in milliseconds, so a connection that is silent for so long is lost.
const ONE_TRY: Duration = Duration::from_secs(2);
/// All tries together: a part of what a request may take.
const ALL_TRIES: Duration = Duration::from_secs(7);
/// The first pause doubles at each further try, and a random part of it is waited.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const TRIES: u32 = 5;

/// Where AWS is and who asks. `Debug` shows no secret.
#[derive(Debug, Clone)]
pub struct Aws {
    region: Region,
    credentials: Credentials,
    dynamodb: Option<String>,
    kms: Option<String>,
    roots: Option<String>,
    /// All services share one client and its connections: roots are parsed once.
    https: Arc<OnceLock<SharedHttpClient>>,
}

/// What a client of any service is made of.
pub(crate) struct Parts {
    pub(crate) behavior: BehaviorVersion,
    pub(crate) region: Region,
    pub(crate) credentials: Credentials,
    pub(crate) endpoint: Option<String>,
    pub(crate) http: SharedHttpClient,
    pub(crate) retries: RetryConfig,
    pub(crate) timeouts: TimeoutConfig,
}

impl Aws {
    /// Takes `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` and, for
    /// an emulator, `AWS_ENDPOINT_URL_DYNAMODB`, `AWS_ENDPOINT_URL_KMS` or `AWS_ENDPOINT_URL` for both.
    ///
    /// # Errors
    /// With the name of the variable that is missing.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let optional = |name: &str| variable(name).filter(|value| !value.is_empty());
        let needed = |name: &str| optional(name).ok_or_else(|| format!("`{name}` is not set"));
        let endpoint = |name: &str| optional(name).or_else(|| optional("AWS_ENDPOINT_URL"));
        Ok(Self {
            region: Region::new(needed("AWS_REGION").or_else(|_| needed("AWS_DEFAULT_REGION"))?),
            credentials: Credentials::new(
                needed("AWS_ACCESS_KEY_ID")?,
                needed("AWS_SECRET_ACCESS_KEY")?,
                optional("AWS_SESSION_TOKEN"),
                None,
                "environment",
            ),
            dynamodb: endpoint("AWS_ENDPOINT_URL_DYNAMODB"),
            kms: endpoint("AWS_ENDPOINT_URL_KMS"),
            roots: None,
            https: Arc::default(),
        })
    }

    /// Trusts these certificates (PEM, what the file of `AWS_CA_BUNDLE` holds) and no others.
    ///
    /// # Errors
    /// When there is no certificate in it.
    pub fn with_roots(self, pem: String) -> Result<Self, String> {
        if pem.contains("-----BEGIN CERTIFICATE-----") {
            Ok(Self { roots: Some(pem), https: Arc::default(), ..self })
        } else {
            Err("there is no certificate in it".to_owned())
        }
    }

    pub(crate) fn dynamodb(&self) -> Parts {
        self.parts(self.dynamodb.clone())
    }

    pub(crate) fn kms(&self) -> Parts {
        self.parts(self.kms.clone())
    }

    fn parts(&self, endpoint: Option<String>) -> Parts {
        Parts {
            // Named, so that an update of the SDK doesn't change retries or timeouts silently.
            behavior: BehaviorVersion::v2026_01_12(),
            region: self.region.clone(),
            credentials: self.credentials.clone(),
            http: self.http(endpoint.as_deref()),
            endpoint,
            retries: RetryConfig::standard().with_max_attempts(TRIES).with_initial_backoff(FIRST_PAUSE),
            timeouts: TimeoutConfig::builder()
                .operation_attempt_timeout(ONE_TRY)
                .operation_timeout(ALL_TRIES)
                .build(),
        }
    }

    /// No TLS where the endpoint has none: an emulator on the same machine.
    fn http(&self, endpoint: Option<&str>) -> SharedHttpClient {
        if endpoint.is_some_and(|url| url.starts_with("http://")) {
            return Builder::new().build_http();
        }
        self.https.get_or_init(|| https(self.roots.as_deref().unwrap_or(ROOTS))).clone()
    }
}

fn https(roots: &str) -> SharedHttpClient {
    let context = TlsContext::builder()
        .with_trust_store(TrustStore::empty().with_pem_certificate(roots))
        .build()
        .expect("a context of a trust store alone is complete");
    Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).tls_context(context).build_https()
}
