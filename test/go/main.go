// The AWS SDK for Go from CreateFlow to StopFlowExecution.
package main

import (
	"os"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	build "github.com/aws/aws-sdk-go-v2/service/bedrockagent"
	buildtypes "github.com/aws/aws-sdk-go-v2/service/bedrockagent/types"
	runtime "github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime/types"
)

func main() {
	endpoint := os.Getenv("SLUICE_ENDPOINT")
	c := clientsOf(endpoint, http1())
	check("keeps a definition as it was written", c.keepsADefinition)
	check("finds what is wrong with a definition", c.findsWhatIsWrong)
	check("publishes a flow", c.publishes)
	check("updates what it has created, and deletes its parts", c.updates)
	check("keeps, versions and tags a prompt", c.prompts)
	check("runs an execution to its end", c.runs)
	check("stops an execution once and for ever", c.stops)
	check("deletes a flow", c.deletes)
	c.checkPages()
	checkExceptions(c, clientsOf(os.Getenv("SLUICE_SMALL_ENDPOINT"), http1()))
	checkAccess(endpoint)
	c.checkStreams("HTTP/1.1", "HTTP/1.1")
	clientsOf(endpoint, http2()).checkStreams("HTTP/2", "HTTP/2.0")
	if failed {
		os.Exit(1)
	}
}

func (c clients) keepsADefinition() {
	definition := poem("Poem")
	created := must(c.createFlow("Poem"))
	equal(buildtypes.FlowStatusNotPrepared, created.Status)
	equal(definition, created.Definition)
	found := must(c.build.GetFlow(ctx, &build.GetFlowInput{FlowIdentifier: created.Arn}))
	equal(definition, found.Definition)
	equal(created.CreatedAt, found.CreatedAt)
}

func (c clients) findsWhatIsWrong() {
	flow := c.newFlow("Nowhere")
	must(c.build.PrepareFlow(ctx, &build.PrepareFlowInput{FlowIdentifier: flow}))
	found := must(c.build.GetFlow(ctx, &build.GetFlowInput{FlowIdentifier: flow}))
	equal(buildtypes.FlowStatusFailed, found.Status)
	for _, validation := range found.Validations {
		if details, is := validation.Details.(*buildtypes.FlowValidationDetailsMemberUnknownConnectionTarget); is {
			equal(buildtypes.FlowValidationTypeUnknownConnectionTarget, validation.Type)
			equal(buildtypes.FlowValidationSeverityError, validation.Severity)
			equal("WriteToPoem", *details.Value.Connection)
			return
		}
	}
	panic("UnknownConnectionTarget is not found")
}

func (c clients) publishes() {
	flow := c.preparedFlow()
	version := must(c.build.CreateFlowVersion(ctx, &build.CreateFlowVersionInput{FlowIdentifier: flow, Description: aws.String("first")}))
	equal("1", *version.Version)
	routing := []buildtypes.FlowAliasRoutingConfigurationListItem{{FlowVersion: version.Version}}
	alias := must(c.build.CreateFlowAlias(ctx, &build.CreateFlowAliasInput{
		FlowIdentifier: flow, Name: aws.String("live"), RoutingConfiguration: routing, Tags: map[string]string{"team": "a"},
	}))
	shown := must(c.build.GetFlowAlias(ctx, &build.GetFlowAliasInput{FlowIdentifier: flow, AliasIdentifier: alias.Arn}))
	equal(routing, shown.RoutingConfiguration)
	must(c.build.TagResource(ctx, &build.TagResourceInput{ResourceArn: alias.Arn, Tags: map[string]string{"cost": "7 EUR"}}))
	must(c.build.UntagResource(ctx, &build.UntagResourceInput{ResourceArn: alias.Arn, TagKeys: []string{"team"}}))
	tags := must(c.build.ListTagsForResource(ctx, &build.ListTagsForResourceInput{ResourceArn: alias.Arn})).Tags
	equal(map[string]string{"cost": "7 EUR"}, tags)
}

func (c clients) updates() {
	findings := must(c.build.ValidateFlowDefinition(ctx, &build.ValidateFlowDefinitionInput{Definition: poem("Nowhere")})).Validations
	holds("it is found", slices.ContainsFunc(findings, func(finding buildtypes.FlowValidation) bool {
		return finding.Type == buildtypes.FlowValidationTypeUnknownConnectionTarget
	}))
	flow := c.preparedFlow()
	updated := must(c.build.UpdateFlow(ctx, &build.UpdateFlowInput{
		FlowIdentifier: flow, Name: name(), ExecutionRoleArn: aws.String(role), Description: aws.String("changed"), Definition: poem("Poem"),
	}))
	equal("changed", *updated.Description)
	equal(buildtypes.FlowStatusNotPrepared, updated.Status)
	must(c.build.PrepareFlow(ctx, &build.PrepareFlowInput{FlowIdentifier: flow}))
	version := must(c.build.CreateFlowVersion(ctx, &build.CreateFlowVersionInput{FlowIdentifier: flow})).Version
	found := must(c.build.GetFlowVersion(ctx, &build.GetFlowVersionInput{FlowIdentifier: flow, FlowVersion: version}))
	equal(poem("Poem"), found.Definition)
	routing := []buildtypes.FlowAliasRoutingConfigurationListItem{{FlowVersion: version}}
	alias := must(c.build.CreateFlowAlias(ctx, &build.CreateFlowAliasInput{
		FlowIdentifier: flow, Name: aws.String("live"), RoutingConfiguration: routing,
	})).Id
	renamed := must(c.build.UpdateFlowAlias(ctx, &build.UpdateFlowAliasInput{
		FlowIdentifier: flow, AliasIdentifier: alias, Name: aws.String("next"), RoutingConfiguration: routing,
	}))
	equal("next", *renamed.Name)
	equal(alias, must(c.build.DeleteFlowAlias(ctx, &build.DeleteFlowAliasInput{FlowIdentifier: flow, AliasIdentifier: alias})).Id)
	equal(version, must(c.build.DeleteFlowVersion(ctx, &build.DeleteFlowVersionInput{FlowIdentifier: flow, FlowVersion: version})).Version)
	prompt := must(c.build.CreatePrompt(ctx, &build.CreatePromptInput{Name: name()})).Id
	changed := must(c.build.UpdatePrompt(ctx, &build.UpdatePromptInput{
		PromptIdentifier: prompt, Name: name(), Description: aws.String("changed"),
	}))
	equal("changed", *changed.Description)
}

