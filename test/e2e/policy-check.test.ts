import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bound } from '../../scripts/bound.ts'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-policy-'))
  await writeFile(join(directory, 'starter.json'), JSON.stringify(starter))
  await writeFile(join(directory, 'night.yaml'), night)
  await writeFile(
    join(directory, 'wrong.yaml'),
    "Version: '2012-10-17'\nStatement:\n  - Effect: Allow\n    Action: bedrock:StopFlow\n    Resource: '*'\n",
  )
})
afterAll(() => rm(directory, { recursive: true }))

const execution = 'arn:aws:bedrock:us-east-1:123456789012:flow/FLOW123456/alias/LIVE000001/execution/run-1'
const starter = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Start',
      Effect: 'Allow',
      Action: ['bedrock:StartFlowExecution', 'bedrock:GetFlowExecution'],
      Resource: 'arn:aws:bedrock:*:*:flow/*',
    },
    { Effect: 'Allow', Action: 'bedrock:StopFlowExecution', Resource: '*', Condition: { StringEquals: { 'aws:username': 'alice' } } },
  ],
}
const night = `Version: '2012-10-17'
Statement:
  Sid: Night
  Effect: Deny
  Action: '*'
  Resource: '*'
  Condition:
    NotIpAddress: { 'aws:SourceIp': 203.0.113.0/24 }
`

/** `sluice policy check` as a process of its own. */
const check = async (args: readonly string[], input = '') => {
  const child = bound(
    spawn(process.execPath, [new URL('../../src/cli/main.ts', import.meta.url).pathname, 'policy', 'check', ...args], {
      cwd: directory,
      env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] },
    }),
  )
  const [stdout, stderr, closed] = [text(child.stdout), text(child.stderr), once(child, 'close')]
  child.stdin.end(input)
  const [code] = await closed
  return { code, stdout: await stdout, stderr: await stderr }
}
const alice = ['--user-arn', 'arn:aws:iam::123456789012:user/alice']
const stop = ['--action', 'bedrock:StopFlowExecution', '--resource', execution]

describe('sluice policy check', () => {
  it('says that policies hold', async () => {
    const stdout = 'starter.json: 2 statements, nothing found.\nnight.yaml: 1 statement, nothing found.\n'

    expect(await check(['starter.json', 'night.yaml'])).toEqual({ code: 0, stdout, stderr: '' })
  })

  it('says what is wrong with one, and where', async () => {
    const { code, stdout } = await check(['wrong.yaml', 'nowhere.json', ...stop])

    expect(code).toBe(1)
    expect(stdout.split('\n')).toEqual([
      "wrong.yaml:4:13 error The Action of statement 1 has 'bedrock:StopFlow', which no action of Amazon Bedrock is; the nearest is bedrock:StopFlowExecution.",
      '',
      '    2 | Statement:',
      '    3 |   - Effect: Allow',
      '  > 4 |     Action: bedrock:StopFlow',
      '      |             ^^^^^^^^^^^^^^^^',
      "    5 |     Resource: '*'",
      '',
      'wrong.yaml: 1 error.',
      `The policy ${join(directory, 'nowhere.json')} does not exist.`,
      '',
    ])
  })

  it('says what they decide together, by which statement, and what it took as absent', async () => {
    const inside = ['--context', 'aws:SourceIp=203.0.113.7']
    const held = 'starter.json: 2 statements, nothing found.\nnight.yaml: 1 statement, nothing found.\n'
    const both = ['starter.json', 'night.yaml', ...stop]

    expect(await check([...both, ...alice, ...inside])).toEqual({
      code: 0,
      stdout: `${held}Allowed: bedrock:StopFlowExecution on ${execution}, by statement 2 of starter.json.\n`,
      stderr: '',
    })
    expect(await check([...both, ...inside])).toEqual({
      code: 3,
      stdout: `${held}Denied: bedrock:StopFlowExecution on ${execution}, no statement allows it.\nTaken as absent, as no --context says otherwise: aws:username.\n`,
      stderr: '',
    })
    expect(await check([...both, ...alice, '--context', 'aws:sourceip=198.51.100.1'])).toMatchObject({
      code: 3,
      stdout: `${held}Denied: bedrock:StopFlowExecution on ${execution}, by Night of night.yaml.\n`,
    })
  })

  it('says it to scripts, of the standard input too', async () => {
    const { code, stdout } = await check(['-', '--format', 'json', ...stop, ...alice], JSON.stringify(starter))
    const wrong = await check(['wrong.yaml', '--format', 'json'])

    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      {
        files: [{ file: '-', valid: true, findings: [] }],
        decision: {
          allowed: true,
          action: 'bedrock:StopFlowExecution',
          resource: execution,
          by: { file: 'standard input', statement: 'statement 2' },
          notGiven: [],
        },
      },
    ])
    expect([wrong.code, JSON.parse(wrong.stdout)]).toEqual([
      1,
      {
        files: [
          {
            file: 'wrong.yaml',
            valid: false,
            findings: [
              {
                message: expect.stringContaining('bedrock:StopFlow'),
                path: ['Statement', 0, 'Action'],
                start: { line: 4, column: 13 },
                end: { line: 4, column: 29 },
              },
            ],
          },
        ],
      },
    ])
  })

  it.each([
    [['starter.json', '--action', 'bedrock:StopFlow'], 1, 'bedrock:StopFlow is no action: the nearest is bedrock:StopFlowExecution.'],
    [['starter.json', '--action', 'bedrock-agent:GetFlow'], 1, 'bedrock-agent:GetFlow is no action: the nearest is bedrock:GetFlow.'],
    [
      ['starter.json', '--resource', execution],
      1,
      '--resource, --user-arn and --context belong to a question: say which action with --action.',
    ],
    [
      ['starter.json', '--action', 'bedrock:GetFlow', '--resource', 'flow/FLOW123456'],
      1,
      'flow/FLOW123456 is no resource: it is written as arn:aws:bedrock:us-east-1:123456789012:flow/FLOW123456.',
    ],
    [
      ['starter.json', '--action', 'bedrock:StopFlowExecution'],
      1,
      'bedrock:StopFlowExecution is about a resource: say which with --resource, as arn:aws:bedrock:us-east-1:123456789012:flow/FLOW123456.',
    ],
    [
      ['starter.json', '--action', 'bedrock:ListFlows', '--resource', execution],
      1,
      'bedrock:ListFlows is about no resource: leave --resource out.',
    ],
    [
      ['starter.json', ...stop, '--user-arn', 'alice'],
      1,
      'alice is no ARN of an IAM user: it is written as arn:aws:iam::123456789012:user/alice.',
    ],
    [
      ['starter.json', ...stop, '--context', 'aws:user=x'],
      1,
      'aws:user is no condition key that requests have here; the nearest is aws:username.',
    ],
    [
      ['starter.json', ...stop, '--context', 'alice'],
      1,
      'alice is no value of a condition key: it is written as aws:SourceIp=203.0.113.7.',
    ],
    [[], 2, "error: missing required argument 'file'"],
  ])('refuses %j', async (args, code, stderr) => {
    expect(await check(args)).toEqual({ code, stdout: '', stderr: `${stderr}\n` })
  })
})
