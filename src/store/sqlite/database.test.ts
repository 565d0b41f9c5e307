import { expect, it } from 'vitest'
import { Database } from './database.ts'

it('a reading that failed does not fail the next one', () => {
  using database = new Database(':memory:')
  const sql = `select json(value) as body from (select ? as value)`
  const read = (value: string) => Array.from(database.rows(sql, value), ({ body }) => body)

  expect(() => read('no JSON')).toThrow('malformed JSON')

  expect(read('[]')).toEqual(['[]'])
})
