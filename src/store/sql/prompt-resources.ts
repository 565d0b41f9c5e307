import { keyNumber } from '../../contract/page-key.ts'
import type { NewPrompt } from '../prompt.ts'
import type { PromptResources } from '../resources.ts'
import { clientToken } from './client-token.ts'
import { afterNewest, newestKey, page } from './keyset.ts'
import { promptIdOf, promptVersionOf as versionKey } from './prompt-identifier.ts'
import { promptOf, promptRow, promptVersionOf, promptVersionRow } from './prompt-row.ts'
import type { PartitionOptions } from './resource-writes.ts'

/** The prompts of one account and region. */
export const promptResources = (options: PartitionOptions): PromptResources => {
  const { partition, db, writes, clock, ids } = options
  return {
    async createPrompt(prompt, creation) {
      const now = clock.now()
      const row = { ...partition, id: ids.resource(), ...writtenRow(prompt), created: now, updated: now, last_version: 0 }
      const client = clientToken('CreatePrompt', creation, { options, parameters: prompt })
      const { tags = {}, quota } = creation
      return promptOf(await writes.createPrompt({ row, tags, quota, client }))
    },
    async getPrompt(promptIdentifier, wanted) {
      const { promptId, version = 'DRAFT' } = versionKey(partition, promptIdentifier, wanted)
      if (version === 'DRAFT') return promptOf(await promptRow(db, partition, promptId))
      return promptVersionOf(await promptVersionRow(db, partition, { promptId, version }))
    },
    async updatePrompt(promptIdentifier, prompt) {
      const promptId = promptIdOf(partition, promptIdentifier)
      return promptOf(await writes.updatePrompt({ partition, promptId, written: writtenRow(prompt), now: clock.now() }))
    },
    async deletePrompt(promptIdentifier, wanted) {
      const key = versionKey(partition, promptIdentifier, wanted)
      await writes.deletePrompt({ partition, key })
      const { promptId: id, version } = key
      return { id, ...(version !== undefined && { version }) }
    },
    async listPrompts({ limit, after }) {
      const rows = await db
        .selectFrom('prompts')
        .select(['account', 'region', 'id', ...summary, 'updated'])
        .where((where) => where.and({ ...partition }))
        .where(afterNewest(after))
        .orderBy('updated', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute()
      return page(rows, { limit, item: promptOf, key: newestKey })
    },
    async listPromptVersions(promptIdentifier, { limit, after }) {
      const promptId = promptIdOf(partition, promptIdentifier)
      const rows = await db
        .selectFrom('prompt_versions')
        .select(['account', 'region', 'prompt', 'version', ...summary])
        .where((where) => where.and({ ...partition, prompt: promptId }))
        .where('version', '>', after === undefined ? 0 : keyNumber(after))
        .orderBy('version')
        .limit(limit + 1)
        .execute()
      // Looked at last: a prompt that goes meanwhile is gone, not without versions.
      const { variants: _, ...first } = promptOf(await promptRow(db, partition, promptId))
      const versions = [...(after === undefined ? [first] : []), ...rows.map(promptVersionOf)]
      return page(versions, { limit, item: (prompt) => prompt, key: ({ version }) => (version === 'DRAFT' ? '0' : version) })
    },
    async createPromptVersion(promptIdentifier, { description }, creation) {
      const promptId = promptIdOf(partition, promptIdentifier)
      const client = clientToken('CreatePromptVersion', creation, { options, parameters: { promptId, description } })
      const { tags = {}, quota } = creation
      const version = { partition, promptId, description: description ?? null, tags, quota, client, now: clock.now() }
      return promptVersionOf(await writes.createPromptVersion(version))
    },
  }
}

const summary = ['name', 'description', 'kms_key', 'default_variant', 'created'] as const

const writtenRow = ({ name, description, customerEncryptionKeyArn, defaultVariant, variants }: NewPrompt) => ({
  name,
  description: description ?? null,
  kms_key: customerEncryptionKeyArn ?? null,
  default_variant: defaultVariant ?? null,
  variants: variants ? JSON.stringify(variants) : null,
})
