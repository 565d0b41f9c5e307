import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.services.bedrockagent.model.FlowStatus;
import software.amazon.awssdk.services.bedrockagent.model.FlowValidationSeverity;
import software.amazon.awssdk.services.bedrockagent.model.FlowValidationType;
import software.amazon.awssdk.services.bedrockagent.model.PromptTemplateType;
import software.amazon.awssdk.services.bedrockagentruntime.model.FlowExecutionEvent;
import software.amazon.awssdk.services.bedrockagentruntime.model.FlowExecutionEventType;
import software.amazon.awssdk.services.bedrockagentruntime.model.FlowExecutionStatus;

/** The AWS SDK for Java from CreateFlow to StopFlowExecution. */
public final class Journey {
  private final Clients clients;

  private Journey(Clients clients) {
    this.clients = clients;
  }

  public static void main(String[] args) {
    var endpoint = System.getenv("SLUICE_ENDPOINT");
    var clients = Clients.of(endpoint);
    new Journey(clients).check();
    new Pages(clients).check();
    new Exceptions(clients, Clients.of(System.getenv("SLUICE_SMALL_ENDPOINT"))).check();
    new Access(endpoint).check();
    new Streams(clients, endpoint, Protocol.HTTP1_1, "HTTP/1.1").check();
    new Streams(clients, endpoint, Protocol.HTTP2, "HTTP/2").check();
    System.exit(Checks.exitCode());
  }

  private void check() {
    Checks.check("keeps a definition as it was written", this::keepsADefinition);
    Checks.check("finds what is wrong with a definition", this::findsWhatIsWrong);
    Checks.check("publishes a flow", this::publishes);
    Checks.check("updates what it has created, and deletes its parts", this::updates);
    Checks.check("keeps, versions and tags a prompt", this::prompts);
    Checks.check("runs an execution to its end", this::runs);
    Checks.check("stops an execution once and for ever", this::stops);
    Checks.check("deletes a flow", this::deletes);
  }

  private void keepsADefinition() {
    var definition = Poem.definition("Poem");
    var created = clients.build().createFlow(r -> r.name(Clients.name()).executionRoleArn(Clients.ROLE).definition(definition));
    Checks.equal(FlowStatus.NOT_PREPARED, created.status());
    Checks.equal(definition, created.definition());
    var found = clients.build().getFlow(r -> r.flowIdentifier(created.arn()));
    Checks.equal(definition, found.definition());
    Checks.equal(created.createdAt(), found.createdAt());
  }

  private void findsWhatIsWrong() {
    var build = clients.build();
    var flow = build.createFlow(r -> r.name(Clients.name()).executionRoleArn(Clients.ROLE).definition(Poem.definition("Nowhere"))).id();
    build.prepareFlow(r -> r.flowIdentifier(flow));
    var found = build.getFlow(r -> r.flowIdentifier(flow));
    Checks.equal(FlowStatus.FAILED, found.status());
    var unknown = found.validations().stream()
        .filter(each -> each.type() == FlowValidationType.UNKNOWN_CONNECTION_TARGET).findFirst().orElseThrow();
    Checks.equal(FlowValidationSeverity.ERROR, unknown.severity());
    Checks.equal("WriteToPoem", unknown.details().unknownConnectionTarget().connection());
  }

  private void publishes() {
    var build = clients.build();
    var flow = clients.preparedFlow();
    Checks.equal("1", build.createFlowVersion(r -> r.flowIdentifier(flow).description("first")).version());
    var alias = build.createFlowAlias(r -> r.flowIdentifier(flow).name("live").tags(Map.of("team", "a"))
        .routingConfiguration(route -> route.flowVersion("1")));
    var shown = build.getFlowAlias(r -> r.flowIdentifier(flow).aliasIdentifier(alias.arn()));
    Checks.equal("1", shown.routingConfiguration().get(0).flowVersion());
    build.tagResource(r -> r.resourceArn(alias.arn()).tags(Map.of("cost", "7 EUR")));
    build.untagResource(r -> r.resourceArn(alias.arn()).tagKeys("team"));
    Checks.equal(Map.of("cost", "7 EUR"), build.listTagsForResource(r -> r.resourceArn(alias.arn())).tags());
  }

  private void updates() {
    var build = clients.build();
    var findings = build.validateFlowDefinition(r -> r.definition(Poem.definition("Nowhere"))).validations();
    Checks.holds("it is found", findings.stream().anyMatch(each -> each.type() == FlowValidationType.UNKNOWN_CONNECTION_TARGET));
    var flow = clients.preparedFlow();
    var definition = Poem.definition("Poem");
    var updated = build.updateFlow(r -> r.flowIdentifier(flow).name(Clients.name()).executionRoleArn(Clients.ROLE)
        .description("changed").definition(definition));
    Checks.equal("changed", updated.description());
    Checks.equal(FlowStatus.NOT_PREPARED, updated.status());
    build.prepareFlow(r -> r.flowIdentifier(flow));
    build.createFlowVersion(r -> r.flowIdentifier(flow));
    Checks.equal(definition, build.getFlowVersion(r -> r.flowIdentifier(flow).flowVersion("1")).definition());
    var alias = build.createFlowAlias(r -> r.flowIdentifier(flow).name("live").routingConfiguration(route -> route.flowVersion("1")));
    var renamed = build.updateFlowAlias(r -> r.flowIdentifier(flow).aliasIdentifier(alias.id()).name("next")
        .routingConfiguration(route -> route.flowVersion("1")));
    Checks.equal("next", renamed.name());
    Checks.equal(alias.id(), build.deleteFlowAlias(r -> r.flowIdentifier(flow).aliasIdentifier(alias.id())).id());
    Checks.equal("1", build.deleteFlowVersion(r -> r.flowIdentifier(flow).flowVersion("1")).version());
    var prompt = build.createPrompt(r -> r.name(Clients.name())).id();
    var changed = build.updatePrompt(r -> r.promptIdentifier(prompt).name(Clients.name()).description("changed"));
    Checks.equal("changed", changed.description());
  }

