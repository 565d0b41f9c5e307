import { expect, it } from 'vitest'
import { isoTime } from './iso-time.ts'

it.each(['2026', '2026-11', '2026-11-23', '2028-02-29', '2026-11-23T00:00:00Z', '2026-12-31T23:30:00.5-02:00'])('%s is a time', (text) => {
  expect(isoTime(text)).toBe(Date.parse(text))
})

it.each(['', 'now', '2026-13-01', '2026-02-29', '2026-02-31T00:00:00Z', '2026-04-31T12:00:00+02:00'])('%s is none', (text) => {
  expect(isoTime(text)).toBeUndefined()
})
