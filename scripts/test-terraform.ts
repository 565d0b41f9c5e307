/** Terraform with the newest AWS provider from version 5.100 on: what it has applied, it plans no change of. */
import { deepEqual } from 'node:assert/strict'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BedrockAgentClient, ListPromptsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-bedrock-agent'
import { run } from './run.ts'
import { startTestServers } from './test-servers.ts'

await using servers = await startTestServers()
const endpoint = servers.env['SLUICE_ENDPOINT'] ?? ''
const cwd = await mkdtemp(join(tmpdir(), 'sluice-terraform-'))
const terraform = (...args: readonly string[]) =>
  run('terraform', [...args, '-no-color', '-input=false'], { cwd, env: { ...process.env, TF_VAR_endpoint: endpoint } })
const client = new BedrockAgentClient({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: '123456789012', secretAccessKey: 'any' },
})

/** The tags of all prompts, by name. */
const prompts = async () => {
  const { promptSummaries = [] } = await client.send(new ListPromptsCommand())
  const tagged = promptSummaries.map(async ({ name = '', arn }) => {
    const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: arn }))
    return [name, tags] as const
  })
  return Object.fromEntries(await Promise.all(tagged))
}

const applied = async (edition: string): Promise<void> => {
  await copyFile(join('test/terraform', edition, 'prompts.tf'), join(cwd, 'prompts.tf'))
  await terraform('apply', '-auto-approve')
  await terraform('plan', '-detailed-exitcode')
}

try {
  await copyFile('test/terraform/provider.tf', join(cwd, 'provider.tf'))
  await terraform('init')
  await applied('first')
  deepEqual(await prompts(), { agent: {}, chat: {}, text: { cost: '7 EUR', team: 'a' } })
  await applied('second')
  deepEqual(await prompts(), { chat: {}, renamed: { cost: '8 EUR', kind: 'poem' } })
  await terraform('destroy', '-auto-approve')
  deepEqual(await prompts(), {})
} finally {
  client.destroy()
  await rm(cwd, { recursive: true })
}
console.log('Terraform creates, replaces, tags and deletes prompts, and sees no difference after each step.')
