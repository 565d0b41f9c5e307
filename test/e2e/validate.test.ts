import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bound } from '../../scripts/bound.ts'
import { prompt, single } from '../definitions.ts'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-validate-'))
})
afterAll(() => rm(directory, { recursive: true }))

const write = (name: string, content: unknown): Promise<void> =>
  writeFile(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content, undefined, 2))

interface Surroundings {
  readonly environment?: NodeJS.ProcessEnv
  /** Written to the standard input one after the other, with pauses. */
  readonly input?: readonly string[]
}

/** `sluice validate` as a process of its own. */
const validate = async (args: readonly string[], { environment = {}, input = [] }: Surroundings = {}) => {
  const child = bound(
    spawn(process.execPath, [new URL('../../src/cli/main.ts', import.meta.url).pathname, 'validate', ...args], {
      cwd: directory,
      env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...environment },
    }),
  )
  const [stdout, stderr, closed] = [text(child.stdout), text(child.stderr), once(child, 'close')]
  for (const piece of input) {
    child.stdin.write(piece)
    await sleep(500)
  }
  child.stdin.end()
  const [code] = await closed
  return { code, stdout: await stdout, stderr: await stderr }
}

const broken = `# A connection from nowhere, and a condition with a slip
nodes:
  - { name: Start, type: Input, outputs: [{ name: document, type: Object }] }
  - name: Route
    type: Condition
    configuration:
      condition:
        conditions:
          - { name: big, expression: "amount > '5'" }
          - name: default
    inputs:
      - { name: amount, type: Number, expression: $.data.amount }
  - name: End
    type: Output
    inputs: [{ name: document, type: Object, expression: $.data }]
connections:
  - { name: one, type: Data, source: Start, target: Route, configuration: { data: { sourceOutput: document, targetInput: amount } } }
  - name: two
    type: Data
    source: Strat
    target: End
    configuration: { data: { sourceOutput: document, targetInput: document } }
  - name: three
    type: Data
    source: Start
    target: End
    configuration: { data: { sourceOutput: document, targetInput: document } }
`

describe('sluice validate', () => {
  it('shows the place of every finding, in the order of the file, and exits with 1', async () => {
    await write('broken.yaml', broken)

    const { code, stdout, stderr } = await validate(['broken.yaml'])

    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toBe(`\
broken.yaml:9:48 error MalformedConditionExpression Condition big of node Route is malformed: A string stands in double quotes, not in single ones, at character 10.

     7 |       condition:
     8 |         conditions:
  >  9 |           - { name: big, expression: "amount > '5'" }
       |                                                ^
    10 |           - name: default

broken.yaml:20:13 error UnknownConnectionSource Connection two references an unknown source node, Strat.

    18 |   - name: two
    19 |     type: Data
  > 20 |     source: Strat
       |             ^^^^^
    21 |     target: End

broken.yaml: 2 errors.
`)
  })

  it('points at a member that the API does not know, also in what get-flow prints', async () => {
    await write('slip.json', { name: 'poem', createdBy: 'me', definition: { ...single, conections: [] } })

    const { code, stdout } = await validate(['slip.json'])
    const without = await validate(['slip.json', '--no-lint'])

    expect([code, without.code]).toEqual([0, 0])
    expect(stdout).toContain(" lint unknown-member AWS's API has no member conections here: it is ignored, and AWS's SDKs refuse it.")
    expect(without.stdout).toBe('slip.json: nothing found.\n')
  })

  it('tells what cannot run yet, and what lint says, without an error', async () => {
    const later = { name: 'Later', type: 'InlineCode', configuration: { inlineCode: { code: '1', language: 'Python_3' } } }
    const response = { name: 'response', type: 'Number' }
    await write('later.json', { ...single, nodes: [...(single.nodes ?? []), { ...later, outputs: [response] }] })

    const { code, stdout } = await validate(['later.json'])
    const without = await validate(['later.json', '--no-lint'])

    expect([code, without.code]).toEqual([0, 0])
    expect(stdout).toContain('note Node Later is of type InlineCode, which this version of Sluice cannot run yet.')
    expect(stdout).toContain('lint inline-code-execution Node Later is of type InlineCode')
    expect(stdout).toMatch(/\nlater\.json: .*1 note, 2 lint remarks\.\n$/)
    expect(without.stdout).not.toContain(' lint ')
  })

  it('takes several files, what get-flow prints, and the standard input', async () => {
    await write('flow.json', { name: 'poem', status: 'Prepared', definition: single })
    await write('broken.yaml', broken)

    const { code, stdout } = await validate(['flow.json', '-', 'broken.yaml', 'nope.json'], {
      input: ['', JSON.stringify(single).slice(0, 9), JSON.stringify(single).slice(9)],
    })

    expect(code).toBe(1)
    expect(stdout).toContain(`The definition ${join(directory, 'nope.json')} does not exist.\n`)
    expect(stdout).toMatch(/\n4 files: 2 errors, 1 file unreadable\.\n$/)
  })

  it('says that there is nothing to say', async () => {
    await write('flow.json', single)

    expect(await validate(['flow.json'])).toEqual({ code: 0, stdout: 'flow.json: nothing found.\n', stderr: '' })
  })

  it('shows where a definition has not the shape of one', async () => {
    await write('shape.json', { definition: { nodes: [...(single.nodes ?? []), { ...prompt('Ask'), name: 'Ask2', type: 'Promt' }] } })

    const { code, stdout } = await validate(['shape.json'])

    expect(code).toBe(1)
    expect(stdout).toMatch(/^shape\.json:\d+:17 error Value 'Promt' at 'nodes\.4\.member\.type' failed to satisfy constraint: .*enum/)
    expect(stdout).toMatch(/\n {2}> \d+ \| {9}"type": "Promt",\n +\| {17}\^{7}\n/)
  })

  it('tells scripts in one document', async () => {
    await write('broken.yaml', broken)
    await write('text.json', '[]')

    const { code, stdout } = await validate(['broken.yaml', 'text.json', '--format', 'json'])

    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      files: [
        {
          file: 'broken.yaml',
          valid: false,
          findings: [
            expect.objectContaining({ severity: 'error', type: 'MalformedConditionExpression', start: { line: 9, column: 48 } }),
            {
              severity: 'error',
              type: 'UnknownConnectionSource',
              message: 'Connection two references an unknown source node, Strat.',
              details: { unknownConnectionSource: { connection: 'two' } },
              path: 'connections[1].source',
              start: { line: 20, column: 13 },
              end: { line: 20, column: 18 },
            },
          ],
        },
        {
          file: 'text.json',
          valid: false,
          unreadable: `The definition ${join(directory, 'text.json')} is no mapping with nodes and connections.`,
          findings: [],
        },
      ],
    })
  })

  it('is coloured where colours are wanted only', async () => {
    await write('broken.yaml', broken)
    const escape = '\u001B['

    const plain = await validate(['broken.yaml'])
    const coloured = await validate(['broken.yaml'], { environment: { FORCE_COLOR: '1' } })

    expect([plain.stdout.includes(escape), coloured.stdout.includes(escape)]).toEqual([false, true])
  })

  it('needs a file, and a format that it has', async () => {
    expect([(await validate([])).code, (await validate(['x', '--format', 'xml'])).code]).toEqual([2, 2])
  })
})
