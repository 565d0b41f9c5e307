import fc from 'fast-check'
import Type from 'typebox'
import { describe, expect, it } from 'vitest'
import { SerializationException, ServiceException, ValidationException } from './exceptions.ts'
import type { OperationShape } from './operation.ts'
import { operations } from './operations.ts'
import { list, text } from './shape.ts'
import { parseInput } from './parse-input.ts'

const none = (): undefined => undefined
const role = 'arn:aws:iam::123456789012:role/flow'
const noQuery = new URLSearchParams()
const createFlow = (body: unknown) => parseInput(operations.CreateFlow, { labels: {}, query: noQuery, header: none, body })

/** What `read` throws, or nothing. */
const failureOf = (read: () => unknown): unknown => {
  try {
    read()
  } catch (failure) {
    return failure
  }
  return undefined
}

describe('parseInput', () => {
  const labels = { flowIdentifier: 'A1B2C3D4E5', flowAliasIdentifier: 'TSTALIASID', executionIdentifier: 'run-1' }

  it('gathers the members from path, query and body, and none from elsewhere', () => {
    const query = new URLSearchParams('eventType=Node&maxResults=7&X-Amz-Date=x')

    const input = parseInput(operations.ListFlowExecutionEvents, { labels, query, header: none, body: { nextToken: 'from the body' } })
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
      parseInput(operations.ListFlowExecutionEvents, { labels, query: new URLSearchParams(query), header: none, body: undefined }),
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

    expect(parseInput(shape, { labels: {}, query: new URLSearchParams('skip=true&keys=a&keys=b'), header: none, body: undefined })).toEqual(
      {
        skip: true,
        keys: ['a', 'b'],
      },
    )
  })

  it('lists the fields at build time, where AWS declares them, and not at run time', () => {
    const buildTime = failureOf(() => createFlow({ name: 'x y', executionRoleArn: role }))
    const runTime = failureOf(() => parseInput(operations.StartFlowExecution, { labels, query: noQuery, header: none, body: {} }))

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
    const read = () =>
      parseInput(operations.GetFlowExecution, { labels: { ...labels, [name]: value }, query: noQuery, header: none, body: undefined })

    expect(failureOf(read)).toMatchObject({ name: 'ValidationException', message: expect.stringContaining(`at '${name}'`) })
  })

  it('takes ARNs for identifiers', () => {
    const arn = 'arn:aws:bedrock:us-east-1:123456789012:flow/A1B2C3D4E5'
    const arns = {
      flowIdentifier: arn,
      flowAliasIdentifier: `${arn}/alias/TSTALIASID`,
      executionIdentifier: `${arn}/alias/TSTALIASID/execution/run-1`,
    }

    expect(parseInput(operations.GetFlowExecution, { labels: arns, query: noQuery, header: none, body: undefined })).toEqual(arns)
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

  it('refuses a connection name of ten million characters', () => {
    const definition = { connections: [{ name: 'a'.repeat(10_000_000), type: 'Data', source: 'Aa', target: 'Bb' }] }

    expect(failureOf(() => createFlow({ name: 'flow', executionRoleArn: role, definition }))).toMatchObject({
      message: expect.stringMatching(/at 'definition.connections.1.member.name' .* Member must have length less than or equal to 1000$/),
    })
  })

  it('refuses a definition of 1,001 nodes', () => {
    const definition = { nodes: Array.from({ length: 1001 }, (_, index) => ({ name: `Node${index}`, type: 'Input' })) }

    expect(failureOf(() => createFlow({ name: 'flow', executionRoleArn: role, definition }))).toMatchObject({
      message:
        "1 validation error detected: Value '[1001 members]' at 'definition.nodes' failed to satisfy constraint: Member must have length less than or equal to 1000",
    })
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
