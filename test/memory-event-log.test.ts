import { describe } from 'vitest'
import { eventLogContract } from '../src/engine/event-log.contract.ts'
import { single } from './definitions.ts'
import { MemoryExecutions } from './fakes.ts'
import { MemoryEventLog } from './memory-event-log.ts'

const target = {
  account: '123456789012',
  region: 'us-east-1',
  flowId: 'FLOW000001',
  aliasId: 'ALIAS00001',
  flowVersion: '1',
  definitionHash: 'hash',
  executionRoleArn: 'arn:aws:iam::123456789012:role/flow',
}

describe('the event log in memory', () => {
  eventLogContract(async () => {
    const eventLog = new MemoryEventLog()
    const definition = JSON.stringify(single)
    eventLog.definitions.set(target.definitionHash, definition)
    eventLog.leads = (start) => Object.entries(target).every(([key, value]) => Reflect.get(start, key) === value)
    const unprepare = async (): Promise<void> => {
      eventLog.leads = () => false
    }
    return { eventLog, executions: new MemoryExecutions(eventLog), target, definition, unprepare, [Symbol.asyncDispose]: async () => {} }
  })
})
