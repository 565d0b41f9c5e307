import type { IoType } from '../../contract/flow-definition.ts'
import type { Json } from '../../lib/json.ts'
import type { Malformation } from './malformation.ts'
import { isDefinite, foundText, misfit, pathText, select, type PathStep } from './path-step.ts'
import { readStep } from './read-step.ts'

/** A parsed input expression. The steps start at the whole output, which the expression calls `$.data`. */
export interface InputPath {
  readonly steps: readonly PathStep[]
}

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-expressions.html */
export const parsePath = (written: string): { readonly path: InputPath } | Malformation => {
  // Jayway takes no notice of spaces at the end, which nobody sees either.
  const text = written.trimEnd()
  if (!/^\$\.data(?![^.[])/.test(text)) return { cause: 'Expression must start with $.data', position: 1 }
  const steps: PathStep[] = []
  for (let position = root.length; position < text.length;) {
    const read = readStep(text, position)
    if ('cause' in read) return { cause: `${read.cause} at character ${position + 1}`, position: position + 1 }
    if (countsFromBothEnds(read.step) && steps.some(countsFromBothEnds))
      return {
        cause: `Sluice cannot evaluate a second list that counts from both ends, at character ${position + 1}`,
        position: position + 1,
      }
    steps.push(read.step)
    position = read.end
  }
  return { path: { steps: steps.map((step, at) => (at < steps.length - 1 ? step : atTheEnd(step))) } }
}

/**
 * What the path selects: the one value if every step is definite, else an array of all that is found. Own members only.
 * `failure`: why a definite path selects nothing, or why the definite beginning of another leads nowhere.
 * @remarks Assumed: the service evaluates with the Java library Jayway JsonPath over `{"data": value}`.
 */
export const evaluatePath = ({ steps }: InputPath, value: Json): { readonly value: Json } | { readonly failure: string } => {
  const definitePath = steps.every(isDefinite)
  let found: readonly Json[] = [value]
  let definite = true
  for (const [at, step] of steps.entries()) {
    const [context] = found
    const failure = definite && context !== undefined ? misfit(steps, at, context) : undefined
    if (failure !== undefined) return { failure }
    const next: Json[] = []
    for (const each of found) select(step, each, next)
    found = next
    definite &&= isDefinite(step)
    if (found.length > 0) continue
    const last = at === steps.length - 1
    if (definite && step.type === 'member' && !last) return { failure: `Missing property in path ${foundText(steps.slice(0, at + 1))}` }
    return definitePath ? noResults(steps) : { value: [] }
  }
  if (!definitePath) return { value: found }
  const [only] = found
  return only === undefined ? noResults(steps) : { value: only }
}

const noResults = (steps: readonly PathStep[]): { readonly failure: string } => ({ failure: `No results for path: ${pathText(steps)}` })

/** Whether the path selects one value: one that does not answers an Array, whatever it finds. */
export const isDefinitePath = ({ steps }: InputPath): boolean => steps.every(isDefinite)

/** The type of what the path selects in a value of type `source`; `undefined`: it depends on the value. */
export const typeOfPath = (path: InputPath, source: IoType): IoType | undefined => {
  if (!isDefinitePath(path)) return 'Array'
  const last = path.steps.at(-1)
  if (!last) return source
  return last.type === 'pick' ? 'Object' : undefined
}

const root = '$.data'

/** At the end, a list of names selects one object of these members, as Jayway has it. */
const atTheEnd = (step: PathStep): PathStep => (step.type === 'members' ? { ...step, type: 'pick' } : step)

/** Such a list may find the only element of an array twice: one of them in a path doubles a value, ten would make it a thousand. */
const countsFromBothEnds = (step: PathStep): boolean =>
  step.type === 'list' && step.indexes.some((index) => index < 0) && step.indexes.some((index) => index >= 0)
