import { expect, it } from 'vitest'
import fc from 'fast-check'
import type { FlowConnection, FlowDefinition, FlowNode, FlowNodeInput, FlowNodeType } from '../../contract/flow-definition.ts'
import { nodeTypes } from '../nodes/registry.ts'
import type { CompiledFlow, DataTarget } from './compiled-flow.ts'
import { compile } from './compile.ts'

const inline = (text: string): NonNullable<FlowNode['configuration']> => ({
  prompt: { sourceConfiguration: { inline: { modelId: 'm', templateType: 'TEXT', templateConfiguration: { text: { text } } } } },
})
const anything = (name: string): FlowNodeInput => ({ name, type: 'String', expression: '$.data' })

/** A runnable node in the middle of a flow, with as many inputs as the graph gives it. */
const middle = (position: number, kind: 'Prompt' | 'Condition', inputs: number): FlowNode => {
  const names = Array.from({ length: inputs }, (_, index) => `in${index}`)
  return kind === 'Prompt'
    ? {
        name: `Node${position}`,
        type: kind,
        configuration: inline(names.map((name) => `{{${name}}}`).join(' ') || 'x'),
        inputs: names.map(anything),
        outputs: [{ name: 'modelCompletion', type: 'String' }],
      }
    : {
        name: `Node${position}`,
        type: kind,
        configuration: { condition: { conditions: [{ name: 'yes', expression: 'in0 == "x"' }, { name: 'default' }] } },
        inputs: names.map(anything),
      }
}

/** An acyclic flow of runnable nodes: each input is fed by an earlier node with an output, some nodes wait for a Condition. */
const soundDefinition: fc.Arbitrary<FlowDefinition> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('Prompt' as const, 'Condition' as const, 'Output' as const),
      feeds: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      gate: fc.option(fc.nat()),
    }),
    { maxLength: 8 },
  )
  .map((drawn) => {
    const nodes: FlowNode[] = [{ name: 'Start', type: 'Input', outputs: [{ name: 'document', type: 'String' }] }]
    const connections: FlowConnection[] = []
    for (const { kind, feeds, gate } of [...drawn, { kind: 'Output' as const, feeds: [0], gate: null }]) {
      const givers = nodes.filter(({ outputs }) => outputs)
      const gates = nodes.filter(({ type }) => type === 'Condition')
      const position = nodes.length
      const node: FlowNode =
        kind === 'Output' ? { name: `Node${position}`, type: kind, inputs: [anything('document')] } : middle(position, kind, feeds.length)
      for (const [index, input] of (node.inputs ?? []).entries()) {
        const giver = givers[(feeds[index] ?? 0) % givers.length]
        if (!giver) throw new Error('Start always gives')
        const sourceOutput = giver.outputs?.[0]?.name ?? ''
        connections.push({
          name: `c${connections.length}`,
          type: 'Data',
          source: giver.name,
          target: node.name,
          configuration: { data: { sourceOutput, targetInput: input.name } },
        })
      }
      const source = gate === null ? undefined : gates[gate % gates.length]
      if (source) {
        connections.push({
          name: `c${connections.length}`,
          type: 'Conditional',
          source: source.name,
          target: node.name,
          configuration: { conditional: { condition: position % 2 ? 'yes' : 'default' } },
        })
      }
      nodes.push(node)
    }
    return { nodes, connections }
  })

const name = fc.constantFrom(
  'Start',
  'Node1',
  'Node2',
  'Node3',
  'document',
  'in0',
  'in1',
  'modelCompletion',
  'yes',
  'default',
  'constructor',
  'toString',
)
const types = Object.keys(nodeTypes) as FlowNodeType[]
const configuration = fc.oneof(
  fc.constantFrom<NonNullable<FlowNode['configuration']>>({}, { input: {} }, { output: {} }, { agent: { agentAliasArn: '' } }),
  fc.constantFrom('x', '{{in0}}', '{{constructor}}').map(inline),
  fc
    .array(fc.record({ name, expression: fc.constantFrom('in0 == "x"', 'in0 >', 'in1', 'toString < 1') }, { requiredKeys: ['name'] }), {
      maxLength: 3,
    })
    .map((conditions) => ({ condition: { conditions } })),
)
const ioType = fc.constantFrom('String' as const, 'Number' as const, 'Object' as const)
const anyNode: fc.Arbitrary<FlowNode> = fc.record(
  {
    name,
    type: fc.constantFrom('Input' as const, 'Output' as const, 'Prompt' as const, 'Condition' as const, ...types),
    configuration,
    inputs: fc.array(fc.record({ name, type: ioType, expression: fc.constantFrom('$.data', '$.data.x', '$.x') }), { maxLength: 3 }),
    outputs: fc.array(fc.record({ name, type: ioType }), { maxLength: 2 }),
  },
  { requiredKeys: ['name', 'type'] },
)
const anyConnection: fc.Arbitrary<FlowConnection> = fc.record(
  {
    name,
    type: fc.constantFrom('Data', 'Conditional'),
    source: name,
    target: name,
    configuration: fc.oneof(
      fc.record({ sourceOutput: name, targetInput: name }).map((data) => ({ data })),
      name.map((condition) => ({ conditional: { condition } })),
    ),
  },
  { requiredKeys: ['name', 'type', 'source', 'target'] },
)

