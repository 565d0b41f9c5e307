import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { bodyRoom } from './body-room.ts'
import { readBody } from './read-body.ts'

const room = bodyRoom(1_000_000)
const sourceOf = (headers: Readonly<Record<string, string>> = {}) => Object.assign(new PassThrough(), { headers, aborted: false })
const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a body', () => {
  it.each([
    ['without a length', {}],
    ['with its length', { 'content-length': '100' }],
    ['with a length that is too small', { 'content-length': '10' }],
  ])('is read from chunks of a byte each, %s', async (_, headers) => {
    const source = sourceOf(headers)
    const body = readBody(source, 100, room)

    for (let at = 0; at < 100; at++) source.write(Buffer.from([at]))
    source.end()

    expect([...(await body)]).toEqual(Array.from({ length: 100 }, (__, at) => at))
  })

  it('of no bytes is empty', async () => {
    const source = sourceOf()

    source.end()

    expect(await readBody(source, 100, room)).toHaveLength(0)
  })

  it('of chunks is refused as soon as it is larger than its limit', async () => {
    const source = sourceOf()
    const body = readBody(source, 100, room)

    for (const chunk of [60, 40, 1]) source.write(Buffer.alloc(chunk))

    await expect(body).rejects.toThrow('The request body is larger than 100 bytes, the most that this operation takes.')
  })

  it('that is the largest is refused when all that arrive are too large together, and the others are read', async () => {
    const small = bodyRoom(100)
    const [one, other] = [sourceOf(), sourceOf()]
    const large = readBody(one, 1_000, small).catch((error: unknown) => error)
    const little = readBody(other, 1_000, small)

    one.write(Buffer.alloc(90))
    await later()
    other.end(Buffer.alloc(20))

    expect(await large).toMatchObject({ name: 'ThrottlingException', message: expect.stringContaining('server.bodiesBytes') })
    expect(await little).toHaveLength(20)
  })
})
