import { describe, expect, it } from 'vitest'
import type { FlowDefinition, FlowNodeType } from '../../contract/flow-definition.ts'
import { nodeTypes } from '../nodes/registry.ts'
import { compile } from './compile.ts'
import { unavailableNodeTypes } from './unavailable-node-type.ts'
import { start, end, ask, route, data, gate, routed } from '../../../test/small-definitions.ts'

const found = (definition: FlowDefinition) =>
  compile(definition).findings.map(({ severity, type, message }) => `${severity} ${type} ${message}`)

const unreached = (node: string): string =>
  `Warning UnreachableNode Node ${node} is never reached: no path leads to it from the Input node.`

describe('findings', () => {
  const plain = [data('Start', 'End')]

  it.each<[FlowDefinition, readonly string[]]>([
    [
      {},
      [
        'Error MissingStartingNodes The flow is missing a required Flow Input node.',
        'Error MissingEndingNodes The flow is missing a required Flow Output node.',
      ],
    ],
    [
      {
        nodes: [start, ask('Ask'), ask('Bee'), end],
        connections: [data('Ask.modelCompletion', 'Bee.words'), data('Bee.modelCompletion', 'Ask.words', 'back'), ...plain],
      },
      [
        'Error CyclicConnection Connection back closes a cycle: what follows node Ask leads back to it.',
        unreached('Ask'),
        unreached('Bee'),
      ],
    ],
    [
      { nodes: [start, ask('Ask'), end], connections: [data('Ask.modelCompletion', 'Ask.words', 'self'), ...plain] },
      ['Error CyclicConnection Connection self closes a cycle: what follows node Ask leads back to it.', unreached('Ask')],
    ],
    [
      { nodes: [start, end], connections: [...plain, data('Nobody', 'End', 'lost')] },
      ['Error UnknownConnectionSource Connection lost references an unknown source node, Nobody.'],
    ],
    [
      { nodes: [start, end], connections: [...plain, data('Start', 'Nobody', 'lost')] },
      ['Error UnknownConnectionTarget Connection lost references an unknown target node, Nobody.'],
    ],
    [
      { nodes: [start, end], connections: [...plain, data('Start.none', 'End.none', 'lost')] },
      [
        'Error UnknownConnectionSourceOutput Connection lost references an unknown source output, none of node Start.',
        'Error UnknownConnectionTargetInput Connection lost references an unknown target input, none of node End.',
      ],
    ],
    [
      {
        nodes: [start, ask('Ask'), { ...end, name: 'End' }],
        connections: [...plain, data('Start', 'Ask.words'), data('Ask.modelCompletion', 'Start', 'up')],
      },
      [
        'Error UnknownConnectionTargetInput Connection up references an unknown target input, document of node Start.',
        'Error CyclicConnection Connection up closes a cycle: what follows node Start leads back to it.',
      ],
    ],
    [
      { nodes: [start, end], connections: [...plain, gate('Start', 'default', 'End')] },
      ['Error UnknownConnectionCondition Connection StartdefaultEnd references an unknown condition, default of node Start.'],
    ],
    [
      { ...routed(), connections: [...(routed().connections ?? []), gate('Route', 'maybe', 'End')] },
      ['Error UnknownConnectionCondition Connection RoutemaybeEnd references an unknown condition, maybe of node Route.'],
    ],
    [
      { nodes: [start, end], connections: [...plain, { name: 'bare', type: 'Conditional', source: 'Start', target: 'End' }] },
      ['Error MissingConnectionConfiguration Connection bare is of type Conditional and needs the configuration conditional.'],
    ],
    [
      { nodes: [start, end], connections: [...plain, { ...gate('Start', 'x1', 'End'), type: 'Data', name: 'wrong' }] },
      ['Error MissingConnectionConfiguration Connection wrong is of type Data and needs the configuration data.'],
    ],
    [
      { nodes: [start, { ...end, inputs: [{ name: 'document', type: 'String', expression: '$.x' }] }], connections: plain },
      ['Error MalformedNodeInputExpression The expression of input document of node End is malformed: Expression must start with $.data.'],
    ],
    [
      { nodes: [start, { ...end, inputs: [] }] },
      ['Error MissingNodeInput Node End is missing the required input document.', unreached('End')],
    ],
    [
      { nodes: [start, end, { ...ask('Ask', '{{words}} {{ tone }}') }], connections: [...plain, data('Start', 'Ask.words')] },
      ['Error MissingNodeInput Node Ask is missing the required input tone.'],
    ],
    [
      { nodes: [{ ...start, outputs: [] }, { ...end }] },
      [
        'Error MissingNodeOutput Node Start is missing the required output document.',
        'Error UnfulfilledNodeInput Input document of node End has no data connection.',
        unreached('End'),
      ],
    ],
    [
      { nodes: [{ ...start, outputs: [...(start.outputs ?? []), { name: 'extra', type: 'String' }] }, end], connections: plain },
      ["Error UnknownNodeOutput Node Start has an unknown output 'extra' that is not supported by this node type."],
    ],
    [
      {
        nodes: [start, { ...end, inputs: [...(end.inputs ?? []), { name: 'extra', type: 'String', expression: '$.data' }] }],
        connections: plain,
      },
      [
        "Error UnknownNodeInput Node End has an unknown input 'extra' that is not supported by this node type.",
        'Warning UnfulfilledNodeInput Input extra of node End has no data connection.',
      ],
    ],
    [
      { nodes: [start, end], connections: [...plain, data('Start', 'End', 'again')] },
      [
        'Error MultipleNodeInputConnections Input document of node End has multiple incoming connections; it takes one.',
        'Error DuplicateConnections Connection again repeats another one from node Start to node End.',
      ],
    ],
    [
      { nodes: [start, end, { name: 'Bare', type: 'Prompt', outputs: [{ name: 'modelCompletion', type: 'String' }] }], connections: plain },
      ['Error MissingNodeConfiguration Node Bare is missing its required configuration, prompt.', unreached('Bare')],
    ],
    [
      {
        ...routed(),
        nodes: [start, { ...route(), configuration: { condition: { conditions: [{ name: 'yes', expression: 'word == "y"' }] } } }, end],
      },
      ['Error MissingDefaultCondition Node Route is missing a default condition: add one named default, without an expression.'],
    ],
    [
      { nodes: [start, end, { ...route(), inputs: [] }], connections: plain },
      ['Error MissingNodeInput Node Route is missing the required input conditionInput.', unreached('Route')],
    ],
    [
      { nodes: [start, end, start], connections: plain },
      [
        'Error Unspecified The flow has 2 Input nodes, but max-number-flow-input-nodes is 1.',
        'Error Unspecified Node name Start must be unique.',
      ],
    ],
    [
      { nodes: [start, { ...end, inputs: [...(end.inputs ?? []), ...(end.inputs ?? [])] }], connections: plain },
      ['Error Unspecified Node End declares two inputs of one name.'],
    ],
    [
      { nodes: [start, end, route()], connections: [...plain, data('Start', 'Route.word'), gate('Route', 'default', 'Start')] },
      [
        'Error Unspecified Connection RoutedefaultStart leads to the Input node Start, which waits for no condition.',
        'Error CyclicConnection Connection RoutedefaultStart closes a cycle: what follows node Start leads back to it.',
        'Warning UnfulfilledNodeInput Input other of node Route has no data connection.',
      ],
    ],
  ])('case %# names the place', (definition, messages) => {
    expect(found(definition)).toEqual(messages)
    expect(compile(definition)).not.toHaveProperty('flow')
  })

  const notYet = (Object.keys(nodeTypes) as FlowNodeType[]).filter((type) => nodeTypes[type].behaviour === 'work' && !nodeTypes[type].run)

  it.each(notYet)('says that a node of type %s cannot run yet', (type) => {
    expect(compile({ nodes: [start, end, { name: 'Later', type }], connections: plain }).findings).toContainEqual({
      severity: 'Error',
      type: 'Unspecified',
      message: `Node Later is of type ${type}, which this version of Sluice cannot run yet.`,
      details: { unspecified: {} },
    })
  })

  it('come in the order of the definition, nodes before connections, and at one place in that of the rules', () => {
    const second: FlowDefinition = {
      nodes: [ask('Bee', '{{words}} {{tone}}'), { ...ask('Ask', '{{words}} {{mood}}'), outputs: [] }, start, { ...end, inputs: [] }],
      connections: [data('Nobody', 'Ask.words', 'lost'), data('Start', 'Bee.words'), data('Nobody', 'Bee.none', 'more')],
    }

    const places = compile(second).findings.map(({ type, details = {} }) =>
      [type, ...Object.values(details).flatMap(Object.values)].join(' '),
    )

    expect(places).toEqual([
      'MissingNodeInput Bee tone',
      'MissingNodeInput Ask mood',
      'MissingNodeOutput Ask modelCompletion',
      'MissingNodeInput End document',
      'UnknownConnectionSource lost',
      'UnknownConnectionSource more',
      'UnknownConnectionTargetInput more',
      'UnreachableNode End',
    ])
  })

  it('say last of all Errors what cannot run yet, and then the Warnings', () => {
    const later: FlowDefinition = {
      nodes: [start, { name: 'Later', type: 'Lex', configuration: { lex: { botAliasArn: 'a', localeId: 'l' } } }, { ...end, inputs: [] }],
    }

    expect(found(later)).toEqual([
      'Error MissingNodeInput Node Later is missing the required input inputText.',
      'Error MissingNodeOutput Node Later is missing the required output predictedIntent.',
      'Error MissingNodeInput Node End is missing the required input document.',
      'Error Unspecified Node Later is of type Lex, which this version of Sluice cannot run yet.',
      unreached('Later'),
      unreached('End'),
    ])
    expect(unavailableNodeTypes(later)).toEqual(compile(later).findings.slice(3, 4))
  })

  it('are at most 100, Errors first', () => {
    const idle = Array.from({ length: 150 }, (_, index) => ask(`Idle${index}`, 'no variables'))
    const definition = { nodes: [start, ...idle, { ...end, inputs: [] }], connections: [] }

    const { findings } = compile(definition)

    expect(findings).toHaveLength(100)
    expect(findings[0]).toEqual({
      severity: 'Error',
      type: 'MissingNodeInput',
      message: 'Node End is missing the required input document.',
      details: { missingNodeInput: { node: 'End', input: 'document' } },
    })
    expect(findings.slice(1).every(({ severity }) => severity === 'Warning')).toBe(true)
  })
})
