import type Type from 'typebox'
import { executionOperations } from './execution-operations.ts'
import { flowOperations } from './flow-operations.ts'
import { promptOperations } from './prompt-operations.ts'
import { tagOperations } from './tag-operations.ts'

/** The operations of AWS's API that Sluice answers. */
export const operations = { ...flowOperations, ...promptOperations, ...tagOperations, ...executionOperations } as const

export type OperationName = keyof typeof operations
export type OperationInput<Name extends OperationName> = Inputs[Name]
export type OperationOutput<Name extends OperationName> = Outputs[Name]

type Static<Direction extends 'input' | 'output'> = { readonly [Name in OperationName]: Type.Static<(typeof operations)[Name][Direction]> }
/** Interfaces, because a mapped type would be worked out anew wherever the name is a type parameter: minutes of compiling. */
interface Inputs extends Static<'input'> {}
interface Outputs extends Static<'output'> {}
