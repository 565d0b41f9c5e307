import type { Kysely } from 'kysely'
import type { Partition } from '../../partition.ts'
import { promptRow, type PromptRow } from '../prompt-row.ts'
import type { Tables } from '../tables.ts'

export interface UpdatePrompt {
  readonly partition: Partition
  readonly promptId: string
  /** What the author says of it: whatever is left out is `null`. */
  readonly written: Pick<PromptRow, 'name' | 'description' | 'kms_key' | 'default_variant' | 'variants'>
  readonly now: number
}

export const updatePrompt = async (db: Kysely<Tables>, { partition, promptId, written, now }: UpdatePrompt): Promise<PromptRow> => {
  const before = await promptRow(db, partition, promptId)
  const row = { ...before, ...written, updated: Math.max(now, before.updated) }
  await db
    .updateTable('prompts')
    .set(row)
    .where((where) => where.and({ ...partition, id: promptId }))
    .execute()
  return row
}
