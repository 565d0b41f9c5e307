import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FlowDefinition, FlowNode, FlowNodeType } from '../../contract/flow-definition.ts'
import { ask, data, end, gate, route, routed, start } from '../../../test/small-definitions.ts'
import { textOfPath } from '../places/definition-path.ts'
import { lint } from './lint.ts'
import { lintRules, type LintRuleName } from './registry.ts'

const told = (definition: FlowDefinition, rule: LintRuleName) =>
  lint(definition)
    .filter((finding) => finding.rule === rule)
    .map(({ message, path }) => [textOfPath(path), message])

const node = (name: string, type: FlowNodeType, more: Partial<FlowNode> = {}): FlowNode => ({ name, type, ...more })
const many = (count: number, type: FlowNodeType): readonly FlowNode[] =>
  Array.from({ length: count }, (_, index) => node(`N${index}`, type))
const each = (name: string): FlowNode =>
  node(name, 'Iterator', {
    inputs: [{ name: 'array', type: 'Array', expression: '$.data' }],
    outputs: [
      { name: 'arrayItem', type: 'String' },
      { name: 'arraySize', type: 'Number' },
    ],
  })
const loop = (name: string, definition: FlowDefinition, more: Partial<FlowNode> = {}): FlowNode =>
  node(name, 'Loop', { configuration: { loop: { definition } }, ...more })
const model = (modelId: string): FlowNode => {
  const asked = ask('Ask')
  const inline = asked.configuration?.prompt?.sourceConfiguration.inline
  return { ...asked, configuration: { prompt: { sourceConfiguration: inline ? { inline: { ...inline, modelId } } : {} } } }
}
const input = (expression: string): FlowNode => ({ ...end, inputs: [{ name: 'document', type: 'String', expression }] })
const connections = (count: number) => Array.from({ length: count }, (_, index) => data('Start', 'End', `c${index}`))

interface Case {
  readonly raises: FlowDefinition
  readonly path: string
  readonly message: string
  /** The nearest definition that raises nothing. */
  readonly not: FlowDefinition
}

