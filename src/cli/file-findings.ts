import type { DefinitionSource, MisshapenDefinition } from '../api/files/definition-file.ts'
import type { TextRange } from '../api/files/written-node.ts'
import type { FlowValidation } from '../contract/flow-validation.ts'
import { lint } from '../flow/lint/lint.ts'
import type { LintRuleName } from '../flow/lint/registry.ts'
import type { DefinitionPath } from '../flow/places/definition-path.ts'
import { locatedFindings } from '../flow/places/located-findings.ts'

/** Something to say about a definition that is written in a file. */
export interface FileFinding {
  /** A note says what this version of Sluice cannot run yet, lint what runs but may not be meant, or may not run at AWS. */
  readonly severity: 'error' | 'warning' | 'note' | 'lint'
  readonly message: string
  /** AWS's name, or one of our own. Absent: the definition is none by its shape. */
  readonly type?: FlowValidation['type'] | LintRuleName | UnmatchedName | 'unknown-member'
  readonly details?: FlowValidation['details']
  readonly path: DefinitionPath
  readonly range: TextRange
}

/** What a flow asks for and the configuration does not have. */
export type UnmatchedName = 'unmatched-model' | 'unmatched-function' | 'unmatched-bucket'

/** What the compiler finds, in the order of the file. */
export const findingsIn = ({ definition, rangeOf }: DefinitionSource): readonly FileFinding[] =>
  inOrder(
    locatedFindings(definition).map(({ finding: { severity, message, type, details }, path, position, unavailable }) => ({
      severity: unavailable ? 'note' : severity === 'Error' ? 'error' : 'warning',
      message,
      ...(type && { type }),
      ...(details && { details }),
      path,
      range: rangeOf(path, position),
    })),
  )

/** The same and what lint says. */
export const findingsAndLintIn = (source: DefinitionSource): readonly FileFinding[] =>
  inOrder([
    ...findingsIn(source),
    ...source.unknown.slice(0, mostUnknown).map((path) => ({
      severity: 'lint' as const,
      message: `AWS's API has no member ${String(path.at(-1))} here: it is ignored, and AWS's SDKs refuse it.`,
      type: 'unknown-member' as const,
      path,
      range: source.rangeOf(path),
    })),
    ...lint(source.definition).map(({ rule, message, path }) => ({
      severity: 'lint' as const,
      message,
      type: rule,
      path,
      range: source.rangeOf(path),
    })),
  ])

const mostUnknown = 100

/** What is wrong with the shape of what is no definition. */
export const faultsIn = ({ faults, source }: MisshapenDefinition): readonly FileFinding[] =>
  inOrder(faults.map(({ message, path }) => ({ severity: 'error', message, path, range: source.rangeOf(path) })))

/** In the order of the file. */
export const inOrder = (findings: readonly FileFinding[]): readonly FileFinding[] =>
  findings.toSorted((one, other) => one.range.start - other.range.start)
