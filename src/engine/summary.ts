import type { CompiledFlow, CompiledNode } from '../flow/compiler/compiled-flow.ts'
import { isJsonObject, type Json } from '../lib/json.ts'
import type { EventPayload, NodeActionEvent, NodeInput, NodeOutput } from './event.ts'
import type { ExecutionSummary, ModelUsage, NodeSummary } from './executions.ts'
import { nodeAt, nodeNumber, stepsOf } from './place.ts'

export const emptySummary: ExecutionSummary = { nodes: [], usage: [] }

/** A summary with the events that follow on those it stands for. Pure; costs the nodes of the flow and the events, not the visits before. */
export const extendSummary = (flow: CompiledFlow, summary: ExecutionSummary, events: readonly EventPayload[]): ExecutionSummary => {
  const tallies: Tallies = {
    nodes: new Map(summary.nodes.map((node) => [node.node, { ...node }])),
    usage: new Map(summary.usage.map((usage) => [usage.modelId, { ...usage }])),
  }
  for (const event of events) count(flow, tallies, event)
  return { nodes: [...tallies.nodes.values()], usage: [...tallies.usage.values()] }
}

type Tally<Counts> = { -readonly [Count in keyof Counts]: Counts[Count] }

interface Tallies {
  readonly nodes: Map<string, Tally<NodeSummary>>
  readonly usage: Map<string, Tally<ModelUsage>>
}

const count = (flow: CompiledFlow, tallies: Tallies, event: EventPayload): void => {
  switch (event.type) {
    case 'nodeInput':
      return begin(flow, tallies, event)
    case 'nodeOutput':
      return putOut(flow, tallies, event)
    case 'conditionResult':
    case 'flowOutput':
      return settle(tallyOf(flow, tallies, nodeAt(flow, event)))
    case 'nodeFailure':
      tallyOf(flow, tallies, nodeAt(flow, event)).failed++
      return
    case 'attempt':
      if (event.cause === 'retry') tallyOf(flow, tallies, nodeAt(flow, event)).retries++
      return
    case 'nodeAction':
      return use(tallies, event)
    case 'ended':
      for (const tally of tallies.nodes.values()) tally.running = 0
      return
    case 'started':
    case 'flowInput':
    case 'flowFailure':
  }
}

const begin = (flow: CompiledFlow, tallies: Tallies, event: NodeInput): void => {
  const node = nodeAt(flow, event)
  const tally = tallyOf(flow, tallies, node)
  switch (node.type.behaviour) {
    case 'each': {
      const size = Array.isArray(event.inputs['array']) ? event.inputs['array'].length : 0
      tally.elements ??= 0
      tally.arraySize = (tally.arraySize ?? 0) + size
      tally.running++
      if (size === 0) settle(tally)
      return
    }
    case 'gather':
      tally.elements = (tally.elements ?? 0) + 1
      return
    case 'loopEnd':
      tally.done++
      return
    default:
      tally.running++
  }
}

const putOut = (flow: CompiledFlow, tallies: Tallies, event: NodeOutput): void => {
  const node = nodeAt(flow, event)
  const tally = tallyOf(flow, tallies, node)
  switch (node.type.behaviour) {
    case 'each':
      tally.elements = (tally.elements ?? 0) + 1
      if ((stepsOf(event.path).at(-1)?.index ?? 0) + 1 === event.outputs['arraySize']) settle(tally)
      return
    case 'start':
    case 'loopStart':
    case 'gather':
      tally.done++
      return
    default:
      settle(tally)
  }
}

const settle = (tally: Tally<NodeSummary>): void => {
  tally.running--
  tally.done++
}

const tallyOf = (flow: CompiledFlow, { nodes }: Tallies, { name, region }: CompiledNode): Tally<NodeSummary> => {
  const node = `${loopsAround(flow, region)}${name}`
  const known = nodes.get(node)
  if (known) return known
  const tally = { node, done: 0, running: 0, failed: 0, retries: 0 }
  nodes.set(node, tally)
  return tally
}

/** Two bodies of Loops may have nodes of one name: `Refine/` stands in front of those of Refine's. */
const loopsAround = (flow: CompiledFlow, index: number): string => {
  const region = flow.regions[index]
  if (!region || region.type === 'root') return ''
  const around = loopsAround(flow, region.parent)
  return region.type === 'repeat' ? `${around}${nodeNumber(flow, region.opener).name}/` : around
}

const use = ({ usage }: Tallies, { action: { request, response } }: NodeActionEvent): void => {
  const [modelId, used] = [request['modelId'], response['usage']]
  if (typeof modelId !== 'string' || !isJsonObject(used)) return
  const tally = usage.get(modelId) ?? { modelId, inputTokens: 0, outputTokens: 0, totalTokens: 0 }
  usage.set(modelId, tally)
  tally.inputTokens += tokens(used['inputTokens'])
  tally.outputTokens += tokens(used['outputTokens'])
  tally.totalTokens += tokens(used['totalTokens'])
}

const tokens = (value: Json | undefined): number => (typeof value === 'number' ? value : 0)
