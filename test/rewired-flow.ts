import fc from 'fast-check'
import type { FlowConnection, FlowDefinition } from '../src/contract/flow-definition.ts'
import { compile } from '../src/flow/compiler/compile.ts'
import { gate } from './definitions.ts'
import { randomFlow } from './random-flow.ts'

/** One change of a flow; numbers are taken modulo what there is to choose from. */
interface Change {
  readonly what: 'gate' | 'source'
  readonly from: number
  readonly to: number
}

const change: fc.Arbitrary<Change> = fc.record({ what: fc.constantFrom('gate', 'source'), from: fc.nat(), to: fc.nat() })

/** Random flows with gates that lead anywhere and values that come from anywhere: what compiles all the same. */
export const rewiredFlow: fc.Arbitrary<FlowDefinition> = fc
  .tuple(randomFlow, fc.array(change, { minLength: 1, maxLength: 4 }))
  .map(([flow, changes]) => changes.reduce(changed, flow))
  .filter((definition) => compile(definition).flow !== undefined)

const changed = (flow: FlowDefinition, { what, from, to }: Change): FlowDefinition =>
  what === 'gate' ? withGate(flow, from, to) : withSource(flow, from, to)

const withGate = ({ nodes = [], connections = [] }: FlowDefinition, from: number, to: number): FlowDefinition => {
  const conditions = nodes.flatMap(({ name, configuration }) =>
    (configuration?.condition?.conditions ?? []).map((condition) => `${name}.${condition.name}`),
  )
  const [way, target] = [conditions[from % Math.max(1, conditions.length)], nodes[to % nodes.length]]
  if (way === undefined || !target) return { nodes, connections }
  const added = gate(way, target.name)
  return { nodes, connections: [...connections.filter(({ name }) => name !== added.name), added] }
}

const withSource = ({ nodes = [], connections = [] }: FlowDefinition, from: number, to: number): FlowDefinition => {
  const fed = connections.filter(({ type }) => type === 'Data')
  const old = fed[to % fed.length]
  const targetInput = old?.configuration?.data?.targetInput
  const input = nodes.find(({ name }) => name === old?.target)?.inputs?.find(({ name }) => name === targetInput)
  const offers = nodes.flatMap((node) =>
    (node.outputs ?? []).filter(({ type }) => type === input?.type).map((output) => ({ source: node.name, sourceOutput: output.name })),
  )
  const offer = offers[from % Math.max(1, offers.length)]
  if (!old || targetInput === undefined || !offer || input?.expression !== '$.data') return { nodes, connections }
  const { source, sourceOutput } = offer
  const fresh: FlowConnection = { ...old, source, configuration: { data: { sourceOutput, targetInput } } }
  return { nodes, connections: connections.map((one) => (one === old ? fresh : one)) }
}
