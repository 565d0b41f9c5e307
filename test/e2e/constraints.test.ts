import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sluice } from '../../src/api/server.ts'
import { startSluice } from '../../src/api/server.ts'
import type { OperationShape } from '../../src/contract/operation.ts'
import { operations } from '../../src/contract/operations.ts'
import type { Case } from '../conformance/constraints/case.ts'
import { cases } from '../conformance/constraints/cases.ts'
import { httpRequestOf } from '../conformance/constraints/http-request.ts'
import type { HttpRequest } from '../conformance/constraints/http-request.ts'
import { minimal } from '../conformance/constraints/minimal.ts'
import { nameOf } from '../conformance/constraints/request.ts'
import { withUnknownMembers } from '../conformance/constraints/unknown-members.ts'
import { signature } from '../fire/client.ts'

let sluice: Sluice
beforeAll(async () => {
  sluice = await startSluice()
})
afterAll(() => sluice.close())

interface Answer {
  readonly status: number
  readonly type: string | null
  readonly body: Readonly<Record<string, unknown>>
}

const send = async ({ method }: OperationShape, { path, body }: HttpRequest): Promise<Answer> => {
  const headers = { ...signature(), 'content-type': 'application/json' }
  const response = await fetch(sluice.endpoint + path, { method, headers, ...(body !== undefined && { body }) })
  return { status: response.status, type: response.headers.get('x-amzn-errortype'), body: JSON.parse(await response.text()) }
}

const shapes: readonly [string, OperationShape][] = Object.entries(operations)
const perOperation = 30
const largestBody = 100_000

/** Cases outside of a bound, spread over all that there are of an operation. What is too deep is no document to begin with. */
const sample = (shape: OperationShape): readonly (readonly [Case, HttpRequest])[] => {
  const outside = cases(shape.input)
    .filter(({ broken, bound }) => broken !== undefined && bound !== 'depth')
    .flatMap((one) => {
      const request = httpRequestOf(shape, one.value)
      return request === undefined || (request.body ?? '').length > largestBody ? [] : [[one, request] as const]
    })
    .toArray()
  return outside.filter((_, index) => index % Math.ceil(outside.length / perOperation) === 0)
}

const seen = ({ status, type, body: { fieldList } }: Answer): unknown => ({ status, type, fieldList })

describe('over HTTP', () => {
  it.each(shapes)('%s refuses what is just outside of a bound, and names the member', async (_, shape) => {
    const sampled = sample(shape)

    expect(sampled.length).toBeGreaterThan(0)
    for (const [one, request] of sampled) {
      const answer = await send(shape, request)
      const name = nameOf(one)
      const message = expect.stringContaining(` at '${name}' failed to satisfy constraint: ${one.broken}`)
      const fieldList = shape.service === 'bedrock-agent' ? [{ name, message }] : undefined
      expect(answer).toMatchObject({ status: 400, type: 'ValidationException', body: { message } })
      expect(answer.body['fieldList']).toEqual(fieldList)
    }
  })

  it.each(shapes)('%s answers the same whatever else there is in its request', async (_, shape) => {
    const values = minimal(shape.input, {})
    const request = httpRequestOf(shape, values)
    const richer = httpRequestOf(shape, withUnknownMembers(shape.input, values))
    if (request === undefined || richer === undefined) throw new Error('There is no minimal request.')

    const [plain, rich] = [await send(shape, request), await send(shape, { ...richer, path: `${richer.path}&newerThanThis=1` })]
    expect(seen(rich)).toEqual(seen(plain))
    expect([200, 201, 404, 400]).toContain(plain.status)
  })

  it('drops members that it does not know', async () => {
    const configuration = { prompt: { sourceConfiguration: { resource: { promptArn: '' } } } }
    const definition = { nodes: [{ name: 'Ask', type: 'Prompt', configuration }], connections: [] }
    const values = { name: 'flow', executionRoleArn: 'arn:aws:iam::123456789012:role/flow', definition }

    const createFlow: OperationShape = operations.CreateFlow
    const body = JSON.stringify(withUnknownMembers(createFlow.input, values))
    const created = await send(createFlow, { path: '/flows/', body })
    expect(created).toMatchObject({ status: 201, body: values })
    expect(body).toContain('newerThanThis')
    expect(JSON.stringify(created.body)).not.toContain('newerThanThis')
  })
})
