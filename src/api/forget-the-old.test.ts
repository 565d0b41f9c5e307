import { expect, it } from 'vitest'
import { ManualClock } from '../../test/manual-clock.ts'
import { StorageUnavailable } from '../engine/event-log.ts'
import { forgetTheOld, type Forgetting } from './forget-the-old.ts'

const retention = { asynchronousDays: 2, invokeHours: 3 }
const hour = 3_600_000
const minute = 60_000

/** Forgets on a clock, told how much each step finds. */
const forgetting = (parts: Partial<Forgetting> = {}) => {
  const clock = new ManualClock(1_000 * hour)
  const steps: unknown[] = []
  const bugs: unknown[] = []
  const found = (of: number[]) => async (step: unknown) => {
    steps.push(step)
    return of.shift() ?? 0
  }
  const running = forgetTheOld({
    executions: { retire: found([500, 7]) },
    resources: { forgetTokens: found([1]) },
    retention,
    clock,
    onBug: (error) => bugs.push(error),
    ...parts,
  })
  return { clock, steps, bugs, running }
}

it('goes on step by step until nothing is left, and looks again every minute', async () => {
  const { clock, steps, running } = forgetting()
  const executions = { async: 952 * hour, invoke: 997 * hour }

  await clock.advance(0)
  expect(steps).toEqual([executions, executions, executions, 976 * hour, 976 * hour])
  await clock.advance(minute)
  expect(steps.slice(5)).toEqual([{ async: 952 * hour + minute, invoke: 997 * hour + minute }, 976 * hour + minute])
  running[Symbol.dispose]()
  await clock.advance(minute)
  expect(steps).toHaveLength(7)
})

it('tries again a minute after the storage refused', async () => {
  let tries = 0
  const retire = async (): Promise<number> => {
    tries++
    throw new StorageUnavailable('full')
  }
  const { clock, bugs } = forgetting({ executions: { retire } })

  await clock.advance(0)
  expect(tries).toBe(1)
  await clock.advance(minute)
  expect({ tries, bugs }).toEqual({ tries: 2, bugs: [] })
})

it('tells a bug', async () => {
  const bug = new Error('bug')
  const { clock, bugs } = forgetting({ executions: { retire: () => Promise.reject(bug) } })

  await clock.advance(minute)

  expect(bugs).toEqual([bug])
})
