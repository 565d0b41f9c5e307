import type { Kysely } from 'kysely'
import type { ExecutionSummary } from '../../../engine/executions.ts'
import type { Tables } from '../tables.ts'

export interface SaveSummary {
  readonly executionArn: string
  /** Of the last event that the summary stands for. */
  readonly sequence: number
  readonly summary: ExecutionSummary
}

/** Keeps the one that stands for more. An execution that was retired meanwhile needs none. */
export const saveSummary = async (db: Kysely<Tables>, { executionArn, sequence, summary }: SaveSummary): Promise<void> => {
  const execution = await db.selectFrom('executions').select('id').where('arn', '=', executionArn).executeTakeFirst()
  if (!execution) return
  const row = { sequence, summary: JSON.stringify(summary) }
  await db
    .insertInto('execution_summaries')
    .values({ execution: execution.id, ...row })
    .onConflict((conflict) => conflict.column('execution').doUpdateSet(row).where('execution_summaries.sequence', '<', sequence))
    .execute()
}
