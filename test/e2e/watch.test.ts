import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { StopFlowExecutionCommand } from '@aws-sdk/client-bedrock-agent-runtime'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bound } from '../../scripts/bound.ts'
import { single } from '../definitions.ts'
import type { World } from './world.ts'
import { startWorld, until } from './world.ts'

let world: World
let asks: string
beforeAll(async () => {
  world = await startWorld({ protocol: 'HTTP/2' })
  asks = await world.flow(single)
})
afterAll(() => world[Symbol.asyncDispose]())

/** `sluice watch` as a process of its own. */
const watch = (...args: readonly string[]) => {
  const program = new URL('../../src/cli/main.ts', import.meta.url).pathname
  const child = bound(spawn(process.execPath, [program, 'watch', ...args], { env: { PATH: process.env['PATH'] } }))
  const stderr = text(child.stderr)
  return once(child, 'close').then(async ([code]) => ({ code, lines: linesOf(await stderr) }))
}
const linesOf = (said: string) => said.split('\n').map((line) => line.replaceAll(/\d+(?:\.\d+)? m?s/g, 'T').trim())

it('tells an execution from its first event to its end, with durations and tokens', async () => {
  const { executionIdentifier } = await world.start(asks, 'tea')

  const { code, lines } = await watch(executionIdentifier, '--endpoint-url', world.endpoint)

  expect(lines).toEqual([
    'T  Start: done',
    expect.stringMatching(/^T {2}Ask: done in T, \d+ tokens in, \d+ out \(test\.model\)$/),
    'T  End: put out the result',
    expect.stringMatching(/^Succeeded in T, \d+ tokens in, \d+ out \(test\.model\)$/),
    '',
  ])
  expect(code).toBe(0)
})

it('waits for the end, and shows the proof of a stop', async () => {
  const labels = await world.start(asks, 'endless words')
  const watched = watch(labels.executionIdentifier, '--endpoint-url', world.endpoint, '--trace')
  await until(() => world.models.openStreams() === 1)

  await world.runtime.send(new StopFlowExecutionCommand(labels))
  const { code, lines } = await watched

  expect(code).toBe(1)
  expect(lines).toContain('in {"text":"endless words"}')
  expect(lines.slice(-3)).toEqual(['Stopped after T', 'Ask let go T after the stop; tokens received after it: 0', ''])
})

it.each([
  ['no ARN of an execution', ['poem'], /^poem is not the ARN of an execution/],
  ['nobody there', ['ARN', '--endpoint-url', 'http://127.0.0.1:9'], /^Nobody answers at http:\/\/127\.0\.0\.1:9: start the server/],
  [
    'an unknown profile',
    ['ARN', '--endpoint-url', 'ENDPOINT', '--profile', 'nobody'],
    /^The profile nobody gave no credentials \(.*\): choose another with --profile\.$/,
  ],
  ['an unknown execution', ['UNKNOWN', '--endpoint-url', 'ENDPOINT'], /was not found\.$/],
  ['no URL', ['ARN', '--endpoint-url', 'here'], /^The endpoint 'here' is not a URL/],
])('says what is wrong: %s', async (_, args, sentence) => {
  const { executionIdentifier } = await world.start(asks, 'tea')
  const known: Record<string, string> = {
    ARN: executionIdentifier,
    UNKNOWN: `${executionIdentifier.slice(0, -4)}0000`,
    ENDPOINT: world.endpoint,
  }

  const { code, lines } = await watch(...args.map((arg) => known[arg] ?? arg))

  expect([code, lines]).toEqual([1, [expect.stringMatching(sentence), '']])
})
