import type { Page } from '../../engine/executions.ts'

/** All items of a list, page by page. */
export const pagesOf = async function* <Item>(
  list: (from: { readonly after?: string }) => Promise<Page<Item>>,
): AsyncGenerator<readonly Item[], void> {
  for (let after: string | undefined, more = true; more;) {
    const { items, next } = await list(after === undefined ? {} : { after })
    yield items
    after = next
    more = next !== undefined
  }
}
