import { styleText } from 'node:util'
import { Lines, visible, type FrameLine } from './code-frame.ts'
import type { FileFinding } from './file-findings.ts'

/** Where findings are shown: decides whether in colours. */
export type Shown = NodeJS.WritableStream

/**
 * Findings for people: place, severity, type and sentence in one line, then the lines of the file. In colours on a terminal only,
 * unless the environment says otherwise (NO_COLOR, FORCE_COLOR).
 */
export const findingsText = (file: string, text: string, findings: readonly FileFinding[], stream: Shown): string => {
  const lines = new Lines(text)
  return findings.map((finding) => findingText(file, lines, finding, stream)).join('')
}

const findingText = (file: string, lines: Lines, { severity, message, type, range }: FileFinding, stream: Shown): string => {
  const { line, column } = lines.positionOf(range.start)
  const style = (format: Format, part: string): string => styleText(format, part, { stream })
  const kind = type === undefined || type === 'Unspecified' ? '' : ` ${style('dim', type)}`
  const place = `${style('cyan', visible(file))}:${line}:${column}`
  const frame = lines.frame(range).map((each) => `  ${frameText(each, severity, style)}`.trimEnd())
  return [`${place} ${style([colours[severity], 'bold'], severity)}${kind} ${visible(message)}`, '', ...frame, '', ''].join('\n')
}

type Format = Parameters<typeof styleText>[0]
type Style = (format: Format, part: string) => string

const frameText = (
  { number, text, isMeant = false, isMark = false }: FrameLine,
  severity: FileFinding['severity'],
  style: Style,
): string => {
  const gutter = style('dim', `${number} |`)
  return `${isMeant ? style(colours[severity], '>') : ' '} ${gutter} ${isMark ? style(colours[severity], text) : text}`
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
