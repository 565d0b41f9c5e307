import { once } from 'node:events'
import { connect } from 'node:http2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signature } from '../fire/client.ts'
import type { AttackedServer } from './attacked-server.ts'
import { startAttackedServer } from './attacked-server.ts'
import { block, flags, floods, frame, http2Connection, listFlows, setting, types } from './http2-frames.ts'

let server: AttackedServer
beforeAll(async () => {
  server = await startAttackedServer({ requestSeconds: 2, answerSeconds: 2, idleSeconds: 2 })
})
afterAll(() => server[Symbol.asyncDispose]())

const many = (one: Uint8Array): Uint8Array => Buffer.concat(Array.from({ length: 1_000 }, () => one))
const ping = many(frame({ type: types.ping, payload: Buffer.alloc(8) }))
const settings = many(frame({ type: types.settings }))
const emptyData = many(frame({ type: types.data, stream: 1 }))
const priority = many(frame({ type: types.priority, stream: 1, payload: Buffer.from([0, 0, 0, 3, 16]) }))
const continuation = many(frame({ type: types.continuation, stream: 1, payload: block({ x: 'y' }) }))
/** A thousand requests, each taken back at once. */
const rapidReset = (turn: number): Uint8Array =>
  Buffer.concat(
    Array.from({ length: 1_000 }, (_, at) => {
      const stream = 2 * (1_000 * turn + at) + 1
      return Buffer.concat([
        frame({ type: types.headers, flag: flags.endHeaders + flags.endStream, stream, payload: block(listFlows()) }),
        frame({ type: types.rstStream, stream, payload: Buffer.from([0, 0, 0, 8]) }),
      ])
    }),
  )
const opened = frame({ type: types.headers, flag: flags.endHeaders, stream: 1, payload: block({ ...listFlows(), ':method': 'POST' }) })
const halfOpened = frame({ type: types.headers, stream: 1, payload: block(listFlows()) })

describe('a flood', () => {
  it.each<readonly [name: string, first: Uint8Array, piece: (turn: number) => Uint8Array]>([
    ['of PING whose answers nobody reads', new Uint8Array(), () => ping],
    ['of SETTINGS whose acknowledgements nobody reads', new Uint8Array(), () => settings],
    ['of requests that are taken back at once', new Uint8Array(), rapidReset],
    ['of CONTINUATION', halfOpened, () => continuation],
    ['of DATA without any', opened, () => emptyData],
    ['of PUSH_PROMISE', new Uint8Array(), () => frame({ type: types.pushPromise, stream: 1, payload: Buffer.alloc(4) })],
    ['of frames that are too large', new Uint8Array(), () => frame({ type: types.data, stream: 1, payload: Buffer.alloc(100_000) })],
    [
      'of WINDOW_UPDATE beyond what a window can be',
      new Uint8Array(),
      () => frame({ type: types.windowUpdate, payload: Buffer.from([127, 255, 255, 255]) }),
    ],
    [
      'of headers that are no HPACK',
      new Uint8Array(),
      (turn) => frame({ type: types.headers, flag: 5, stream: 2 * turn + 1, payload: Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]) }),
    ],
    ['of SETTINGS that break the protocol', new Uint8Array(), () => frame({ type: types.settings, payload: setting(5, 1) })],
  ])('%s ends the connection', async (_, first, piece) => {
    const socket = await http2Connection(server.port)
    socket.write(first)

    expect(await floods(socket, piece, 2_000)).toBe(true)

    await server.unhurt()
  })

  it.each([
    ['PRIORITY', priority],
    ['frames of a type that there is none of', many(frame({ type: 200, payload: Buffer.alloc(8) }))],
    ['PING whose answers are read', ping],
    ['SETTINGS whose acknowledgements are read', settings],
  ])('of %s hurts nobody', async (_, piece) => {
    const socket = await http2Connection(server.port)
    socket.resume()

    await floods(socket, () => piece, 200)

    await server.unhurt()
  })
})

describe('requests', () => {
  it('beyond the streams of a connection are refused, and the others answered', async () => {
    const session = connect(server.endpoint)
    session.on('error', () => {})
    await once(session, 'remoteSettings')
    const streams = Array.from({ length: 100 }, () => session.request({ ':method': 'POST', ':path': '/flows/', ...signature() }))
    const closed = streams.map(async (stream) => {
      stream.on('error', () => {})
      await once(stream, 'close')
      return stream.rstCode
    })

    expect(session.remoteSettings.maxConcurrentStreams).toBe(100)
    await server.unhurt()
    expect(await Promise.all(closed)).toEqual(streams.map(() => 8))
    session.destroy()
  })

  it('whose answers find no window are cut', async () => {
    const session = connect(server.endpoint, { settings: { initialWindowSize: 0 } })
    session.on('error', () => {})
    const closed = Array.from({ length: 100 }, async () => {
      const stream = session.request({ ':path': '/flows/', ...signature() })
      stream.on('error', () => {})
      await once(stream, 'close')
    })

    await server.unhurt()
    await Promise.all(closed)
    session.destroy()
  })

  it.each([
    ['with too many headers', Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`x${at}`, 'y']))],
    ['with headers that are too large', { x: 'x'.repeat(32_768) }],
  ])('%s are reset or refused', async (_, headers) => {
    const session = connect(server.endpoint)
    session.on('error', () => {})
    const stream = session.request({ ':path': '/flows/', ...signature(), ...headers })
    stream.on('error', () => {})

    const status = await new Promise((resolve) => {
      stream.on('close', () => resolve(0)).on('response', (answer) => resolve(answer[':status']))
    })

    expect([0, 431]).toContain(status)
    session.destroy()
    await server.unhurt()
  })

  it('with a URL that is too long are answered so', async () => {
    const session = connect(server.endpoint)
    const stream = session.request({ ':path': `/flows/${'x'.repeat(20_000)}`, ...signature() })

    const [headers] = await once(stream, 'response')

    expect(headers).toMatchObject({ ':status': 414, 'x-amzn-errortype': 'SerializationException' })
    session.destroy()
  })

  it('whose connection is cut in the middle leave nothing behind', async () => {
    for (let turn = 0; turn < 100; turn++) {
      const socket = await http2Connection(server.port)
      socket.write(opened)
      socket.write(frame({ type: types.data, stream: 1, payload: Buffer.alloc(10_000) }))
      await new Promise(setImmediate)
      socket.resetAndDestroy()
    }

    await server.unhurt()
  })
})
