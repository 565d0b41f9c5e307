import { expect, it } from 'vitest'
import { logRefusals } from './log-refusals.ts'

it('writes one line in five seconds, which counts the refusals since the last', () => {
  const lines: unknown[] = []
  let now = 0
  const refused = logRefusals({ warn: (line: unknown) => void lines.push(line) }, { monotonic: () => now })

  for (now = 0; now <= 6_000; now += 1_000) refused({ message: 'The storage refused: disk is full' })

  const reason = 'The storage refused: disk is full'
  expect(lines).toEqual([
    { refusals: 1, reason },
    { refusals: 5, reason },
  ])
})
