use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

use aws_sdk_bedrockagent::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_bedrockagent::error::SdkError;
use aws_sdk_bedrockagent::operation::create_flow::{CreateFlowError, CreateFlowOutput};
use aws_sdk_bedrockagentruntime::operation::start_flow_execution::{StartFlowExecutionError, StartFlowExecutionOutput};

use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use crate::checks::Outcome;
use crate::poem;

pub const ROLE: &str = "arn:aws:iam::123456789012:role/flow-role";
pub const TEST_ALIAS: &str = "TSTALIASID";

/// The SDK's clients of one Sluice, as any program makes them.
pub struct Clients {
    pub build: aws_sdk_bedrockagent::Client,
    pub runtime: aws_sdk_bedrockagentruntime::Client,
}

/// Access key, secret and perhaps session token, which a variable holds.
pub fn credentials_of(variable: &str) -> Credentials {
    let held = env::var(variable).expect("the credentials are set");
    let mut words = held.split(' ').map(str::to_owned);
    let mut next = || words.next().unwrap_or_default();
    let (access_key, secret) = (next(), next());
    Credentials::new(access_key, secret, words.next(), None, "test")
}

impl Clients {
    /// Over HTTP/1.1, which is all that the SDK speaks on `http://` endpoints.
    pub fn of(endpoint: &str) -> Self {
        Self::with(credentials_of("SLUICE_ALICE"), endpoint)
    }

    pub fn with(credentials: Credentials, endpoint: &str) -> Self {
        Self::over(aws_smithy_http_client::Builder::new().build_http(), credentials, endpoint)
    }

    /// Over TLS, with a server of this authority, and HTTP/2.
    pub fn secure(endpoint: &str, authority: Vec<u8>) -> Self {
        let trusted = TrustStore::empty().with_pem_certificate(authority);
        let context = TlsContext::builder()
            .with_trust_store(trusted)
            .build()
            .expect("the authority is a certificate");
        let http = aws_smithy_http_client::Builder::new()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .tls_context(context)
            .build_https();
        Self::over(http, credentials_of("SLUICE_ALICE"), endpoint)
    }

    fn over(http: SharedHttpClient, credentials: Credentials, endpoint: &str) -> Self {
        let build = aws_sdk_bedrockagent::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .endpoint_url(endpoint)
            .credentials_provider(credentials.clone())
            .http_client(http.clone())
            .build();
        let runtime = aws_sdk_bedrockagentruntime::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .endpoint_url(endpoint)
            .credentials_provider(credentials)
            .http_client(http)
            .build();
        Self {
            build: aws_sdk_bedrockagent::Client::from_conf(build),
            runtime: aws_sdk_bedrockagentruntime::Client::from_conf(runtime),
        }
    }

    pub async fn create_flow(&self, last_target: &str) -> Result<CreateFlowOutput, SdkError<CreateFlowError>> {
        let definition = poem::definition(last_target).expect("the definition has all members");
        self.build
            .create_flow()
            .name(name())
            .execution_role_arn(ROLE)
            .definition(definition)
            .send()
            .await
    }

    /// The id of a new flow that can run.
    pub async fn prepared_flow(&self) -> Outcome<String> {
        let flow = self.create_flow("Poem").await?.id().to_owned();
        self.build.prepare_flow().flow_identifier(&flow).send().await?;
        Ok(flow)
    }

    pub async fn start(&self, flow: &str, topic: &str) -> Result<StartFlowExecutionOutput, SdkError<StartFlowExecutionError>> {
        let input = poem::about(topic).expect("the input has all members");
        self.runtime
            .start_flow_execution()
            .flow_identifier(flow)
            .flow_alias_identifier(TEST_ALIAS)
            .inputs(input)
            .send()
            .await
    }
}

pub fn name() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
    format!("rust-{}", now.as_nanos())
}
