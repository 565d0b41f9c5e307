use std::collections::HashMap;

use aws_sdk_bedrockagent::error::BuildError;
use aws_sdk_bedrockagent::types::{
    FlowConnection, FlowConnectionConfiguration, FlowConnectionType, FlowDataConnectionConfiguration, FlowDefinition, FlowNode,
    FlowNodeConfiguration, FlowNodeInput, FlowNodeIoDataType, FlowNodeOutput, FlowNodeType, InputFlowNodeConfiguration,
    OutputFlowNodeConfiguration, PromptFlowNodeConfiguration, PromptFlowNodeInlineConfiguration, PromptFlowNodeSourceConfiguration,
    PromptInferenceConfiguration, PromptInputVariable, PromptModelInferenceConfiguration, PromptTemplateConfiguration, PromptTemplateType,
    TextPromptTemplateConfiguration,
};
use aws_sdk_bedrockagentruntime::types::{FlowInput, FlowInputContent};
use aws_smithy_types::{Document, Number};

/// Has a model write about a topic: an endless one takes the model minutes.
pub fn definition(last_target: &str) -> Result<FlowDefinition, BuildError> {
    let start = FlowNode::builder()
        .name("Start")
        .r#type(FlowNodeType::Input)
        .configuration(FlowNodeConfiguration::Input(InputFlowNodeConfiguration::builder().build()))
        .outputs(output("document", FlowNodeIoDataType::Object)?)
        .build()?;
    let inference = PromptModelInferenceConfiguration::builder()
        .max_tokens(500)
        .temperature(0.5)
        .stop_sequences("THE END")
        .build();
    let inline = PromptFlowNodeInlineConfiguration::builder()
        .model_id("amazon.nova-lite-v1:0")
        .template_type(PromptTemplateType::Text)
        .template_configuration(template("Write a poem of {{lines}} lines about {{topic}}.", &["lines", "topic"])?)
        .inference_configuration(PromptInferenceConfiguration::Text(inference))
        .additional_model_request_fields(Document::Object(HashMap::from([("top_k".to_owned(), number(3))])))
        .build();
    let prompt = PromptFlowNodeConfiguration::builder()
        .source_configuration(PromptFlowNodeSourceConfiguration::Inline(inline))
        .build();
    let write = FlowNode::builder()
        .name("Write")
        .r#type(FlowNodeType::Prompt)
        .configuration(FlowNodeConfiguration::Prompt(prompt))
        .inputs(input("lines", FlowNodeIoDataType::Number, "$.data.lines")?)
        .inputs(input("topic", FlowNodeIoDataType::String, "$.data.topic")?)
        .outputs(output("modelCompletion", FlowNodeIoDataType::String)?)
        .build()?;
    let end = FlowNode::builder()
        .name("Poem")
        .r#type(FlowNodeType::Output)
        .configuration(FlowNodeConfiguration::Output(OutputFlowNodeConfiguration::builder().build()))
        .inputs(input("document", FlowNodeIoDataType::String, "$.data")?)
        .build()?;
    Ok(FlowDefinition::builder()
        .nodes(start)
        .nodes(write)
        .nodes(end)
        .connections(data("StartToLines", ("Start", "document"), ("Write", "lines"))?)
        .connections(data("StartToTopic", ("Start", "document"), ("Write", "topic"))?)
        .connections(data("WriteToPoem", ("Write", "modelCompletion"), (last_target, "document"))?)
        .build())
}

pub fn template(text: &str, variables: &[&str]) -> Result<PromptTemplateConfiguration, BuildError> {
    let variables = variables
        .iter()
        .map(|name| PromptInputVariable::builder().name(*name).build())
        .collect();
    let text = TextPromptTemplateConfiguration::builder()
        .text(text)
        .set_input_variables(Some(variables))
        .build()?;
    Ok(PromptTemplateConfiguration::Text(text))
}

pub fn about(topic: &str) -> Result<FlowInput, BuildError> {
    let members = [
        ("topic".to_owned(), Document::String(topic.to_owned())),
        ("lines".to_owned(), number(3)),
    ];
    given(Document::Object(HashMap::from(members)))
}

pub fn given(document: Document) -> Result<FlowInput, BuildError> {
    FlowInput::builder()
        .node_name("Start")
        .node_output_name("document")
        .content(FlowInputContent::Document(document))
        .build()
}

fn number(value: u64) -> Document {
    Document::Number(Number::PosInt(value))
}

fn input(name: &str, kind: FlowNodeIoDataType, expression: &str) -> Result<FlowNodeInput, BuildError> {
    FlowNodeInput::builder().name(name).r#type(kind).expression(expression).build()
}

fn output(name: &str, kind: FlowNodeIoDataType) -> Result<FlowNodeOutput, BuildError> {
    FlowNodeOutput::builder().name(name).r#type(kind).build()
}

fn data(name: &str, (source, output): (&str, &str), (target, input): (&str, &str)) -> Result<FlowConnection, BuildError> {
    let data = FlowDataConnectionConfiguration::builder()
        .source_output(output)
        .target_input(input)
        .build()?;
    FlowConnection::builder()
        .name(name)
        .r#type(FlowConnectionType::Data)
        .source(source)
        .target(target)
        .configuration(FlowConnectionConfiguration::Data(data))
        .build()
}
