import type { FlowRun } from '../api/run-flow.ts'
import type { FlowValidation } from '../contract/flow-validation.ts'
import type { StoredEvent } from '../engine/event.ts'
import { stepsOf, type PathStep } from '../engine/place.ts'
import type { Json } from '../lib/json.ts'

/** The document of the Output node, text as it is; those of several by their nodes' names. What comes once for each element is a list. */
export const outputText = (events: readonly StoredEvent[]): string => {
  const values = new Map<string, Json>()
  for (const { node, path, document } of outputsIn(events)) {
    const before = values.get(node)
    values.set(node, path === undefined ? document : [...(Array.isArray(before) ? before : []), document])
  }
  if (values.size === 0) return ''
  const [only = null] = values.values()
  const value = values.size === 1 ? only : Object.fromEntries(values)
  return typeof value === 'string' ? `${value}\n` : json(value)
}

/** All of a run as one JSON document, for scripts. */
export const outputDocument = ({ flowRun, events, findings, trace }: Told): string => {
  const { ended, usage, stopProof } = flowRun
  return json({
    status: ended.status,
    durationMs: (events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0),
    outputs: outputsIn(events),
    usage,
    ...(ended.error && { error: ended.error }),
    ...(stopProof && { stopProof }),
    ...(findings.length > 0 && { findings }),
    ...(trace && { events }),
  })
}

interface Told {
  readonly flowRun: FlowRun
  readonly events: readonly StoredEvent[]
  readonly findings: readonly FlowValidation[]
  /** With the events. */
  readonly trace: boolean
}

export const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

/** Those of elements with their path, in the order of the elements. */
const outputsIn = (events: readonly StoredEvent[]): readonly Output[] =>
  events
    .flatMap((event) => (event.type === 'flowOutput' ? [event] : []))
    .toSorted((a, b) => byPlace(stepsOf(a.path), stepsOf(b.path)) || a.sequence - b.sequence)
    .map(({ node, path, document }) => ({ node, ...(path !== '' && { path }), document }))

interface Output {
  readonly node: string
  readonly path?: string
  readonly document: Json
}

/** Elements of one Iterator by their index; anything else as it came. */
const byPlace = (left: readonly PathStep[], right: readonly PathStep[]): number => {
  for (const [position, { node, index }] of left.entries()) {
    const other = right[position]
    if (other?.node !== node) return 0
    if (other.index !== index) return index - other.index
  }
  return 0
}
