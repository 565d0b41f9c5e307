import { describe, expect, it } from 'vitest'
import { retryAfterMs } from './retry-after.ts'

const now = Date.UTC(2026, 10, 23, 12, 0, 0)

describe('retryAfterMs', () => {
  it.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['a fraction of a second', { 'retry-after': ' 0.25 ' }, 250],
    ['a date', { 'retry-after': 'Mon, 23 Nov 2026 12:00:30 GMT' }, 30_000],
    ['a date that has passed', { 'retry-after': 'Mon, 23 Nov 2026 11:00:00 GMT' }, 0],
    ['milliseconds, which are finer', { 'retry-after': '1', 'retry-after-ms': '320' }, 320],
    ['milliseconds that are none', { 'retry-after': '1', 'retry-after-ms': 'soon' }, 1_000],
    ['nothing', {}, undefined],
    ['nothing that anybody understands', { 'retry-after': 'later' }, undefined],
    ['a negative number', { 'retry-after': '-5s' }, undefined],
  ])('reads %s', (_, headers, expected) => {
    expect(retryAfterMs(headers, now)).toBe(expected)
  })
})
