import type { Json } from '../../lib/json.ts'
import { isDefinite, misfit, pathText, select, type PathStep } from './path-step.ts'

/** A parsed input expression. The steps start at the whole output, which the expression calls `$.data`. */
export interface InputPath {
  readonly steps: readonly PathStep[]
}

/** `cause`: why it is malformed. @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-expressions.html */
export const parsePath = (text: string): { readonly path: InputPath } | { readonly cause: string } => {
  if (!/^\$\.data(?![^.[])/.test(text)) return { cause: 'Expression must start with $.data' }
  const steps: PathStep[] = []
  let position = '$.data'.length
  while (position < text.length) {
    const read = readStep(text, position)
    if (!read) return { cause: malformed(text, position) }
    if (repeatsIndex(read.step)) return { cause: `Sluice cannot evaluate a list with an index twice, at character ${position + 1}` }
    steps.push(read.step)
    position = read.end
  }
  return { path: { steps } }
}

/**
 * What the path selects: the one value if every step is definite, else an array of all that is found. Own members only.
 * `failure`: why a definite path selects nothing.
 * @remarks Assumed: the service evaluates with the Java library Jayway JsonPath over `{"data": value}`.
 */
export const evaluatePath = ({ steps }: InputPath, value: Json): { readonly value: Json } | { readonly failure: string } => {
  const noResults = { failure: `No results for path: ${pathText(steps)}` }
  const definitePath = steps.every(isDefinite)
  let found: readonly Json[] = [value]
  let definite = true
  for (const [done, step] of steps.entries()) {
    const [context] = found
    const failure = definite && context !== undefined && misfit(step, context, steps.slice(0, done))
    if (failure) return { failure }
    found = found.flatMap((each) => select(step, each))
    definite &&= isDefinite(step)
    if (found.length > 0) continue
    const last = done === steps.length - 1
    if (definite && step.type === 'member' && !last) return { failure: `Missing property in path ${pathText(steps.slice(0, done + 1))}` }
    return definitePath ? noResults : { value: [] }
  }
  if (!definitePath) return { value: found }
  const [only] = found
  return only === undefined ? noResults : { value: only }
}

const readStep = (text: string, position: number): { readonly step: PathStep; readonly end: number } | undefined => {
  for (const { pattern, step } of forms) {
    pattern.lastIndex = position
    const match = pattern.exec(text)
    if (match) return { step: step(match[1] ?? '', match[2] ?? ''), end: pattern.lastIndex }
  }
  return undefined
}

const quotedMember = (name: string): PathStep => ({ type: 'member', name: name.replaceAll(/\\(.)/gs, '$1') })

const forms: readonly { readonly pattern: RegExp; readonly step: (first: string, second: string) => PathStep }[] = [
  { pattern: /\.\*|\[\s*\*\s*\]/y, step: () => ({ type: 'wildcard' }) },
  { pattern: /\.([^\s.[\]()*'"\\,?]+)(?![^.[])/y, step: (name) => ({ type: 'member', name }) },
  { pattern: /\[\s*'((?:[^'\\]|\\.)*)'\s*\]/sy, step: quotedMember },
  { pattern: /\[\s*"((?:[^"\\]|\\.)*)"\s*\]/sy, step: quotedMember },
  { pattern: /\[\s*(\d{1,9})\s*\]/y, step: (index) => ({ type: 'index', index: Number(index) }) },
  { pattern: /\[\s*(\d{1,9}(?:\s*,\s*\d{1,9})+)\s*\]/y, step: (list) => ({ type: 'list', indexes: list.split(',').map(Number) }) },
  {
    pattern: /\[(?!\s*:\s*\])\s*(\d{0,9})\s*:\s*(\d{0,9})\s*\]/y,
    step: (from, to) => ({ type: 'slice', from: Number(from), ...(to !== '' && { to: Number(to) }) }),
  },
]

/** A list of distinct indexes never selects more than there is, so that no short expression multiplies a large value. */
const repeatsIndex = (step: PathStep): boolean => step.type === 'list' && new Set(step.indexes).size < step.indexes.length

const malformed = (text: string, position: number): string => {
  const form = unsupported.find(({ pattern }) => pattern.test(text.slice(position)))
  return form ? `Sluice cannot evaluate ${form.name}, at character ${position + 1}` : `Unexpected text at character ${position + 1}`
}

const unsupported = [
  { pattern: /^\.\./, name: 'recursive descent (..)' },
  { pattern: /^\[\s*\?/, name: 'a filter' },
  { pattern: /^\.[^.[\]]*\(/, name: 'a function' },
  { pattern: /^\[[^'"\]]*-\s*\d/, name: 'a negative index' },
  { pattern: /^\[\s*['"].*,/s, name: 'several names in one pair of brackets' },
] as const
