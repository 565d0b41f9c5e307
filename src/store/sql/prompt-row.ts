import type { Kysely, Selectable } from 'kysely'
import { promptArn } from '../../contract/arn.ts'
import type { Partition } from '../partition.ts'
import type { Prompt } from '../prompt.ts'
import { noPrompt, noPromptVersion, type PromptKey } from './prompt-identifier.ts'
import type { Tables } from './tables.ts'

export type PromptRow = Selectable<Tables['prompts']>
export type PromptVersionRow = Selectable<Tables['prompt_versions']>

/** @throws ResourceNotFoundException */
export const promptRow = async (db: Kysely<Tables>, partition: Partition, promptId: string): Promise<PromptRow> => {
  const row = await db
    .selectFrom('prompts')
    .selectAll()
    .where((where) => where.and({ ...partition, id: promptId }))
    .executeTakeFirst()
  if (!row) throw noPrompt(promptId)
  return row
}

/** @throws ResourceNotFoundException - naming the prompt if there is none. */
export const promptVersionRow = async (
  db: Kysely<Tables>,
  partition: Partition,
  { promptId, version }: Required<PromptKey>,
): Promise<PromptVersionRow> => {
  const row = /^[1-9][0-9]*$/.test(version)
    ? await db
        .selectFrom('prompt_versions')
        .selectAll()
        .where((where) => where.and({ ...partition, prompt: promptId, version: Number(version) }))
        .executeTakeFirst()
    : undefined
  if (row) return row
  await promptRow(db, partition, promptId)
  throw noPromptVersion(promptId, version)
}

type Content = Omit<PromptVersionRow, 'prompt' | 'version' | 'variants'> & Partial<Pick<PromptVersionRow, 'variants'>>

const contentOf = ({ name, description, kms_key, default_variant, variants, created }: Content) => ({
  name,
  ...(description !== null && { description }),
  ...(kms_key !== null && { customerEncryptionKeyArn: kms_key }),
  ...(default_variant !== null && { defaultVariant: default_variant }),
  ...(variants && { variants: JSON.parse(variants) }),
  createdAt: created,
})

/** Without its variants where they were not read. */
export const promptOf = (row: Content & Pick<PromptRow, 'id' | 'updated'>): Prompt => ({
  ...contentOf(row),
  id: row.id,
  arn: promptArn({ account: row.account, region: row.region, promptId: row.id }),
  version: 'DRAFT',
  updatedAt: row.updated,
})

export const promptVersionOf = (row: Content & Pick<PromptVersionRow, 'prompt' | 'version'>): Prompt => {
  const version = String(row.version)
  return {
    ...contentOf(row),
    id: row.prompt,
    arn: promptArn({ account: row.account, region: row.region, promptId: row.prompt, version }),
    version,
    updatedAt: row.created,
  }
}
