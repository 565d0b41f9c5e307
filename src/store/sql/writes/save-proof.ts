import type { Kysely } from 'kysely'
import type { StopProof } from '../../../engine/stop-proof.ts'
import type { Tables } from '../tables.ts'

export interface SaveProof {
  readonly executionArn: string
  readonly proof: StopProof
}

export const saveProof = async (db: Kysely<Tables>, { executionArn, proof }: SaveProof): Promise<void> => {
  const execution = await db.selectFrom('executions').select('id').where('arn', '=', executionArn).executeTakeFirst()
  if (!execution) throw new Error(`There is no execution ${executionArn}`)
  const row = { requested: proof.requestedAt, cause: proof.cause, state: proof.state, visits: JSON.stringify(proof.visits) }
  await db
    .insertInto('stop_proofs')
    .values({ execution: execution.id, ...row })
    .onConflict((conflict) => conflict.column('execution').doUpdateSet(row))
    .execute()
}
