import { once } from 'node:events'
import { connect as http2Connect } from 'node:http2'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { InvokeFlowCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scrape } from '../../bench/scrape.ts'
import { chain, single } from '../definitions.ts'
import { signature } from '../fire/client.ts'
import type { World } from './world.ts'
import { protocols, startWorld, testAlias, until } from './world.ts'

/** A client that asks and can go. */
interface Client {
  /** When the headers have come. */
  readonly head: Promise<unknown>
  go(): void
}

const body = JSON.stringify({
  inputs: [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'endless words' } }],
  enableTrace: true,
})

const requestOf = (path: string): string => {
  const headers = Object.entries({ host: 'localhost', ...signature(), 'content-length': String(body.length) })
  return [`POST ${path} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n')
}

const http1 = (endpoint: string, path: string): Client & { readonly all: Promise<string> } => {
  const socket = connect(Number(new URL(endpoint).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write(requestOf(path))
  const all = text(socket).catch(() => '')
  return { head: once(socket, 'data'), all, go: () => socket.destroy() }
}

const http2 =
  (end: 'connection' | 'stream') =>
  (endpoint: string, path: string): Client => {
    const session = http2Connect(endpoint)
    session.on('error', () => {})
    const stream = session.request({ ':method': 'POST', ':path': path, ...signature() })
    stream.on('error', () => {}).end(body)
    return {
      head: once(stream, 'response'),
      go() {
        if (end === 'connection') session.destroy()
        else {
          stream.close(8)
          stream.once('close', () => session.close())
        }
      },
    }
  }

const clients = [
  ['over HTTP/1.1', http1],
  ['over HTTP/2', http2('connection')],
  ['over HTTP/2, with its stream alone', http2('stream')],
] as const

describe.each(clients)('a client that goes, %s', (_, client) => {
  let world: World
  let path: string
  beforeAll(async () => {
    world = await startWorld({ protocol: 'HTTP/1.1' })
    path = `/flows/${await world.flow(single)}/aliases/${testAlias}`
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const running = () => scrape(world.endpoint, 'sluice_executions_running')
  const nothingRuns = async (): Promise<void> => {
    await until(() => world.models.openStreams() === 0)
    while ((await running()) > 0) await new Promise((resolve) => setTimeout(resolve, 20))
  }

  it('when it has the first words: the model call is cut', async () => {
    const one = client(world.endpoint, path)
    await one.head
    await until(() => world.models.openStreams() === 1)
    expect(await running()).toBe(1)

    one.go()
    await nothingRuns()

    expect(world.closedCalls.at(-1)).toMatchObject({ finished: false })
  })

  it('with the headers: nothing is left running', async () => {
    const one = client(world.endpoint, path)
    await one.head

    one.go()
    await nothingRuns()
  })

  it('before anything is answered: nothing is left running', async () => {
    for (let pauseMs = 0; pauseMs < 10; pauseMs++) {
      const one = client(world.endpoint, path)
      one.head.catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      one.go()
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
    await nothingRuns()
  })
})

it('a client that goes leaves its run to its end, where the configuration says so', async () => {
  await using world = await startWorld({ protocol: 'HTTP/1.1', invoke: { onDisconnect: 'continue' } })
  const one = http1(world.endpoint, `/flows/${await world.flow(single)}/aliases/${testAlias}`)
  await until(() => world.models.openStreams() === 1)

  one.go()
  await new Promise((resolve) => setTimeout(resolve, 500))

  expect([world.models.openStreams(), await scrape(world.endpoint, 'sluice_executions_running')]).toEqual([1, 1])
})

it('a server that goes says so in the stream, and the run ends with the next start', async () => {
  await using world = await startWorld({ protocol: 'HTTP/1.1', shutdownSeconds: 0.2 })
  const one = http1(world.endpoint, `/flows/${await world.flow(single)}/aliases/${testAlias}`)
  await until(() => world.models.openStreams() === 1)

  await world.close()

  expect(await one.all).toMatch(/internalServerException[\s\S]*The server is shutting down\.[\s\S]*\r\n0\r\n\r\n$/)
})

it.each(Object.keys(protocols) as (keyof typeof protocols)[])("the SDK's abortSignal stops the run over %s", async (protocol) => {
  await using world = await startWorld({ protocol, shutdownSeconds: 0.2 })
  const flowIdentifier = await world.flow(single)
  const { inputs } = JSON.parse(body)
  const gone = new AbortController()
  const command = new InvokeFlowCommand({ flowIdentifier, flowAliasIdentifier: testAlias, inputs, enableTrace: true })
  const { responseStream } = await world.runtime.send(command, { abortSignal: gone.signal })
  const read = (async () => {
    await Array.fromAsync(responseStream ?? [])
  })().catch(() => {})
  await until(() => world.models.openStreams() === 1)

  gone.abort()
  await until(() => world.models.openStreams() === 0)

  expect(world.closedCalls.at(-1)).toMatchObject({ finished: false })
  await read
})

it('a client that takes nothing for too long counts as gone', async () => {
  const large = `${'x'.repeat(100_000)} `.repeat(30)
  const answer = (prompt: string): string => (prompt.startsWith('Ask9') ? 'word '.repeat(5_000) : large)
  await using world = await startWorld({ protocol: 'HTTP/1.1', answer, invoke: { stalledReaderSeconds: 1 }, shutdownSeconds: 0.2 })
  const socket = connect(Number(new URL(world.endpoint).port), '127.0.0.1')
  socket.on('error', () => {}).pause()
  socket.write(requestOf(`/flows/${await world.flow(chain(10))}/aliases/${testAlias}`))

  const ended = () => scrape(world.endpoint, 'sluice_executions_ended_total{status="Aborted"}')
  const running = () => scrape(world.endpoint, 'sluice_executions_running')
  while ((await ended()) < 1 || (await running()) > 0) await new Promise((resolve) => setTimeout(resolve, 50))

  expect(world.models.openStreams()).toBe(0)
  socket.destroy()
})
