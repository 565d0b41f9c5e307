import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from './json-document.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)
const nested = (levels: number, open: string, close: string): Uint8Array => bytes(open.repeat(levels) + close.repeat(levels))

describe('a JSON document', () => {
  it('is what JSON.parse reads, whatever it holds', () => {
    const document = fc.json({ maxDepth: 6 }).filter((text) => !text.includes('__proto__'))

    fc.assert(
      fc.property(document, (text) => {
        expect(parseJson(bytes(text))).toEqual(JSON.parse(text))
      }),
    )
  })

  it.each([
    ['the same member in different objects', '{"a":{"a":1},"b":[{"a":1},{"a":2}]}'],
    ['strings like members', '{"a":"b","b":"a","c":["a","a","a"]}'],
    ['brackets and commas in strings', '{"a":"}{,][\\"","b":"\\\\"}'],
    ['the largest double', '[1.7976931348623157e308, -0.1E-400, 5e-324]'],
    ['spaces', ' { "a" : [ ] , "b" : { } } '],
  ])('may have %s', (_, text) => {
    expect(parseJson(bytes(text))).toEqual(JSON.parse(text))
  })

  it('may nest 128 levels deep', () => {
    expect(JSON.stringify(parseJson(nested(128, '[', ']')))).toBe('['.repeat(128) + ']'.repeat(128))
  })

  it.each<[string, number]>([
    ['0', 1],
    ['""', 1],
    ['{}', 1],
    ['[]', 1],
    ['true', 1],
    ['null', 1],
    ['{"a":-1}', 3],
  ])('may have 3,145,728 values and names of members, and no more: %s', (value, parts) => {
    const most = Math.floor((3_145_728 - 1) / parts)
    const list = (count: number): Uint8Array => bytes(`[${`${value},`.repeat(count - 1)}${value}]`)

    expect(parseJson(list(most))).toHaveLength(most)
    expect(() => parseJson(list(most + 1))).toThrow('The request body has more than 3145728 values and names of members.')
  })

  it.each([
    ['129 levels of lists', nested(129, '[', ']'), 'The request body nests deeper than 128 levels.'],
    ['a bomb of objects', nested(1_000_000, '{"a":', '}'), 'The request body nests deeper than 128 levels.'],
    ['an unclosed bomb', bytes('['.repeat(6_000_000)), 'The request body nests deeper than 128 levels.'],
    ['a member twice', bytes('{"a":1,"b":{},"a":2}'), 'The request body has the member "a" twice in one object.'],
    ['a member twice in two spellings', bytes('{"a":1,"\\u0061":2}'), 'The request body has the member "a" twice in one object.'],
    ['__proto__', bytes('{"a":[{"__proto__":{}}]}'), 'The request body has a member named __proto__.'],
    ['__proto__ in disguise', bytes('{"\\u005f_proto__":{}}'), 'The request body has a member named __proto__.'],
    ['a number beyond a double', bytes('[1e999]'), 'The request body has a number that is too large for a double.'],
    ['a long number beyond a double', bytes(`-1${'0'.repeat(400)}`), 'The request body has a number that is too large for a double.'],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'The request body is not valid UTF-8.'],
    ['half a character', Buffer.from([0x22, 0xe2, 0x82, 0x22]), 'The request body is not valid UTF-8.'],
    ['an open string', bytes('{"a'), 'The request body is not valid JSON.'],
    ['a wrong escape in a name', bytes('{"\\x":1}'), 'The request body is not valid JSON.'],
    ['too many brackets', bytes(']]]}}'), 'The request body is not valid JSON.'],
    ['mixed brackets', bytes('{"a":[1}]'), 'The request body is not valid JSON.'],
    ['two documents', bytes('{}{}'), 'The request body is not valid JSON.'],
    ['NaN', bytes('NaN'), 'The request body is not valid JSON.'],
    ['a form', bytes('a=1&b=2'), 'The request body is not valid JSON.'],
  ])('with %s is refused', (_, document, message) => {
    expect(() => parseJson(document)).toThrow(expect.objectContaining({ name: 'SerializationException', message }))
  })
})
