/** AWS's SDKs of other languages go from CreateFlow to StopFlowExecution on real servers: `node scripts/test-sdks.ts [java] [go] [rust]`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { text } from 'node:stream/consumers'
import { bound } from './bound.ts'
import type { SdkClient } from './sdk-clients.ts'
import { sdkClients } from './sdk-clients.ts'
import { checkResults, sdkChecks } from './sdk-checks.ts'
import { startTestServers } from './test-servers.ts'
import { writeJunit } from './write-junit.ts'

const clients = new Map<string, SdkClient>(Object.entries(sdkClients))

/** Answers how many of its checks failed. */
const journey = async (key: string): Promise<number> => {
  const client = clients.get(key)
  if (client === undefined) throw new Error(`There is no client ${key}: ${[...clients.keys()].join(', ')} are there.`)
  const { command, args, cwd } = await client.build()
  await using servers = await startTestServers()
  // Everything that an SDK says is verified.
  const env = { ...servers.env, SLUICE_ENDPOINT: servers.env['SLUICE_VERIFIED_ENDPOINT'] }
  const child = bound(spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env, ...(cwd !== undefined && { cwd }) }))
  const [said, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'close')])
  const results = checkResults(said, sdkChecks(client.protocols))
  for (const { name, failure } of results)
    console.log(failure === undefined ? `${client.name}: ${name}` : `${client.name} FAILED: ${name}\n  ${failure}`)
  await writeJunit(key, results)
  const failed = results.filter(({ failure }) => failure !== undefined).length
  if (failed === 0 && code !== 0) throw new Error(`${client.name} ended with ${String(signal ?? code)}, though each check held.`)
  return failed
}

const { positionals } = parseArgs({ allowPositionals: true })
let failed = 0
for (const key of positionals.length === 0 ? clients.keys() : positionals) failed += await journey(key)
if (failed > 0) {
  console.error(`${failed} checks failed.`)
  process.exitCode = 1
}
