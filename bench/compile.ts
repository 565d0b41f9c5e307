import type { FlowConnection, FlowDefinition, FlowNode } from '../src/contract/flow-definition.ts'
import { compile } from '../src/flow/compiler/compile.ts'
import { hostileDefinitions } from './hostile-definitions.ts'
import { percentile, type Figure } from './ratio.ts'

const warming = 2_000
const rounds = 2_000

/** A flow of 40 nodes, one of 1,000, and definitions that are made to cost as much as they can. */
export const benchCompile = function* (): Generator<Figure> {
  const [small, large] = [flow(40), flow(1_000)]
  if (!compile(small).flow || !compile(large).flow) throw new Error('The flows of this bench do not compile.')
  for (let round = 0; round < warming; round++) compile(small)
  for (let round = 0; round < warming / 25; round++) compile(large)
  const times: number[] = []
  const largeTimes: number[] = []
  for (let round = 0; round < rounds; round++) {
    times.push(timed(small))
    if (round % 25 === 0) largeTimes.push(timed(large))
  }
  const [median, largeMedian] = [percentile(times, 50), percentile(largeTimes, 50)]
  yield { name: `compile ${sizeOf(small)}, p50`, unit: 'ms', measured: median, target: '1 ms' }
  yield { name: `compile ${sizeOf(small)}, p99`, unit: 'ms', measured: percentile(times, 99) }
  yield { name: `compile ${sizeOf(large)}, p50`, unit: 'ms', measured: largeMedian }
  yield { name: 'what 1,000 nodes cost of 40', unit: 'times', measured: largeMedian / median, target: '25' }
  for (const [name, make] of Object.entries(hostileDefinitions)) {
    const definition = make()
    const worst = Math.max(...Array.from({ length: 3 }, () => timed(definition)))
    yield { name: `hostile: ${name}`, unit: 'ms', measured: worst, target: '1,000 ms' }
  }
}

const timed = (definition: FlowDefinition): number => {
  const begin = performance.now()
  compile(definition)
  return performance.now() - begin
}

const sizeOf = ({ nodes = [], connections = [] }: FlowDefinition): string =>
  `${nodes.length.toLocaleString('en')} nodes and ${connections.length.toLocaleString('en')} connections`

/** Groups of four: a Prompt, a Condition over its answer, a Prompt and an Output behind one of its ways: three nodes in two. */
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
