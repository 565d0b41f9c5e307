import { describe, expect, it } from 'vitest'
import { Lines } from './code-frame.ts'

const framed = (text: string, what: string): readonly string[] => {
  const start = text.indexOf(what)
  return new Lines(text)
    .frame({ start, end: start + what.length })
    .map(({ number, text: line, isMeant, isMark }) => `${isMeant ? '>' : ' '}${number}|${line}${isMark ? ' ' : ''}`.trimEnd())
}

describe('a frame', () => {
  it('shows a line with its neighbours and a mark', () => {
    expect(framed('one\ntwo\nthree\nfour\nfive\n', 'hre')).toEqual([' 1|one', ' 2|two', '>3|three', '  | ^^^', ' 4|four'])
  })

  it.each([
    ['at the beginning', 'one\ntwo', 'one', ['>1|one', '  |^^^', ' 2|two']],
    ['at the end', 'one\ntwo\n', 'two', [' 1|one', '>2|two', '  |^^^']],
    ['of more than a line', 'one\ntwo\n', 'ne\ntw', ['>1|one', '  | ^^', ' 2|two']],
    ['behind a tab', '\ta b', 'b', ['>1|  a b', '  |    ^']],
    ['between carriage returns', 'one\r\ntwo\r\n', 'two', [' 1|one', '>2|two', '  |^^^']],
    ['of wide characters', '"漢字": "💧x"', 'x', ['>1|"漢字": "💧x"', '  |           ^']],
    ['of combined characters', 'e\u0301x', 'x', ['>1|e\u0301x', '  | ^']],
    ['of what would change the terminal', 'a\u001B[2Jb', 'b', ['>1|a\uFFFD[2Jb', '  |     ^']],
    ['of nothing', '', '', ['>1|', '  |^']],
  ])('%s', (_, text, what, lines) => {
    expect(framed(text, what)).toEqual(lines)
  })

  it('gives numbers one width', () => {
    const text = Array.from({ length: 10 }, (_, index) => `line ${index + 1}`).join('\n')

    expect(framed(text, 'line 9')).toEqual(['  7|line 7', '  8|line 8', '> 9|line 9', '   |^^^^^^', ' 10|line 10'])
  })

  it('cuts a long line around what is meant', () => {
    const [line = '', mark = ''] = framed(`${'x'.repeat(10_000)}here${'y'.repeat(10_000)}`, 'here')

    expect(line).toHaveLength('>1|'.length + 122)
    expect(line.slice(mark.indexOf('^'), mark.indexOf('^') + 4)).toBe('here')
  })
})

it('counts lines and columns from 1', () => {
  const lines = new Lines('ab\n\ncd')

  expect([0, 2, 3, 4, 6].map((offset) => lines.positionOf(offset))).toEqual([
    { line: 1, column: 1 },
    { line: 1, column: 3 },
    { line: 2, column: 1 },
    { line: 3, column: 1 },
    { line: 3, column: 3 },
  ])
})
