import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.bedrockagentruntime.BedrockAgentRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockagentruntime.model.ConflictException;
import software.amazon.awssdk.services.bedrockagentruntime.model.FlowInput;
import software.amazon.awssdk.services.bedrockagentruntime.model.FlowResponseStream;
import software.amazon.awssdk.services.bedrockagentruntime.model.InvokeFlowRequest;
import software.amazon.awssdk.services.bedrockagentruntime.model.InvokeFlowResponseHandler;
import software.amazon.awssdk.services.bedrockagentruntime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockagentruntime.model.ValidationException;

/** InvokeFlow over one protocol. */
final class Streams {
  private final Clients clients;
  private final BedrockAgentRuntimeAsyncClient streaming;
  private final String over;

  Streams(Clients clients, String endpoint, Protocol protocol, String name) {
    this.clients = clients;
    this.streaming = Clients.at(endpoint, BedrockAgentRuntimeAsyncClient.builder())
        .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(protocol)).build();
    this.over = " over " + name;
  }

  void check() {
    Checks.check("reads every event of InvokeFlow" + over, this::readsEveryEvent);
    Checks.check("reads events while the flow runs, and stops it by closing the stream" + over, this::closes);
    Checks.check("throws what is wrong before the stream" + over, () -> Checks.thrown(ResourceNotFoundException.class,
        () -> read("AAAAAAAAAA", Poem.about("tea"))));
    Checks.check("throws what goes wrong within the stream" + over, () -> {
      var failure = Checks.thrown(ValidationException.class, () -> read(clients.preparedFlow(), Poem.given(Document.fromString("tea"))));
      Checks.holds(failure.getMessage(), failure.getMessage().contains("to be OBJECT"));
    });
    streaming.close();
  }

  private void readsEveryEvent() throws Exception {
    var told = read(clients.preparedFlow(), Poem.about("word ".repeat(50)));
    Checks.equal(List.of("NODE_OUTPUT_TRACE", "NODE_INPUT_TRACE", "NODE_ACTION_TRACE", "NODE_OUTPUT_TRACE", "NODE_INPUT_TRACE",
        "output Write a poem of 3 lines about " + "word ".repeat(50) + ".", "completion SUCCESS"), told);
  }

  private List<String> read(String flow, List<FlowInput> inputs) throws Exception {
    var told = Collections.synchronizedList(new ArrayList<String>());
    var visitor = InvokeFlowResponseHandler.Visitor.builder()
        .onFlowTraceEvent(event -> told.add(event.trace().type().name()))
        .onFlowOutputEvent(event -> told.add("output " + event.content().document().asString()))
        .onFlowCompletionEvent(event -> told.add("completion " + event.completionReason())).build();
    streaming.invokeFlow(request(flow, inputs), InvokeFlowResponseHandler.builder().subscriber(visitor).build())
        .get(60, TimeUnit.SECONDS);
    return told;
  }

  private void closes() throws Exception {
    var flow = clients.preparedFlow();
    var first = new FirstEvent();
    var executionId = new CompletableFuture<String>();
    streaming.invokeFlow(request(flow, Poem.about("an endless river")), InvokeFlowResponseHandler.builder()
        .onResponse(response -> executionId.complete(response.executionId()))
        .onEventStream(events -> events.subscribe(first)).build());
    var id = executionId.get(30, TimeUnit.SECONDS);
    var subscription = first.arrived.get(30, TimeUnit.SECONDS);
    Checks.holds("the flow runs when its first event arrives", refusal(flow, id).contains("is Running"));
    subscription.cancel();
    Checks.await("the flow is stopped", () -> refusal(flow, id).contains("is Aborted"));
  }

  /** An execution that waits for no answer says how it stands when one is sent. */
  private String refusal(String flow, String executionId) {
    var request = request(flow, Poem.about("tea")).toBuilder().executionId(executionId).build();
    return Checks.thrown(ConflictException.class, () -> streaming.invokeFlow(request,
        InvokeFlowResponseHandler.builder().subscriber(event -> {}).build()).get(30, TimeUnit.SECONDS)).getMessage();
  }

  private static InvokeFlowRequest request(String flow, List<FlowInput> inputs) {
    return InvokeFlowRequest.builder().flowIdentifier(flow).flowAliasIdentifier(Clients.TEST_ALIAS)
        .inputs(inputs).enableTrace(true).build();
  }

  /** Asks for one event, and is given the rest of the stream to cancel. */
  private static final class FirstEvent implements Subscriber<FlowResponseStream> {
    final CompletableFuture<Subscription> arrived = new CompletableFuture<>();
    private Subscription subscription;

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      given.request(1);
    }

    @Override
    public void onNext(FlowResponseStream event) {
      arrived.complete(subscription);
    }

    @Override
    public void onError(Throwable failure) {
      arrived.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      arrived.completeExceptionally(new AssertionError("the stream ended without an event"));
    }
  }
}
