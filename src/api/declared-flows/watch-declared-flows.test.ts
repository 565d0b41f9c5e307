import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { single } from '../../../test/definitions.ts'
import type { FlowNode } from '../../contract/flow-definition.ts'
import { StorageUnavailable } from '../../engine/event-log.ts'
import { systemClock } from '../../lib/clock.ts'
import type { DeclaredFlow } from '../../store/flow.ts'
import { readDeclaredFlows } from './read-declared-flows.ts'
import type { DeclaredFlowChange } from './watch-declared-flows.ts'
import { watchDeclaredFlows } from './watch-declared-flows.ts'

let directory = ''
let file = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-watch-'))
  file = join(directory, 'flow.json')
  await writeFile(file, JSON.stringify(single))
})
afterEach(() => rm(directory, { recursive: true }))

const account = '000000000000'
/** A definition that can run and differs from every other number's. */
const version = (number: number): string => JSON.stringify(single).replaceAll('Ask', `Ask${number}`)

const withExtraInput = (node: FlowNode): FlowNode => ({
  ...node,
  inputs: [...(node.inputs ?? []), { name: 'extra', type: 'String', expression: '$.data' }],
})

/** Watches one file, over resources that answer as they are told. */
const watched = async (refusals: Error[] = []) => {
  const declared: DeclaredFlow[] = []
  const changes: DeclaredFlowChange[] = []
  const bugs: unknown[] = []
  const logger = { info: () => {}, warn: () => {}, error: ({ err }: { err: unknown }) => bugs.push(err) }
  const waiting: (() => void)[] = []
  const flows = await readDeclaredFlows({ compatibility: 'extended', account, flows: [{ id: 'POEM000001', file }] })
  const watch = watchDeclaredFlows({
    compatibility: 'extended',
    flows,
    account,
    clock: systemClock,
    resources: {
      async declareFlows([flow]) {
        const refusal = refusals.shift()
        if (refusal) throw refusal
        if (flow) declared.push(flow)
        return flow ? [flow.id] : []
      },
    },
    onChange(change) {
      changes.push(change)
      waiting.shift()?.()
    },
    logger: logger as never,
  })
  return {
    declared,
    changes,
    bugs,
    next: () => new Promise<void>((resolve) => waiting.push(resolve)),
    [Symbol.dispose]: () => watch[Symbol.dispose](),
  }
}

const names = ({ definition }: DeclaredFlow): readonly string[] => (definition.nodes ?? []).map(({ name }) => name)

it('declares a flow again when its file is written', async () => {
  using one = await watched()

  const changed = one.next()
  await writeFile(file, version(1))
  await changed

  expect(one.changes).toEqual([{ flowId: 'POEM000001', file, findings: [] }])
  expect(one.declared.map(names)).toEqual([expect.arrayContaining(['Ask1'])])
})

it('declares a flow again when another file takes the place of its own', async () => {
  using one = await watched()

  const changed = one.next()
  await writeFile(join(directory, 'other'), version(2))
  await rename(join(directory, 'other'), file)
  await changed

  expect(one.declared.map(names)).toEqual([expect.arrayContaining(['Ask2'])])
})

it('leaves the flow as it is while its file is wrong, says why, and goes on', async () => {
  using one = await watched()

  const refused = one.next()
  await writeFile(file, '{')
  await refused
  const gone = one.next()
  await rm(file)
  await gone
  const back = one.next()
  await writeFile(file, version(3))
  await back

  expect(one.changes).toEqual([
    {
      flowId: 'POEM000001',
      file,
      findings: [],
      refused: expect.stringMatching(/^flows\[0\]\.file: The definition .* is not valid JSON: Expected property name/),
    },
    { flowId: 'POEM000001', file, findings: [], refused: `flows[0].file: The definition ${file} does not exist.` },
    { flowId: 'POEM000001', file, findings: [] },
  ])
  expect(one.declared).toHaveLength(1)
})

it('tries again when the storage does not answer', async () => {
  using one = await watched([new StorageUnavailable('The disk is full.'), new StorageUnavailable('The disk is full.')])

  const refused = one.next()
  await writeFile(file, version(4))
  await refused
  await one.next()

  expect(one.changes).toEqual([
    { flowId: 'POEM000001', file, findings: [], refused: 'The disk is full.' },
    { flowId: 'POEM000001', file, findings: [] },
  ])
})

it('tells once that a file cannot be read, which it tries again and again', async () => {
  using one = await watched()

  const refused = one.next()
  await symlink('/proc/self/mem', `${file}.new`) // a file of which nothing can be read
  await rename(`${file}.new`, file)
  await refused
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const back = one.next()
  await writeFile(`${file}.new`, version(6))
  await rename(`${file}.new`, file)
  await back

  expect(one.changes).toEqual([
    { flowId: 'POEM000001', file, findings: [], refused: `flows[0].file: The definition ${file} cannot be read (EIO).` },
    { flowId: 'POEM000001', file, findings: [] },
  ])
})

it('tells what a definition has that is no error', async () => {
  using one = await watched()

  const changed = one.next()
  await writeFile(
    file,
    JSON.stringify({ ...single, nodes: (single.nodes ?? []).map((node) => (node.name === 'Ask' ? withExtraInput(node) : node)) }),
  )
  await changed

  expect(one.changes).toEqual([{ flowId: 'POEM000001', file, findings: ['Input extra of node Ask has no data connection.'] }])
})

it('goes on behind a bug', async () => {
  using one = await watched([new Error('a bug')])

  await writeFile(file, version(5))
  await one.next()

  expect([one.bugs, one.changes]).toEqual([[new Error('a bug')], [{ flowId: 'POEM000001', file, findings: [] }]])
})
