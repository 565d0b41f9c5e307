package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/middleware"
	runtime "github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime/types"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// checkStreams reads InvokeFlow over the protocol that the clients speak; proto is how net/http calls it.
func (c clients) checkStreams(protocol, proto string) {
	check("reads every event of InvokeFlow over "+protocol, func() {
		flow, words := c.preparedFlow(), strings.Repeat("word ", 50)
		told, err := c.read(proto, flow, about(words))
		holds("the stream ends without an error", err == nil)
		equal([]string{
			"NodeOutputTrace", "NodeInputTrace", "NodeActionTrace", "NodeOutputTrace", "NodeInputTrace",
			"output Write a poem of 3 lines about " + words + ".", "completion SUCCESS",
		}, told)
	})
	check("reads events while the flow runs, and stops it by closing the stream over "+protocol, func() {
		flow := c.preparedFlow()
		answer := must(c.invoke(flow, about("an endless river"), nil))
		first := <-answer.GetStream().Events()
		_, is := first.(*types.FlowResponseStreamMemberFlowTraceEvent)
		holds("the first event is a trace", is)
		holds("the flow runs when its first event arrives", strings.Contains(c.refusal(flow, answer.ExecutionId), "is Running"))
		holds("the stream closes", answer.GetStream().Close() == nil)
		await("the flow is stopped", func() bool { return strings.Contains(c.refusal(flow, answer.ExecutionId), "is Aborted") })
	})
	check("throws what is wrong before the stream over "+protocol, func() {
		_, err := c.invoke(aws.String("AAAAAAAAAA"), about("tea"), nil)
		refused[*types.ResourceNotFoundException](404, err)
	})
	check("throws what goes wrong within the stream over "+protocol, func() {
		_, err := c.read(proto, c.preparedFlow(), given("tea"))
		holds(err.Error(), strings.Contains(thrown[*types.ValidationException](err).ErrorMessage(), "to be OBJECT"))
	})
}

func (c clients) invoke(flow *string, inputs []types.FlowInput, executionId *string) (*runtime.InvokeFlowOutput, error) {
	return c.runtime.InvokeFlow(ctx, &runtime.InvokeFlowInput{
		FlowIdentifier: flow, FlowAliasIdentifier: aws.String(testAlias),
		Inputs: inputs, EnableTrace: aws.Bool(true), ExecutionId: executionId,
	})
}

// read answers what the whole stream tells, and how it ended.
func (c clients) read(proto string, flow *string, inputs []types.FlowInput) ([]string, error) {
	answer := must(c.invoke(flow, inputs, nil))
	equal(proto, middleware.GetRawResponse(answer.ResultMetadata).(*smithyhttp.Response).Proto)
	stream := answer.GetStream()
	defer stream.Close()
	limit, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var told []string
	for {
		select {
		case event, open := <-stream.Events():
			if !open {
				return told, stream.Err()
			}
			told = append(told, shown(event))
		case <-limit.Done():
			return told, limit.Err()
		}
	}
}

func shown(event types.FlowResponseStream) string {
	switch event := event.(type) {
	case *types.FlowResponseStreamMemberFlowTraceEvent:
		return strings.TrimPrefix(fmt.Sprintf("%T", event.Value.Trace), "*types.FlowTraceMember")
	case *types.FlowResponseStreamMemberFlowOutputEvent:
		var text string
		content := event.Value.Content.(*types.FlowOutputContentMemberDocument)
		holds("the output is a text", content.Value.UnmarshalSmithyDocument(&text) == nil)
		return "output " + text
	case *types.FlowResponseStreamMemberFlowCompletionEvent:
		return "completion " + string(event.Value.CompletionReason)
	default:
		return fmt.Sprintf("%T", event)
	}
}

// refusal is how an execution stands: one that waits for no answer says so when one is sent.
func (c clients) refusal(flow, executionId *string) string {
	_, err := c.invoke(flow, about("tea"), executionId)
	return refused[*types.ConflictException](409, err).ErrorMessage()
}
