import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BedrockAgentClient } from '@aws-sdk/client-bedrock-agent'
import { BedrockAgentRuntimeClient } from '@aws-sdk/client-bedrock-agent-runtime'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startSluice } from '../../src/api/server.ts'
import { single } from '../definitions.ts'
import { callOf } from './any-operation.ts'
import { executionRoleArn } from './world.ts'

let dataDir = ''
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-restart-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

/** Does something with a server that is started for it and closed after it, on the data of the one before. */
const served = async <Result>(use: (call: ReturnType<typeof callOf>) => Promise<Result>): Promise<Result> => {
  await using sluice = await startSluice({ configuration: { dataDir } })
  const settings = {
    endpoint: sluice.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: '123456789012', secretAccessKey: 'any' },
  }
  const [build, runtime] = [new BedrockAgentClient(settings), new BedrockAgentRuntimeClient(settings)]
  try {
    return await use(callOf({ build, runtime }))
  } finally {
    build.destroy()
    runtime.destroy()
  }
}

it('a restart forgets no flow, version, alias, prompt, tag, token or page', async () => {
  const clientToken = '0123456789-0123456789-0123456789-0123'
  const create = { name: 'poem', executionRoleArn, definition: single, clientToken, tags: { team: 'a' } }
  const see = async (call: ReturnType<typeof callOf>, { flow = '', alias = '', prompt = '' }) => {
    const labels = { flowIdentifier: flow }
    const { body: shown } = await call('GetFlow', labels)
    return [
      shown,
      (await call('GetFlowVersion', { ...labels, flowVersion: '1' })).body,
      (await call('GetFlowAlias', { ...labels, aliasIdentifier: alias })).body,
      (await call('GetPrompt', { promptIdentifier: prompt, promptVersion: '1' })).body,
      (await call('ListTagsForResource', { resourceArn: shown['arn'] })).body,
    ]
  }
  const before = await served(async (call) => {
    const idOf = async (...args: Parameters<typeof call>): Promise<string> => (await call(...args)).body['id'] ?? ''
    const flow = await idOf('CreateFlow', create)
    const labels = { flowIdentifier: flow }
    await call('PrepareFlow', labels)
    for (let version = 0; version < 3; version++) await call('CreateFlowVersion', labels)
    await call('DeleteFlowVersion', { ...labels, flowVersion: '3' })
    const alias = await idOf('CreateFlowAlias', { ...labels, name: 'live', routingConfiguration: [{ flowVersion: '1' }] })
    const prompt = await idOf('CreatePrompt', { name: 'talk' })
    await call('CreatePromptVersion', { promptIdentifier: prompt, description: 'First' })
    const page = await call('ListFlowVersions', { ...labels, maxResults: 1 })
    const ids = { flow, alias, prompt }
    return { ids, seen: await see(call, ids), page: page.body }
  })

  await served(async (call) => {
    const labels = { flowIdentifier: before.ids.flow }
    expect(await see(call, before.ids)).toEqual(before.seen)
    const { body: rest } = await call('ListFlowVersions', { ...labels, nextToken: before.page['nextToken'] })
    expect(rest).toMatchObject({ flowVersionSummaries: [{ version: '2' }] })
    expect((await call('CreateFlow', create)).body['id']).toBe(before.ids.flow)
    expect((await call('CreateFlowVersion', labels)).body['version']).toBe('4')
  })
})
