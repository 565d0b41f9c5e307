import type { StoredEvent, Visit } from '../engine/event.ts'
import { pathAround, stepsOf } from '../engine/place.ts'

/** The number of a scope is told at least this often. */
const longestSilenceMs = 30_000

/** A scope has opened: the next element of an Iterator, or the next iteration of a Loop. */
export interface OpenedScope {
  /** `Each: element 3 of 10`. */
  readonly told: string
  /** Whether it is worth a line although nothing else of it is told: 1, 2, 5, 10, 20, ... and the last. */
  readonly milestone: boolean
  /** Nothing of its Iterator or Loop was left out before it. */
  readonly firstQuiet: boolean
}

interface Opener {
  lines: number
  /** Of the last scope that opened. */
  last: number
  /** From here on only their numbers are told. */
  quietFrom: number
  toldAt: number
}

/** Which scopes of a run are told line by line, and which by their number alone: 10,000 elements are no 30,000 lines. */
export class ScopeReport {
  readonly #mostLines: number
  readonly #openers = new Map<string, Opener>()

  /** @param mostLines - that the elements of one Iterator, or the iterations of one Loop, may take: the rest are told by their number. */
  constructor(mostLines: number) {
    this.#mostLines = mostLines
  }

  /** A line was told of something at this path. */
  line(path: string): void {
    for (const { opener } of around(path)) this.#opener(opener).lines++
  }

  /** Whether what happens in a scope is left out. */
  isQuiet(path: string): boolean {
    return around(path).some(({ opener, index }) => index >= (this.#openers.get(opener)?.quietFrom ?? Infinity))
  }

  /** The scope that an event opens, unless it stands in one that is left out itself. */
  opened(event: StoredEvent): OpenedScope | undefined {
    if (event.type !== 'nodeOutput' || event.path === '' || this.isQuiet(pathAround(event.path))) return undefined
    const scope = around(event.path).at(-1)
    if (!scope) return undefined
    const opener = this.#opener(scope.opener)
    const { index } = scope
    if (index <= opener.last) return undefined
    opener.last = index
    const firstQuiet = opener.quietFrom === Infinity && opener.lines >= this.#mostLines
    if (firstQuiet) opener.quietFrom = index
    const size = sizeIn(event, scope)
    const milestone = firstQuiet || isRound(index + 1) || index + 1 === size || event.at - opener.toldAt >= longestSilenceMs
    if (milestone) opener.toldAt = event.at
    return { told: `${scope.opener}: ${ordinal(index, size)}`, milestone, firstQuiet }
  }

  #opener(path: string): Opener {
    const known = this.#openers.get(path)
    if (known) return known
    const opener = { lines: 0, last: -1, quietFrom: Infinity, toldAt: 0 }
    this.#openers.set(path, opener)
    return opener
  }
}

interface Around {
  /** The path of the Iterator or Loop: `Each:3/Refine`. */
  readonly opener: string
  readonly node: string
  readonly index: number
}

/** The Iterators and Loops around, the outermost first. */
const around = (path: string): readonly Around[] => {
  let before = ''
  return stepsOf(path).map(({ node, index }) => {
    const opener = `${before}${node}`
    before = `${opener}:${index}/`
    return { opener, node, index }
  })
}

/** How many elements there are, if an Iterator says so: a Loop does not know how often it will go on. */
const sizeIn = ({ node, outputs }: Visit & { readonly outputs: Readonly<Record<string, unknown>> }, scope: Around): number | undefined => {
  const { arraySize } = outputs
  return node === scope.node && typeof arraySize === 'number' ? arraySize : undefined
}

const ordinal = (index: number, size: number | undefined): string =>
  size === undefined ? `iteration ${number(index + 1)}` : `element ${number(index + 1)} of ${number(size)}`

const number = (value: number): string => value.toLocaleString('en')

/** 1, 2, 5, 10, 20, 50, ... */
const isRound = (value: number): boolean => /^[125]0*$/.test(String(value))
