import type { IoType } from '../src/contract/flow-definition.ts'

/** What a node can take from another. */
export interface Offer {
  /** `Each3.arrayItem` */
  readonly from: string
  readonly expression: string
  readonly shape: Shape
  /** The Iterators whose elements it belongs to, the outermost first. */
  readonly inside: readonly string[]
  /** Its place in the order in which it was made. */
  readonly made: number
}

export type Shape = 'text' | 'number' | 'texts' | 'rows' | 'deep'

export const typeOf = (shape: Shape): IoType => (shape === 'text' ? 'String' : shape === 'number' ? 'Number' : 'Array')
