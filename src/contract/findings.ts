import type { InvalidField } from './exceptions.ts'

/** Reads one value: answers what of it the schema knows, or notes what is wrong with it. */
export type Reader = (value: unknown, findings: Findings) => unknown

/** What is wrong with one value, gathered while it is read. */
export interface Findings {
  /** How many values are around the one that is read. */
  readonly depth: number
  readonly count: number
  /** Enough is wrong: reading may end. */
  readonly full: boolean
  /** The first ten. */
  readonly fields: readonly InvalidField[]
  /** Reads a member of the value that is read; a list's by its index. */
  within(member: string | number, read: Reader, value: unknown): unknown
  /** Notes that the value that is read breaks `constraint`. */
  refuse(value: unknown, constraint: string): void
}

/** Bounds the work on a request that is wrong everywhere. */
const enough = 100
const shownFields = 10
const shownCharacters = 100

export const newFindings = (): Findings => {
  const path: (string | number)[] = []
  const fields: InvalidField[] = []
  let count = 0
  const findings: Findings = {
    get depth() {
      return path.length
    },
    get count() {
      return count
    },
    get full() {
      return count >= enough
    },
    fields,
    within(member, read, value) {
      path.push(member)
      const answer = read(value, findings)
      path.pop()
      return answer
    },
    refuse(value, constraint) {
      count += 1
      if (fields.length === shownFields) return
      const name = path.map((member) => (typeof member === 'number' ? `${member + 1}.member` : excerpt(member))).join('.')
      fields.push({ name, message: `Value ${shown(value)} at '${name}' failed to satisfy constraint: ${constraint}` })
    },
  }
  return findings
}

/** All findings in one sentence, as AWS's services write them. */
export const sentence = ({ count, full, fields }: Findings): string => {
  const messages = fields.map(({ message }) => message).join('; ')
  const hidden = count > fields.length ? `; and ${count - fields.length} more` : ''
  return `${full ? 'At least ' : ''}${count} validation ${count === 1 ? 'error' : 'errors'} detected: ${messages}${hidden}`
}

/** A structure is shown by its members' names: rendering all of a large one would cost more than reading it. */
const shown = (value: unknown): string => {
  if (value === undefined || value === null) return 'null'
  if (Array.isArray(value)) return `'[${value.length} members]'`
  if (typeof value === 'object') return `'{${excerpt(Object.keys(value).slice(0, shownCharacters).map(excerpt).join(', '))}}'`
  // oxlint-disable-next-line typescript/no-base-to-string -- a scalar is left: what is neither null, list nor structure
  return `'${excerpt(String(value))}'`
}

const excerpt = (text: string): string => (text.length > shownCharacters ? `${text.slice(0, shownCharacters)}...` : text).toWellFormed()
