import fc from 'fast-check'
import Type from 'typebox'
import { describe, expect, it } from 'vitest'
import { SerializationException, ServiceException, ValidationException } from './exceptions.ts'
import { FlowDefinition } from './flow-definition.ts'
import type { OperationShape } from './operation.ts'
import { operations } from './operations.ts'
import { document, list, map, text, union } from './shape.ts'
import { parse, parseInput } from './validate.ts'

const role = 'arn:aws:iam::123456789012:role/flow'
const noQuery = new URLSearchParams()
const createFlow = (body: unknown) => parseInput(operations.CreateFlow, { labels: {}, query: noQuery, body })

/** What `read` throws, or nothing. */
const failureOf = (read: () => unknown): unknown => {
  try {
    read()
  } catch (failure) {
    return failure
  }
  return undefined
}
const messageOf = (schema: Type.TSchema, value: unknown): unknown => {
  const failure = failureOf(() => parse(schema, value))
  return failure instanceof ValidationException ? failure.message : failure
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

  it('answers the same for what it has answered, and throws nothing but what the API declares', () => {
    const members = fc.constantFrom(
      'name',
      'executionRoleArn',
      'definition',
      'nodes',
      'type',
      'configuration',
      'loop',
      'input',
      'tags',
      '__proto__',
    )
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom(null, 1, true, '', 'Name', 'Loop', role),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.array(fc.tuple(members, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
      ),
    }))

    fc.assert(
      fc.property(value, (body) => {
        const failure = failureOf(() => {
          const input = createFlow(body)
          expect(createFlow(input)).toEqual(input)
        })
        expect(failure === undefined || failure instanceof ServiceException).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('parseInput', () => {
  const labels = { flowIdentifier: 'A1B2C3D4E5', flowAliasIdentifier: 'TSTALIASID', executionIdentifier: 'run-1' }

  it('gathers the members from path, query and body, and none from elsewhere', () => {
    const query = new URLSearchParams('eventType=Node&maxResults=7&X-Amz-Date=x')

    const input = parseInput(operations.ListFlowExecutionEvents, { labels, query, body: { nextToken: 'from the body' } })
    expect(input).toEqual({ ...labels, eventType: 'Node', maxResults: 7 })
  })

  it.each([
    [
      'eventType=Node&eventType=Flow',
      "Value '[2 members]' at 'eventType' failed to satisfy constraint: Member must satisfy enum value set: [Node, Flow]",
    ],
    ['', "Value null at 'eventType' failed to satisfy constraint: Member must not be null"],
    ['eventType=Node&maxResults=ten', "Value 'ten' at 'maxResults' failed to satisfy constraint: Member must be an integer of 32 bits"],
    [
      'eventType=Node&maxResults=0',
      "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    ['eventType=Node&maxResults=', "Value '' at 'maxResults' failed to satisfy constraint: Member must be an integer of 32 bits"],
  ])('refuses the query %j', (query, message) => {
    const failure = failureOf(() =>
      parseInput(operations.ListFlowExecutionEvents, { labels, query: new URLSearchParams(query), body: undefined }),
    )

    expect(failure).toEqual(new ValidationException(`1 validation error detected: ${message}`))
  })

  it('reads booleans and lists from the query', () => {
    const input = Type.Object({
      skip: Type.With(Type.Boolean(), { in: 'query' }),
      keys: Type.With(list(text()), { in: 'query' }),
      none: Type.Optional(Type.With(list(text()), { in: 'query' })),
    })
    const shape = { ...operations.ListFlows, input } satisfies OperationShape

    expect(parseInput(shape, { labels: {}, query: new URLSearchParams('skip=true&keys=a&keys=b'), body: undefined })).toEqual({
      skip: true,
      keys: ['a', 'b'],
    })
  })

  it('lists the fields at build time, where AWS declares them, and not at run time', () => {
    const buildTime = failureOf(() => createFlow({ name: 'x y', executionRoleArn: role }))
    const runTime = failureOf(() => parseInput(operations.StartFlowExecution, { labels, query: noQuery, body: {} }))

    const message =
      "Value 'x y' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ([0-9a-zA-Z][_-]?){1,100}"
    expect(buildTime).toMatchObject({ members: { fieldList: [{ name: 'name', message }] } })
    expect(runTime).toMatchObject({ name: 'ValidationException', members: {} })
  })

  it.each([[[]], ['text'], [1], [true]])('refuses the body %j, which is no JSON object', (body) => {
    expect(() => createFlow(body)).toThrow(SerializationException)
  })

  it.each([
    ['flowIdentifier', 'A1B2C3D4E5/../x'],
    ['flowIdentifier', ''],
    ['flowIdentifier', 'arn:aws:bedrock:us-east-1:123456789012:flow/A1B2C3D4E5X'],
    ['flowAliasIdentifier', 'a b'],
    ['executionIdentifier', 'x'.repeat(37)],
  ])('refuses the %s %j', (name, value) => {
    const read = () => parseInput(operations.GetFlowExecution, { labels: { ...labels, [name]: value }, query: noQuery, body: undefined })

    expect(failureOf(read)).toMatchObject({ name: 'ValidationException', message: expect.stringContaining(`at '${name}'`) })
  })

  it('takes ARNs for identifiers', () => {
    const arn = 'arn:aws:bedrock:us-east-1:123456789012:flow/A1B2C3D4E5'
    const arns = {
      flowIdentifier: arn,
      flowAliasIdentifier: `${arn}/alias/TSTALIASID`,
      executionIdentifier: `${arn}/alias/TSTALIASID/execution/run-1`,
    }

    expect(parseInput(operations.GetFlowExecution, { labels: arns, query: noQuery, body: undefined })).toEqual(arns)
  })

  it.each([
    ["more than AWS's 40 nodes", { nodes: Array.from({ length: 1000 }, (_, index) => ({ name: `Node${index}`, type: 'Input' })) }],
    ['a connection name longer than declared', { connections: [{ name: 'a'.repeat(110), type: 'Data', source: 'Aa', target: 'Bb' }] }],
    [
      'a node that is not built yet',
      { nodes: [{ name: 'Enrich', type: 'LambdaFunction', configuration: { lambdaFunction: { lambdaArn: '' } } }] },
    ],
  ])('takes a definition with %s, as AWS does or Sluice extends', (_, definition) => {
    expect(createFlow({ name: 'flow', executionRoleArn: role, definition })).toEqual({ name: 'flow', executionRoleArn: role, definition })
  })

  it('refuses a definition of 1,001 nodes', () => {
    const definition = { nodes: Array.from({ length: 1001 }, (_, index) => ({ name: `Node${index}`, type: 'Input' })) }

    expect(failureOf(() => createFlow({ name: 'flow', executionRoleArn: role, definition }))).toMatchObject({
      message:
        "1 validation error detected: Value '[1001 members]' at 'definition.nodes' failed to satisfy constraint: Member must have length less than or equal to 1000",
    })
  })
})
