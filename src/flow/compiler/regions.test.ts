import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FlowConnection, FlowDefinition, FlowNode } from '../../contract/flow-definition.ts'
import { collector, flow, input, iterator } from '../../../test/findings/finding-case.ts'
import { ask, data, end, start } from '../../../test/small-definitions.ts'
import { compile } from './compile.ts'
import type { CompiledFlow } from './compiled-flow.ts'
import { indexDefinition } from './definition-index.ts'
import { linkFlow } from './link-flow.ts'
import { unavailableNodeTypes } from './unavailable-node-type.ts'

const any = '$.data.x'
const shapes: Readonly<Record<'Work' | 'Each' | 'Gather', FlowNode>> = {
  Work: { ...ask('Work', 'x'), inputs: [input('one', 'String', any), input('two', 'String', any)] },
  Each: { ...iterator, inputs: [input('array', 'Array', any)] },
  Gather: { ...collector, inputs: [input('arrayItem', 'String', any), input('arraySize', 'Number', any)] },
}

/** Any Iterators, Collectors and Prompts, each after those that lead to it. */
const anyOrder: fc.Arbitrary<FlowDefinition> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('Work' as const, 'Work' as const, 'Each' as const, 'Gather' as const),
      sources: fc.tuple(fc.nat(), fc.nat()),
    }),
    {
      minLength: 3,
      maxLength: 9,
    },
  )
  .map((drafts) => {
    const nodes: FlowNode[] = [start]
    const connections: FlowConnection[] = [data('Start', 'End')]
    for (const [number, { kind, sources }] of drafts.entries()) {
      const node = { ...shapes[kind], name: `${kind}${number}` }
      for (const [place, { name }] of (node.inputs ?? []).entries()) {
        const source = nodes[(sources[place] ?? 0) % nodes.length] ?? start
        connections.push(data(`${source.name}.${source.outputs?.[0]?.name}`, `${node.name}.${name}`))
      }
      nodes.push(node)
    }
    return flow([...nodes, end], connections)
  })

/** Settles what can be settled as the invariants of an execution say, with one scope for each region; answers what is left. */
const leftUnsettled = ({ nodes, regions }: CompiledFlow): readonly string[] => {
  const settled = new Set<number>()
  const open = new Set([0])
  const there = (source: number): boolean => {
    const opens = nodes[source]?.opens
    return opens === undefined ? settled.has(source) : open.has(opens)
  }
  const sources = nodes.map(() => new Array<number>())
  for (const { index, data: targets, gates } of nodes) for (const { node } of [...targets, ...gates]) sources[node]?.push(index)
  const settle = ({ index, region, opens, closes }: CompiledFlow['nodes'][number]): void => {
    if (settled.has(index) || !open.has(region) || !sources[index]?.every(there)) return
    if (opens !== undefined && !regions[opens]?.awaits.every((node) => settled.has(node))) return
    const gathered = closes === undefined ? [] : (regions[closes]?.nodes ?? [])
    if (!gathered.every((node) => settled.has(node))) return
    settled.add(index)
    if (opens !== undefined) open.add(opens)
  }
  for (let before = -1; before < settled.size;) {
    before = settled.size
    for (const node of nodes) settle(node)
  }
  return nodes.filter(({ index }) => !settled.has(index)).map(({ name }) => name)
}

it('invariant 3: a flow without Errors can be settled in its order; one whose elements could never begin, cannot', () => {
  const outcomes = { runs: 0, waits: 0, other: 0 }

  fc.assert(
    fc.property(anyOrder, (definition) => {
      const later = new Set(unavailableNodeTypes(definition).map(({ message }) => message))
      const errors = compile(definition).findings.filter(({ severity, message }) => severity === 'Error' && !later.has(message))
      const stuck = errors.filter(({ message }) => message.endsWith('they could never begin.'))
      const outcome = errors.length === 0 ? 'runs' : stuck.length === errors.length ? 'waits' : 'other'
      outcomes[outcome] += 1
      fc.pre(outcome !== 'other')

      const left = leftUnsettled(linkFlow(indexDefinition(definition)))

      expect(left.length > 0).toBe(outcome === 'waits')
    }),
    { numRuns: 1_000, maxSkipsPerRun: 1_000 },
  )

  expect(outcomes.runs).toBeGreaterThan(0)
  expect(outcomes.waits).toBeGreaterThan(0)
})
