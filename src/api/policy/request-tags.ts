import { isJsonObject } from '../../lib/json.ts'
import type { Json } from '../../lib/json.ts'
import type { RequiredAccess } from './required-access.ts'

interface Tagging {
  readonly query: URLSearchParams
  readonly body: () => Promise<Json | undefined>
}

export const noTags: ReadonlyMap<string, string | undefined> = new Map()

/**
 * The tags that a request gives, or takes away: those have no value. The body is not validated yet: what is no text is no value
 * either, and refused afterwards.
 */
export const requestTags = async (
  { tagsIn }: Pick<RequiredAccess, 'tagsIn'>,
  { query, body }: Tagging,
): Promise<ReadonlyMap<string, string | undefined>> => {
  if (tagsIn === undefined) return noTags
  if (tagsIn === 'query') return new Map(query.getAll('tagKeys').map((key) => [key, undefined]))
  const document = await body()
  const tags = isJsonObject(document) ? document['tags'] : undefined
  if (!isJsonObject(tags)) return noTags
  return new Map(Object.entries(tags).map(([key, value]) => [key, typeof value === 'string' ? value : undefined]))
}
