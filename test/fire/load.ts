import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import type { Json } from '../../src/lib/json.ts'
import { call } from './client.ts'
import { executionsOf, pathOf, startWith } from './execution-path.ts'
import type { FlowUnderFire } from './flows-under-fire.ts'
import { listEvents } from './list-events.ts'

/** What a client was told of one execution. */
export interface Told {
  readonly executionArn: string
  /** The stop's answer, if it was stopped. */
  stop?: 'Aborted' | 'ended before'
  /** Once it was seen as ended. */
  end?: { readonly status: unknown; readonly endedAt: unknown }
  /** Its events of type Node, each as JSON, as far as they were ever listed. */
  events?: readonly string[]
}

/** And what it was started with. */
export interface Fired extends Told {
  readonly definition: FlowDefinition
  readonly document: Json
}

/** What the clients saw: `contradictions` are sentences about an end or a history that changed. */
export interface Load {
  readonly told: readonly Fired[]
  readonly contradictions: readonly string[]
  /** No further executions; resolves when every client has its last answer. */
  finish(): Promise<void>
}

/** How many of the looks at an execution read its whole history. */
const readHistory = 0.3

/** A flow under fire, prepared. */
export interface PreparedFlow extends FlowUnderFire {
  readonly id: string
}

/** `clients` that start executions, stop half of them sooner or later, and look. No two have the same document. */
export const startLoad = (
  endpoint: string,
  { flows, clients }: { readonly flows: readonly PreparedFlow[]; readonly clients: number },
): Load => {
  const told: Fired[] = []
  const contradictions: string[] = []
  const finishing = new AbortController()

  const look = async (one: Told): Promise<void> => {
    const { status, endedAt } = (await call(endpoint, 'GET', pathOf(one.executionArn))).body
    if (one.end !== undefined && (one.end.status !== status || one.end.endedAt !== endedAt))
      contradictions.push(`${one.executionArn} was ${JSON.stringify(one.end)} and is ${JSON.stringify({ status, endedAt })}`)
    if (status !== 'Running') one.end ??= { status, endedAt }
  }
  const readEvents = async (one: Told): Promise<void> => {
    const before = one.events ?? []
    const events = await listEvents(endpoint, one.executionArn)
    if (before.some((event, index) => event !== events[index]))
      contradictions.push(`The events of ${one.executionArn} began with ${before.join()} and now with ${events.join()}`)
    else one.events = events
  }
  const client = async (): Promise<void> => {
    while (!finishing.signal.aborted) {
      const flow = flows[Math.floor(Math.random() * flows.length)]
      if (!flow) throw new Error('There is no flow to start')
      const document = flow.document(`${randomUUID()} ${Math.random() < 0.5 ? 'two words' : 'word '.repeat(50)}`)
      const started = await call(endpoint, 'POST', executionsOf(flow.id), { body: startWith(document) })
      if (started.status !== 200) throw new Error(`StartFlowExecution answered ${JSON.stringify(started)}`)
      const one: Fired = { executionArn: String(started.body['executionArn']), definition: flow.definition, document }
      told.push(one)
      await sleep(Math.random() * 200)
      if (Math.random() < 0.5) {
        const { status } = await call(endpoint, 'POST', `${pathOf(one.executionArn)}/stop`)
        if (status !== 200 && status !== 409) contradictions.push(`The stop of ${one.executionArn} answered ${status}`)
        one.stop = status === 200 ? 'Aborted' : 'ended before'
      }
      await look(one)
      const earlier = told[Math.floor(Math.random() * told.length)]
      if (earlier) await look(earlier)
      if (earlier && Math.random() < readHistory) await readEvents(earlier)
    }
  }
  const all = Promise.all(Array.from({ length: clients }, client))
  return {
    told,
    contradictions,
    async finish() {
      finishing.abort()
      await all
      for (const one of told) {
        while (one.end === undefined) {
          await look(one)
          if (one.end === undefined) await sleep(100)
        }
        await look(one)
        if (one.events !== undefined) await readEvents(one)
      }
    },
  }
}
