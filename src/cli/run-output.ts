import type { FlowRun } from '../api/run-flow.ts'
import type { FlowValidation } from '../contract/flow-validation.ts'
import type { StoredEvent } from '../engine/event.ts'

/** The document of the Output node, text as it is; those of several by their nodes' names. */
export const outputText = (events: readonly StoredEvent[]): string => {
  const [only, ...others] = outputsIn(events)
  if (!only) return ''
  const value = others.length === 0 ? only.document : Object.fromEntries([only, ...others].map(({ node, document }) => [node, document]))
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

const outputsIn = (events: readonly StoredEvent[]) =>
  events.flatMap((event) => (event.type === 'flowOutput' ? [{ node: event.node, document: event.document }] : []))
