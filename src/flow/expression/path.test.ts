import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { IoType } from '../../contract/flow-definition.ts'
import type { Json } from '../../lib/json.ts'
import { pathOver, writtenPath } from '../../../test/expressions.ts'
import { evaluatePath, isDefinitePath, parsePath, typeOfPath, type InputPath } from './path.ts'

const parsed = (text: string): InputPath => {
  const read = parsePath(text)
  if ('cause' in read) throw new Error(read.cause)
  return read.path
}

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value))

describe('an expression', () => {
  it.each<[string, boolean, IoType | undefined]>([
    ['$.data', true, 'String'],
    ['$.data.a', true, undefined],
    ['$.data.a[0]["b"]', true, undefined],
    ['$.data[-1]', true, undefined],
    ["$.data['a','b']", true, 'Object'],
    ["$.data['a','b'].c", false, 'Array'],
    ['$.data[0,1]', false, 'Array'],
    ['$.data[0:]', false, 'Array'],
    ['$.data.*', false, 'Array'],
    ['$.data[*].a', false, 'Array'],
    ["$.data[*]['a','b']", false, 'Array'],
  ])('%s selects one value: %s, of type %s', (text, definite, type) => {
    expect([isDefinitePath(parsed(text)), typeOfPath(parsed(text), 'String')]).toEqual([definite, type])
  })

  it('finds any own member through its quoted name', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.constantFrom("'", '"'), (name, value, quote) => {
        const quoted = quote + name.replaceAll('\\', String.raw`\\`).replaceAll(quote, `\\${quote}`) + quote
        const document: Json = JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`)

        expect(evaluatePath(parsed(`$.data[${quoted}]`), document)).toEqual({ value: plain(value) })
      }),
    )
  })

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(pathOver(fc.string({ minLength: 0, maxLength: 5 })), (path) => {
        expect(parsed(writtenPath(path))).toEqual(path)
      }),
    )
  })

  it('answers an Array if it is indefinite, and the type that is said if that is known', () => {
    fc.assert(
      fc.property(pathOver(fc.constantFrom('a', 'b', 'c')), fc.jsonValue(), (path, document) => {
        const found = evaluatePath(path, plain(document))

        const type = typeOfPath(path, 'Boolean')
        const fits =
          'failure' in found
            ? /^(?:No results for|Missing property in|Expected to find|The|Filter:) /.test(found.failure)
            : type === undefined || type === 'Boolean' || Array.isArray(found.value) === (type === 'Array')
        expect(fits).toBe(true)
      }),
    )
  })

  it('never selects more than twice what there is', () => {
    const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)])
    const doubling = fc.array(fc.constantFrom('[0,-1]', '[*]', '[0:]', '[-1:]', '[0,1,2,3]'), { maxLength: 8 })

    fc.assert(
      fc.property(doubling, (steps) => {
        const read = parsePath(`$.data${steps.join('')}`)
        const found = 'path' in read ? evaluatePath(read.path, nested(9)) : { value: [] }

        expect('value' in found && Array.isArray(found.value) ? found.value.length : 0).toBeLessThanOrEqual(2)
      }),
    )
  })

  it('never throws, whatever the text and the value', () => {
    const pieces = ['.a', '[0]', '[*]', '.*', "['a']", "['a',", '"b"]', '[0,-1]', '[:1]', '[-2:]', '..', '[', ']', '-1', ' ', '?()', '\\']
    const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 }))).map((parts) => `$.data${parts.join('')}`)

    fc.assert(
      fc.property(text, fc.jsonValue(), (written, value) => {
        const read = parsePath(written)
        if ('path' in read) evaluatePath(read.path, plain(value))

        expect('path' in read || read.position <= written.length).toBe(true)
      }),
    )
  })
})
