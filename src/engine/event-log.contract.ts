import { appendContract } from './event-log-append.contract.ts'
import { createContract } from './event-log-create.contract.ts'
import type { EventLogFixture } from './event-log-fixture.contract.ts'
import { interruptContract } from './event-log-interrupt.contract.ts'
import { readContract } from './event-log-read.contract.ts'
import { takeOverContract } from './event-log-take-over.contract.ts'

/** What every event log keeps. */
export const eventLogContract = (make: () => Promise<EventLogFixture>): void => {
  createContract(make)
  appendContract(make)
  interruptContract(make)
  readContract(make)
  takeOverContract(make)
}
