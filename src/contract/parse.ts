import type Type from 'typebox'
import type { TSchema } from 'typebox'
import { ValidationException } from './exceptions.ts'
import { newFindings, sentence } from './findings.ts'
import { readerOf } from './reader.ts'

/** Without `NoInfer` the compiler compares whole conditional types at generic calls: a million instantiations. */
export type Parsed<Schema extends TSchema> = NoInfer<Type.Static<Schema>>

/**
 * The value, if it fits the schema, without the members that the schema does not know.
 * @param options.fieldList - whether the exception lists the members, as the build-time service does. @defaultValue false
 * @throws ValidationException - with every constraint that the value breaks.
 */
export const parse = <Schema extends TSchema>(
  schema: Schema,
  value: unknown,
  { fieldList = false }: { readonly fieldList?: boolean } = {},
): Parsed<Schema> => {
  const findings = newFindings()
  const known = readerOf(schema)(value, findings)
  if (findings.count > 0) throw new ValidationException(sentence(findings), fieldList ? { fieldList: findings.fields } : {})
  return known as Parsed<Schema>
}
