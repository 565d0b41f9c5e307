import { FlowDefinition } from '../contract/flow-definition.ts'
import { parse } from '../contract/parse.ts'

/**
 * The definition, if a value has the shape of one, without the members that AWS's API does not know. What `compile` finds is another
 * question.
 * @throws ValidationException - with every constraint that the value breaks; `fieldList` says where.
 */
export const parseDefinition = (value: unknown): FlowDefinition => parse(FlowDefinition, value, { fieldList: true })
