import { describe, expect, it } from 'vitest'
import { startModelServer } from '../../../examples/model-server.ts'
import { systemClock } from '../../lib/clock.ts'
import { randomIds } from '../../lib/ids.ts'
import { configuredLanguageModel } from './configured.ts'
import { startRawModelServer, doneEvent, streamHead } from './raw-model-server.contract.ts'
import { recordedOptions } from './recorded-options.contract.ts'

const surroundings = { clock: systemClock, ids: randomIds, environment: { LOCAL_KEY: 'sk-1' }, answerBytes: 1_000_000 }
const request = (modelId: string, text: string) => ({ modelId, messages: [{ role: 'user' as const, content: [{ text }] }], system: [] })

describe('the configured language models', () => {
  it('are reached by their routes, and the echo without any', async () => {
    await using server = await startModelServerDisposable()
    using model = await configuredLanguageModel(
      {
        providers: { local: { type: 'openai-compatible', baseUrl: server.baseUrl, maxConcurrency: 1, retries: 3 } },
        scripted: [],
        routes: [{ match: 'amazon.nova-*', provider: 'local', model: 'llama3.2' }],
      },
      surroundings,
    )

    const nova = await model.converse(request('amazon.nova-lite-v1:0', 'from the server'), recordedOptions().options)
    const echo = await model.converse(request('sluice.echo-v1:0', 'from the echo'), recordedOptions().options)

    expect([nova.output.message.content, echo.output.message.content]).toEqual([[{ text: 'from the server' }], [{ text: 'from the echo' }]])
    expect(server.requests()).toBe(1)
  })

  it('send the key of their environment variable and their own name of the model', async () => {
    await using server = await startRawModelServer((socket) => socket.end(streamHead + doneEvent))
    using model = await configuredLanguageModel(
      {
        providers: { local: { type: 'openai-compatible', baseUrl: server.baseUrl, apiKeyEnv: 'LOCAL_KEY', maxConcurrency: 1, retries: 3 } },
        scripted: [],
        routes: [{ match: '*', provider: 'local', model: 'llama3.2' }],
      },
      surroundings,
    )

    await model.converse(request('amazon.nova-lite-v1:0', 'Hi'), recordedOptions().options)

    expect(server.requests).toEqual([expect.stringMatching(/authorization: Bearer sk-1\r\n[^]*"model":"llama3\.2"/)])
  })

  it('make no more calls at once than a provider allows', async () => {
    await using server = await startModelServerDisposable(10)
    using model = await configuredLanguageModel(
      {
        providers: { local: { type: 'openai-compatible', baseUrl: server.baseUrl, maxConcurrency: 2, retries: 3 } },
        scripted: [],
        routes: [{ match: '*', provider: 'local', model: 'llama3.2' }],
      },
      surroundings,
    )
    let most = 0
    const call = () =>
      model.converse(request('m', 'a b c'), recordedOptions({ onText: () => (most = Math.max(most, server.openStreams())) }).options)

    await Promise.all(Array.from({ length: 6 }, call))

    expect(most).toBe(2)
  })

  it('tell how often a provider allows to try again what failed', async () => {
    await using server = await startRawModelServer((socket) => socket.end())
    using model = await configuredLanguageModel(
      {
        providers: { local: { type: 'openai-compatible', baseUrl: server.baseUrl, maxConcurrency: 1, retries: 7 } },
        scripted: [],
        routes: [{ match: '*', provider: 'local', model: 'llama3.2' }],
      },
      surroundings,
    )

    const call = model.converse(request('m', 'Hi'), recordedOptions().options)

    await expect(call).rejects.toMatchObject({ code: 'BAD_GATEWAY', retryable: true, retries: 7, cause: expect.any(Error) })
  })
})

const startModelServerDisposable = async (tokenDelayMs = 0) => {
  const server = await startModelServer({ tokenDelayMs })
  return { ...server, [Symbol.asyncDispose]: () => server.close() }
}
