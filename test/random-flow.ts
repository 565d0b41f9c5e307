import fc from 'fast-check'
import type { FlowConnection, FlowDefinition, FlowNode } from '../src/contract/flow-definition.ts'
import type { Inputs } from './definitions.ts'
import { condition, data, gate, input, output, prompt } from './definitions.ts'

/** What the generator draws for one node; numbers are taken modulo what there is to choose from. */
interface Draft {
  readonly kind: 'Prompt' | 'Condition' | 'Output'
  readonly sources: readonly number[]
  readonly gates: readonly { readonly condition: number; readonly branch: number }[]
  /** One in about a hundred inputs asks for what is not there, or has the wrong type. */
  readonly fault: number
  readonly threshold: number
}

const draft: fc.Arbitrary<Draft> = fc.record({
  kind: fc.constantFrom('Prompt' as const, 'Prompt' as const, 'Condition' as const, 'Condition' as const, 'Output' as const),
  sources: fc.array(fc.nat(), { maxLength: 3 }),
  gates: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.array(fc.record({ condition: fc.nat(), branch: fc.nat() }), { maxLength: 3 }) },
  ),
  fault: fc.nat(99),
  threshold: fc.nat(9),
})

/** Flows of 5 to 30 nodes that compile: branches, joins, gates of several conditions, dead and unreachable nodes, some that fail. */
export const randomFlow: fc.Arbitrary<FlowDefinition> = fc
  .tuple(fc.array(draft, { minLength: 3, maxLength: 28 }), fc.array(fc.nat(1000), { minLength: 30, maxLength: 30 }))
  .map(([drafts, order]) => {
    const { nodes, connections } = build(drafts)
    const shuffled = nodes.map((node, index) => ({ node, place: order[index] ?? 0 })).toSorted((a, b) => a.place - b.place)
    return { nodes: shuffled.map(({ node }) => node), connections }
  })

/** The document that such a flow takes. */
export const randomDocument = fc.record({ text: fc.constantFrom('yes', 'no'), amount: fc.nat(9) })

/** Answers of one word, so that a long flow has short prompts and a condition on an answer is now true, now false. */
export const oneWord = (text: string): string => {
  let hash = 7
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003
  return ['yes', 'no', 'perhaps'][hash % 3] ?? ''
}

const branches = ['first', 'second', 'default']

const build = (drafts: readonly Draft[]): { nodes: FlowNode[]; connections: FlowConnection[] } => {
  const nodes: FlowNode[] = [input('Object')]
  const connections: FlowConnection[] = []
  const sources = ['Start']
  const conditions: string[] = []
  for (const [index, one] of [...drafts, { kind: 'Output' as const, sources: [1], gates: [], fault: 99, threshold: 0 }].entries()) {
    const name = `${one.kind}${index}`
    const fed = (one.kind === 'Prompt' ? one.sources : [...one.sources, 0].slice(0, one.kind === 'Output' ? 1 : 2)).map(
      (number) => sources[number % sources.length] ?? 'Start',
    )
    nodes.push(nodeOf(name, one, fed))
    connections.push(...fed.map((source, place) => data(source, `${name}.${one.kind === 'Output' ? 'document' : `in${place}`}`)))
    const ways =
      conditions.length > 0 ? one.gates.map((way) => `${conditions[way.condition % conditions.length]}.${branches[way.branch % 3]}`) : []
    connections.push(...[...new Set(ways)].map((way) => gate(way, name)))
    if (one.kind === 'Prompt') sources.push(name)
    if (one.kind === 'Condition') conditions.push(name)
  }
  return { nodes, connections }
}

const nodeOf = (name: string, { kind, fault, threshold }: Draft, fed: readonly string[]): FlowNode => {
  const inputs: Inputs = Object.fromEntries(
    fed.map((source, place) => [`in${place}`, portOf(source, kind === 'Condition' && place === 0, fault)]),
  )
  if (kind === 'Prompt') return prompt(name, inputs)
  if (kind === 'Output') return output(name, ...portOf(fed[0] ?? 'Start', false, fault))
  const [, type] = inputs['in0'] ?? ['', 'String']
  const first = type === 'Number' ? `in0 > ${threshold}` : 'in0 == "yes"'
  const second = type === 'Number' ? `in0 == ${threshold}` : 'in0 == "no"'
  return condition(name, inputs, { first, second })
}

const portOf = (source: string, asNumber: boolean, fault: number): readonly [string, 'String' | 'Number'] => {
  if (source !== 'Start') return fault === 1 ? ['$.data.missing', 'Number'] : ['$.data', 'String']
  if (asNumber) return [fault === 2 ? '$.data.missing' : '$.data.amount', 'Number']
  return fault === 3 ? ['$.data.amount', 'String'] : ['$.data.text', 'String']
}
