import Type from 'typebox'
import { describe, expect, it } from 'vitest'
import { ValidationException } from './exceptions.ts'
import { FlowDefinition } from './flow-definition.ts'
import { document, list, map, text, union } from './shape.ts'
import { parse } from './parse.ts'

const messageOf = (schema: Type.TSchema, value: unknown): unknown => {
  try {
    return parse(schema, value)
  } catch (failure) {
    return failure instanceof ValidationException ? failure.message : failure
  }
}

describe('parse', () => {
  it.each([
    [
      'a name that breaks its pattern',
      text({ pattern: '[a-z]+' }),
      'A1',
      "Value 'A1' at '' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
    ],
    [
      'text around a match',
      text({ pattern: 'a|b' }),
      'ab',
      "Value 'ab' at '' failed to satisfy constraint: Member must satisfy regular expression pattern: a|b",
    ],
    [
      'a line break after a match',
      text({ pattern: 'a' }),
      'a\n',
      "Value 'a\n' at '' failed to satisfy constraint: Member must satisfy regular expression pattern: a",
    ],
    [
      'a short text',
      text({ minLength: 2 }),
      '😀',
      "Value '😀' at '' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      'a long text',
      text({ maxLength: 2 }),
      'abc',
      "Value 'abc' at '' failed to satisfy constraint: Member must have length less than or equal to 2",
    ],
    [
      'a number below the range',
      Type.Number({ minimum: 0 }),
      -1,
      "Value '-1' at '' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
    [
      'a number above the range',
      Type.Integer({ maximum: 9 }),
      10,
      "Value '10' at '' failed to satisfy constraint: Member must have value less than or equal to 9",
    ],
    ['a fraction', Type.Integer(), 1.5, "Value '1.5' at '' failed to satisfy constraint: Member must be an integer of 32 bits"],
    [
      'a huge integer',
      Type.Integer(),
      2 ** 31,
      "Value '2147483648' at '' failed to satisfy constraint: Member must be an integer of 32 bits",
    ],
    ['an infinite number', Type.Number(), Infinity, "Value 'Infinity' at '' failed to satisfy constraint: Member must be a number"],
    [
      'an unknown word',
      Type.Enum(['A', 'B']),
      'C',
      "Value 'C' at '' failed to satisfy constraint: Member must satisfy enum value set: [A, B]",
    ],
    ['a number for a text', text(), 1, "Value '1' at '' failed to satisfy constraint: Member must be a string"],
    ['a text for a boolean', Type.Boolean(), 'true', "Value 'true' at '' failed to satisfy constraint: Member must be true or false"],
    ['a list for a structure', Type.Object({}), [1], "Value '[1 members]' at '' failed to satisfy constraint: Member must be a structure"],
    ['a structure for a list', list(text()), { a: 1 }, "Value '{a}' at '' failed to satisfy constraint: Member must be a list"],
    ['a missing member', Type.Object({ a: text() }), {}, "Value null at 'a' failed to satisfy constraint: Member must not be null"],
    [
      'a required member that is null',
      Type.Object({ a: text() }),
      { a: null },
      "Value null at 'a' failed to satisfy constraint: Member must not be null",
    ],
    ['null in a list', list(text()), ['a', null], "Value null at '2.member' failed to satisfy constraint: Member must be a string"],
    [
      'a short list',
      list(text(), { minItems: 1 }),
      [],
      "Value '[0 members]' at '' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    ['a wrong value of a map', map(text(), text()), { k: 1 }, "Value '1' at 'k' failed to satisfy constraint: Member must be a string"],
    [
      'a wrong name in a map',
      map(text({ maxLength: 1 }), text()),
      { kk: '' },
      "Value 'kk' at 'kk' failed to satisfy constraint: Member must have length less than or equal to 1",
    ],
    [
      'an empty union',
      union({ a: text(), b: text() }),
      { c: 1 },
      "Value '{c}' at '' failed to satisfy constraint: Member must have exactly one of the members [a, b]",
    ],
    [
      'two members of a union',
      union({ a: text(), b: text() }),
      { a: '', b: '' },
      "Value '{a, b}' at '' failed to satisfy constraint: Member must have exactly one of the members [a, b]",
    ],
    [
      'a long value',
      text({ maxLength: 1 }),
      'x'.repeat(200),
      `Value '${'x'.repeat(100)}...' at '' failed to satisfy constraint: Member must have length less than or equal to 1`,
    ],
  ])('refuses %s in the words of AWS', (_, schema, value, message) => {
    expect(messageOf(schema, value)).toBe(`1 validation error detected: ${message}`)
  })

  it.each([
    ['code points, not UTF-16 units', text({ minLength: 2, maxLength: 2 }), '😀😀', '😀😀'],
    ['members that the schema does not know, by dropping them', Type.Object({ a: text() }), { a: 'x', b: 1 }, { a: 'x' }],
    ['an optional member that is null, as absent', Type.Object({ a: Type.Optional(text()) }), { a: null }, {}],
    ['members that every object inherits, as absent', Type.Object({ toString: Type.Optional(text()) }), {}, {}],
    ['a document as it is', Type.Object({ d: document() }), { d: [null, { x: 1 }] }, { d: [null, { x: 1 }] }],
  ])('takes %s', (_, schema, value, expected) => {
    expect(parse(schema, value)).toEqual(expected)
  })

  it('keeps an entry of a map that is called __proto__ an entry', () => {
    const tags = parse(map(text(), text()), JSON.parse('{"__proto__":"x"}'))

    expect(Object.entries(tags)).toEqual([['__proto__', 'x']])
  })

  it('shows ten of many findings, and stops reading at a hundred', () => {
    const wrong = Array.from({ length: 1000 }, () => 1)

    const shown = wrong
      .slice(0, 10)
      .map((_, index) => `Value '1' at '${index + 1}.member' failed to satisfy constraint: Member must be a string`)
    expect(messageOf(list(text()), wrong)).toBe(`At least 100 validation errors detected: ${shown.join('; ')}; and 90 more`)
    expect(messageOf(list(text()), wrong.slice(0, 11))).toBe(`11 validation errors detected: ${shown.join('; ')}; and 1 more`)
  })

  it('reads a loop inside a loop, and refuses its wrong members by their whole name', () => {
    const loop = (definition: unknown) => ({ nodes: [{ name: 'Loop', type: 'Loop', configuration: { loop: { definition } } }] })
    const body = { nodes: [{ name: 'In', type: 'LoopInput', configuration: { loopInput: {} } }], connections: [] }

    expect(parse(FlowDefinition, loop(loop(body)))).toEqual(loop(loop(body)))
    expect(messageOf(FlowDefinition, loop(loop({ nodes: [{ name: 'In' }] })))).toBe(
      "1 validation error detected: Value null at 'nodes.1.member.configuration.loop.definition.nodes.1.member.configuration.loop.definition.nodes.1.member.type' failed to satisfy constraint: Member must not be null",
    )
  })

  it.each([
    ['a document', document(), (inner: unknown) => [inner]],
    [
      'a definition',
      FlowDefinition,
      (inner: unknown) => ({ nodes: [{ name: 'Loop', type: 'Loop', configuration: { loop: { definition: inner } } }] }),
    ],
  ])('refuses %s that nests too deep, however deep', (_, schema, around) => {
    let deep: unknown = {}
    for (let level = 0; level < 50_000; level += 1) deep = around(deep)

    expect(messageOf(schema, deep)).toMatch(/Member must be at most 128 levels deep$/)
  })

  it('takes 128 levels and refuses 129', () => {
    const nested = (levels: number): unknown => (levels === 1 ? [] : [nested(levels - 1)])

    expect(parse(document(), nested(128))).toEqual(nested(128))
    expect(messageOf(document(), nested(129))).toBe(
      "1 validation error detected: Value '[1 members]' at '' failed to satisfy constraint: Member must be at most 128 levels deep",
    )
  })
})
