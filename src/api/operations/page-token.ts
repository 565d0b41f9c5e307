import { ValidationException } from '../../contract/exceptions.ts'

const largestPage = 10

/** How many items a page has: never more than 10, as AWS. */
export const pageSize = (maxResults: number | undefined): number => Math.min(maxResults ?? largestPage, largestPage)

/** A `nextToken`: opaque, and good for the query alone that it came from. */
export const pageToken = (query: string, next: string | undefined): { nextToken?: string } =>
  next === undefined ? {} : { nextToken: Buffer.from(JSON.stringify([query, next])).toString('base64url') }

/** Where the page before ended. @throws ValidationException - not a token of this query. */
export const afterToken = (query: string, token: string | undefined): { after?: string } => {
  if (token === undefined) return {}
  const [from, after]: readonly unknown[] = decoded(token)
  // Written again, as base64 is read leniently: what was added to a token, or left out, would go unnoticed.
  if (from === query && typeof after === 'string' && pageToken(query, after).nextToken === token) return { after }
  throw new ValidationException('The nextToken is not one that this request with these parameters has answered. Begin again without it.')
}

const decoded = (token: string): readonly unknown[] => {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    return Array.isArray(content) ? content : []
  } catch {
    return []
  }
}
