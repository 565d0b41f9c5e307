import java.net.URI;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockagent.BedrockAgentClient;
import software.amazon.awssdk.services.bedrockagentruntime.BedrockAgentRuntimeClient;

/** The SDK's clients of one Sluice, as any program makes them. */
record Clients(BedrockAgentClient build, BedrockAgentRuntimeClient runtime) {
  static final String ROLE = "arn:aws:iam::123456789012:role/flow-role";
  static final String TEST_ALIAS = "TSTALIASID";

  static Clients of(String endpoint) {
    return new Clients(at(endpoint, BedrockAgentClient.builder()).build(), at(endpoint, BedrockAgentRuntimeClient.builder()).build());
  }

  static <B extends AwsClientBuilder<B, C>, C> B at(String endpoint, B builder) {
    return as("SLUICE_ALICE", endpoint, builder);
  }

  /** @param who the variable that holds access key, secret and perhaps session token. */
  static <B extends AwsClientBuilder<B, C>, C> B as(String who, String endpoint, B builder) {
    var words = System.getenv(who).split(" ");
    return with(words.length == 2 ? AwsBasicCredentials.create(words[0], words[1])
        : AwsSessionCredentials.create(words[0], words[1], words[2]), endpoint, builder);
  }

  static <B extends AwsClientBuilder<B, C>, C> B with(AwsCredentials credentials, String endpoint, B builder) {
    return builder.endpointOverride(URI.create(endpoint)).region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(credentials));
  }

  static String name() {
    return "java-" + UUID.randomUUID();
  }

  /** @return the id of a new flow that can run. */
  String preparedFlow() {
    var id = build.createFlow(r -> r.name(name()).executionRoleArn(ROLE).definition(Poem.definition("Poem"))).id();
    build.prepareFlow(r -> r.flowIdentifier(id));
    return id;
  }

  /** @return the ARN of a new execution. */
  String start(String flow, String topic) {
    return runtime.startFlowExecution(r -> r.flowIdentifier(flow).flowAliasIdentifier(TEST_ALIAS).inputs(Poem.about(topic)))
        .executionArn();
  }
}