  private void prompts() {
    var build = clients.build();
    var created = build.createPrompt(r -> r.name(Clients.name()).defaultVariant("one").tags(Map.of("team", "a"))
        .variants(v -> v.name("one").modelId("amazon.nova-lite-v1:0").templateType(PromptTemplateType.TEXT)
            .templateConfiguration(t -> t.text(text -> text.text("Say {{this}}.").inputVariables(i -> i.name("this"))))));
    var version = build.createPromptVersion(r -> r.promptIdentifier(created.id()));
    Checks.equal("1", version.version());
    Checks.equal(created.variants(), build.getPrompt(r -> r.promptIdentifier(version.arn())).variants());
    Checks.equal(Map.of("team", "a"), build.listTagsForResource(r -> r.resourceArn(created.arn())).tags());
    build.deletePrompt(r -> r.promptIdentifier(created.id()));
  }

  private void runs() throws InterruptedException {
    var flow = clients.preparedFlow();
    var execution = clients.start(flow, "tea");
    Checks.await("Succeeded", () -> status(flow, execution) == FlowExecutionStatus.SUCCEEDED);
    var kinds = List.of("NODE_OUTPUT_EVENT", "NODE_INPUT_EVENT", "NODE_ACTION_EVENT", "NODE_OUTPUT_EVENT", "NODE_INPUT_EVENT");
    Checks.equal(kinds, events(flow, execution, FlowExecutionEventType.NODE).stream().map(each -> each.type().name()).toList());
    var output = events(flow, execution, FlowExecutionEventType.FLOW).get(1).flowOutputEvent();
    Checks.equal(Document.fromString("Write a poem of 3 lines about tea."), output.fields().get(0).content().document());
    var snapshot = clients.runtime().getExecutionFlowSnapshot(r -> r.flowIdentifier(flow)
        .flowAliasIdentifier(Clients.TEST_ALIAS).executionIdentifier(execution));
    Checks.equal(Clients.ROLE, snapshot.executionRoleArn());
    Checks.holds("the snapshot has the nodes", snapshot.definition().contains("StartToTopic"));
  }

  private void stops() throws InterruptedException {
    var flow = clients.preparedFlow();
    var arn = clients.start(flow, "an endless river");
    Checks.await("the model is at work", () -> events(flow, arn, FlowExecutionEventType.NODE).size() >= 2);
    var alias = arn.substring(0, arn.indexOf("/execution/"));
    var stopped = clients.runtime().stopFlowExecution(r -> r.flowIdentifier(alias.substring(0, alias.indexOf("/alias/")))
        .flowAliasIdentifier(alias).executionIdentifier(arn));
    Checks.equal(FlowExecutionStatus.ABORTED, stopped.status());
    Checks.equal(arn, stopped.executionArn());
    Checks.equal(FlowExecutionStatus.ABORTED, status(flow, arn));
    var told = events(flow, arn, FlowExecutionEventType.NODE);
    var id = arn.substring(arn.lastIndexOf('/') + 1);
    var again = clients.runtime().stopFlowExecution(r -> r.flowIdentifier(flow)
        .flowAliasIdentifier(Clients.TEST_ALIAS).executionIdentifier(id));
    Checks.equal(FlowExecutionStatus.ABORTED, again.status());
    Checks.equal(told, events(flow, arn, FlowExecutionEventType.NODE));
  }

  private void deletes() {
    var flow = clients.preparedFlow();
    Checks.equal(flow, clients.build().deleteFlow(r -> r.flowIdentifier(flow)).id());
    var left = clients.build().listFlowsPaginator(r -> {}).flowSummaries().stream().map(each -> each.id()).toList();
    Checks.holds("the flow is listed no more", !left.contains(flow));
  }

  private FlowExecutionStatus status(String flow, String execution) {
    return clients.runtime().getFlowExecution(r -> r.flowIdentifier(flow).flowAliasIdentifier(Clients.TEST_ALIAS)
        .executionIdentifier(execution)).status();
  }

  private List<FlowExecutionEvent> events(String flow, String execution, FlowExecutionEventType type) {
    return clients.runtime().listFlowExecutionEventsPaginator(r -> r.flowIdentifier(flow)
        .flowAliasIdentifier(Clients.TEST_ALIAS).executionIdentifier(execution).eventType(type)).flowExecutionEvents().stream().toList();
  }
}
