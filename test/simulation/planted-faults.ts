import type { ExecutionEvent } from '../../src/engine/event.ts'
import type { Lease } from '../../src/engine/event-log.ts'
import { MemoryEventLog } from '../memory-event-log.ts'
import type { Patch } from './patched-sources.ts'

/** A defect that the simulation must find. */
export interface PlantedFault {
  readonly name: string
  /** What is durable in its place. */
  readonly log?: () => MemoryEventLog
  /** Lines of the sources that read otherwise. */
  readonly patches?: readonly Patch[]
}

/** Compares the head alone, neither epoch nor Running. */
class SequenceFencedLog extends MemoryEventLog {
  override append({ executionArn, epoch }: Lease, after: number, events: readonly ExecutionEvent[]): Promise<void> {
    const row = this.rows.get(executionArn)
    if (row?.events.length !== after) return super.append({ executionArn, epoch }, after, events)
    const { epoch: current, status } = row
    Object.assign(row, { epoch, status: 'Running' })
    const appended = super.append({ executionArn, epoch }, after, events)
    row.epoch = current
    if (row.status === 'Running') row.status = status
    return appended
  }
}

/** Leaves out events whose numbers exist, and says yes. */
class InsertOrIgnoreLog extends MemoryEventLog {
  override append(lease: Lease, after: number, events: readonly ExecutionEvent[]): Promise<void> {
    const row = this.rows.get(lease.executionArn)
    const known = (row?.events.length ?? 0) - after
    if (!row || known <= 0) return super.append(lease, after, events)
    const others = events.slice(known)
    return others.length > 0 ? super.append({ ...lease, epoch: row.epoch }, after + known, others) : Promise.resolve()
  }
}

export const plantedFaults: readonly PlantedFault[] = [
  { name: 'the fence compares the sequence alone', log: () => new SequenceFencedLog() },
  { name: 'an append of numbers that exist is ignored and acknowledged', log: () => new InsertOrIgnoreLog() },
  {
    name: 'work begins before its event is durable',
    patches: [
      {
        file: 'src/engine/run-loop.ts',
        line: '    await appendDurably(journal.log, {',
        with: '    if (!drive.state.ended) perform(drive, batch.work)\n    await appendDurably(journal.log, {',
      },
      { file: 'src/engine/run-loop.ts', line: '    if (!drive.state.ended) perform(drive, batch.work)', with: '' },
    ],
  },
  {
    name: 'the hint of an end is dropped',
    patches: [{ file: 'src/engine/engine.ts', line: '    this.#hub.hint(executionArn)', with: '' }],
  },
  {
    name: 'decide takes the step off its queue',
    patches: [
      {
        file: 'src/engine/decide.ts',
        line: '  const step = state.ready.peek()',
        with: '  const step = state.ready.shift()',
      },
    ],
  },
  {
    name: 'a stop does not leave the queue for a slot',
    patches: [
      {
        file: 'src/providers/calls/slots.ts',
        line: "      signal.addEventListener('abort', leave, { once: true })",
        with: '',
      },
    ],
  },
  {
    name: 'a stop does not reach a function',
    patches: [
      { file: 'src/flow/nodes/lambda-function.ts', line: '        signal,', with: '        signal: new AbortController().signal,' },
    ],
  },
  {
    name: 'a write of an object that is tried again has another key',
    patches: [
      {
        file: 'src/flow/nodes/storage.ts',
        line: '      idempotencyKey,',
        with: '      idempotencyKey: `${idempotencyKey}${Math.random()}`,',
      },
    ],
  },
  {
    name: 'a read of an object does not say that it waits for a slot',
    patches: [
      {
        file: 'src/flow/nodes/retrieval.ts',
        line: '      onQueued: (queued) => context.queued(queued),',
        with: '      onQueued: () => undefined,',
      },
    ],
  },
  {
    name: 'the next element opens before the last has closed',
    patches: [
      {
        file: 'src/engine/scopes.ts',
        line: 'const atOnce = ({ started }: ExecutionState): number => started?.limits.iteratorConcurrency ?? 1',
        with: 'const atOnce = ({ started }: ExecutionState): number => (started?.limits.iteratorConcurrency ?? 1) + 1',
      },
    ],
  },
  {
    name: 'a Collector takes elements in the order of their arrival',
    patches: [
      {
        file: 'src/engine/evolve.ts',
        line: '  within.opening.collected[within.index] = arrayItem',
        with: '  within.opening.collected.push(arrayItem)',
      },
    ],
  },
  {
    name: 'an Iterator does not wait for what its region imports',
    patches: [{ file: 'src/engine/settle.ts', line: '    scope.openAwaits[slot] === 0', with: '    true' }],
  },
  {
    name: 'an import whose source is dead is brought alive',
    patches: [
      {
        file: 'src/engine/scopes.ts',
        line: '  else if (begin.opens === from || around.progress[slot] === progress.settled) bringData(scope, end, found)',
        with: '  else if (begin.opens === from || around.progress[slot] !== progress.pending) bringData(scope, end, found)',
      },
    ],
  },
  {
    name: 'a dead Iterator leaves its Collector',
    patches: [
      {
        file: 'src/engine/settle.ts',
        line: "    if (region?.type === 'each' && region.collector !== undefined) dead.push(nodeNumber(flow, region.collector))",
        with: '',
      },
    ],
  },
  {
    name: 'a Loop goes on once more',
    patches: [
      {
        file: 'src/engine/decide-openers.ts',
        line: '    if (index < most && continues(controller, returned)) return begin({ ...opening.values, ...back(controller, returned) })',
        with: '    if (index <= most && continues(controller, returned)) return begin({ ...opening.values, ...back(controller, returned) })',
      },
    ],
  },
  {
    name: 'a value that does not return to the start of a Loop is lost',
    patches: [
      {
        file: 'src/engine/decide-openers.ts',
        line: '    if (index < most && continues(controller, returned)) return begin({ ...opening.values, ...back(controller, returned) })',
        with: '    if (index < most && continues(controller, returned)) return begin(back(controller, returned))',
      },
    ],
  },
]
