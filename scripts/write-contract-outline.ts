/** Writes what the contract declares to standard output, as JSON: the tests with boto3 compare it with AWS's own model files. */
import type { OperationShape } from '../src/contract/operation.ts'
import { operations } from '../src/contract/operations.ts'
import { unavailableOperations } from '../src/contract/unavailable-operations.ts'
import { outlineOfExceptions, outlineOfOperation } from '../test/conformance/contract-outline.ts'

const shapes: readonly [string, OperationShape][] = Object.entries(operations)
const outline = {
  operations: Object.fromEntries(
    shapes.map(([name, shape]) => [name, { service: shape.service, errors: shape.errors, ...outlineOfOperation(shape) }]),
  ),
  unavailable: unavailableOperations,
  exceptions: {
    'bedrock-agent': outlineOfExceptions('bedrock-agent'),
    'bedrock-agent-runtime': outlineOfExceptions('bedrock-agent-runtime'),
  },
}
process.stdout.write(JSON.stringify(outline))
