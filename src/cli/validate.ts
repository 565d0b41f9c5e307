import { resolve } from 'node:path'
import { MisshapenDefinition, readDefinitionInput, readDefinitionSource } from '../api/files/definition-file.ts'
import { UnreadableFile } from '../api/files/text-file.ts'
import { textOfPath } from '../flow/places/definition-path.ts'
import { Lines, visible } from './code-frame.ts'
import { faultsIn, findingsAndLintIn, findingsIn, type FileFinding } from './file-findings.ts'
import { counted, countsText, findingsText } from './finding-text.ts'
import type { Surroundings } from './load-configuration.ts'
import { json } from './run-output.ts'

export interface ValidateFlags {
  readonly format: 'text' | 'json'
  readonly lint: boolean
}

/** What there is to say of one file. */
interface Checked {
  readonly file: string
  readonly findings: readonly FileFinding[]
  readonly text: string
  /** Why it cannot be read: one sentence. */
  readonly unreadable?: string
}

/** Says on standard output what is wrong with definitions, and answers the exit code: 1 if one has an error, or is none. */
export const validate = async (files: readonly string[], flags: ValidateFlags, { workingDirectory }: Surroundings): Promise<number> => {
  const checked: Checked[] = []
  for (const file of files) {
    const each = await check(file, flags, workingDirectory)
    checked.push(each)
    if (flags.format === 'text') process.stdout.write(each.unreadable === undefined ? textOf(each) : `${visible(each.unreadable)}\n\n`)
  }
  process.stdout.write(flags.format === 'json' ? json(documentOf(checked)) : `${summaryOf(checked)}\n`)
  return checked.some(isWrong) ? 1 : 0
}

const standardInput = '-'

const check = async (file: string, { lint }: ValidateFlags, workingDirectory: string): Promise<Checked> => {
  try {
    const source = file === standardInput ? await readDefinitionInput() : await readDefinitionSource(resolve(workingDirectory, file))
    return { file, text: source.text, findings: lint ? findingsAndLintIn(source) : findingsIn(source) }
  } catch (error) {
    if (error instanceof MisshapenDefinition) return { file, text: error.source.text, findings: faultsIn(error) }
    if (error instanceof UnreadableFile) return { file, text: '', findings: [], unreadable: error.message }
    throw error
  }
}

const isWrong = ({ unreadable, findings }: Checked): boolean =>
  unreadable !== undefined || findings.some(({ severity }) => severity === 'error')

const textOf = ({ file, text, findings }: Checked): string => findingsText(nameOf(file), text, findings, process.stdout)

const nameOf = (file: string): string => (file === standardInput ? 'standard input' : file)

const summaryOf = (checked: readonly Checked[]): string => {
  const files = checked.length === 1 ? nameOf(checked[0]?.file ?? '') : counted(checked.length, 'file')
  const unreadable = checked.filter((each) => each.unreadable !== undefined).length
  const counts = [
    countsText(checked.flatMap(({ findings }) => findings)),
    unreadable > 0 ? `${counted(unreadable, 'file')} unreadable` : '',
  ]
  return `${files}: ${counts.filter((count) => count !== '').join(', ') || 'nothing found'}.`
}

/** For scripts: lines and columns from 1, the end exclusive. */
const documentOf = (checked: readonly Checked[]) => ({
  files: checked.map(({ file, text, findings, unreadable }) => {
    const lines = new Lines(text)
    return {
      file,
      valid: unreadable === undefined && !findings.some(({ severity }) => severity === 'error'),
      ...(unreadable !== undefined && { unreadable }),
      findings: findings.map(({ range, path, ...finding }) => ({
        ...finding,
        path: textOfPath(path),
        start: lines.positionOf(range.start),
        end: lines.positionOf(range.end),
      })),
    }
  }),
})
