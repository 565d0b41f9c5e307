import type { DefinitionPath } from './definition-path.ts'

/** Where what was written has members that are not in what was read of it; those that are null say nothing. Pure. */
export const unknownMembers = (written: unknown, read: unknown, path: DefinitionPath = []): readonly DefinitionPath[] => {
  if (Array.isArray(written) && Array.isArray(read))
    return written.flatMap((element, index) => unknownMembers(element, read[index], [...path, index]))
  if (!hasMembers(written) || !hasMembers(read)) return []
  return Object.entries(written).flatMap(([name, value]) => {
    if (Object.hasOwn(read, name)) return unknownMembers(value, read[name], [...path, name])
    return value === null ? [] : [[...path, name]]
  })
}

const hasMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
