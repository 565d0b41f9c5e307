/** What the package exports as `sluice/flow`: what a flow means, without a server. Runs in a browser too, and nothing in it has effects. */
export type {
  FlowConnection,
  FlowDefinition,
  FlowNode,
  FlowNodeInput,
  FlowNodeOutput,
  FlowNodeType,
  IoType,
} from '../contract/flow-definition.ts'
export type { FlowValidation, FlowValidationDetails, FlowValidationType } from '../contract/flow-validation.ts'
export { ValidationException } from '../contract/exceptions.ts'
export type { Json, JsonObject } from '../lib/json.ts'
export { checkStructure } from './compiler/check-structure.ts'
export { compile, type Compilation } from './compiler/compile.ts'
export type { CompiledFlow, CompiledNode } from './compiler/compiled-flow.ts'
export { unavailableNodeTypes } from './compiler/unavailable-node-type.ts'
export { conditionFaults, type ConditionFault, type InputTypes } from './expression/condition-faults.ts'
export { evaluateCondition, inputsOf, type ConditionExpression } from './expression/condition.ts'
export type { Malformation } from './expression/malformation.ts'
export { parseCondition, type ParsedCondition } from './expression/parse-condition.ts'
export { evaluatePath, isDefinitePath, parsePath, typeOfPath, type InputPath } from './expression/path.ts'
export { lint, type LintFinding } from './lint/lint.ts'
export type { LintRuleName } from './lint/registry.ts'
export { NodeError, type NodeErrorCode } from './node-error.ts'
export { nodeQuotas } from './node-quotas.ts'
export { parseDefinition } from './parse-definition.ts'
export { textOfPath, type DefinitionPath } from './places/definition-path.ts'
export { locatedFindings, type LocatedFinding } from './places/located-findings.ts'
