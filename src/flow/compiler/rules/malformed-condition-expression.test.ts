import { expect, it } from 'vitest'
import type { FlowDefinition, FlowNode } from '../../../contract/flow-definition.ts'
import { compile } from '../compile.ts'
import { data, end, routed, start } from '../../../../test/small-definitions.ts'

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

it('names every fault of a condition', () => {
  expect(found(routed({ name: 'yes', expression: 'wort == "x" and word > 3' }))).toEqual([
    'Error MalformedConditionExpression Condition yes of node Route is malformed: The node has no input wort.',
    'Error MalformedConditionExpression Condition yes of node Route is malformed: The operator > does not compare values of type String.',
  ])
})

it.each([
  ['more == true', []],
  ['more', []],
  ['draft == "x"', ['The input draft is not of category LoopCondition']],
  ['more > 1', ['The operator > does not compare values of type Boolean']],
  ['more ==', ['Expected the name of an input or a constant but found the end']],
  [undefined, ['Every condition but default needs an expression']],
])('lets a LoopController go on by its inputs of category LoopCondition: %s', (expression, causes) => {
  const continueCondition = { name: 'unfinished', ...(expression !== undefined && { expression }) }
  const controller: FlowNode = {
    name: 'Control',
    type: 'LoopController',
    configuration: { loopController: { continueCondition } },
    inputs: [
      { name: 'more', type: 'Boolean', expression: '$.data', category: 'LoopCondition' },
      { name: 'draft', type: 'String', expression: '$.data', category: 'ReturnValueToLoopStart' },
    ],
  }

  const { findings } = compile({ nodes: [start, controller, end], connections: [data('Start', 'End')] })

  expect(findings.flatMap(({ details }) => details?.malformedConditionExpression ?? [])).toEqual(
    causes.map((cause) => ({ node: 'Control', condition: 'unfinished', cause })),
  )
})

it('needs a value for what a condition mentions, and warns of the rest', () => {
  const definition = { ...routed({ name: 'yes', expression: 'word == "x"' }), connections: [data('Start', 'End')] }

  expect(found(definition)).toEqual([
    'Error UnfulfilledNodeInput Input word of node Route has no data connection.',
    'Warning UnfulfilledNodeInput Input other of node Route has no data connection.',
    'Warning UnreachableNode Node Route is never reached: no path leads to it from the Input node.',
  ])
})
