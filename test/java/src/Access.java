import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.bedrockagent.BedrockAgentClient;
import software.amazon.awssdk.services.bedrockagent.BedrockAgentClientBuilder;
import software.amazon.awssdk.services.bedrockagent.model.BedrockAgentException;

/** Who may call a server that verifies, and who may not. */
record Access(String endpoint) {
  void check() {
    Checks.check("is known by a session token", () -> Checks.equal(0,
        Clients.as("SLUICE_BOB", endpoint, BedrockAgentClient.builder()).build().listFlows(r -> {}).flowSummaries().size()));
    Checks.check("is refused when its signature is not verified", () -> {
      var alice = System.getenv("SLUICE_ALICE").split(" ");
      refused("InvalidSignatureException", with(alice[0], "wrong"));
      refused("UnrecognizedClientException", with("AKIANOBODY", alice[1]));
      var bob = System.getenv("SLUICE_BOB").split(" ");
      refused("UnrecognizedClientException", with(bob[0], bob[1]));
      refused("ExpiredTokenException", Clients.as("SLUICE_CAROL", endpoint, BedrockAgentClient.builder()));
    });
  }

  private BedrockAgentClientBuilder with(String accessKey, String secret) {
    return Clients.with(AwsBasicCredentials.create(accessKey, secret), endpoint, BedrockAgentClient.builder());
  }

  private static void refused(String name, BedrockAgentClientBuilder builder) {
    var refusal = Checks.thrown(BedrockAgentException.class, () -> builder.build().listFlows(r -> {}));
    Checks.equal(name, refusal.awsErrorDetails().errorCode());
    Checks.equal(403, refusal.statusCode());
  }
}
