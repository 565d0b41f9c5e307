/** How to test an application that uses Bedrock Flows: a server of its own per test, with a model that says what it is told to. */
import { readFile } from 'node:fs/promises'
import { BedrockAgentClient, CreateFlowCommand, PrepareFlowCommand } from '@aws-sdk/client-bedrock-agent'
import {
  BedrockAgentRuntimeClient,
  GetFlowExecutionCommand,
  ListFlowExecutionEventsCommand,
  StartFlowExecutionCommand,
} from '@aws-sdk/client-bedrock-agent-runtime'
import { startSluice } from 'sluice'
import { expect, it } from 'vitest'

it('asks for a poem about the topic', async () => {
  await using sluice = await startSluice({
    configuration: {
      models: {
        scripted: [{ match: '*4 lines about a sluice*', answer: 'The gate goes up, the water runs.' }],
        routes: [{ match: '*', model: 'sluice.scripted-v1:0' }],
      },
    },
  })
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'any' }
  const settings = { endpoint: sluice.endpoint, region: 'us-east-1', credentials }
  const build = new BedrockAgentClient(settings)
  const runtime = new BedrockAgentRuntimeClient(settings)

  const definition = JSON.parse(await readFile(new URL('../flows/poem.json', import.meta.url), 'utf8'))
  const executionRoleArn = 'arn:aws:iam::123456789012:role/flow-role'
  const { id: flowIdentifier } = await build.send(new CreateFlowCommand({ name: 'poem', executionRoleArn, definition }))
  await build.send(new PrepareFlowCommand({ flowIdentifier }))
  const alias = { flowIdentifier, flowAliasIdentifier: 'TSTALIASID' }
  const content = { document: { topic: 'a sluice', lines: 4 } }
  const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content }]
  const { executionArn: executionIdentifier } = await runtime.send(new StartFlowExecutionCommand({ ...alias, inputs }))
  const get = new GetFlowExecutionCommand({ ...alias, executionIdentifier })
  let execution = await runtime.send(get)
  while (execution.status === 'Running') execution = await runtime.send(get)

  const list = new ListFlowExecutionEventsCommand({ ...alias, executionIdentifier, eventType: 'Flow' })
  const { flowExecutionEvents = [] } = await runtime.send(list)

  expect(execution.status).toBe('Succeeded')
  const document = 'The gate goes up, the water runs.'
  expect(flowExecutionEvents.at(-1)?.flowOutputEvent?.fields).toMatchObject([{ content: { document } }])
})
