import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { BedrockAgentRuntimeClient } from '@aws-sdk/client-bedrock-agent-runtime'
import { bound } from '../../scripts/bound.ts'

export interface ServerProcess {
  readonly endpoint: string
  readonly runtime: BedrockAgentRuntimeClient
  end(signal: NodeJS.Signals): Promise<void>
}

/** `sluice serve` in a process of its own, on any free port. */
export const serveFrom = async (configurationFile: string, environment: NodeJS.ProcessEnv = {}): Promise<ServerProcess> => {
  const args = ['src/cli/main.ts', 'serve', '--port', '0', '--config', configurationFile]
  const server = bound(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...environment } }))
  const [line] = await once(createInterface({ input: server.stdout }), 'line')
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'any' }
  const endpoint = String(line).split(' ').at(-1) ?? ''
  const runtime = new BedrockAgentRuntimeClient({ endpoint, region: 'us-east-1', credentials })
  return {
    endpoint,
    runtime,
    async end(signal) {
      runtime.destroy()
      server.kill(signal)
      await once(server, 'exit')
    },
  }
}
