import fc from 'fast-check'
import { it } from 'vitest'
import { properties } from './properties.ts'
import { openReal } from './real.ts'

it.each(Object.entries(properties))('%s', async (_, property) => {
  await using real = await openReal()

  await fc.assert(
    property(real, () => undefined),
    { numRuns: 30 },
  )
})
