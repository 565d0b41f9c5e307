package main

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	build "github.com/aws/aws-sdk-go-v2/service/bedrockagent"
	buildtypes "github.com/aws/aws-sdk-go-v2/service/bedrockagent/types"
	runtime "github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime/types"
)

// refused is the exception that err must be, with its status.
func refused[E error](status int, err error) E {
	exception := thrown[E](err)
	equal(status, thrown[*awshttp.ResponseError](err).HTTPStatusCode())
	return exception
}

// checkExceptions sees that what the two services declare is what the SDK throws. The quotas of small are one.
func checkExceptions(c, small clients) {
	check("throws ResourceNotFoundException", func() {
		_, err := c.build.GetFlow(ctx, &build.GetFlowInput{FlowIdentifier: aws.String("AAAAAAAAAA")})
		holds("the message names the flow", strings.Contains(refused[*buildtypes.ResourceNotFoundException](404, err).ErrorMessage(), "AAAAAAAAAA"))
		_, err = c.runtime.GetFlowExecution(ctx, &runtime.GetFlowExecutionInput{
			FlowIdentifier: c.preparedFlow(), FlowAliasIdentifier: aws.String(testAlias), ExecutionIdentifier: aws.String("missing"),
		})
		refused[*types.ResourceNotFoundException](404, err)
	})
	check("throws ConflictException", func() {
		_, err := c.build.CreateFlowVersion(ctx, &build.CreateFlowVersionInput{FlowIdentifier: c.newFlow("Poem")})
		refused[*buildtypes.ConflictException](409, err)
		once := &runtime.StartFlowExecutionInput{
			FlowIdentifier: c.preparedFlow(), FlowAliasIdentifier: aws.String(testAlias),
			FlowExecutionName: aws.String("once"), Inputs: about("tea"),
		}
		must(c.runtime.StartFlowExecution(ctx, once))
		_, err = c.runtime.StartFlowExecution(ctx, once)
		refused[*types.ConflictException](409, err)
	})
	check("throws ValidationException with its fieldList", func() {
		_, err := c.build.CreateFlow(ctx, &build.CreateFlowInput{Name: aws.String("no spaces, please"), ExecutionRoleArn: aws.String(role)})
		fields := refused[*buildtypes.ValidationException](400, err).FieldList
		equal(1, len(fields))
		equal("name", *fields[0].Name)
		holds("the field has a message", *fields[0].Message != "")
		_, err = c.runtime.ListFlowExecutions(ctx, &runtime.ListFlowExecutionsInput{FlowIdentifier: aws.String("no!")})
		refused[*types.ValidationException](400, err)
		_, err = c.runtime.ListFlowExecutions(ctx, &runtime.ListFlowExecutionsInput{FlowIdentifier: aws.String("")})
		refused[*types.ValidationException](400, err)
	})
	check("throws ServiceQuotaExceededException", func() {
		flow := small.preparedFlow()
		_, err := small.createFlow("Poem")
		refused[*buildtypes.ServiceQuotaExceededException](402, err)
		running := must(small.start(flow, "an endless river"))
		_, err = small.start(flow, "tea")
		refused[*types.ServiceQuotaExceededException](400, err)
		must(small.stop(flow, aws.String(testAlias), running))
	})
}
