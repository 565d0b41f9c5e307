import { describe, expect, it } from 'vitest'
import type { FlowConnection, FlowDefinition, FlowNode } from '../../contract/flow-definition.ts'
import type { FlowValidation, FlowValidationDetails, FlowValidationType } from '../../contract/flow-validation.ts'
import { ask, data, end, gate, route, start } from '../../../test/small-definitions.ts'
import { textOfPath } from './definition-path.ts'
import { withoutTags, withTags } from './name-tags.ts'
import { placeOf } from './place-of.ts'

const controller: FlowNode = {
  name: 'Control',
  type: 'LoopController',
  configuration: { loopController: { continueCondition: { name: 'more', expression: 'again' } } },
  inputs: [{ name: 'again', type: 'Boolean', expression: '$.data' }],
}
const begin = (name: string): FlowNode => ({ name, type: 'LoopInput', outputs: [{ name: 'words', type: 'String' }] })
const loop = (name: string, definition: FlowDefinition): FlowNode => ({
  name,
  type: 'Loop',
  configuration: { loop: { definition } },
  inputs: [{ name: 'words', type: 'String', expression: '$.data' }],
})
const named = (connection: FlowConnection, name: string): FlowConnection => ({ ...connection, name })

/** A body that uses the names of the flow around it, and a body in that body. */
const innermost: FlowDefinition = { nodes: [ask('Ask')], connections: [named(data('Ask', 'Ask.words'), 'link')] }
const body: FlowDefinition = {
  nodes: [
    begin('Begin'),
    begin('Second'),
    ask('Ask'),
    route({ name: 'yes', expression: 'word == "x"' }),
    controller,
    loop('Again', innermost),
  ],
  connections: [named(data('Begin.words', 'Ask.words'), 'link'), named(data('Start', 'Ask.words'), 'across')],
}
const definition: FlowDefinition = {
  nodes: [
    start,
    ask('Ask'),
    route({ name: 'yes', expression: 'word == "x"' }, { name: 'yet', expression: 'word == "x"' }, { name: 'bare' }),
    loop('Again', body),
    end,
    end,
  ],
  connections: [
    named(data('Start', 'Ask.words'), 'link'),
    named(data('Start', 'Ask.words'), 'twice'),
    gate('Route', 'yes', 'Ask'),
    named(data('Ask.modelCompletion', 'End'), 'last'),
  ],
}
const { definition: tagged, parts } = withTags(definition)

/** The tagged name of a node or connection; behind a slash, of one in the Loop Again. */
const tag = (list: 'nodes' | 'connections', where: string): string => {
  const [name = '', ...outer] = where.split('/').toReversed()
  const within = outer.reduce(
    (around) => around.nodes?.find((node) => withoutTags(node.name) === 'Again')?.configuration?.loop?.definition ?? {},
    tagged,
  )
  return within[list]?.find((item) => withoutTags(item.name) === name)?.name ?? `no ${where}`
}
const node = (where: string): string => tag('nodes', where)
const connection = (where: string): string => tag('connections', where)

const cause = ''
const inner = 'nodes[3].configuration.loop.definition'

