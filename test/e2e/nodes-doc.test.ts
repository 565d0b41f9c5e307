import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import {
  BedrockAgentClient,
  CreateFlowCommand,
  CreatePromptCommand,
  CreatePromptVersionCommand,
  PrepareFlowCommand,
} from '@aws-sdk/client-bedrock-agent'
import { BedrockAgentRuntimeClient, InvokeFlowCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { startSluice } from '../../src/api/server.ts'
import { nodeTypes } from '../../src/flow/nodes/registry.ts'
import { executionRoleArn, testAlias } from './world.ts'

const page = readFileSync('docs/nodes.md', 'utf8')

/** A command, and what stands behind it. */
const examples = [...page.matchAll(/```sh\n([^`]+)```\n\n```\n([^`]+)```/g)].map(([, command = '', result = '']) => ({ command, result }))
const fileOf = (command: string): string => basename(/examples\/flows\/\S+/.exec(command)?.[0] ?? '')

describe('docs/nodes.md', () => {
  it('has a section for every node type that runs, and for no other', () => {
    const run = Object.entries(nodeTypes).flatMap(([name, type]) => (type.behaviour !== 'work' || type.run ? [name] : []))

    const sections = [...page.matchAll(/^## (.+)$/gm)].map(([, name]) => name)

    expect(new Set(sections)).toEqual(new Set(run))
    expect(sections).toHaveLength(run.length)
  })

  it('runs every flow of the examples', () => {
    const files = globSync('examples/flows/*.json').map((file) => basename(file))

    expect(files.filter((file) => file !== 'summary.json').toSorted()).toEqual(examples.map(({ command }) => fileOf(command)).toSorted())
  })

  it.each(examples.map((example) => ({ ...example, file: fileOf(example.command) })))(
    'says what $file puts out',
    async ({ command, result }) => {
      const here = command.replace('npm run --silent sluice --', `'${process.execPath}' src/cli/main.ts`)

      const { stdout } = await promisify(execFile)('sh', ['-c', here])

      expect(stdout).toBe(result)
    },
  )

  it('has an example of a prompt resource that runs', async () => {
    const { models } = parse(readFileSync('examples/scripted.config.yaml', 'utf8'))
    await using sluice = await startSluice({ configuration: { models } })
    const settings = {
      endpoint: sluice.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: '123456789012', secretAccessKey: 'any' },
    }
    const build = new BedrockAgentClient(settings)
    const runtime = new BedrockAgentRuntimeClient(settings)
    const variants = [
      {
        name: 'short',
        templateType: 'TEXT' as const,
        modelId: 'amazon.nova-lite-v1:0',
        templateConfiguration: { text: { text: 'Summarise: {{text}}', inputVariables: [{ name: 'text' }] } },
      },
    ]
    const { id } = await build.send(new CreatePromptCommand({ name: 'summary', defaultVariant: 'short', variants }))
    const { arn = '' } = await build.send(new CreatePromptVersionCommand({ promptIdentifier: id }))
    const definition = JSON.parse(
      readFileSync('examples/flows/summary.json', 'utf8').replace(/arn:aws:bedrock:[^"]+:prompt\/[^"]+/, () => arn),
    )
    const { id: flowIdentifier } = await build.send(new CreateFlowCommand({ name: 'summary', executionRoleArn, definition }))
    await build.send(new PrepareFlowCommand({ flowIdentifier }))

    const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'A sluice is a gate.' } }]
    const { responseStream } = await runtime.send(new InvokeFlowCommand({ flowIdentifier, flowAliasIdentifier: testAlias, inputs }))
    const told = await Array.fromAsync(responseStream ?? [])

    expect(told[0]?.flowOutputEvent?.content).toEqual({ document: 'A gate opens and closes a channel.' })
    runtime.destroy()
    build.destroy()
  })
})
