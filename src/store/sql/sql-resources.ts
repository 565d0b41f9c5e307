import type { Resources } from '../resources.ts'
import { flowAliasResources } from './flow-alias-resources.ts'
import { flowResources } from './flow-resources.ts'
import { flowVersionResources } from './flow-version-resources.ts'
import { promptResources } from './prompt-resources.ts'
import type { SqlResourcesOptions } from './resource-writes.ts'
import { tagResources } from './tag-resources.ts'

/** Resources over any SQL database. */
export const sqlResources = (options: SqlResourcesOptions): Resources => ({
  of({ account, region }) {
    const bound = { ...options, partition: { account, region } }
    return {
      ...flowResources(bound),
      ...flowVersionResources(bound),
      ...flowAliasResources(bound),
      ...promptResources(bound),
      ...tagResources(bound),
    }
  },
  forgetTokens: (before, limit) => options.writes.forgetTokens({ before, limit }),
})
