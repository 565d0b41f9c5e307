import type { Kysely } from 'kysely'
import { ServiceQuotaExceededException, ValidationException } from '../../../contract/exceptions.ts'
import type { Tags } from '../../../contract/tag.ts'
import type { Partition } from '../../partition.ts'
import { requireTaggable } from '../taggable.ts'
import type { Tables } from '../tables.ts'

const mostTags = 50

export interface ChangeTags {
  readonly partition: Partition
  readonly resourceArn: string
  readonly add: Tags
  readonly remove: readonly string[]
}

export const changeTags = async (db: Kysely<Tables>, { partition, resourceArn, add, remove }: ChangeTags): Promise<void> => {
  await requireTaggable(db, partition, resourceArn)
  const gone = new Set(remove)
  const kept = Object.entries(await tagsOf(db, partition, resourceArn)).filter(([key]) => !gone.has(key))
  await setTags(db, partition, { arn: resourceArn, tags: Object.fromEntries([...kept, ...Object.entries(add)]) })
}

/**
 * @throws ServiceQuotaExceededException @throws ValidationException - a key that AWS keeps for itself.
 * @remarks Assumed: a resource has at most 50 tags, and none whose key begins with `aws:`, as elsewhere at AWS.
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
export const setTags = async (db: Kysely<Tables>, partition: Partition, { arn, tags }: { arn: string; tags: Tags }): Promise<void> => {
  const keys = Object.keys(tags)
  const reserved = keys.find((key) => key.toLowerCase().startsWith('aws:'))
  if (reserved !== undefined) throw new ValidationException(`The tag ${reserved} begins with aws:, which AWS keeps for itself.`)
  if (keys.length > mostTags)
    throw new ServiceQuotaExceededException(`${arn} would have ${keys.length} tags: max-number-tags is ${mostTags}.`)
  if (keys.length === 0) return removeTags(db, partition, arn)
  const row = { tags: JSON.stringify(tags) }
  await db
    .insertInto('resource_tags')
    .values({ ...partition, arn, ...row })
    .onConflict((conflict) => conflict.columns(['account', 'region', 'arn']).doUpdateSet(row))
    .execute()
}

/** With the resource they go. */
export const removeTags = async (db: Kysely<Tables>, partition: Partition, arn: string): Promise<void> => {
  await db
    .deleteFrom('resource_tags')
    .where((where) => where.and({ ...partition, arn }))
    .execute()
}

export const tagsOf = async (db: Kysely<Tables>, partition: Partition, arn: string): Promise<Tags> => {
  const row = await db
    .selectFrom('resource_tags')
    .select('tags')
    .where((where) => where.and({ ...partition, arn }))
    .executeTakeFirst()
  return row ? JSON.parse(row.tags) : {}
}
