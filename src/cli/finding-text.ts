import { styleText } from 'node:util'
import { Lines, visible, type FrameLine } from './code-frame.ts'
import type { FileFinding } from './file-findings.ts'

/** Where findings are shown: decides whether in colours. */
export type Shown = NodeJS.WritableStream

/**
 * Findings for people: place, severity, type and sentence in one line, then the lines of the file; of a note, which nobody can mend
 * there, without these. In colours on a terminal only, unless the environment says otherwise (NO_COLOR, FORCE_COLOR).
 */
export const findingsText = (file: string, text: string, findings: readonly FileFinding[], stream: Shown): string => {
  const lines = new Lines(text)
  return findings
    .map((finding, index) => {
      const frame = finding.severity === 'note' ? [] : framed(lines, finding, stream)
      const endsBlock = finding.severity !== 'note' || findings[index + 1]?.severity !== 'note'
      return [headline(file, lines, finding, stream), ...frame, ...(endsBlock ? [''] : []), ''].join('\n')
    })
    .join('')
}

const headline = (file: string, lines: Lines, { severity, message, type, range }: FileFinding, stream: Shown): string => {
  const { line, column } = lines.positionOf(range.start)
  const kind = type === undefined || type === 'Unspecified' ? '' : ` ${styleText('dim', type, { stream })}`
  const place = `${styleText('cyan', visible(file), { stream })}:${line}:${column}`
  return `${place} ${styleText([colours[severity], 'bold'], severity, { stream })}${kind} ${visible(message)}`
}

const framed = (lines: Lines, { severity, range }: FileFinding, stream: Shown): readonly string[] => {
  const coloured = (text: string): string => styleText(colours[severity], text, { stream })
  const shown = ({ number, text, isMeant = false, isMark = false }: FrameLine): string =>
    `  ${isMeant ? coloured('>') : ' '} ${styleText('dim', `${number} |`, { stream })} ${isMark ? coloured(text) : text}`.trimEnd()
  return ['', ...lines.frame(range).map(shown)]
}

const colours = { error: 'red', warning: 'yellow', note: 'blue', lint: 'magenta' } as const

/** `2 errors, 1 warning`; empty for none. */
export const countsText = (findings: readonly Pick<FileFinding, 'severity'>[]): string =>
  (['error', 'warning', 'note', 'lint'] as const)
    .map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => counted(count, severity === 'lint' ? 'lint remark' : severity))
    .join(', ')

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
