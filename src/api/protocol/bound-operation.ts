import type { OperationShape } from '../../contract/operation.ts'
import { operations as shapes } from '../../contract/operations.ts'
import type { OperationInput, OperationName, OperationOutput } from '../../contract/operations.ts'
import type { OwnOperationName } from '../../contract/sluice.ts'
import { parseInput } from '../../contract/parse-input.ts'
import type { RawInput } from '../../contract/parse-input.ts'
import type { Operation, OperationContext } from '../operations/operation.ts'

/** An operation together with its shape: takes what is not yet validated. */
export interface BoundOperation {
  readonly name: OperationName | OwnOperationName
  readonly shape: OperationShape
  /** @throws ValidationException - the input breaks the shape's constraints. */
  readonly run: (input: RawInput, context: OperationContext) => Promise<object>
}

/** An operation of our own beside AWS's: the same rules, another shape. `Input` is what the shape's input parses to. */
export const ownOperation = <Input>(
  name: OperationName | OwnOperationName,
  shape: OperationShape,
  handle: (input: Input, context: OperationContext) => Promise<object>,
): BoundOperation => ({ name, shape, run: async (input, context) => handle(parseInput(shape, input) as Input, context) })

/** How each of AWS's operations is answered: none may be missing. */
export type Operations = { readonly [Name in OperationName]: Operation<OperationInput<Name>, OperationOutput<Name>> }

/** AWS's operations with their shapes from the contract. */
export const boundOperations = (operations: Operations): readonly BoundOperation[] =>
  (Object.keys(shapes) as OperationName[]).map((name) => bound(name, operations[name]))

// Types that depended on the name would cost the compiler minutes.
const bound = (
  name: OperationName,
  { handle }: { readonly handle: (input: never, context: OperationContext) => Promise<object> },
): BoundOperation => ownOperation(name, shapes[name], handle)
