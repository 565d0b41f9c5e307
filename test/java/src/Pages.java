import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.bedrockagentruntime.model.FlowExecutionEventType;
import software.amazon.awssdk.services.bedrockagentruntime.model.FlowExecutionStatus;

/** The SDK's own paginators, three to a page. */
record Pages(Clients clients) {
  void check() {
    Checks.check("pages through ListFlows", () -> {
      var ids = IntStream.range(0, 7).mapToObj(each -> clients.preparedFlow()).toList();
      var pages = clients.build().listFlowsPaginator(r -> r.maxResults(3));
      var listed = pages.flowSummaries().stream().map(each -> each.id()).toList();
      Checks.holds("each flow is listed", listed.containsAll(ids));
      Checks.equal(listed.stream().distinct().count(), (long) listed.size());
      Checks.equal((listed.size() + 2) / 3, count(pages));
    });
    Checks.check("pages through ListFlowVersions", () -> {
      var flow = clients.preparedFlow();
      for (var each = 0; each < 4; each++) clients.build().createFlowVersion(r -> r.flowIdentifier(flow));
      var pages = clients.build().listFlowVersionsPaginator(r -> r.flowIdentifier(flow).maxResults(3));
      Checks.equal(List.of("1", "2", "3", "4"), pages.flowVersionSummaries().stream().map(each -> each.version()).toList());
      Checks.equal(2, count(pages));
    });
    Checks.check("pages through ListFlowAliases", () -> {
      var flow = clients.preparedFlow();
      for (var each : List.of("a", "b", "c"))
        clients.build().createFlowAlias(r -> r.flowIdentifier(flow).name(each).routingConfiguration(v -> v.flowVersion("DRAFT")));
      var pages = clients.build().listFlowAliasesPaginator(r -> r.flowIdentifier(flow).maxResults(3));
      var names = pages.flowAliasSummaries().stream().map(each -> each.name()).toList();
      Checks.holds("each alias is listed", names.containsAll(List.of("a", "b", "c")));
      Checks.equal(2, count(pages));
    });
    Checks.check("pages through ListPrompts", () -> {
      var ids = IntStream.range(0, 4).mapToObj(each -> clients.build().createPrompt(r -> r.name(Clients.name())).id()).toList();
      var pages = clients.build().listPromptsPaginator(r -> r.maxResults(3));
      Checks.holds("each prompt is listed", pages.promptSummaries().stream().map(each -> each.id()).toList().containsAll(ids));
      Checks.holds("on several pages", count(pages) >= 2);
    });
    Checks.check("pages through ListFlowExecutions and ListFlowExecutionEvents", () -> {
      var flow = clients.preparedFlow();
      var arns = List.of(clients.start(flow, "a"), clients.start(flow, "b"), clients.start(flow, "c"), clients.start(flow, "d"));
      var pages = clients.runtime().listFlowExecutionsPaginator(r -> r.flowIdentifier(flow).maxResults(3));
      Checks.equal(arns.stream().sorted().toList(),
          pages.flowExecutionSummaries().stream().map(each -> each.executionArn()).sorted().toList());
      Checks.equal(2, count(pages));
      Checks.await("all have succeeded", () -> pages.flowExecutionSummaries().stream()
          .allMatch(each -> each.status() == FlowExecutionStatus.SUCCEEDED));
      var events = clients.runtime().listFlowExecutionEventsPaginator(r -> r.flowIdentifier(flow).maxResults(3)
          .flowAliasIdentifier(Clients.TEST_ALIAS).executionIdentifier(arns.get(0)).eventType(FlowExecutionEventType.NODE));
      Checks.equal(5, (int) events.flowExecutionEvents().stream().count());
      Checks.equal(2, count(events));
    });
  }

  private static int count(Iterable<?> pages) {
    return (int) StreamSupport.stream(pages.spliterator(), false).count();
  }
}
