import { resolve } from 'node:path'
import { UnreadableFile } from '../api/files/text-file.ts'
import { nearest } from '../api/nearest.ts'
import { bedrockActions } from '../api/policy/bedrock-actions.ts'
import { isMistakenForBedrock } from '../api/policy/parse-actions.ts'
import type { Policy } from '../api/policy/policy.ts'
import { readPolicyFile, readPolicyInput } from '../api/policy/policy-file.ts'
import { Lines, visible } from './code-frame.ts'
import { inOrder, type FileFinding } from './file-findings.ts'
import { counted, findingsText } from './finding-text.ts'
import type { Surroundings } from './load-configuration.ts'
import { decisionText, policyDecision, type PolicyQuestion } from './policy-decision.ts'
import { json } from './run-output.ts'

export interface PolicyCheckFlags extends Omit<PolicyQuestion, 'action'> {
  readonly action?: string
  readonly format: 'text' | 'json'
}

/** What there is to say of one file. */
interface Checked {
  readonly file: string
  readonly text: string
  readonly findings: readonly FileFinding[]
  readonly policy?: Policy
  /** Why it cannot be read: one sentence. */
  readonly unreadable?: string
}

const wrong = 1
const denied = 3

/**
 * Says on standard output what is wrong with policies, or what they decide together. Answers the exit code: 1 if one of them cannot be
 * followed, 3 if they deny.
 * @throws Error - one sentence about a question that makes no sense.
 */
export const policyCheck = async (
  files: readonly string[],
  { action, format, ...question }: PolicyCheckFlags,
  { workingDirectory }: Surroundings,
): Promise<number> => {
  if (action !== undefined) refuseUnknownAction(action)
  else if (Object.values(question).some((value) => value !== undefined))
    throw new Error('--resource, --user-arn and --context belong to a question: say which action with --action.')
  const checked: Checked[] = []
  for (const file of files) checked.push(await check(file, workingDirectory))
  const policies = checked.flatMap(({ policy }) => policy ?? [])
  const isValid = policies.length === checked.length
  const decision = action !== undefined && isValid ? policyDecision(policies, { action, ...question }) : undefined
  if (format === 'json') process.stdout.write(json({ files: checked.map(documentOf), ...(decision && { decision }) }))
  else process.stdout.write(checked.map(textOf).join('') + (decision ? decisionText(decision) : ''))
  if (!isValid) return wrong
  return decision?.allowed === false ? denied : 0
}

const refuseUnknownAction = (action: string): void => {
  const [service = '', name = ''] = action.split(':')
  const isOfOthers = service.toLowerCase() !== 'bedrock' && !isMistakenForBedrock(service.toLowerCase())
  const isKnown =
    isOfOthers || (service.toLowerCase() === 'bedrock' && bedrockActions.some((known) => known.toLowerCase() === name.toLowerCase()))
  if (/^[A-Za-z0-9-]+:[A-Za-z0-9]+$/.test(action) && isKnown) return
  throw new Error(`${visible(action)} is no action: the nearest is bedrock:${nearest(name === '' ? service : name, bedrockActions) ?? ''}.`)
}

const standardInput = '-'
const nameOf = (file: string): string => (file === standardInput ? 'standard input' : file)

const check = async (file: string, workingDirectory: string): Promise<Checked> => {
  try {
    const { parsed, text, rangeOf } =
      file === standardInput ? await readPolicyInput(nameOf(file)) : await readPolicyFile(resolve(workingDirectory, file), file)
    if ('policy' in parsed) return { file, text, findings: [], policy: parsed.policy }
    return {
      file,
      text,
      findings: inOrder(parsed.faults.map(({ message, path }) => ({ severity: 'error', message, path, range: rangeOf(path) }))),
    }
  } catch (error) {
    if (error instanceof UnreadableFile) return { file, text: '', findings: [], unreadable: error.message }
    throw error
  }
}

const textOf = ({ file, text, findings, policy, unreadable }: Checked): string => {
  if (unreadable !== undefined) return `${visible(unreadable)}\n`
  if (policy !== undefined) return `${visible(nameOf(file))}: ${counted(policy.statements.length, 'statement')}, nothing found.\n`
  return `${findingsText(nameOf(file), text, findings, process.stdout)}${visible(nameOf(file))}: ${counted(findings.length, 'error')}.\n`
}

/** For scripts: lines and columns from 1, the end exclusive. */
const documentOf = ({ file, text, findings, policy, unreadable }: Checked) => {
  const lines = new Lines(text)
  return {
    file,
    valid: policy !== undefined,
    ...(unreadable !== undefined && { unreadable }),
    findings: findings.map(({ message, path, range }) => ({
      message,
      path,
      start: lines.positionOf(range.start),
      end: lines.positionOf(range.end),
    })),
  }
}
