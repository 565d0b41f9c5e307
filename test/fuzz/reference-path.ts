import type { InputPath } from '../../src/flow/expression/path.ts'
import type { PathStep } from '../../src/flow/expression/path-step.ts'
import { isJsonObject, type Json } from '../../src/lib/json.ts'

/** No answer: the path ends in an exception. */
class NotFound extends Error {}

/**
 * What a path selects, worked out the long way: value by value, each followed to the end of the path before the next one.
 * `undefined`: it fails.
 */
export const referencePath = ({ steps }: InputPath, value: Json): Json | undefined => {
  const results: Json[] = []
  try {
    follow(steps, value, true, results)
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
  return steps.every(isSingle) ? results.at(-1) : results
}

const isSingle = (step: PathStep, at: number, steps: readonly PathStep[]): boolean =>
  step.type === 'member' || step.type === 'index' || (step.type === 'pick' && at === steps.length - 1)

const follow = (steps: readonly PathStep[], value: Json, certain: boolean, results: Json[]): void => {
  const [step, ...rest] = steps
  if (!step) return void results.push(value)
  const further = (next: Json): void => follow(rest, next, certain && isSingle(step, 0, steps), results)
  switch (step.type) {
    case 'wildcard':
      if (typeof value === 'object' && value !== null) for (const each of Object.values<Json>(value)) further(each)
      return
    case 'member':
    case 'members':
    case 'pick':
      if (!isJsonObject(value)) return give(certain)
      return intoObject(step, value, rest.length === 0, certain, further)
    default:
      if (!Array.isArray(value)) return give(certain)
      for (const index of indexesOf(step, value.length)) if (index >= 0 && index < value.length) further(value[index])
  }
}

/** A value that does not fit ends a path that was certain so far, and is passed over by another. */
const give = (certain: boolean): void => {
  if (certain) throw new NotFound()
}

const intoObject = (
  step: Extract<PathStep, { type: 'member' | 'members' | 'pick' }>,
  value: Readonly<Record<string, Json>>,
  last: boolean,
  certain: boolean,
  further: (next: Json) => void,
): void => {
  const own = new Map(Object.entries(value))
  if (step.type === 'pick')
    return further(Object.fromEntries(step.names.flatMap((name) => (own.has(name) ? [[name, own.get(name) ?? null]] : []))))
  for (const name of step.type === 'member' ? [step.name] : step.names) {
    const next = own.get(name)
    if (next !== undefined) further(next)
    else if (!last && step.type === 'member') give(certain)
  }
}

const indexesOf = (step: Extract<PathStep, { type: 'index' | 'list' | 'slice' }>, length: number): readonly number[] => {
  const fromStart = (index: number): number => (index < 0 ? length + index : index)
  if (step.type !== 'slice') return (step.type === 'index' ? [step.index] : step.indexes).map(fromStart)
  const [from, to] = [fromStart(step.from ?? 0), fromStart(step.to ?? length)]
  return Array.from({ length }, (_, index) => index).filter((index) => index >= from && index < to)
}
