package main

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	build "github.com/aws/aws-sdk-go-v2/service/bedrockagent"
	buildtypes "github.com/aws/aws-sdk-go-v2/service/bedrockagent/types"
	runtime "github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime/types"
)

// paginator is what all of the SDK's own have in common.
type paginator[Page, Options any] interface {
	HasMorePages() bool
	NextPage(context.Context, ...func(*Options)) (*Page, error)
}

var three = aws.Int32(3)

// listed are the names on each page.
func listed[Page, Options any](pages paginator[Page, Options], namesOf func(*Page) []string) [][]string {
	var all [][]string
	for pages.HasMorePages() {
		all = append(all, namesOf(must(pages.NextPage(ctx))))
	}
	return all
}

func names[Item any](items []Item, nameOf func(Item) *string) []string {
	var all []string
	for _, item := range items {
		all = append(all, *nameOf(item))
	}
	return all
}

// hasAll holds when each of the pages is full, up to the last, and every name is on one of them, once.
func hasAll(pages [][]string, expected []string) {
	all := slices.Concat(pages...)
	for index, page := range pages {
		holds("three to a page", len(page) == 3 || index == len(pages)-1)
	}
	holds("on several pages", len(pages) > 1)
	for _, name := range expected {
		holds(name+" is listed", slices.Contains(all, name))
	}
	slices.Sort(all)
	equal(len(all), len(slices.Compact(all)))
}

func (c clients) checkPages() {
	check("pages through ListFlows", func() {
		var ids []string
		for range 7 {
			ids = append(ids, *c.preparedFlow())
		}
		hasAll(listed(build.NewListFlowsPaginator(c.build, &build.ListFlowsInput{MaxResults: three}), func(page *build.ListFlowsOutput) []string {
			return names(page.FlowSummaries, func(item buildtypes.FlowSummary) *string { return item.Id })
		}), ids)
	})
	check("pages through ListFlowVersions", func() {
		flow := c.preparedFlow()
		for range 4 {
			must(c.build.CreateFlowVersion(ctx, &build.CreateFlowVersionInput{FlowIdentifier: flow}))
		}
		pages := build.NewListFlowVersionsPaginator(c.build, &build.ListFlowVersionsInput{FlowIdentifier: flow, MaxResults: three})
		equal([][]string{{"1", "2", "3"}, {"4"}}, listed(pages, func(page *build.ListFlowVersionsOutput) []string {
			return names(page.FlowVersionSummaries, func(item buildtypes.FlowVersionSummary) *string { return item.Version })
		}))
	})
	check("pages through ListFlowAliases", func() {
		flow := c.preparedFlow()
		routing := []buildtypes.FlowAliasRoutingConfigurationListItem{{FlowVersion: aws.String("DRAFT")}}
		for _, name := range []string{"a", "b", "c"} {
			must(c.build.CreateFlowAlias(ctx, &build.CreateFlowAliasInput{FlowIdentifier: flow, Name: &name, RoutingConfiguration: routing}))
		}
		pages := build.NewListFlowAliasesPaginator(c.build, &build.ListFlowAliasesInput{FlowIdentifier: flow, MaxResults: three})
		hasAll(listed(pages, func(page *build.ListFlowAliasesOutput) []string {
			return names(page.FlowAliasSummaries, func(item buildtypes.FlowAliasSummary) *string { return item.Name })
		}), []string{"a", "b", "c"})
	})
	check("pages through ListPrompts", func() {
		var ids []string
		for range 4 {
			ids = append(ids, *must(c.build.CreatePrompt(ctx, &build.CreatePromptInput{Name: name()})).Id)
		}
		hasAll(listed(build.NewListPromptsPaginator(c.build, &build.ListPromptsInput{MaxResults: three}), func(page *build.ListPromptsOutput) []string {
			return names(page.PromptSummaries, func(item buildtypes.PromptSummary) *string { return item.Id })
		}), ids)
	})
	check("pages through ListFlowExecutions and ListFlowExecutionEvents", func() {
		flow := c.preparedFlow()
		var arns []string
		for _, topic := range []string{"a", "b", "c", "d"} {
			arns = append(arns, *must(c.start(flow, topic)))
		}
		hasAll(listed(
			runtime.NewListFlowExecutionsPaginator(c.runtime, &runtime.ListFlowExecutionsInput{FlowIdentifier: flow, MaxResults: three}),
			func(page *runtime.ListFlowExecutionsOutput) []string {
				return names(page.FlowExecutionSummaries, func(item types.FlowExecutionSummary) *string { return item.ExecutionArn })
			},
		), arns)
		await("Succeeded", func() bool { return c.status(flow, &arns[0]) == types.FlowExecutionStatusSucceeded })
		events := runtime.NewListFlowExecutionEventsPaginator(c.runtime, &runtime.ListFlowExecutionEventsInput{
			FlowIdentifier: flow, FlowAliasIdentifier: aws.String(testAlias), ExecutionIdentifier: &arns[0],
			EventType: types.FlowExecutionEventTypeNode, MaxResults: three,
		})
		equal(3, len(must(events.NextPage(ctx)).FlowExecutionEvents))
		equal(2, len(must(events.NextPage(ctx)).FlowExecutionEvents))
		holds("that is all", !events.HasMorePages())
	})
}
