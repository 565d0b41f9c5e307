import { expect, it } from 'vitest'
import fc from 'fast-check'
import type { FlowDefinition, FlowNode } from '../../contract/flow-definition.ts'
import { ask, data, end, routed, start } from '../../../test/small-definitions.ts'
import { iterator } from '../../../test/findings/finding-case.ts'
import { randomFlow } from '../../../test/random-flow.ts'
import { checkStructure } from '../compiler/check-structure.ts'
import { compile } from '../compiler/compile.ts'
import { textOfPath } from './definition-path.ts'
import { locatedFindings } from './located-findings.ts'

const located = (definition: FlowDefinition) =>
  locatedFindings(definition).map(({ finding, path, position, unavailable }) => [
    finding.message,
    textOfPath(path),
    ...(position === undefined ? [] : [position]),
    ...(unavailable ? ['unavailable'] : []),
  ])

it('says where in a text it is malformed', () => {
  const definition: FlowDefinition = {
    ...routed(),
    nodes: [
      ...(routed({ name: 'yes', expression: 'word =' }).nodes ?? []).slice(0, 2),
      { ...end, inputs: [{ name: 'document', type: 'String', expression: '$.data..x' }] },
    ],
  }

  const positioned = located(definition).filter(([, , position]) => typeof position === 'number')
  expect(new Set(positioned)).toEqual(
    new Set([
      [
        'Condition yes of node Route is malformed: Equality is written ==, not =, at character 6.',
        'nodes[1].configuration.condition.conditions[0].expression',
        6,
      ],
      [
        'The expression of input document of node End is malformed: Sluice cannot evaluate recursive descent (..), at character 7.',
        'nodes[2].inputs[0].expression',
        7,
      ],
    ]),
  )
})

it('says where an unknown input is mentioned, in a Loop too', () => {
  const controller: FlowNode = {
    name: 'Route',
    type: 'LoopController',
    configuration: { loopController: { continueCondition: { name: 'yes', expression: '1 < 2 or wort == "y"' } } },
    inputs: [{ name: 'word', type: 'String', expression: '$.data', category: 'LoopCondition' }],
  }
  const loop: FlowNode = { name: 'Again', type: 'Loop', configuration: { loop: { definition: { nodes: [controller] } } } }
  const { nodes = [], connections = [] } = routed({ name: 'yes', expression: 'word == "x" or wort == "y"' })
  const path = 'nodes[1].configuration.condition.conditions[0].expression'

  expect(located({ nodes: [...nodes, loop], connections })).toContainEqual([
    'Condition yes of node Route is malformed: The node has no input wort.',
    path,
    16,
  ])
})

it('tells apart what only this version of Sluice cannot run', () => {
  const later: FlowNode = { name: 'Later', type: 'Lex' }

  expect(located({ nodes: [start, end, later], connections: [data('Start', 'End')] })).toContainEqual([
    'Node Later is of type Lex, which this version of Sluice cannot run yet.',
    'nodes[2].name',
    'unavailable',
  ])
})

it('says of what no flow could have nothing else', () => {
  expect(located({ nodes: [start, end, ask('Ask'), end], connections: [] })).toEqual([['Node name End must be unique.', 'nodes[3].name']])
})

it('names the Iterators that a node joins as the compiler does, also when one name begins with the other', () => {
  const each = (name: string): FlowNode => ({ ...iterator, name })
  const join: FlowNode = {
    ...ask('Join', 'Join'),
    inputs: [
      { name: 'one', type: 'String', expression: '$.data' },
      { name: 'other', type: 'String', expression: '$.data' },
    ],
  }
  const definition: FlowDefinition = {
    nodes: [start, each('Each1'), each('Each'), join, end],
    connections: [
      data('Start', 'End'),
      data('Start', 'Each1.array'),
      data('Start', 'Each.array'),
      data('Each1.arrayItem', 'Join.one'),
      data('Each.arrayItem', 'Join.other'),
    ],
  }

  const joined = 'Node Join joins elements of the Iterators Each1 and Each: gather those of one with a Collector first.'
  expect(located(definition)).toContainEqual([joined, 'nodes[3].name'])
  expect(compile(definition).findings.map(({ message }) => message)).toContain(joined)
})

/** A sound flow, beside a Loop that repeats the same nodes, with one thing gone or astray. */
const broken: fc.Arbitrary<FlowDefinition> = fc
  .tuple(randomFlow, fc.nat(), fc.constantFrom('node', 'connection', 'source', 'name'))
  .map(([flow, drawn, what]) => {
    const { nodes = [], connections = [] } = flow
    const [node, connection] = [drawn % nodes.length, drawn % Math.max(1, connections.length)]
    const body: FlowNode = { name: 'Again', type: 'Loop', configuration: { loop: { definition: flow } } }
    return {
      nodes: [...nodes.toSpliced(node, what === 'node' ? 1 : 0), ...(what === 'name' ? nodes.slice(0, 1) : []), body],
      connections: connections
        .toSpliced(connection, what === 'connection' ? 1 : 0)
        .map((each, index) => (what === 'source' && index === connection ? { ...each, source: 'Nobody' } : each)),
    }
  })

it('finds what the compiler finds, in its order and its words', () => {
  fc.assert(
    fc.property(broken, (definition) => {
      const faults = checkStructure(definition)
      const expected = faults.length > 0 ? faults : compile(definition).findings.map(({ message }) => message)

      const findings = locatedFindings(definition).map(({ finding }) => finding)

      expect(findings.map(({ message }) => message)).toEqual(expected)
      expect(JSON.stringify(findings)).not.toMatch(/[\u{E000}-\u{E001}]/u)
    }),
  )
})