/** A sound flow with some of its parts replaced, added or taken away. */
const mutated = fc
  .tuple(
    soundDefinition,
    fc.array(fc.tuple(fc.nat(), fc.nat(2), anyNode), { maxLength: 2 }),
    fc.array(fc.tuple(fc.nat(), fc.nat(2), anyConnection), { maxLength: 2 }),
  )
  .map(([{ nodes = [], connections = [] }, nodeChanges, connectionChanges]): FlowDefinition => ({
    nodes: nodeChanges.reduce<readonly FlowNode[]>(
      (all, [at, removed, node]) => all.toSpliced(at % (all.length + 1), removed, node),
      nodes,
    ),
    connections: connectionChanges.reduce<readonly FlowConnection[]>(
      (all, [at, removed, each]) => all.toSpliced(at % (all.length + 1), removed, each),
      connections,
    ),
  }))

/** What a compiled flow promises and does not keep. */
const inconsistencies = ({ nodes, byName, start }: CompiledFlow): readonly string[] => {
  const claims: [string, boolean][] = [
    ['one start', nodes.filter(({ type }) => type.behaviour === 'start').length === 1 && nodes[start.index] === start],
    ['nothing before the start', start.dataCount === 0 && start.gateCount === 0],
    ['a name for each node', byName.size === nodes.length],
    ['as many data as are counted', sum(nodes.map(({ data }) => data.length)) === sum(nodes.map(({ dataCount }) => dataCount))],
    ['as many gates as are counted', sum(nodes.map(({ gates }) => gates.length)) === sum(nodes.map(({ gateCount }) => gateCount))],
    ['acyclic', settled(nodes) === nodes.length],
  ]
  for (const node of nodes) {
    claims.push(['its index', nodes[node.index] === node && byName.get(node.name) === node])
    claims.push([
      'one connection per input',
      new Set(node.inputs.map(({ input }) => input.name)).size === node.dataCount && node.inputs.length === node.dataCount,
    ])
    claims.push(['gates of known conditions', node.gates.every(({ condition }) => node.conditions.some((each) => each.name === condition))])
    for (const { input, source } of node.inputs) {
      const giver = nodes[source.node]
      claims.push(['a source output', giver?.outputs.some((output) => output.name === source.output) ?? false])
      const there = (each: DataTarget) => each.output === source.output && each.node === node.index && each.input === input.name
      claims.push(['the same connection from both ends', giver?.data.filter(there).length === 1])
    }
  }
  return claims.filter(([, kept]) => !kept).map(([claim]) => claim)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

/** How many nodes come free when those without open connections are taken away again and again: all, exactly in an acyclic graph. */
const settled = (nodes: CompiledFlow['nodes']): number => {
  const open = nodes.map(({ dataCount, gateCount }) => dataCount + gateCount)
  const free = nodes.filter(({ index }) => open[index] === 0)
  for (const { data, gates } of free) {
    for (const { node } of [...data, ...gates]) {
      open[node] = (open[node] ?? 0) - 1
      const target = nodes[node]
      if (target && open[node] === 0) free.push(target)
    }
  }
  return free.length
}

it('every acyclic flow of complete nodes compiles without an Error', () => {
  fc.assert(
    fc.property(soundDefinition, (definition) => {
      const { findings, flow } = compile(definition)

      const others = findings.filter(({ type }) => type !== 'UnsatisfiedConnectionConditions')
      expect([others, flow && inconsistencies(flow)]).toEqual([[], []])
    }),
  )
})

it('a damaged definition never makes it throw, and a flow that comes out is consistent', () => {
  const outcomes = { flow: 0, errors: 0 }

  fc.assert(
    fc.property(mutated, (definition) => {
      const { findings, flow } = compile(definition)

      const failed = findings.some(({ severity }) => severity === 'Error')
      expect([flow === undefined, flow ? inconsistencies(flow) : []]).toEqual([failed, []])
      outcomes[flow ? 'flow' : 'errors'] += 1
    }),
    { numRuns: 200 },
  )

  expect(outcomes.flow).toBeGreaterThan(0)
  expect(outcomes.errors).toBeGreaterThan(0)
})
