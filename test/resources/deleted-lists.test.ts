import { expect, it } from 'vitest'
import { openReal } from './real.ts'

it('a flow has its aliases or is not found, never no aliases, while it is deleted', async () => {
  await using real = await openReal()
  const { resources } = real.contextOf({ account: '123456789012', region: 'us-east-1' })
  const executionRoleArn = 'arn:aws:iam::123456789012:role/flows'

  const sizes = new Set<number | undefined>()
  for (let flow = 0; flow < 40; flow++) {
    const { id } = await resources.createFlow({ name: 'flow', executionRoleArn }, { quota: 3 })
    const deleted = resources.deleteFlow(id, {})
    for (let gone = false; !gone;) {
      const lists = await Promise.all(
        Array.from({ length: 5 }, () =>
          resources.listFlowAliases(id, { limit: 10 }).catch(({ name }: Error) => ({ name, items: undefined })),
        ),
      )
      for (const { items } of lists) sizes.add(items?.length)
      gone = lists.some(({ items }) => items === undefined)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await deleted
  }

  expect(sizes).toEqual(new Set([1, undefined]))
})
