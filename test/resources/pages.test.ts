import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationContext } from '../../src/api/operations/operation.ts'
import { handlers } from '../../src/api/operations/registry.ts'
import type { OperationName } from '../../src/contract/operations.ts'
import { sound } from './definitions.ts'
import { itemsOf, largestPage } from './comparable.ts'
import type { Real } from './real.ts'
import { openReal } from './real.ts'

type Answer = Readonly<Record<string, unknown>>

/** One of the lists: how its items are made, changed and deleted. */
interface List {
  readonly operation: OperationName
  readonly input: object
  create(): Promise<string>
  update(id: string): Promise<unknown>
  remove(id: string): Promise<unknown>
}

const executionRoleArn = 'arn:aws:iam::123456789012:role/flows'
const quotas = { runningExecutions: 1000, flows: 1000, flowVersions: 1000, flowAliases: 1000, prompts: 1000, promptVersions: 1000 }

const caller =
  (context: OperationContext) =>
  async (operation: OperationName, input: object): Promise<Answer> =>
    (handlers[operation].handle as (input: object, context: OperationContext) => Promise<Answer>)(input, context)
type Call = ReturnType<typeof caller>

const preparedFlow = async (call: Call): Promise<string> => {
  const { id } = await call('CreateFlow', { name: 'flow', executionRoleArn, definition: sound[0] })
  await call('PrepareFlow', { flowIdentifier: id })
  return String(id)
}

const nothing = async (): Promise<void> => undefined
const idOf = async (answer: Promise<Answer>, member = 'id'): Promise<string> => String((await answer)[member])

const lists: Readonly<Record<string, (call: Call) => Promise<List>>> = {
  ListFlows: async (call) => ({
    operation: 'ListFlows',
    input: {},
    create: () => idOf(call('CreateFlow', { name: 'flow', executionRoleArn })),
    update: (flowIdentifier) => call('UpdateFlow', { flowIdentifier, name: 'changed', executionRoleArn }),
    remove: (flowIdentifier) => call('DeleteFlow', { flowIdentifier }),
  }),
  ListFlowVersions: async (call) => {
    const flowIdentifier = await preparedFlow(call)
    return {
      operation: 'ListFlowVersions',
      input: { flowIdentifier },
      create: () => idOf(call('CreateFlowVersion', { flowIdentifier }), 'version'),
      update: nothing,
      remove: (flowVersion) => call('DeleteFlowVersion', { flowIdentifier, flowVersion }),
    }
  },
  ListFlowAliases: async (call) => {
    const flowIdentifier = await preparedFlow(call)
    const routingConfiguration = [{ flowVersion: 'DRAFT' }]
    let names = 0
    return {
      operation: 'ListFlowAliases',
      input: { flowIdentifier },
      create: () => idOf(call('CreateFlowAlias', { flowIdentifier, name: `alias-${++names}`, routingConfiguration })),
      update: (aliasIdentifier) =>
        call('UpdateFlowAlias', { flowIdentifier, aliasIdentifier, name: `alias-${++names}`, routingConfiguration }),
      remove: (aliasIdentifier) => call('DeleteFlowAlias', { flowIdentifier, aliasIdentifier }),
    }
  },
  ListPrompts: async (call) => ({
    operation: 'ListPrompts',
    input: {},
    create: () => idOf(call('CreatePrompt', { name: 'prompt' })),
    update: (promptIdentifier) => call('UpdatePrompt', { promptIdentifier, name: 'changed' }),
    remove: (promptIdentifier) => call('DeletePrompt', { promptIdentifier }),
  }),
  'ListPrompts of one': async (call) => {
    const promptIdentifier = await idOf(call('CreatePrompt', { name: 'prompt' }))
    return {
      operation: 'ListPrompts',
      input: { promptIdentifier },
      create: () => idOf(call('CreatePromptVersion', { promptIdentifier }), 'version'),
      update: () => call('UpdatePrompt', { promptIdentifier, name: 'changed' }),
      remove: (promptVersion) => call('DeletePrompt', { promptIdentifier, promptVersion }),
    }
  },
  ListFlowExecutions: async (call) => {
    const flowIdentifier = await preparedFlow(call)
    const labels = { flowIdentifier, flowAliasIdentifier: 'TSTALIASID' }
    const inputs = [{ nodeName: 'Start', content: { document: 'tea' } }]
    return {
      operation: 'ListFlowExecutions',
      input: { flowIdentifier },
      create: () => idOf(call('StartFlowExecution', { ...labels, inputs }), 'executionArn'),
      update: (executionIdentifier) => call('StopFlowExecution', { ...labels, executionIdentifier }),
      remove: nothing,
    }
  },
}

let real: Real
beforeAll(async () => {
  real = await openReal()
})
afterAll(() => real[Symbol.asyncDispose]())

let accounts = 0
const newContext = (): OperationContext => {
  const account = String(++accounts).padStart(12, '0')
  return { ...real.contextOf({ account, region: 'us-east-1' }), quotas }
}

