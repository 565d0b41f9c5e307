import { setTimeout as sleep } from 'node:timers/promises'
import { call } from './client.ts'

/** What a client was told of one execution. */
export interface Told {
  readonly executionArn: string
  /** The stop's answer, if it was stopped. */
  stop?: 'Aborted' | 'ended before'
  /** Once it was seen as ended. */
  end?: { readonly status: unknown; readonly endedAt: unknown }
}

/** What the clients saw: `contradictions` are sentences about an end that changed. */
export interface Load {
  readonly told: readonly Told[]
  readonly contradictions: readonly string[]
  /** No further executions; resolves when every client has its last answer. */
  finish(): Promise<void>
}

/** `clients` that start executions, stop half of them sooner or later, and look. */
export const startLoad = (endpoint: string, { flow, clients }: { readonly flow: string; readonly clients: number }): Load => {
  const told: Told[] = []
  const contradictions: string[] = []
  const finishing = new AbortController()

  const look = async (one: Told): Promise<void> => {
    const { status, endedAt } = (await call(endpoint, 'GET', pathOf(one))).body
    if (one.end !== undefined && (one.end.status !== status || one.end.endedAt !== endedAt))
      contradictions.push(`${one.executionArn} was ${JSON.stringify(one.end)} and is ${JSON.stringify({ status, endedAt })}`)
    if (status !== 'Running') one.end ??= { status, endedAt }
  }
  const client = async (): Promise<void> => {
    while (!finishing.signal.aborted) {
      const document = Math.random() < 0.5 ? 'two words' : 'word '.repeat(50)
      const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document } }]
      const started = await call(endpoint, 'POST', `/flows/${flow}/aliases/TSTALIASID/executions`, { inputs })
      if (started.status !== 200) throw new Error(`StartFlowExecution answered ${JSON.stringify(started)}`)
      const one: Told = { executionArn: String(started.body['executionArn']) }
      told.push(one)
      await sleep(Math.random() * 200)
      if (Math.random() < 0.5) {
        const { status } = await call(endpoint, 'POST', `${pathOf(one)}/stop`)
        if (status !== 200 && status !== 409) contradictions.push(`The stop of ${one.executionArn} answered ${status}`)
        one.stop = status === 200 ? 'Aborted' : 'ended before'
      }
      await look(one)
      const earlier = told[Math.floor(Math.random() * told.length)]
      if (earlier) await look(earlier)
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
      }
    },
  }
}

/** Where an execution is, by ids. */
export const pathOf = ({ executionArn }: Told): string => {
  const [, flow = '', alias = '', execution = ''] = /:flow\/([^/]+)\/alias\/([^/]+)\/execution\/(.+)$/.exec(executionArn) ?? []
  return `/flows/${flow}/aliases/${alias}/executions/${execution}`
}
