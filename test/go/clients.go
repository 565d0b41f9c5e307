package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagent"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime"
)

const (
	role      = "arn:aws:iam::123456789012:role/flow-role"
	testAlias = "TSTALIASID"
)

var ctx = context.Background()

// clients are the SDK's clients of one Sluice, as any program makes them.
type clients struct {
	build   *bedrockagent.Client
	runtime *bedrockagentruntime.Client
}

func clientsOf(endpoint string, httpClient aws.HTTPClient) clients {
	return clientsAs(credentialsOf("SLUICE_ALICE"), endpoint, httpClient)
}

// credentialsOf are access key, secret and perhaps session token, which a variable holds.
func credentialsOf(variable string) aws.Credentials {
	words := append(strings.Split(os.Getenv(variable), " "), "")
	return aws.Credentials{AccessKeyID: words[0], SecretAccessKey: words[1], SessionToken: words[2]}
}

func clientsAs(credentials aws.Credentials, endpoint string, httpClient aws.HTTPClient) clients {
	config := aws.Config{
		Region:       "us-east-1",
		BaseEndpoint: aws.String(endpoint),
		HTTPClient:   httpClient,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return credentials, nil
		}),
	}
	return clients{bedrockagent.NewFromConfig(config), bedrockagentruntime.NewFromConfig(config)}
}

func http1() aws.HTTPClient { return awshttp.NewBuildableClient() }

func http2() aws.HTTPClient {
	return awshttp.NewBuildableClient().WithTransportOptions(func(transport *http.Transport) {
		transport.Protocols = new(http.Protocols)
		transport.Protocols.SetUnencryptedHTTP2(true)
	})
}

func name() *string { return aws.String(fmt.Sprintf("go-%d", time.Now().UnixNano())) }

// newFlow is the id of a new flow.
func (c clients) newFlow(lastTarget string) *string {
	return must(c.createFlow(lastTarget)).Id
}

func (c clients) createFlow(lastTarget string) (*bedrockagent.CreateFlowOutput, error) {
	return c.build.CreateFlow(ctx, &bedrockagent.CreateFlowInput{Name: name(), ExecutionRoleArn: aws.String(role), Definition: poem(lastTarget)})
}

// preparedFlow is the id of a new flow that can run.
func (c clients) preparedFlow() *string {
	flow := c.newFlow("Poem")
	must(c.build.PrepareFlow(ctx, &bedrockagent.PrepareFlowInput{FlowIdentifier: flow}))
	return flow
}

// start answers the ARN of a new execution.
func (c clients) start(flow *string, topic string) (*string, error) {
	answer, err := c.runtime.StartFlowExecution(ctx, &bedrockagentruntime.StartFlowExecutionInput{
		FlowIdentifier: flow, FlowAliasIdentifier: aws.String(testAlias), Inputs: about(topic),
	})
	if err != nil {
		return nil, err
	}
	return answer.ExecutionArn, nil
}