func (c clients) prompts() {
	variants := []buildtypes.PromptVariant{{
		Name: aws.String("one"), ModelId: aws.String("amazon.nova-lite-v1:0"),
		TemplateType: buildtypes.PromptTemplateTypeText, TemplateConfiguration: template("Say {{this}}.", "this"),
	}}
	created := must(c.build.CreatePrompt(ctx, &build.CreatePromptInput{
		Name: name(), DefaultVariant: aws.String("one"), Variants: variants, Tags: map[string]string{"team": "a"},
	}))
	version := must(c.build.CreatePromptVersion(ctx, &build.CreatePromptVersionInput{PromptIdentifier: created.Id}))
	equal("1", *version.Version)
	equal(variants, must(c.build.GetPrompt(ctx, &build.GetPromptInput{PromptIdentifier: version.Arn})).Variants)
	tags := must(c.build.ListTagsForResource(ctx, &build.ListTagsForResourceInput{ResourceArn: created.Arn})).Tags
	equal(map[string]string{"team": "a"}, tags)
	must(c.build.DeletePrompt(ctx, &build.DeletePromptInput{PromptIdentifier: created.Id}))
}

func (c clients) runs() {
	flow := c.preparedFlow()
	execution := must(c.start(flow, "tea"))
	await("Succeeded", func() bool { return c.status(flow, execution) == types.FlowExecutionStatusSucceeded })
	nodes := c.events(flow, execution, types.FlowExecutionEventTypeNode)
	equal(5, len(nodes))
	_, is := nodes[2].(*types.FlowExecutionEventMemberNodeActionEvent)
	holds("the third event tells of the model", is)
	told := c.events(flow, execution, types.FlowExecutionEventTypeFlow)
	output := told[1].(*types.FlowExecutionEventMemberFlowOutputEvent).Value.Fields[0].Content.(*types.FlowExecutionContentMemberDocument)
	var text string
	holds("the output is a text", output.Value.UnmarshalSmithyDocument(&text) == nil)
	equal("Write a poem of 3 lines about tea.", text)
	snapshot := must(c.runtime.GetExecutionFlowSnapshot(ctx, &runtime.GetExecutionFlowSnapshotInput{
		FlowIdentifier: flow, FlowAliasIdentifier: aws.String(testAlias), ExecutionIdentifier: execution,
	}))
	equal(role, *snapshot.ExecutionRoleArn)
	holds("the snapshot has the connections", strings.Contains(*snapshot.Definition, "StartToTopic"))
}

func (c clients) stops() {
	flow := c.preparedFlow()
	arn := must(c.start(flow, "an endless river"))
	await("the model is at work", func() bool { return len(c.events(flow, arn, types.FlowExecutionEventTypeNode)) >= 2 })
	alias, id, _ := strings.Cut(*arn, "/execution/")
	flowArn, _, _ := strings.Cut(alias, "/alias/")
	stopped := must(c.stop(&flowArn, &alias, arn))
	equal(types.FlowExecutionStatusAborted, stopped.Status)
	equal(arn, stopped.ExecutionArn)
	equal(types.FlowExecutionStatusAborted, c.status(flow, arn))
	told := c.events(flow, arn, types.FlowExecutionEventTypeNode)
	equal(types.FlowExecutionStatusAborted, must(c.stop(flow, aws.String(testAlias), &id)).Status)
	equal(len(told), len(c.events(flow, arn, types.FlowExecutionEventTypeNode)))
}

func (c clients) deletes() {
	flow := c.preparedFlow()
	equal(flow, must(c.build.DeleteFlow(ctx, &build.DeleteFlowInput{FlowIdentifier: flow})).Id)
	_, err := c.build.GetFlow(ctx, &build.GetFlowInput{FlowIdentifier: flow})
	thrown[*buildtypes.ResourceNotFoundException](err)
}

func (c clients) status(flow, execution *string) types.FlowExecutionStatus {
	return must(c.runtime.GetFlowExecution(ctx, &runtime.GetFlowExecutionInput{
		FlowIdentifier: flow, FlowAliasIdentifier: aws.String(testAlias), ExecutionIdentifier: execution,
	})).Status
}

func (c clients) stop(flow, alias, execution *string) (*runtime.StopFlowExecutionOutput, error) {
	return c.runtime.StopFlowExecution(ctx, &runtime.StopFlowExecutionInput{
		FlowIdentifier: flow, FlowAliasIdentifier: alias, ExecutionIdentifier: execution,
	})
}

func (c clients) events(flow, execution *string, kind types.FlowExecutionEventType) []types.FlowExecutionEvent {
	paginator := runtime.NewListFlowExecutionEventsPaginator(c.runtime, &runtime.ListFlowExecutionEventsInput{
		FlowIdentifier: flow, FlowAliasIdentifier: aws.String(testAlias), ExecutionIdentifier: execution, EventType: kind,
	})
	var events []types.FlowExecutionEvent
	for paginator.HasMorePages() {
		events = append(events, must(paginator.NextPage(ctx)).FlowExecutionEvents...)
	}
	return events
}