/** By what a list's items are known. */
const keyOf = ({ executionArn, version, id }: Answer): string =>
  String(executionArn ?? (version === undefined || version === 'DRAFT' ? id : version))

const drawn = fc.record({
  items: fc.integer({ min: 0, max: 25 }),
  /** The clock stands still between some of them. */
  afterMs: fc.array(fc.constantFrom(0, 0, 1, 50), { minLength: 3, maxLength: 7 }),
  maxResults: fc.constantFrom(undefined, 1, 3, 7, 10, 11, 1000),
  meanwhile: fc.array(
    fc.record({ act: fc.constantFrom('create', 'update', 'remove', 'none'), which: fc.nat(99), afterMs: fc.constantFrom(0, 1) }),
    { minLength: 1, maxLength: 12 },
  ),
})

describe.each(Object.entries(lists))('%s, walked page by page', (_, listOf) => {
  it('shows each item that stays as it is exactly once, whatever becomes of the others', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ items, afterMs, maxResults, meanwhile }) => {
        const call = caller(newContext())
        const list = await listOf(call)
        const there: string[] = []
        for (let item = 0; item < items; item++) {
          real.time.now += afterMs[item % afterMs.length] ?? 0
          there.push(await list.create())
        }
        const touched = new Set<string>()
        const most = Math.min(maxResults ?? largestPage, largestPage)
        const shown: string[] = []
        for (let page = 0, nextToken: unknown, more = true; more; page++) {
          const answer = await call(list.operation, { ...list.input, maxResults, nextToken })
          const seen = answer[itemsOf(answer) ?? ''] as readonly Answer[]
          expect(seen.length).toBeLessThanOrEqual(most)
          shown.push(...seen.map(keyOf))
          nextToken = answer['nextToken']
          more = nextToken !== undefined
          const { act, which, afterMs: pause } = meanwhile[page % meanwhile.length] ?? { act: 'none', which: 0, afterMs: 0 }
          real.time.now += pause
          const left = there.filter((id) => !touched.has(id))
          const one = left[which % Math.max(left.length, 1)]
          if (act === 'create' && page < 30) touched.add(await list.create())
          if (act === 'none' || act === 'create' || one === undefined) continue
          touched.add(one)
          await list[act](one)
        }

        const times = Map.groupBy(shown, (id) => id)
        for (const id of there.filter((one) => !touched.has(one))) expect(times.get(id)).toHaveLength(1)
      }),
      { numRuns: 8 },
    )
  })

  it('takes no token but its own', async () => {
    const context = newContext()
    const call = caller(context)
    const tokens = new Map<string, unknown>()
    const made = new Map<string, List>()
    for (const [name, other] of Object.entries(lists)) {
      const list = await other(call)
      for (let item = 0; item < 3; item++) await list.create()
      made.set(name, list)
      tokens.set(name, (await call(list.operation, { ...list.input, maxResults: 1 }))['nextToken'])
    }
    const elsewhere = await Promise.all(
      [
        { account: '999999999999', region: 'us-east-1' },
        { account: context.caller.account, region: 'eu-west-1' },
      ].map(async (partition) => {
        const there = caller({ ...real.contextOf(partition), quotas })
        const list = await listOf(there)
        for (let item = 0; item < 3; item++) await list.create()
        return (await there(list.operation, { ...list.input, maxResults: 1 }))['nextToken']
      }),
    )
    const list = await listOf(call)
    for (let item = 0; item < 3; item++) await list.create()
    const own = String((await call(list.operation, { ...list.input, maxResults: 1 }))['nextToken'])
    const begun = (text: string): string => Buffer.from(text).toString('base64url')
    const damaged = [own.slice(0, -3), `${own}x`, `${own}!`, `!${own}`, `${own}=`, own.toLowerCase(), own.replace(/./, '~')]
    const garbage = ['x', '1', 'null', begun('null'), begun('[]'), begun('["a"]'), begun('{}'), begun('[1,2]'), '💧']
    const ofOthers = [...tokens].filter(([name]) => made.get(name)?.operation !== list.operation).map(([, token]) => token)

    for (const nextToken of [...elsewhere, ...ofOthers, ...damaged, ...garbage]) {
      const answer = await call(list.operation, { ...list.input, nextToken }).then(
        () => 'an answer',
        ({ name }: Error) => name,
      )
      expect([nextToken, answer]).toEqual([nextToken, 'ValidationException'])
    }
    expect(await call(list.operation, { ...list.input, nextToken: own })).toBeDefined()
  })
})

it('a list of one prompt goes on whether its id or its ARN names it', async () => {
  const call = caller(newContext())
  const { id, arn } = await call('CreatePrompt', { name: 'prompt' })
  await call('CreatePromptVersion', { promptIdentifier: id })

  const { nextToken } = await call('ListPrompts', { promptIdentifier: id, maxResults: 1 })
  const { promptSummaries } = await call('ListPrompts', { promptIdentifier: arn, maxResults: 1, nextToken })

  expect(promptSummaries).toMatchObject([{ id, version: '1' }])
})
