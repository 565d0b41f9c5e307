import type { PathStep, Quote } from './path-step.ts'

/** Reads the step that begins at `position`, and says where it ends, or why it is none. */
export const readStep = (
  text: string,
  position: number,
): { readonly step: PathStep; readonly end: number } | { readonly cause: string } => {
  for (const { pattern, step } of forms) {
    pattern.lastIndex = position
    const match = pattern.exec(text)
    if (!match) continue
    const read = step(match[1] ?? '', match[2] ?? '')
    const refused = refusalOf(read)
    return refused === undefined ? { step: read, end: position + match[0].length } : { cause: `Sluice cannot evaluate ${refused},` }
  }
  const rest = text.slice(position)
  const form = unsupported.find(({ pattern }) => pattern.test(rest))
  return {
    cause: form ? `Sluice cannot evaluate ${form.name},` : (mistakes.find(({ pattern }) => pattern.test(rest))?.cause ?? 'Unexpected text'),
  }
}

interface Form {
  readonly pattern: RegExp
  readonly step: (first: string, second: string) => PathStep
}

const numbered = (text: string): readonly number[] => text.split(',').map((index) => Number(index) + 0)

const unescaped = (text: string): string => text.replaceAll(/\\(.)/gs, '$1')

/** Names in brackets, all in quotes of one kind: `'` or `"`. */
const names = (content: string, quote: "'" | '"'): PathStep => {
  const name = quote === "'" ? /'((?:[^'\\]|\\.)*)'/gs : /"((?:[^"\\]|\\.)*)"/gs
  const [first = '', ...others] = Array.from(content.matchAll(name), ([, text = '']) => unescaped(text))
  const written: { quote?: Quote } = quote === '"' ? { quote } : {}
  return others.length === 0 ? { type: 'member', name: first, ...written } : { type: 'members', names: [first, ...others], ...written }
}

const forms: readonly Form[] = [
  { pattern: /\.\*(?![^.[])|\[\s*\*\s*\]/y, step: () => ({ type: 'wildcard' }) },
  { pattern: /\.([^\s.[\]()*'"\\,?]+)(?![^.[])/y, step: (name) => ({ type: 'member', name }) },
  { pattern: /\[\s*('(?:[^'\\]|\\.)*'(?:\s*,\s*'(?:[^'\\]|\\.)*')*)\s*\]/sy, step: (content) => names(content, "'") },
  { pattern: /\[\s*("(?:[^"\\]|\\.)*"(?:\s*,\s*"(?:[^"\\]|\\.)*")*)\s*\]/sy, step: (content) => names(content, '"') },
  { pattern: /\[\s*(-?\d{1,9})\s*\]/y, step: (index) => ({ type: 'index', index: Number(index) + 0 }) },
  { pattern: /\[\s*(-?\d{1,9}(?:\s*,\s*-?\d{1,9})+)\s*\]/y, step: (list) => ({ type: 'list', indexes: numbered(list) }) },
  {
    pattern: /\[(?!\s*:\s*\])\s*((?:-?\d{1,9})?)\s*:\s*((?:-?\d{1,9})?)\s*\]/y,
    step: (from, to) => ({ type: 'slice', ...(from !== '' && { from: Number(from) + 0 }), ...(to !== '' && { to: Number(to) + 0 }) }),
  },
]

/** A list of distinct places never selects more than there is, so that no short expression multiplies a large value. */
const refusalOf = (step: PathStep): string | undefined => {
  if (step.type === 'list' && hasRepetition(step.indexes)) return 'a list with an index twice'
  if (step.type === 'members' && hasRepetition(step.names)) return 'a list with a name twice'
  // Jayway finds nothing in [1:-1], and begins [-1:1] at the end to go on from the start.
  if (step.type === 'slice' && step.from !== undefined && step.to !== undefined && step.from < 0 !== step.to < 0)
    return 'a slice that counts from both ends'
  return undefined
}

const hasRepetition = (items: readonly unknown[]): boolean => new Set(items).size < items.length

const unsupported = [
  { pattern: /^\.\./, name: 'recursive descent (..)' },
  { pattern: /^\[\s*\?/, name: 'a filter' },
  { pattern: /^\.[^.[\]]*\(/, name: 'a function' },
] as const

const mistakes = [
  { pattern: /^\[\s*:\s*\]/, cause: 'A slice needs a start or an end: [*] selects all elements,' },
  { pattern: /^\[[^\]'"]*$/, cause: 'A bracket has no end,' },
  { pattern: /^\[\s*\]/, cause: 'A bracket is empty,' },
  { pattern: /^\[\s*(['"])(?:(?!\1)[^\\]|\\.)*$/s, cause: 'A name has no closing quote,' },
  { pattern: /^\[\s*-?\d{10}/, cause: 'An index has more than nine digits,' },
  { pattern: /^\[\s*[A-Za-z_]/, cause: 'A name in brackets stands in quotes,' },
  { pattern: /^\.[^.[]*\s/, cause: "A name with a space stands in brackets and quotes, as ['a b']," },
  { pattern: /^\.$/, cause: 'A name is missing behind the dot,' },
] as const
