import { expect, it } from 'vitest'
import { compiled, routed } from '../../../test/definitions.ts'
import type { EventPayload } from '../event.ts'
import { flowResponseEvent } from './flow-response.ts'

const flow = compiled(routed)
const told = (event: EventPayload, enableTrace = true) => flowResponseEvent(flow, { ...event, sequence: 1, at: 0 }, { enableTrace })
const timestamp = '1970-01-01T00:00:00.000Z'
const at = { node: 'Big', path: '' }

it('tells outputs and the end, also without traces', () => {
  expect(told({ type: 'flowOutput', node: 'End', path: '', document: { a: 1 } }, false)).toEqual({
    flowOutputEvent: { nodeName: 'End', nodeType: 'FlowOutputNode', content: { document: { a: 1 } } },
  })
  expect(told({ type: 'ended', status: 'Succeeded' }, false)).toEqual({ flowCompletionEvent: { completionReason: 'SUCCESS' } })
})

it.each<[EventPayload, string, string, object?]>([
  [{ type: 'nodeFailure', ...at, code: 'VALIDATION', message: 'm' }, 'validationException', 'm'],
  [
    { type: 'nodeFailure', ...at, code: 'DEPENDENCY_FAILED', message: 'm' },
    'dependencyFailedException',
    'm',
    { resourceName: 'test.model' },
  ],
  [{ type: 'nodeFailure', ...at, code: 'BAD_GATEWAY', message: 'm' }, 'badGatewayException', 'm', { resourceName: 'test.model' }],
  [{ type: 'nodeFailure', ...at, code: 'INTERNAL_SERVER', message: 'm' }, 'internalServerException', 'm'],
  [{ type: 'flowFailure', code: 'VALIDATION', message: 'm' }, 'validationException', 'm'],
  [{ type: 'flowFailure', code: 'INTERNAL_SERVER', message: 'm' }, 'internalServerException', 'm'],
  [{ type: 'ended', status: 'Failed', cause: 'bug', error: { message: 'm' } }, 'internalServerException', 'm'],
  [{ type: 'ended', status: 'TimedOut', cause: 'limit', error: { message: 'm' } }, 'dependencyFailedException', 'm'],
  [{ type: 'ended', status: 'Aborted', cause: 'stop' }, 'conflictException', 'The execution was aborted: stop.'],
])('tells %j as an exception', (event, exception, message, resource = {}) => {
  expect(told(event, false)).toEqual({ [exception]: { message, ...resource } })
})

it.each<EventPayload>([
  { type: 'flowInput', node: 'Start', document: 1 },
  { type: 'attempt', ...at, number: 2, cause: 'recovered' },
  { type: 'flowFailure', code: 'NODE_EXECUTION_FAILED', message: 'Execution of node Ask failed' },
  { type: 'ended', status: 'Failed', error: { nodeName: 'Ask', message: 'm' } },
])('does not tell %j', (event) => {
  expect(told(event)).toBeUndefined()
})

it('tells traces when they are asked for, and only then', () => {
  const events: EventPayload[] = [
    { type: 'nodeOutput', node: 'Start', path: '', outputs: { document: 5 } },
    { type: 'nodeInput', node: 'Route', path: '', inputs: { amount: 5 } },
    { type: 'conditionResult', node: 'Route', path: '', condition: 'default' },
    {
      type: 'nodeAction',
      ...at,
      action: { serviceName: 'bedrock', operationName: 'Converse', requestId: 'r', request: { a: 1 }, response: { b: 2 } },
    },
  ]

  expect(events.map((event) => told(event, false))).toEqual([undefined, undefined, undefined, undefined])
  expect(events.map((event) => told(event))).toMatchObject([
    {
      flowTraceEvent: {
        trace: { nodeOutputTrace: { nodeName: 'Start', timestamp, fields: [{ nodeOutputName: 'document', content: { document: 5 } }] } },
      },
    },
    {
      flowTraceEvent: {
        trace: {
          nodeInputTrace: {
            nodeName: 'Route',
            timestamp,
            fields: [
              {
                nodeInputName: 'amount',
                type: 'NUMBER',
                content: { document: 5 },
                source: { nodeName: 'Start', outputFieldName: 'document' },
              },
            ],
          },
        },
      },
    },
    {
      flowTraceEvent: {
        trace: { conditionNodeResultTrace: { nodeName: 'Route', timestamp, satisfiedConditions: [{ conditionName: 'default' }] } },
      },
    },
    {
      flowTraceEvent: {
        trace: {
          nodeActionTrace: {
            nodeName: 'Big',
            timestamp,
            serviceName: 'bedrock',
            operationName: 'Converse',
            requestId: 'r',
            operationRequest: { a: 1 },
            operationResponse: { b: 2 },
          },
        },
      },
    },
  ])
})

it('does not tell inputs or outputs where there are none', () => {
  expect(told({ type: 'nodeInput', node: 'Big', path: '', inputs: {} })).toBeUndefined()
  expect(told({ type: 'nodeOutput', node: 'Big', path: '', outputs: {} })).toBeUndefined()
})
