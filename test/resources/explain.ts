import { isDeepStrictEqual } from 'node:util'
import type { OperationName } from '../../src/contract/operations.ts'
import { More, Refused } from './model.ts'
import type { State, Turn } from './model.ts'
import { executionModel } from './model-executions.ts'
import { flowAliasModel } from './model-flow-aliases.ts'
import { flowModel } from './model-flows.ts'
import { promptModel } from './model-prompts.ts'
import { tagModel } from './model-tags.ts'
import { comparable } from './comparable.ts'
import type { Call, Modelled, Outcome } from './operations.ts'

export const model = { ...flowModel, ...flowAliasModel, ...executionModel, ...promptModel, ...tagModel } satisfies Modelled

/** A call that was answered. */
export interface Answered {
  readonly call: Call
  readonly outcome: Outcome
}

/**
 * The states in which the model may be after calls that were made at the same time: one for each order of their steps that
 * gives the answers that were given. None: no order does.
 */
export const explain = (before: State, answered: readonly Answered[], surroundings: Omit<Turn, 'state' | 'seen'>): readonly State[] => {
  const after = new Map<string, State>()
  const visited = new Set<string>()
  const go = (state: State, steps: readonly Progress[]): void => {
    const key = JSON.stringify([state, steps.map((progress) => (progress === 'answered' ? progress : progress.memory))])
    if (visited.has(key)) return
    visited.add(key)
    if (steps.every((progress) => progress === 'answered')) after.set(JSON.stringify(state), state)
    for (const [index, { call, outcome }] of answered.entries()) {
      const progress = steps[index]
      if (progress === undefined || progress === 'answered') continue
      const next = structuredClone(state)
      const seen = 'output' in outcome ? outcome.output : {}
      const result = stepped({ ...surroundings, state: next, seen }, progress.step)
      if (result instanceof More) go(next, steps.with(index, result))
      else if (agrees(call, result, outcome)) go(result instanceof Refused ? state : next, steps.with(index, 'answered'))
    }
  }
  go(
    before,
    answered.map(({ call }) => new More('begins', (turn) => begin(call, turn))),
  )
  return [...after.values()]
}

type Progress = More | 'answered'

/** What the model answers to one call alone, for whoever wants to know why another answer is wrong. */
export const expected = (before: State, { call, outcome }: Answered, surroundings: Omit<Turn, 'state' | 'seen'>): unknown => {
  const turn = { ...surroundings, state: structuredClone(before), seen: 'output' in outcome ? outcome.output : {} }
  let result: object = stepped(turn, (now) => begin(call, now))
  while (result instanceof More) result = stepped(turn, result.step)
  return result instanceof Refused ? `${result.name} ${result.message}` : comparable(call, result)
}

const begin = ({ operation, input }: Call, turn: Turn): object => {
  const operations: Partial<Record<OperationName, (input: never, turn: Turn) => object>> = model
  const answer = operations[operation]
  if (!answer) throw new Error(`The model lacks ${operation}`)
  return answer(structuredClone(input) as never, turn)
}

/** An answer, `More`, or the `Refused` that was thrown. */
const stepped = (turn: Turn, step: (turn: Turn) => object): object => {
  try {
    return step(turn)
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
}

const agrees = (call: Call, result: object, outcome: Outcome): boolean => {
  if (result instanceof Refused) return 'exception' in outcome && result.names.some((name) => name === outcome.exception)
  return 'output' in outcome && isDeepStrictEqual(comparable(call, result), outcome.output)
}
