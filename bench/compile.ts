import type { FlowConnection, FlowDefinition, FlowNode } from '../src/contract/flow-definition.ts'
import { compile } from '../src/flow/compiler/compile.ts'
import { hostileDefinitions } from './hostile-definitions.ts'
import { percentile, type Figure } from './ratio.ts'

const warming = 2_000
const rounds = 100

/**
 * A flow of 40 nodes, one of 1,000 beside it, and definitions that are made to cost as much as they can. In the processor's
 * time of this thread: a neighbour that takes the processor away does not count.
 */
export const benchCompile = function* (): Generator<Figure> {
  const [small, large] = [flow(40), flow(1_000)]
  if (!compile(small).flow || !compile(large).flow) throw new Error('The flows of this bench do not compile.')
  for (let round = 0; round < warming; round++) compile(small)
  const times = Array.from({ length: warming }, () => elapsed(() => compile(small)))
  yield { name: `compile ${sizeOf(small)}, p50`, unit: 'ms', measured: percentile(times, 50), target: '1 ms' }
  const turns = Array.from({ length: rounds }, () => ({
    small: processorTime(() => repeat(25, () => compile(small))),
    large: processorTime(() => compile(large)),
  }))
  yield {
    name: `compile ${sizeOf(large)}, p50`,
    unit: 'ms',
    measured: percentile(
      turns.map((turn) => turn.large),
      50,
    ),
    baseline: {
      name: `25 times ${sizeOf(small)}`,
      value: percentile(
        turns.map((turn) => turn.small),
        50,
      ),
    },
    target: 'equal within noise',
  }
  for (const [name, make] of Object.entries(hostileDefinitions)) {
    const text = JSON.stringify(make())
    const tries = Array.from({ length: 5 }, () => {
      const read: { definition: FlowDefinition } = { definition: {} }
      const reading = processorTime(() => (read.definition = JSON.parse(text)))
      return { reading, compiling: processorTime(() => compile(read.definition)) }
    })
    yield {
      name: `hostile: ${name}`,
      unit: 'ms',
      measured: Math.max(...tries.map(({ compiling }) => compiling)),
      baseline: {
        name: `JSON.parse of its ${(text.length / 1_000_000).toFixed(1)} MB`,
        value: Math.max(...tries.map(({ reading }) => reading)),
      },
      target: '1,000 ms',
    }
  }
}

const elapsed = (work: () => unknown): number => {
  const begin = performance.now()
  work()
  return performance.now() - begin
}

/** In milliseconds, the system's included. */
const processorTime = (work: () => unknown): number => {
  const begin = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(begin)
  return (user + system) / 1_000
}

const repeat = (times: number, work: () => unknown): void => {
  for (let time = 0; time < times; time++) work()
}

const sizeOf = ({ nodes = [], connections = [] }: FlowDefinition): string =>
  `${nodes.length.toLocaleString('en')} nodes and ${connections.length.toLocaleString('en')} connections`

/** Groups of four: a Prompt, a Condition over its answer, a Prompt and an Output behind one of its ways. Three connections for two nodes. */
const flow = (size: number): FlowDefinition => {
  const nodes: FlowNode[] = [{ name: 'Start', type: 'Input', outputs: [{ name: 'document', type: 'String' }] }]
  const connections: FlowConnection[] = []
  const connect = (source: string, output: string, target: string, targetInput: string): void => {
    const name = `c${connections.length}`
    connections.push({ name, type: 'Data', source, target, configuration: { data: { sourceOutput: output, targetInput } } })
  }
  for (let group = 0; nodes.length + 4 < size; group++) {
    const [ask, route, more, out] = [`Ask${group}`, `Route${group}`, `More${group}`, `Out${group}`]
    nodes.push(prompt(ask, ['text']), condition(route), prompt(more, ['text', 'answer']), output(out))
    connect('Start', 'document', ask, 'text')
    connect(ask, 'modelCompletion', route, 'word')
    connect('Start', 'document', more, 'text')
    connect(ask, 'modelCompletion', more, 'answer')
    connections.push({
      name: `g${group}`,
      type: 'Conditional',
      source: route,
      target: more,
      configuration: { conditional: { condition: 'yes' } },
    })
    connect(more, 'modelCompletion', out, 'document')
  }
  while (nodes.length < size) {
    const name = `Last${nodes.length}`
    nodes.push(output(name))
    connect('Start', 'document', name, 'document')
    connections.push({
      name: `g${name}`,
      type: 'Conditional',
      source: 'Route0',
      target: name,
      configuration: { conditional: { condition: 'default' } },
    })
  }
  return { nodes, connections }
}

const prompt = (name: string, inputs: readonly string[]): FlowNode => ({
  name,
  type: 'Prompt',
  configuration: {
    prompt: {
      sourceConfiguration: {
        inline: {
          modelId: 'amazon.nova-lite-v1:0',
          templateType: 'TEXT',
          templateConfiguration: { text: { text: inputs.map((each) => `${each}: {{${each}}}`).join('\n') } },
        },
      },
    },
  },
  inputs: inputs.map((each) => ({ name: each, type: 'String', expression: '$.data' })),
  outputs: [{ name: 'modelCompletion', type: 'String' }],
})

const condition = (name: string): FlowNode => ({
  name,
  type: 'Condition',
  configuration: {
    condition: { conditions: [{ name: 'yes', expression: 'word == "yes" or word == "Yes"' }, { name: 'default' }] },
  },
  inputs: [{ name: 'word', type: 'String', expression: '$.data' }],
})

const output = (name: string): FlowNode => ({ name, type: 'Output', inputs: [{ name: 'document', type: 'String', expression: '$.data' }] })
