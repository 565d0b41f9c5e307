import type { DefinitionPath } from '../../flow/places/definition-path.ts'

/** The path that AWS's services write as `nodes.1.member.type`: elements of lists are counted from 1. */
export const fieldPath = (field: string): DefinitionPath =>
  field === '' ? [] : field.split(/\.(?!member(?:\.|$))/).map((step) => (step.endsWith('.member') ? Number.parseInt(step, 10) - 1 : step))
