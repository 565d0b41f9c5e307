import { expect, it } from 'vitest'
import { checkedDate, longestSkewMs } from './signature-time.ts'

const checked = (date: string, now: number) => checkedDate({ date, day: date.slice(0, 8) }, now)

it.each([
  ['20240229T235959Z', '2024-02-29T23:59:59Z'],
  ['20261231T000000Z', '2026-12-31T00:00:00Z'],
])('%s is a time', (date, instant) => {
  expect(checked(date, Date.parse(instant))).toBe(date)
  expect(checked(date, Date.parse(instant) + longestSkewMs)).toBe(date)
  expect(() => checked(date, Date.parse(instant) + longestSkewMs + 1)).toThrow('Signature expired')
})

it.each([
  '20260230T120000Z',
  '20260229T120000Z',
  '20260431T120000Z',
  '20260100T120000Z',
  '20261301T120000Z',
  '20260001T120000Z',
  '20260101T240000Z',
  '20260101T126000Z',
  '20260101T120060Z',
  '00260101T120000Z',
  '20260101T120000',
  '20260101T120000Z ',
])('%j is no time', (date) => {
  expect(() => checked(date, Date.parse('2026-01-01T12:00:00Z'))).toThrow('X-Amz-Date is no time')
})
