package main

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	build "github.com/aws/aws-sdk-go-v2/service/bedrockagent/types"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime/document"
	runtime "github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime/types"
)

// poem has a model write about a topic: an endless one takes the model minutes.
func poem(lastTarget string) *build.FlowDefinition {
	start := build.FlowNode{
		Name: aws.String("Start"), Type: build.FlowNodeTypeInput,
		Configuration: &build.FlowNodeConfigurationMemberInput{},
		Outputs:       []build.FlowNodeOutput{output("document", build.FlowNodeIODataTypeObject)},
	}
	write := build.FlowNode{
		Name: aws.String("Write"), Type: build.FlowNodeTypePrompt,
		Configuration: &build.FlowNodeConfigurationMemberPrompt{Value: build.PromptFlowNodeConfiguration{
			SourceConfiguration: &build.PromptFlowNodeSourceConfigurationMemberInline{Value: build.PromptFlowNodeInlineConfiguration{
				ModelId:               aws.String("amazon.nova-lite-v1:0"),
				TemplateType:          build.PromptTemplateTypeText,
				TemplateConfiguration: template("Write a poem of {{lines}} lines about {{topic}}.", "lines", "topic"),
				InferenceConfiguration: &build.PromptInferenceConfigurationMemberText{Value: build.PromptModelInferenceConfiguration{
					MaxTokens: aws.Int32(500), Temperature: aws.Float32(0.5), StopSequences: []string{"THE END"},
				}},
			}},
		}},
		Inputs: []build.FlowNodeInput{
			input("lines", build.FlowNodeIODataTypeNumber, "$.data.lines"),
			input("topic", build.FlowNodeIODataTypeString, "$.data.topic"),
		},
		Outputs: []build.FlowNodeOutput{output("modelCompletion", build.FlowNodeIODataTypeString)},
	}
	end := build.FlowNode{
		Name: aws.String("Poem"), Type: build.FlowNodeTypeOutput,
		Configuration: &build.FlowNodeConfigurationMemberOutput{},
		Inputs:        []build.FlowNodeInput{input("document", build.FlowNodeIODataTypeString, "$.data")},
	}
	return &build.FlowDefinition{
		Nodes: []build.FlowNode{start, write, end},
		Connections: []build.FlowConnection{
			data("StartToLines", "Start", "document", "Write", "lines"),
			data("StartToTopic", "Start", "document", "Write", "topic"),
			data("WriteToPoem", "Write", "modelCompletion", lastTarget, "document"),
		},
	}
}

func template(text string, variables ...string) build.PromptTemplateConfiguration {
	var inputs []build.PromptInputVariable
	for _, variable := range variables {
		inputs = append(inputs, build.PromptInputVariable{Name: aws.String(variable)})
	}
	return &build.PromptTemplateConfigurationMemberText{
		Value: build.TextPromptTemplateConfiguration{Text: aws.String(text), InputVariables: inputs},
	}
}

func about(topic string) []runtime.FlowInput {
	return given(map[string]any{"topic": topic, "lines": 3})
}

func given(value any) []runtime.FlowInput {
	return []runtime.FlowInput{{
		NodeName: aws.String("Start"), NodeOutputName: aws.String("document"),
		Content: &runtime.FlowInputContentMemberDocument{Value: document.NewLazyDocument(value)},
	}}
}

func input(name string, kind build.FlowNodeIODataType, expression string) build.FlowNodeInput {
	return build.FlowNodeInput{Name: aws.String(name), Type: kind, Expression: aws.String(expression)}
}

func output(name string, kind build.FlowNodeIODataType) build.FlowNodeOutput {
	return build.FlowNodeOutput{Name: aws.String(name), Type: kind}
}

func data(name, source, output, target, input string) build.FlowConnection {
	return build.FlowConnection{
		Name: aws.String(name), Type: build.FlowConnectionTypeData, Source: aws.String(source), Target: aws.String(target),
		Configuration: &build.FlowConnectionConfigurationMemberData{Value: build.FlowDataConnectionConfiguration{
			SourceOutput: aws.String(output), TargetInput: aws.String(input),
		}},
	}
}
