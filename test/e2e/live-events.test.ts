import { StopFlowExecutionCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { single } from '../definitions.ts'
import { signature } from '../fire/client.ts'
import { sayingBack } from '../small-definitions.ts'
import type { Labels, World } from './world.ts'
import { startWorld } from './world.ts'

let world: World
let asks: string
beforeAll(async () => {
  world = await startWorld({ protocol: 'HTTP/1.1' })
  asks = await world.flow(single)
})
afterAll(() => world[Symbol.asyncDispose]())

interface Sent {
  readonly id: string | undefined
  readonly event: string | undefined
  readonly data: Readonly<Record<string, unknown>>
}

const ask = (
  labels: Labels,
  { query = '', headers = {}, signal }: { query?: string; headers?: Record<string, string>; signal?: AbortSignal } = {},
) =>
  fetch(`${world.endpoint}/sluice/v1/executions/${encodeURIComponent(labels.executionIdentifier)}/events${query}`, {
    headers: { ...signature(), ...headers },
    ...(signal && { signal }),
  })

const eventsOf = async function* (response: Response): AsyncGenerator<Sent> {
  const stream = response.body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  for await (const { id, event, data } of stream ?? []) yield { id, event, data: JSON.parse(data) }
}

const kinds = (events: readonly Sent[]) => events.filter(({ event }) => event !== 'progress').map(({ event }) => event)
const whole = ['started', 'flowInput', 'nodeOutput', 'nodeInput', 'nodeAction', 'nodeOutput', 'nodeInput', 'flowOutput', 'ended']

it('are all events from the first to the end, each with its number, and then the stream is closed', async () => {
  const labels = await world.start(asks, 'tea')

  const response = await ask(labels)
  const events = await Array.fromAsync(eventsOf(response))

  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(kinds(events)).toEqual(whole)
  const stored = events.filter(({ event }) => event !== 'progress')
  expect(stored.map(({ id }) => id)).toEqual(whole.map((_, index) => String(index + 1)))
  expect(stored.at(-1)?.data).toEqual({ sequence: 9, type: 'ended', status: 'Succeeded', at: expect.stringMatching(/^\d{4}-.*Z$/) })
})

it('tell what a model says while it says it, which has no number', async () => {
  const labels = await world.start(asks, 'endless words')
  const gone = new AbortController()

  const events = eventsOf(await ask(labels, { signal: gone.signal }))
  const said: Sent[] = []
  for await (const event of events) {
    if (event.event === 'progress') said.push(event)
    if (said.length === 3) break
  }
  gone.abort()
  await world.runtime.send(new StopFlowExecutionCommand(labels))

  expect(said).toEqual(
    Array.from({ length: 3 }, () => ({ id: undefined, event: 'progress', data: { node: 'Ask', path: '', text: 'word ' } })),
  )
  const { execution } = (await (await fetchView(labels)).json()) as { execution: { status: string } }
  expect(execution.status).toBe('Aborted')
})

const fetchView = (labels: Labels) =>
  fetch(`${world.endpoint}/sluice/v1/executions/${encodeURIComponent(labels.executionIdentifier)}`, { headers: signature() })

it.each([
  ['after', (after: number) => ({ query: `?after=${after}` })],
  ['Last-Event-ID, which wins', (after: number) => ({ query: '?after=0', headers: { 'last-event-id': String(after) } })],
])('go on from any number: %s', async (_, from) => {
  const labels = await world.start(asks, 'tea')
  await world.ended(labels)

  const events = await Array.fromAsync(eventsOf(await ask(labels, from(4))))

  expect(kinds(events)).toEqual(whole.slice(4))
})

it('are over for who has the end: a browser does not come back', async () => {
  const labels = await world.start(asks, 'tea')
  await world.ended(labels)

  const response = await ask(labels, { headers: { 'last-event-id': '9' } })

  expect([response.status, await response.text()]).toEqual([204, ''])
})

it.each([
  ['a number that is none', { query: '?after=x' }, 400],
  ['an execution that there is not', { query: '' }, 404],
])('refuse %s', async (what, options, status) => {
  const labels = await world.start(asks, 'tea')
  const asked = status === 404 ? { ...labels, executionIdentifier: `${labels.executionIdentifier.slice(0, -4)}0000` } : labels

  const response = await ask(asked, options)

  expect([what, response.status]).toEqual([what, status])
  await response.text()
})

const prompts = 300
it('reach a hundred followers who lose their connection again and again: each sees every event once and in order', async () => {
  const labels = await world.start(await world.flow(sayingBack(prompts, 10)), 'word')

  const followed = Array.from({ length: 100 }, async () => {
    const seen: number[] = []
    let reconnects = 0
    for (;;) {
      const gone = new AbortController()
      const response = await ask(labels, { headers: { 'last-event-id': String(seen.at(-1) ?? 0) }, signal: gone.signal })
      if (response.status === 204) return { seen, reconnects }
      const lastsFor = Math.ceil(Math.random() * 300)
      let taken = 0
      for await (const { id, event } of eventsOf(response)) {
        if (event !== 'progress') seen.push(Number(id))
        if (++taken > lastsFor) break
      }
      gone.abort()
      reconnects++
    }
  })
  const all = await Promise.all(followed)

  const count = 3 * prompts + 6
  expect(new Set(all.map(({ seen }) => seen.join()))).toEqual(new Set([Array.from({ length: count }, (_, index) => index + 1).join()]))
  expect(Math.max(...all.map(({ reconnects }) => reconnects))).toBeGreaterThan(3)
})
