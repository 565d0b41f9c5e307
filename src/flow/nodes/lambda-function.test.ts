import { expect, it } from 'vitest'
import { functionsOf, promptsOf, ScriptedModel, type FakeFunction } from '../../../test/fakes.ts'
import { MemoryObjectStore } from '../../../test/memory-object-store.ts'
import type { FlowNode } from '../../contract/flow-definition.ts'
import { lambdaFunction } from './lambda-function.ts'
import type { NodeAction, NodeContext, Values } from './node-type.ts'

const flow = 'arn:aws:bedrock:us-east-1:123456789012:flow/A1B2C3D4E5'
const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:enrich:live'
const node: FlowNode = {
  name: 'Enrich',
  type: 'LambdaFunction',
  configuration: { lambdaFunction: { lambdaArn: functionArn } },
  inputs: [
    { name: 'codeHookInput', type: 'String', expression: '$.data[1]' },
    { name: 'mode', type: 'Object', expression: '$.data[0]' },
    { name: 'unconnected', type: 'String', expression: '$.data' },
  ],
  outputs: [{ name: 'functionResponse', type: 'Object' }],
}

const run = async (inputs: Values, answer: FakeFunction) => {
  const actions: NodeAction[] = []
  const seen: unknown[] = []
  const context: NodeContext = {
    signal: new AbortController().signal,
    idempotencyKey: 'key',
    executionArn: `${flow}/alias/TSTALIASID/execution/run`,
    valueBytes: 1_000,
    progress: () => {},
    received: (sizeBytes) => seen.push(sizeBytes),
    queued: (queued) => seen.push(queued),
    action: (action) => actions.push(action),
    languageModel: new ScriptedModel(),
    promptLibrary: promptsOf({}),
    objectStore: new MemoryObjectStore(),
    functionInvoker: functionsOf({ [functionArn]: answer }),
  }
  const outputs = await lambdaFunction.run?.(node, inputs, context)
  return { outputs, actions, seen, context }
}

it('gives the function what AWS gives it, hands on its answer and records the call', async () => {
  const events: unknown[] = []

  const { outputs, actions } = await run({ codeHookInput: 'second', mode: { fast: true } }, ({ event }) => {
    events.push(event)
    return { classification: 'X' }
  })

  const payload = {
    messageVersion: '1.0',
    flow: { flowArn: flow, flowAliasArn: `${flow}/alias/TSTALIASID` },
    node: {
      name: 'Enrich',
      inputs: [
        { name: 'codeHookInput', type: 'String', expression: '$.data[1]', value: 'second' },
        { name: 'mode', type: 'Object', expression: '$.data[0]', value: { fast: true } },
      ],
    },
  }
  expect(events).toEqual([payload])
  expect(outputs).toEqual({ functionResponse: { classification: 'X' } })
  expect(actions).toEqual([
    {
      serviceName: 'lambda',
      operationName: 'Invoke',
      requestId: `request of ${functionArn}`,
      request: { functionName: functionArn, invocationType: 'RequestResponse', payload },
      response: { statusCode: 200, payload: { classification: 'X' } },
    },
  ])
})

it('hands on its signal, its key and whose call it is, and tells what arrives', async () => {
  const asked: unknown[] = []

  const { seen, context } = await run({}, ({ event }, options) => {
    asked.push(event['node'], options.signal, options.idempotencyKey, options.executionArn)
    options.onQueued(true)
    options.onBytes(7)
    return null
  })

  expect(asked).toEqual([{ name: 'Enrich', inputs: [] }, context.signal, 'key', context.executionArn])
  expect(seen).toEqual([true, 7])
})

it('names its function as what it depends on', () => {
  expect(lambdaFunction.resource?.(node)).toBe(functionArn)
})
