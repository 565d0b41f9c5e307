import { describe } from 'vitest'
import { eventLogContract } from '../../src/engine/event-log.contract.ts'
import { single } from '../definitions.ts'
import { MemoryExecutions } from '../fakes.ts'
import { MemoryEventLog } from '../memory-event-log.ts'
import { Chance } from './chance.ts'
import { Ledger } from './ledger.ts'
import { Scheduler } from './scheduler.ts'
import { Seen } from './seen.ts'
import { SimulatedStorage } from './simulated-storage.ts'
import { storagePort } from './storage-port.ts'

const target = {
  account: '123456789012',
  region: 'us-east-1',
  flowId: 'FLOW000001',
  aliasId: 'ALIAS00001',
  flowVersion: '1',
  definitionHash: 'hash',
  executionRoleArn: 'arn:aws:iam::123456789012:role/flow',
}

describe('the simulated event log, slow and without faults', () => {
  eventLogContract(async () => {
    const durable = new MemoryEventLog()
    const definition = JSON.stringify(single)
    durable.definitions.set(target.definitionHash, definition)
    durable.leads = (start) => Object.entries(target).every(([key, value]) => Reflect.get(start, key) === value)
    const chance = new Chance(1)
    const scheduler = new Scheduler(chance)
    const seen = new Seen()
    const ledger = new Ledger(durable, seen, () => scheduler.elapsedMs)
    const storage = new SimulatedStorage({ scheduler, chance, seen }, { slow: 0.2, refused: 0, unknown: 0, ordered: true })
    const { log, executions } = storagePort(
      { name: 'p1', gone: false },
      { durable: { log: durable, executions: new MemoryExecutions(durable) }, storage, ledger },
    )
    const closing = new AbortController()
    const running = (async () => {
      while (!closing.signal.aborted) await scheduler.step()
    })()
    return {
      eventLog: log,
      executions,
      target,
      definition,
      unprepare: async () => {
        durable.leads = () => false
      },
      async [Symbol.asyncDispose]() {
        closing.abort()
        await running
      },
    }
  })
})