describe('a finding', () => {
  it.each<[FlowValidationType, FlowValidationDetails, string]>([
    ['CyclicConnection', { cyclicConnection: { connection: connection('link') } }, 'connections[0].name'],
    ['CyclicConnection', { cyclicConnection: { connection: connection('Again/link') } }, `${inner}.connections[0].name`],
    [
      'CyclicConnection',
      { cyclicConnection: { connection: connection('Again/Again/link') } },
      `${inner}.nodes[5].configuration.loop.definition.connections[0].name`,
    ],
    ['DuplicateConnections', { duplicateConnections: { source: node('Start'), target: node('Ask') } }, 'connections[1].name'],
    [
      'DuplicateConditionExpression',
      { duplicateConditionExpression: { node: node('Route'), expression: 'word == "x"' } },
      'nodes[2].configuration.condition.conditions[1].expression',
    ],
    ['UnreachableNode', { unreachableNode: { node: node('Ask') } }, 'nodes[1].name'],
    ['UnreachableNode', { unreachableNode: { node: node('Again/Ask') } }, `${inner}.nodes[2].name`],
    ['UnknownConnectionSource', { unknownConnectionSource: { connection: connection('link') } }, 'connections[0].source'],
    [
      'UnknownConnectionSourceOutput',
      { unknownConnectionSourceOutput: { connection: connection('link') } },
      'connections[0].configuration.data.sourceOutput',
    ],
    ['UnknownConnectionTarget', { unknownConnectionTarget: { connection: connection('last') } }, 'connections[3].target'],
    [
      'UnknownConnectionTargetInput',
      { unknownConnectionTargetInput: { connection: connection('last') } },
      'connections[3].configuration.data.targetInput',
    ],
    [
      'UnknownConnectionCondition',
      { unknownConnectionCondition: { connection: connection('RouteyesAsk') } },
      'connections[2].configuration.conditional.condition',
    ],
    [
      'MalformedConditionExpression',
      { malformedConditionExpression: { node: node('Again/Route'), condition: 'yes', cause } },
      `${inner}.nodes[3].configuration.condition.conditions[0].expression`,
    ],
    [
      'MalformedConditionExpression',
      { malformedConditionExpression: { node: node('Route'), condition: 'bare', cause } },
      'nodes[2].configuration.condition.conditions[2].name',
    ],
    [
      'MalformedConditionExpression',
      { malformedConditionExpression: { node: node('Again/Control'), condition: 'more', cause } },
      `${inner}.nodes[4].configuration.loopController.continueCondition.expression`,
    ],
    [
      'MalformedNodeInputExpression',
      { malformedNodeInputExpression: { node: node('Route'), input: 'other', cause } },
      'nodes[2].inputs[1].expression',
    ],
    [
      'MismatchedNodeInputType',
      { mismatchedNodeInputType: { node: node('Ask'), input: 'words', expectedType: 'Array' } },
      'nodes[1].inputs[0].type',
    ],
    [
      'MismatchedNodeOutputType',
      { mismatchedNodeOutputType: { node: node('Ask'), output: 'modelCompletion', expectedType: 'String' } },
      'nodes[1].outputs[0].type',
    ],
    ['IncompatibleConnectionDataType', { incompatibleConnectionDataType: { connection: connection('last') } }, 'connections[3].name'],
    ['MissingConnectionConfiguration', { missingConnectionConfiguration: { connection: connection('last') } }, 'connections[3].name'],
    ['MissingDefaultCondition', { missingDefaultCondition: { node: node('Route') } }, 'nodes[2].configuration.condition.conditions'],
    ['MissingEndingNodes', { missingEndingNodes: {} }, 'nodes'],
    ['MissingNodeConfiguration', { missingNodeConfiguration: { node: node('Ask') } }, 'nodes[1].name'],
    ['MissingNodeInput', { missingNodeInput: { node: node('Ask'), input: 'tone' } }, 'nodes[1].name'],
    ['MissingNodeOutput', { missingNodeOutput: { node: node('Ask'), output: 'answer' } }, 'nodes[1].name'],
    ['MissingStartingNodes', { missingStartingNodes: {} }, 'nodes'],
    [
      'MultipleNodeInputConnections',
      { multipleNodeInputConnections: { node: node('Ask'), input: 'words' } },
      'connections[1].configuration.data.targetInput',
    ],
    ['UnfulfilledNodeInput', { unfulfilledNodeInput: { node: node('Route'), input: 'word' } }, 'nodes[2].inputs[0].name'],
    [
      'UnsatisfiedConnectionConditions',
      { unsatisfiedConnectionConditions: { connection: connection('RouteyesAsk') } },
      'connections[2].name',
    ],
    ['UnknownNodeInput', { unknownNodeInput: { node: node('Route'), input: 'word' } }, 'nodes[2].inputs[0].name'],
    ['UnknownNodeOutput', { unknownNodeOutput: { node: node('Ask'), output: 'modelCompletion' } }, 'nodes[1].outputs[0].name'],
    ['MissingLoopInputNode', { missingLoopInputNode: { loopNode: node('Again') } }, 'nodes[3].name'],
    ['MissingLoopControllerNode', { missingLoopControllerNode: { loopNode: node('Again/Again') } }, `${inner}.nodes[5].name`],
    ['MultipleLoopInputNodes', { multipleLoopInputNodes: { loopNode: node('Again') } }, `${inner}.nodes[1].name`],
    ['MultipleLoopControllerNodes', { multipleLoopControllerNodes: { loopNode: node('Again') } }, `${inner}.nodes[4].name`],
    [
      'LoopIncompatibleNodeType',
      {
        loopIncompatibleNodeType: {
          node: node('Again'),
          incompatibleNodeType: 'Condition',
          incompatibleNodeName: node('Again/Route'),
        },
      },
      `${inner}.nodes[3].type`,
    ],
    [
      'InvalidLoopBoundary',
      {
        invalidLoopBoundary: {
          connection: connection('Again/across'),
          source: body.connections?.[1] ? node('Start') : '',
          target: node('Again/Ask'),
        },
      },
      `${inner}.connections[1].source`,
    ],
  ])('of type %s has a place: %#', (type, details, path) => {
    const finding: FlowValidation = { severity: 'Error', message: 'A sentence.', type, details }

    expect(textOfPath(placeOf(finding, parts))).toBe(path)
  })

  it.each([
    [`Node ${node('Again/Ask')} is of a type.`, `${inner}.nodes[2].name`],
    [`Node name ${node('End')} must be unique.`, 'nodes[5].name'],
    [`Connection ${connection('twice')} leads to ${node('Ask')}.`, 'connections[1].name'],
    ['The flow has too much of something.', 'nodes'],
  ])('without details has the place of what it names first: %s', (message, path) => {
    const finding: FlowValidation = { severity: 'Error', message, type: 'Unspecified', details: { unspecified: {} } }

    expect(textOfPath(placeOf(finding, parts))).toBe(path)
  })
})

it('tags nothing but names, and takes all tags away again', () => {
  expect(JSON.parse(withoutTags(JSON.stringify(tagged)))).toEqual(definition)
})
