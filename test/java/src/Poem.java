import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockagent.model.FlowConnection;
import software.amazon.awssdk.services.bedrockagent.model.FlowConnectionType;
import software.amazon.awssdk.services.bedrockagent.model.FlowDefinition;
import software.amazon.awssdk.services.bedrockagent.model.FlowNode;
import software.amazon.awssdk.services.bedrockagent.model.FlowNodeConfiguration;
import software.amazon.awssdk.services.bedrockagent.model.FlowNodeIODataType;
import software.amazon.awssdk.services.bedrockagent.model.FlowNodeInput;
import software.amazon.awssdk.services.bedrockagent.model.FlowNodeOutput;
import software.amazon.awssdk.services.bedrockagent.model.FlowNodeType;
import software.amazon.awssdk.services.bedrockagent.model.PromptTemplateType;
import software.amazon.awssdk.services.bedrockagentruntime.model.FlowInput;
import software.amazon.awssdk.services.bedrockagentruntime.model.FlowInputContent;

/** A flow that has a model write a poem about {@code topic}: an endless one takes the model minutes. */
final class Poem {
  private Poem() {}

  static FlowDefinition definition(String lastTarget) {
    var start = FlowNode.builder().name("Start").type(FlowNodeType.INPUT).configuration(FlowNodeConfiguration.fromInput(i -> {}))
        .outputs(output("document", FlowNodeIODataType.OBJECT)).build();
    var prompt = FlowNodeConfiguration.fromPrompt(p -> p.sourceConfiguration(s -> s.inline(i -> i
        .modelId("amazon.nova-lite-v1:0").templateType(PromptTemplateType.TEXT)
        .templateConfiguration(t -> t.text(text -> text.text("Write a poem of {{lines}} lines about {{topic}}.")
            .inputVariables(v -> v.name("lines"), v -> v.name("topic"))))
        .inferenceConfiguration(c -> c.text(t -> t.maxTokens(500).temperature(0.5f).stopSequences("THE END")))
        .additionalModelRequestFields(Document.fromMap(Map.of("top_k", Document.fromNumber(3)))))));
    var write = FlowNode.builder().name("Write").type(FlowNodeType.PROMPT).configuration(prompt)
        .inputs(input("lines", FlowNodeIODataType.NUMBER, "$.data.lines"), input("topic", FlowNodeIODataType.STRING, "$.data.topic"))
        .outputs(output("modelCompletion", FlowNodeIODataType.STRING)).build();
    var end = FlowNode.builder().name("Poem").type(FlowNodeType.OUTPUT).configuration(FlowNodeConfiguration.fromOutput(o -> {}))
        .inputs(input("document", FlowNodeIODataType.STRING, "$.data")).build();
    return FlowDefinition.builder().nodes(start, write, end).connections(
        data("StartToLines", "Start", "document", "Write", "lines"),
        data("StartToTopic", "Start", "document", "Write", "topic"),
        data("WriteToPoem", "Write", "modelCompletion", lastTarget, "document")).build();
  }

  static List<FlowInput> about(String topic) {
    return given(Document.fromMap(Map.of("topic", Document.fromString(topic), "lines", Document.fromNumber(3))));
  }

  static List<FlowInput> given(Document document) {
    return List.of(FlowInput.builder().nodeName("Start").nodeOutputName("document")
        .content(FlowInputContent.fromDocument(document)).build());
  }

  private static FlowNodeInput input(String name, FlowNodeIODataType type, String expression) {
    return FlowNodeInput.builder().name(name).type(type).expression(expression).build();
  }

  private static FlowNodeOutput output(String name, FlowNodeIODataType type) {
    return FlowNodeOutput.builder().name(name).type(type).build();
  }

  private static FlowConnection data(String name, String source, String output, String target, String input) {
    return FlowConnection.builder().name(name).type(FlowConnectionType.DATA).source(source).target(target)
        .configuration(c -> c.data(d -> d.sourceOutput(output).targetInput(input))).build();
  }
}
