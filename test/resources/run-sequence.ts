import type { OperationContext } from '../../src/api/operations/operation.ts'
import { callOf } from './draw.ts'
import type { Draw, Step } from './draw.ts'
import { sound } from './definitions.ts'
import type { Answered } from './explain.ts'
import { expected, explain } from './explain.ts'
import type { State } from './model.ts'
import { day, noState } from './model.ts'
import type { Call } from './operations.ts'
import type { Real } from './real.ts'
import { quota, really } from './real.ts'

const region = 'us-east-1'
let accounts = 0

/**
 * Makes the drawn calls in an account of their own, and has the model explain each answer.
 * @throws Error - with all calls and their answers up to the one that nothing explains.
 */
export const runSequence = async (real: Real, steps: readonly Step[]): Promise<readonly Answered[]> => {
  const account = String(++accounts).padStart(12, '0')
  const context = real.contextOf({ account, region })
  const prefix = `arn:aws:bedrock:${region}:${account}:`
  let states: readonly State[] = [noState()]
  const made: Answered[] = []
  const arns: string[] = []
  const trace: string[] = []

  const atOnce = async (calls: readonly Call[], turns: readonly number[]): Promise<void> => {
    const outcomes = await Promise.all(calls.map((call, index) => later(turns[index] ?? 0, () => really(call, context))))
    const answered = calls.map((call, index) => ({ call, outcome: outcomes[index] ?? { exception: 'no answer' } }))
    const surroundings = { now: real.time.now, prefix, quota }
    trace.push([`at ${real.time.now}`, ...answered.map(written)].join('\n  '))
    const running = await runningNow(context)
    const after = states.flatMap((state) => explain(state, answered, surroundings)).filter((state) => running === runningIn(state))
    const [before = noState()] = states
    if (after.length === 0) {
      const right = answered.map((one) => `  ${text(expected(before, one, surroundings))}`).join('\n')
      throw new Error(`${trace.join('\n')}\nNo order explains the last. Each alone:\n${right}\nRunning now: ${running}`)
    }
    states = distinct(after)
    made.push(...answered)
    arns.push(...answered.flatMap(({ outcome }) => ('output' in outcome ? arnsIn(outcome.output) : [])))
  }

  for (const call of furnishing(prefix, () => states[0] ?? noState())) await atOnce([call()], [])
  for (const { afterMs, draws, twice } of steps) {
    real.time.now += afterMs
    if (afterMs >= day) await forget(real, states)
    const known = { state: states[0] ?? noState(), prefix, calls: made.map(({ call }) => call), arns, alone: draws.length === 1 && !twice }
    const all = twice ? draws.flatMap((draw, index) => (index === 0 ? [draw, draw] : [draw])) : draws
    await atOnce(
      all.map((draw: Draw) => callOf(draw, known)),
      all.map(({ turns }) => turns),
    )
  }
  for (const call of everything(states[0] ?? noState(), prefix)) await atOnce([call], [])
  await stopAll(context)
  return made
}

/** What most calls are about is there from the start. */
const furnishing = (prefix: string, state: () => State): readonly (() => Call)[] => {
  const flowIdentifier = (): string => `${prefix}flow/${Object.keys(state().flows)[0] ?? ''}`
  const flow = { name: 'flow', executionRoleArn: 'arn:aws:iam::123456789012:role/a', definition: sound[0] }
  const alias = { name: 'live', routingConfiguration: [{ flowVersion: '1' }] }
  return [
    () => ({ operation: 'CreateFlow', input: { ...flow, tags: { team: 'a' } } }),
    () => ({ operation: 'PrepareFlow', input: { flowIdentifier: flowIdentifier() } }),
    () => ({ operation: 'CreateFlowVersion', input: { flowIdentifier: flowIdentifier() } }),
    () => ({ operation: 'CreateFlowAlias', input: { flowIdentifier: flowIdentifier(), ...alias } }),
    () => ({ operation: 'CreatePrompt', input: { name: 'prompt' } }),
  ]
}

