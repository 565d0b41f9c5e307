package main

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	build "github.com/aws/aws-sdk-go-v2/service/bedrockagent"
	"github.com/aws/smithy-go"
)

// checkAccess sees who may call a server that verifies, and who may not.
func checkAccess(endpoint string) {
	listFlows := func(credentials aws.Credentials) (*build.ListFlowsOutput, error) {
		return clientsAs(credentials, endpoint, http1()).build.ListFlows(ctx, &build.ListFlowsInput{})
	}
	check("is known by a session token", func() {
		equal(0, len(must(listFlows(credentialsOf("SLUICE_BOB"))).FlowSummaries))
	})
	check("is refused when its signature is not verified", func() {
		refusedAs := func(name string, credentials aws.Credentials) {
			_, err := listFlows(credentials)
			equal(name, refused[smithy.APIError](403, err).ErrorCode())
		}
		alice, bob := credentialsOf("SLUICE_ALICE"), credentialsOf("SLUICE_BOB")
		refusedAs("InvalidSignatureException", aws.Credentials{AccessKeyID: alice.AccessKeyID, SecretAccessKey: "wrong"})
		refusedAs("UnrecognizedClientException", aws.Credentials{AccessKeyID: "AKIANOBODY", SecretAccessKey: alice.SecretAccessKey})
		refusedAs("UnrecognizedClientException", aws.Credentials{AccessKeyID: bob.AccessKeyID, SecretAccessKey: bob.SecretAccessKey})
		refusedAs("ExpiredTokenException", credentialsOf("SLUICE_CAROL"))
	})
}
