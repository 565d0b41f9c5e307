import { describe, expect, it } from 'vitest'
import { refiningEach } from '../../../test/control-flow.ts'
import { collector, compiled, condition, data, gate, input, iterator, output, prompt } from '../../../test/definitions.ts'
import { PureRun } from '../../../test/engine/pure-run.ts'
import { run } from '../../../test/engine/told.ts'
import { FlowExecutionEvent } from '../../contract/flow-execution-event.ts'
import { FlowTrace } from '../../contract/flow-trace.ts'
import { parse } from '../../contract/parse.ts'
import type { FlowDefinition } from '../../contract/flow-definition.ts'
import type { Json } from '../../lib/json.ts'
import { eventTypeOf } from '../event.ts'
import { executionEvent } from './execution-events.ts'
import { flowResponseEvent } from './flow-response.ts'

/** What both vocabularies say, in the words of neither. */
type Fact =
  | { readonly kind: 'Input' | 'Output'; readonly node: string; readonly fields: readonly Field[] }
  | { readonly kind: 'Condition'; readonly node: string; readonly condition: string }
  | { readonly kind: 'Result'; readonly node: string; readonly document: Json }
interface Field {
  readonly name: string
  readonly facts: Readonly<Record<string, unknown>>
}

const into = (node: string, ...fields: readonly Field[]): Fact => ({ kind: 'Input', node, fields })
const outOf = (node: string, ...fields: readonly Field[]): Fact => ({ kind: 'Output', node, fields })
const given = (name: string, type: string, document: Json, source: string, more: object = {}): Field => {
  const [nodeName, outputFieldName] = source.split('.')
  return { name, facts: { type, content: { document }, source: { nodeName, outputFieldName, expression: '$.data' }, ...more } }
}
const put = (name: string, type: string, document: Json, ...targets: readonly string[]): Field => {
  const next = targets.map((target) => {
    const [nodeName, inputFieldName] = target.split('.')
    return { nodeName, inputFieldName }
  })
  return { name, facts: { type, content: { document }, next } }
}
const within = (...steps: readonly (readonly [nodeName: string, type: 'Iterator' | 'Loop', index: number])[]) => ({
  executionChain: steps.map(([nodeName, type, index]) => ({ nodeName, type, index })),
})

const timestamp = '1970-01-01T00:00:00.000Z'

const asEvents = (fact: Fact): readonly unknown[] => {
  const happened = { nodeName: fact.node, timestamp }
  switch (fact.kind) {
    case 'Input':
    case 'Output':
      return [{ [`node${fact.kind}Event`]: { ...happened, fields: fact.fields.map(({ name, facts }) => ({ name, ...facts })) } }]
    case 'Condition':
      return [{ conditionResultEvent: { ...happened, satisfiedConditions: [{ conditionName: fact.condition }] } }]
    case 'Result':
      return []
  }
}

const asStream = (fact: Fact): unknown => {
  const happened = { nodeName: fact.node, timestamp }
  switch (fact.kind) {
    case 'Input':
    case 'Output': {
      const fields = fact.fields.map(({ name, facts }) => ({ [`node${fact.kind}Name`]: name, ...facts }))
      return { flowTraceEvent: { trace: { [`node${fact.kind}Trace`]: { ...happened, fields } } } }
    }
    case 'Condition':
      return {
        flowTraceEvent: { trace: { conditionNodeResultTrace: { ...happened, satisfiedConditions: [{ conditionName: fact.condition }] } } },
      }
    case 'Result':
      return { flowOutputEvent: { nodeName: fact.node, nodeType: 'FlowOutputNode', content: { document: fact.document } } }
  }
}

const check = ({ flow, events }: PureRun, facts: readonly Fact[]): void => {
  const lists = events.flatMap((event) => (eventTypeOf(event) === 'Node' ? (executionEvent(flow, event) ?? []) : []))
  const stream = events.flatMap((event) => flowResponseEvent(flow, event, { enableTrace: true }) ?? [])

  expect(lists).toEqual(facts.flatMap(asEvents))
  expect(stream).toEqual([...facts.map(asStream), { flowCompletionEvent: { completionReason: 'SUCCESS' } }])
  for (const event of lists) expect(parse(FlowExecutionEvent, event)).toEqual(event)
  for (const { flowTraceEvent } of stream)
    if (flowTraceEvent?.trace) expect(parse(FlowTrace, flowTraceEvent.trace)).toEqual(flowTraceEvent.trace)
}

