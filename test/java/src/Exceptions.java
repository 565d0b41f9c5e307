import software.amazon.awssdk.services.bedrockagent.model.ConflictException;
import software.amazon.awssdk.services.bedrockagent.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockagent.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.bedrockagent.model.ValidationException;
import software.amazon.awssdk.services.bedrockagentruntime.model.BedrockAgentRuntimeException;

/** What the two services declare is what the SDK throws, with its status. {@code small} has quotas of one. */
record Exceptions(Clients clients, Clients small) {
  void check() {
    var build = clients.build();
    Checks.check("throws ResourceNotFoundException", () -> {
      var missing = Checks.thrown(ResourceNotFoundException.class, () -> build.getFlow(r -> r.flowIdentifier("AAAAAAAAAA")));
      Checks.equal(404, missing.statusCode());
      Checks.holds("the message names the flow", missing.getMessage().contains("AAAAAAAAAA"));
      var flow = clients.preparedFlow();
      runtime(404, software.amazon.awssdk.services.bedrockagentruntime.model.ResourceNotFoundException.class,
          () -> clients.runtime().getFlowExecution(r -> r.flowIdentifier(flow)
              .flowAliasIdentifier(Clients.TEST_ALIAS).executionIdentifier("missing")));
    });
    Checks.check("throws ConflictException", () -> {
      var flow = build.createFlow(r -> r.name(Clients.name()).executionRoleArn(Clients.ROLE)).id();
      Checks.equal(409, Checks.thrown(ConflictException.class, () -> build.createFlowVersion(r -> r.flowIdentifier(flow))).statusCode());
      var ready = clients.preparedFlow();
      Checks.Action once = () -> clients.runtime().startFlowExecution(r -> r.flowIdentifier(ready)
          .flowAliasIdentifier(Clients.TEST_ALIAS).flowExecutionName("once").inputs(Poem.about("tea")));
      once.run();
      runtime(409, software.amazon.awssdk.services.bedrockagentruntime.model.ConflictException.class, once);
    });
    Checks.check("throws ValidationException with its fieldList", () -> {
      var invalid = Checks.thrown(ValidationException.class,
          () -> build.createFlow(r -> r.name("no spaces, please").executionRoleArn(Clients.ROLE)));
      Checks.equal(400, invalid.statusCode());
      Checks.equal(1, invalid.fieldList().size());
      Checks.equal("name", invalid.fieldList().get(0).name());
      Checks.holds("the field has a message", !invalid.fieldList().get(0).message().isBlank());
      runtime(400, software.amazon.awssdk.services.bedrockagentruntime.model.ValidationException.class,
          () -> clients.runtime().listFlowExecutions(r -> r.flowIdentifier("no!")));
    });
    Checks.check("throws ServiceQuotaExceededException", () -> {
      var flow = small.preparedFlow();
      var second = Checks.thrown(ServiceQuotaExceededException.class, small::preparedFlow);
      Checks.equal(402, second.statusCode());
      var running = small.start(flow, "an endless river");
      runtime(400, software.amazon.awssdk.services.bedrockagentruntime.model.ServiceQuotaExceededException.class,
          () -> small.start(flow, "tea"));
      small.runtime().stopFlowExecution(r -> r.flowIdentifier(flow)
          .flowAliasIdentifier(Clients.TEST_ALIAS).executionIdentifier(running));
    });
  }

  private static <E extends BedrockAgentRuntimeException> void runtime(int status, Class<E> type, Checks.Action action) {
    Checks.equal(status, Checks.thrown(type, action).statusCode());
  }
}
