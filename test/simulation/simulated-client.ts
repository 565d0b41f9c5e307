import type { Created, Interrupted } from '../../src/engine/event-log.ts'
import type { StoredEvent } from '../../src/engine/event.ts'
import type { StartRequest } from '../../src/engine/start-request.ts'
import { limits, request } from '../engine/world.ts'
import type { ClientPlan } from './scenario.ts'
import { simulatedFollower } from './simulated-follower.ts'
import { isPassing } from './simulated-process.ts'
import type { Universe } from './universe.ts'

/** What a client was told. */
export interface ClientStory {
  readonly plan: ClientPlan
  readonly startToken: string
  /** The acknowledged execution. */
  executionArn?: string
  stop?: Interrupted
  readonly followers: (readonly StoredEvent[])[]
}

/** Starts, stops and follows one execution; asks again until it is answered. Resolves when all is answered. */
export const simulatedClient = async (universe: Universe, plan: ClientPlan, story: ClientStory): Promise<void> => {
  const { scheduler, ledger, seen } = universe
  const { startToken } = story
  const stranger = plan.strangerAtMs === undefined ? undefined : strangerStops(universe, plan.strangerAtMs, arnOf(`${startToken}-1`))
  await scheduler.pause(plan.startAtMs, `${startToken} begins`)
  if (plan.twice) seen.count('starts asked twice at once')
  let tries = 0
  const next = (): StartRequest => requestOf(universe, story, ++tries)
  const started = await Promise.all(Array.from({ length: plan.twice ? 2 : 1 }, () => start(universe, next)))
  const [executionArn = '', ...others] = new Set(started)
  if (others.length > 0) ledger.violate('a retried start made two executions', `${startToken}: ${executionArn}, ${others.join(', ')}`)
  story.executionArn = executionArn
  scheduler.note(`${startToken} is told ${executionArn}`)
  const following = plan.followers.map(async (one, number) => {
    const events: StoredEvent[] = []
    story.followers.push(events)
    await simulatedFollower(universe, one, { executionArn, name: `${startToken}'s follower ${number}`, events })
  })
  if (plan.stopAfterMs !== undefined) {
    await scheduler.pause(plan.stopAfterMs, `${startToken} wants to stop`)
    story.stop = await stop(universe, executionArn)
    if (!story.stop) ledger.violate('an acknowledged start is unknown', executionArn)
  }
  await Promise.all([...following, stranger])
}

const start = async (universe: Universe, next: () => StartRequest): Promise<string> => {
  for (;;) {
    const asked = next()
    const created = await answered(universe, asked.name, (engine) => engine.start(asked))
    if (created) return acknowledged(created, universe, asked)
    universe.seen.count('starts offered again')
  }
}

const acknowledged = (created: Created, { ledger }: Universe, { executionArn }: StartRequest): string => {
  if ('refused' in created) ledger.violate('an acknowledged start is unknown', `${executionArn} was refused: ${created.refused}`)
  return 'existing' in created ? created.existing : executionArn
}

const stop = async (universe: Universe, executionArn: string): Promise<Interrupted> => {
  for (;;) {
    const { ledger } = universe
    const told = await answered(universe, `the stop of ${executionArn}`, async (engine, life) => {
      const was = await engine.stop(executionArn)
      if (was?.was === 'Running') ledger.stopAnswered(life, executionArn)
      return { was }
    })
    if (told) return told.was
  }
}

/** Stops what may not have begun. */
const strangerStops = async (universe: Universe, atMs: number, executionArn: string): Promise<void> => {
  await universe.scheduler.pause(atMs, `a stranger wants to stop ${executionArn}`)
  await stop(universe, executionArn)
}

/** One try at some process, or nothing, after a pause. */
const answered = async <Answer>(
  { scheduler, chance, aProcess }: Universe,
  what: string,
  ask: (engine: Universe['processes'][number]['engine'], life: Universe['processes'][number]) => Promise<Answer>,
): Promise<Answer | undefined> => {
  await scheduler.pause(chance.between(0, 2), `${what} travels`)
  try {
    const life = aProcess()
    if (life) return await life.request((engine) => ask(engine, life))
  } catch (error) {
    if (!isPassing(error)) throw error
  }
  await scheduler.pause(chance.oneOf([1, 20, 500]), `${what} was not answered`)
  return undefined
}

/** Each try draws a name, as an SDK's retry without one does. */
const requestOf = (universe: Universe, { plan, startToken }: ClientStory, number: number): StartRequest => {
  const { definition, document, kind, maxConcurrency, iteratorConcurrency, executionMs, nodeMs } = plan
  const name = `${startToken}-${number}`
  return {
    ...request(universe.durable.log, definition, { document, kind, startToken, name, executionArn: arnOf(name) }),
    definitionHash: universe.prepare(definition),
    limits: { ...limits, nodeMs, executionMs, iteratorConcurrency },
    ...(maxConcurrency !== undefined && { maxConcurrency }),
  }
}

const arnOf = (name: string): string => `arn:aws:bedrock:us-east-1:000000000000:flow/FLOW000001/alias/ALIAS00001/execution/${name}`
