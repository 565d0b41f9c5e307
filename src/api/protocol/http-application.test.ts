import { once } from 'node:events'
import { connect as http2Connect } from 'node:http2'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../lib/clock.ts'
import { front } from './front.ts'
import { httpApplication } from './http-application.ts'
import { defaultFrontLimits } from './inner-server.ts'
import type { FrontLimits } from './inner-server.ts'

let cleanUp: AsyncDisposableStack
beforeEach(() => {
  cleanUp = new AsyncDisposableStack()
})
afterEach(() => cleanUp.disposeAsync())

/** A server whose every answer is far larger than what a connection buffers; `cut` resolves when one was given up. */
const largeAnswers = async (changes: Partial<FrontLimits>) => {
  const limits = { ...defaultFrontLimits, ...changes }
  const ids = { uuid: () => 'R1', resource: () => '' }
  const cut = Promise.withResolvers<void>()
  const application = httpApplication(async () => ({ status: 200, headers: {}, body: 'x'.repeat(50_000_000) }), {
    clock: systemClock,
    limits,
    onError: cut.reject,
  })
  const server = front({
    handle(request, response) {
      response.on('close', cut.resolve)
      application(request, response)
    },
    limits,
    clock: systemClock,
    ids,
    onError: cut.reject,
  })
  cleanUp.defer(() => server.close(0))
  return { port: (await server.listen({ host: '127.0.0.1', port: 0 })).port, cut: cut.promise }
}

it('an answer that nobody reads over HTTP/1.1 is given up', async () => {
  const { port, cut } = await largeAnswers({ answerMs: 100 })
  const socket = connect(port, '127.0.0.1').pause()
  cleanUp.defer(() => void socket.destroy())
  socket.on('error', () => {})

  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')

  await expect(cut).resolves.toBeUndefined()
})

it.each([
  ['after its deadline', { answerMs: 100 }],
  ['when the connection stands still', { idleMs: 100 }],
])('an answer that nobody reads over HTTP/2 is given up %s', async (_, limits) => {
  const { port, cut } = await largeAnswers(limits)
  const session = http2Connect(`http://127.0.0.1:${port}`, { settings: { initialWindowSize: 0 } })
  cleanUp.defer(() => session.destroy())
  session.on('error', () => {})
  await once(session, 'connect')

  session.request({ ':path': '/' }).on('error', () => {})

  await expect(cut).resolves.toBeUndefined()
})
