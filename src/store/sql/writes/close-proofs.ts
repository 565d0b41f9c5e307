import { sql, type Kysely } from 'kysely'
import type { VisitRelease } from '../../../engine/stop-proof.ts'
import type { Tables } from '../tables.ts'

/** What had not let go when its process ended, ended with it. */
export const closeProofs = async (db: Kysely<Tables>, { owner, limit }: { owner: string; limit: number }): Promise<number> => {
  const open = await db
    .selectFrom('stop_proofs')
    .innerJoin('executions', 'executions.id', 'stop_proofs.execution')
    .select(['stop_proofs.execution', 'stop_proofs.visits'])
    .where('stop_proofs.state', '=', sql.lit('open'))
    .where('executions.owner', '!=', owner)
    .limit(limit)
    .execute()
  for (const { execution, visits } of open) {
    const left: readonly VisitRelease[] = JSON.parse(visits)
    const closed = left.map((visit): VisitRelease =>
      visit.releasedAfterMs === undefined ? { ...visit, outcome: 'ended with the process' } : visit,
    )
    await db
      .updateTable('stop_proofs')
      .set({ state: 'complete', visits: JSON.stringify(closed) })
      .where('execution', '=', execution)
      .execute()
  }
  return open.length
}
