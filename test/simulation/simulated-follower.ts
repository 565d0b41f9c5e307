import type { StoredEvent } from '../../src/engine/event.ts'
import type { FollowPlan } from './scenario.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import { isPassing } from './simulated-process.ts'
import type { Universe } from './universe.ts'

/** How long a follower hears nothing before it asks again: a process is not told what another one appends. */
const patienceMs = 30_000
/** What a process was told of reaches its followers well before. */
const hintMs = 20_000

interface Follower {
  readonly executionArn: string
  readonly name: string
  /** What it got, in the order in which it came. */
  readonly events: StoredEvent[]
}

/** Follows to the end, and comes back with the last number it has when it was cut off, left, or heard nothing for long. */
export const simulatedFollower = async (universe: Universe, plan: FollowPlan, follower: Follower): Promise<void> => {
  const { scheduler, chance, seen } = universe
  let { leavesAfter } = plan
  await scheduler.pause(plan.afterMs, `${follower.name} begins`)
  seen.count('follows')
  for (;;) {
    const process = universe.aProcess()
    try {
      const left = process ? await once(universe, process, { ...follower, paceMs: plan.paceMs, leavesAfter }) : 'nobody'
      if (left === 'over') return
      if (left === 'left') leavesAfter = undefined
    } catch (error) {
      if (!isPassing(error)) throw error
    }
    if (process) seen.count('followers who came back')
    await scheduler.pause(chance.oneOf([1, 50, 500]), `${follower.name} comes back`)
  }
}

interface Visit extends Follower {
  readonly paceMs: number
  readonly leavesAfter: number | undefined
}

const once = async (universe: Universe, process: SimulatedProcess, visit: Visit): Promise<'over' | 'left' | 'in vain'> => {
  const { scheduler, ledger, seen } = universe
  const { executionArn, name, events, paceMs, leavesAfter = Infinity } = visit
  const leaving = new AbortController()
  const after = events.at(-1)?.sequence ?? 0
  const following = process.engine.follow(executionArn, after, leaving.signal)
  scheduler.note(`${name} asks ${process.name} for what comes after ${after}`)
  /** The engine lets go of who has left. */
  const leave = async (next: Promise<unknown> | undefined, how: 'left' | 'in vain'): Promise<typeof how> => {
    leaving.abort(new Error(`${name} has left`))
    await process.request(async () => await (next ?? following.next()).catch(() => undefined))
    return how
  }
  for (;;) {
    if ((events.at(-1)?.sequence ?? 0) >= after + leavesAfter) return await leave(undefined, 'left')
    const next = process.request(() => following.next())
    const event = await withPatience(universe, `${name} waits in vain`, next)
    if (event === undefined) {
      const last = events.at(-1)?.sequence ?? 0
      const owed = ledger.toldBefore(process, executionArn, scheduler.elapsedMs - hintMs)
      if (owed > last && !ledger.reads(process, executionArn))
        ledger.violate('a follower was not woken', `${name} has ${last} of ${executionArn}, ${process.name} knows of ${owed}`)
      seen.count('followers who missed every hint')
      return await leave(next, 'in vain')
    }
    if (event.done) return 'over'
    const expected = (events.at(-1)?.sequence ?? 0) + 1
    if (event.value.sequence !== expected)
      ledger.violate('a follower missed or doubled an event', `${name} got ${event.value.sequence}, not ${expected}, of ${executionArn}`)
    events.push(event.value)
    if (paceMs > 0) await scheduler.pause(paceMs, `${name} has read ${event.value.sequence}`)
  }
}

const withPatience = async <Answer>({ scheduler }: Universe, what: string, answer: Promise<Answer>): Promise<Answer | undefined> => {
  const patience = Promise.withResolvers<undefined>()
  const timer = scheduler.after(patienceMs, what, () => patience.resolve(undefined))
  try {
    return await Promise.race([answer, patience.promise])
  } finally {
    timer.cancel()
  }
}
