import { expect, it } from 'vitest'
import type { FlowConnection, FlowDefinition, FlowNode } from '../../../contract/flow-definition.ts'
import { compile } from '../compile.ts'

const start: FlowNode = { name: 'Start', type: 'Input', outputs: [{ name: 'document', type: 'String' }] }
const end: FlowNode = { name: 'End', type: 'Output', inputs: [{ name: 'document', type: 'String', expression: '$.data' }] }
const route = (...conditions: readonly { readonly name: string; readonly expression?: string }[]): FlowNode => ({
  name: 'Route',
  type: 'Condition',
  configuration: { condition: { conditions: [...conditions, { name: 'default' }] } },
  inputs: [
    { name: 'word', type: 'String', expression: '$.data' },
    { name: 'other', type: 'Object', expression: '$.data' },
  ],
})

const data = (source: string, target: string, name = `${source}To${target}`): FlowConnection => {
  const [from = '', sourceOutput = 'document'] = source.split('.')
  const [to = '', targetInput = 'document'] = target.split('.')
  return { name: name.replaceAll('.', ''), type: 'Data', source: from, target: to, configuration: { data: { sourceOutput, targetInput } } }
}
const routed = (...conditions: readonly { readonly name: string; readonly expression?: string }[]): FlowDefinition => ({
  nodes: [start, route(...conditions), end],
  connections: [data('Start', 'Route.word'), data('Start', 'Route.other'), data('Start', 'End')],
})

const found = (definition: FlowDefinition) =>
  compile(definition).findings.map(({ severity, type, message }) => `${severity} ${type} ${message}`)

it.each([
  ['word ==', 'Expected the name of an input or a constant but found the end'],
  ['1 == 1', 'It mentions no input of the node'],
  ['wort == "x"', 'The node has no input wort'],
  ['constructor == "x"', 'The node has no input constructor'],
  ['word > 3', 'The operator > does not compare values of type String'],
  ['word == "x" or 3 < "4"', 'The operator < does not compare values of type String'],
  ['other == word', 'The operator == does not compare values of type Object'],
])('%s is a malformed condition', (expression, cause) => {
  expect(compile(routed({ name: 'yes', expression })).findings).toEqual([
    {
      severity: 'Error',
      type: 'MalformedConditionExpression',
      message: `Condition yes of node Route is malformed: ${cause}.`,
      details: { malformedConditionExpression: { node: 'Route', condition: 'yes', cause } },
    },
  ])
})

it('wants an expression for every condition but default', () => {
  expect(found(routed({ name: 'yes' }))).toEqual([
    'Error MalformedConditionExpression Condition yes of node Route is malformed: Every condition but default needs an expression.',
  ])
  expect(found(routed({ name: 'default', expression: 'word == "x"' }))).toContain(
    'Error MalformedConditionExpression Condition default of node Route is malformed: The default condition takes no expression.',
  )
})

it('needs a value for what a condition mentions, and warns of the rest', () => {
  const definition = { ...routed({ name: 'yes', expression: 'word == "x"' }), connections: [data('Start', 'End')] }

  expect(found(definition)).toEqual([
    'Error UnfulfilledNodeInput Input word of node Route has no data connection.',
    'Warning UnfulfilledNodeInput Input other of node Route has no data connection.',
  ])
})
