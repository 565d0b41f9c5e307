import { describe, expect, it } from 'vitest'
import { FlowExecutionEvent } from '../../contract/flow-execution-event.ts'
import { parse } from '../../contract/parse.ts'
import { compiled, condition, data, gate, input, output, prompt, single } from '../../../test/definitions.ts'
import { outline, world } from '../../../test/engine/world.ts'
import type { EventPayload, StoredEvent } from '../event.ts'
import { eventTypeOf } from '../event.ts'
import { executionEvent } from './execution-events.ts'

const at = Date.UTC(2026, 8, 1, 10, 0, 0, 200)
const timestamp = '2026-09-01T10:00:00.200Z'
const flow = compiled(single)

const shown = (payload: EventPayload) => executionEvent(flow, { ...payload, sequence: 1, at })

describe('an execution event as AWS shows it', () => {
  const cases: readonly (readonly [string, EventPayload, unknown])[] = [
    [
      'the input of the flow',
      { type: 'flowInput', node: 'Start', document: 'tea' },
      { flowInputEvent: { nodeName: 'Start', timestamp, fields: [{ name: 'document', content: { document: 'tea' } }] } },
    ],
    [
      'the output of a node, with where it goes',
      { type: 'nodeOutput', node: 'Start', path: '', outputs: { document: 'tea' } },
      {
        nodeOutputEvent: {
          nodeName: 'Start',
          timestamp,
          fields: [{ name: 'document', type: 'STRING', content: { document: 'tea' }, next: [{ nodeName: 'Ask', inputFieldName: 'text' }] }],
        },
      },
    ],
    [
      'the input of a node, with where it came from',
      { type: 'nodeInput', node: 'Ask', path: '', inputs: { text: 'tea' } },
      {
        nodeInputEvent: {
          nodeName: 'Ask',
          timestamp,
          fields: [
            {
              name: 'text',
              type: 'STRING',
              content: { document: 'tea' },
              source: { nodeName: 'Start', outputFieldName: 'document', expression: '$.data' },
            },
          ],
        },
      },
    ],
    [
      'a call that a node made',
      {
        type: 'nodeAction',
        node: 'Ask',
        path: '',
        action: {
          serviceName: 'bedrock',
          operationName: 'Converse',
          requestId: 'r-1',
          request: { modelId: 'm' },
          response: { stopReason: 'end_turn' },
        },
      },
      {
        nodeActionEvent: {
          nodeName: 'Ask',
          timestamp,
          serviceName: 'bedrock',
          operationName: 'Converse',
          requestId: 'r-1',
          operationRequest: { modelId: 'm' },
          operationResponse: { stopReason: 'end_turn' },
        },
      },
    ],
    [
      'the output of the flow',
      { type: 'flowOutput', node: 'End', path: '', document: 'A poem' },
      { flowOutputEvent: { nodeName: 'End', timestamp, fields: [{ name: 'document', content: { document: 'A poem' } }] } },
    ],
    [
      'a decision',
      { type: 'conditionResult', node: 'Ask', path: '', condition: 'default' },
      { conditionResultEvent: { nodeName: 'Ask', timestamp, satisfiedConditions: [{ conditionName: 'default' }] } },
    ],
    [
      'the failure of a node',
      { type: 'nodeFailure', node: 'Ask', path: '', code: 'DEPENDENCY_FAILED', message: 'It broke.' },
      { nodeFailureEvent: { nodeName: 'Ask', timestamp, errorCode: 'DEPENDENCY_FAILED', errorMessage: 'It broke.' } },
    ],
    [
      'the failure of the flow',
      { type: 'flowFailure', code: 'NODE_EXECUTION_FAILED', message: 'Execution of node Ask failed' },
      { flowFailureEvent: { timestamp, errorCode: 'NODE_EXECUTION_FAILED', errorMessage: 'Execution of node Ask failed' } },
    ],
  ]

  it.each(cases)('shows %s', (_, payload, expected) => {
    expect(shown(payload)).toEqual(expected)
    expect(parse(FlowExecutionEvent, expected)).toEqual(expected)
  })

  it.each([
    ['an attempt', { type: 'attempt', node: 'Ask', path: '', number: 2, cause: 'recovered' }],
    ['the end', { type: 'ended', status: 'Succeeded' }],
    ['an empty input of a node', { type: 'nodeInput', node: 'Ask', path: '', inputs: {} }],
    ['an empty output of a node', { type: 'nodeOutput', node: 'Ask', path: '', outputs: {} }],
  ] as const)('hides %s', (_, payload) => {
    expect(shown(payload)).toBeUndefined()
    expect(eventTypeOf(payload)).toBeNull()
  })

  it.each([
    ['String', 'tea', 'STRING'],
    ['Number', 1, 'NUMBER'],
    ['Boolean', false, 'BOOLEAN'],
    ['Object', { a: null }, 'OBJECT'],
    ['Array', [1], 'ARRAY'],
  ] as const)('writes the type %s in capitals', (type, document, expected) => {
    const typed = compiled({ nodes: [input(type), output('End', '$.data', type)], connections: [data('Start', 'End.document')] })

    const event = executionEvent(typed, { type: 'nodeInput', node: 'End', path: '', inputs: { document }, sequence: 1, at })

    expect(event?.nodeInputEvent?.fields).toMatchObject([{ type: expected, content: { document } }])
  })

  it('shows a value after its expression, every place that an output goes to, and no input without a connection', async () => {
    const definition = {
      nodes: [
        input('Object'),
        condition('Route', { amount: ['$.data.amount', 'Number'], idle: ['$.data', 'String'] }, { big: 'amount > 1' }),
        prompt('Ask', { text: ['$.data.words[0]', 'String'] }),
        output('End', '$.data', 'Object'),
      ],
      connections: [data('Start', 'Route.amount'), data('Start', 'Ask.text'), data('Start', 'End.document'), gate('Route.big', 'Ask')],
    }
    const one = world()
    const events = await one.run(definition, { amount: 2, words: ['tea'] })
    const view = (line: string) => {
      const event = events[outline(events).indexOf(line)]
      return event && executionEvent(compiled(definition), event)
    }

    expect(view('nodeInput Route')?.nodeInputEvent?.fields.map(({ name, content }) => [name, content])).toEqual([
      ['amount', { document: 2 }],
    ])
    expect(view('nodeInput Ask')?.nodeInputEvent?.fields).toEqual([
      {
        name: 'text',
        type: 'STRING',
        content: { document: 'tea' },
        source: { nodeName: 'Start', outputFieldName: 'document', expression: '$.data.words[0]' },
      },
    ])
    expect(view('nodeOutput Start')?.nodeOutputEvent?.fields[0]?.next).toEqual([
      { nodeName: 'Route', inputFieldName: 'amount' },
      { nodeName: 'Ask', inputFieldName: 'text' },
      { nodeName: 'End', inputFieldName: 'document' },
    ])
  })

  it('agrees with the list that an event is stored for', async () => {
    const one = world()
    const lists = (event: StoredEvent) => {
      const view = executionEvent(flow, event)
      return view ? (Object.keys(view)[0]?.startsWith('flow') ? 'Flow' : 'Node') : null
    }

    const events = await one.run(single, 'tea')

    expect(events.map(lists)).toEqual(events.map(eventTypeOf))
    expect(events.map(lists)).toEqual([null, 'Flow', 'Node', 'Node', 'Node', 'Node', 'Node', 'Flow', null])
  })
})
