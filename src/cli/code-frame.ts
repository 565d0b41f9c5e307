import type { TextRange } from '../api/files/written-node.ts'

/** A place in a text, as editors count it: from 1, in UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** The lines of a text, found once for all places in it. */
export class Lines {
  readonly #text: string
  readonly #starts: readonly number[]

  constructor(text: string) {
    this.#text = text
    this.#starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)]
  }

  positionOf(offset: number): Position {
    const line = this.#lineAt(offset)
    return { line: line + 1, column: offset - (this.#starts[line] ?? 0) + 1 }
  }

  /**
   * The line of a range with its neighbours, their numbers, and a mark below what is meant. Long lines are cut around it, and
   * characters that would change the terminal are shown as others.
   */
  frame({ start, end }: TextRange): readonly FrameLine[] {
    const line = this.#lineAt(start)
    const from = start - (this.#starts[line] ?? 0)
    const text = this.#textOf(line)
    const length = Math.max(1, Math.min(end - start, text.length - from))
    const cut = Math.max(0, Math.min(from - contextColumns, text.length - shownColumns))
    const width = String(Math.min(line + 1 + linesAfter, this.#starts.length)).length
    const numbered = (each: number): FrameLine => ({ number: String(each + 1).padStart(width), text: windowOf(this.#textOf(each), cut) })
    const before = Array.from({ length: Math.min(linesBefore, line) }, (_, index) => line - Math.min(linesBefore, line) + index)
    const after = Array.from({ length: linesAfter }, (_, index) => line + 1 + index).filter((each) => this.#hasText(each))
    const lead = (cut > 0 ? 1 : 0) + widthOf(visible(text.slice(cut, from)))
    const marked = widthOf(visible(text.slice(from, Math.min(from + length, cut + shownColumns))))
    const mark = { number: ' '.repeat(width), text: ' '.repeat(lead) + '^'.repeat(Math.max(1, marked)), isMark: true }
    return [...before.map(numbered), { ...numbered(line), isMeant: true }, mark, ...after.map(numbered)]
  }

  #lineAt(offset: number): number {
    let [low, high] = [0, this.#starts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  #textOf(line: number): string {
    return this.#text.slice(this.#starts[line], this.#starts[line + 1]).replace(/\r?\n$/, '')
  }

  #hasText(line: number): boolean {
    return line < this.#starts.length && (line < this.#starts.length - 1 || this.#textOf(line) !== '')
  }
}

export interface FrameLine {
  readonly number: string
  readonly text: string
  /** What the frame is about. */
  readonly isMeant?: boolean
  /** Not of the text: what points into the line above. */
  readonly isMark?: boolean
}

/** A text that leaves the terminal as it is. */
export const visible = (text: string): string =>
  text.replaceAll('\t', '  ').replaceAll(/[\p{Cc}\u{2028}\u{2029}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu, '\u{FFFD}')

const linesBefore = 2
const linesAfter = 1
const shownColumns = 120
const contextColumns = 40

const windowOf = (text: string, cut: number): string => {
  const shown = visible(text.slice(cut, cut + shownColumns).toWellFormed())
  return (cut > 0 && shown !== '' ? '…' : '') + shown + (text.length > cut + shownColumns ? '…' : '')
}

/** How many columns of a terminal a text takes. */
const widthOf = (text: string): number => Array.from(text, columnsOf).reduce((total, columns) => total + columns, 0)

const columnsOf = (character: string): number => {
  if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(character)) return 0
  return /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Emoji_Presentation}\u{3000}-\u{303F}\u{FF01}-\u{FF60}]/u.test(character)
    ? 2
    : 1
}
