import { describe, expect, it } from 'vitest'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import { FlowDefinition as FlowDefinitionShape } from '../../src/contract/flow-definition.ts'
import { FlowValidation, type FlowValidationType } from '../../src/contract/flow-validation.ts'
import { parse } from '../../src/contract/parse.ts'
import { compile } from '../../src/flow/compiler/compile.ts'
import { unavailableNodeTypes } from '../../src/flow/compiler/unavailable-node-type.ts'
import { connectionFindings } from './connection-findings.ts'
import type { FindingCase } from './finding-case.ts'
import { loopFindings } from './loop-findings.ts'
import { nodeFindings } from './node-findings.ts'

/** Complete: a type without a case does not compile. */
const cases: Readonly<Record<FlowValidationType, FindingCase>> = { ...nodeFindings, ...connectionFindings, ...loopFindings }

/** Without those that only say what cannot run yet. */
const found = (definition: FlowDefinition) => {
  const later = new Set(unavailableNodeTypes(definition).map(({ message }) => message))
  return compile(parse(FlowDefinitionShape, definition)).findings.filter(({ message }) => !later.has(message))
}

describe.each(Object.entries(cases))('%s', (type, { definition, finding, neighbour }) => {
  it('is raised alone', () => {
    const findings = found(definition)

    expect(findings).toStrictEqual([finding])
    expect(finding.type).toBe(type)
  })

  it('is not raised by the nearest neighbour', () => {
    expect(found(neighbour)).toEqual([])
  })

  it('has the shape of the contract, with the details of its type', () => {
    expect(parse(FlowValidation, finding)).toEqual(finding)
    expect(Object.keys(finding.details ?? {})).toEqual([type.charAt(0).toLowerCase() + type.slice(1)])
  })
})
