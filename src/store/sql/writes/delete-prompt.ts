import type { Kysely } from 'kysely'
import { promptArn } from '../../../contract/arn.ts'
import type { Partition } from '../../partition.ts'
import type { PromptKey } from '../prompt-identifier.ts'
import { promptRow, promptVersionRow } from '../prompt-row.ts'
import type { Tables } from '../tables.ts'
import { removeTags } from './tags.ts'

export interface DeletePrompt {
  readonly partition: Partition
  readonly key: PromptKey
}

/** One version, or the prompt with all of them. Whether a flow uses it is not asked: its definition is free to name what is not there. */
export const deletePrompt = async (db: Kysely<Tables>, { partition, key: { promptId, version } }: DeletePrompt): Promise<void> => {
  if (version !== undefined) return removeVersion(db, partition, await promptVersionRow(db, partition, { promptId, version }))
  await promptRow(db, partition, promptId)
  const versions = await db
    .selectFrom('prompt_versions')
    .select(['prompt', 'version'])
    .where((where) => where.and({ ...partition, prompt: promptId }))
    .execute()
  for (const row of versions) await removeVersion(db, partition, row)
  await removeTags(db, partition, promptArn({ ...partition, promptId }))
  await db
    .deleteFrom('prompts')
    .where((where) => where.and({ ...partition, id: promptId }))
    .execute()
}

const removeVersion = async (
  db: Kysely<Tables>,
  partition: Partition,
  { prompt, version }: { readonly prompt: string; readonly version: number },
): Promise<void> => {
  await removeTags(db, partition, promptArn({ ...partition, promptId: prompt, version: String(version) }))
  await db
    .deleteFrom('prompt_versions')
    .where((where) => where.and({ ...partition, prompt, version }))
    .execute()
}
