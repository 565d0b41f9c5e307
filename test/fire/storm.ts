import { setTimeout as sleep } from 'node:timers/promises'
import { single } from '../definitions.ts'
import { executionsOf, pathOf, startWith } from './execution-path.ts'
import type { LeanClient } from './lean-client.ts'
import { leanClient } from './lean-client.ts'
import type { ModelsApart } from './models-apart.ts'
import { startModelsApart } from './models-apart.ts'
import { preparedFlow } from './prepared-flow.ts'
import { startTemporaryServer } from './temporary-server.ts'

/** Executions that all stream at once: a token a second each, from models in a process of their own. */
export interface Storm extends AsyncDisposable {
  readonly client: LeanClient
  readonly models: ModelsApart
  readonly executions: readonly StormExecution[]
  readonly endpoint: string
}

export interface StormExecution {
  readonly executionArn: string
  /** What its model was asked. */
  readonly prompt: string
}

const tokenDelayMs = 1_000
/** Nobody waits for the end of such an answer. */
const words = 600
/** Until all stream; a loaded machine is slow. */
const patienceMs = 300_000

/** @param onEmpty - called while nothing runs yet. */
export const startStorm = async (count: number, onEmpty?: (endpoint: string) => Promise<void>): Promise<Storm> => {
  await using started = new AsyncDisposableStack()
  const models = started.use(await startModelsApart({ tokenDelayMs, words }))
  const server = await startTemporaryServer({ baseUrl: models.baseUrl, maxConcurrency: count })
  started.defer(() => server.remove())
  const { endpoint } = started.use(server)
  const client = started.use(leanClient(endpoint))
  const flow = await preparedFlow(endpoint, single)
  await onEmpty?.(endpoint)
  const executions: StormExecution[] = []
  await client.sendAll(
    Array.from({ length: count }, (_, index) => `storm-${index}`),
    async (document) => {
      const { status, body } = await client.send('POST', executionsOf(flow), startWith(document))
      if (status !== 200) throw new Error(`StartFlowExecution answered ${status} ${JSON.stringify(body)}`)
      executions.push({ executionArn: String(body['executionArn']), prompt: `Ask ${document}` })
    },
  )
  await until(() => models.openStreams() === count, patienceMs)
  const owned = started.move()
  return { client, models, executions, endpoint, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** What a stop took, in milliseconds from its request. */
export interface TimedStop {
  readonly answerMs: number
  /** Until the model's side saw its connection gone. */
  readonly socketMs: number
}

/** Stops executions, each `spreadMs` after the one before, all at once without it. @throws Error - a stop was not answered 200. */
export const stopAll = async (
  { client, models }: Storm,
  executions: readonly StormExecution[],
  spreadMs = 0,
): Promise<readonly TimedStop[]> => {
  const requested = new Map<string, { readonly at: number; readonly answerMs: number }>()
  const stop = async ({ executionArn, prompt }: StormExecution): Promise<void> => {
    const at = Date.now()
    const { status, body, milliseconds } = await client.send('POST', `${pathOf(executionArn)}/stop`)
    if (status !== 200 || body['status'] !== 'Aborted')
      throw new Error(`The stop of ${executionArn} answered ${status} ${JSON.stringify(body)}`)
    requested.set(prompt, { at, answerMs: milliseconds })
  }
  if (spreadMs === 0) await client.sendAll(executions, stop)
  else
    await Promise.all(
      executions.map(async (execution, index) => {
        await sleep(index * spreadMs)
        await stop(execution)
      }),
    )
  await until(() => executions.every(({ prompt }) => models.closed.has(prompt)), 30_000)
  return executions.map(({ prompt }) => {
    const { at, answerMs } = requested.get(prompt) ?? { at: NaN, answerMs: NaN }
    return { answerMs, socketMs: (models.closed.get(prompt)?.at ?? NaN) - at }
  })
}

/** Everything that is wrong when exactly `stopped` of a storm's executions were stopped. */
export const faultsOf = async (
  { client, models, executions }: Storm,
  { stopped, requests }: { readonly stopped: ReadonlySet<StormExecution>; readonly requests: number },
): Promise<readonly string[]> => {
  const faults: string[] = []
  await client.sendAll(executions, async (execution) => {
    const { executionArn, prompt } = execution
    const expected = stopped.has(execution) ? 'Aborted' : 'Running'
    const { status } = (await client.send('GET', pathOf(executionArn))).body
    if (status !== expected) faults.push(`${executionArn} is ${String(status)} in place of ${expected}`)
    if (models.closed.has(prompt) !== stopped.has(execution))
      faults.push(`The model call of ${executionArn}, which is ${expected}, is ${models.closed.has(prompt) ? 'gone' : 'still open'}`)
    if (models.closed.get(prompt)?.finished) faults.push(`The model call of ${executionArn} was not cut`)
  })
  if (models.openStreams() !== executions.length - stopped.size)
    faults.push(`${models.openStreams()} streams are open in place of ${executions.length - stopped.size}`)
  if (models.requests() !== requests) faults.push(`The models were asked ${models.requests() - requests} times after the stops`)
  return faults
}

const until = async (holds: () => boolean, withinMs: number): Promise<void> => {
  const deadline = performance.now() + withinMs
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`It did not happen within ${withinMs} ms: ${String(holds)}`)
    await sleep(20)
  }
}
