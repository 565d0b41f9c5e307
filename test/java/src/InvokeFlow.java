import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockagentruntime.BedrockAgentRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockagentruntime.model.FlowInput;
import software.amazon.awssdk.services.bedrockagentruntime.model.FlowInputContent;
import software.amazon.awssdk.services.bedrockagentruntime.model.InvokeFlowRequest;
import software.amazon.awssdk.services.bedrockagentruntime.model.InvokeFlowResponseHandler;

/** Reads one InvokeFlow and prints each event with its milliseconds: {@code ENDPOINT FLOW DOCUMENT HTTP1_1|HTTP2}. */
public final class InvokeFlow {
  public static void main(String[] args) {
    var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("123456789012", "any"));
    var http = NettyNioAsyncHttpClient.builder().protocol(Protocol.valueOf(args[3]));
    try (var client = BedrockAgentRuntimeAsyncClient.builder().endpointOverride(URI.create(args[0]))
        .region(Region.US_EAST_1).credentialsProvider(credentials).httpClientBuilder(http).build()) {
      var content = FlowInputContent.fromDocument(Document.fromString(args[2]));
      var input = FlowInput.builder().nodeName("Start").nodeOutputName("document").content(content).build();
      var request = InvokeFlowRequest.builder().flowIdentifier(args[1]).flowAliasIdentifier("TSTALIASID")
          .inputs(List.of(input)).enableTrace(true).build();
      var visitor = InvokeFlowResponseHandler.Visitor.builder()
          .onFlowTraceEvent(event -> tell("trace " + event.trace().type()))
          .onFlowOutputEvent(event -> tell("output " + event.content().document().asString().length()))
          .onFlowCompletionEvent(event -> tell("completion " + event.completionReason()))
          .build();
      client.invokeFlow(request, InvokeFlowResponseHandler.builder()
          .onResponse(response -> tell("executionId " + response.executionId())).subscriber(visitor).build()).join();
    } catch (CompletionException failure) {
      tell("exception " + failure.getCause().getClass().getSimpleName() + " " + failure.getCause().getMessage());
    }
  }

  private static synchronized void tell(String what) {
    System.out.println(System.currentTimeMillis() + " " + what);
  }
}
