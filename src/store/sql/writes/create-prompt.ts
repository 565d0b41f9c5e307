import type { Kysely } from 'kysely'
import { promptArn } from '../../../contract/arn.ts'
import { ServiceQuotaExceededException } from '../../../contract/exceptions.ts'
import type { Tags } from '../../../contract/tag.ts'
import type { PromptRow } from '../prompt-row.ts'
import type { Tables } from '../tables.ts'
import { once, type ClientToken } from './once.ts'
import { setTags } from './tags.ts'

export interface CreatePrompt {
  readonly row: PromptRow
  readonly tags: Tags
  readonly quota: number
  readonly client: ClientToken | undefined
}

/** The variants of a request that comes again are those of the first one: they are not kept with the token. */
export const createPrompt = async (db: Kysely<Tables>, { row, tags, quota, client }: CreatePrompt): Promise<PromptRow> => {
  const { variants, ...kept } = row
  const { account, region, id } = row
  const created = await once(db, client, async () => {
    const { prompts } = await db
      .selectFrom('prompts')
      .select(({ fn }) => fn.countAll<number>().as('prompts'))
      .where((where) => where.and({ account, region }))
      .executeTakeFirstOrThrow()
    if (prompts >= quota)
      throw new ServiceQuotaExceededException(
        `Account ${account} takes no more prompts in ${region}: max-number-prompts is ${quota} (setting quotas.prompts).`,
      )
    await db.insertInto('prompts').values(row).execute()
    await setTags(db, { account, region }, { arn: promptArn({ account, region, promptId: id }), tags })
    return kept
  })
  return { ...created, variants }
}
