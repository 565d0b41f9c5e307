import { setImmediate as nextTurn } from 'node:timers/promises'
import { CompiledFlows } from '../../engine/compiled-flows.ts'
import { StorageUnavailable, type EventLog } from '../../engine/event-log.ts'
import type { Executions, ExecutionSummary } from '../../engine/executions.ts'
import { emptySummary, extendSummary } from '../../engine/summary.ts'
import type { Database } from './database.ts'
import { integer, text, type Row } from './row.ts'
import type { Writer } from './writer.ts'

const pageEvents = 256
/** Saved when it stands for so many events more: that many are read again at most. */
const saveEvents = 512

export interface SummaryParts {
  readonly reader: Database
  readonly writer: Pick<Writer, 'write'>
  readonly eventLog: Pick<EventLog, 'read' | 'definition'>
}

/** Extends the saved summary of an execution by the events since, page by page: between two, the event loop does other things. */
export const executionSummaries = ({ reader, writer, eventLog }: SummaryParts): Executions['summary'] => {
  const flows = new CompiledFlows((hash) => eventLog.definition(hash))
  return async (executionArn) => {
    const found: Row | undefined = reader.statement(saved).get(executionArn)
    if (!found) return emptySummary
    const flow = await flows.get(text(found, 'definition_hash'))
    const head = integer(found, 'head')
    let sequence = integer(found, 'sequence')
    let kept = sequence
    let summary: ExecutionSummary = JSON.parse(text(found, 'summary'))
    while (sequence < head) {
      const events = await eventLog.read(executionArn, { after: sequence, limit: Math.min(pageEvents, head - sequence) })
      const last = events.at(-1)
      // Retired meanwhile.
      if (!last) return emptySummary
      summary = extendSummary(flow, summary, events)
      sequence = last.sequence
      if (sequence - kept >= saveEvents) {
        kept = sequence
        await writer.write('saveSummary', { executionArn, sequence, summary }).catch(unlessUnavailable)
      }
      await nextTurn()
    }
    return summary
  }
}

/** What was not saved is added up again: reading goes on while the disk is full. */
const unlessUnavailable = (error: unknown): void => {
  if (!(error instanceof StorageUnavailable)) throw error
}

const saved = `
  select definition_hash, coalesce(execution_summaries.sequence, 0) as sequence,
    coalesce(summary, '${JSON.stringify(emptySummary)}') as summary,
    (select max(sequence) from events where events.execution = executions.id) as head
  from executions left join execution_summaries on execution_summaries.execution = executions.id
  where arn = ?`