describe('both views of', () => {
  it('an Iterator with a Condition inside, and its Collector', () => {
    const definition: FlowDefinition = {
      nodes: [
        input('Array'),
        iterator('Each', 'Number'),
        condition('Route', { size: ['$.data', 'Number'] }, { big: 'size > 3' }),
        prompt('Ask', { text: ['$.data', 'Number'] }),
        collector('Gather'),
        output('End', '$.data', 'Array'),
      ],
      connections: [
        data('Start', 'Each.array'),
        data('Each.arrayItem', 'Route.size'),
        data('Each.arrayItem', 'Ask.text'),
        gate('Route.big', 'Ask'),
        data('Ask', 'Gather.arrayItem'),
        data('Each.arraySize', 'Gather.arraySize'),
        data('Gather.collectedArray', 'End.document'),
      ],
    }
    const element = (index: number, item: number): readonly Fact[] => [
      outOf('Each', put('arrayItem', 'NUMBER', item, 'Route.size', 'Ask.text'), put('arraySize', 'NUMBER', 2, 'Gather.arraySize')),
      into('Route', given('size', 'NUMBER', item, 'Each.arrayItem', within(['Each', 'Iterator', index]))),
      { kind: 'Condition', node: 'Route', condition: item > 3 ? 'big' : 'default' },
    ]

    check(run(definition, [1, 5]), [
      outOf('Start', put('document', 'ARRAY', [1, 5], 'Each.array')),
      into('Each', given('array', 'ARRAY', [1, 5], 'Start.document')),
      ...element(0, 1),
      ...element(1, 5),
      into('Ask', given('text', 'NUMBER', 5, 'Each.arrayItem', within(['Each', 'Iterator', 1]))),
      outOf('Ask', put('modelCompletion', 'STRING', '5', 'Gather.arrayItem')),
      into(
        'Gather',
        given('arrayItem', 'STRING', '5', 'Ask.modelCompletion', within(['Each', 'Iterator', 1])),
        given('arraySize', 'NUMBER', 2, 'Each.arraySize', within(['Each', 'Iterator', 1])),
      ),
      outOf('Gather', put('collectedArray', 'ARRAY', ['5'], 'End.document')),
      into('End', given('document', 'ARRAY', ['5'], 'Gather.collectedArray')),
      { kind: 'Result', node: 'End', document: ['5'] },
    ])
  })

  it('an Iterator without a Collector, an output for each element', () => {
    const definition: FlowDefinition = {
      nodes: [input('Array'), iterator('Each'), output('End')],
      connections: [data('Start', 'Each.array'), data('Each.arrayItem', 'End.document')],
    }
    const element = (index: number, item: string): readonly Fact[] => [
      outOf('Each', put('arrayItem', 'STRING', item, 'End.document'), put('arraySize', 'NUMBER', 2)),
      into('End', given('document', 'STRING', item, 'Each.arrayItem', within(['Each', 'Iterator', index]))),
      { kind: 'Result', node: 'End', document: item },
    ]

    check(run(definition, ['a', 'b']), [
      outOf('Start', put('document', 'ARRAY', ['a', 'b'], 'Each.array')),
      into('Each', given('array', 'ARRAY', ['a', 'b'], 'Start.document')),
      ...element(0, 'a'),
      ...element(1, 'b'),
    ])
  })

  it('a Loop inside an Iterator', () => {
    const one = new PureRun(compiled(refiningEach), ['go'])
    one.decideAll()
    for (const answer of ['once', 'done']) {
      one.answer(answer)
      one.decideAll()
    }
    const iteration = (index: number, draft: string, said: string): readonly Fact[] => {
      const inside = within(['Each', 'Iterator', 0], ['Refine', 'Loop', index])
      const back = (name: string, category: string): Field => given(name, 'STRING', said, 'Ask.modelCompletion', { category, ...inside })
      return [
        outOf('Begin', put('draft', 'STRING', draft, 'Ask.text')),
        into('Ask', given('text', 'STRING', draft, 'Begin.draft', inside)),
        outOf('Ask', put('modelCompletion', 'STRING', said, 'Control.more', 'Control.draft', 'Control.final')),
        into('Control', back('more', 'LoopCondition'), back('draft', 'ReturnValueToLoopStart'), back('final', 'ExitLoop')),
      ]
    }
    const inElement = within(['Each', 'Iterator', 0])

    check(one, [
      outOf('Start', put('document', 'ARRAY', ['go'], 'Each.array')),
      into('Each', given('array', 'ARRAY', ['go'], 'Start.document')),
      outOf('Each', put('arrayItem', 'STRING', 'go', 'Refine.draft'), put('arraySize', 'NUMBER', 1, 'Gather.arraySize')),
      into('Refine', given('draft', 'STRING', 'go', 'Each.arrayItem', inElement)),
      ...iteration(0, 'go', 'once'),
      ...iteration(1, 'once', 'done'),
      outOf('Refine', put('final', 'STRING', 'done', 'Gather.arrayItem'), put('iterationCount', 'NUMBER', 2)),
      into(
        'Gather',
        given('arrayItem', 'STRING', 'done', 'Refine.final', inElement),
        given('arraySize', 'NUMBER', 1, 'Each.arraySize', inElement),
      ),
      outOf('Gather', put('collectedArray', 'ARRAY', ['done'], 'End.document')),
      into('End', given('document', 'ARRAY', ['done'], 'Gather.collectedArray')),
      { kind: 'Result', node: 'End', document: ['done'] },
    ])
  })
})

it('neither shows that a Loop without outputs is over: their shapes want at least one field', () => {
  const flow = compiled(refiningEach)
  const event = { type: 'nodeOutput', node: 'Refine', path: 'Each:0', outputs: {}, sequence: 1, at: 0 } as const

  expect(eventTypeOf(event)).toBeNull()
  expect(executionEvent(flow, event)).toBeUndefined()
  expect(flowResponseEvent(flow, event, { enableTrace: true })).toBeUndefined()
})
