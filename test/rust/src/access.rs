use aws_sdk_bedrockagent::config::Credentials;
use aws_sdk_bedrockagent::error::ProvideErrorMetadata;

use crate::checks::{Outcome, check, equal, refused};
use crate::clients::{Clients, credentials_of};

/// Who may call a server that verifies, and who may not.
pub async fn check_access(endpoint: &str) {
    check("is known by a session token", known(endpoint)).await;
    check("is refused when its signature is not verified", not_verified(endpoint)).await;
}

async fn known(endpoint: &str) -> Outcome {
    let bob = Clients::with(credentials_of("SLUICE_BOB"), endpoint);
    equal(0, bob.build.list_flows().send().await?.flow_summaries().len())
}

async fn not_verified(endpoint: &str) -> Outcome {
    let alice = credentials_of("SLUICE_ALICE");
    let bob = credentials_of("SLUICE_BOB");
    let with = |access_key: &str, secret: &str| Credentials::new(access_key, secret, None, None, "test");
    for (name, credentials) in [
        ("InvalidSignatureException", with(alice.access_key_id(), "wrong")),
        ("UnrecognizedClientException", with("AKIANOBODY", alice.secret_access_key())),
        ("UnrecognizedClientException", with(bob.access_key_id(), bob.secret_access_key())),
        ("ExpiredTokenException", credentials_of("SLUICE_CAROL")),
    ] {
        let refusal = refused(403, Clients::with(credentials, endpoint).build.list_flows().send().await)?;
        equal(Some(name), refusal.code())?;
    }
    Ok(())
}