const cases: { readonly [Rule in LintRuleName]: readonly Case[] } = {
  'node-quota': [
    {
      raises: { nodes: [...many(40, 'LoopInput'), loop('Loop', { nodes: [node('Late', 'LoopInput')] })] },
      path: 'nodes[40].name',
      message: 'The flow has 42 nodes; AWS takes 40.',
      not: { nodes: [...many(38, 'LoopInput'), loop('Loop', { nodes: [node('Late', 'LoopInput')] })] },
    },
    {
      raises: { nodes: many(2, 'Iterator') },
      path: 'nodes[1].type',
      message: 'The flow has 2 nodes of type Iterator; AWS takes 1.',
      not: { nodes: many(1, 'Iterator') },
    },
    {
      raises: { nodes: many(21, 'Prompt') },
      path: 'nodes[20].type',
      message: 'The flow has 21 nodes of type Prompt; AWS takes 20.',
      not: { nodes: many(20, 'Prompt') },
    },
  ],
  'condition-quota': [
    {
      raises: routed(...['a1', 'a2', 'a3', 'a4', 'a5'].map((name) => ({ name, expression: 'word == "x"' }))),
      path: 'nodes[1].configuration.condition.conditions',
      message: 'Node Route has 6 conditions, default among them; AWS takes 5 in one node.',
      not: routed(...['a1', 'a2', 'a3', 'a4'].map((name) => ({ name, expression: 'word == "x"' }))),
    },
  ],
  'connection-quota': [
    {
      raises: { connections: connections(21) },
      path: 'connections',
      message: 'There are 21 connections; AWS declares at most 20 in one definition, although it has been seen to take more.',
      not: { connections: connections(20) },
    },
  ],
  'nested-iterator': [
    {
      raises: {
        nodes: [each('Outer'), ask('Ask'), each('Inner')],
        connections: [data('Outer.arrayItem', 'Ask.words'), data('Ask.modelCompletion', 'Inner.array')],
      },
      path: 'nodes[2].name',
      message: 'Iterator Inner stands among the elements of another Iterator, which AWS does not take.',
      not: {
        nodes: [each('Outer'), node('Gather', 'Collector'), each('Inner')],
        connections: [data('Outer.arrayItem', 'Gather.arrayItem'), data('Gather.collectedArray', 'Inner.array')],
      },
    },
  ],
  'nested-loop': [
    {
      raises: { nodes: [loop('Outer', { nodes: [loop('Inner', {})] })] },
      path: 'nodes[0].configuration.loop.definition.nodes[0].name',
      message: 'Loop Inner stands in the body of another Loop, which AWS may refuse: it documents none.',
      not: { nodes: [loop('Outer', {}), loop('Inner', {})] },
    },
  ],
  'several-gates': [
    {
      raises: { connections: [gate('Route', 'yes', 'Ask'), data('Start', 'Ask.words'), gate('Other', 'yes', 'Ask')] },
      path: 'connections[2].name',
      message:
        'Node Ask has several Conditional connections: here it fires when one of them is satisfied; AWS does not say whether all must be.',
      not: { connections: [gate('Route', 'yes', 'Ask'), data('Start', 'Ask.words'), gate('Other', 'yes', 'End')] },
    },
  ],
  'default-not-last': [
    {
      raises: {
        nodes: [
          { ...route(), configuration: { condition: { conditions: [{ name: 'default' }, { name: 'yes', expression: 'word == "x"' }] } } },
        ],
      },
      path: 'nodes[0].configuration.condition.conditions[0].name',
      message:
        'The condition default of node Route is not the last one, as AWS wants it: the conditions behind it are tried all the same here.',
      not: routed({ name: 'yes', expression: 'word == "x"' }),
    },
  ],
  'sluice-model': [
    {
      raises: { nodes: [model('sluice.echo-v1:0')] },
      path: 'nodes[0].configuration.prompt.sourceConfiguration.inline.modelId',
      message: 'Node Ask uses the model sluice.echo-v1:0, which is built into Sluice: AWS has none of this name.',
      not: { nodes: [model('amazon.nova-lite-v1:0')] },
    },
    {
      raises: {
        nodes: [node('Find', 'KnowledgeBase', { configuration: { knowledgeBase: { knowledgeBaseId: 'KB', modelId: 'sluice.x' } } })],
      },
      path: 'nodes[0].configuration.knowledgeBase.modelId',
      message: 'Node Find uses the model sluice.x, which is built into Sluice: AWS has none of this name.',
      not: { nodes: [node('Find', 'KnowledgeBase', { configuration: { knowledgeBase: { knowledgeBaseId: 'KB' } } })] },
    },
  ],
  'inline-code-execution': [
    {
      raises: { nodes: [node('Shape', 'InlineCode')] },
      path: 'nodes[0].type',
      message: 'Node Shape is of type InlineCode: at AWS, InvokeFlow runs this flow, but StartFlowExecution refuses it.',
      not: { nodes: [node('Shape', 'LambdaFunction')] },
    },
  ],
  'mismatched-comparison': [
    {
      raises: routed({ name: 'yes', expression: 'word != 3 or word == "x"' }),
      path: 'nodes[1].configuration.condition.conditions[0].expression',
      message: 'Condition yes of node Route compares a String with a Number by !=, which is true whatever the values are.',
      not: routed({ name: 'yes', expression: 'word != "3" or word == "x"' }),
    },
    {
      raises: routed({ name: 'yes', expression: 'word' }),
      path: 'nodes[1].configuration.condition.conditions[0].expression',
      message: 'Condition yes of node Route compares a String with a Boolean by ==, which is false whatever the values are.',
      not: routed({ name: 'yes', expression: 'missing' }),
    },
  ],
  'undocumented-expression': [
    {
      raises: { nodes: [input("$.data['a b']")] },
      path: 'nodes[0].inputs[0].expression',
      message: 'The expression of input document of node End uses names in brackets, which AWS does not document.',
      not: { nodes: [input('$.data.a_b')] },
    },
    {
      raises: { nodes: [input('$.data[-1]')] },
      path: 'nodes[0].inputs[0].expression',
      message: 'The expression of input document of node End uses places counted from the end, which AWS does not document.',
      not: { nodes: [input('$.data[0,1]')] },
    },
    {
      raises: { nodes: [input('$.data[0,-1]')] },
      path: 'nodes[0].inputs[0].expression',
      message: 'The expression of input document of node End uses places counted from the end, which AWS does not document.',
      not: { nodes: [input('$.data[1:2].*')] },
    },
    {
      raises: { nodes: [input('$.data[:-1]')] },
      path: 'nodes[0].inputs[0].expression',
      message: 'The expression of input document of node End uses places counted from the end, which AWS does not document.',
      not: { nodes: [input('$.data..x')] },
    },
  ],
  'undocumented-condition': [
    {
      raises: {
        nodes: [
          node('Control', 'LoopController', {
            configuration: { loopController: { continueCondition: { name: 'go', expression: 'more' } } },
          }),
        ],
      },
      path: 'nodes[0].configuration.loopController.continueCondition.expression',
      message:
        'Condition go of node Control asks for true or false, which AWS does not document: a comparison of texts or numbers is safe.',
      not: {
        nodes: [
          node('Control', 'LoopController', {
            configuration: { loopController: { continueCondition: { name: 'go', expression: 'more == 1' } } },
          }),
        ],
      },
    },
  ],
  'unread-output': [
    {
      raises: { nodes: [start, ask('Ask')], connections: [data('Start', 'Ask.words')] },
      path: 'nodes[1].outputs[0].name',
      message: 'Nothing reads the output modelCompletion of node Ask: its model is asked in vain.',
      not: { nodes: [start, ask('Ask'), end], connections: [data('Start', 'Ask.words'), data('Ask.modelCompletion', 'End')] },
    },
    {
      raises: { nodes: [each('Each')], connections: [] },
      path: 'nodes[0].outputs[0].name',
      message: 'Nothing reads the output arrayItem of node Each.',
      not: { nodes: [each('Each'), end], connections: [data('Each.arrayItem', 'End')] },
    },
    {
      raises: {
        nodes: [
          loop(
            'Again',
            {},
            {
              outputs: [
                { name: 'read', type: 'String' },
                { name: 'unread', type: 'String' },
              ],
            },
          ),
          end,
        ],
        connections: [data('Again.read', 'End')],
      },
      path: 'nodes[0].outputs[1].name',
      message: 'Nothing reads the output unread of node Again.',
      not: { nodes: [node('Save', 'Storage', { outputs: [{ name: 's3Uri', type: 'String' }] })] },
    },
  ],
  'unused-input': [
    {
      raises: { nodes: [ask('Ask', 'Say tea')] },
      path: 'nodes[0].inputs[0].name',
      message: 'No variable of the prompt of node Ask uses its input words: all that a connection to it does is to make the node wait.',
      not: { nodes: [ask('Ask', 'Say {{ words }}')] },
    },
    {
      raises: routed({ name: 'yes', expression: 'word == "x"' }),
      path: 'nodes[1].inputs[1].name',
      message: 'No condition of node Route uses its input other: all that a connection to it does is to make the node wait.',
      not: routed({ name: 'yes', expression: 'word == "x" and other' }),
    },
  ],
}

describe.each(lintRules.map(({ name }) => name))('the rule %s', (name) => {
  it.each(cases[name])('says so: $message', ({ raises, path, message, not }) => {
    expect(told(raises, name)).toContainEqual([path, message])
    expect(told(not, name)).toEqual([])
  })
})

it('looks at the bodies of Loops too', () => {
  expect(told({ nodes: [loop('Again', { nodes: [model('sluice.echo-v1:0')] })] }, 'sluice-model')).toEqual([
    [
      'nodes[0].configuration.loop.definition.nodes[0].configuration.prompt.sourceConfiguration.inline.modelId',
      'Node Ask uses the model sluice.echo-v1:0, which is built into Sluice: AWS has none of this name.',
    ],
  ])
})

it('is explained in docs/validate.md, rule by rule', () => {
  const [, table = ''] = readFileSync('docs/validate.md', 'utf8').split('## Lint')
  const explained = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name)

  expect(explained).toEqual(lintRules.map(({ name }) => name))
})

it('names every rule once, and says at most a hundred things', () => {
  expect(lintRules.map(({ name }) => name).toSorted()).toEqual(Object.keys(cases).toSorted())
  expect(lint({ nodes: many(150, 'InlineCode') })).toHaveLength(100)
})
