/** A service of every kind that Sluice has a provider for, on one port: it streams a token a second and never ends. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { WireFormat } from '../src/providers/language-model/wire-format.contract.ts'
import { startWireServer } from '../src/providers/language-model/wire-format.contract.ts'
import { anthropicFormat, bedrockFormat, googleFormat, openAiFormat } from '../src/providers/language-model/wire-formats.contract.ts'

const formatOf = (url: string): WireFormat => {
  if (url.endsWith('/messages')) return anthropicFormat
  if (url.includes(':streamGenerateContent')) return googleFormat
  return url.startsWith('/model/') ? bedrockFormat : openAiFormat
}

const server = await startWireServer(async (response, { url }) => {
  const format = formatOf(url)
  response.writeHead(200, { 'content-type': format.contentType }).write(format.begin())
  const token = format.text('word ')
  while (!response.destroyed) {
    response.write(token)
    await sleep(1_000)
  }
})
console.log(`The streams are ready at ${server.origin}`)
