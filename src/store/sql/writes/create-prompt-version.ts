import type { Kysely } from 'kysely'
import { promptArn } from '../../../contract/arn.ts'
import { ServiceQuotaExceededException } from '../../../contract/exceptions.ts'
import type { Tags } from '../../../contract/tag.ts'
import type { Partition } from '../../partition.ts'
import { promptRow, type PromptVersionRow } from '../prompt-row.ts'
import type { Tables } from '../tables.ts'
import { once, type ClientToken } from './once.ts'
import { setTags } from './tags.ts'

export interface CreatePromptVersion {
  readonly partition: Partition
  readonly promptId: string
  readonly description: string | null
  readonly tags: Tags
  readonly quota: number
  readonly client: ClientToken | undefined
  readonly now: number
}

/**
 * Numbers count on from the highest that there ever was. The variants are not kept with the token: they are read for each
 * answer, and missing in that of a request that comes again when the version has gone.
 */
export const createPromptVersion = async (db: Kysely<Tables>, { client, ...version }: CreatePromptVersion): Promise<PromptVersionRow> => {
  const row = await once(db, client, () => insertVersion(db, version))
  const { account, region, prompt, version: number } = row
  const kept = await db
    .selectFrom('prompt_versions')
    .select('variants')
    .where((where) => where.and({ account, region, prompt, version: number }))
    .executeTakeFirst()
  return { ...row, variants: kept?.variants ?? null }
}

const insertVersion = async (
  db: Kysely<Tables>,
  { partition, promptId, description, tags, quota, now }: Omit<CreatePromptVersion, 'client'>,
): Promise<Omit<PromptVersionRow, 'variants'>> => {
  const { last_version, name, kms_key, default_variant, variants } = await promptRow(db, partition, promptId)
  const { versions } = await db
    .selectFrom('prompt_versions')
    .select(({ fn }) => fn.countAll<number>().as('versions'))
    .where((where) => where.and({ ...partition, prompt: promptId }))
    .executeTakeFirstOrThrow()
  if (versions >= quota)
    throw new ServiceQuotaExceededException(
      `Prompt ${promptId} takes no more versions: max-number-prompt-versions is ${quota} (setting quotas.promptVersions).`,
    )
  const version = last_version + 1
  const row = { ...partition, prompt: promptId, version, name, description, kms_key, default_variant, created: now }
  await db
    .insertInto('prompt_versions')
    .values({ ...row, variants })
    .execute()
  await db
    .updateTable('prompts')
    .set({ last_version: version })
    .where((where) => where.and({ ...partition, id: promptId }))
    .execute()
  await setTags(db, partition, { arn: promptArn({ ...partition, promptId, version: String(version) }), tags })
  return row
}
