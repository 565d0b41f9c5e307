import type { OperationInput, OperationName } from '../../src/contract/operations.ts'
import type { Turn } from './model.ts'

/** Operations of the model: an answer, or `More`. They throw `Refused`. */
export type Modelled = { readonly [Name in OperationName]?: (input: OperationInput<Name>, turn: Turn) => object }

/** One call, with the input that is sent. */
export interface Call {
  readonly operation: OperationName
  readonly input: Readonly<Record<string, unknown>>
}

/** What came of it: an exception by its name. */
export type Outcome = { readonly output: Readonly<Record<string, unknown>> } | { readonly exception: string }
