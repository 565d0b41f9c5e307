import { expect, it } from 'vitest'
import { operations } from '../../contract/operations.ts'
import type { Occasion } from './heap-room.ts'
import { refuseStarts } from './refuse-starts.ts'

/** The operations that are refused, and how. */
const refused = (hasRoom: (occasion: Occasion) => boolean): ReadonlyMap<string, unknown> =>
  new Map(
    Object.keys(operations).flatMap((name) => {
      try {
        refuseStarts(hasRoom)(name)
        return []
      } catch (error) {
        return [[name, error]]
      }
    }),
  )

it('refuses what starts executions while there is no room, and nothing else', () => {
  const refusal = { name: 'ThrottlingException', headers: { 'retry-after': '5', 'x-amz-retry-after': '5000' } }

  expect(Object.fromEntries(refused(() => false))).toEqual({
    InvokeFlow: expect.objectContaining(refusal),
    StartFlowExecution: expect.objectContaining(refusal),
  })
  expect([...refused((occasion) => occasion === 'start').keys()]).toEqual(['InvokeFlow'])
  expect([...refused(() => true)]).toEqual([])
})
