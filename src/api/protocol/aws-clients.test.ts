import { BedrockAgentClient, CreateFlowCommand, GetFlowCommand, ListFlowsCommand, GetAgentCommand } from '@aws-sdk/client-bedrock-agent'
import { BedrockAgentRuntimeClient, StartFlowExecutionCommand, StopFlowExecutionCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { executionArn, fakeServer, flow, requestId, start } from '../../../test/fake-server.ts'

let server: Awaited<ReturnType<typeof fakeServer>>
beforeAll(async () => {
  server = await fakeServer()
})
afterAll(() => server.close())
beforeEach(() => server.forget())

const credentials = { accessKeyId: '123456789012', secretAccessKey: 'secret' }
const buildTime = () =>
  new BedrockAgentClient({ region: 'eu-west-1', endpoint: `http://127.0.0.1:${server.port}`, credentials, maxAttempts: 1 })
const runTime = (requestHandler?: NodeHttpHandler) =>
  new BedrockAgentRuntimeClient({
    region: 'eu-west-1',
    endpoint: `http://localhost:${server.port}`,
    credentials,
    maxAttempts: 1,
    ...(requestHandler === undefined ? {} : { requestHandler }),
  })
const caller = { accessKeyId: '123456789012', region: 'eu-west-1', account: '123456789012' }

describe('an AWS client', () => {
  it('of the build-time service gets its answer over HTTP/1.1', async () => {
    const client = buildTime()

    const { $metadata, ...answer } = await client.send(
      new CreateFlowCommand({ name: 'support', executionRoleArn: flow.executionRoleArn, clientToken: 'c'.repeat(36) }),
    )

    expect(answer).toEqual({ ...flow, createdAt: new Date(flow.createdAt), updatedAt: new Date(flow.updatedAt) })
    expect($metadata).toMatchObject({ httpStatusCode: 201, requestId })
    expect(server.seen).toEqual([
      {
        operation: 'CreateFlow',
        input: { name: 'support', executionRoleArn: flow.executionRoleArn, clientToken: 'c'.repeat(36) },
        caller,
        invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ])
    client.destroy()
  })

  it('reaches a flow by its ARN', async () => {
    const client = buildTime()

    await client.send(new GetFlowCommand({ flowIdentifier: flow.arn }))

    expect(server.seen).toMatchObject([{ operation: 'GetFlow', input: { flowIdentifier: flow.arn } }])
    client.destroy()
  })

  it.each([
    ['HTTP/2', () => runTime()],
    ['HTTP/1.1', () => runTime(new NodeHttpHandler())],
  ])('of the run-time service gets its answer over %s', async (_, make) => {
    const client = make()

    const answer = await client.send(new StartFlowExecutionCommand(start))

    expect(answer.executionArn).toBe(executionArn)
    expect(server.seen).toMatchObject([{ operation: 'StartFlowExecution', input: start, caller }])
    client.destroy()
  })

  it('gets a failure as the class that its SDK has for it', async () => {
    const client = runTime()
    const stop = new StopFlowExecutionCommand({
      flowIdentifier: 'FLOW000001',
      flowAliasIdentifier: 'ALIAS00001',
      executionIdentifier: 'E1',
    })

    await expect(client.send(stop)).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Execution E1 has already ended.',
      hint: 'x',
      $fault: 'client',
      $metadata: { httpStatusCode: 409, requestId },
    })
    client.destroy()
  })

  it('is told which operation Sluice lacks', async () => {
    const client = buildTime()
    const get = new GetAgentCommand({ agentId: 'A' })

    await expect(client.send(get)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'GetAgent is not available in this version of Sluice.',
    })
    client.destroy()
  })

  it('gets 402 for a quota from the build-time service', async () => {
    const client = buildTime()

    await expect(client.send(new ListFlowsCommand())).rejects.toMatchObject({
      name: 'ServiceQuotaExceededException',
      $metadata: { httpStatusCode: 402 },
    })
    client.destroy()
  })
})