/** All that there is, asked for at the end. */
const everything = ({ flows, prompts, executions }: State, prefix: string): readonly Call[] => [
  { operation: 'ListFlows', input: {} },
  { operation: 'ListPrompts', input: {} },
  ...Object.entries(flows).flatMap(([flowIdentifier, { versions, aliases }]): Call[] => [
    { operation: 'GetFlow', input: { flowIdentifier } },
    { operation: 'ListFlowAliases', input: { flowIdentifier } },
    { operation: 'ListFlowVersions', input: { flowIdentifier } },
    { operation: 'ListFlowExecutions', input: { flowIdentifier } },
    { operation: 'ListTagsForResource', input: { resourceArn: `${prefix}flow/${flowIdentifier}` } },
    ...Object.keys(versions).map((flowVersion): Call => ({ operation: 'GetFlowVersion', input: { flowIdentifier, flowVersion } })),
    ...Object.keys(aliases).map((id): Call => ({
      operation: 'ListTagsForResource',
      input: { resourceArn: `${prefix}flow/${flowIdentifier}/alias/${id}` },
    })),
  ]),
  ...Object.entries(prompts).flatMap(([promptIdentifier, { versions }]): Call[] => [
    { operation: 'GetPrompt', input: { promptIdentifier } },
    { operation: 'ListPrompts', input: { promptIdentifier } },
    { operation: 'ListTagsForResource', input: { resourceArn: `${prefix}prompt/${promptIdentifier}` } },
    ...Object.keys(versions).flatMap((version): Call[] => [
      { operation: 'GetPrompt', input: { promptIdentifier, promptVersion: version } },
      { operation: 'ListTagsForResource', input: { resourceArn: `${prefix}prompt/${promptIdentifier}:${version}` } },
    ]),
  ]),
  ...executions.map(({ flowId, aliasId, executionArn }): Call => {
    const labels = { flowIdentifier: flowId, flowAliasIdentifier: aliasId, executionIdentifier: executionArn }
    return { operation: 'GetExecutionFlowSnapshot', input: labels }
  }),
]

const later = async <Answer>(turns: number, run: () => Promise<Answer>): Promise<Answer> => {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
  return run()
}

/** What runs, each of it by a flow and an alias that there are. */
const runningNow = async ({ caller: { account, region: here }, executions, resources }: OperationContext): Promise<string> => {
  const { items } = await executions.list({ account, region: here, status: 'Running', limit: 100 })
  for (const { flowId, aliasId } of items) await resources.getFlowAlias(flowId, aliasId)
  return items
    .map(({ executionArn }) => executionArn)
    .toSorted()
    .join(' ')
}

const runningIn = ({ executions }: State): string =>
  executions
    .filter(({ status }) => status === 'Running')
    .map(({ executionArn }) => executionArn)
    .toSorted()
    .join(' ')

const forget = async ({ resources, time }: Real, states: readonly State[]): Promise<void> => {
  const before = time.now - day
  await resources.forgetTokens(before, 10_000)
  for (const { tokens } of states) for (const [key, { at }] of Object.entries(tokens)) if (at < before) delete tokens[key]
}

const stopAll = async ({ caller: { account, region: here }, executions, engine }: OperationContext): Promise<void> => {
  const { items } = await executions.list({ account, region: here, status: 'Running', limit: 100 })
  for (const { executionArn } of items) await engine.stop(executionArn)
}

const distinct = (states: readonly State[]): readonly State[] => [
  ...new Map(states.map((state) => [JSON.stringify(state), state])).values(),
]

/** Of a prompt's version: the prompt's. */
const arnsIn = (output: object): readonly string[] =>
  Object.values(output).flatMap((value) => /^arn:aws:bedrock:[^:]*:[^:]*:[^:]*/.exec(String(value))?.[0] ?? [])

const written = ({ call: { operation, input }, outcome }: Answered): string =>
  `${operation} ${text(input)} -> ${text('output' in outcome ? outcome.output : outcome.exception)}`

/** Definitions by what their prompt says. */
const text = (value: unknown): string =>
  JSON.stringify(value, (key, member: unknown) =>
    key === 'definition' ? (/S[a-z]+ {{words}}/.exec(JSON.stringify(member))?.[0] ?? 'unfit') : member,
  )
