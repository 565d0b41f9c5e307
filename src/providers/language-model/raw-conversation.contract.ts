import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConverseRequest } from '../../flow/capabilities/language-model.ts'
import { systemClock } from '../../lib/clock.ts'
import { openAiCompatible } from './openai-compatible.ts'
import { startRawModelServer } from './raw-model-server.contract.ts'
import { recordedOptions } from './recorded-options.contract.ts'

export const surroundings = { clock: systemClock, ids: { resource: () => 'RESOURCE01', uuid: () => 'drawn-id' }, answerBytes: 100_000 }
export const request: ConverseRequest = { modelId: 'llama3.2', messages: [{ role: 'user', content: [{ text: 'Hi' }] }], system: [] }

/** One call to a server that answers by `answer`. A call that fails leaves no connection: else this never resolves. */
export const converse = async (answer: (socket: Socket) => unknown, { options } = recordedOptions(), apiKey = 'sk-secret') => {
  await using server = await startRawModelServer(answer)
  using model = openAiCompatible({ name: 'local', baseUrl: server.baseUrl, apiKey }, surroundings)
  try {
    return { answer: await model.converse(request, options), requests: server.requests }
  } catch (error) {
    while (server.openSockets() > 0) await sleep(5)
    return { error, requests: server.requests }
  }
}
